"""Welcome talks: who had theirs."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.profiles.models import Welcome


def welcome_of(session: Session, mentee_id: UUID) -> Welcome | None:
    """Give the record of a mentee's welcome talk, if they had it."""
    return session.scalar(select(Welcome).where(Welcome.person_id == mentee_id))


def welcomed(session: Session) -> set[UUID]:
    """Give every mentee who had their welcome talk."""
    return set(session.scalars(select(Welcome.person_id)))


def forget_welcome(session: Session, person_id: UUID) -> None:
    """Delete the record of a mentee's welcome talk."""
    session.execute(delete(Welcome).where(Welcome.person_id == person_id))
