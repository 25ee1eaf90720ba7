"""Pauses: whose holds, and which ones are over."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorship.profiles.models import Pause
from mentorship.profiles.rules.pause import PauseWhy


def open_pauses(session: Session, person_id: UUID) -> Sequence[Pause]:
    """List the pauses of a person that nobody ended."""
    mine = select(Pause).where(Pause.person_id == person_id, Pause.ended_at.is_(None))
    return session.scalars(mine.order_by(Pause.began_at)).all()


def open_pause(session: Session, person_id: UUID, why: PauseWhy) -> Pause | None:
    """Give a person's open pause of one kind."""
    return next((p for p in open_pauses(session, person_id) if p.why is why), None)


def paused_people(session: Session, today: date) -> set[UUID]:
    """Give everybody who is not to be matched or asked today."""
    holding = select(Pause.person_id).where(
        Pause.ended_at.is_(None), or_(Pause.until.is_(None), Pause.until > today)
    )
    return set(session.scalars(holding))


def is_paused(session: Session, person_id: UUID, today: date) -> bool:
    """Tell whether a person is not to be matched or asked today."""
    return person_id in paused_people(session, today)


def pauses_over(session: Session, today: date) -> Sequence[Pause]:
    """List the open pauses whose first day back has come."""
    over = select(Pause).where(Pause.ended_at.is_(None), Pause.until <= today)
    return session.scalars(over.with_for_update(skip_locked=True)).all()


def forget_pauses(session: Session, person_id: UUID) -> None:
    """Delete a person's pauses."""
    session.execute(delete(Pause).where(Pause.person_id == person_id))
