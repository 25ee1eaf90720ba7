"""Talks: the rhythm of a pair, the moments it makes, and where one talk stands."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from dateutil.tz import resolve_imaginary

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _

SHORTEST, LONGEST = 10, 480
FARTHEST = timedelta(days=366)
LONGEST_RUN = timedelta(days=3660)


class Every(StrEnum):
    """How often a pair talks."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


EVERY_WORDS = {
    Every.WEEK: N_("every week"),
    Every.TWO_WEEKS: N_("every two weeks"),
    Every.MONTH: N_("once a month"),
}


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
    Standing.UNKNOWN: N_("not known yet"),
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
        raise RuleBroken(_("This talk was already logged or taken off. Look at your list."))
    return MEETING_STATES[state, step]


def standing(state: MeetingState, at: datetime, minutes: int, now: datetime) -> Standing:
    """Tell where a talk stands at a moment."""
    if state is MeetingState.PLANNED:
        return Standing.AHEAD if at + timedelta(minutes=minutes) > now else Standing.UNKNOWN
    return Standing(state.value)


def moments(first: datetime, every: Every, zone: str, until: datetime) -> list[datetime]:
    """List the moments of a rhythm up to `until`, at the same time on the wall all year round."""
    place = ZoneInfo(zone)
    wall = first.astimezone(place).replace(tzinfo=None)
    last = until.astimezone(place).replace(tzinfo=None)
    return [_in_utc(moment, place) for moment in _rule(wall, every, last)]


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Give the moment of a time on the wall; one that the spring change skips moves on an hour."""
    return _in_utc(datetime.combine(day, at), ZoneInfo(zone))


def day_of(moment: datetime, zone: str) -> date:
    """Give the day a moment falls on, on the wall of a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


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


def _rule(wall: datetime, every: Every, last: datetime) -> rrule:
    end = min(last, wall + LONGEST_RUN)
    if every is Every.MONTH:
        return rrule(MONTHLY, dtstart=wall, until=end, byweekday=_same_weekday(wall))
    return rrule(WEEKLY, interval=1 if every is Every.WEEK else 2, dtstart=wall, until=end)


def _same_weekday(wall: datetime) -> weekday:
    # The fifth Tuesday is not in every month, the last one is.
    nth = (wall.day - 1) // 7 + 1
    return weekday(wall.weekday(), -1 if nth == 5 else nth)


def _in_utc(wall: datetime, place: ZoneInfo) -> datetime:
    return resolve_imaginary(wall.replace(tzinfo=place)).astimezone(UTC)
