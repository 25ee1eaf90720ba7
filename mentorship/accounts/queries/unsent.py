"""What people had typed when their session had ended: kept, found, forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person, Unsent
from mentorship.accounts.rules import Kind


def unsent_of(session: Session, person_id: UUID, now: datetime) -> Unsent | None:
    """Give what waits for a person, unless it has waited long enough."""
    theirs = select(Unsent).where(Unsent.person_id == person_id, Unsent.until > now)
    return session.scalar(theirs)


def path_of(session: Session, person_id: UUID, now: datetime) -> str:
    """Tell at which address something waits for a person; empty where nothing does."""
    theirs = select(Unsent.path).where(Unsent.person_id == person_id, Unsent.until > now)
    return session.scalar(theirs) or ""


def forget_unsent_of(session: Session, person_id: UUID) -> None:
    """Delete what waits for a person."""
    session.execute(delete(Unsent).where(Unsent.person_id == person_id))


def forget_unsent_of_staff(session: Session) -> None:
    """Delete what waits for anybody who works here."""
    staff = select(Person.id).where(Person.kind == Kind.STAFF)
    session.execute(delete(Unsent).where(Unsent.person_id.in_(staff)))


def forget_unsent(session: Session, now: datetime) -> None:
    """Delete whatever has waited long enough."""
    session.execute(delete(Unsent).where(Unsent.until <= now))
