"""Scoring in compiled code: the same tables as `matching.scoring`, looked up pair by pair."""

from collections.abc import Sequence
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from matching.problem import AnyInts, Ints, narrow_columns
from matching.tables import Tabled


class Lookups(NamedTuple):
    """Several criteria laid end to end: criterion r has words ``word[r]:word[r + 1]``."""

    word: Ints
    mine: NDArray[np.uint64]
    theirs: NDArray[np.uint64]
    my_class: Ints
    their_class: Ints
    first: Ints
    width: Ints
    depth: Ints
    value: NDArray[np.int16]


def edges(
    rules: Sequence[Tabled], merits: Sequence[Tabled], people: tuple[int, int], blocked: Ints
) -> tuple[Ints, AnyInts, AnyInts]:
    """Return the feasible pairs of all mentees and their scores, row by row.

    Parameters
    ----------
    rules, merits : sequence of Tabled
        Criteria that can forbid a pair, and criteria that give points.
    people : tuple of int
        Mentees and mentors.
    blocked : ndarray of int64
        Blocked pairs as sorted positions, row * m + column.
    """
    n, m = people
    asked = _laid_out(rules, [rule.allowed for rule in rules], people)
    given = _laid_out(merits, [merit.earned for merit in merits], people)
    bounds = np.searchsorted(blocked, np.arange(n + 1) * m)
    counts = np.zeros(n, np.int64)
    _count(asked, blocked, bounds, m, counts)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    columns = narrow_columns(np.empty(indptr[-1], np.uint16 if m <= 1 << 16 else np.int32), m)
    scores = np.zeros(indptr[-1], np.int16)
    _fill(asked, given, blocked, bounds, m, indptr, columns, scores)
    return indptr, columns, scores


def _laid_out(
    tabled: Sequence[Tabled], values: Sequence[NDArray[np.generic]], people: tuple[int, int]
) -> Lookups:
    """Lay criteria end to end; one that is always the same where there are none."""
    n, m = people
    words = [one.mentee_bits.shape[1] for one in tabled]
    sizes = [value.size for value in values]
    none = np.zeros((0, 0), np.uint64)
    return Lookups(
        word=np.concatenate([[0], np.cumsum(words, dtype=np.int64)]),
        mine=np.ascontiguousarray(
            np.concatenate([one.mentee_bits.T for one in tabled] or [none.reshape(0, n)])
        ) if n else none,
        theirs=np.ascontiguousarray(
            np.concatenate([one.mentor_bits.T for one in tabled] or [none.reshape(0, m)])
        ) if m else none,
        my_class=np.array([one.mentee_class for one in tabled], np.int64).reshape(-1, n),
        their_class=np.array([one.mentor_class for one in tabled], np.int64).reshape(-1, m),
        first=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
        width=np.array([value.shape[1] * value.shape[2] for value in values], np.int64),
        depth=np.array([value.shape[2] for value in values], np.int64),
        value=np.concatenate(
            [np.zeros(0, np.int16), *(value.ravel().astype(np.int16) for value in values)]
        ),
    )  # fmt: skip


@nb.njit(cache=True)
def _bits(x: np.uint64) -> np.int64:  # pragma: no cover
    """Count the bits of a 64-bit word."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True)
def _look_up(t: Lookups, r: int, i: int, j: int) -> np.int64:  # pragma: no cover
    """Return what criterion r says about a pair."""
    common = np.int64(0)
    for w in range(t.word[r], t.word[r + 1]):
        common += _bits(t.mine[w, i] & t.theirs[w, j])
    at = t.first[r] + t.my_class[r, i] * t.width[r] + t.their_class[r, j] * t.depth[r]
    return np.int64(t.value[at + common])


@nb.njit(cache=True)
def _allowed(
    t: Lookups, blocked: Ints, lo: int, hi: int, i: int, m: int
) -> NDArray[np.bool_]:  # pragma: no cover
    """Return which mentors one mentee may have."""
    ok = np.ones(m, np.bool_)
    for at in range(lo, hi):
        ok[blocked[at] - i * m] = False
    for r in range(len(t.depth)):
        for j in range(m):
            if ok[j] and _look_up(t, r, i, j) == 0:
                ok[j] = False
    return ok


@nb.njit(parallel=True, cache=True)
def _count(
    t: Lookups, blocked: Ints, bounds: Ints, m: int, counts: Ints
) -> None:  # pragma: no cover
    """Count each mentee's feasible pairs."""
    for i in nb.prange(len(counts)):
        counts[i] = _allowed(t, blocked, bounds[i], bounds[i + 1], i, m).sum()


@nb.njit(cache=True)
def _fill_row(
    ok: NDArray[np.bool_], given: Lookups, i: int, at: int, columns: AnyInts, scores: AnyInts
) -> None:  # pragma: no cover
    """Write one mentee's pairs and scores from position `at` on."""
    first = at
    for j in range(len(ok)):
        if ok[j]:
            columns[at] = j
            at += 1
    for r in range(len(given.depth)):
        for e in range(first, at):
            scores[e] += _look_up(given, r, i, columns[e])


@nb.njit(parallel=True, cache=True)
def _fill(
    asked: Lookups,
    given: Lookups,
    blocked: Ints,
    bounds: Ints,
    m: int,
    indptr: Ints,
    columns: AnyInts,
    scores: AnyInts,
) -> None:  # pragma: no cover
    """Write every mentee's pairs and scores."""
    for i in nb.prange(len(indptr) - 1):
        ok = _allowed(asked, blocked, bounds[i], bounds[i + 1], i, m)
        _fill_row(ok, given, i, indptr[i], columns, scores)
