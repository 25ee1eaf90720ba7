"""Statements about who was asked and what they said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import Offer, Proposal
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import ASKED
from mentorship.profiles.queries import closed_records
from mentorship.profiles.questions.kinds import Side


@access.sees(Offer)
def may_see_offer(session: Session, actor: Actor, offer: Offer) -> bool:
    """Let the person asked see an offer, and coordinators who may record what they say.

    It shows what the other one agreed to show, so neither of the two may be closed to them.
    """
    if actor.for_(offer.person_id):
        return True
    proposal = session.get(Proposal, offer.proposal_id) if offer.proposal_id else None
    two = {proposal.mentee_id, proposal.mentor_id} if proposal else {offer.person_id}
    return actor.is_coordinator and closed_records(session, actor).isdisjoint(two)


def of_proposal(session: Session, proposal_id: UUID) -> list[Offer]:
    """List who was asked about a proposal, the mentee first."""
    chosen = select(Offer).where(Offer.proposal_id == proposal_id)
    return list(session.scalars(chosen.order_by(Offer.asked_at, Offer.side)))


def to_side(session: Session, proposal_id: UUID, side: Side) -> Offer | None:
    """Give the offer made to one side, if that side was asked."""
    chosen = select(Offer).where(Offer.proposal_id == proposal_id, Offer.side == side)
    return session.scalar(chosen)


def to_person(session: Session, proposal_id: UUID | None, person_id: UUID) -> Offer | None:
    """Give the offer made to a person, if the proposal is still there."""
    if proposal_id is None:
        return None
    chosen = select(Offer).where(Offer.proposal_id == proposal_id, Offer.person_id == person_id)
    return session.scalar(chosen)


def waiting(session: Session, person_id: UUID) -> list[Offer]:
    """List the offers that wait for somebody's answer."""
    return list(session.scalars(_waiting().where(Offer.person_id == person_id)))


def said_yes(session: Session, person_id: UUID, now: datetime) -> Offer | None:
    """Give the offer to which somebody said yes and of which they have not heard since."""
    going_on = Offer.told_from.is_(None) & Proposal.state.in_(ASKED)
    chosen = (
        select(Offer)
        .outerjoin(Proposal, Proposal.id == Offer.proposal_id)
        .where(Offer.person_id == person_id, Offer.answer == Answer.YES)
        .where(or_(going_on, Offer.told_from > now))
        .order_by(Offer.asked_at.desc())
    )
    return session.scalars(chosen).first()


def asked(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """Tell which of some people are asked, or wait for what the other one says."""
    asked_now = select(Offer.person_id).join(Proposal, Proposal.id == Offer.proposal_id)
    mine = asked_now.where(Offer.person_id.in_(list(people)), Proposal.state.in_(ASKED))
    return set(session.scalars(mine))


def to_chase(session: Session, now: datetime, most: int) -> list[Offer]:
    """List the offers for whose answer staff are to ask now, by the stored moment, oldest first."""
    due = select(Offer).where(Offer.answer.is_(None), Offer.chase_at <= now)
    return list(
        session.scalars(due.order_by(Offer.chase_at).limit(most).with_for_update(skip_locked=True))
    )


def chase(session: Session, offer: Offer) -> bool:
    """Note that staff were told of one; tell whether nobody was faster."""
    still = update(Offer).where(Offer.id == offer.id, Offer.chase_at == offer.chase_at)
    return db.changed_one(session, still.values(chase_at=None))


def still_waiting(session: Session, offer_ids: Iterable[UUID]) -> set[UUID]:
    """Tell which of some offers still wait for an answer."""
    return {offer.id for offer in session.scalars(_waiting().where(Offer.id.in_(list(offer_ids))))}


def _waiting() -> Any:
    return (
        select(Offer)
        .join(Proposal, Proposal.id == Offer.proposal_id)
        .where(Offer.answer.is_(None), Proposal.state.in_(ASKED))
        .order_by(Offer.asked_at, Offer.id)
    )


def record_answer(session: Session, offer: Offer, answer: Answer, **also: Any) -> None:
    """Write down an answer, once."""
    unanswered = update(Offer).where(Offer.id == offer.id, Offer.answer.is_(None))
    db.guarded(session, unanswered.values(answer=answer, **also))
    session.refresh(offer)


def not_told_yet(session: Session, now: datetime) -> set[UUID]:
    """Give everyone whose offer ended and who has not heard so yet."""
    return set(session.scalars(select(Offer.person_id).where(Offer.told_from > now)))
