"""Check a result against its problem and its prices, in code that knows no solver.

Nothing here is imported from the engines, from `matching.levels` or from `matching.reduction`: the
packing of levels is written down a second time, so that a mistake in one does not hide in both.
"""

import numpy as np
from numpy.typing import NDArray

from matching.checks import Proof, check_infeasible, refuse, refuse_first
from matching.errors import NotProved
from matching.problem import Ints, Problem
from matching.proof import VERSION, Objective, Pair, Status
from matching.result import Result


def verify(problem: Problem, result: Result) -> None:
    """Check that a result keeps all rules of a problem and that nothing better exists.

    Parameters
    ----------
    problem : Problem
    result : Result

    Raises
    ------
    NotProved
        With the first thing that does not hold.

    Notes
    -----
    With x any assignment that keeps the rules, weak duality gives ``sum w x <= sum u + sum c p -
    sum m q + sum C g`` whenever ``u_i + p_j - q_j + g_k(j) >= w_ij`` on every feasible pair. The
    two sides are compared as Python integers, with no tolerance. Everything is checked over every
    feasible pair.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from matching import problem_from_pairs, solve
    >>> problem = problem_from_pairs([("a", "x", 7)], {"x": 1})
    >>> verify(problem, replace(solve(problem), total=8))
    Traceback (most recent call last):
    matching.errors.NotProved: the total is 7, not 8
    """
    _same_input(problem, result)
    prove(problem, result)


def prove(problem: Problem, result: Result) -> None:
    """Check everything that `verify` does, but for whether the result belongs to the problem.

    `solve`, which has taken the digest of the problem a moment ago, need not take it again.

    Raises
    ------
    NotProved
        With the first thing that does not hold.
    """
    if result.status is Status.INFEASIBLE:
        _check_nothing_found(result)
        refuse(result.infeasible is None, "the reason is missing")
        assert result.infeasible is not None
        check_infeasible(problem, result.objective, result.infeasible)
        return
    refuse(result.infeasible is not None, "there is an assignment, and a reason why there is none")
    mate = _check_pairs(problem, result.pairs)
    _check_rules(problem, result.objective, mate)
    _check_sums(problem, result, mate)
    refuse(result.certificate is None, "the certificate is missing")
    assert result.certificate is not None
    Proof(problem, result.objective, mate).check(result.certificate)


def _check_nothing_found(result: Result) -> None:
    found = (result.placed, result.total, result.waiting, len(result.pairs), len(result.unplaced))
    other = any(found) or result.lowest is not None or result.certificate is not None
    refuse(other, "there is no assignment, and parts of one")


def _same_input(problem: Problem, result: Result) -> None:
    refuse(result.version != VERSION, f'version "{result.version}" is not known here')
    refuse(result.input_digest != problem.digest(), "the result belongs to other input")
    units = (result.scale, result.coarse, result.rounding)
    refuse(
        units != (problem.scale, problem.coarse, problem.rounding),
        "the result counts scores in other units",
    )


def _check_pairs(problem: Problem, pairs: tuple[Pair, ...]) -> Ints:
    """Return the mentor of each mentee, -1 for none, after checking every pair."""
    row = {person: at for at, person in enumerate(problem.mentees)}
    column = {person: at for at, person in enumerate(problem.mentors)}
    rows = np.array([row.get(pair.mentee, -1) for pair in pairs], np.int64)
    columns = np.array([column.get(pair.mentor, -1) for pair in pairs], np.int64)
    _refuse_pair((rows < 0) | (columns < 0), pairs, "has an unknown id")
    mate = np.full(len(row), -1)
    mate[rows] = columns
    _refuse_pair(np.bincount(rows, minlength=len(row))[rows] > 1, pairs, "matches somebody twice")
    at = problem.find(rows, columns)
    _refuse_pair(at < 0, pairs, "is forbidden")
    true = zip(problem.scores[at].tolist(), pairs, strict=True)
    other = np.array([score != pair.score for score, pair in true], np.bool_)
    _refuse_pair(other, pairs, "has another score")
    promised = np.full(len(row), -1)
    promised[problem.forced[:, 0]] = problem.forced[:, 1]
    marked = np.array([pair.forced for pair in pairs], np.bool_)
    _refuse_pair((promised[rows] == columns) != marked, pairs, "is marked wrongly")
    refuse_first(
        (promised >= 0) & (promised != mate), problem.mentees, "is not with the one promised"
    )
    return mate


def _refuse_pair(wrong: NDArray[np.bool_], pairs: tuple[Pair, ...], sentence: str) -> None:
    for at in np.flatnonzero(wrong).tolist():
        raise NotProved(f'pair "{pairs[at].mentee}", "{pairs[at].mentor}" {sentence}')


def _check_rules(problem: Problem, objective: Objective, mate: Ints) -> None:
    used = np.bincount(mate[mate >= 0], minlength=len(problem.mentors))
    refuse_first(used > problem.capacity, problem.mentors, "has more mentees than places")
    refuse_first(used < problem.minimum, problem.mentors, "has fewer mentees than the minimum")
    for k, group in enumerate(problem.groups):
        members = int(used[problem.group == k].sum())
        refuse(members > problem.ceiling[k], f'group "{group}" is over its ceiling')
    refuse_first(~problem.demand & (mate >= 0), problem.mentees, "is only listed but matched")
    if objective is Objective.FULL:
        refuse_first(problem.demand & (mate < 0), problem.mentees, "is not matched")


def _check_sums(problem: Problem, result: Result, mate: Ints) -> None:
    free = [pair.score for pair in result.pairs if not pair.forced]
    found = {
        "number placed": (len(result.pairs), result.placed),
        "total": (sum(pair.score for pair in result.pairs), result.total),
        "lowest score": (min(free, default=None), result.lowest),
        "waiting time": (int(problem.waiting[mate >= 0].sum()), result.waiting),
    }
    for name, (true, said) in found.items():
        refuse(true != said, f"the {name} is {true}, not {said}")
    _check_unplaced(problem, result, np.flatnonzero(mate < 0).tolist())


def _check_unplaced(problem: Problem, result: Result, rows: list[int]) -> None:
    """Check who is said to have no match, and reckon again why each has none."""
    rest = [problem.mentees[row] for row in rows]
    listed = [one.mentee for one in result.unplaced]
    refuse(listed != rest, "those without a match are not exactly those listed")
    for row, one in zip(rows, result.unplaced, strict=True):
        true = _reason(problem, result.objective, row)
        refuse(one.reason != true, f'"{one.mentee}" has no match: {true}, not {one.reason}')


def _reason(problem: Problem, objective: Objective, row: int) -> str:
    scores = problem.scores[problem.row(row)]
    if not problem.demand[row]:
        return "listed"
    if not len(scores):
        return "no feasible mentor"
    lowers = objective is Objective.SCORE and bool((scores < 0).all())
    return "lowers the total" if lowers else "no room"
