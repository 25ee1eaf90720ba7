"""The rhythm of a pair: an RFC 5545 rule, the moments it makes, and how people say it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule, rrulestr
from icalendar.prop import vRecur

from mentorship.checkins.rules.talks import agreed, in_utc
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _, all_of, format_date, ngettext, weekday_names

LONGEST_RUN = timedelta(days=3660)
TRIED_AGAIN = timedelta(days=1)
FARTHEST_END = timedelta(days=5 * 366)
MOST_WEEKS, MOST_TALKS = 12, 260
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_ENDS = time(23, 59, 59)


class Every(StrEnum):
    """How often a pair talks."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    DAYS = "days"


EVERY_WORDS = {
    Every.WEEK: N_("every week"),
    Every.TWO_WEEKS: N_("every two weeks"),
    Every.MONTH: N_("once a month"),
    Every.DAYS: N_("on days you choose"),
}
WEEKS = {Every.WEEK: 1, Every.TWO_WEEKS: 2}


class Ends(StrEnum):
    """How a rhythm ends."""

    OPEN = "open"
    DAY = "day"
    TIMES = "times"


ENDS_WORDS = {
    Ends.OPEN: N_("When we stop it"),
    Ends.DAY: N_("On a day"),
    Ends.TIMES: N_("After a number of talks"),
}


@dataclass(frozen=True)
class Repeat:
    """How often two people talk and until when: `weeks` and `days` go with days they choose."""

    every: Every
    weeks: int = 1
    days: tuple[int, ...] = ()
    last_day: date | None = None
    count: int | None = None


def check_repeat(repeat: Repeat, first_day: date) -> None:
    """Refuse a rhythm that never comes, or that ends before it began or far beyond anybody."""
    for field, sentence in _problems(repeat, first_day):
        raise RuleBroken(sentence, status=422, field=field)


def first_of(repeat: Repeat, day: date, at: time, zone: str) -> datetime:
    """Give the first talk: that day, or the first of the chosen days from there on."""
    if repeat.every is Every.DAYS:
        start = datetime.combine(day, at)
        day = rrule(WEEKLY, dtstart=start, byweekday=repeat.days, count=1)[0].date()
    return agreed(day, at, zone)


def rule_of(repeat: Repeat, first_at: datetime, zone: str) -> str:
    """Write a rhythm as RFC 5545 has it; its last day ends where the pair agreed on it."""
    parts: dict[str, object] = {"FREQ": "WEEKLY", "INTERVAL": repeat.weeks}
    if repeat.every is Every.MONTH:
        parts = {"FREQ": "MONTHLY", "BYDAY": _nth_day(first_at.astimezone(ZoneInfo(zone)))}
    elif repeat.every is Every.DAYS:
        parts["BYDAY"] = [DAYS[day] for day in sorted(repeat.days)]
    else:
        parts["INTERVAL"] = WEEKS[repeat.every]
    if repeat.count:
        parts["COUNT"] = repeat.count
    elif repeat.last_day:
        parts["UNTIL"] = in_utc(datetime.combine(repeat.last_day, DAY_ENDS, ZoneInfo(zone)))
    written: Callable[[], bytes] = vRecur(parts).to_ical
    return written().decode()


def repeat_of(rule: str, zone: str) -> Repeat:
    """Read a rhythm back from its rule."""
    parts = vRecur.from_ical(rule)
    until = parts["UNTIL"][0].astimezone(ZoneInfo(zone)).date() if "UNTIL" in parts else None
    count = parts["COUNT"][0] if "COUNT" in parts else None
    weeks = parts.get("INTERVAL", [1])[0]
    if parts["FREQ"] == ["MONTHLY"]:
        return Repeat(Every.MONTH, last_day=until, count=count)
    if "BYDAY" in parts:
        days = tuple(DAYS.index(day) for day in parts["BYDAY"])
        return Repeat(Every.DAYS, weeks, days, until, count)
    return Repeat(Every.TWO_WEEKS if weeks == 2 else Every.WEEK, last_day=until, count=count)


def occurrences(
    rule: str, first_at: datetime, zone: str, after: datetime, until: datetime
) -> list[datetime]:
    """List the moments of any RFC 5545 rule between two moments, both included, in UTC.

    The time on the wall stays the same all year; one that the spring change skips moves on an hour.
    """
    start = first_at.astimezone(ZoneInfo(zone))
    end = min(until, first_at + LONGEST_RUN)
    return [in_utc(wall) for wall in rrulestr(rule, dtstart=start).between(after, end, inc=True)]


def is_over(rule: str, first_at: datetime, zone: str, moment: datetime) -> bool:
    """Tell whether a rhythm has no talk any more from a moment on."""
    start = first_at.astimezone(ZoneInfo(zone))
    return rrulestr(rule, dtstart=start).after(moment, inc=True) is None


def plan_next(
    rule: str, first_at: datetime, zone: str, now: datetime, ahead: timedelta, *, skipped: bool
) -> datetime | None:
    """Tell when a rhythm planned so far ahead has a talk to plan again: when its next one comes
    near enough, a day later where one was skipped, or never after its last.
    """
    again = [now + TRIED_AGAIN] if skipped else []
    wall = rrulestr(rule, dtstart=first_at.astimezone(ZoneInfo(zone))).after(now + ahead)
    if wall is not None and in_utc(wall) <= first_at + LONGEST_RUN:
        again.append(in_utc(wall) - ahead)
    return min(again, default=None)


def ahead_of(
    repeat: Repeat, rule: str, first_at: datetime, zone: str, own_zone: str, now: datetime
) -> tuple[Repeat, datetime | None]:
    """Give what is still ahead of a rhythm, by another one's clock, and its next talk in UTC."""
    start = first_at.astimezone(ZoneInfo(zone))
    told = rrulestr(rule, dtstart=start)
    wall = told.after(now.astimezone(ZoneInfo(zone)), inc=True)
    if wall is None:
        return repeat, None
    days_on = (wall.astimezone(ZoneInfo(own_zone)).date() - wall.date()).days
    left = sum(1 for at in told if at >= wall) if repeat.count else None
    return (
        replace(
            repeat,
            days=tuple(sorted((day + days_on) % 7 for day in repeat.days)),
            last_day=repeat.last_day and repeat.last_day + timedelta(days=days_on),
            count=left,
        ),
        in_utc(wall),
    )


def standing_said(said: str, name: str, *, mine: bool, theirs: bool) -> str:
    """Say how often a pair talks, and who of the two has said yes to it."""
    if mine and theirs:
        return _("Agreed: %(rhythm)s.", rhythm=said)
    planned = _("Planned: %(rhythm)s.", rhythm=said)
    if mine:
        asked = _("You said yes. A yes from %(name)s is still to come.", name=name)
    elif theirs:
        asked = _("There is a yes from %(name)s. Yours is still to come.", name=name)
    else:
        asked = _("Neither of you has said yes to this yet.")
    return f"{planned} {asked}"


def repeat_said(repeat: Repeat) -> str:
    """Say a rhythm: every 2 weeks on Monday and Thursday, until Friday 1 May 2026."""
    return _("%(how_often)s, %(end)s", how_often=_how_often(repeat), end=_end(repeat))


def _problems(repeat: Repeat, first_day: date) -> Iterator[tuple[str, str]]:
    if repeat.every is Every.DAYS and not repeat.days:
        yield "days", _("Choose at least one day of the week.")
    if not 1 <= repeat.weeks <= MOST_WEEKS:
        yield "weeks", _("Write a number of weeks from 1 to %(n)s.", n=MOST_WEEKS)
    if repeat.count is not None and not 1 <= repeat.count <= MOST_TALKS:
        yield "count", _("Write a number of talks from 1 to %(n)s.", n=MOST_TALKS)
    if repeat.last_day and repeat.last_day < first_day:
        yield "last_day", _("Choose a last day that is not before the first talk.")
    if repeat.last_day and repeat.last_day > first_day + FARTHEST_END:
        yield "last_day", _("Choose a last day within five years. You can go on after that.")


def _nth_day(first: datetime) -> str:
    # The fifth Tuesday is not in every month, the last one is.
    nth = (first.day - 1) // 7 + 1
    return f"{-1 if nth == 5 else nth}{DAYS[first.weekday()]}"


def _how_often(repeat: Repeat) -> str:
    if repeat.every is not Every.DAYS:
        return _(EVERY_WORDS[repeat.every])
    names = weekday_names()
    days = all_of(names[day] for day in sorted(repeat.days))
    return ngettext(
        "every week on %(days)s", "every %(n)s weeks on %(days)s", repeat.weeks, days=days
    )


def _end(repeat: Repeat) -> str:
    if repeat.count:
        return ngettext("%(n)s time", "%(n)s times", repeat.count)
    if repeat.last_day:
        return _("until %(day)s", day=format_date(repeat.last_day))
    return _("until you stop it")
