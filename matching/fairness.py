"""How a result treats different people: figures for the coordinator, totals only."""

from dataclasses import dataclass

import numpy as np

from matching.problem import Ints, Problem
from matching.proof import Objective
from matching.result import Result
from matching.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Figures of one result, scores in units.

    Parameters
    ----------
    placed, total : int
    lowest, fifth, median : int or None
        Lowest score, fifth percentile and median of those placed (the lower of two neighbours).
    median_by_waiting : tuple of (int, int)
        For each quarter of those placed, by waiting time: its longest waiting time and its
        median score.
    blocking_pairs : int
        Feasible pairs in which both would rather have each other: the mentee scores higher than
        with her mentor (or has none), and the mentor has a place free or somebody who scores
        lower there.
    """

    placed: int
    total: int
    lowest: int | None
    fifth: int | None
    median: int | None
    median_by_waiting: tuple[tuple[int, int], ...]
    blocking_pairs: int


def fairness(problem: Problem, result: Result) -> Fairness:
    """Describe how a result treats people.

    Parameters
    ----------
    problem : Problem
    result : Result

    Returns
    -------
    Fairness

    Examples
    --------
    >>> from matching import problem_from_pairs
    >>> problem = problem_from_pairs(
    ...     [("a", "x", 9), ("a", "y", 7), ("b", "x", 8), ("b", "y", 3)], {"x": 1, "y": 1})
    >>> figures = fairness(problem, solve(problem))
    >>> figures.lowest, figures.median, figures.blocking_pairs
    (7, 7, 1)
    """
    scores = np.array([pair.score for pair in result.pairs], np.int64)
    row = {person: at for at, person in enumerate(problem.mentees)}
    waited = problem.waiting[[row[pair.mentee] for pair in result.pairs]]
    return Fairness(
        placed=result.placed,
        total=result.total,
        lowest=_quantile(scores, 0),
        fifth=_quantile(scores, 5),
        median=_quantile(scores, 50),
        median_by_waiting=_by_waiting(scores, waited),
        blocking_pairs=_blocking(problem, result),
    )


def _quantile(values: Ints, percent: int) -> int | None:
    return int(np.percentile(values, percent, method="lower")) if len(values) else None


def _by_waiting(scores: Ints, waited: Ints) -> tuple[tuple[int, int], ...]:
    order = np.argsort(waited, kind="stable")
    quarters = [part for part in np.array_split(order, 4) if len(part)]
    return tuple(
        (int(waited[part].max()), int(np.percentile(scores[part], 50, method="lower")))
        for part in quarters
    )


def _blocking(problem: Problem, result: Result) -> int:
    """Count the pairs in which both would rather have each other."""
    row = {person: at for at, person in enumerate(problem.mentees)}
    column = {person: at for at, person in enumerate(problem.mentors)}
    low = np.iinfo(np.int64).min
    own = np.full(len(row), low)
    worst, used = np.full(len(column), np.iinfo(np.int64).max), np.zeros(len(column), np.int64)
    for pair in result.pairs:
        i, j = row[pair.mentee], column[pair.mentor]
        own[i] = pair.score
        worst[j], used[j] = min(worst[j], pair.score), used[j] + 1
    worst[used < problem.capacity] = low
    owner = np.repeat(np.arange(len(row)), np.diff(problem.indptr))
    scores = problem.scores.astype(np.int64)
    wants = (scores > own[owner]) & (scores > worst[problem.indices]) & problem.demand[owner]
    return int(wants.sum())


def price_of_fair(problem: Problem, engine: str = "auto") -> int:
    """Return by how many units the total is lower under `fair` than under `coverage`.

    Parameters
    ----------
    problem : Problem
    engine : str, default "auto"
    """
    best = solve(problem, Objective.COVERAGE, engine)
    return best.total - solve(problem, Objective.FAIR, engine).total
