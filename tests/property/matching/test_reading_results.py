"""Whatever a result file holds, it is verified or refused by a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matching import BadInput, NotProved, Place, Problem, Result, problem_from_pairs, solve, verify
from matching.cli import BAD_INPUT, main

PROBLEM = problem_from_pairs(
    [("a", "x", 10), ("a", "y", 4), ("b", "x", 4), ("b", "y", 1), ("c", "x", 3), ("d", "z", 2)],
    {"x": Place(capacity=1, group="g"), "y": Place(capacity=1, minimum=1), "z": 1},
    forced=[("d", "z")], groups={"g": 1},
)  # fmt: skip
SHORT = problem_from_pairs([("a", "x", 1), ("b", "x", 1)], {"x": 1})
GOOD = [(PROBLEM, solve(PROBLEM, "fair").to_json()), (SHORT, solve(SHORT, "full").to_json())]
ODD = [
    None, True, False, 0, -1, 1, 2, 10**30, -(1 << 63), 1 << 62, 1 << 127, 0.5, "", "a", "x", "1",
    "nan", "1e99999", "9" * 5000, "\ud800", [], {}, [[]], [{}], ["a", "x"], ["a", "x", 10**30], "2",
]  # fmt: skip
RAW = [
    "NaN", "Infinity", "-Infinity", "1e999999999", "1e-999999999", "1e99999", "1" * 4000,
    "1" * 5000, "[" * 100_000, '{"a":' * 100_000, '"\\ud800"', "01", "2.50",
]  # fmt: skip
MARK = "here it goes"


def _places(data: Any) -> list[tuple[Any, ...]]:
    """Give the path to every value inside some JSON."""
    inside = list(data.items()) if isinstance(data, dict) else []
    inside += enumerate(data) if isinstance(data, list) else []
    return [(), *((key, *path) for key, value in inside for path in _places(value))]


def _put(data: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    changed = dict(data) if isinstance(data, dict) else list(data)
    changed[path[0]] = _put(changed[path[0]], path[1:], value)
    return changed


WRONG = st.one_of(
    st.sampled_from(ODD).map(json.dumps), st.sampled_from(RAW),
    st.recursive(
        st.sampled_from(ODD), lambda inner: st.lists(inner, max_size=3), max_leaves=4
    ).map(json.dumps),
)  # fmt: skip


def _verified(problem: Problem, text: str) -> bool:
    try:
        verify(problem, Result.from_json(text))
    except (BadInput, NotProved):
        return False
    return True


@given(good=st.sampled_from(GOOD), data=st.data(), wrong=WRONG)
@settings(deadline=None, max_examples=400)
def test_whatever_is_put_in_one_place_is_verified_or_refused(
    good: tuple[Problem, str], data: st.DataObject, wrong: str
) -> None:
    problem, text = good
    said = json.loads(text)
    path = data.draw(st.sampled_from(_places(said)))
    changed = json.dumps(_put(said, path, MARK)).replace(json.dumps(MARK), wrong, 1)
    if _verified(problem, changed):
        # Other prices may prove it as well, and which engine it was is no part of the proof.
        assert path[0] in {"engine", "certificate"} or json.loads(changed) == said


@given(good=st.sampled_from(GOOD), data=st.data())
@settings(deadline=None, max_examples=100)
def test_whatever_is_left_out_is_missed(good: tuple[Problem, str], data: st.DataObject) -> None:
    problem, text = good
    said = json.loads(text)
    path = data.draw(st.sampled_from([path for path in _places(said) if path]))
    holder = said
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    assert not _verified(problem, json.dumps(said))


@given(text=st.one_of(st.text(max_size=30), st.sampled_from(RAW), WRONG))
@example("")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="the result is not readable: "):
        Result.from_json(text)


SENTENCES = {
    '"version": "2"': ('"version": "1"', 'of version "1"; only "2" can be read here'),
    '"coarse": 1': ('"coarse": 0', '"0" is not a power of ten'),
    '"placed": 3': ('"placed": true', '"True" is not a whole number'),
    '"total": 10': ('"total": Infinity', "Infinity is not a number"),
    '"waiting": 0': ('"waiting": {}', '"{}" is not a whole number'),
    '"exact": true': ('"exact": false', '"scores" does not agree with the rest'),
    '"objective": "fair"': ('"objective": "kind"', "not of the kind it must be"),
    '"engine": "scipy"': ('"machine": "scipy"', "'engine' is missing"),
    '"status": "optimal"': ('"status": "optimal",', "this is not JSON"),
}


@pytest.mark.parametrize("old", SENTENCES)
def test_what_cannot_be_read_is_refused_by_file_and_sentence(
    old: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, sentence = SENTENCES[old]
    path = tmp_path / "result.json"
    assert GOOD[0][1].count(old) == 1
    path.write_text(GOOD[0][1].replace(old, new))
    assert main(["verify", str(path), "--pairs", "p.csv", "--mentors", "m.csv"]) == BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"matching: {path}: the result is not readable: ")
    assert sentence in said
