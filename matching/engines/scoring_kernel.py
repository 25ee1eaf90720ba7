"""Compiled scoring: every criterion in turn thins out the mentors of a mentee and adds points."""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from matching.problem import Ints

Bits = NDArray[np.uint64]
Points = NDArray[np.int16]
Small = NDArray[np.int32]


class Sheet(NamedTuple):
    """All criteria side by side: r criteria, n mentees, m mentors, sets of w words.

    `points[first[r] + (a * mentor_classes[r] + b) * counts[r] + common]` are the points of classes
    a and b with so much in common, -1 where the pair is not allowed.
    """

    mentee_class: Small
    mentor_class: Small
    mentee_bits: Bits
    mentor_bits: Bits
    points: Points
    first: Ints
    mentor_classes: Ints
    counts: Ints


@nb.njit(cache=True)
def count_bits(x: np.uint64) -> np.int64:  # pragma: no cover
    """Count the bits of a word."""
    x -= (x >> np.uint64(1)) & np.uint64(0x5555555555555555)
    two = np.uint64(0x3333333333333333)
    x = (x & two) + ((x >> np.uint64(2)) & two)
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True)
def score_row(
    i: int, sheet: Sheet, blocked: Ints, column: Small, score: Points
) -> int:  # pragma: no cover
    """Write the feasible mentors of one mentee and their scores; return how many there are."""
    left, at = 0, 0
    for j in range(sheet.mentor_class.shape[1]):
        if at < len(blocked) and blocked[at] == j:
            at += 1
        else:
            column[left], score[left] = j, 0
            left += 1
    for r in range(len(sheet.first)):
        size = sheet.counts[r]
        row = sheet.first[r] + sheet.mentee_class[r, i] * sheet.mentor_classes[r] * size
        before, left = left, 0
        for t in range(before):
            j = column[t]
            at = row + np.int64(sheet.mentor_class[r, j]) * size
            for word in range(sheet.mentee_bits.shape[1] if size > 1 else 0):
                at += count_bits(sheet.mentee_bits[r, word, i] & sheet.mentor_bits[r, word, j])
            points = sheet.points[at]
            column[left], score[left] = j, score[t] + points
            left += points >= 0
    return left


@nb.njit(parallel=True, cache=True)
def score_rows(
    start: int,
    counts: Ints,
    sheet: Sheet,
    bounds: Ints,
    blocked: Ints,
    column: Small,
    score: Points,
) -> None:  # pragma: no cover
    """Score a block of mentees, one in each row of `column` and `score`."""
    for row in nb.prange(len(counts)):
        i = start + row
        mine = blocked[bounds[i] : bounds[i + 1]]
        counts[row] = score_row(i, sheet, mine, column[row], score[row])
