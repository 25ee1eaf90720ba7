"""Answers from files: criteria.toml and people, matched, verified and explained."""

import json
import re
from pathlib import Path

import pytest

from matching.cli import BAD_INPUT, OPTIMAL, main
from matching.criteria_file import read_criteria

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
    ],
)
def test_a_wrong_people_file_is_refused(files, tmp_path, capsys, name, old, new, sentence):
    path = tmp_path / name
    path.write_text(path.read_text().replace(old, new, 1))
    assert main(["match", *files]) == BAD_INPUT
    assert sentence in capsys.readouterr().err


def test_the_example_of_the_manual_is_read(tmp_path):
    example = re.search("```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "criteria.toml").write_text(example[1])
    found = read_criteria(tmp_path / "criteria.toml")
    assert [criterion.key for criterion, _ in found] == ["languages", "times", "topics", "age"]
