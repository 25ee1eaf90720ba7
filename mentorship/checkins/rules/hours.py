"""When staff are there, and what that makes of a promise."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Hours(Protocol):
    """What the agency says of its hours."""

    @property
    def time_zone(self) -> str:
        """The agency's zone."""

    @property
    def staffed_weekdays(self) -> Collection[int]:
        """Days with somebody there; Monday is 0."""

    @property
    def holidays(self) -> Collection[date]:
        """Days on which nobody comes, whatever day of the week it is."""

    @property
    def staffed_from_hour(self) -> int:
        """The hour in which somebody comes."""

    @property
    def staffed_until_hour(self) -> int:
        """The hour in which the last one leaves."""


def is_staffed(moment: datetime, hours: Hours) -> bool:
    """Tell whether somebody is there at this moment."""
    wall = moment.astimezone(ZoneInfo(hours.time_zone))
    in_hours = hours.staffed_from_hour <= wall.hour < hours.staffed_until_hour
    return _is_staffed_day(wall.date(), hours) and in_hours


def next_reading(moment: datetime, hours: Hours) -> datetime | None:
    """Tell when the next person reads what is sent now: at once, when somebody comes, or never."""
    if is_staffed(moment, hours):
        return moment
    if not hours.staffed_weekdays:
        return None
    wall = moment.astimezone(ZoneInfo(hours.time_zone))
    has_begun = wall.hour >= hours.staffed_from_hour
    day = _staffed_from(wall.date() + timedelta(days=has_begun), hours)
    return at_hour(day, hours.staffed_from_hour, hours).astimezone(moment.tzinfo)


def closing(moment: datetime, hours: Hours) -> datetime:
    """Tell when the last one leaves on the day of a staffed moment."""
    day = moment.astimezone(ZoneInfo(hours.time_zone)).date()
    return at_hour(day, hours.staffed_until_hour, hours).astimezone(moment.tzinfo)


def end_of_next_staffed_day(moment: datetime, hours: Hours) -> datetime:
    """Give the end of the first staffed day that begins after this one."""
    today = moment.astimezone(ZoneInfo(hours.time_zone)).date()
    day = _staffed_from(today + timedelta(days=1), hours)
    return at_hour(day, hours.staffed_until_hour, hours).astimezone(moment.tzinfo)


def after_work(moment: datetime, work: timedelta, hours: Hours) -> datetime:
    """Give the moment by which so many staffed hours have gone by, nights and days off not counted.

    Where the agency named no day, every hour counts.
    """
    begins = next_reading(moment, hours)
    while begins is not None:
        left = closing(begins, hours) - begins
        if work <= left:
            return begins + work
        moment, work = closing(begins, hours), work - left
        begins = next_reading(moment, hours)
    return moment + work


def _is_staffed_day(day: date, hours: Hours) -> bool:
    return day.weekday() in hours.staffed_weekdays and day not in hours.holidays


def _staffed_from(day: date, hours: Hours) -> date:
    # Where no day of the week is staffed there is none to look for; holidays come to an end.
    while hours.staffed_weekdays and not _is_staffed_day(day, hours):
        day += timedelta(days=1)
    return day


def at_hour(day: date, hour: int, hours: Hours) -> datetime:
    """Give the moment of a full hour of a day, 24 being its end."""
    # Through midnight of the wall, so that an hour of 24 is the end of the day.
    return datetime.combine(day, time(0), ZoneInfo(hours.time_zone)) + timedelta(hours=hour)
