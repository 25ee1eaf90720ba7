"""Days off: a short list of days on which the weekly hours of somebody do not hold."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentorship.checkins.rules.talks import FARTHEST, moment_of
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, format_date

MOST = 20
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """One line of the list: from a first day to a last one, both of them off."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """Give what a form sends to name this line."""
        return f"{self.first}/{self.last}"

    @property
    def said(self) -> str:
        """Say it in words; one day alone is not said twice."""
        if self.first == self.last:
            return format_date(self.first)
        return _("%(first)s to %(last)s", first=format_date(self.first),
                 last=format_date(self.last))  # fmt: skip


@dataclass(frozen=True)
class DaysOff:
    """The list, and the line last taken off, which can be put back for a day."""

    listed: tuple[Days, ...] = ()
    taken_off: Days | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether somebody said that a day is off."""
        return any(days.first <= day <= days.last for days in self.listed)

    @property
    def kept(self) -> tuple[Days, ...]:
        """Give each line that is kept, also the one that can be put back."""
        return (*self.listed, self.taken_off) if self.taken_off else self.listed


NONE = DaysOff()


def pack(off: DaysOff) -> str:
    """Write the list as one text, to be sealed."""
    taken_off = off.taken_off.key if off.taken_off else ""
    return json.dumps({"listed": [days.key for days in off.listed], "taken_off": taken_off})


def unpack(packed: str) -> DaysOff:
    """Read what `pack` wrote."""
    kept = json.loads(packed)
    listed = tuple(_read(key) for key in kept["listed"])
    return DaysOff(listed, _read(kept["taken_off"]) if kept["taken_off"] else None)


def with_days(off: DaysOff, days: Days, today: date) -> DaysOff:
    """Give the list with one more line; the same line again changes nothing."""
    if days.first < today:
        raise _wrong("first", _("This day is over. Choose today or a day to come."))
    if days.last < days.first:
        raise _wrong("last", _("The last day is before the first. Change one of them."))
    if days.last > today + FARTHEST:
        far = "first" if days.first > today + FARTHEST else "last"
        raise _wrong(far, _("Choose a day within a year."))
    listed = {*off.listed, days}
    if len(listed) > MOST:
        raise _wrong("first", _("The list is full: it holds %(n)s. Take one off first.", n=MOST))
    return DaysOff(tuple(sorted(listed)))


def without(off: DaysOff, key: str) -> DaysOff:
    """Give the list without a line, which can be put back; one that is gone changes nothing."""
    gone = next((days for days in off.listed if days.key == key), None)
    return DaysOff(tuple(days for days in off.listed if days != gone), gone) if gone else off


def put_back(off: DaysOff) -> DaysOff:
    """Give the list with the line last taken off, while that is still known."""
    if off.taken_off is None:
        raise RuleBroken(_("This can no longer be undone. You can add the days again."))
    return DaysOff(tuple(sorted(off.kept)))


def ahead(off: DaysOff, today: date) -> DaysOff:
    """Leave out what is over."""
    listed = tuple(days for days in off.listed if days.last >= today)
    again = off.taken_off if off.taken_off and off.taken_off.last >= today else None
    return DaysOff(listed, again)


def over_at(off: DaysOff, zone: str, now: datetime) -> datetime | None:
    """Tell when there is something to forget: a line that is over, or one taken off a day ago."""
    ends = [moment_of(days.last + DAY, time(0), zone) for days in off.kept]
    return min([*ends, now + DAY] if off.taken_off else ends, default=None)


def _read(key: str) -> Days:
    first, last = key.split("/")
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def _wrong(field: str, sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field=field)
