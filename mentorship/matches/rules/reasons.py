"""What people answer and why staff decide, and how each, and each state, is said in words."""

from enum import StrEnum

from mentorship.kernel.words import N_
from mentorship.matches.rules.states import (
    MatchState,
    ProposalMove,
    ProposalState,
    RoundState,
    RoundStep,
)
from mentorship.profiles.questions.kinds import Side

_P, _M, _R = ProposalState, MatchState, RoundState


class Answer(StrEnum):
    """What somebody says to an offer; no reason is asked."""

    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"


MOVE_OF_ANSWER = {
    Answer.YES: ProposalMove.YES,
    Answer.NOT_NOW: ProposalMove.NOT_NOW,
    Answer.NO: ProposalMove.NO,
}


class HoldReason(StrEnum):
    """Why a decision waits."""

    TALK_FIRST = "talk_first"
    CHECK_OPEN = "check_open"
    BETTER_TIME = "better_time"
    ASK_COLLEAGUE = "ask_colleague"


class DeclineReason(StrEnum):
    """Why staff do not want a proposal."""

    WE_KNOW_MORE = "we_know_more"
    TOO_MUCH_NOW = "too_much_now"
    OTHER_CHOSEN = "other_chosen"
    TOO_LITTLE_FIT = "too_little_fit"


class IntroducedBy(StrEnum):
    """How the two met for the first time."""

    IN_PERSON = "in_person"
    THREE_WAY_CALL = "three_way_call"
    WAIVED = "waived"


class ClosedAs(StrEnum):
    """The three ways in which a match ends."""

    PLANNED = "planned"
    EARLY = "early"
    ONE_SIDED = "one_sided"


class ApartKind(StrEnum):
    """Why no round brings two people together (again)."""

    NOT_NOW = "not_now"
    NO = "no"
    FORMER = "former"
    DECLINED = "declined"


class Check(StrEnum):
    """What came of checking an earlier round again."""

    HOLDS = "holds"
    BROKEN = "broken"
    BLANKED = "blanked"
    NOT_ALL_USABLE = "not_all_usable"
    OTHER_VERSION = "other_version"


CHECK_WORDS = {
    Check.HOLDS: N_("Checked again: the proof holds. Nobody could be placed better."),
    Check.BROKEN: N_("The stored result does not fit the answers. Tell an administrator."),
    Check.BLANKED: N_("This round has no result any more, so it cannot be checked."),
    Check.NOT_ALL_USABLE: N_(
        "Some answers in this round may not be used any more, so it cannot be checked."
    ),
    Check.OTHER_VERSION: N_(
        "The proof of this round has the form of another version, so it cannot be checked here."
    ),
}


class Try(StrEnum):
    """What staff may try about a pair without doing it: what the agency or a mentor could do."""

    WITHOUT = "without"
    FIXED = "fixed"
    AWAY = "away"
    MORE = "more"


class Weigh(StrEnum):
    """How another weight of a criterion may be tried."""

    DOUBLE = "double"
    NOTHING = "nothing"


TRY_WORDS = {
    Try.WITHOUT: N_("These two are not brought together"),
    Try.FIXED: N_("These two are fixed, and the rest is found around them"),
    Try.MORE: N_("This mentor has one more place"),
    Try.AWAY: N_("This mentor has no room"),
}
WEIGH_WORDS = {
    Weigh.DOUBLE: N_("It counts twice as much"),
    Weigh.NOTHING: N_("It does not count"),
}
STATE_WORDS = {
    _P.PROPOSED: N_("Waiting for a decision"),
    _P.HELD: N_("On hold"),
    _P.APPROVED: N_("Approved, not asked yet"),
    _P.MENTEE_ASKED: N_("Mentee asked"),
    _P.MENTOR_ASKED: N_("Mentor asked"),
    _P.ACCEPTED: N_("Both said yes"),
    _P.DECLINED: N_("Declined"),
    _P.NOT_NOW: N_("Not now"),
    _P.WITHDRAWN: N_("Withdrawn"),
    # The rule behind a block is never named, on no page: it reads as any other withdrawal.
    _P.BLOCKED: N_("Withdrawn"),
    _P.RECALLED: N_("Recalled"),
}
MATCH_WORDS = {
    _M.INTRODUCTION: N_("Waiting for the introduction"),
    _M.ACTIVE: N_("Active"),
    _M.PAUSED: N_("Paused"),
    _M.ENDING: N_("Ending"),
    _M.CLOSED: N_("Closed"),
}
# Whose yes to the lines of the agreement is missing once two were introduced.
LEFT_TO_AGREE = {
    frozenset({Side.MENTEE}): N_("Waiting for the mentee's yes to the agreement"),
    frozenset({Side.MENTOR}): N_("Waiting for the mentor's yes to the agreement"),
    frozenset(Side): N_("Waiting for both to say yes to the agreement"),
}
ROUND_WORDS = {
    _R.WAITING: N_("Waiting to start"),
    _R.RUNNING: N_("Running"),
    _R.DONE: N_("Done"),
    _R.FAILED: N_("Did not finish"),
}
STEP_WORDS = {
    RoundStep.GATHERING: N_("Looking who can be matched now"),
    RoundStep.COMPARING: N_("Comparing what may be used of their answers"),
    RoundStep.SOLVING: N_("Looking for the best pairs for everybody together"),
    RoundStep.CHECKING: N_("Checking the proof"),
    RoundStep.STORING: N_("Writing down the proposals"),
}
HOLD_WORDS = {
    HoldReason.TALK_FIRST: N_("We want to talk with one of them first"),
    HoldReason.CHECK_OPEN: N_("A check is still open"),
    HoldReason.BETTER_TIME: N_("A later time is better"),
    HoldReason.ASK_COLLEAGUE: N_("We want to ask a colleague"),
}
DECLINE_WORDS = {
    DeclineReason.WE_KNOW_MORE: N_("We know something the answers do not say"),
    DeclineReason.TOO_MUCH_NOW: N_("Too much for one of them right now"),
    DeclineReason.OTHER_CHOSEN: N_("We chose somebody else"),
    DeclineReason.TOO_LITTLE_FIT: N_("They have too little in common"),
}
INTRODUCED_WORDS = {
    IntroducedBy.IN_PERSON: N_("In person, with one of us"),
    IntroducedBy.THREE_WAY_CALL: N_("A call of three, with one of us"),
    IntroducedBy.WAIVED: N_("The mentee did not want one"),
}
CLOSED_WORDS = {
    ClosedAs.PLANNED: N_("As planned"),
    ClosedAs.EARLY: N_("Early, both know"),
    ClosedAs.ONE_SIDED: N_("One of them wanted it"),
}
# Why is said nowhere: it would tell of one of the two.
AT_ONCE = N_("At once, before anybody spoke with the two")
