"""Each one's own clock and calendar: found by the person, or by a secret address."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import Agenda
from mentorship.checkins.rules.calendars import Title
from mentorship.kernel.db import insert_or_ignore
from mentorship.kernel.vault import token_hash


def agenda_of(session: Session, person_id: UUID) -> Agenda | None:
    """Give what somebody chose, if they chose anything."""
    return session.scalar(select(Agenda).where(Agenda.person_id == person_id))


def own_agenda(session: Session, person_id: UUID) -> Agenda:
    """Give what somebody chose, to be changed; it begins with what is usual."""
    insert_or_ignore(session, Agenda, id=uuid4(), person_id=person_id, title=Title.CALL)
    chosen = select(Agenda).where(Agenda.person_id == person_id).with_for_update()
    return session.scalars(chosen).one()


def agenda_at(session: Session, token: str) -> tuple[Agenda, Person] | None:
    """Find whose calendar a secret address gives, if they are still here."""
    chosen = select(Agenda, Person).join(Person, Person.id == Agenda.person_id)
    found = session.execute(
        chosen.where(Agenda.token_hash == token_hash(token), Person.standing == Standing.HERE)
    ).first()
    return (found[0], found[1]) if found else None


def days_over(session: Session, now: datetime, limit: int) -> Sequence[Agenda]:
    """List whose days off hold something that is over, each for whoever takes it first."""
    due = select(Agenda).where(Agenda.days_over_at <= now).order_by(Agenda.days_over_at)
    return session.scalars(due.limit(limit).with_for_update(skip_locked=True)).all()


def erase_agenda(session: Session, person_id: UUID) -> None:
    """Delete what somebody chose; the address gives nothing any more."""
    session.execute(delete(Agenda).where(Agenda.person_id == person_id))
