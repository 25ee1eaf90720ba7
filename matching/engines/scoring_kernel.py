"""Compiled scoring: hard rules on bitmaps of mentors, points for the pairs that are left.

A bitmap holds one bit for each mentor, so that one operation answers for 64 of them. Who has at
least k elements in common with a mentee is counted up on k bitmaps at once, element by element.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from matching.problem import Ints

Bits = NDArray[np.uint64]
Points = NDArray[np.int16]
Small = NDArray[np.int32]

ONE = np.uint64(1)
NONE = np.uint64(0)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


class Rules(NamedTuple):
    """The hard rules: r rules, n mentees, sets of w words, bitmaps of b words.

    A mentee of class c under rule r may go to whom any of the terms from
    `first_term[first_class[r] + c]` to the next allows: mentors in `term_mask` who have at least
    `term_low` and less than `term_high` elements in common with her.
    """

    mentee_class: Small
    mentee_bits: Bits
    first_element: Ints
    elements: Bits
    first_class: Ints
    first_term: Ints
    term_mask: Bits
    term_low: Ints
    term_high: Ints


class Merits(NamedTuple):
    """The criteria that give points: r criteria, n mentees, m mentors, sets of w words.

    `points[first[r] + (a * mentor_classes[r] + b) * counts[r] + common]` are the points of classes
    a and b with so much in common.
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
def count_common(i: int, r: int, rules: Rules, at_least: Bits) -> None:  # pragma: no cover
    """Write who has at least k elements in common with mentee i into `at_least[k]`, k from 1."""
    deepest, size = at_least.shape
    at_least[0] = ALL
    at_least[1:] = NONE
    for word in range(rules.mentee_bits.shape[1]):
        left = rules.mentee_bits[r, word, i]
        while left != NONE:
            element = rules.first_element[r] + 64 * word + count_bits((left - ONE) & ~left)
            left &= left - ONE
            for k in range(deepest - 1, 0, -1):
                for b in range(size):
                    at_least[k, b] |= at_least[k - 1, b] & rules.elements[element, b]


@nb.njit(cache=True)
def keep_rules(i: int, rules: Rules, may: Bits) -> None:  # pragma: no cover
    """Take out of `may` the mentors whom some rule bars from mentee i."""
    size = len(may)
    allowed = np.empty(size, np.uint64)
    for r in range(len(rules.first_element)):
        one = rules.first_class[r] + rules.mentee_class[r, i]
        first, end = rules.first_term[one], rules.first_term[one + 1]
        deepest = 0
        for t in range(first, end):
            deepest = max(deepest, rules.term_low[t], rules.term_high[t])
        at_least = np.empty((deepest + 1, size), np.uint64)
        if deepest:
            count_common(i, r, rules, at_least)
        else:
            at_least[0] = ALL
        allowed[:] = NONE
        for t in range(first, end):
            low, high = rules.term_low[t], rules.term_high[t]
            for b in range(size):
                whom = rules.term_mask[t, b] & at_least[low, b]
                allowed[b] |= whom & ~at_least[high, b] if high else whom
        for b in range(size):
            may[b] &= allowed[b]


@nb.njit(cache=True)
def list_mentors(may: Bits, column: Small) -> int:  # pragma: no cover
    """Write the mentors of a bitmap in order; return how many there are."""
    count = 0
    for b in range(len(may)):
        left = may[b]
        while left != NONE:
            column[count] = 64 * b + count_bits((left - ONE) & ~left)
            left &= left - ONE
            count += 1
    return count


@nb.njit(cache=True)
def add_points(i: int, merits: Merits, column: Small, score: Points) -> None:  # pragma: no cover
    """Write the scores of mentee i with the mentors in `column`."""
    score[:] = 0
    for r in range(len(merits.first)):
        size = merits.counts[r]
        row = merits.first[r] + merits.mentee_class[r, i] * merits.mentor_classes[r] * size
        words = merits.mentee_bits.shape[1] if size > 1 else 0
        for t in range(len(column)):
            j = column[t]
            at = row + np.int64(merits.mentor_class[r, j]) * size
            for word in range(words):
                at += count_bits(merits.mentee_bits[r, word, i] & merits.mentor_bits[r, word, j])
            score[t] += merits.points[at]


@nb.njit(parallel=True, cache=True)
def score_rows(
    start: int,
    counts: Ints,
    rules: Rules,
    merits: Merits,
    everybody: Bits,
    bounds: Ints,
    blocked: Ints,
    column: Small,
    score: Points,
) -> None:  # pragma: no cover
    """Score a block of mentees, one in each row of `column` and `score`."""
    for row in nb.prange(len(counts)):
        i = start + row
        may = everybody.copy()
        for at in range(bounds[i], bounds[i + 1]):
            may[blocked[at] // 64] &= ~(ONE << np.uint64(blocked[at] % 64))
        keep_rules(i, rules, may)
        count = list_mentors(may, column[row])
        add_points(i, merits, column[row, :count], score[row, :count])
        counts[row] = count
