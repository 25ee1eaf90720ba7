"""How a proposal ends before both said yes: one transaction, one sentence, one hour for everybody.

Whatever the cause, the place is free at once, and everyone who was asked and has not said no hears
the same sentence at the same hour of the day.
"""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mentorship.kernel import audit, db, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.states import after, can
from mentorship.matches.models import Proposal
from mentorship.matches.queries import offers, places, proposals
from mentorship.matches.rules.limits import told_from
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import PROPOSAL_STATES, ProposalMove
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind


def end(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    move: ProposalMove,
    now: datetime,
    **also: Any,
) -> None:
    """End a proposal that this transaction holds."""
    state = after(PROPOSAL_STATES, proposal.state, move)
    proposals.move(session, proposal, state, ended_at=now, ask_at=None, **also)
    places.free(session, now, proposal_id=proposal.id)
    _tell_those_asked(session, proposal, now)
    pair = proposal.mentee_id, proposal.mentor_id
    audit.record_pair(session, actor, "ended_proposal", pair, now)


def void(session: Session, proposal_id: UUID, move: ProposalMove, now: datetime) -> None:
    """End a proposal because something it relied on is gone; an ended one stays as it is."""
    proposal = db.lock(session, Proposal, proposal_id)
    if proposal is not None and can(PROPOSAL_STATES, proposal.state, move):
        end(session, SYSTEM, proposal, move, now)


def withdraw_undecided(session: Session, now: datetime) -> None:
    """Withdraw what an earlier round proposed and nobody decided on."""
    for pair in proposals.withdraw_undecided_of_rounds(session, now):
        audit.record_pair(session, SYSTEM, "ended_proposal", pair, now)


def next_fixed_hour(session: Session, now: datetime) -> datetime:
    """Tell when people hear that something ended now."""
    agency = settings.current(session)
    zone = ZoneInfo(agency.time_zone)
    return told_from(now, agency.sentence_after_hours, agency.sentence_hour, zone)


def _tell_those_asked(session: Session, proposal: Proposal, now: datetime) -> None:
    told = next_fixed_hour(session, now)
    for offer in offers.of_proposal(session, proposal.id):
        notices.untell(session, offer.id)
        if offer.answer is not Answer.NO:
            offer.told_from = told
            notices.tell(
                session, offer.person_id, NoticeKind.DID_NOT_GO_AHEAD, now,
                visible_from=told, ref=offer.id,
            )  # fmt: skip
    session.flush()
