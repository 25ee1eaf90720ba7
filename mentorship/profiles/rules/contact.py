"""When a safe contact may be used: which version, until when, and what a change waits for."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from mentorship.kernel.access import How
from mentorship.kernel.words import N_, _, format_hours

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
DANGER_LASTS = timedelta(hours=1)
JOINING_LASTS = timedelta(days=1)


class Channel(StrEnum):
    """The way somebody wants to be reached."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    IN_PERSON = "in_person"
    THEY_CONTACT = "they_contact"


# The ways in which staff come to somebody of their own accord.
OUTGOING = frozenset({Channel.CALL, Channel.TEXT, Channel.EMAIL})
CHANNEL_SAID = {
    Channel.CALL: N_("A call"),
    Channel.TEXT: N_("A text"),
    Channel.EMAIL: N_("An e-mail"),
    Channel.IN_PERSON: N_("Only in person, at our place"),
    Channel.THEY_CONTACT: N_("They contact us"),
}


class WhoCalls(StrEnum):
    """Who comes to whom: we to them, they to us, and what stands in the way of our coming."""

    WE = "we"
    THEY = "they"
    UNCONFIRMED = "unconfirmed"
    NOBODY = "nobody"


# Whom nobody promises to get in touch with.
THEY_COME = frozenset({WhoCalls.THEY, WhoCalls.UNCONFIRMED})


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
class SafeHours:
    """When it is safe to reach somebody, by the agency's clock: days, whole hours, further words.

    Monday is 0. As it stands here it is every hour of every day.
    """

    days: tuple[int, ...] = EVERY_DAY
    start: int = 0
    end: int = 24
    note: str = ""

    @property
    def said(self) -> str:
        """Say them in words; nothing where any time is fine."""
        is_any = (self.days, self.start, self.end) == (EVERY_DAY, 0, 24)
        spans = [] if is_any else [format_hours(self.days, self.start, self.end)]
        return ". ".join([*spans, *filter(None, [self.note])])

    def hold(self, moment: datetime, zone: str) -> bool:
        """Tell whether it is safe at a moment."""
        wall = moment.astimezone(ZoneInfo(zone))
        return wall.weekday() in self.days and self.start <= wall.hour < self.end

    def next_from(self, moment: datetime, zone: str) -> datetime:
        """Tell when it is safe next: now, or when the next span begins."""
        if self.hold(moment, zone):
            return moment
        wall = moment.astimezone(ZoneInfo(zone))
        day = wall.date() + timedelta(days=wall.hour >= self.start)
        while day.weekday() not in self.days:
            day += timedelta(days=1)
        return datetime.combine(day, time(self.start), ZoneInfo(zone)).astimezone(moment.tzinfo)


def pack(hours: SafeHours) -> str:
    """Write safe hours as one text, to be sealed."""
    return json.dumps(asdict(hours), ensure_ascii=False)


def unpack(text: str) -> SafeHours:
    """Read them back."""
    said = json.loads(text)
    return SafeHours(**{**said, "days": tuple(said["days"])})


@dataclass(frozen=True)
class Reach:
    """How to reach somebody safely, as they said it."""

    channel: Channel
    address: str
    hours: SafeHours
    voicemail: bool
    name_to_use: str
    if_other_answers: str
    code_word: str


@dataclass(frozen=True)
class MailWay:
    """Where mail to somebody may go, and from which moment on."""

    address: str
    safe_from: datetime


@dataclass(frozen=True)
class ContactShown:
    """A safe contact as somebody reads it; the code word is never part of it.

    `safe_from` is when the next safe hour begins, for staff who look outside of them: then the
    number or address is not part of it either. `change_waits` says that they gave a newer way.
    """

    channel: Channel
    address: str
    safe: SafeHours
    voicemail: bool
    name_to_use: str
    if_other_answers: str
    good_until: datetime
    safe_from: datetime | None = None
    change_waits: bool = False

    @property
    def way(self) -> str:
        """Say the way in words."""
        return _(CHANNEL_SAID[self.channel])

    @property
    def is_call(self) -> bool:
        """Tell whether they are reached by a call."""
        return self.channel is Channel.CALL

    @property
    def is_outgoing(self) -> bool:
        """Tell whether staff come to them of their own accord, by a number or an address."""
        return self.channel in OUTGOING

    @property
    def hours(self) -> str:
        """Say the safe hours in words; nothing where any time is fine."""
        return self.safe.said
