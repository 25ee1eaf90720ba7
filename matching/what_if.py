"""What would change: the same problem with somebody pinned, kept apart, gone, new, or reweighed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from matching.criteria import judge
from matching.errors import BadInput
from matching.explain import facts_of
from matching.moves import Move
from matching.people import Mentee, Mentor
from matching.pool import Pool
from matching.problem import Problem, check
from matching.proof import Status
from matching.result import Result
from matching.scoring import score_pool
from matching.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to try.

    Parameters
    ----------
    pin, forbid : tuple of (str, str)
        Pairs (mentee, mentor) that must, or must not, be made.
    leave : frozenset of str
        Mentees and mentors who go.
    join : tuple of Mentee or Mentor
        People who come; needs a problem made from people.
    weights : mapping of str to int
        New weights by criterion key; needs a problem made from people.
    """

    pin: tuple[tuple[str, str], ...] = ()
    forbid: tuple[tuple[str, str], ...] = ()
    leave: frozenset[str] = frozenset()
    join: tuple[Mentee | Mentor, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the changes do to a result, which itself stays as it is.

    Parameters
    ----------
    result : Result
        The best there would be, with its own certificate.
    problem : Problem
        What it solves.
    placed, total, waiting : int
        New less old, in units.
    moves : tuple of Move
        Everybody whose mentor would change, by id.
    """

    result: Result
    problem: Problem
    placed: int
    total: int
    waiting: int
    moves: tuple[Move, ...]


def what_if(problem: Problem, result: Result, changes: Changes, engine: str = "auto") -> Difference:
    """Solve a changed problem and compare.

    Parameters
    ----------
    problem : Problem
    result : Result
    changes : Changes
    engine : str, default "auto"

    Returns
    -------
    Difference

    Raises
    ------
    BadInput
        If the changes do not fit the problem or each other.

    Examples
    --------
    >>> from matching import problem_from_pairs
    >>> problem = problem_from_pairs([("a", "x", 9), ("b", "x", 8), ("b", "y", 3)],
    ...                              {"x": 1, "y": 1})
    >>> gone = what_if(problem, solve(problem), Changes(leave=frozenset("y")))
    >>> gone.placed, gone.total, [(m.mentee, m.after) for m in gone.moves]
    (-1, -3, [('b', None)])
    """
    changed = _changed(problem, changes)
    new = solve(changed, result.objective, engine)
    before = {pair.mentee: pair.mentor for pair in result.pairs}
    after = {pair.mentee: pair.mentor for pair in new.pairs}
    moves = [
        Move(person, before.get(person), after.get(person))
        for person in sorted(before.keys() | after.keys())
        if before.get(person) != after.get(person)
    ]
    return Difference(
        result=new,
        problem=changed,
        placed=new.placed - result.placed,
        total=new.total - result.total,
        waiting=new.waiting - result.waiting,
        moves=tuple(moves),
    )


def _changed(problem: Problem, changes: Changes) -> Problem:
    if changes.join or changes.weights:
        if problem.pool is None:
            raise BadInput("joining and weights need a problem made from people")
        problem = score_pool(_changed_pool(problem.pool, changes))
    rows = [at for at, person in enumerate(problem.mentees) if person in changes.leave]
    columns = [at for at, person in enumerate(problem.mentors) if person in changes.leave]
    forbidden = [(problem.mentee(a), problem.mentor(b)) for a, b in changes.forbid]
    pinned = [(problem.mentee(a), problem.mentor(b)) for a, b in changes.pin]
    keep = _kept_pairs(problem, rows, columns, forbidden)
    owner = np.repeat(np.arange(len(problem.mentees)), np.diff(problem.indptr))[keep]
    indptr = np.zeros_like(problem.indptr)
    np.cumsum(np.bincount(owner, minlength=len(problem.mentees)), out=indptr[1:])
    staying = [tuple(pair) for pair in problem.forced.tolist()
               if pair[0] not in rows and pair[1] not in columns]  # fmt: skip
    demand, minimum = problem.demand.copy(), problem.minimum.copy()
    demand[rows], minimum[columns] = False, 0
    changed = replace(
        problem, indptr=indptr, indices=problem.indices[keep], scores=problem.scores[keep],
        forced=np.array(sorted({*staying, *pinned}), np.int64).reshape(-1, 2),
        demand=demand, minimum=minimum,
    )  # fmt: skip
    check(changed)
    return changed


def _kept_pairs(
    problem: Problem, rows: list[int], columns: list[int], forbidden: list[tuple[int, int]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    owner = np.repeat(np.arange(len(problem.mentees)), np.diff(problem.indptr))
    gone = np.isin(owner, rows) | np.isin(problem.indices, columns)
    for row, column in forbidden:
        gone |= (owner == row) & (problem.indices == column)
    return ~gone


def _changed_pool(pool: Pool, changes: Changes) -> Pool:
    known = {criterion.key for criterion in pool.criteria}
    for key in changes.weights:
        if key not in known:
            raise BadInput(f'there is no criterion "{key}"')
    mentees = [*pool.mentees, *(one for one in changes.join if isinstance(one, Mentee))]
    mentors = [*pool.mentors, *(one for one in changes.join if isinstance(one, Mentor))]
    for people in (mentees, mentors):
        if len({person.id for person in people}) != len(people):
            raise BadInput("somebody who joins is already there")
    return replace(
        pool,
        mentees=tuple(sorted(mentees, key=lambda person: person.id)),
        mentors=tuple(sorted(mentors, key=lambda person: person.id)),
        criteria=tuple(
            replace(c, weight=changes.weights.get(c.key, c.weight)) for c in pool.criteria
        ),
    )


def unplaced(
    problem: Problem, result: Result, mentee: str, rules: frozenset[str], engine: str = "auto"
) -> tuple[str, ...]:
    """Name every single hard rule that, relaxed for one mentee, would place one more.

    Parameters
    ----------
    problem : Problem
        Made from people.
    result : Result
    mentee : str
        Somebody without a match.
    rules : frozenset of str
        Keys that may be named. What keeps people safe does not belong here; blocked pairs stay
        blocked and are never named.
    engine : str, default "auto"

    Returns
    -------
    tuple of str
        Keys in the agency's order; empty if no single rule would do.

    Raises
    ------
    BadInput
        If the mentee is unknown or matched, or the problem was not made from people.
    """
    pool = problem.pool
    if pool is None:
        raise BadInput("rules need a problem made from people")
    person = pool.mentees[problem.mentee(mentee)]
    if result.mentor_of(mentee) is not None:
        raise BadInput(f'mentee "{mentee}" is matched')
    found = []
    for criterion in pool.criteria:
        if criterion.key in rules:
            near = [mentor for mentor in pool.mentors if _only(pool, person, mentor, criterion.key)]
            if near and _placed_with(pool, person, near, result, engine):
                found.append(criterion.key)
    return tuple(found)


def _only(pool: Pool, mentee: Mentee, mentor: Mentor, key: str) -> bool:
    """Tell whether one rule and nothing else stands between two people."""
    if (mentee.id, mentor.id) in pool.blocked or mentor.places == 0:
        return False
    broken = [
        criterion.key
        for criterion in pool.criteria
        if not judge(
            criterion,
            facts_of(criterion, mentee, mentor),
            (mentee.wish(criterion.key), mentor.wish(criterion.key)),
        ).allowed
    ]
    return broken == [key]


def _placed_with(
    pool: Pool, mentee: Mentee, near: list[Mentor], result: Result, engine: str
) -> bool:
    """Tell whether one more would be placed if the mentee could go to any of these mentors."""
    problem = score_pool(pool)
    row = problem.mentee(mentee.id)
    at = problem.row(row)
    extra = np.array(sorted(problem.mentor(mentor.id) for mentor in near))
    columns = np.concatenate([problem.indices[at], extra.astype(problem.indices.dtype)])
    order = np.argsort(columns, kind="stable")
    scores = np.concatenate([problem.scores[at], np.zeros(len(extra), problem.scores.dtype)])
    indptr = problem.indptr.copy()
    indptr[row + 1 :] += len(extra)
    wider = replace(
        problem, indptr=indptr,
        indices=np.concatenate(
            [problem.indices[: at.start], columns[order], problem.indices[at.stop :]]),
        scores=np.concatenate(
            [problem.scores[: at.start], scores[order], problem.scores[at.stop :]]),
    )  # fmt: skip
    new = solve(wider, result.objective, engine)
    return new.status is Status.OPTIMAL and new.placed > result.placed
