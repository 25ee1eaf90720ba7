"""Safe contacts: a person's versions, and which one may be used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.profiles.models import SafeContact
from mentorship.profiles.rules import contact as rules


def contact_versions(session: Session, person_id: UUID) -> Sequence[SafeContact]:
    """List every version of a person's safe contact."""
    return session.scalars(select(SafeContact).where(SafeContact.person_id == person_id)).all()


def usable_contact(session: Session, person_id: UUID, now: datetime) -> SafeContact | None:
    """Give the version by which staff may reach a person now; of who is stopping, none."""
    versions = select(SafeContact).join(Person, Person.id == SafeContact.person_id)
    in_view = versions.where(
        Person.id == person_id, Person.standing.in_([Standing.HERE, Standing.SUSPENDED])
    )
    return rules.usable(session.scalars(in_view).all(), now)


def waiting_contact(session: Session, person_id: UUID) -> SafeContact | None:
    """Give the changed version that waits to be confirmed, if there is one."""
    return rules.waiting(contact_versions(session, person_id))


def end_contacts(session: Session, person_id: UUID, keep: UUID, now: datetime) -> None:
    """End every version but one."""
    others = update(SafeContact).where(
        SafeContact.person_id == person_id,
        SafeContact.id != keep,
        SafeContact.ended_at.is_(None),
    )
    session.execute(others.values(ended_at=now))


def end_waiting_contact(session: Session, person_id: UUID, now: datetime) -> None:
    """End a change that nobody confirmed, because a newer one takes its place."""
    waiting = update(SafeContact).where(
        SafeContact.person_id == person_id,
        SafeContact.confirmed_at.is_(None),
        SafeContact.ended_at.is_(None),
    )
    session.execute(waiting.values(ended_at=now))


def forget_contacts(session: Session, person_id: UUID) -> None:
    """Delete every version of a person's safe contact."""
    session.execute(delete(SafeContact).where(SafeContact.person_id == person_id))
