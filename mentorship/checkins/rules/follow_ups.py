"""Follow-ups: why something stands on the board, how urgent it is when, and what may be done.

A follow-up is either something that happened once, or a clock that starts anew each time it is
answered. How urgent it is follows from its ladder, in `ladders`.
"""

from datetime import datetime, timedelta
from enum import StrEnum

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


class Reason(StrEnum):
    """Why it stands on the board."""

    WORRIED_NOW = "worried_now"
    NOT_TREATED_RIGHT = "not_treated_right"
    ASKED_TODAY = "asked_today"
    HARD_TWICE = "hard_twice"
    WANTS_TO_TALK = "wants_to_talk"
    NOT_HEARD = "not_heard"
    NOT_SAFE_TO_MEET = "not_safe_to_meet"
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


_K, _R = Kind, Reason

KIND_OF: dict[Reason, Kind] = {
    _R.WORRIED_NOW: _K.SAFETY,
    _R.NOT_TREATED_RIGHT: _K.COMPLAINT,
    _R.ASKED_TODAY: _K.CALL,
    _R.HARD_TWICE: _K.CALL,
    _R.WANTS_TO_TALK: _K.CALL,
    _R.NOT_HEARD: _K.CALL,
    _R.NOT_SAFE_TO_MEET: _K.CALL,
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
}
CLOCKS = frozenset({_K.PAIR, _K.CONTACT, _K.WAITING})
ANSWERED_BY_CONTACT = frozenset({_K.CONTACT, _K.WAITING, _K.AFTERCARE})
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


# Whose it is where a step has nobody: outside the hours the coordinators, later the next above.
OR_ELSE = {
    Owner.ON_CALL: Owner.COORDINATOR,
    Owner.DEPUTY: Owner.LEAD,
    Owner.LEAD: Owner.COORDINATOR,
}


class State(StrEnum):
    """Whether a follow-up runs."""

    OPEN = "open"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    CLOSED = "closed"


class Step(StrEnum):
    """What happens to a follow-up; each is one row of its history."""

    OPENED = "opened"
    AGAIN = "again"
    TURNED = "turned"
    REMINDED = "reminded"
    TAKEN = "taken"
    CONTACT = "contact"
    SNOOZED = "snoozed"
    WOKE = "woke"
    PAUSED = "paused"
    RESUMED = "resumed"
    ANEW = "anew"
    CLOSED = "closed"


_S = State

STATES: dict[tuple[State, Step], State] = {
    (_S.OPEN, Step.AGAIN): _S.OPEN,
    (_S.OPEN, Step.TURNED): _S.OPEN,
    (_S.OPEN, Step.REMINDED): _S.OPEN,
    (_S.OPEN, Step.TAKEN): _S.OPEN,
    (_S.OPEN, Step.CONTACT): _S.OPEN,
    (_S.OPEN, Step.SNOOZED): _S.SNOOZED,
    (_S.OPEN, Step.PAUSED): _S.PAUSED,
    (_S.OPEN, Step.ANEW): _S.OPEN,
    (_S.OPEN, Step.CLOSED): _S.CLOSED,
    (_S.SNOOZED, Step.AGAIN): _S.OPEN,
    (_S.SNOOZED, Step.TAKEN): _S.SNOOZED,
    (_S.SNOOZED, Step.CONTACT): _S.SNOOZED,
    (_S.SNOOZED, Step.SNOOZED): _S.SNOOZED,
    (_S.SNOOZED, Step.WOKE): _S.OPEN,
    (_S.SNOOZED, Step.PAUSED): _S.PAUSED,
    (_S.SNOOZED, Step.ANEW): _S.OPEN,
    (_S.SNOOZED, Step.CLOSED): _S.CLOSED,
    (_S.PAUSED, Step.AGAIN): _S.OPEN,
    (_S.PAUSED, Step.TAKEN): _S.PAUSED,
    (_S.PAUSED, Step.CONTACT): _S.PAUSED,
    (_S.PAUSED, Step.RESUMED): _S.OPEN,
    (_S.PAUSED, Step.ANEW): _S.PAUSED,
    (_S.PAUSED, Step.CLOSED): _S.CLOSED,
    (_S.CLOSED, Step.AGAIN): _S.OPEN,
}
OPEN_STATES = (_S.OPEN, _S.SNOOZED, _S.PAUSED)


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
}


def shown_stage(state: State, stage: Stage) -> Stage:
    """Tell in which group of the board a follow-up stands."""
    return {State.SNOOZED: Stage.SNOOZED, State.PAUSED: Stage.PAUSED}.get(state, stage)


def outcomes(kind: Kind) -> tuple[Outcome, ...]:
    """List how a follow-up of this kind can end."""
    return OUTCOMES.get(kind, _FOR_ALL)


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
    order = list(Reason)
    return order.index(new) < order.index(old)


def may_reopen(closed_at: datetime, now: datetime) -> bool:
    """Tell whether the same thing again opens the old row, so that its history is at hand."""
    return now - closed_at <= REOPENS_WITHIN
