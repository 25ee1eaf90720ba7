"""A criterion turned into tables: small classes of people, and what each combination means.

Two people of the same classes with as much in common are the same to a criterion, so `judge` is
asked once for each combination that occurs, and scoring looks the answer up for every pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.criteria import Criterion, Facts, Judgement, Table, judge, points
from matching.errors import BadInput
from matching.people import Mentee, Mentor, Person, Wish
from matching.problem import Ints

WORD = 64
Bits = NDArray[np.uint64]
Class = tuple[int | None, Wish]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Tabled:
    """One criterion for all pairs of some people.

    Parameters
    ----------
    mentee_class, mentor_class : ndarray of int64, shapes (n,) and (m,)
    mentee_bits, mentor_bits : ndarray of uint64, shapes (n, words) and (m, words)
        Sets to be intersected; no words for a table.
    allowed : ndarray of bool, shape (mentee classes, mentor classes, counts)
        By how many elements the two have in common; one count for a table.
    earned : ndarray of int16, same shape
        Points, 0..10000.
    """

    mentee_class: Ints
    mentor_class: Ints
    mentee_bits: Bits
    mentor_bits: Bits
    allowed: NDArray[np.bool_]
    earned: NDArray[np.int16]


def tabulate(
    criterion: Criterion, part: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]
) -> Tabled:
    """Make the tables of one criterion.

    Parameters
    ----------
    criterion : Criterion
    part : int
        Points it can give at most, 0 for a hard one.
    mentees, mentors : sequence of Mentee, Mentor

    Raises
    ------
    BadInput
        If an answer is no set (negative) or not in the criterion's table.
    """
    left = _side(criterion, mentees, criterion.mentee_reads, mentor=False)
    right = _side(criterion, mentors, criterion.mentor_reads, mentor=True)
    of_sets = not isinstance(criterion.compare, Table)
    counts = 1 + (max((size or 0 for size, _ in left.classes), default=0) if of_sets else 0)
    allowed = np.empty((len(left.classes), len(right.classes), counts), np.bool_)
    earned = np.empty(allowed.shape, np.int16)
    for a, mine in enumerate(left.classes):
        for b, theirs in enumerate(right.classes):
            for common in range(counts):
                said = _judge(criterion, mine, theirs, common)
                allowed[a, b, common] = said.allowed
                earned[a, b, common] = points(part, said.share)
    longest = max(max(left.sets, default=0), max(right.sets, default=0)) if of_sets else 0
    width = -(-longest.bit_length() // WORD)
    return Tabled(
        left.class_of_kind[left.kinds], right.class_of_kind[right.kinds],
        _bits(left.sets, width)[left.kinds], _bits(right.sets, width)[right.kinds],
        allowed, earned,
    )  # fmt: skip


class _Side(NamedTuple):
    """People of one side under a criterion; who answers and wishes the same is of one kind."""

    kinds: Ints
    sets: list[int]
    class_of_kind: Ints
    classes: list[Class]


def _side(
    criterion: Criterion, people: Sequence[Person], reads: str | None, *, mentor: bool
) -> _Side:
    """Sort people into kinds, and kinds into classes that are the same to the criterion."""
    asked, wished = reads or criterion.key, criterion.key
    kinds, said = _number([(p.answers.get(asked), p.wishes.get(wished)) for p in people])
    of_sets = not isinstance(criterion.compare, Table)
    classes: list[Class] = []
    for kind, (value, wish) in enumerate(said):
        if fault := _fault(criterion, value, mentor=mentor):
            first = people[int(np.argmax(kinds == kind))]
            raise BadInput(f'"{first.id}", "{criterion.key}": {fault}')
        known = value is not None and of_sets
        size = 0 if mentor else (value or 0).bit_count()
        classes.append((size if known else value, Wish(wish or Wish.NONE)))
    class_of_kind, different = _number(classes)
    return _Side(kinds, [value or 0 for value, _ in said], class_of_kind, different)


def _fault(criterion: Criterion, value: int | None, *, mentor: bool) -> str:
    """Say what is wrong with an answer, nothing if it is right or unknown."""
    if value is None:
        return ""
    if value < 0:
        return "an answer must not be negative"
    if isinstance(criterion.compare, Table):
        shares = criterion.compare.shares
        if value >= (len(shares[0]) if mentor else len(shares)):
            return f"answer {value} is not in the table"
    return ""


def _number(said: Sequence[T]) -> tuple[Ints, list[T]]:
    """Number what occurs in order of first appearance."""
    numbers: dict[T, int] = {}
    at = [numbers.setdefault(one, len(numbers)) for one in said]
    return np.array(at, np.int64), list(numbers)


def _judge(criterion: Criterion, mine: Class, theirs: Class, common: int) -> Judgement:
    (value, ask), (other, their_ask) = mine, theirs
    if value is None or other is None:
        return judge(criterion, None, (ask, their_ask))
    table = isinstance(criterion.compare, Table)
    facts = Facts(value, other) if table else Facts(min(common, value), value)
    return judge(criterion, facts, (ask, their_ask))


def _bits(sets: Sequence[int], width: int) -> Bits:
    """Cut sets into 64-bit words."""
    bits = np.empty((len(sets), width), np.uint64)
    mask = (1 << WORD) - 1
    for word in range(width):
        bits[:, word] = [value >> (WORD * word) & mask for value in sets]
    return bits
