"""From a problem to its best assignment, with prices that prove it."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.engines import ENGINES, pick
from matching.errors import BadInput
from matching.fair import NOTHING_LEFT_OUT, LeftOut, leave_out, spread
from matching.hall import shortage, too_low_ceiling
from matching.levels import Model, build_model
from matching.problem import Ints, Problem
from matching.proof import (
    VERSION,
    Certificate,
    Infeasible,
    Objective,
    Pair,
    Status,
    Unplaced,
)
from matching.reduction import Solution
from matching.result import Result
from matching.verify import prove


def solve(
    problem: Problem, objective: Objective | str = Objective.COVERAGE, engine: str = "auto"
) -> Result:
    """Find the best assignment there is, and prove it.

    Parameters
    ----------
    problem : Problem
    objective : Objective or str, default "coverage"
    engine : str, default "auto"
        `auto`, `scipy`, `highs` or `compiled`.

    Returns
    -------
    Result
        Verified before it is returned. Of equally good assignments it is the one in which the
        mentees, in the order of their ids, each get the mentor with the first id they can.

    Raises
    ------
    BadInput
        If the objective or the engine does not exist, or scores are too far apart to be packed.

    Examples
    --------
    A legal pair may score 0, and a forbidden one is absent: both are placed.

    >>> from matching import problem_from_pairs
    >>> problem = problem_from_pairs([("a", "y", 0), ("b", "x", 0)], {"x": 1, "y": 1})
    >>> result = solve(problem)
    >>> result.placed, [(p.mentee, p.mentor) for p in result.pairs]
    (2, [('a', 'y'), ('b', 'x')])
    """
    goal = _objective(objective)
    name = pick(engine, len(problem.scores))
    model = build_model(problem, goal)
    impossible = too_low_ceiling(problem, model)
    if impossible:
        return _no(problem, goal, name, impossible)
    fair = NOTHING_LEFT_OUT
    if goal is Objective.FAIR:
        fair = leave_out(problem, ENGINES[name])
        model = build_model(problem, goal, fair.threshold)
    solution = ENGINES[name](model)
    if not solution.kept or (goal is Objective.FULL and (solution.mate < 0).any()):
        return _no(problem, goal, name, shortage(problem, model, solution))
    result = _yes(problem, goal, name, model, solution, fair)
    prove(problem, result)
    return result


def _objective(objective: Objective | str) -> Objective:
    try:
        return Objective(objective)
    except ValueError:
        known = ", ".join(Objective)
        raise BadInput(f'there is no objective "{objective}"; choose {known}') from None


def _no(problem: Problem, goal: Objective, engine: str, why: Infeasible) -> Result:
    result = Result(
        status=Status.INFEASIBLE, objective=goal, engine=engine, version=VERSION,
        input_digest=problem.digest(), scale=problem.scale, coarse=problem.coarse,
        rounding=problem.rounding, infeasible=why,
    )  # fmt: skip
    prove(problem, result)
    return result


def _yes(
    problem: Problem,
    goal: Objective,
    engine: str,
    model: Model,
    solution: Solution,
    fair: LeftOut,
) -> Result:
    mate = np.full(len(problem.mentees), -1)
    mate[model.rows] = solution.mate
    mate[problem.forced[:, 0]] = problem.forced[:, 1]
    pairs = tuple(_pairs(problem, mate))
    free = [pair.score for pair in pairs if not pair.forced]
    return Result(
        status=Status.OPTIMAL, objective=goal, engine=engine, version=VERSION,
        input_digest=problem.digest(), scale=problem.scale, coarse=problem.coarse,
        rounding=problem.rounding, placed=len(pairs), total=sum(pair.score for pair in pairs),
        lowest=min(free, default=None), waiting=int(problem.waiting[mate >= 0].sum()),
        pairs=pairs, unplaced=tuple(_unplaced(problem, goal, np.flatnonzero(mate < 0).tolist())),
        certificate=_certificate(problem, goal, model, solution, fair),
    )  # fmt: skip


def _pairs(problem: Problem, mate: Ints) -> Iterator[Pair]:
    rows = np.flatnonzero(mate >= 0)
    columns = mate[rows]
    scores = problem.scores[problem.find(rows, columns)].tolist()
    promised = set(problem.forced[:, 0].tolist())
    for i, j, score in zip(rows.tolist(), columns.tolist(), scores, strict=True):
        yield Pair(problem.mentees[i], problem.mentors[j], score, i in promised)


def _unplaced(problem: Problem, goal: Objective, rows: Sequence[int]) -> list[Unplaced]:
    """Say in a word why each of these has no match."""
    reasons = []
    for row in rows:
        scores = problem.scores[problem.row(row)]
        if not problem.demand[row]:
            reason = "listed"
        elif not scores.size:
            reason = "no feasible mentor"
        elif goal is Objective.SCORE and scores.max() < 0:
            reason = "lowers the total"
        else:
            reason = "no room"
        reasons.append(Unplaced(problem.mentees[row], reason))
    return reasons


def _certificate(
    problem: Problem,
    goal: Objective,
    model: Model,
    solution: Solution,
    fair: LeftOut,
) -> Certificate:
    prices = solution.mentees
    if goal is Objective.FULL:
        prices = prices - model.base
    value = (
        sum(prices.tolist())
        + _worth(model.capacity, solution.places)
        - _worth(model.minimum, solution.minima)
        + _worth(model.ceiling, solution.groups)
    )
    return Certificate(
        prices=spread(problem, model, prices, solution),
        value=value,
        waiting_unit=model.waiting_unit,
        threshold=fair.threshold,
        count=fair.count,
        cover=fair.cover,
    )


def _worth(amounts: Ints, prices: Ints) -> int:
    """Return the scalar product as a Python integer, which cannot overflow."""
    return sum(a * p for a, p in zip(amounts.tolist(), prices.tolist(), strict=True))
