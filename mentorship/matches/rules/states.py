"""The states of a round, a proposal and a match: one table each of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RoundStep(StrEnum):
    """What the worker is doing for a round, in the order in which it is done."""

    GATHERING = "gathering"
    COMPARING = "comparing"
    SOLVING = "solving"
    CHECKING = "checking"
    STORING = "storing"


class RoundMove(StrEnum):
    """What happens to a round."""

    TAKE = "take"
    STORE = "store"
    GIVE_UP = "give_up"


class ProposalState(StrEnum):
    """Where a proposal stands, from the round to both people's yes."""

    PROPOSED = "proposed"
    HELD = "held"
    APPROVED = "approved"
    MENTEE_ASKED = "mentee_asked"
    MENTOR_ASKED = "mentor_asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"
    RECALLED = "recalled"


class ProposalMove(StrEnum):
    """What happens to a proposal."""

    HOLD = "hold"
    TAKE_UP = "take_up"
    APPROVE = "approve"
    TAKE_BACK = "take_back"
    ASK = "ask"
    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    BLOCK = "block"
    RECALL = "recall"


class MatchState(StrEnum):
    """Where a match stands, from both people's yes to its end."""

    INTRODUCTION = "introduction"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDING = "ending"
    CLOSED = "closed"


class MatchMove(StrEnum):
    """What happens to a match."""

    BEGIN = "begin"
    PAUSE = "pause"
    RESUME = "resume"
    REST = "rest"
    WAKE = "wake"
    END = "end"
    CHANGE = "change"
    CLOSE = "close"
    CUT = "cut"


_P, _PM = ProposalState, ProposalMove
_M, _MM = MatchState, MatchMove
_R, _RM = RoundState, RoundMove

ROUND_STATES: Mapping[tuple[RoundState, RoundMove], RoundState] = {
    (_R.WAITING, _RM.TAKE): _R.RUNNING,
    (_R.RUNNING, _RM.TAKE): _R.RUNNING,  # its worker died: another one takes it up again
    (_R.RUNNING, _RM.STORE): _R.DONE,
    (_R.WAITING, _RM.GIVE_UP): _R.FAILED,
    (_R.RUNNING, _RM.GIVE_UP): _R.FAILED,
}

PROPOSAL_STATES: Mapping[tuple[ProposalState, ProposalMove], ProposalState] = {
    (_P.PROPOSED, _PM.HOLD): _P.HELD,
    (_P.PROPOSED, _PM.APPROVE): _P.APPROVED,
    (_P.PROPOSED, _PM.DECLINE): _P.DECLINED,
    (_P.PROPOSED, _PM.WITHDRAW): _P.WITHDRAWN,
    (_P.PROPOSED, _PM.BLOCK): _P.BLOCKED,
    (_P.HELD, _PM.HOLD): _P.HELD,
    (_P.HELD, _PM.TAKE_UP): _P.PROPOSED,
    (_P.HELD, _PM.APPROVE): _P.APPROVED,
    (_P.HELD, _PM.DECLINE): _P.DECLINED,
    (_P.HELD, _PM.WITHDRAW): _P.WITHDRAWN,
    (_P.HELD, _PM.BLOCK): _P.BLOCKED,
    (_P.APPROVED, _PM.TAKE_BACK): _P.PROPOSED,
    (_P.APPROVED, _PM.ASK): _P.MENTEE_ASKED,
    (_P.APPROVED, _PM.WITHDRAW): _P.WITHDRAWN,
    (_P.APPROVED, _PM.BLOCK): _P.BLOCKED,
    (_P.APPROVED, _PM.RECALL): _P.RECALLED,
    (_P.MENTEE_ASKED, _PM.YES): _P.MENTOR_ASKED,
    (_P.MENTEE_ASKED, _PM.NOT_NOW): _P.NOT_NOW,
    (_P.MENTEE_ASKED, _PM.NO): _P.DECLINED,
    (_P.MENTEE_ASKED, _PM.WITHDRAW): _P.WITHDRAWN,
    (_P.MENTEE_ASKED, _PM.BLOCK): _P.BLOCKED,
    (_P.MENTEE_ASKED, _PM.RECALL): _P.RECALLED,
    (_P.MENTOR_ASKED, _PM.YES): _P.ACCEPTED,
    (_P.MENTOR_ASKED, _PM.NOT_NOW): _P.NOT_NOW,
    (_P.MENTOR_ASKED, _PM.NO): _P.DECLINED,
    (_P.MENTOR_ASKED, _PM.WITHDRAW): _P.WITHDRAWN,
    (_P.MENTOR_ASKED, _PM.BLOCK): _P.BLOCKED,
    (_P.MENTOR_ASKED, _PM.RECALL): _P.RECALLED,
}

MATCH_STATES: Mapping[tuple[MatchState, MatchMove], MatchState] = {
    (_M.INTRODUCTION, _MM.BEGIN): _M.ACTIVE,
    (_M.INTRODUCTION, _MM.END): _M.ENDING,
    (_M.INTRODUCTION, _MM.CUT): _M.CLOSED,
    (_M.ACTIVE, _MM.PAUSE): _M.PAUSED,
    (_M.ACTIVE, _MM.REST): _M.PAUSED,
    (_M.ACTIVE, _MM.END): _M.ENDING,
    (_M.ACTIVE, _MM.CUT): _M.CLOSED,
    (_M.PAUSED, _MM.RESUME): _M.ACTIVE,
    (_M.PAUSED, _MM.WAKE): _M.ACTIVE,
    (_M.PAUSED, _MM.END): _M.ENDING,
    (_M.PAUSED, _MM.CUT): _M.CLOSED,
    (_M.ENDING, _MM.REST): _M.ENDING,  # for one of the two who is away; it goes on ending
    (_M.ENDING, _MM.WAKE): _M.ENDING,
    (_M.ENDING, _MM.CHANGE): _M.ENDING,
    (_M.ENDING, _MM.CLOSE): _M.CLOSED,
    (_M.ENDING, _MM.CUT): _M.CLOSED,
}

UNDECIDED = (_P.PROPOSED, _P.HELD)
ASKED = (_P.MENTEE_ASKED, _P.MENTOR_ASKED)
PROMISED = (_P.APPROVED, *ASKED)
OPEN_PROPOSALS = (*UNDECIDED, *PROMISED)
ENDED_PROPOSALS = (_P.DECLINED, _P.NOT_NOW, _P.WITHDRAWN, _P.BLOCKED, _P.RECALLED)
OPEN_MATCHES = (_M.INTRODUCTION, _M.ACTIVE, _M.PAUSED, _M.ENDING)
OPEN_ROUNDS = (_R.WAITING, _R.RUNNING)
