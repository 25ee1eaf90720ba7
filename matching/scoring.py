"""From people to scored pairs, in blocks: memory grows with the feasible pairs, not with n x m."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.building import Place, assemble
from matching.criteria import Criterion, check_criteria, parts
from matching.errors import BadInput
from matching.people import Mentee, Mentor, Person
from matching.pool import Pool
from matching.problem import AnyInts, Ints, Problem, narrow_columns
from matching.tables import Tabled, tabulate

BLOCK = 64
MANY = 1_000_000
P = TypeVar("P", bound=Person)
Scorer = Callable[[Sequence[Tabled], int, int, Ints], tuple[Ints, AnyInts, AnyInts]]


def score(
    mentees: Iterable[Mentee],
    mentors: Iterable[Mentor],
    criteria: Iterable[Criterion],
    *,
    blocked: Iterable[tuple[str, str]] = (),
    forced: Iterable[tuple[str, str]] = (),
    groups: Mapping[str, int] | None = None,
) -> Problem:
    """Score every pair that keeps all hard rules.

    Parameters
    ----------
    mentees, mentors : iterable of Mentee, Mentor
        In any order.
    criteria : iterable of Criterion
    blocked : iterable of (str, str), optional
        Pairs (mentee, mentor) that must not be made, for whatever reason. Ids that take no part
        are ignored.
    forced : iterable of (str, str), optional
        Pairs already promised; each must keep the hard rules.
    groups : mapping of str to int, optional
        Ceiling by group of mentors.

    Returns
    -------
    Problem
        Scores from 0 to 10 000, one unit a point.

    Raises
    ------
    BadInput
        With the id or key at fault.

    Examples
    --------
    >>> from matching import Kind, Overlap
    >>> language = Criterion(key="language", kind=Kind.HARD, compare=Overlap())
    >>> topics = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=1)
    >>> a = Mentee(id="a", answers={"language": 0b01, "topics": 0b110})
    >>> b = Mentee(id="b", answers={"language": 0b10})
    >>> x = Mentor(id="x", answers={"language": 0b11, "topics": 0b010}, places=2)
    >>> problem = score([b, a], [x], [language, topics])
    >>> problem.mentees, problem.scores.tolist()
    (('a', 'b'), [5000, 5000])
    """
    pool = Pool(
        mentees=_sorted(mentees, "mentee"),
        mentors=_sorted(mentors, "mentor"),
        criteria=tuple(criteria),
        blocked=frozenset(blocked),
        forced=frozenset(forced),
        groups=dict(groups or {}),
    )
    return score_pool(pool)


def score_pool(pool: Pool) -> Problem:
    """Score a pool; see `score`."""
    check_criteria(pool.criteria)
    row_of = {person.id: at for at, person in enumerate(pool.mentees)}
    column_of = {person.id: at for at, person in enumerate(pool.mentors)}
    return assemble(
        mentees=tuple(row_of),
        mentors=[
            (person.id, Place(capacity=person.places, minimum=person.minimum, group=person.group))
            for person in pool.mentors
        ],
        edges=_edges(pool, _blocked(pool, row_of, column_of)),
        waiting=[person.waiting_weeks for person in pool.mentees],
        demand=[True] * len(row_of),
        forced=sorted(_positions(pool.forced, row_of, column_of)),
        ceilings=pool.groups,
        pool=pool,
    )


def _sorted(people: Iterable[P], side: str) -> tuple[P, ...]:
    ordered = tuple(sorted(people, key=lambda person: person.id))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise BadInput(f'{side} "{one.id}" is there twice')
    return ordered


def _positions(
    pairs: Iterable[tuple[str, str]], row_of: Mapping[str, int], column_of: Mapping[str, int]
) -> list[tuple[int, int]]:
    found = []
    for mentee, mentor in pairs:
        if mentee not in row_of or mentor not in column_of:
            raise BadInput(f'forced pair "{mentee}", "{mentor}": somebody in it takes no part')
        found.append((row_of[mentee], column_of[mentor]))
    return found


def _blocked(pool: Pool, row_of: Mapping[str, int], column_of: Mapping[str, int]) -> Ints:
    """Return blocked pairs as sorted positions, row * m + column."""
    width = len(column_of)
    return np.array(
        sorted(
            row_of[a] * width + column_of[b] for a, b in pool.blocked
            if a in row_of and b in column_of
        ),
        np.int64,
    )  # fmt: skip


def _edges(pool: Pool, blocked: Ints) -> tuple[Ints, AnyInts, AnyInts]:
    """Return the feasible pairs of all mentees and their scores, row by row."""
    part = parts(pool.criteria)
    tabled = [(tabulate(c, part.get(c.key, 0), pool.mentees, pool.mentors)) for c in pool.criteria]
    tabled.sort(key=lambda one: bool(one.allowed.all()))
    n, m = len(pool.mentees), len(pool.mentors)
    if tabled and n * m > MANY and find_spec("numba"):
        compiled: Scorer = import_module("matching.compiled_scoring").score_pairs
        return compiled(tabled, n, m, blocked)
    return score_pairs(tabled, n, m, blocked)


def score_pairs(
    tabled: Sequence[Tabled], mentees: int, mentors: int, blocked: Ints
) -> tuple[Ints, AnyInts, AnyInts]:
    """Score all pairs in numpy, in blocks; see `matching.compiled_scoring.score_pairs`."""
    rules = [t for t in tabled if not t.allowed.all()]
    merits = [t for t in tabled if t.earned.any()]
    counts = np.zeros(mentees, np.int64)
    columns: list[AnyInts] = [np.empty(0, np.uint16)]
    scores: list[AnyInts] = [np.empty(0, np.int16)]
    for start in range(0, mentees, BLOCK):
        rows = np.arange(start, min(mentees, start + BLOCK))
        allowed = _allowed(rules, rows, mentors)
        lo, hi = np.searchsorted(blocked, [rows[0] * mentors, (rows[-1] + 1) * mentors])
        allowed.reshape(-1)[blocked[lo:hi] - rows[0] * mentors] = False
        row, column = np.nonzero(allowed)
        counts[rows] = np.bincount(row, minlength=len(rows))
        columns.append(narrow_columns(column, mentors))
        scores.append(_scores(merits, rows[row], column))
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return indptr, np.concatenate(columns), np.concatenate(scores)


def _allowed(rules: Sequence[Tabled], rows: Ints, mentors: int) -> NDArray[np.bool_]:
    """Return which pairs of some mentees keep every hard rule, shape (rows, m)."""
    allowed = np.ones((len(rows), mentors), np.bool_)
    for rule in rules:
        common = _common(rule.mentee_bits[rows][:, None], rule.mentor_bits[None, :])
        allowed &= rule.allowed[rule.mentee_class[rows][:, None], rule.mentor_class[None], common]
    return allowed


def _scores(merits: Sequence[Tabled], row: Ints, column: Ints) -> NDArray[np.int16]:
    """Return the scores of some pairs, shape (pairs,)."""
    total = np.zeros(len(row), np.int16)
    for merit in merits:
        common = _common(merit.mentee_bits[row], merit.mentor_bits[column])
        total += merit.earned[merit.mentee_class[row], merit.mentor_class[column], common]
    return total


def _common(mine: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> Ints:
    """Count common elements of sets cut into words along the last axis."""
    shape = np.broadcast_shapes(mine.shape, theirs.shape)[:-1]
    common = np.zeros(shape, np.int64)
    for word in range(mine.shape[-1]):
        common += np.bitwise_count(mine[..., word] & theirs[..., word])
    return common
