"""Who is on call at which moment, what the plan leaves open, and what may be put into it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from mentorship.checkins.rules import hours
from mentorship.checkins.rules.hours import Hours
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, format_date, weekday_names

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_LINES = 100
# A Monday; any would do to lay the days of every week out on.
A_MONDAY = date(2024, 1, 1)


class Plan(Hours, Protocol):
    """What the agency says of its hours, and of who is on call."""

    @property
    def on_call(self) -> Sequence[Shift]:
        """The lines of the plan."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time; a line of the plan with the moments of one day is one, a gap another."""

    starts: datetime
    ends: datetime
    shift: Shift | None = None


def on_call_at(moment: datetime, plan: Plan) -> tuple[str, ...]:
    """List who is on call at a moment, the first one first; what is said of a date comes first."""
    here = [it for it in _around(moment, moment, plan) if it.starts <= moment < it.ends]
    shifts = [it.shift for it in here if it.shift]
    found = min(shifts, key=lambda shift: shift.is_weekly, default=None)
    return tuple(who for who in (found.first, found.second) if who) if found else ()


def changes(start: datetime, end: datetime, plan: Plan) -> list[datetime]:
    """List the moments between two at which somebody else may be on call."""
    edges = {edge for it in _around(start, end, plan) for edge in (it.starts, it.ends)}
    return sorted(edge for edge in edges if start < edge < end)


def next_reading(moment: datetime, plan: Plan) -> datetime | None:
    """Tell when the next person reads a worry that is sent now: there, or on call by the plan."""
    moments = [moment, *changes(moment, moment + WEEK + DAY, plan)]
    on_call = next((at for at in moments if on_call_at(at, plan)), None)
    there = hours.next_reading(moment, plan)
    return min((at for at in (on_call, there) if at is not None), default=None)


def only(plan: Collection[Shift], there: Collection[str]) -> tuple[Shift, ...]:
    """Give the plan with nobody named but those who are there."""
    return tuple(
        replace(
            shift, first=shift.first if shift.first in there else "",
            second=shift.second if shift.second in there else "",
        )
        for shift in plan
    )  # fmt: skip


def gaps(moment: datetime, plan: Plan) -> list[Stretch]:
    """List when nobody reads a worry: in the next seven days, and on dates and days off ahead."""
    today = moment.astimezone(ZoneInfo(plan.time_zone)).date()
    special = {*plan.holidays, *(it.day for it in plan.on_call if isinstance(it.day, date))}
    days = {today + n * DAY for n in range(7)} | {day for day in special if day > today}
    found: list[Stretch] = []
    for day in sorted(days):
        midnights = (_moment(it, time(0), plan) for it in (day, day + DAY))
        start, end = (at.astimezone(moment.tzinfo) for at in midnights)
        for gap in _gaps(max(start, moment), end, plan):
            goes_on = found and found[-1].ends == gap.starts
            begins = found.pop().starts if goes_on else gap.starts
            found.append(Stretch(begins, gap.ends))
    return found


def put_in(plan: Collection[Shift], shift: Shift, today: date) -> tuple[Shift, ...]:
    """Put a line into the plan; the same day and hours again replace what was there.

    Dates that are past fall out. Nobody can be named twice for the same hours.
    """
    _check_line(shift, today)
    others = [it for it in plan if it.key != shift.key and _is_ahead(it, today)]
    for other in others:
        if _overlap(shift, other):
            raise _wrong("starts", _("These hours are in the plan already: %(line)s.",
                                     line=shift_said(other)))  # fmt: skip
    if len(others) >= MOST_LINES:
        raise _wrong("starts", _("The plan has %(n)s lines. Take some out first.", n=MOST_LINES))
    return tuple(sorted([*others, shift], key=_order))


def take_out(plan: Collection[Shift], key: str) -> tuple[Shift, ...]:
    """Take one line out of the plan."""
    return tuple(shift for shift in plan if shift.key != key)


def shift_said(shift: Shift) -> str:
    """Say the day and the hours of a line: Monday, 17:00 to 09:00 of the next day."""
    day = weekday_names()[shift.day] if isinstance(shift.day, int) else format_date(shift.day)
    starts, ends = f"{shift.starts:%H:%M}", f"{shift.ends:%H:%M}"
    if shift.ends > shift.starts:
        return _("%(day)s, %(starts)s to %(ends)s", day=day, starts=starts, ends=ends)
    return _("%(day)s, %(starts)s to %(ends)s of the next day", day=day, starts=starts, ends=ends)


def _around(start: datetime, end: datetime, plan: Plan) -> Iterator[Stretch]:
    """Lay the plan out on the days from the one before a moment to the one of another."""
    zone = ZoneInfo(plan.time_zone)
    day, last = start.astimezone(zone).date() - DAY, end.astimezone(zone).date()
    while day <= last:
        for shift in plan.on_call:
            if shift.day in (day, day.weekday()):
                ends_on = day if shift.ends > shift.starts else day + DAY
                starts = _moment(day, shift.starts, plan).astimezone(start.tzinfo)
                ends = _moment(ends_on, shift.ends, plan).astimezone(start.tzinfo)
                yield Stretch(starts, ends, shift)
        day += DAY


def _gaps(start: datetime, end: datetime, plan: Plan) -> Iterator[Stretch]:
    edges = {start, end, *changes(start, end, plan)}
    for hour in (plan.staffed_from_hour, plan.staffed_until_hour):
        day = start.astimezone(ZoneInfo(plan.time_zone)).date()
        edges.add(hours.at_hour(day, hour, plan).astimezone(start.tzinfo))
    marks = sorted(edge for edge in edges if start <= edge <= end)
    for begins, ends in pairwise(marks):
        if not hours.is_staffed(begins, plan) and not on_call_at(begins, plan):
            yield Stretch(begins, ends)


def _moment(day: date, at: time, plan: Plan) -> datetime:
    return datetime.combine(day, at, ZoneInfo(plan.time_zone))


def _check_line(shift: Shift, today: date) -> None:
    if not _is_ahead(shift, today):
        raise _wrong("day", _("Choose a day that is not past."))
    if shift.second and not shift.first:
        raise _wrong("first", _("Choose the first person, or nobody for both."))
    if shift.second and shift.second == shift.first:
        raise _wrong("second", _("Choose two different people, or nobody."))
    if shift.is_weekly and not shift.first:
        raise _wrong("first", _("Choose who is on call."))


def _is_ahead(shift: Shift, today: date) -> bool:
    # The night that began yesterday is still on.
    return isinstance(shift.day, int) or shift.day >= today - (shift.ends <= shift.starts) * DAY


def _overlap(one: Shift, other: Shift) -> bool:
    if one.is_weekly is not other.is_weekly:
        return False
    (start, end), (begin, stop) = _laid_out(one), _laid_out(other)
    weeks = (-WEEK, timedelta(0), WEEK) if one.is_weekly else (timedelta(0),)
    return any(start < stop + week and begin + week < end for week in weeks)


def _laid_out(shift: Shift) -> tuple[datetime, datetime]:
    day = A_MONDAY + shift.day * DAY if isinstance(shift.day, int) else shift.day
    ends_on = day if shift.ends > shift.starts else day + DAY
    return datetime.combine(day, shift.starts), datetime.combine(ends_on, shift.ends)


def _order(shift: Shift) -> tuple[bool, str, time]:
    return not shift.is_weekly, str(shift.day), shift.starts


def _wrong(field: str, sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field=field)
