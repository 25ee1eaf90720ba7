"""Bad files are refused by a sentence with file and line, and nothing is written."""

import contextlib
import json
import random
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import Place, problem_from_pairs, solve
from matching.cli import BAD_INPUT, INFEASIBLE, OPTIMAL, main
from matching.engines import ENGINES
from matching.errors import BadInput
from matching.files import read_problem

GOOD = {
    "pairs": "mentee,mentor,score\na,x,5\na,y,3\nb,x,4\n",
    "mentors": "mentor,capacity\nx,1\ny,1\n",
    "mentees": "mentee,demand,waiting_days\na,1,10\nb,1,0\n",
    "forced": "mentee,mentor\na,y\n",
}
GROUPED = "mentor,capacity,minimum,group,group_capacity\n"
WRONG = [
    ("pairs", "mentee,mentor,score\nz,x,5\n", 'line 2: unknown mentee "z"'),
    ("pairs", "mentee,mentor,score\na,z,5\n", 'line 2: unknown mentor "z"'),
    ("pairs", GOOD["pairs"] + "a,x,6\n", "line 5: this pair is there twice"),
    ("pairs", "mentee,mentor,score\na,x,nan\n", "line 2: the score must be a finite number"),
    ("pairs", "mentee,mentor,score\na,x,inf\n", "line 2: the score must be a finite number"),
    ("pairs", "mentee,mentor,score\na,x,\n", "line 2: the score must be a finite number"),
    ("pairs", "mentee,mentor,score\na,x,1e99\n", "has more digits than can be kept"),
    ("pairs", "mentee,mentor,score\na,x\n", "line 2: 3 columns expected, 2 found"),
    ("pairs", "mentee,mentor,score\n,x,1\n", "line 2: the mentee is missing"),
    ("pairs", "mentee,mentor\na,x\n", "line 1: the columns must be mentee, mentor, score"),
    ("pairs", "", "line 1: the file is empty"),
    ("pairs", "mentee,mentor,score\n", "line 1: the file has no rows"),
    ("pairs", 'mentee,mentor,score\n"a,x,1\n', "this is not CSV"),
    ("mentors", "mentor,capacity\nx,-1\ny,1\n", "line 2: the capacity must be a whole number"),
    ("mentors", "mentor,capacity\nx,1.5\ny,1\n", "line 2: the capacity must be a whole number"),
    ("mentors", "mentor,capacity\nx,1\nx,1\n", 'line 3: mentor "x" is there twice'),
    ("mentors", "mentor,capacity,minimum\nx,1,2\ny,1,0\n", "the minimum is over the capacity"),
    ("mentors", GROUPED + "x,1,0,g,1\ny,1,0,g,2\n", 'line 3: group "g" has two ceilings'),
    ("mentors", GROUPED + "x,1,0,g,\ny,1,0,,\n", 'line 2: group "g" has no group capacity in any'),
    ("mentors", GROUPED + "x,1,0,,3\ny,1,0,,\n", "line 2: a group capacity needs a group"),
    ("mentees", "mentee\na\na\n", 'line 3: mentee "a" is there twice'),
    ("mentees", "mentee,demand\na,2\nb,1\n", "line 2: a mentee has one mentor"),
    ("mentees", "mentee,waiting_days\na,-3\nb,0\n", "line 2: the waiting days must be"),
    ("forced", "mentee,mentor\nb,y\n", "line 2: this forced pair is forbidden"),
    ("forced", "mentee,mentor\na,x\nb,x\n", "line 3: forced pairs are over the capacity"),
    ("forced", "mentee,mentor\na,x\na,y\n", 'line 3: mentee "a" is in two forced pairs'),
    ("forced", "mentee,mentor\nq,x\n", 'line 2: unknown mentee "q"'),
]


def arguments(folder, files, *more):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    named = [part for name in files for part in (f"--{name}", str(folder / f"{name}.csv"))]
    return [*named, *more]


@pytest.mark.parametrize(("name", "text", "sentence"), WRONG, ids=[w[2] for w in WRONG])
def test_a_wrong_file_is_refused_by_name_and_line(tmp_path, capsys, name, text, sentence):
    out = tmp_path / "result.json"
    files = arguments(tmp_path, {**GOOD, name: text}, "--out", str(out))
    assert main(["solve", *files]) == BAD_INPUT
    said = capsys.readouterr().err
    assert sentence in said
    assert f"{name}.csv" in said
    assert not out.exists()


WRONG_TOGETHER = [
    ({"mentees": "mentee,demand\na,0\nb,1\n"}, 'forced.csv, line 2: mentee "a" is only listed'),
    (
        {"mentors": GROUPED + "x,1,0,g,0\ny,1,0,g,\n"},
        "forced.csv, line 2: forced pairs are over the group capacity",
    ),
    ({"forced": "mentee,mentor\na,q\n"}, 'forced.csv, line 2: unknown mentor "q"'),
    ({"pairs": "mentee,mentor,score\na,,1\n"}, "pairs.csv, line 2: the mentor is missing"),
    ({"mentors": "mentor,capacity\nx,\ny,1\n"}, "mentors.csv, line 2: the capacity is missing"),
    ({"mentors": "mentor,capacity\nx,1\n,1\n"}, "mentors.csv, line 3: the mentor is missing"),
    ({"mentees": "mentee,age\na,9\n"}, "mentees.csv, line 1: the columns must be mentee, and may"),
    ({"pairs": "mentee,mentor,score\na,x,0.1234567890123456789\n"}, "has more digits than"),
]


@pytest.mark.parametrize(
    ("changed", "sentence"), WRONG_TOGETHER, ids=[w[1] for w in WRONG_TOGETHER]
)
def test_files_that_do_not_go_together_are_refused(tmp_path, capsys, changed, sentence):
    assert main(["solve", *arguments(tmp_path, {**GOOD, **changed})]) == BAD_INPUT
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_file_that_is_no_text_is_refused(tmp_path, capsys, name):
    files = arguments(tmp_path, GOOD)
    (tmp_path / f"{name}.csv").write_bytes(b"mentee,mentor,score\n\xff\xfe,x,1\n")
    assert main(["solve", *files]) == BAD_INPUT
    assert f"{name}.csv: the file is not UTF-8 text" in capsys.readouterr().err


def test_any_row_of_a_group_may_say_its_ceiling(tmp_path):
    rows = "a,x,1\nb,y,1\nc,z,1\n"
    (tmp_path / "pairs.csv").write_text("mentee,mentor,score\n" + rows)
    (tmp_path / "mentors.csv").write_text(GROUPED + "x,1,0,g,\ny,1,0,g,2\nz,1,0,g,\n")
    problem = read_problem(tmp_path / "pairs.csv", tmp_path / "mentors.csv")
    assert (problem.groups, problem.ceiling.tolist()) == (("g",), [2])
    assert solve(problem).placed == 2


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_capacity_of_millions_is_no_more_work_than_a_few_places(tmp_path, engine):
    result = tmp_path / "result.json"
    peaks = []
    # What is loaded and compiled for the first is there for the second.
    for places in ("2", "2000000000"):
        files = {**GOOD, "mentors": f"{GROUPED}x,{places},0,g,1\ny,{places},1,,\n"}
        del files["forced"]
        named = arguments(tmp_path, files, "--out", str(result), "--engine", engine)
        tracemalloc.start()
        assert main(["solve", *named]) == OPTIMAL
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 50_000_000, peaks
    assert json.loads(result.read_text())["total"] == 7


WRONG_IN_HAND = [
    ({"pairs": [("a", "x", 1.7)]}, 'pair "a", "x": the score must be a whole number of 64 bits'),
    ({"pairs": [("a", "x", 1 << 70)]}, 'pair "a", "x": the score must be a whole number of 64'),
    ({"pairs": [("a", "x", None)]}, 'pair "a", "x": the score must be a whole number of 64 bits'),
    ({"mentors": {"x": 1.5}}, 'mentor "x": the capacity must be a whole number of 64 bits'),
    ({"mentors": {"x": 1 << 62}}, 'mentor "x": the capacity must not be over 2147483648'),
    ({"mentors": {"x": Place(minimum=-1)}}, 'mentor "x": the minimum must not be negative'),
    ({"mentees": {"a": 1.9}}, 'mentee "a": the waiting time must be a whole number of 64 bits'),
    ({"groups": {"g": "2"}}, 'group "g": the ceiling must be a whole number of 64 bits'),
    ({"scale": 3}, "the scale must be a power of ten, not 3"),
    ({"scale": 0}, "the scale must be a power of ten, not 0"),
]


@pytest.mark.parametrize(("changed", "sentence"), WRONG_IN_HAND)
def test_no_number_is_cut_to_a_whole_one(changed, sentence):
    given = {"pairs": [("a", "x", 1)], "mentors": {"x": 1}, **changed}
    with pytest.raises(BadInput) as refused:
        problem_from_pairs(given.pop("pairs"), given.pop("mentors"), **given)
    assert str(refused.value).startswith(sentence)


def test_a_missing_file_is_refused(tmp_path, capsys):
    files = arguments(tmp_path, GOOD)
    (tmp_path / "pairs.csv").unlink()
    assert main(["solve", *files]) == BAD_INPUT
    assert "pairs.csv: No such file or directory" in capsys.readouterr().err


def test_the_order_of_rows_in_files_changes_no_byte(tmp_path, capsys):
    def lines(seed):
        for name, text in {**GOOD, "mentors": GROUPED + "x,1,0,g,2\ny,1,1,g,\n"}.items():
            header, *rows = text.splitlines()
            yield name, "\n".join([header, *random.Random(seed).sample(rows, len(rows)), ""])

    said = set()
    for seed in range(4):
        assert main(["solve", *arguments(tmp_path, dict(lines(seed)))]) == OPTIMAL
        said.add(capsys.readouterr().out)
    assert len(said) == 1


def test_solve_then_verify_then_refuse_a_changed_total(tmp_path, capsys):
    out = tmp_path / "result.json"
    files = arguments(tmp_path, GOOD)
    assert main(["solve", *files, "--out", str(out)]) == OPTIMAL
    assert main(["verify", str(out), *files]) == OPTIMAL
    data = json.loads(out.read_text())
    assert (data["placed"], data["total"]) == (2, 7)
    assert data["forced"] == [["a", "y"]]
    out.write_text(json.dumps({**data, "total": 8}))
    assert main(["verify", str(out), *files]) == BAD_INPUT
    assert "the total is 7, not 8" in capsys.readouterr().err


def test_infeasible_ends_with_two_and_the_reason(tmp_path, capsys):
    files = {
        "pairs": "mentee,mentor,score\na,x,1\nb,x,1\n",
        "mentors": "mentor,capacity\nx,1\n",
    }
    assert main(["solve", *arguments(tmp_path, files), "--objective", "full"]) == INFEASIBLE
    heard = capsys.readouterr()
    assert "2 mentees can only go to 1 mentor, with 1 place for them" in heard.err
    assert json.loads(heard.out)["infeasible"]["mentees"] == ["a", "b"]


def test_decimals_are_exact_and_say_so(tmp_path, capsys):
    pairs = "mentee,mentor,score\na,x,0.25\na,y,-1.5\nb,x,1e1\n"
    files = {**GOOD, "pairs": pairs}
    del files["forced"]
    assert main(["solve", *arguments(tmp_path, files)]) == OPTIMAL
    data = json.loads(capsys.readouterr().out)
    assert data["total"] == 8.5
    assert data["scores"] == {
        "exact": True, "scale": 100, "coarse": 1, "resolution": 0.01, "total_within": 0
    }  # fmt: skip


def test_too_fine_scores_are_rounded_and_the_bound_is_told(tmp_path, capsys):
    pairs = "mentee,mentor,score\na,x,0.12345678901234567\nb,y,12345678\n"
    files = {"pairs": pairs, "mentors": GOOD["mentors"]}
    assert main(["solve", *arguments(tmp_path, files)]) == OPTIMAL
    data = json.loads(capsys.readouterr().out)
    assert data["scores"]["exact"] is False
    error = abs(float(data["total"]) - 12345678.12345678901234567)
    assert error <= float(data["scores"]["total_within"])


CELLS = st.sampled_from(
    [
        "a",
        "b",
        "x",
        "y",
        "1",
        "0",
        "-1",
        "1e5",
        "2000000000",
        "nan",
        "",
        '"',
        "\x00",
        "é",
        "٣",
        "9" * 30,
        ",",
        "\n",
    ]
)


@given(
    name=st.sampled_from(sorted(GOOD)),
    text=st.one_of(
        st.text(max_size=60),
        st.lists(st.lists(CELLS, max_size=4), max_size=5).map(
            lambda rows: "\n".join(",".join(row) for row in rows)
        ),
    ),
    keep_header=st.booleans(),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_is_solved_or_refused(tmp_path, name, text, keep_header):
    header = GOOD[name].split("\n")[0] + "\n" if keep_header else ""
    for one, good in GOOD.items():
        content = header + text if one == name else good
        (tmp_path / f"{one}.csv").write_bytes(content.encode("utf-8", "surrogatepass"))
    paths = [tmp_path / f"{one}.csv" for one in ("pairs", "mentors", "mentees", "forced")]
    with contextlib.suppress(BadInput):
        solve(read_problem(*paths))
