"""Published and hand-made problems with known answers."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import matching
from matching import (
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


def test_a_stored_result_still_verifies(sample):
    verify(sample, Result.from_json(solve(sample).to_json()))


@pytest.mark.parametrize("module", MODULES)
def test_every_example_in_the_docstrings_runs(module):
    failed, _ = doctest.testmod(importlib.import_module(module))
    assert failed == 0
