"""Scoring in compiled code: the same tables as in `matching.scoring`, one mentee at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matching.engines.scoring_kernel import Bits, Merits, Rules, score_rows
from matching.problem import AnyInts, Ints, narrow_columns
from matching.tables import WORD, Tabled

BLOCK = 512
Flags = NDArray[np.bool_]
Span = tuple[int, int]


def score_pairs(
    tabled: Sequence[Tabled], mentees: int, mentors: int, blocked: Ints
) -> tuple[Ints, AnyInts, AnyInts]:
    """Score all pairs, in blocks of mentees.

    Parameters
    ----------
    tabled : sequence of Tabled
    mentees, mentors : int
    blocked : ndarray of int64
        Sorted positions ``row * mentors + column`` of pairs that must not be made.

    Returns
    -------
    indptr, indices, scores : ndarray
        As in `Problem`.
    """
    rules = _rules([t for t in tabled if not t.allowed.all()], mentees, mentors)
    merits = _merits([t for t in tabled if t.earned.any()], mentees, mentors)
    everybody = _bitmaps(np.ones((1, mentors), np.bool_))[0]
    bounds = np.searchsorted(blocked, np.arange(mentees + 1) * mentors)
    barred = blocked % max(1, mentors)
    room = (min(BLOCK, mentees), mentors)
    column, score = np.empty(room, np.int32), np.empty(room, np.int16)
    counts = np.zeros(mentees, np.int64)
    columns: list[AnyInts] = [np.empty(0, np.uint16)]
    scores: list[AnyInts] = [np.empty(0, np.int16)]
    for start in range(0, mentees, BLOCK):
        found = counts[start : start + BLOCK]
        score_rows(start, found, rules, merits, everybody, bounds, barred, column, score)
        lengths = list(enumerate(found.tolist()))
        columns.append(narrow_columns(np.concatenate([column[r, :n] for r, n in lengths]), mentors))
        scores.append(np.concatenate([score[r, :n] for r, n in lengths]))
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return indptr, np.concatenate(columns), np.concatenate(scores)


def _rules(tabled: Sequence[Tabled], mentees: int, mentors: int) -> Rules:
    """Put the hard rules side by side, as bitmaps of mentors."""
    terms = [[_terms(t, a) for a in range(len(t.allowed))] for t in tabled]
    flat = [term for of_rule in terms for of_class in of_rule for term in of_class]
    sizes = [len(of_class) for of_rule in terms for of_class in of_rule]
    elements = [_elements(t) for t in tabled]
    return Rules(
        mentee_class=_stack([t.mentee_class for t in tabled], mentees),
        mentee_bits=_bits([t.mentee_bits for t in tabled], mentees),
        first_element=_starts([len(one) for one in elements]),
        elements=_bitmaps(np.concatenate([np.empty((0, mentors), np.bool_), *elements])),
        first_class=_starts([len(of_rule) for of_rule in terms]),
        first_term=np.append(_starts(sizes), len(flat)),
        term_mask=_bitmaps(np.array([mask for mask, _ in flat], np.bool_).reshape(-1, mentors)),
        term_low=np.array([low for _, (low, _) in flat], np.int64),
        term_high=np.array([high for _, (_, high) in flat], np.int64),
    )


def _terms(rule: Tabled, mentee_class: int) -> list[tuple[Flags, Span]]:
    """Tell which mentors a rule allows to a class of mentees with how much in common."""
    classes: defaultdict[Span, list[int]] = defaultdict(list)
    for mentor_class, allowed in enumerate(rule.allowed[mentee_class]):
        for span in _spans(allowed):
            classes[span].append(mentor_class)
    return [(np.isin(rule.mentor_class, of), span) for span, of in classes.items()]


def _spans(allowed: Flags) -> Iterator[Span]:
    """Give the runs of counts that are allowed: the first, and the one after the last or 0."""
    for yes, run in groupby(range(len(allowed)), key=lambda count: bool(allowed[count])):
        counts = list(run)
        if yes:
            yield counts[0], (counts[-1] + 1) % len(allowed)


def _elements(rule: Tabled) -> Flags:
    """Tell for each element which mentors have it, shape (elements, m)."""
    shift = np.arange(WORD, dtype=np.uint64)
    has = (rule.mentor_bits[:, :, None] >> shift) & np.uint64(1)
    return has.reshape(len(has), -1).T.astype(np.bool_)


def _merits(tabled: Sequence[Tabled], mentees: int, mentors: int) -> Merits:
    """Put the criteria that give points side by side."""
    return Merits(
        mentee_class=_stack([t.mentee_class for t in tabled], mentees),
        mentor_class=_stack([t.mentor_class for t in tabled], mentors),
        mentee_bits=_bits([t.mentee_bits for t in tabled], mentees),
        mentor_bits=_bits([t.mentor_bits for t in tabled], mentors),
        points=np.concatenate([np.empty(0, np.int16), *(t.earned.ravel() for t in tabled)]),
        first=_starts([t.earned.size for t in tabled]),
        mentor_classes=np.array([t.earned.shape[1] for t in tabled], np.int64),
        counts=np.array([t.earned.shape[2] for t in tabled], np.int64),
    )


def _starts(sizes: Sequence[int]) -> Ints:
    """Return where each of several parts begins when they lie one after another."""
    ends = np.cumsum(np.array(sizes, np.int64))
    return ends - np.array(sizes, np.int64)


def _stack(classes: Sequence[Ints], people: int) -> NDArray[np.int32]:
    return np.array(classes, np.int32).reshape(-1, people)


def _bits(sets: Sequence[Bits], people: int) -> Bits:
    """Stack sets, shape (criteria, words, people)."""
    words = max((s.shape[1] for s in sets), default=0)
    stacked = np.zeros((len(sets), words, people), np.uint64)
    for at, one in enumerate(sets):
        stacked[at, : one.shape[1]] = one.T
    return stacked


def _bitmaps(flags: Flags) -> Bits:
    """Pack rows of flags into 64-bit words, the first flag lowest; unused bits are 0."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    whole = np.zeros((len(flags), -(-flags.shape[1] // WORD) * (WORD // 8)), np.uint8)
    whole[:, : packed.shape[1]] = packed
    return whole.view("<u8").astype(np.uint64)
