"""Days and hours of an agency, and with whom something is by them: for the second reckoning.

Reckoned from day to day, in the words of docs/keeping.md; nothing of the code that keeps the board.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentorship.checkins.rules.follow_ups import Owner

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZONE = ZoneInfo("Europe/London")
# Somebody is on call each day from this hour until that one of the next day.
ON_CALL = (17, 2)
HOLIDAYS = (date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25))
PASS_ON, HELD_FOR = 4 * HOUR, 8 * HOUR


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def day_of(moment: datetime) -> date:
    """Tell which day it is at the agency."""
    return moment.astimezone(ZONE).date()


def moment_of(day: date, hour: int) -> datetime:
    """Give the moment of an hour on the wall of the agency."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def hours_of(day: date) -> tuple[datetime, datetime] | None:
    """Tell from when to when somebody is there on a day, if anybody is."""
    if day.weekday() > 4 or day in HOLIDAYS:
        return None
    return moment_of(day, 9), moment_of(day, 17)


def days_from(moment: datetime) -> Iterator[date]:
    """Go through the days, from the one of a moment on."""
    day = day_of(moment)
    while True:
        yield day
        day += DAY


def evening_after(moment: datetime) -> datetime:
    """Give the end of the first day with somebody there that comes after this one."""
    days = days_from(moment)
    next(days)
    return next(hours[1] for day in days if (hours := hours_of(day)))


def has_worked(since: datetime, now: datetime, enough: timedelta) -> bool:
    """Tell whether staff were there for so long between two moments."""
    worked = timedelta()
    for day in days_from(since):
        if worked >= enough or day > day_of(now):
            return worked >= enough
        hours = hours_of(day)
        if hours:
            worked += max(min(now, hours[1]) - max(since, hours[0]), timedelta())
    raise AssertionError("days do not end")


def call_is_with(since: datetime, now: datetime, *, taken: bool) -> Owner:
    """Say to whom a call has come since it was urgent, by the hours in which staff are there."""
    each = HELD_FOR if taken else PASS_ON
    if has_worked(since, now, 2 * each):
        return Owner.LEAD
    return Owner.DEPUTY if has_worked(since, now, each) else Owner.COORDINATOR


def worry_is_with(since: datetime, now: datetime, *, taken: bool) -> Owner:
    """Say to whom a worry has come, by the clock."""
    if now >= since + 2 * PASS_ON:
        return Owner.LEAD
    if now >= since + PASS_ON:
        return Owner.DEPUTY
    hours = hours_of(day_of(since))
    is_there = hours is not None and hours[0] <= since < hours[1] and now < hours[1]
    if taken or is_there:
        return Owner.COORDINATOR
    hour = now.astimezone(ZONE).hour
    return Owner.ON_CALL if hour >= ON_CALL[0] or hour < ON_CALL[1] else Owner.DEPUTY
