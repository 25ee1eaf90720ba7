"""Who takes part, for the lists of staff."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind


def people_here(session: Session) -> Sequence[Person]:
    """List everybody who takes part, in the order of their codes."""
    taking_part = select(Person).where(Person.kind != Kind.STAFF)
    return session.scalars(taking_part.order_by(Person.code)).all()


def staff_here(session: Session) -> Sequence[Person]:
    """List the records of staff, in the order of their codes."""
    staff = select(Person).where(Person.kind == Kind.STAFF)
    return session.scalars(staff.order_by(Person.code)).all()


def people_by_id(session: Session, ids: Collection[UUID]) -> Sequence[Person]:
    """List some people's records."""
    return session.scalars(select(Person).where(Person.id.in_(ids))).all()


def codes_of(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Give the codes by which staff speak of some records."""
    chosen = select(Person).where(Person.id.in_(ids))
    return {person.id: person.code for person in session.scalars(chosen)}
