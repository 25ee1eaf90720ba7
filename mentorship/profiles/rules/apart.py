"""When two people are kept apart, and when somebody has to look at what was written.

Everything here compares words in memory; no index of them is ever stored.
"""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

SHORTEST_NUMBER = 7


class ApartKind(StrEnum):
    """What an entry tells of the person or people to keep away."""

    NAME = "name"
    PHONE = "phone"
    PLACE = "place"
    CIRCLE = "circle"


class GoesBy(StrEnum):
    """What people go by: the two things an entry can be compared with."""

    NAME = "name"
    PHONE = "phone"


_ABOUT_ONE_PERSON = frozenset({ApartKind.NAME, ApartKind.PHONE})


def hits(kind: ApartKind, words: str, goes_by: GoesBy, known: str) -> bool:
    """Tell whether an entry and something a person goes by are the same name or number."""
    if kind.value != goes_by.value:
        return False
    if kind is ApartKind.NAME:
        return bool(name_key(words)) and name_key(words) == name_key(known)
    return _same_number(number_key(words), number_key(known))


def name_key(words: str) -> frozenset[str]:
    """Bring a name to the form in which it is compared: no case, marks, signs or order."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(re.findall(r"\w+", letters))


def number_key(words: str) -> str:
    """Bring a number to its digits, without the zeros that stand for a country or a network."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in words if sign.isdigit())
    return digits.lstrip("0")


def needs_look(
    kind: ApartKind, *, tied: bool, looked_at: datetime | None, came_at: datetime | None
) -> bool:
    """Tell whether the safeguarding lead has yet to hold an entry against somebody.

    A name or a number that was tied is settled. A place or a circle can mean several people, and
    what was tied to nobody can mean whoever came (`came_at`) after it was last looked at.
    """
    if tied and kind in _ABOUT_ONE_PERSON:
        return False
    return looked_at is None or (came_at is not None and came_at > looked_at)


def _same_number(one: str, other: str) -> bool:
    # +49 170 1234567 and 0170 1234567 are one number; a country code may stand before either.
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_NUMBER and long.endswith(short)
