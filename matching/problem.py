"""The problem: mentees, mentors and the feasible pairs between them, in canonical order.

Ids are sorted when a problem is made, so nothing that follows can depend on the order in which
people or pairs were given. A pair that is not feasible is absent: never a zero, never a big number.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matching.errors import BadInput

if TYPE_CHECKING:
    from matching.pool import Pool

Ints = NDArray[np.int64]
AnyInts = NDArray[np.integer[Any]]

NO_GROUP = -1
# Places, ceilings and waiting times, in the caller's units: more than anybody has.
MOST = 1 << 31


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """An assignment problem over feasible pairs, stored row by row.

    Parameters
    ----------
    mentees, mentors, groups : tuple of str
        Ids, sorted. n mentees, m mentors, k groups.
    indptr : ndarray of int64, shape (n + 1,)
        Row i holds the pairs ``indptr[i]:indptr[i + 1]``.
    indices : ndarray of uint16 or int32, shape (pairs,)
        Mentor of each pair, rising within a row.
    scores : ndarray of int16, int32 or int64, shape (pairs,)
        Score of each pair, in units of 1 / `scale` points.
    capacity, minimum : ndarray of int64, shape (m,)
        Places of each mentor, and the fewest to be filled.
    group : ndarray of int64, shape (m,)
        Group of each mentor, -1 for none.
    ceiling : ndarray of int64, shape (k,)
        Most mentees of all mentors of a group together.
    demand : ndarray of bool, shape (n,)
        False for a mentee who is only listed.
    waiting : ndarray of int64, shape (n,)
        Time waited, in whole units (weeks or days) of the caller.
    forced : ndarray of int64, shape (f, 2)
        Promised pairs (mentee, mentor), sorted; each is feasible.
    scale : int
        Units per point of the input (a power of ten, 1 for integer scores).
    rounding : int
        Largest error of one score against the input, in half units: 0 when exact, else 1.
    coarse : int
        Points per unit when scores were too large instead (1 otherwise).
    pool : Pool or None
        The people behind the scores, when they came from answers.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    groups: tuple[str, ...]
    indptr: Ints
    indices: AnyInts
    scores: AnyInts
    capacity: Ints
    minimum: Ints
    group: Ints
    ceiling: Ints
    demand: NDArray[np.bool_]
    waiting: Ints
    forced: Ints
    scale: int = 1
    rounding: int = 0
    coarse: int = 1
    pool: "Pool | None" = None

    def mentee(self, person: str) -> int:
        """Return the row of a mentee, or raise `BadInput`."""
        return _position(self.mentees, person, "mentee")

    def mentor(self, person: str) -> int:
        """Return the column of a mentor, or raise `BadInput`."""
        return _position(self.mentors, person, "mentor")

    def row(self, mentee: int) -> slice:
        """Return where a mentee's pairs lie in `indices` and `scores`."""
        return slice(int(self.indptr[mentee]), int(self.indptr[mentee + 1]))

    def score_of(self, mentee: int, mentor: int) -> int | None:
        """Return the score of a pair in units, None if it is not feasible."""
        row = self.row(mentee)
        at = row.start + int(np.searchsorted(self.indices[row], mentor))
        found = at < row.stop and int(self.indices[at]) == mentor
        return int(self.scores[at]) if found else None

    def find(self, mentees: Ints, mentors: Ints) -> Ints:
        """Return where pairs lie in `indices` and `scores`, by binary search in all rows at once.

        Parameters
        ----------
        mentees, mentors : ndarray of int64, shape (p,)
            Rows and columns of pairs.

        Returns
        -------
        ndarray of int64, shape (p,)
            -1 for a pair that is not feasible.
        """
        columns = self.indices
        low, high = self.indptr[mentees], self.indptr[mentees + 1]
        end = high
        while (low < high).any():
            middle = (low + high) // 2
            before = (low < high) & (columns[np.minimum(middle, len(columns) - 1)] < mentors)
            low, high = np.where(before, middle + 1, low), np.where(before, high, middle)
        here = np.flatnonzero(low < end)
        found = np.full(len(low), -1)
        same = here[columns[low[here]] == mentors[here]]
        found[same] = low[same]
        return found

    def digest(self) -> str:
        """Return the SHA-256 of everything that can change the result, as hex.

        Notes
        -----
        Equal problems have equal digests whatever the order they were given in: the width of every
        array follows from the values in it.
        """
        sha = hashlib.sha256()
        for ids in (self.mentees, self.mentors, self.groups):
            sha.update(repr(ids).encode())
        sha.update(repr((self.scale, self.rounding, self.coarse)).encode())
        people = (self.capacity, self.minimum, self.group, self.ceiling, self.demand, self.waiting)
        for values in (*people, self.forced, self.indptr, self.indices, self.scores):
            sha.update(repr((values.shape, values.dtype.str)).encode())
            sha.update(np.ascontiguousarray(values).data)
        return sha.hexdigest()


def _position(ids: Sequence[str], person: str, side: str) -> int:
    try:
        return ids.index(person)
    except ValueError:
        raise BadInput(f'unknown {side} "{person}"') from None


def narrow(values: AnyInts) -> AnyInts:
    """Store integers in the narrowest of int16, int32 and int64 that holds them."""
    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    for width in (np.int16, np.int32):
        if np.iinfo(width).min <= low and high <= np.iinfo(width).max:
            return np.ascontiguousarray(values, width)
    return np.ascontiguousarray(values, np.int64)


def narrow_columns(values: AnyInts, columns: int) -> AnyInts:
    """Store column numbers in uint16 if they fit, else int32."""
    return np.ascontiguousarray(values, np.uint16 if columns <= 1 << 16 else np.int32)


def check(problem: Problem) -> None:
    """Refuse numbers and promises that contradict each other.

    Raises
    ------
    BadInput
        With the id of the first one at fault.
    """
    for values, ids, side, what in (
        (problem.capacity, problem.mentors, "mentor", "capacity"),
        (problem.minimum, problem.mentors, "mentor", "minimum"),
        (problem.ceiling, problem.groups, "group", "ceiling"),
        (problem.waiting, problem.mentees, "mentee", "waiting time"),
    ):
        for at in np.flatnonzero(values < 0).tolist():
            raise BadInput(f'{side} "{ids[at]}": the {what} must not be negative')
        for at in np.flatnonzero(values > MOST).tolist():
            raise BadInput(f'{side} "{ids[at]}": the {what} must not be over {MOST}')
    for at in np.flatnonzero(problem.minimum > problem.capacity).tolist():
        raise BadInput(f'mentor "{problem.mentors[at]}": the minimum is over the capacity')
    _check_forced(problem)


def _check_forced(problem: Problem) -> None:
    taken = np.bincount(problem.forced[:, 1], minlength=len(problem.mentors))
    members = np.zeros(len(problem.groups), np.int64)
    grouped = problem.group[problem.forced[:, 1]]
    np.add.at(members, grouped[grouped >= 0], 1)
    seen: set[int] = set()
    for row, column in problem.forced.tolist():
        mentee, mentor = problem.mentees[row], problem.mentors[column]
        if problem.score_of(row, column) is None:
            raise BadInput(f'forced pair "{mentee}", "{mentor}" is forbidden')
        if not problem.demand[row]:
            raise BadInput(f'forced pair "{mentee}", "{mentor}": this mentee is only listed')
        if row in seen:
            raise BadInput(f'mentee "{mentee}" is in two forced pairs')
        seen.add(row)
    for at in np.flatnonzero(taken > problem.capacity).tolist():
        raise BadInput(f'mentor "{problem.mentors[at]}": forced pairs are over the capacity')
    for at in np.flatnonzero(members > problem.ceiling).tolist():
        raise BadInput(f'group "{problem.groups[at]}": forced pairs are over the ceiling')
