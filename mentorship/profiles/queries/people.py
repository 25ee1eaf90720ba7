"""Who takes part, for the lists of staff."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.kernel.audit import SAW, AuditEntry


def people_here(session: Session) -> Sequence[Person]:
    """List everybody who takes part and whose record is not put away, by code."""
    taking_part = select(Person).where(
        Person.kind != Kind.STAFF, Person.standing != Standing.PARKED
    )
    return session.scalars(taking_part.order_by(Person.code)).all()


def staff_here(session: Session) -> Sequence[Person]:
    """List the records of staff, in the order of their codes."""
    staff = select(Person).where(Person.kind == Kind.STAFF)
    return session.scalars(staff.order_by(Person.code)).all()


def people_by_id(session: Session, ids: Collection[UUID]) -> Sequence[Person]:
    """List some people's records."""
    return session.scalars(select(Person).where(Person.id.in_(ids))).all()


def worked_with(session: Session) -> set[tuple[UUID, UUID]]:
    """Give every two records of which one is of somebody who, as staff, helped the other.

    Looking alone is no work: coordinators may open everybody's record.
    """
    staff, own = aliased(Person), aliased(Person)
    records = (
        select(staff.id, own.id)
        .join(own, own.human_id == staff.human_id)
        .where(staff.kind == Kind.STAFF, own.kind != Kind.STAFF)
    )
    own_records: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for staff_id, own_id in session.execute(records):
        own_records[staff_id].add(own_id)
    if not own_records:
        return set()
    done = (
        select(AuditEntry.actor_id, AuditEntry.subject_id)
        .where(AuditEntry.actor_id.in_(own_records), AuditEntry.act != SAW)
        .distinct()
    )
    found = {
        (own_id, person_id)
        for staff_id, person_id in session.execute(done)
        if staff_id and person_id
        for own_id in own_records[staff_id]
    }
    return found | {(person_id, own_id) for own_id, person_id in found}


def look_after_no_more(session: Session, person_id: UUID, staff_id: UUID) -> None:
    """Let somebody be looked after by nobody, where this one of staff does."""
    theirs = update(Person).where(Person.id == person_id, Person.assigned_to == staff_id)
    session.execute(theirs.values(assigned_to=None))


def codes_of(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Give the codes by which staff speak of some records."""
    chosen = select(Person).where(Person.id.in_(ids))
    return {person.id: person.code for person in session.scalars(chosen)}
