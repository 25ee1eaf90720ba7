"""When a safe contact may be used: which version, until when, and what a change waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from mentorship.kernel.access import How


class Channel(StrEnum):
    """The way somebody wants to be reached."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    IN_PERSON = "in_person"
    THEY_CONTACT = "they_contact"


class Confirmed(StrEnum):
    """How staff made sure that a change came from the person."""

    IN_PERSON = "in_person"
    OLD_CHANNEL = "old_channel"


class Version(Protocol):
    """What the rules need to know of one saved version."""

    @property
    def saved_at(self) -> datetime:
        """When it was saved."""

    @property
    def confirmed_at(self) -> datetime | None:
        """When staff, or its being the first, made it usable."""

    @property
    def ended_at(self) -> datetime | None:
        """When it was replaced or taken back."""

    @property
    def good_until(self) -> datetime:
        """When it ends by itself unless it is renewed."""


AnyVersion = TypeVar("AnyVersion", bound=Version)


def newest_confirmed(versions: Sequence[AnyVersion]) -> AnyVersion | None:
    """Give the version that was last made usable, whether or not its time is over."""
    standing = [v for v in versions if v.confirmed_at and not v.ended_at]
    return max(standing, key=lambda v: v.saved_at, default=None)


def usable(versions: Sequence[AnyVersion], now: datetime) -> AnyVersion | None:
    """Give the version staff may use now: confirmed, not replaced, and still in its time."""
    version = newest_confirmed(versions)
    return version if version and version.good_until > now else None


def waiting(versions: Sequence[AnyVersion]) -> AnyVersion | None:
    """Give the changed version that nobody has confirmed yet."""
    unconfirmed = [v for v in versions if not v.confirmed_at and not v.ended_at]
    return max(unconfirmed, key=lambda v: v.saved_at, default=None)


def needs_confirming(*, has_earlier: bool, how: How | None) -> bool:
    """Tell whether a new version waits for staff.

    The first one does not: there is nothing that somebody else could have changed. One that staff
    took down from the person in front of them is confirmed by that.
    """
    return has_earlier and how is not How.IN_PERSON


def good_until(now: datetime, days: int) -> datetime:
    """Tell until when a contact saved or renewed now may be used."""
    return now + timedelta(days=days)


@dataclass(frozen=True)
class Reach:
    """How to reach somebody safely, as they said it."""

    channel: Channel
    address: str
    hours: str
    voicemail: bool
    name_to_use: str
    if_other_answers: str
    code_word: str


@dataclass(frozen=True)
class ContactShown:
    """A safe contact as somebody reads it; the code word is never part of it."""

    channel: Channel
    address: str
    hours: str
    voicemail: bool
    name_to_use: str
    if_other_answers: str
    good_until: datetime
