"""Answers from files: criteria.toml and people, matched, verified and explained."""

import contextlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import BadInput, Mentee, Mentor, score, solve
from matching.cli import BAD_INPUT, OPTIMAL, main
from matching.criteria_file import (
    MAY,
    NEEDED,
    OF_SETS,
    OF_TABLES,
    read_criteria,
    read_people,
)

MANUAL = Path(__file__).parents[3] / "docs" / "matching.md"

CRITERIA = """
[languages]
kind = "hard"
compare = "overlap"
values = ["english", "spanish"]

[faith]
kind = "soft"
compare = "identity"
weight = 1
signed = true
values = ["none", "other"]

[topics]
kind = "soft"
compare = "overlap"
weight = 3
values = ["housing", "work"]
"""
MENTEES = (
    "mentee,waiting_weeks,languages,topics,faith,wish:faith\n"
    "a,3,english,housing;work,none,same\nb,1,spanish,work,,\n"
)
MENTORS = (
    "mentor,capacity,languages,topics,faith\nx,1,english;spanish,housing,none\n"
    "y,1,spanish,work,other\n"
)


@pytest.fixture
def files(tmp_path):
    named = {"mentees.csv": MENTEES, "mentors.csv": MENTORS, "criteria.toml": CRITERIA}
    for name, text in named.items():
        (tmp_path / name).write_text(text)
    return [
        part
        for name in named
        for part in (f"--{name.split('.', maxsplit=1)[0]}", str(tmp_path / name))
    ]


def test_people_are_matched_verified_and_explained(files, tmp_path, capsys):
    out = str(tmp_path / "result.json")
    assert main(["match", *files, "--out", out]) == OPTIMAL
    assert main(["verify", out, *files]) == OPTIMAL
    capsys.readouterr()
    assert main(["explain", out, "a", "x", *files, "--json"]) == OPTIMAL
    why = json.loads(capsys.readouterr().out)
    assert why["points"] == {"faith": 2500, "topics": 3750}
    assert main(["explain", out, "b", *files]) == OPTIMAL
    assert capsys.readouterr().out.startswith("b: y\n  x: 1 fewer placed")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("mentees.csv", "english", "latin", '"latin" is no value of "languages"'),
        ("mentees.csv", "same", "perhaps", '"perhaps" is no wish'),
        ("mentees.csv", "topics,", "name,", 'no criterion reads the column "name"'),
        ("mentors.csv", "y,1", "x,1", 'line 3: mentor "x" is there twice'),
        ("mentors.csv", "y,1", "y,-1", "line 3: the capacity must be a whole number"),
        ("criteria.toml", "overlap", "magic", 'criterion "languages": compare must be'),
        ("criteria.toml", "hard", "firm", 'criterion "languages"'),
        ("criteria.toml", "[", "", "this is not TOML"),
        ("criteria.toml", "weight = 3", "weight = -3", "weight must be a whole number"),
        ("mentees.csv", "b,1", "a,1", 'line 3: mentee "a" is there twice'),
        ("mentees.csv", "b,1", ",1", 'line 3: mentee "" is missing'),
        ("mentees.csv", "b,1", "b,-1", "line 3: the waiting weeks must be a whole number"),
        ("mentors.csv", "y,1", "y,", "line 3: the capacity is missing"),
        ("mentors.csv", "mentor,capacity", "mentor,minimum",
         "line 1: the columns must be mentor, capacity"),
    ],
)  # fmt: skip
def test_a_wrong_people_file_is_refused(files, tmp_path, capsys, name, old, new, sentence):
    path = tmp_path / name
    path.write_text(path.read_text().replace(old, new, 1))
    assert main(["match", *files]) == BAD_INPUT
    assert sentence in capsys.readouterr().err


GROUPED = "mentor,capacity,minimum,group,group_capacity\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("mentees.csv", b"", "line 1: the file is empty"),
        ("mentees.csv", b"mentee\n", "line 1: the file has no rows"),
        ("mentors.csv", b"", "line 1: the file is empty"),
        ("mentors.csv", b"mentor,capacity\n\xff,1\n", "this is not CSV in UTF-8"),
        ("mentees.csv", b"mentee\n\xff\n", "this is not CSV in UTF-8"),
        ("mentees.csv", b"mentee\na\n",
         'line 1: a hard criterion reads the column "languages"; there is none'),
        ("mentors.csv", b"mentor,capacity\nx,1\n",
         'line 1: a hard criterion reads the column "languages"; there is none'),
        ("mentors.csv", f"{GROUPED}x,1,2,,\n".encode(),
         'line 2: mentor "x": the minimum is over the capacity'),
        ("mentors.csv", f"{GROUPED}x,1,0,g,1\ny,1,0,g,2\n".encode(),
         'line 3: group "g" has two ceilings'),
        ("mentors.csv", f"{GROUPED}x,1,0,g,\n".encode(),
         'line 2: group "g" has no group capacity in any row'),
        ("criteria.toml", b"", "the file is empty"),
        ("criteria.toml", b"\xff", "the file is not UTF-8 text"),
        ("criteria.toml", b"a = " + b"[" * 3000, "it is nested too deeply"),
        ("criteria.toml", b"a = " + b"9" * 5000, "a number is too long"),
    ],
)  # fmt: skip
def test_a_people_file_of_other_content_is_refused(
    files, tmp_path, capsys, name, content, sentence
):
    (tmp_path / name).write_bytes(content)
    assert main(["match", *files]) == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"matching: {tmp_path / name}")
    assert sentence in said


ONE = {"kind": '"soft"', "compare": '"overlap"', "values": '["housing", "work"]'}
TABLE = {"compare": '"table"', "shares": "[[1, 0.5], [0, 1]]"}
WRONG = [
    ({"neutral": "inf"}, "neutral must be a number from 0 to 1"),
    ({"neutral": "nan"}, "neutral must be a number from 0 to 1"),
    ({"neutral": '"x"'}, "neutral must be a number from 0 to 1"),
    ({"neutral": "true"}, "neutral must be a number from 0 to 1"),
    ({**TABLE, "shares": "[[1, inf], [0, 1]]"}, "a share must be a number from 0 to 1"),
    ({**TABLE, "shares": "[[1, 2], [0, 1]]"}, "a share must be a number from 0 to 1"),
    ({**TABLE, "shares": "[[1, 0]]"}, "shares must be 2 rows of 2 numbers"),
    ({**TABLE, "shares": '"ab"'}, "shares must be 2 rows of 2 numbers"),
    ({**TABLE, "shares": "[[1, 0], 1]"}, "shares must be 2 rows of 2 numbers"),
    ({"compare": '"table"'}, "shares must be 2 rows of 2 numbers"),
    ({**TABLE, "same_from": "inf"}, "same_from must be a number from 0 to 1"),
    ({"enough": '"x"'}, "enough must be a whole number from 1"),
    ({"enough": "-1"}, "enough must be a whole number from 1"),
    ({"enough": "0"}, "enough must be a whole number from 1"),
    ({"enough": "1.5"}, "enough must be a whole number from 1"),
    ({"enough": "true"}, "enough must be a whole number from 1"),
    ({"least": "true"}, "least must be a whole number from 0"),
    ({"weight": "true"}, "weight must be a whole number from 0"),
    ({"weight": "1.0"}, "weight must be a whole number from 0"),
    ({"signed": '"no"'}, "signed must be true or false"),
    ({"mentee_reads": '["a"]'}, "mentee_reads must be the name of a column"),
    ({"mentor_reads": "{a = 1}"}, "mentor_reads must be the name of a column"),
    ({"mentor_reads": '"capacity"'}, 'an answer cannot have a column named "capacity"'),
    ({"mentee_reads": '"wish:age"'}, 'an answer cannot have a column named "wish:age"'),
    ({"mentee_reads": '""'}, "mentee_reads must be the name of a column"),
    ({"values": '"hw"'}, "values must be a list of texts"),
    ({"values": "[1, 2]"}, "values must be a list of texts"),
    ({"values": "[]"}, "the values must be there, each once"),
    ({"values": '["a", "a"]'}, "the values must be there, each once"),
    ({"values": '["a;b", "c"]'}, 'the value "a;b" holds ";", which stands between two values'),
    ({"values": '["a ", "c"]'}, 'the value "a " is empty, or begins or ends with a blank'),
    ({"values": '["", "c"]'}, 'the value "" is empty'),
    ({"kind": '"firm"'}, "kind must be hard or soft"),
    ({"kind": "[]"}, "kind must be hard or soft"),
    ({"compare": '"magic"'}, "compare must be overlap, week, identity, nearness or table"),
    ({"compare": "[]"}, "compare must be overlap, week, identity, nearness or table"),
    ({"colour": "1"}, '"colour" is not known here; the keys are kind, compare, values, weight, '
     "signed, neutral, mentee_reads, mentor_reads, least, enough"),
    ({"compare": '"identity"', "enough": "1"}, '"enough" is not known here'),
]  # fmt: skip


def criterion(key, **changes):
    return f"[{key}]\n" + "".join(f"{k} = {v}\n" for k, v in {**ONE, **changes}.items())


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_a_criterion_that_makes_no_sense_is_refused(tmp_path, changes, sentence):
    path = tmp_path / "criteria.toml"
    path.write_text(criterion("topics", **changes))
    with pytest.raises(BadInput) as refused:
        read_criteria(path)
    assert str(refused.value).startswith(f'{path}: criterion "topics": {sentence}')


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        (criterion("mentee"), "mentee", 'an answer cannot have a column named "mentee"'),
        (criterion("capacity"), "capacity", 'an answer cannot have a column named "capacity"'),
        (criterion('"wish:a"'), "wish:a", 'an answer cannot have a column named "wish:a"'),
        (criterion("a", weight=1) + criterion("b"), "b", "a soft criterion needs a weight"),
        ("topics = 1", "topics", "there must be a table with kind, compare, values"),
        ("[topics]\nkind = 'soft'", "topics", "there must be a table with kind, compare, values"),
        (criterion("a", mentee_reads='"c"') + criterion("b", mentee_reads='"c"', values='["x"]'),
         "b", '"a" reads the column "c" with other values'),
        (criterion("a", mentor_reads='"b"') + criterion("b", compare='"identity"'),
         "b", '"a" reads the column "b" with other values'),
    ],
)  # fmt: skip
def test_criteria_whose_columns_collide_are_refused(tmp_path, text, key, sentence):
    path = tmp_path / "criteria.toml"
    path.write_text(text)
    with pytest.raises(BadInput) as refused:
        read_criteria(path)
    assert str(refused.value) == f'{path}: criterion "{key}": {sentence}'


CELLS = st.sampled_from(
    ["a", "b", "x", "1", "0", "-1", "2000000000", "", "housing;work", "housing;", "english",
     "none", "must", "g", '"', "\x00", "é", "٣", "9" * 30]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=4).map(
    lambda rows: "\n".join(",".join(row) for row in rows)
)
HEADERS = {
    "mentees.csv": "mentee,waiting_weeks,languages,topics,faith,wish:faith\n",
    "mentors.csv": "mentor,capacity,minimum,group,group_capacity,languages,topics\n",
}
VALUES = st.sampled_from(
    ['"a"', '""', "0", "1", "-1", "0.5", "inf", "nan", "true", "[]", "[1]", '["a", "b"]', "{}",
     '"hard"', '"soft"', '"overlap"', '"week"', '"table"', '"nearness"', "1979-05-27",
     "[[1, 0], [0, 1]]", '"mentee"', '"wish:a"', "9223372036854775808"]
)  # fmt: skip
TABLES = st.dictionaries(st.sampled_from(["topics", "mentee", "b"]),
    st.dictionaries(st.sampled_from([*NEEDED, *MAY, *OF_SETS, *OF_TABLES]), VALUES),
    max_size=2,
)  # fmt: skip


@given(name=st.sampled_from(sorted(HEADERS)), text=st.one_of(st.text(max_size=40), ROWS),
       keep_header=st.booleans())  # fmt: skip
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_people_file_holds_it_is_matched_or_refused(
    files, tmp_path, name, text, keep_header
):
    content = (HEADERS[name] if keep_header else "") + text
    for one, good in (("mentees.csv", MENTEES), ("mentors.csv", MENTORS)):
        (tmp_path / one).write_text(good)
    (tmp_path / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(BadInput):
        solve(read_people(*(tmp_path / one for one in (*sorted(HEADERS), "criteria.toml"))))


@given(text=st.one_of(st.text(max_size=40), TABLES.map(
    lambda tables: "".join(
        criterion(key, **changes) for key, changes in tables.items()
    ))))  # fmt: skip
@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_criteria_file_holds_it_is_read_or_refused(tmp_path, text):
    path = tmp_path / "criteria.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    people = [Mentee(id="a", answers={"topics": 1})], [Mentor(id="x", answers={"topics": 1})]
    with contextlib.suppress(BadInput):
        solve(score(*people, [one for one, _ in read_criteria(path)]))


def test_the_example_of_the_manual_is_read(tmp_path):
    example = re.search("```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "criteria.toml").write_text(example[1])
    found = read_criteria(tmp_path / "criteria.toml")
    assert [criterion.key for criterion, _ in found] == ["languages", "times", "topics", "age"]
