"""Proofs that must be refused, each with the sentence that says what does not hold."""

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import matching
from matching import (
    NotProved,
    Pair,
    Place,
    Problem,
    Result,
    Shortage,
    Status,
    Unplaced,
    problem_from_pairs,
    solve,
    verify,
)
from matching.cli import BAD_INPUT, main

HERE = Path(matching.__path__[0])
Change = Callable[[Result], Result]

BY_HAND = problem_from_pairs(
    [("a", "x", 9), ("a", "y", 7), ("b", "x", 8), ("b", "y", 3)], {"x": 1, "y": 1}
)
# c has been promised z, d is only listed, e goes short: x, y and w have one place each in a group.
RULED = problem_from_pairs(
    [("a", "x", 9), ("a", "y", 7), ("b", "x", 8), ("b", "y", 3), ("c", "z", 2), ("d", "x", 5),
     ("e", "x", 1), ("e", "w", 1)],
    {"x": Place(capacity=1, group="g"), "y": Place(capacity=2, minimum=1, group="g"),
     "w": Place(capacity=1, group="g"), "z": 2},
    listed=["d"], forced=[("c", "z")], groups={"g": 2},
)  # fmt: skip
# The best lowest score is 4: pairs from 5 on place one fewer, and all together no third.
FAIR = problem_from_pairs(
    [("a", "x", 10), ("a", "y", 4), ("b", "x", 4), ("b", "y", 1), ("c", "x", 3)], {"x": 1, "y": 1}
)


def _priced(name: str, side: str, *steps: int) -> Change:
    """Add to the first prices of one side of a set of prices."""

    def change(result: Result) -> Result:
        proof = result.certificate
        assert proof
        prices = getattr(proof, name)
        old = getattr(prices, side)
        new = tuple(p + s for p, s in zip(old, (*steps, *([0] * len(old))), strict=False))
        return replace(result, certificate=replace(proof, **{name: replace(prices, **{side: new})}))

    return change


def _proof(**changes: object) -> Change:
    def change(result: Result) -> Result:
        assert result.certificate
        return replace(result, certificate=replace(result.certificate, **changes))

    return change


def _both(one: Change, other: Change) -> Change:
    return lambda result: other(one(result))


def _paired(problem: Problem, *pairs: tuple[str, str], forced: str = "") -> Change:
    """Put other pairs in, with every sum as it would honestly be."""

    def change(result: Result) -> Result:
        made = tuple(
            Pair(a, b, problem.score_of(problem.mentee(a), problem.mentor(b)) or 0, a in forced)
            for a, b in pairs
        )
        placed = {pair.mentee for pair in made}
        was = {one.mentee: one.reason for one in result.unplaced}
        return replace(
            result, pairs=made, placed=len(made), total=sum(pair.score for pair in made),
            lowest=min((pair.score for pair in made if not pair.forced), default=None),
            unplaced=tuple(Unplaced(one, was.get(one, "no room"))
                           for one in problem.mentees if one not in placed),
        )  # fmt: skip

    return change


TAMPERED: list[tuple[Problem, str, Change, str]] = [
    (BY_HAND, "coverage", _paired(BY_HAND, ("a", "x"), ("b", "y")),
     "the assignment is worth 32, its prices 35"),
    (BY_HAND, "coverage", _paired(BY_HAND, ("a", "y")),
     "the assignment is worth 17, its prices 35"),
    (BY_HAND, "coverage", _priced("prices", "mentees", 1), "the prices are worth 36, not 35"),
    (BY_HAND, "coverage", _both(_priced("prices", "mentees", 1), _proof(value=36)),
     "the assignment is worth 35, its prices 36"),
    (BY_HAND, "coverage", _priced("prices", "mentees", -1, 1),
     '"a" has a pair dearer than its prices'),
    (BY_HAND, "coverage", _priced("prices", "mentees", 1, -1),
     '"b" has a pair dearer than its prices'),
    (BY_HAND, "coverage", _priced("prices", "places", -1, 1),
     '"a" has a pair dearer than its prices'),
    (BY_HAND, "coverage", _priced("prices", "places", 0, -1), "the prices must not be negative"),
    (BY_HAND, "coverage", _priced("prices", "minima", -1), "the prices must not be negative"),
    (BY_HAND, "coverage", _priced("prices", "places", 1 << 60), "the prices are out of range"),
    (RULED, "coverage", _priced("prices", "groups", -10**6), "the prices must not be negative"),
    (BY_HAND, "coverage", lambda r: _proof(prices=replace(r.certificate.prices, groups=(0,)))(r),
     "the prices are not as many as the people"),
    (BY_HAND, "coverage", _proof(value=34), "the prices are worth 35, not 34"),
    (BY_HAND, "coverage", _proof(waiting_unit=2), "the waiting unit is 1, not 2"),
    (BY_HAND, "coverage", _proof(threshold=7), "the threshold is not the lowest score"),
    (BY_HAND, "coverage", lambda r: replace(r, certificate=None), "the certificate is missing"),
    (BY_HAND, "coverage", lambda r: replace(r, total=r.total + 1), "the total is 15, not 16"),
    (BY_HAND, "coverage", lambda r: replace(r, placed=3), "the number placed is 2, not 3"),
    (BY_HAND, "coverage", lambda r: replace(r, lowest=8), "the lowest score is 7, not 8"),
    (BY_HAND, "coverage", lambda r: replace(r, waiting=1), "the waiting time is 0, not 1"),
    (BY_HAND, "coverage", lambda r: replace(r, pairs=(*r.pairs, r.pairs[0])),
     'pair "a", "y" matches somebody twice'),
    (BY_HAND, "coverage", lambda r: replace(r, pairs=(Pair("q", "y", 7), r.pairs[1])),
     'pair "q", "y" has an unknown id'),
    (BY_HAND, "coverage", lambda r: replace(r, pairs=(Pair("a", "y", 10**30), r.pairs[1])),
     'pair "a", "y" has another score'),
    (BY_HAND, "coverage", lambda r: replace(r, pairs=(replace(r.pairs[0], forced=True),
     r.pairs[1])), 'pair "a", "y" is marked wrongly'),
    (BY_HAND, "coverage", _paired(BY_HAND, ("a", "x"), ("b", "x")),
     '"x" has more mentees than places'),
    (BY_HAND, "full", _paired(BY_HAND, ("a", "x")), '"b" is not matched'),
    (BY_HAND, "coverage", lambda r: replace(r, status=Status.INFEASIBLE),
     "there is no assignment, and parts of one"),
    (BY_HAND, "coverage", lambda r: replace(r, unplaced=(Unplaced("a", "no room"),)),
     "those without a match are not exactly those listed"),
    (RULED, "coverage", _paired(RULED, ("a", "y"), ("b", "x"), ("c", "z")),
     'pair "c", "z" is marked wrongly'),
    (RULED, "coverage", _paired(RULED, ("a", "y"), ("b", "x"), ("c", "x"), forced="c"),
     'pair "c", "x" is forbidden'),
    (RULED, "coverage", _paired(RULED, ("a", "y"), ("b", "x")), '"c" is not with the one promised'),
    (RULED, "coverage", _paired(RULED, ("a", "x"), ("c", "z"), forced="c"),
     '"y" has fewer mentees than the minimum'),
    (RULED, "coverage", _paired(RULED, ("a", "y"), ("b", "x"), ("c", "z"), ("e", "w"), forced="c"),
     'group "g" is over its ceiling'),
    (RULED, "coverage", _paired(RULED, ("a", "y"), ("c", "z"), ("d", "x"), forced="c"),
     '"d" is only listed but matched'),
    (RULED, "coverage", lambda r: replace(r, unplaced=(r.unplaced[0], Unplaced("e", "gone"))),
     '"e" has no match: no room, not gone'),
    (FAIR, "fair", _proof(threshold=3), "the threshold is not the lowest score"),
    (FAIR, "fair", _proof(threshold=None), "the threshold is not the lowest score"),
    (FAIR, "fair", _proof(cover=None), "threshold and cover do not agree"),
    (FAIR, "fair", _proof(count=None), "threshold and count do not agree"),
    (FAIR, "fair", _priced("cover", "mentees", 1),
     "the cover does not prove that fewer would be placed"),
    (FAIR, "fair", _priced("cover", "mentees", -1), '"a" has a pair dearer than its prices'),
    (FAIR, "fair", _priced("count", "mentees", 1),
     "the count does not prove that no more could be placed"),
    (FAIR, "fair", _priced("count", "places", -1, 1), '"a" has a pair dearer than its prices'),
    (FAIR, "fair", _priced("count", "mentees", -1), "the prices of the count must not be negative"),
    (FAIR, "fair", _priced("cover", "places", -1), "the prices of the cover must not be negative"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "objective", "change", "sentence"),
    TAMPERED,
    ids=[f"{t[3]} {n}" for n, t in enumerate(TAMPERED)],
)
def test_a_tampered_result_is_refused_with_a_sentence(
    problem: Problem, objective: str, change: Change, sentence: str
) -> None:
    result = solve(problem, objective)
    assert result.status is Status.OPTIMAL
    with pytest.raises(NotProved) as refused:
        verify(problem, change(result))
    assert str(refused.value) == sentence


def test_a_fair_result_that_places_fewer_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One pair of 10 and nobody else, proved among pairs from 10 on: all pairs place two."""
    problem = problem_from_pairs([("a", "x", 10), ("b", "y", 1)], {"x": 1, "y": 1})
    one_alone = problem_from_pairs([("a", "x", 10)], {"x": 1, "y": 1}, mentees=["a", "b"])
    forged = replace(
        solve(one_alone, "fair"), input_digest=problem.digest(),
        unplaced=(Unplaced("b", "no room"),),
    )  # fmt: skip
    with pytest.raises(NotProved, match=r'"b" has a pair dearer than its prices'):
        verify(problem, forged)
    assert solve(problem, "fair").placed == 2
    (tmp_path / "pairs.csv").write_text("mentee,mentor,score\na,x,10\nb,y,1\n")
    (tmp_path / "mentors.csv").write_text("mentor,capacity\nx,1\ny,1\n")
    (tmp_path / "result.json").write_text(forged.to_json())
    files = ["--pairs", str(tmp_path / "pairs.csv"), "--mentors", str(tmp_path / "mentors.csv")]
    assert main(["verify", str(tmp_path / "result.json"), *files]) == BAD_INPUT
    assert "has a pair dearer than its prices" in capsys.readouterr().err


SHORT = {
    Shortage.PLACES: (
        problem_from_pairs(
            [("a", "x", 1), ("b", "x", 1), ("b", "y", 1), ("c", "y", 1), ("d", "y", 1)],
            {"x": 1, "y": 1, "z": 1},
        ),
        "full",
    ),
    Shortage.MENTEES: (
        problem_from_pairs(
            [("a", "x", 1), ("a", "y", 1), ("b", "y", 1)],
            {"x": Place(capacity=2, minimum=2), "y": 1},
        ),
        "coverage",
    ),
    Shortage.CEILING: (
        problem_from_pairs(
            [("a", "x", 1), ("b", "y", 1)],
            {"x": Place(capacity=1, minimum=1, group="g"),
             "y": Place(capacity=1, minimum=1, group="g"), "z": 1},
            groups={"g": 1},
        ),
        "coverage",
    ),
}  # fmt: skip
NO_REASON = [
    (Shortage.PLACES, {"mentees": ("a", "b")}, "there are places enough for these mentees"),
    (Shortage.PLACES, {"mentees": ("c", "d"), "mentors": ("y",)}, "the sentence should be: "
     "2 mentees can only go to 1 mentor, with 1 place for them."),
    (Shortage.PLACES, {"mentors": ("x",)}, "these are not all they could go to"),
    (Shortage.PLACES, {"mentors": ("x", "y", "z")}, "these are not all they could go to"),
    (Shortage.PLACES, {"mentees": ("a", "q")}, "the reason names somebody unknown"),
    (Shortage.PLACES, {"mentees": ("a", "a", "b")}, "the reason names somebody twice"),
    (Shortage.PLACES, {"sentence": "Nobody can be placed."}, "the sentence should be: "
     "3 mentees can only go to 2 mentors, with 2 places for them."),
    (Shortage.MENTEES, {"mentees": ()}, "these are not all who could go to them"),
    (Shortage.MENTEES, {"mentees": ("a", "b"), "mentors": ("x", "y")},
     "there are mentees enough for these minima"),
    (Shortage.MENTEES, {"sentence": "No."}, "the sentence should be: "
     "Too few mentees for the minimum of 1 mentor: 2 needed in all, 1 can go there."),
    (Shortage.CEILING, {"mentors": ("x",)}, "the ceiling is not too low"),
    (Shortage.CEILING, {"mentors": ("x", "z")},
     "a ceiling is that of one group and its mentors alone"),
    (Shortage.CEILING, {"mentees": ("a",)}, "a ceiling is that of one group and its mentors alone"),
    (Shortage.CEILING, {"groups": ()}, "a ceiling is that of one group and its mentors alone"),
    (Shortage.CEILING, {"sentence": "No."}, "the sentence should be: "
     'The mentors of group "g" need 2 mentees in all, but its ceiling leaves room for 1.'),
    (Shortage.CEILING, {"kind": Shortage.PLACES}, "not everyone has to be placed"),
]  # fmt: skip


@pytest.mark.parametrize(("short", "changes", "sentence"), NO_REASON)
def test_a_tampered_reason_is_refused_with_a_sentence(
    short: Shortage, changes: dict[str, object], sentence: str
) -> None:
    problem, objective = SHORT[short]
    result = solve(problem, objective)
    assert result.infeasible
    assert result.infeasible.kind is short
    with pytest.raises(NotProved) as refused:
        verify(problem, replace(result, infeasible=replace(result.infeasible, **changes)))
    assert str(refused.value) == sentence


def test_a_result_either_has_an_assignment_or_a_reason() -> None:
    problem, objective = SHORT[Shortage.PLACES]
    none = solve(problem, objective)
    with pytest.raises(NotProved, match="the reason is missing"):
        verify(problem, replace(none, infeasible=None))
    with pytest.raises(NotProved, match="there is no assignment, and parts of one"):
        verify(problem, replace(none, placed=1))
    with pytest.raises(NotProved, match="and a reason why there is none"):
        verify(problem, replace(solve(problem), infeasible=none.infeasible))


def test_a_result_for_other_input_is_refused() -> None:
    for other, sentence in ((RULED, "other input"), (replace(BY_HAND, scale=10), "other input")):
        with pytest.raises(NotProved, match=sentence):
            verify(other, solve(BY_HAND))
    with pytest.raises(NotProved, match="other units"):
        verify(BY_HAND, replace(solve(BY_HAND), scale=10))
    with pytest.raises(NotProved, match='version "1" is not known here'):
        verify(BY_HAND, replace(solve(BY_HAND), version="1"))


def test_verify_imports_nothing_of_the_solver() -> None:
    """Follow the imports from `verify` on: whatever the proof rests on knows no solver."""
    reached, left = set[str](), ["verify"]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += _imports(name)
    assert reached == {
        "verify", "checks", "problem", "proof", "result", "codec", "units", "errors", "pool",
        "criteria", "people",
    }  # fmt: skip
    libraries = {
        name for module in reached for name in _names(module) if name.split(".")[0] != "matching"
    }
    assert not {name for name in libraries if name.split(".")[0] in {"scipy", "numba"}}


def _names(module: str) -> set[str]:
    """Name everything that a module imports, wherever in it, as `package.module`."""
    found = set()
    for node in ast.walk(ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module
            inside = node.module == "matching"
            found |= {f"matching.{a.name}" for a in node.names} if inside else {node.module}
    return found


def _imports(module: str) -> list[str]:
    return [name.removeprefix("matching.") for name in _names(module) if "matching." in name]


def test_what_else_is_said_in_a_file_follows_from_what_is_proved() -> None:
    said = json.loads(solve(RULED).to_json())
    for key, value in {
        "forced": [["c", "z"], ["a", "y"]], "infeasible": {}, "certificate": {},
        "scores": {**said["scores"], "resolution": 2}, "more": 1,
    }.items():  # fmt: skip
        with pytest.raises(matching.BadInput, match="the result is not readable"):
            Result.from_json(json.dumps({**said, key: value}))
    said["scores"]["total_within"] = "5"
    with pytest.raises(matching.BadInput, match='"scores" does not agree with the rest'):
        Result.from_json(json.dumps(said))
