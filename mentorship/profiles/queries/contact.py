"""Safe contacts: a person's versions, and which one may be used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.profiles.models import DangerCall, SafeContact
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


def unreachable(session: Session, now: datetime) -> dict[UUID, tuple[bool, datetime]]:
    """Tell of whom no safe way is left, or a new one waits, and since when; True: it waits."""
    open_ = (
        select(SafeContact.person_id, SafeContact.confirmed_at, SafeContact.saved_at,
               SafeContact.good_until)
        .join(Person, Person.id == SafeContact.person_id)
        .where(
            Person.standing == Standing.HERE, SafeContact.ended_at.is_(None),
            or_(SafeContact.confirmed_at.is_(None), SafeContact.good_until <= now),
        )
        .order_by(SafeContact.confirmed_at.is_(None))
    )  # fmt: skip
    return {
        person_id: (confirmed_at is None, good_until if confirmed_at else saved_at)
        for person_id, confirmed_at, saved_at, good_until in session.execute(open_)
    }


def was_in_danger(session: Session, person_id: UUID, by_id: UUID | None, since: datetime) -> bool:
    """Tell whether somebody of staff noted since then that this person's life is in danger."""
    noted = select(DangerCall.id).where(
        DangerCall.person_id == person_id, DangerCall.by_id == by_id, DangerCall.at >= since
    )
    return by_id is not None and session.scalar(noted.limit(1)) is not None


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
    """Delete every version of a person's safe contact, and what was noted of reaching them."""
    for table in (SafeContact, DangerCall):
        session.execute(delete(table).where(table.person_id == person_id))
