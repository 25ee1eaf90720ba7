"""Logs and taps: what can be said, what it asks of staff, and until when it can be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.talks import LONGEST
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _

LONGEST_NOTE = 300
OLDEST = timedelta(days=60)
WEEKS_SHOWN = 12


class Outcome(StrEnum):
    """What became of a talk; nothing says whose fault."""

    HELD = "held"
    MOVED = "moved"
    DID_NOT_HAPPEN = "did_not_happen"
    NO_ANSWER = "no_answer"
    I_COULD_NOT = "i_could_not"
    NOT_SAFE = "not_safe"

    @property
    def is_moved(self) -> bool:
        """Tell whether the talk is still to come: then nothing was heard of the pair."""
        return self is Outcome.MOVED

    @property
    def is_not_held(self) -> bool:
        """Tell whether the pair was to talk and did not."""
        return self not in {Outcome.HELD, Outcome.MOVED}


OUTCOME_WORDS = {
    Outcome.HELD: N_("Yes"),
    Outcome.MOVED: N_("We moved it"),
    Outcome.DID_NOT_HAPPEN: N_("It did not happen"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.I_COULD_NOT: N_("I could not"),
    Outcome.NOT_SAFE: N_("It was not safe to meet"),
}


def by_week(logged: Iterable[tuple[date, Outcome]], today: date) -> list[tuple[date, bool | None]]:
    """Tell of each of the last weeks, by its Monday, whether a talk was held; None: none logged."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS_SHOWN))]
    held: dict[date, bool] = {}
    for day, outcome in logged:
        monday = day - timedelta(days=day.weekday())
        held[monday] = held.get(monday, False) or outcome is Outcome.HELD
    return [(monday, held.get(monday)) for monday in mondays]


class Feeling(StrEnum):
    """How a talk was for the one who logs it."""

    FINE = "fine"
    MIXED = "mixed"
    HARD = "hard"


FEELING_WORDS = {
    Feeling.FINE: N_("Fine"),
    Feeling.MIXED: N_("Mixed"),
    Feeling.HARD: N_("Hard"),
}


class CallMe(StrEnum):
    """Whether the one who logs wants a call."""

    NO = "no"
    THIS_WEEK = "this_week"
    TODAY = "today"


CALL_WORDS = {
    CallMe.NO: N_("No"),
    CallMe.THIS_WEEK: N_("This week"),
    CallMe.TODAY: N_("Today"),
}


class Worry(StrEnum):
    """Whether the one who logs is worried about the other."""

    NO = "no"
    A_LITTLE = "a_little"
    YES = "yes"


WORRY_WORDS = {Worry.NO: N_("No"), Worry.A_LITTLE: N_("A little"), Worry.YES: N_("Yes")}


class Going(StrEnum):
    """How it is going, for a mentee."""

    GOOD = "good"
    MIXED = "mixed"
    NOT_GOOD = "not_good"


GOING_WORDS = {
    Going.GOOD: N_("Good"),
    Going.MIXED: N_("Mixed"),
    Going.NOT_GOOD: N_("Not good"),
}


@dataclass(frozen=True)
class LogEntry:
    """What is said in one log."""

    outcome: Outcome
    on_day: date
    minutes: int | None = None
    way: str | None = None
    feeling: Feeling | None = None
    call_me: CallMe = CallMe.NO
    worry: Worry = Worry.NO
    pause_asked: bool = False
    note: str = ""


@dataclass(frozen=True)
class TapEntry:
    """What a mentee says in two taps."""

    going: Going | None = None
    not_heard: bool = False
    wants_to_talk: bool = False


def asked_by_log(entry: LogEntry, before: Feeling | None) -> list[Reason]:
    """List what a log asks of staff about the mentor; `before` is how the talk before it was."""
    asked = {
        Reason.ASKED_TODAY: entry.call_me is CallMe.TODAY,
        Reason.ASKED_THIS_WEEK: entry.call_me is CallMe.THIS_WEEK,
        Reason.HARD_TWICE: entry.feeling is Feeling.HARD and before is Feeling.HARD,
        Reason.NOTE: bool(entry.note),
    }
    return [reason for reason, so in asked.items() if so]


def asked_about_mentee(entry: LogEntry) -> list[Reason]:
    """List what a log asks of staff about the mentee."""
    asked = {
        Reason.NOT_SAFE_TO_MEET: entry.outcome is Outcome.NOT_SAFE,
        Reason.WORRIED: entry.worry is Worry.YES,
        Reason.A_LITTLE_WORRIED: entry.worry is Worry.A_LITTLE,
        Reason.PAUSE_ASKED: entry.pause_asked,
    }
    return [reason for reason, so in asked.items() if so]


def asked_by_tap(entry: TapEntry) -> list[Reason]:
    """List what a mentee's taps ask of staff."""
    asked = {
        Reason.WANTS_TO_TALK: entry.wants_to_talk,
        Reason.NOT_HEARD: entry.not_heard,
        Reason.NOT_GOOD: entry.going is Going.NOT_GOOD,
    }
    return [reason for reason, so in asked.items() if so]


def check_entry(entry: LogEntry, began: date, today: date) -> None:
    """Refuse a day that has not come or lies long ago, a length no talk has, and a long note."""
    if entry.on_day > today:
        raise _wrong_day(_("Choose a day that is not ahead of us."))
    if entry.on_day < max(began, today - OLDEST):
        raise _wrong_day(_("Choose a later day. This one is before your talks began or long ago."))
    if entry.minutes is not None and not 1 <= entry.minutes <= LONGEST:
        raise RuleBroken(
            _("Write a number of minutes from 1 to %(n)s.", n=LONGEST), status=422, field="minutes"
        )
    if len(entry.note) > LONGEST_NOTE:
        raise RuleBroken(
            _("Write at most %(n)s characters.", n=LONGEST_NOTE), status=422, field="note"
        )


def check_tap(entry: TapEntry) -> None:
    """Refuse taps that say nothing."""
    if entry == TapEntry():
        raise RuleBroken(_("Choose at least one, or leave this page."), status=422, field="going")


def may_change(logged_at: datetime, now: datetime, hours: int) -> bool:
    """Tell whether the one who logged can still change it alone."""
    return now <= logged_at + timedelta(hours=hours)


def check_may_change(logged_at: datetime, now: datetime, hours: int) -> None:
    """Refuse to change a log after its hours are over."""
    if not may_change(logged_at, now, hours):
        raise RuleBroken(
            _("This log can no longer be changed here. Tell us, and we note it for you.")
        )


def _wrong_day(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field="day")
