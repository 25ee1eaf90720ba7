"""Follow-ups: why something stands on the board, how urgent it is when, and what may be done.

A follow-up is either something that happened once, or a clock that starts anew each time it is
answered. How urgent it is follows from its ladder, in `ladders`.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from mentorship.checkins.rules.steps import State
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

LONGEST_SNOOZE = timedelta(days=60)
REOPENS_WITHIN = timedelta(days=30)


class Kind(StrEnum):
    """What a follow-up is for."""

    SAFETY = "safety"
    COMPLAINT = "complaint"
    CALL = "call"
    SUSPENDED = "suspended"
    LOOK = "look"
    PAIR = "pair"
    CONTACT = "contact"
    WAITING = "waiting"
    AFTERCARE = "aftercare"
    OFFER = "offer"
    TALK_NEEDED = "talk_needed"
    REACH = "reach"
    REST = "rest"
    KEEP_TOUCH = "keep_touch"
    TELL = "tell"
    QUIET = "quiet"


class Reason(StrEnum):
    """Why it stands on the board."""

    WORRIED_NOW = "worried_now"
    NOT_TREATED_RIGHT = "not_treated_right"
    ASKED_TODAY = "asked_today"
    HARD_TWICE = "hard_twice"
    WANTS_TO_TALK = "wants_to_talk"
    NOT_HEARD = "not_heard"
    NOT_SAFE_TO_MEET = "not_safe_to_meet"
    SAID_UNSAFE = "said_unsafe"
    WORRIED = "worried"
    STEPPED_BACK = "stepped_back"
    SUSPENDED = "suspended"
    OTHER_SUSPENDED = "other_suspended"
    ASKED_THIS_WEEK = "asked_this_week"
    NOT_GOOD = "not_good"
    A_LITTLE_WORRIED = "a_little_worried"
    ENDING = "ending"
    PAUSE_ASKED = "pause_asked"
    NOTE = "note"
    FIRST_TALK = "first_talk"
    NO_NEWS = "no_news"
    NOT_HELD = "not_held"
    NO_ANSWER = "no_answer"
    COULD_NOT = "could_not"
    LOG_AWAITED = "log_awaited"
    FIRST_CONTACT = "first_contact"
    CONTACT_DUE = "contact_due"
    NEW_PERSON = "new_person"
    STILL_WAITING = "still_waiting"
    ENDED = "ended"
    OFFER_UNANSWERED = "offer_unanswered"
    CONSENT_OVER = "consent_over"
    CANNOT_LOOK = "cannot_look"
    NO_SAFE_WAY = "no_safe_way"
    WAY_TO_CONFIRM = "way_to_confirm"
    RESTS = "rests"
    RESTS_IN_TOUCH = "rests_in_touch"
    NEWS_NOT_TOLD = "news_not_told"
    QUIET_FOR_LONG = "quiet_for_long"


_K, _R = Kind, Reason

KIND_OF: dict[Reason, Kind] = {
    _R.WORRIED_NOW: _K.SAFETY,
    _R.NOT_TREATED_RIGHT: _K.COMPLAINT,
    _R.ASKED_TODAY: _K.CALL,
    _R.HARD_TWICE: _K.CALL,
    _R.WANTS_TO_TALK: _K.CALL,
    _R.NOT_HEARD: _K.CALL,
    _R.NOT_SAFE_TO_MEET: _K.CALL,
    _R.SAID_UNSAFE: _K.CALL,
    _R.WORRIED: _K.CALL,
    _R.STEPPED_BACK: _K.CALL,
    _R.SUSPENDED: _K.SUSPENDED,
    _R.OTHER_SUSPENDED: _K.SUSPENDED,
    _R.ASKED_THIS_WEEK: _K.LOOK,
    _R.NOT_GOOD: _K.LOOK,
    _R.A_LITTLE_WORRIED: _K.LOOK,
    _R.ENDING: _K.LOOK,
    _R.PAUSE_ASKED: _K.LOOK,
    _R.NOTE: _K.LOOK,
    _R.FIRST_TALK: _K.PAIR,
    _R.NO_NEWS: _K.PAIR,
    _R.NOT_HELD: _K.PAIR,
    _R.NO_ANSWER: _K.PAIR,
    _R.COULD_NOT: _K.PAIR,
    _R.LOG_AWAITED: _K.PAIR,
    _R.FIRST_CONTACT: _K.CONTACT,
    _R.CONTACT_DUE: _K.CONTACT,
    _R.NEW_PERSON: _K.WAITING,
    _R.STILL_WAITING: _K.WAITING,
    _R.ENDED: _K.AFTERCARE,
    _R.OFFER_UNANSWERED: _K.OFFER,
    _R.CONSENT_OVER: _K.TALK_NEEDED,
    _R.CANNOT_LOOK: _K.TALK_NEEDED,
    _R.NO_SAFE_WAY: _K.REACH,
    _R.WAY_TO_CONFIRM: _K.REACH,
    _R.RESTS: _K.REST,
    _R.RESTS_IN_TOUCH: _K.KEEP_TOUCH,
    _R.NEWS_NOT_TOLD: _K.TELL,
    _R.QUIET_FOR_LONG: _K.QUIET,
}
# After one of these, staff speak with both of a pair each week for a time.
CONCERNS = frozenset({_R.WORRIED_NOW, _R.NOT_SAFE_TO_MEET, _R.SAID_UNSAFE, _R.WORRIED})
CLOSER_AFTER_CONCERN = frozenset({_K.CONTACT, _K.WAITING})
# The clocks that run just because somebody rests without a day on which they come back.
WHILE_RESTING = frozenset({_K.REST, _K.KEEP_TOUCH})
CLOCKS = frozenset({_K.PAIR, _K.CONTACT, _K.WAITING}) | WHILE_RESTING
ANSWERED_BY_CONTACT = frozenset({_K.CONTACT, _K.WAITING, _K.AFTERCARE, _K.QUIET}) | WHILE_RESTING
# What a log says of the last talk: the mentor has told us, and needs no reminder.
TOLD_US = frozenset({_R.NOT_HELD, _R.NO_ANSWER, _R.COULD_NOT})
NEW_REASONS = frozenset({_R.FIRST_TALK, _R.FIRST_CONTACT, _R.NEW_PERSON})
AT_ONCE = frozenset({_K.CALL, _K.SUSPENDED})
# Their words are for chosen eyes, and putting them off is not for anybody.
REPORTED = frozenset({_K.SAFETY, _K.COMPLAINT})
NOT_SNOOZED = REPORTED


class Stage(StrEnum):
    """How urgent it is, in the order of the board."""

    SAFETY = "safety"
    CALL_TODAY = "call_today"
    LATE = "late"
    DUE = "due"
    NEW = "new"
    PAUSED = "paused"
    SNOOZED = "snoozed"
    ON_TIME = "on_time"


class Owner(StrEnum):
    """Who has to take it when nobody has."""

    COORDINATOR = "coordinator"
    ON_CALL = "on_call"
    DEPUTY = "deputy"
    LEAD = "lead"
    READER = "reader"


# Whose it is where a step has nobody: the next above, and in the end all coordinators.
OR_ELSE = {
    Owner.ON_CALL: Owner.DEPUTY,
    Owner.DEPUTY: Owner.LEAD,
    Owner.LEAD: Owner.COORDINATOR,
    Owner.READER: Owner.COORDINATOR,
}


class SnoozeWhy(StrEnum):
    """Why something is put off."""

    PLANNED = "planned"
    THEY_ASKED = "they_asked"
    WAITING_FOR_ANSWER = "waiting_for_answer"
    AWAY = "away"


class Outcome(StrEnum):
    """How a follow-up ended."""

    SPOKE = "spoke"
    TALK_PLANNED = "talk_planned"
    OTHER_HELP = "other_help"
    NO_LONGER_SO = "no_longer_so"
    NOT_REACHED = "not_reached"
    NO_DANGER = "no_danger"
    HELP_CALLED = "help_called"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    OVER = "over"
    LOOKED = "looked"
    AWAY = "away"
    PARKED = "parked"


_FOR_ALL = (
    Outcome.SPOKE,
    Outcome.TALK_PLANNED,
    Outcome.OTHER_HELP,
    Outcome.NO_LONGER_SO,
    Outcome.NOT_REACHED,
)
OUTCOMES: dict[Kind, tuple[Outcome, ...]] = {
    _K.SAFETY: (Outcome.NO_DANGER, Outcome.HELP_CALLED, Outcome.PASSED_ON),
    _K.COMPLAINT: (Outcome.ANSWERED, Outcome.PASSED_ON),
    # An attempt settles no clock, and only a contact that is logged answers those of contact.
    _K.PAIR: (Outcome.SPOKE, Outcome.TALK_PLANNED, Outcome.OTHER_HELP),
    _K.CONTACT: (),
    _K.WAITING: (),
    _K.KEEP_TOUCH: (),
    _K.REST: (Outcome.LOOKED,),
    # Still with us, and why we know; or put away.
    _K.QUIET: (Outcome.SPOKE, Outcome.AWAY, Outcome.PARKED),
}


def shown_stage(state: State, stage: Stage) -> Stage:
    """Tell in which group of the board a follow-up stands."""
    return {State.SNOOZED: Stage.SNOOZED, State.PAUSED: Stage.PAUSED}.get(state, stage)


def outcomes(kind: Kind) -> tuple[Outcome, ...]:
    """List how a follow-up of this kind can end."""
    return OUTCOMES.get(kind, _FOR_ALL)


def check_may_call(*, is_too_near: bool) -> None:
    """Refuse that a mentor who steps back is called by who looks after the ones they talk with."""
    if is_too_near:
        sentence = _("Somebody else calls: you look after the ones they talk with.")
        raise RuleBroken(sentence, status=409)


def check_can_end(kind: Kind) -> None:
    """Refuse to end by hand what only a contact answers."""
    if not outcomes(kind):
        sentence = _("Only a contact answers this. Log one, or put it off to a day.")
        raise RuleBroken(sentence, status=409)


def check_outcome(kind: Kind, outcome: Outcome) -> None:
    """Refuse an outcome that does not go with the kind."""
    check_can_end(kind)
    if outcome not in outcomes(kind):
        raise RuleBroken(_("Choose how it ended."), status=422, field="outcome")


def check_reasons(chosen: Collection[Reason], standing: Collection[Reason]) -> None:
    """Refuse to end reasons that do not stand there, or none."""
    if not chosen or not set(chosen) <= set(standing):
        raise RuleBroken(_("Choose what this ends."), status=422, field="reasons")


def check_snooze(kind: Kind, until: datetime, now: datetime) -> None:
    """Refuse to put off what cannot wait, or until a day that is past or far away."""
    if kind in NOT_SNOOZED:
        raise RuleBroken(_("This cannot be put off."), status=422, field="until")
    if until <= now:
        raise RuleBroken(_("Choose a day that is still to come."), status=422, field="until")
    if until > now + LONGEST_SNOOZE:
        raise RuleBroken(_("Choose a day within 60 days."), status=422, field="until")


def is_more_urgent(new: Reason, old: Reason) -> bool:
    """Tell whether a new reason comes before the one that stands there."""
    return most_urgent([old, new]) is not old


def most_urgent(reasons: Iterable[Reason]) -> Reason:
    """Give the reason that comes before all others."""
    return min(reasons, key=list(Reason).index)


def may_reopen(closed_at: datetime, now: datetime) -> bool:
    """Tell whether the same thing again opens the old row, so that its history is at hand."""
    return now - closed_at <= REOPENS_WITHIN
