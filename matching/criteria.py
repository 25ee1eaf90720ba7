"""Criteria as data: what two encoded answers have to do with each other, and what it is worth.

`judge` is the one place that says whether a pair is allowed under a criterion and what share of the
criterion's weight it earns. Scoring only tabulates it, explaining only repeats it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matching.errors import BadInput
from matching.people import Mentee, Mentor, Wish

FULL_SCORE = 10_000
FULL_SHARE = 1_000


class Kind(StrEnum):
    """Whether a criterion decides if a pair is allowed, or how good it is."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Compare two bitsets by what they have in common.

    Parameters
    ----------
    least : int, default 1
        Common elements from which the two count as the same (and a hard rule as met).
    enough : int or None, default None
        Common elements that earn the full share; None asks for all of the mentee's.

    Examples
    --------
    >>> Overlap().share(common=1, asked=2)
    500
    """

    least: int = 1
    enough: int | None = None

    def same(self, common: int, asked: int) -> bool:
        """Tell whether `common` of the mentee's `asked` elements make the two the same."""
        return common >= self.least

    def share(self, common: int, asked: int) -> int:
        """Return the share earned, 0..1000."""
        wanted = asked if self.enough is None else min(self.enough, max(asked, 1))
        return FULL_SHARE if wanted == 0 else FULL_SHARE * min(common, wanted) // wanted


@dataclass(frozen=True, slots=True)
class Week:
    """Compare two bitsets of weekly slots by how many they have in common.

    Parameters
    ----------
    least : int
        Common slots the rhythm needs; fewer and a hard rule is not met.
    enough : int or None, default None
        Common slots that earn the full share, `least` unless given.
    """

    least: int = 1
    enough: int | None = None

    def same(self, common: int, asked: int) -> bool:
        """Tell whether there are enough common slots for the rhythm."""
        return common >= self.least

    def share(self, common: int, asked: int) -> int:
        """Return the share earned, 0..1000."""
        wanted = max(1, self.least if self.enough is None else self.enough)
        return FULL_SHARE * min(common, wanted) // wanted


@dataclass(frozen=True, slots=True)
class Table:
    """Compare two levels or categories by a small table.

    Parameters
    ----------
    shares : tuple of tuple of int
        Share in thousandths, 0..1000, by the mentee's code (row) and the mentor's (column).
    same_from : int, default 500
        Share from which the two count as the same.

    Examples
    --------
    >>> Table.identity(2).shares
    ((1000, 0), (0, 1000))
    >>> Table.nearness(3).shares
    ((1000, 500, 0), (500, 1000, 500), (0, 500, 1000))
    """

    shares: tuple[tuple[int, ...], ...]
    same_from: int = 500

    @classmethod
    def identity(cls, values: int) -> "Table":
        """Return the table of categories that are the same or not."""
        return cls(
            tuple(tuple(FULL_SHARE * (a == b) for b in range(values)) for a in range(values))
        )

    @classmethod
    def nearness(cls, levels: int) -> "Table":
        """Return the table of levels that are the nearer the better."""
        far = max(1, levels - 1)
        return cls(
            tuple(
                tuple(FULL_SHARE - FULL_SHARE * abs(a - b) // far for b in range(levels))
                for a in range(levels)
            ),
            same_from=FULL_SHARE,
        )

    def same(self, row: int, column: int) -> bool:
        """Tell whether two codes count as the same."""
        return self.share(row, column) >= self.same_from

    def share(self, row: int, column: int) -> int:
        """Return the share earned, 0..1000."""
        return self.shares[row][column]


Comparison = Overlap | Week | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One reason for or against a pair.

    Parameters
    ----------
    key : str
        Unique name; wishes and explanations refer to it.
    kind : Kind
        `hard`: a pair that does not meet it is absent, never scored. `soft`: earns a share.
    compare : Overlap, Week or Table
        How two answers compare.
    weight : int, default 0
        Of a soft criterion, relative to the other soft ones.
    signed : bool, default False
        True if it counts only for those who wish *same* or *different*; nearness is then no
        merit in itself.
    mentee_reads, mentor_reads : str or None
        Question whose answer each side brings, the criterion's own key unless given.
    neutral : int, default 500
        Share in thousandths where an answer is missing or nobody wishes anything.
    """

    key: str
    kind: Kind
    compare: Comparison
    weight: int = 0
    signed: bool = False
    mentee_reads: str | None = None
    mentor_reads: str | None = None
    neutral: int = FULL_SHARE // 2

    def answers(self, mentee: Mentee, mentor: Mentor) -> tuple[int | None, int | None]:
        """Return both sides' encoded answers, None where unknown."""
        return (
            mentee.answers.get(self.mentee_reads or self.key),
            mentor.answers.get(self.mentor_reads or self.key),
        )


class Facts(NamedTuple):
    """Two answers as `judge` needs them: for a table two codes, for a set (common, asked)."""

    mine: int
    theirs: int


class Judgement(NamedTuple):
    """What one criterion says about one pair."""

    allowed: bool
    share: int
    known: bool


def judge(criterion: Criterion, facts: Facts | None, asks: tuple[Wish, Wish]) -> Judgement:
    """Say whether a pair is allowed under a criterion, and the share it earns.

    Parameters
    ----------
    criterion : Criterion
    facts : Facts or None
        None when either side's answer is unknown.
    asks : tuple of Wish
        The mentee's and the mentor's wish.

    Returns
    -------
    Judgement
        An unknown answer never satisfies a hard rule or a *must*, always triggers a *must not*,
        and otherwise earns the neutral share.

    Examples
    --------
    >>> faith = Criterion(key="faith", kind=Kind.SOFT, compare=Table.identity(3), weight=1,
    ...                   signed=True)
    >>> judge(faith, Facts(2, 2), (Wish.DIFFERENT, Wish.NONE))
    Judgement(allowed=True, share=0, known=True)
    >>> judge(faith, None, (Wish.MUST_NOT, Wish.NONE)).allowed
    False
    """
    hard = criterion.kind is Kind.HARD
    if facts is None:
        strict = hard or Wish.MUST in asks or Wish.MUST_NOT in asks
        return Judgement(not strict, criterion.neutral, known=False)
    same = criterion.compare.same(*facts)
    refused = (Wish.MUST_NOT if same else Wish.MUST) in asks
    allowed = not refused and (same or not hard)
    return Judgement(allowed, _share(criterion, criterion.compare.share(*facts), asks), known=True)


def _share(criterion: Criterion, share: int, asks: tuple[Wish, Wish]) -> int:
    """Turn the share round for whoever wishes a difference; the mean where both wish."""
    turned = [
        FULL_SHARE - share if wish in {Wish.DIFFERENT, Wish.MUST_NOT} else share
        for wish in asks
        if wish is not Wish.NONE
    ]
    if turned:
        return sum(turned) // len(turned)
    return criterion.neutral if criterion.signed else share


def parts(criteria: Sequence[Criterion]) -> dict[str, int]:
    """Share out the 10 000 points among the soft criteria by weight, with no remainder.

    Parameters
    ----------
    criteria : sequence of Criterion

    Returns
    -------
    dict of str to int
        Most points each soft criterion can give, in the order of the criteria. Points lost to
        rounding down go to the largest remainders, the smaller key first.

    Examples
    --------
    >>> three = [Criterion(key=k, kind=Kind.SOFT, compare=Overlap(), weight=1) for k in "abc"]
    >>> parts(three)
    {'a': 3334, 'b': 3333, 'c': 3333}
    """
    weights = {c.key: c.weight for c in criteria if c.kind is Kind.SOFT}
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    points = {key: FULL_SCORE * weight // whole for key, weight in weights.items()}
    lost = FULL_SCORE - sum(points.values())
    by_remainder = sorted(weights, key=lambda k: (-(FULL_SCORE * weights[k] % whole), k))
    for key in by_remainder[:lost]:
        points[key] += 1
    return points


def check_criteria(criteria: Sequence[Criterion]) -> None:
    """Refuse criteria that are not unique, or whose numbers make no sense.

    Raises
    ------
    BadInput
        With the key of the first criterion at fault.
    """
    seen: set[str] = set()
    for criterion in criteria:
        if criterion.key in seen:
            raise BadInput(f'criterion "{criterion.key}" is there twice')
        seen.add(criterion.key)
        if criterion.weight < 0:
            raise BadInput(f'criterion "{criterion.key}": the weight must not be negative')
        shares = [criterion.neutral]
        if isinstance(criterion.compare, Table):
            shares += [share for row in criterion.compare.shares for share in row]
            if len({len(row) for row in criterion.compare.shares}) != 1:
                raise BadInput(f'criterion "{criterion.key}": table rows differ in length')
        if not all(0 <= share <= FULL_SHARE for share in shares):
            raise BadInput(f'criterion "{criterion.key}": shares must lie between 0 and 1')


def points(part: int, share: int) -> int:
    """Return the points a share in thousandths earns of a criterion's part, rounded half up."""
    return (part * share + FULL_SHARE // 2) // FULL_SHARE
