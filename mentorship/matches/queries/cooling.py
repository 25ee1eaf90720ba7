"""Statements about the days after an ending in which no round looks for a mentee."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import db
from mentorship.matches.models import Cooling


def start(session: Session, person_id: UUID, until: date, told_from: datetime) -> None:
    """Let these days begin; of two endings the later one counts."""
    session.merge(
        Cooling(
            person_id=person_id, until=until, told_from=told_from, shortened_at=None,
            shortened_by=None,
        )
    )  # fmt: skip
    session.flush()


def of(session: Session, person_id: UUID) -> Cooling | None:
    """Give somebody's last days after an ending."""
    return session.get(Cooling, person_id)


def running(session: Session, today: date) -> Sequence[tuple[Cooling, Person]]:
    """List whose days are not over, those first who are looked for soonest."""
    chosen = select(Cooling, Person).join(Person, Person.id == Cooling.person_id)
    found = session.execute(
        chosen.where(Cooling.until > today).order_by(Cooling.until, Person.code)
    )
    return [(row, person) for row, person in found]


def people_in(session: Session, today: date) -> set[UUID]:
    """Give everyone for whom no round looks today."""
    return set(session.scalars(select(Cooling.person_id).where(Cooling.until > today)))


def shorten(
    session: Session, person_id: UUID, today: date, by_id: UUID | None, now: datetime
) -> None:
    """End these days today, once."""
    mine = update(Cooling).where(Cooling.person_id == person_id, Cooling.until > today)
    db.guarded(session, mine.values(until=today, shortened_at=now, shortened_by=by_id))


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete somebody's days after an ending."""
    session.execute(delete(Cooling).where(Cooling.person_id == person_id))
