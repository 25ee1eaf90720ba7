"""Scoring in compiled code: the same tables as in `matching.scoring`, one mentee at a time."""

from collections.abc import Sequence

import numpy as np

from matching.engines.scoring_kernel import Bits, Sheet, score_rows
from matching.problem import AnyInts, Ints, narrow_columns
from matching.tables import Tabled

BLOCK = 512


def score_pairs(
    tabled: Sequence[Tabled], mentees: int, mentors: int, blocked: Ints
) -> tuple[Ints, AnyInts, AnyInts]:
    """Score all pairs, in blocks of mentees.

    Parameters
    ----------
    tabled : sequence of Tabled
        Those that rule most out first.
    mentees, mentors : int
    blocked : ndarray of int64
        Sorted positions ``row * mentors + column`` of pairs that must not be made.

    Returns
    -------
    indptr, indices, scores : ndarray
        As in `Problem`.
    """
    sheet = _sheet(tabled)
    bounds = np.searchsorted(blocked, np.arange(mentees + 1) * mentors)
    barred = blocked % max(1, mentors)
    room = (min(BLOCK, mentees), mentors)
    column, score = np.empty(room, np.int32), np.empty(room, np.int16)
    counts = np.zeros(mentees, np.int64)
    columns: list[AnyInts] = [np.empty(0, np.uint16)]
    scores: list[AnyInts] = [np.empty(0, np.int16)]
    for start in range(0, mentees, BLOCK):
        found = counts[start : start + BLOCK]
        score_rows(start, found, sheet, bounds, barred, column, score)
        lengths = found.tolist()
        columns += [narrow_columns(column[row, :n], mentors) for row, n in enumerate(lengths)]
        scores += [score[row, :n].copy() for row, n in enumerate(lengths)]
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return indptr, np.concatenate(columns), np.concatenate(scores)


def _sheet(tabled: Sequence[Tabled]) -> Sheet:
    """Put criteria side by side."""
    points = [np.where(t.allowed, t.earned, -1).astype(np.int16) for t in tabled]
    sizes = np.array([part.size for part in points], np.int64)
    return Sheet(
        mentee_class=np.array([t.mentee_class for t in tabled], np.int32),
        mentor_class=np.array([t.mentor_class for t in tabled], np.int32),
        mentee_bits=_bits([t.mentee_bits for t in tabled]),
        mentor_bits=_bits([t.mentor_bits for t in tabled]),
        points=np.concatenate([part.ravel() for part in points]),
        first=np.cumsum(sizes) - sizes,
        mentor_classes=np.array([part.shape[1] for part in points], np.int64),
        counts=np.array([part.shape[2] for part in points], np.int64),
    )


def _bits(sets: Sequence[Bits]) -> Bits:
    """Stack sets, shape (criteria, words, people)."""
    stacked = np.zeros((len(sets), max(s.shape[1] for s in sets), len(sets[0])), np.uint64)
    for at, one in enumerate(sets):
        stacked[at, : one.shape[1]] = one.T
    return stacked
