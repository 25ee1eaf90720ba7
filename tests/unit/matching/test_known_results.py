"""Published and hand-made problems with known answers, and proofs that must be refused."""

import doctest
import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

import matching
from matching import (
    NotProved,
    Pair,
    Result,
    Shortage,
    Status,
    problem_from_pairs,
    solve,
    verify,
)
from matching.engines import ENGINES
from matching.files import read_problem

SAMPLE = Path(__file__).parents[2] / "data" / "assign100"
MODULES = sorted(m.name for m in pkgutil.walk_packages(matching.__path__, "matching."))


@pytest.fixture(scope="module")
def sample():
    return read_problem(*(SAMPLE / f"{name}.csv" for name in ("pairs", "mentors", "mentees")))


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_assign100_costs_305(sample, engine):
    result = solve(sample, "full", engine)
    assert (result.placed, result.total) == (100, -305)
    verify(sample, result)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_legal_pair_may_score_zero(engine):
    problem = problem_from_pairs([("a", "y", 0), ("b", "x", 0)], {"x": 1, "y": 1})
    assert solve(problem, engine=engine).placed == 2


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_where_not_all_can_be_placed_the_count_is_proved(engine):
    """Five mentees compete for two mentors: 97 of 100 is the most."""
    pairs = [(f"a{i:02}", f"x{i % 2 if i < 5 else i:02}", i) for i in range(100)]
    problem = problem_from_pairs(pairs, {f"x{j:02}": 1 for j in range(100)})
    result = solve(problem, engine=engine)
    assert result.placed == 97
    verify(problem, result)
    why = solve(problem, "full", engine)
    assert why.status is Status.INFEASIBLE
    assert why.infeasible.kind is Shortage.PLACES
    assert len(why.infeasible.mentees) > len(why.infeasible.mentors)


def _swapped(result):
    one, other, *rest = result.pairs
    pairs = (Pair(one.mentee, other.mentor, one.score), Pair(other.mentee, one.mentor, other.score))
    return replace(result, pairs=(*pairs, *rest))


def _dearer(result):
    prices = result.certificate.prices
    places = (prices.places[0] + 1, *prices.places[1:])
    return replace(
        result,
        certificate=replace(result.certificate, prices=replace(prices, places=places)),
    )


TAMPERED = {
    "a swapped pair": _swapped,
    "a changed price": _dearer,
    "a dropped mentee": lambda r: replace(r, pairs=r.pairs[1:]),
    "a total off by one": lambda r: replace(r, total=r.total + 1),
    "no certificate": lambda r: replace(r, certificate=None),
    "a false infeasible": lambda r: replace(r, status=Status.INFEASIBLE),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_result_is_refused(sample, change):
    with pytest.raises(NotProved):
        verify(sample, change(solve(sample, "full")))


def test_a_result_for_other_input_is_refused(sample):
    other = problem_from_pairs([("e1", "o1", -52)], {"o1": 1})
    with pytest.raises(NotProved, match="other input"):
        verify(other, solve(sample, "full"))


def test_a_stored_result_still_verifies(sample):
    verify(sample, Result.from_json(solve(sample).to_json()))


@pytest.mark.parametrize("module", MODULES)
def test_every_example_in_the_docstrings_runs(module):
    failed, _ = doctest.testmod(importlib.import_module(module))
    assert failed == 0


def test_verify_imports_nothing_of_the_solver():
    source = (Path(matching.__path__[0]) / "verify.py").read_text()
    for part in ("engines", "levels", "reduction", "solve", "ties", "fair", "scipy"):
        assert f"import {part}" not in source
        assert f"matching.{part} " not in source
