"""A criterion turned into tables: small classes of people, and what each combination means.

Two people of the same classes with as much in common are the same to a criterion, so `judge` is
asked once for each combination that occurs, and scoring looks the answer up for every pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.criteria import Criterion, Facts, Judgement, Table, judge, points
from matching.errors import BadInput
from matching.people import Mentee, Mentor, Person, Wish
from matching.problem import Ints

WORD = 64
Bits = NDArray[np.uint64]
Class = tuple[int | None, Wish]


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
    mine = [_answer(criterion, person, criterion.mentee_reads, 0) for person in mentees]
    theirs = [_answer(criterion, person, criterion.mentor_reads, 1) for person in mentors]
    of_sets = not isinstance(criterion.compare, Table)
    left = [
        (value.bit_count() if of_sets and value is not None else value, person.wish(criterion.key))
        for value, person in zip(mine, mentees, strict=True)
    ]
    right = [
        (0 if of_sets and value is not None else value, person.wish(criterion.key))
        for value, person in zip(theirs, mentors, strict=True)
    ]
    mentee_class, left_classes = _number(left)
    mentor_class, right_classes = _number(right)
    words = max((v.bit_length() for v in [*mine, *theirs] if v), default=0) if of_sets else 0
    counts = 1 + (max((size or 0 for size, _ in left), default=0) if of_sets else 0)
    allowed = np.empty((len(left_classes), len(right_classes), counts), np.bool_)
    earned = np.empty(allowed.shape, np.int16)
    for a, mine_class in enumerate(left_classes):
        for b, their_class in enumerate(right_classes):
            for common in range(counts):
                said = _judge(criterion, mine_class, their_class, common)
                allowed[a, b, common] = said.allowed
                earned[a, b, common] = points(part, said.share)
    width = -(-words // WORD)
    return Tabled(
        mentee_class, mentor_class, _bits(mine, width), _bits(theirs, width), allowed, earned
    )


def _answer(criterion: Criterion, person: Person, reads: str | None, axis: int) -> int | None:
    """Return one checked answer, None where unknown."""
    value = person.answers.get(reads or criterion.key)
    if value is None:
        return None
    if value < 0:
        raise BadInput(f'"{person.id}", "{criterion.key}": an answer must not be negative')
    if isinstance(criterion.compare, Table):
        shares = criterion.compare.shares
        if value >= (len(shares[0]) if axis else len(shares)):
            raise BadInput(f'"{person.id}", "{criterion.key}": answer {value} is not in the table')
    return value


def _number(classes: list[Class]) -> tuple[Ints, list[Class]]:
    """Number the classes that occur in order of first appearance."""
    numbers: dict[Class, int] = {}
    at = [numbers.setdefault(one, len(numbers)) for one in classes]
    return np.array(at, np.int64), list(numbers)


def _judge(criterion: Criterion, mine: Class, theirs: Class, common: int) -> Judgement:
    (value, ask), (other, their_ask) = mine, theirs
    if value is None or other is None:
        return judge(criterion, None, (ask, their_ask))
    table = isinstance(criterion.compare, Table)
    facts = Facts(value, other) if table else Facts(min(common, value), value)
    return judge(criterion, facts, (ask, their_ask))


def _bits(values: list[int | None], width: int) -> Bits:
    """Cut sets into 64-bit words."""
    bits = np.zeros((len(values), width), np.uint64)
    mask = (1 << WORD) - 1
    for at, value in enumerate(values):
        for word in range(width):
            bits[at, word] = ((value or 0) >> (WORD * word)) & mask
    return bits
