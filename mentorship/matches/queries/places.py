"""Statements about the places of mentors, which rows and two unique indexes keep."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.kernel import db
from mentorship.matches.models import Place, Proposal


def take(session: Session, proposal: Proposal, slot_no: int, now: datetime) -> bool:
    """Take one of the mentor's places for the mentee, unless somebody has it."""
    return db.insert_or_ignore(
        session,
        Place,
        id=uuid4(),
        mentor_id=proposal.mentor_id,
        slot_no=slot_no,
        mentee_id=proposal.mentee_id,
        proposal_id=proposal.id,
        open=True,
        taken_at=now,
    )


def of_mentee(session: Session, mentee_id: UUID) -> Place | None:
    """Give the place a mentee has, if they have one."""
    return session.scalar(select(Place).where(Place.mentee_id == mentee_id, Place.open))


def taken(session: Session) -> list[Place]:
    """List every place that is taken."""
    return list(session.scalars(select(Place).where(Place.open).order_by(Place.id)))


def count_taken(session: Session, mentor_id: UUID) -> int:
    """Count a mentor's places that are taken."""
    taken = select(func.count()).where(Place.mentor_id == mentor_id, Place.open)
    return session.scalar(taken) or 0


def count_beyond(session: Session, mentor_id: UUID, room: int) -> int:
    """Count a mentor's places that are taken and lie beyond the room they have now."""
    beyond = select(func.count()).where(
        Place.mentor_id == mentor_id, Place.open, Place.slot_no > room
    )
    return session.scalar(beyond) or 0


def count_taken_of(session: Session, mentors: Collection[UUID]) -> int:
    """Count the places that are taken of several mentors together."""
    taken = select(func.count()).where(Place.mentor_id.in_(mentors), Place.open)
    return session.scalar(taken) or 0


def free(session: Session, now: datetime, **of: UUID) -> None:
    """Free the place that a proposal or a match has."""
    taken = update(Place).where(Place.open).filter_by(**of)
    session.execute(taken.values(open=False, freed_at=now))


def pass_on(session: Session, proposal_id: UUID, match_id: UUID) -> None:
    """Pass a place on from a proposal to the match it became."""
    taken = update(Place).where(Place.proposal_id == proposal_id, Place.open)
    db.guarded(session, taken.values(match_id=match_id))


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete the places that somebody had or gave."""
    either = or_(Place.mentee_id == person_id, Place.mentor_id == person_id)
    session.execute(delete(Place).where(either))
