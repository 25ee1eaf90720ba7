"""The clock on each one's wall: which zones there are, and a time said for two people."""

from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, format_date, format_datetime, format_time, use_zone

AREAS = frozenset(
    {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
        "Indian", "Pacific",
    }
)  # fmt: skip


@cache
def zone_names() -> tuple[str, ...]:
    """List the zones that are named after a place, and UTC."""
    placed = (name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return (*sorted(placed), "UTC")


def check_zone(zone: str) -> None:
    """Refuse a zone that nobody knows."""
    if zone not in zone_names():
        raise RuleBroken(
            _("We do not know this time zone. Choose one from the list."), status=422, field="zone"
        )


def moment_said(moment: datetime, zone: str) -> str:
    """Say a moment by one clock: Thursday 5 March 2026, 18:30."""
    with use_zone(zone):
        return format_datetime(moment)


def time_said(moment: datetime, zone: str) -> str:
    """Say the time of day of a moment by one clock: 18:30."""
    with use_zone(zone):
        return format_time(moment)


def day_said(moment: datetime, zone: str) -> str:
    """Say the day of a moment by one clock: Thursday 5 March 2026."""
    with use_zone(zone):
        return format_date(moment)


def said_for_two(moment: datetime, zone: str, other_zone: str, other: str) -> str:
    """Say a moment by one's own clock and, where the other one's shows another time, by both."""
    mine, theirs = moment_said(moment, zone), moment_said(moment, other_zone)
    if mine == theirs:
        return mine
    same_day = day_said(moment, zone) == day_said(moment, other_zone)
    also = time_said(moment, other_zone) if same_day else theirs
    return _("%(mine)s your time (%(also)s for %(who)s)", mine=mine, also=also, who=other)
