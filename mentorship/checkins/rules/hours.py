"""When staff are there, and what that makes of a promise."""

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Hours(Protocol):
    """What the agency says of its hours."""

    @property
    def time_zone(self) -> str:
        """The agency's zone."""

    @property
    def staffed_weekdays(self) -> tuple[int, ...]:
        """Days with somebody there; Monday is 0."""

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
    return wall.weekday() in hours.staffed_weekdays and in_hours


def next_reading(moment: datetime, hours: Hours) -> datetime:
    """Tell when the next person reads what is sent now: at once, or when somebody is there."""
    if is_staffed(moment, hours) or not hours.staffed_weekdays:
        return moment
    wall = moment.astimezone(ZoneInfo(hours.time_zone))
    opens = wall.replace(hour=hours.staffed_from_hour, minute=0, second=0, microsecond=0)
    if wall.hour >= hours.staffed_from_hour:
        opens += timedelta(days=1)
    while opens.weekday() not in hours.staffed_weekdays:
        opens += timedelta(days=1)
    return opens.astimezone(moment.tzinfo)


def end_of_next_staffed_day(moment: datetime, hours: Hours) -> datetime:
    """Give the end of the first staffed day that begins after this one."""
    wall = moment.astimezone(ZoneInfo(hours.time_zone)) + timedelta(days=1)
    while hours.staffed_weekdays and wall.weekday() not in hours.staffed_weekdays:
        wall += timedelta(days=1)
    closes = wall.replace(hour=hours.staffed_until_hour, minute=0, second=0, microsecond=0)
    return closes.astimezone(moment.tzinfo)
