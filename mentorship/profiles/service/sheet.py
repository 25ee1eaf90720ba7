"""A sheet of numbers and letters to be filled in on paper: whoever finds it reads no question.

What the numbers and letters mean stands on the screen beside it, and is read out.
"""

from dataclasses import dataclass
from string import ascii_uppercase

from mentorship.kernel.words import _
from mentorship.profiles.questions import asked_of
from mentorship.profiles.questions.kinds import DAY_LABELS, PART_LABELS, Kind, Question, Side

# Beyond the last letter: A2, B2, which read as no word.
LETTERS = (*ascii_uppercase, *(f"{letter}2" for letter in ascii_uppercase))


@dataclass(frozen=True)
class Row:
    """One question on the sheet: its number, what is asked, and what each letter means."""

    number: int
    asks: str
    letters: tuple[tuple[str, str], ...]
    has_line: bool
    is_week: bool
    may_be_used: bool
    may_be_shown: bool


@dataclass(frozen=True)
class Sheet:
    """The whole sheet, with the days and the parts of a day, which tell nothing."""

    rows: tuple[Row, ...]
    days: tuple[str, ...]
    parts: tuple[str, ...]


def sheet_for(side: Side) -> Sheet:
    """Give the sheet for one side."""
    return Sheet(
        tuple(_row(nth, question, side) for nth, question in enumerate(asked_of(side), start=1)),
        tuple(_(label) for label in DAY_LABELS.values()),
        tuple(_(label) for label in PART_LABELS.values()),
    )


def _row(number: int, question: Question, side: Side) -> Row:
    # The days and their parts tell nothing, and stand on the paper as they are.
    offered = () if question.kind is Kind.WEEK else question.offered(side)
    letters = zip(LETTERS, (_(option.label) for option in offered), strict=False)
    return Row(
        number=number,
        asks=_(question.asked[side].asks),
        letters=tuple(letters),
        has_line=question.kind is Kind.WORDS,
        is_week=question.kind is Kind.WEEK,
        may_be_used=question.may_be_used,
        may_be_shown=question.may_be_shown,
    )
