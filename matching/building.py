"""Putting a problem together, from pairs by hand or from rows of pairs, sorted and checked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import TYPE_CHECKING

import numpy as np

from matching.errors import BadInput
from matching.problem import NO_GROUP, AnyInts, Ints, Problem, check, narrow, narrow_columns

if TYPE_CHECKING:
    from matching.pool import Pool


ROOM = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a mentor offers: a capacity, a minimum and a group."""

    capacity: int = 1
    minimum: int = 0
    group: str | None = None


def problem_from_pairs(
    pairs: Iterable[tuple[str, str, int]],
    mentors: Mapping[str, Place | int],
    *,
    mentees: Mapping[str, int] | Iterable[str] | None = None,
    listed: Iterable[str] = (),
    forced: Iterable[tuple[str, str]] = (),
    groups: Mapping[str, int] | None = None,
    scale: int = 1,
) -> Problem:
    """Make a problem from scored pairs.

    Parameters
    ----------
    pairs : iterable of (str, str, int)
        Mentee, mentor, score in units. A pair that is not there is forbidden.
    mentors : mapping of str to Place or int
        Places by mentor; an int is a capacity.
    mentees : mapping of str to int, or iterable of str, optional
        Time waited by mentee, or ids alone; those of the pairs unless given.
    listed : iterable of str, optional
        Mentees who are only listed and never placed.
    forced : iterable of (str, str), optional
        Pairs already promised.
    groups : mapping of str to int, optional
        Ceiling by group.
    scale : int, default 1
        Units per point, a power of ten.

    Returns
    -------
    Problem

    Raises
    ------
    BadInput
        With the id and what is wrong.

    Examples
    --------
    >>> problem = problem_from_pairs([("a", "y", 0), ("b", "x", 0)], {"x": 1, "y": 1})
    >>> problem.mentees, problem.score_of(0, 1), problem.score_of(0, 0)
    (('a', 'b'), 0, None)
    """
    if scale < 1 or str(scale).strip("0") != "1":
        raise BadInput(f"the scale must be a power of ten, not {scale}")
    rows = list(pairs)
    waiting = _waiting(mentees, rows)
    places = {k: v if isinstance(v, Place) else Place(capacity=v) for k, v in mentors.items()}
    left, right = tuple(sorted(waiting)), tuple(sorted(places))
    row_of = {person: at for at, person in enumerate(left)}
    column_of = {person: at for at, person in enumerate(right)}
    edges = _edges(rows, row_of, column_of)
    mentee_at, mentor_at, scores = edges
    indptr = np.zeros(len(left) + 1, np.int64)
    np.cumsum(np.bincount(mentee_at, minlength=len(left)), out=indptr[1:])
    only_listed = set(listed)
    return assemble(
        mentees=left,
        mentors=[(person, places[person]) for person in right],
        edges=(indptr, mentor_at, scores),
        waiting=[waiting[person] for person in left],
        demand=[person not in only_listed for person in left],
        forced=_promised(forced, row_of, column_of),
        ceilings=groups or {},
        units=(scale, 1, 0),
    )


def _waiting(
    mentees: Mapping[str, int] | Iterable[str] | None, rows: list[tuple[str, str, int]]
) -> dict[str, int]:
    if mentees is None:
        return dict.fromkeys((row[0] for row in rows), 0)
    if isinstance(mentees, Mapping):
        return dict(mentees)
    return dict.fromkeys(mentees, 0)


def _edges(
    rows: list[tuple[str, str, int]], row_of: dict[str, int], column_of: dict[str, int]
) -> tuple[Ints, Ints, Ints]:
    """Translate pairs to positions, sorted by mentee and mentor."""
    mentee_at, mentor_at = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    scores = _wholes(
        (row[2] for row in rows), lambda at: f'pair "{rows[at][0]}", "{rows[at][1]}": the score'
    )
    for at, (mentee, mentor, _) in enumerate(rows):
        if mentee not in row_of:
            raise BadInput(f'unknown mentee "{mentee}"')
        if mentor not in column_of:
            raise BadInput(f'unknown mentor "{mentor}"')
        mentee_at[at], mentor_at[at] = row_of[mentee], column_of[mentor]
    order = np.lexsort((mentor_at, mentee_at))
    mentee_at, mentor_at, scores = mentee_at[order], mentor_at[order], scores[order]
    twice = np.flatnonzero((np.diff(mentee_at) == 0) & (np.diff(mentor_at) == 0))
    if twice.size:
        mentee, mentor, _ = rows[int(order[twice[0]])]
        raise BadInput(f'pair "{mentee}", "{mentor}" is there twice')
    return mentee_at, mentor_at, scores


def _wholes(values: Iterable[object], name: Callable[[int], str]) -> Ints:
    """Return whole numbers that 64 bits hold, refusing what would be cut to one."""
    given = list(values)
    try:
        return np.array([index(value) for value in given], np.int64)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        at = next(at for at, value in enumerate(given) if not _is_whole(value))
        raise BadInput(f"{name(at)} must be a whole number of 64 bits") from None


def _is_whole(value: object) -> bool:
    return hasattr(value, "__index__") and -ROOM <= index(value) < ROOM


def _named(side: str, ids: Sequence[str], what: str) -> Callable[[int], str]:
    return lambda at: f'{side} "{ids[at]}": the {what}'


def _promised(
    forced: Iterable[tuple[str, str]], row_of: dict[str, int], column_of: dict[str, int]
) -> list[tuple[int, int]]:
    found = []
    for mentee, mentor in forced:
        if mentee not in row_of:
            raise BadInput(f'forced pair: unknown mentee "{mentee}"')
        if mentor not in column_of:
            raise BadInput(f'forced pair: unknown mentor "{mentor}"')
        found.append((row_of[mentee], column_of[mentor]))
    return sorted(found)


def assemble(
    *,
    mentees: tuple[str, ...],
    mentors: Sequence[tuple[str, Place]],
    edges: tuple[Ints, AnyInts, AnyInts],
    waiting: Sequence[int],
    demand: Sequence[bool],
    forced: Sequence[tuple[int, int]],
    ceilings: Mapping[str, int],
    units: tuple[int, int, int] = (1, 1, 0),
    pool: "Pool | None" = None,
) -> Problem:
    """Put a problem together from sorted ids and rows of pairs, and check it.

    `units` are scale, coarse and rounding as in `Problem`.

    Raises
    ------
    BadInput
        As `problem_from_pairs`.
    """
    names, people = tuple(sorted(ceilings)), tuple(person for person, _ in mentors)
    number = {name: at for at, name in enumerate(names)}
    for person, place in mentors:
        if place.group is not None and place.group not in number:
            raise BadInput(f'mentor "{person}": group "{place.group}" has no ceiling')
    problem = Problem(
        mentees=mentees,
        mentors=people,
        groups=names,
        indptr=edges[0],
        indices=narrow_columns(edges[1], len(mentors)),
        scores=narrow(edges[2]),
        capacity=_wholes((p.capacity for _, p in mentors), _named("mentor", people, "capacity")),
        minimum=_wholes((p.minimum for _, p in mentors), _named("mentor", people, "minimum")),
        group=np.array(
            [NO_GROUP if p.group is None else number[p.group] for _, p in mentors], np.int64
        ),
        ceiling=_wholes((ceilings[name] for name in names), _named("group", names, "ceiling")),
        demand=np.array(demand, np.bool_),
        waiting=_wholes(waiting, _named("mentee", mentees, "waiting time")),
        forced=np.array(forced, np.int64).reshape(-1, 2),
        scale=units[0],
        coarse=units[1],
        rounding=units[2],
        pool=pool,
    )
    check(problem)
    return problem
