"""The reasons of follow-ups, each with what caused it; they end one by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp, FollowUpCause
from mentorship.checkins.rules.follow_ups import CONCERNS, Outcome, Reason


def add(
    session: Session, row_id: UUID, reason: Reason, cause_id: UUID | None, now: datetime
) -> None:
    """Note one reason; the same one of the same cause stands there once."""
    there = [(held.reason, held.cause_id) for held in standing(session, row_id)]
    if cause_id is None or (reason, cause_id) not in there:
        session.add(FollowUpCause(follow_up_id=row_id, reason=reason, cause_id=cause_id, at=now))
        session.flush()


def standing(session: Session, row_id: UUID) -> Sequence[FollowUpCause]:
    """List the reasons of one follow-up that have not ended, the oldest first."""
    chosen = select(FollowUpCause).where(
        FollowUpCause.follow_up_id == row_id, FollowUpCause.ended_at.is_(None)
    )
    return session.scalars(chosen.order_by(FollowUpCause.at, FollowUpCause.id)).all()


def of(session: Session, row_id: UUID, reason: Reason) -> Sequence[FollowUpCause]:
    """List one reason of a follow-up, as often as it has not ended."""
    return [cause for cause in standing(session, row_id) if cause.reason is reason]


def untaken_from(session: Session, cause_id: UUID) -> list[tuple[FollowUp, FollowUpCause]]:
    """List the reasons that one log or tap gave to follow-ups which nobody has taken."""
    chosen = (
        select(FollowUp, FollowUpCause)
        .join(FollowUpCause, FollowUpCause.follow_up_id == FollowUp.id)
        .where(
            FollowUpCause.cause_id == cause_id,
            FollowUpCause.ended_at.is_(None),
            FollowUp.closed_at.is_(None),
            FollowUp.taken_by.is_(None),
        )
    )
    return [(row, cause) for row, cause in session.execute(chosen.order_by(FollowUpCause.id))]


def first_asked(session: Session, person_id: UUID, reasons: Collection[Reason]) -> FollowUp | None:
    """Give what is due first of what is open of somebody for one of these reasons."""
    chosen = (
        select(FollowUp)
        .join(FollowUpCause, FollowUpCause.follow_up_id == FollowUp.id)
        .where(
            FollowUp.person_id == person_id,
            FollowUp.closed_at.is_(None),
            FollowUpCause.reason.in_(reasons),
            FollowUpCause.ended_at.is_(None),
        )
    )
    return session.scalar(chosen.order_by(FollowUp.due_at, FollowUp.id).limit(1))


def last_concern(session: Session, people: Collection[UUID]) -> datetime | None:
    """Tell when there was last a concern about some people that was not taken back."""
    not_taken_back = or_(
        FollowUpCause.ended_as.is_(None), FollowUpCause.ended_as != Outcome.TAKEN_BACK
    )
    chosen = (
        select(func.max(FollowUpCause.at))
        .join(FollowUp, FollowUp.id == FollowUpCause.follow_up_id)
        .where(FollowUp.person_id.in_(people), FollowUpCause.reason.in_(CONCERNS), not_taken_back)
    )
    return session.scalar(chosen)


def end(
    session: Session, causes: Collection[FollowUpCause], outcome: Outcome, now: datetime
) -> None:
    """End some reasons with their outcome."""
    ended = update(FollowUpCause).where(
        FollowUpCause.id.in_([cause.id for cause in causes]), FollowUpCause.ended_at.is_(None)
    )
    session.execute(ended.values(ended_at=now, ended_as=outcome))
