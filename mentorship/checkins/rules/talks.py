"""Talks: their moments on the wall of a zone, and where one talk stands."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.tz import datetime_exists, resolve_imaginary

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _

SHORTEST, LONGEST = 10, 480
FARTHEST = timedelta(days=366)
YEARS = range(2000, 2200)


class Way(StrEnum):
    """How a pair talks."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    TEXT = "text"


WAY_WORDS = {
    Way.IN_PERSON: N_("in person"),
    Way.PHONE: N_("by phone"),
    Way.VIDEO: N_("by video"),
    Way.TEXT: N_("by text"),
}


class MeetingState(StrEnum):
    """What is noted of one talk."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    LOGGED = "logged"


class MeetingStep(StrEnum):
    """What happens to one talk."""

    MOVE = "move"
    CANCEL = "cancel"
    LOG = "log"
    UNLOG = "unlog"


class Standing(StrEnum):
    """Where one talk stands now; a booked time that passed is unknown, not held."""

    AHEAD = "ahead"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    LOGGED = "logged"


STANDING_WORDS = {
    Standing.AHEAD: N_("planned"),
    Standing.UNKNOWN: N_("nothing noted"),
    Standing.CANCELLED: N_("taken off"),
    Standing.LOGGED: N_("logged"),
}

MEETING_STATES = {
    (MeetingState.PLANNED, MeetingStep.MOVE): MeetingState.PLANNED,
    (MeetingState.PLANNED, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.PLANNED, MeetingStep.LOG): MeetingState.LOGGED,
    (MeetingState.LOGGED, MeetingStep.UNLOG): MeetingState.PLANNED,
}


def meeting_after(state: MeetingState, step: MeetingStep) -> MeetingState:
    """Tell what a step makes of a talk, or say why it cannot be."""
    if (state, step) not in MEETING_STATES:
        sentence = _("This talk was already logged or taken off. Look at your list.")
        # Who logs has written much; the sentence stands beside it, and nothing is lost.
        logs = step is MeetingStep.LOG
        raise RuleBroken(sentence, status=409, field="outcome" if logs else None)
    return MEETING_STATES[state, step]


def standing(state: MeetingState, at: datetime, minutes: int, now: datetime) -> Standing:
    """Tell where a talk stands at a moment."""
    if state is MeetingState.PLANNED:
        return Standing.AHEAD if at + timedelta(minutes=minutes) > now else Standing.UNKNOWN
    return Standing(state.value)


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Give the moment of a time on the wall; one that the spring change skips moves on an hour."""
    return in_utc(datetime.combine(day, at, ZoneInfo(zone)))


def agreed(day: date, at: time, zone: str) -> datetime:
    """Give the moment two people agree on, or say that the spring change skips it."""
    check_day(day)
    wall = datetime.combine(day, at, ZoneInfo(zone))
    if not datetime_exists(wall):
        raise RuleBroken(
            _("The clocks go forward that night, so that time is skipped. Choose another time."),
            status=422,
            field="at",
        )
    return in_utc(wall)


def in_utc(wall: datetime) -> datetime:
    """Give the moment of a time on the wall; RFC 5545 says what a skipped one means."""
    return resolve_imaginary(wall).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """Give the day a moment falls on, on the wall of a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def check_day(day: date) -> None:
    """Refuse a day so far away that no calendar can reckon with it."""
    if day.year not in YEARS:
        raise RuleBroken(_("Choose a day within a year."), status=422, field="day")


def check_both_here(*, rests_for_one: bool) -> None:
    """Refuse to plan a talk while one of the two is away: nobody would come."""
    if rests_for_one:
        raise RuleBroken(_("You rest for now. You can plan talks again after that."))


def check_length(minutes: int) -> None:
    """Refuse a length that no talk has."""
    if not SHORTEST <= minutes <= LONGEST:
        raise RuleBroken(
            _("Choose a length between 10 minutes and 8 hours."), status=422, field="minutes"
        )


def check_ahead(at: datetime, now: datetime, field: str = "day") -> None:
    """Refuse a time that has passed, or so far ahead that nobody would remember."""
    if at <= now:
        raise RuleBroken(_("Choose a time that is still to come."), status=422, field=field)
    if at > now + FARTHEST:
        raise RuleBroken(_("Choose a day within a year."), status=422, field=field)
