"""The clock on each one's wall: which zones there are, and a time said for two people."""

from datetime import datetime
from functools import cache
from operator import itemgetter
from zoneinfo import available_timezones

from babel import dates
from babel.core import get_global

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, format_date, format_datetime, format_time, locale, use_zone

AREAS = frozenset(
    {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
        "Indian", "Pacific",
    }
)  # fmt: skip
ALIASES = frozenset(get_global("zone_aliases"))


@cache
def zone_names() -> tuple[str, ...]:
    """List the zones that are named after a place, and UTC."""
    placed = (name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return (*sorted(placed), "UTC")


def zone_labels(chosen: str) -> dict[str, str]:
    """Give the zones to choose from by the names of their cities in the language of the moment.

    A second name for the same clock is left out, unless it is the one somebody chose before.
    """
    named = [zone for zone in zone_names() if zone not in ALIASES or zone == chosen]
    cities = {zone: city_said(zone) for zone in named}
    return {**dict(sorted(cities.items(), key=itemgetter(1))), "UTC": "UTC"}


def city_said(zone: str) -> str:
    """Say a zone by its city, in the language of the moment."""
    # Where Babel knows no name it gives the place in the zone's own.
    named = dates.get_timezone_location(zone, locale=locale(), return_city=True)
    return named.rpartition("/")[2]


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
