"""The command line as a program: progress where it takes long, pipes that close, JSON."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matching import cli
from matching.cli import BAD_INPUT, OPTIMAL, main
from matching.errors import BadInput
from matching.progress import Progress

HERE = Path(__file__).parents[3]
PAIRS = "mentee,mentor,score\na,x,9\na,y,7\nb,x,8\nb,y,3\n"
MENTORS = "mentor,capacity\nx,1\ny,1\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "pairs.csv").write_text(PAIRS)
    (tmp_path / "mentors.csv").write_text(MENTORS)
    return ["--pairs", str(tmp_path / "pairs.csv"), "--mentors", str(tmp_path / "mentors.csv")]


def test_long_work_says_on_stderr_what_it_is_doing(capsys: pytest.CaptureFixture[str]) -> None:
    said = ""
    with Progress(patience=0.01).told() as progress:
        progress.now("finding the best")
        deadline = time.monotonic() + 60
        while not said and time.monotonic() < deadline:
            said = capsys.readouterr().err
    assert said.startswith("matching: finding the best (")


def test_short_work_says_nothing(
    files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow this machine is today.
    monkeypatch.setattr(cli, "Progress", lambda: Progress(patience=600))
    assert main(["solve", *files]) == OPTIMAL
    assert capsys.readouterr().err == ""


def test_a_reader_that_has_enough_meets_no_traceback(files: list[str]) -> None:
    # A pipe whose other end is closed before the answer is written.
    program = subprocess.Popen(
        [sys.executable, "-c",
         "import sys; from matching.cli import main; sys.stdin.read(); sys.exit(main())",
         "solve", *files],
        cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout
    assert program.stdin
    assert program.stderr
    program.stdout.close()
    program.stdin.close()
    assert program.wait(timeout=120) == OPTIMAL
    assert program.stderr.read() == ""
    program.stderr.close()


@pytest.mark.parametrize("command", ["solve", "verify", "match", "explain"])
def test_every_command_answers_in_json(
    command: str, files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "result.json")
    assert main(["solve", *files, "--out", out]) == OPTIMAL
    given = {
        "solve": ["solve", *files, "--out", out, "--json"],
        "verify": ["verify", out, *files, "--json"],
        "explain": ["explain", out, "a", *files, "--json"],
        "match": ["match", *_people(tmp_path), "--json"],
    }
    assert main(given[command]) == OPTIMAL
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_explain_tells_the_cost_of_the_example_by_hand(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "result.json")
    main(["solve", *files, "--out", out])
    assert main(["explain", out, "a", *files]) == OPTIMAL
    assert capsys.readouterr().out == "a: y\n  x: -3 points, b moves to y\n"
    assert main(["explain", out, "a", "x", *files]) == OPTIMAL
    assert capsys.readouterr().out == "a with x: 9\n"


def test_nothing_is_written_when_the_place_cannot_be(
    files: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "nowhere" / "result.json"
    assert main(["solve", *files, "--out", str(missing)]) == BAD_INPUT
    assert "No such file or directory" in capsys.readouterr().err
    assert not missing.parent.exists()


def test_a_wrong_call_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["solve"])
    assert ended.value.code == BAD_INPUT
    assert "--pairs" in capsys.readouterr().err


def test_a_result_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("[]")
    with pytest.raises(BadInput, match="the result is not readable"):
        cli.read_result(tmp_path / "result.json")


def _people(folder: Path) -> list[str]:
    (folder / "mentees.csv").write_text("mentee,topics\na,work\n")
    (folder / "people.csv").write_text("mentor,capacity,topics\nx,1,work\n")
    (folder / "criteria.toml").write_text(
        '[topics]\nkind = "soft"\ncompare = "overlap"\nweight = 1\nvalues = ["work", "money"]\n'
    )
    return [
        "--mentees", str(folder / "mentees.csv"), "--mentors", str(folder / "people.csv"),
        "--criteria", str(folder / "criteria.toml"),
    ]  # fmt: skip
