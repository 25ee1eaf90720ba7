"""Levels: how an objective with several levels becomes one integer weight for each pair.

With K the most mentees that can be placed besides the forced pairs, s the score of a pair, s0 the
lowest and s1 the highest score among the pairs considered, and t the waiting time in whole units::

    B = K (s1 - s0) + 1        one more mentee placed is worth more than any scores
    W = K max(t) + 1           one more point is worth more than any waiting time
    coverage, fair             w = (B + s - s0) W + t
    score                      w = ((K + 1) s + 1) W + t
    full                       w = B + s - s0

The waiting unit is the smallest power of two of the caller's unit for which every weight, with the
bonuses of `matching.reduction`, stays below 2**52: every engine, those that count in
doubles too, is then exact.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import BadInput
from matching.problem import AnyInts, Ints, Problem
from matching.proof import (
    Objective,
)

ROOM = 1 << 52


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Model:
    """What an engine solves: free mentees, the places left, and one weight for each pair.

    Parameters
    ----------
    rows : ndarray of int64, shape (a,)
        Row in the problem of each free mentee.
    indptr, indices, scores
        Their pairs, stored as in `Problem`.
    base : ndarray of int64, shape (a,)
        Part of the weight that depends on the mentee alone.
    scale : int
        A pair weighs ``base[i] + scale * score``.
    bonus : int
        Outweighs any change of weights along a path of moves.
    levels : tuple of (ndarray of int64, int)
        The levels of the objective one by one, most important first: on level l a pair is worth
        ``levels[l][0][i] + levels[l][1] * score``.
    capacity, minimum, group, ceiling
        As in `Problem`, forced pairs taken out.
    waiting_unit : int
        Units of waiting that count as one.
    """

    rows: Ints
    indptr: Ints
    indices: AnyInts
    scores: AnyInts
    base: Ints
    scale: int
    bonus: int
    levels: tuple[tuple[Ints, int], ...]
    capacity: Ints
    minimum: Ints
    group: Ints
    ceiling: Ints
    waiting_unit: int = 1

    def weights(self) -> Ints:
        """Return the weight of every pair, shape (pairs,)."""
        owner = np.repeat(self.base, np.diff(self.indptr))
        owner += self.scale * self.scores.astype(np.int64)
        return owner


def build_model(problem: Problem, objective: Objective, threshold: int | None = None) -> Model:
    """Take forced pairs out and pack the levels of an objective.

    Parameters
    ----------
    problem : Problem
    objective : Objective
    threshold : int, optional
        Leave out pairs with a lower score.

    Returns
    -------
    Model

    Raises
    ------
    BadInput
        If the scores are so far apart that they cannot be ordered exactly.
    """
    free = problem.demand.copy()
    free[problem.forced[:, 0]] = False
    rows = np.flatnonzero(free)
    indptr, indices, scores = _pairs_of(problem, free, rows, threshold)
    left = places_left(problem)
    most = int(min(len(rows), left[0].sum()))
    low, high = (int(scores.min()), int(scores.max())) if scores.size else (0, 0)
    waiting = problem.waiting[rows]
    unit = 1
    while True:
        time = np.zeros_like(waiting) if objective is Objective.FULL else waiting // unit
        base, scale, bonus = _pack(objective, most, (low, high), time)
        if 2 * bonus < ROOM:
            break
        if not time.any():
            raise BadInput("the scores are too far apart to be compared exactly")
        unit *= 2
    return Model(
        rows=rows, indptr=indptr, indices=indices, scores=scores,
        base=np.array(base, np.int64), scale=scale, bonus=bonus,
        levels=_levels(objective, time),
        capacity=left[0], minimum=left[1], group=problem.group, ceiling=left[2],
        waiting_unit=unit,
    )  # fmt: skip


def _levels(objective: Objective, time: Ints) -> tuple[tuple[Ints, int], ...]:
    placed, total = (np.ones_like(time), 0), (np.zeros_like(time), 1)
    first, second = (total, placed) if objective is Objective.SCORE else (placed, total)
    return first, second, (time, 0)


def _pairs_of(
    problem: Problem, free: NDArray[np.bool_], rows: Ints, threshold: int | None
) -> tuple[Ints, AnyInts, AnyInts]:
    """Return the pairs of free mentees; the problem's own arrays when that is all of them."""
    if free.all() and threshold is None:
        return problem.indptr, problem.indices, problem.scores
    counts = np.diff(problem.indptr)
    keep = np.repeat(free, counts)
    if threshold is not None:
        keep &= problem.scores >= threshold
    owner = np.repeat(np.arange(len(free)), counts)[keep]
    indptr = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=len(free))[rows], out=indptr[1:])
    return indptr, problem.indices[keep], problem.scores[keep]


def places_left(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """Return capacity, minimum and ceiling after the forced pairs, shapes (m,), (m,), (k,)."""
    taken = np.bincount(problem.forced[:, 1], minlength=len(problem.mentors))
    ceiling = problem.ceiling.copy()
    members = problem.group[problem.forced[:, 1]]
    np.subtract.at(ceiling, members[members >= 0], 1)
    return problem.capacity - taken, np.maximum(problem.minimum - taken, 0), ceiling


def _pack(
    objective: Objective, most: int, span: tuple[int, int], time: Ints
) -> tuple[list[int], int, int]:
    """Return the base of every mentee, the scale of scores and the bonus, as Python integers."""
    low, high = span
    longest = int(time.max(initial=0))
    wait = most * longest + 1
    if objective is Objective.SCORE:
        scale, constant = (most + 1) * wait, wait
    else:
        scale, constant = wait, (most * (high - low) + 1 - low) * wait
    worst, best = scale * low + constant, scale * high + constant + longest
    bonus = most * (best - worst) + max(abs(best), abs(worst)) + 1
    return [constant + t for t in time.tolist()] if 2 * bonus < ROOM else [], scale, bonus
