"""The highest lowest score: how far pairs can be left out from below without placing fewer."""

from dataclasses import dataclass, replace

import numpy as np

from matching.engines import Engine
from matching.levels import Model, build_model
from matching.problem import Ints, Problem
from matching.proof import (
    Objective,
    Prices,
)
from matching.reduction import Solution


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Below which score pairs are left out, and the two counts that prove it right.

    Parameters
    ----------
    threshold : int or None
        In units; None if nobody can be placed besides the forced pairs, or not at all.
    count : Prices or None
        Prices with u + p - q + g >= 1 on every pair that are worth exactly the number placed:
        proof that the pairs left out could not place more.
    cover : Prices or None
        Prices with u + p - q + g >= 1 on every pair above the threshold that are worth less than
        the number placed: proof that one unit higher places fewer.
    """

    threshold: int | None = None
    count: Prices | None = None
    cover: Prices | None = None


NOTHING_LEFT_OUT = LeftOut()


def leave_out(problem: Problem, engine: Engine) -> LeftOut:
    """Find the highest score below which every pair can be left out without placing fewer.

    Parameters
    ----------
    problem : Problem
    engine : Engine

    Returns
    -------
    LeftOut

    Notes
    -----
    A bottleneck assignment by bisection over the scores that occur; each step asks only how many
    can be placed.
    """
    model, found = _count(problem, engine, None)
    if not found.kept or not (found.mate >= 0).any():
        return NOTHING_LEFT_OUT
    most = int((found.mate >= 0).sum())
    levels = np.unique(build_model(problem, Objective.FAIR).scores)
    low, high = 0, len(levels)
    while high - low > 1:
        middle = (low + high) // 2
        _, tried = _count(problem, engine, int(levels[middle]))
        if tried.kept and int((tried.mate >= 0).sum()) == most:
            low = middle
        else:
            high = middle
    threshold = int(levels[low])
    narrow, above = _count(problem, engine, threshold + 1)
    return LeftOut(
        threshold,
        count=spread(problem, model, found.mentees, found),
        cover=spread(problem, narrow, above.mentees, above),
    )


def _count(problem: Problem, engine: Engine, threshold: int | None) -> tuple[Model, Solution]:
    """Place as many as possible, every pair worth 1."""
    model = build_model(problem, Objective.FAIR, threshold)
    ones = np.ones_like(model.base)
    alike = np.zeros_like(model.scores)
    model = replace(
        model, base=ones, scores=alike, scale=1, bonus=len(model.rows) + 2, levels=((ones, 0),)
    )
    return model, engine(model)


def spread(problem: Problem, model: Model, mentees: Ints, solution: Solution) -> Prices:
    """Bring prices from the free mentees of a model to all mentees of the problem."""
    everyone = np.zeros(len(problem.mentees), np.int64)
    everyone[model.rows] = mentees
    return Prices(
        mentees=tuple(everyone.tolist()),
        places=tuple(solution.places.tolist()),
        minima=tuple(solution.minima.tolist()),
        groups=tuple(solution.groups.tolist()),
    )
