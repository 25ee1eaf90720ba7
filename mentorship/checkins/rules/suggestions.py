"""Suggested times: up to three of them, drawn from the hours both show, of which one is picked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import HOURLY, rrule

from mentorship.checkins.rules import days_off
from mentorship.checkins.rules.days_off import DaysOff
from mentorship.checkins.rules.talks import in_utc
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

MOST = 3
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The hours of the parts of a day, as the question about times words them.
PARTS = {range(8, 12): "morning", range(12, 17): "afternoon", range(17, 21): "evening",
         range(21, 24): "night"}  # fmt: skip


class SuggestionState(StrEnum):
    """What became of a suggested time."""

    OPEN = "open"
    PICKED = "picked"
    PASSED = "passed"


@dataclass(frozen=True)
class Shown:
    """The hours somebody shows by their own clock, and the days on which these do not hold."""

    zone: str
    slots: Collection[str]
    off: DaysOff = days_off.NONE

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether a moment lies in these hours."""
        wall = moment.astimezone(ZoneInfo(self.zone))
        part = next((name for hours, name in PARTS.items() if wall.hour in hours), "")
        return f"{DAYS[wall.weekday()]}-{part}" in self.slots and wall.date() not in self.off


def hours_of_both(start: datetime, end: datetime, mine: Shown, theirs: Shown) -> list[datetime]:
    """List the full hours, by the clock of the first, that lie in what both of them show."""
    wall = start.astimezone(ZoneInfo(mine.zone)).replace(minute=0, second=0, microsecond=0)
    last = end.astimezone(ZoneInfo(mine.zone))
    hours = {in_utc(hour) for hour in rrule(HOURLY, dtstart=wall, until=last)}
    return sorted(hour for hour in hours if start < hour < end and hour in mine and hour in theirs)


def check_hour(moment: datetime, mine: Shown, theirs: Shown) -> None:
    """Refuse a time that is not among the hours that both show."""
    if moment not in mine or moment not in theirs:
        raise RuleBroken(_("Choose one of the times in the list."), status=422, field="times")


def check_how_many(chosen: int, still_open: int) -> None:
    """Refuse none at all, and more than three that wait for an answer."""
    if not chosen:
        raise RuleBroken(_("Choose at least one time."), status=422, field="times")
    if chosen + still_open > MOST:
        raise RuleBroken(
            _("You can suggest three times at once. Choose fewer, or wait for the answer."),
            status=422,
            field="times",
        )


def check_open(state: SuggestionState, at: datetime, now: datetime) -> None:
    """Refuse to answer what was answered, taken back, or is past."""
    if state is not SuggestionState.OPEN or at <= now:
        raise RuleBroken(_("This time is no longer open. Choose another one."))
