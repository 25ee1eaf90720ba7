"""Follow-ups: why something stands on the board, how urgent it is when, and how it can end.

A follow-up is either something that happened once, or a clock that starts anew each time it is
answered. How urgent it is follows from its ladder, in `ladders`; what staff may do with it stands
in `limits`.
"""

from collections.abc import Iterable
from enum import StrEnum

from mentorship.checkins.rules.steps import State
from mentorship.profiles.rules.readiness import Need


class Kind(StrEnum):
    """What a follow-up is for."""

    SAFETY = "safety"
    COMPLAINT = "complaint"
    CALL = "call"
    CHANGE = "change"
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
    TRAINING = "training"
    SUPERVISION = "supervision"
    CHECKS = "checks"
    AGREEMENT = "agreement"
    PAIR_REVIEW = "pair_review"
    SILENCE = "silence"


class Reason(StrEnum):
    """Why it stands on the board."""

    WORRIED_NOW = "worried_now"
    NOT_TREATED_RIGHT = "not_treated_right"
    ASKED_TODAY = "asked_today"
    HARD_TWICE = "hard_twice"
    WANTS_TO_TALK = "wants_to_talk"
    CHANGE_ASKED = "change_asked"
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
    CAME_BACK = "came_back"
    FIRST_TALK = "first_talk"
    NO_NEWS = "no_news"
    NOT_HELD = "not_held"
    NO_ANSWER = "no_answer"
    COULD_NOT = "could_not"
    LOG_AWAITED = "log_awaited"
    FEW_TALKS = "few_talks"
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
    TRAINING_ENDS = "training_ends"
    SUPERVISION_ENDS = "supervision_ends"
    CHECKS_END = "checks_end"
    AGREEMENT_ENDS = "agreement_ends"
    REVIEW_DUE = "review_due"
    SILENT = "silent"


_K, _R = Kind, Reason

KIND_OF: dict[Reason, Kind] = {
    _R.WORRIED_NOW: _K.SAFETY,
    _R.NOT_TREATED_RIGHT: _K.COMPLAINT,
    _R.ASKED_TODAY: _K.CALL,
    _R.HARD_TWICE: _K.CALL,
    _R.WANTS_TO_TALK: _K.CALL,
    _R.CHANGE_ASKED: _K.CHANGE,
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
    _R.CAME_BACK: _K.LOOK,
    _R.FIRST_TALK: _K.PAIR,
    _R.NO_NEWS: _K.PAIR,
    _R.NOT_HELD: _K.PAIR,
    _R.NO_ANSWER: _K.PAIR,
    _R.COULD_NOT: _K.PAIR,
    _R.LOG_AWAITED: _K.PAIR,
    _R.FEW_TALKS: _K.PAIR,
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
    _R.TRAINING_ENDS: _K.TRAINING,
    _R.SUPERVISION_ENDS: _K.SUPERVISION,
    _R.CHECKS_END: _K.CHECKS,
    _R.AGREEMENT_ENDS: _K.AGREEMENT,
    _R.REVIEW_DUE: _K.PAIR_REVIEW,
    _R.SILENT: _K.SILENCE,
}
# What somebody asks for themselves; they are told that a call comes until it took place.
WISHES = frozenset({_R.ASKED_TODAY, _R.ASKED_THIS_WEEK, _R.WANTS_TO_TALK})
# After one of these, staff speak with both of a pair each week for a time.
CONCERNS = frozenset({_R.WORRIED_NOW, _R.NOT_SAFE_TO_MEET, _R.SAID_UNSAFE, _R.WORRIED})
CLOSER_AFTER_CONCERN = frozenset({_K.CONTACT, _K.WAITING})
# The clocks that run just because somebody rests without a day on which they come back.
WHILE_RESTING = frozenset({_K.REST, _K.KEEP_TOUCH})
# What a mentor needs in date, and why it stands on the board before that ends.
ENDS = {
    Need.TRAINING: _R.TRAINING_ENDS,
    Need.SUPERVISION: _R.SUPERVISION_ENDS,
    Need.VETTING: _R.CHECKS_END,
    Need.AGREEMENT: _R.AGREEMENT_ENDS,
}
NEED_OF = {KIND_OF[reason]: need for need, reason in ENDS.items()}
# They stand on the board before their day, and only what was to be done by then answers them.
DATED = frozenset({*NEED_OF, _K.PAIR_REVIEW})
# What is about both of a pair stands still as long as one of them rests.
OF_PAIR = frozenset({_K.PAIR, _K.PAIR_REVIEW})
CLOCKS = frozenset({_K.PAIR, _K.CONTACT, _K.WAITING, _K.SILENCE}) | WHILE_RESTING | DATED
ANSWERED_BY_CONTACT = (
    frozenset({_K.CONTACT, _K.WAITING, _K.AFTERCARE, _K.SILENCE, _K.QUIET}) | WHILE_RESTING
)
# What a log says of the last talk: the mentor has told us, and needs no reminder.
TOLD_US = frozenset({_R.NOT_HELD, _R.NO_ANSWER, _R.COULD_NOT})
NEW_REASONS = frozenset({_R.FIRST_TALK, _R.FIRST_CONTACT, _R.NEW_PERSON})
# Nobody is silent before their day.
NOT_AHEAD = NEW_REASONS | {_R.SILENT}
AT_ONCE = frozenset({_K.CALL, _K.CHANGE, _K.SUSPENDED})
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
    _K.SILENCE: (Outcome.LOOKED,),
    **dict.fromkeys(DATED, ()),
}


def shown_stage(state: State, stage: Stage) -> Stage:
    """Tell in which group of the board a follow-up stands."""
    return {State.SNOOZED: Stage.SNOOZED, State.PAUSED: Stage.PAUSED}.get(state, stage)


def outcomes(kind: Kind) -> tuple[Outcome, ...]:
    """List how a follow-up of this kind can end."""
    return OUTCOMES.get(kind, _FOR_ALL)


def is_more_urgent(new: Reason, old: Reason) -> bool:
    """Tell whether a new reason comes before the one that stands there."""
    return most_urgent([old, new]) is not old


def most_urgent(reasons: Iterable[Reason]) -> Reason:
    """Give the reason that comes before all others."""
    return min(reasons, key=list(Reason).index)
