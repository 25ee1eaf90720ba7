"""Safe contacts: a person's versions, and which one may be used."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.kernel.db import changed_one, insert_or_ignore
from mentorship.profiles.models import DangerCall, ReachDue, SafeContact
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


def good_until_of(person_id: Any) -> Any:
    """Give, as part of a statement, until when a safe way leads to each of its people, if one did.

    It tells nothing of the way itself.
    """
    standing = select(func.max(SafeContact.good_until)).where(
        SafeContact.person_id == person_id,
        SafeContact.confirmed_at.is_not(None), SafeContact.ended_at.is_(None),
    )  # fmt: skip
    return standing.scalar_subquery()


def waiting_contact(session: Session, person_id: UUID) -> SafeContact | None:
    """Give the changed version that waits to be confirmed, if there is one."""
    return rules.waiting(contact_versions(session, person_id))


def to_look_at(session: Session, now: datetime, most: int) -> Sequence[SafeContact]:
    """List the versions that staff are to see to now, by the stored moment, the oldest first."""
    due = select(SafeContact).where(SafeContact.ended_at.is_(None), SafeContact.look_at <= now)
    first = due.order_by(SafeContact.look_at).limit(most)
    return session.scalars(first.with_for_update(skip_locked=True)).all()


def look_at(session: Session, row: SafeContact) -> bool:
    """Note that staff were asked to see to one; tell whether nobody was faster."""
    still = update(SafeContact).where(SafeContact.id == row.id, SafeContact.look_at == row.look_at)
    return changed_one(session, still.values(look_at=None))


def look_again(session: Session, person_id: UUID, now: datetime) -> None:
    """Have staff see to somebody who is back, where no safe way leads to them or one waits."""
    standing = update(SafeContact).where(
        SafeContact.person_id == person_id, SafeContact.ended_at.is_(None)
    )
    since = case(
        (SafeContact.confirmed_at.is_(None), SafeContact.saved_at), else_=SafeContact.good_until
    )
    session.execute(standing.values(look_at=since))
    look_by(session, person_id, now)


def look_by(session: Session, person_id: UUID, at: datetime) -> None:
    """Have staff see to somebody who has not said by a moment how they can be reached."""
    insert_or_ignore(session, ReachDue, person_id=person_id, at=at)


def take_silent(session: Session, now: datetime, most: int) -> set[UUID]:
    """Claim those who were to say by now how they can be reached, the longest first."""
    due = select(ReachDue.person_id).where(ReachDue.at <= now).order_by(ReachDue.at).limit(most)
    return {
        person_id
        for person_id in session.scalars(due.with_for_update(skip_locked=True)).all()
        if changed_one(session, delete(ReachDue).where(ReachDue.person_id == person_id))
    }


def unreachable(
    session: Session, now: datetime, person_ids: Iterable[UUID]
) -> dict[UUID, tuple[bool, datetime]]:
    """Tell to whom of some no safe way leads, or one waits (True), and since when."""
    open_ = (
        select(SafeContact.person_id, SafeContact.confirmed_at, SafeContact.saved_at,
               SafeContact.good_until)
        .join(Person, Person.id == SafeContact.person_id)
        .where(
            SafeContact.person_id.in_(list(person_ids)),
            Person.standing == Standing.HERE, SafeContact.ended_at.is_(None),
            or_(SafeContact.confirmed_at.is_(None), SafeContact.good_until <= now),
        )
        .order_by(SafeContact.confirmed_at.is_(None))
    )  # fmt: skip
    ended = {
        person_id: (confirmed_at is None, good_until if confirmed_at else saved_at)
        for person_id, confirmed_at, saved_at, good_until in session.execute(open_)
    }
    return {**_silent(session, person_ids), **ended}


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
    for table in (SafeContact, ReachDue, DangerCall):
        session.execute(delete(table).where(table.person_id == person_id))


def _silent(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, tuple[bool, datetime]]:
    said = select(SafeContact.id).where(
        SafeContact.person_id == Person.id, SafeContact.ended_at.is_(None)
    )
    silent = select(Person.id, Person.joined_at).where(
        Person.id.in_(list(person_ids)), Person.standing == Standing.HERE,
        Person.kind != Kind.STAFF, ~said.exists(),
    )  # fmt: skip
    return {
        person_id: (False, joined_at + rules.JOINING_LASTS)
        for person_id, joined_at in session.execute(silent)
    }
