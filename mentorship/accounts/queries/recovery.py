"""Ways back in through staff: who is to be rung back, and what became of everyone's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person, Recovery
from mentorship.accounts.rules import RecoveryState, Standing
from mentorship.kernel.db import guarded

LATEST = 100


def waiting(session: Session, person_id: UUID) -> Recovery | None:
    """Give the call-back that somebody waits for, if one was asked for."""
    theirs = select(Recovery).where(
        Recovery.person_id == person_id, Recovery.state == RecoveryState.WAITING
    )
    return session.scalar(theirs)


def end(
    session: Session, row: Recovery, state: RecoveryState, by: UUID | None, now: datetime
) -> None:
    """End a call-back that still waits; of two who end it at once, one is told."""
    mine = update(Recovery).where(Recovery.id == row.id, Recovery.state == RecoveryState.WAITING)
    guarded(session, mine.values(state=state, ended_by=by, ended_at=now))


def note_try(session: Session, row: Recovery) -> None:
    """Count a call that reached nobody, while it is still waited for."""
    mine = update(Recovery).where(Recovery.id == row.id, Recovery.state == RecoveryState.WAITING)
    guarded(session, mine.values(tries=Recovery.tries + 1))


def due(session: Session, now: datetime) -> Sequence[Person]:
    """List whom to ring back by now."""
    theirs = select(Person).join(Recovery, Recovery.person_id == Person.id)
    waited = theirs.where(
        Recovery.state == RecoveryState.WAITING,
        Recovery.due_at <= now,
        Person.standing == Standing.HERE,
    )
    return session.scalars(waited.order_by(Recovery.due_at, Person.id)).all()


def latest(session: Session) -> list[tuple[Recovery, Person]]:
    """List the latest ways back in, each with whose it is, the newest first."""
    theirs = select(Recovery, Person).join(Person, Person.id == Recovery.person_id)
    newest = theirs.order_by(Recovery.asked_at.desc(), Recovery.id).limit(LATEST)
    return [(row, person) for row, person in session.execute(newest)]
