"""Who is quiet: whose record staff are to look at, when somebody was last here, what holds it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, union_all, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp, FollowUpStep, Quiet
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.quiet import WAITS_FOR_THEM
from mentorship.checkins.rules.steps import State, Step
from mentorship.kernel.audit import AuditEntry
from mentorship.kernel.db import changed_one, insert_or_ignore
from mentorship.matches.models import Match
from mentorship.matches.queries import offers
from mentorship.notices.rules import Reached, is_told
from mentorship.profiles.models import Pause

TOLD = [reached for reached in Reached if is_told(reached)]


def begin(session: Session, person_id: UUID, since: datetime, look_at: datetime) -> None:
    """Start somebody's clock anew."""
    insert_or_ignore(session, Quiet, person_id=person_id, since=since, look_at=look_at)
    mine = update(Quiet).where(Quiet.person_id == person_id)
    session.execute(mine.values(since=since, look_at=look_at))


def of(session: Session, person_id: UUID) -> Quiet:
    """Give the clock of somebody who takes part."""
    return session.get_one(Quiet, person_id, populate_existing=True)


def to_look_at(session: Session, now: datetime, most: int) -> Sequence[Quiet]:
    """List the clocks whose moment has come, the oldest first."""
    due = select(Quiet).where(Quiet.look_at <= now).order_by(Quiet.look_at).limit(most)
    return session.scalars(due.with_for_update(skip_locked=True)).all()


def take_up(session: Session, row: Quiet) -> bool:
    """Take one of them up; tell whether nobody was faster."""
    still = update(Quiet).where(Quiet.person_id == row.person_id, Quiet.look_at == row.look_at)
    return changed_one(session, still.values(look_at=None))


def look_no_more(session: Session, person_id: UUID) -> None:
    """Name no moment for somebody at whose record staff are to look now."""
    session.execute(update(Quiet).where(Quiet.person_id == person_id).values(look_at=None))


def note_since(session: Session, person_id: UUID, since: datetime) -> None:
    """Note when somebody was last here at whom staff are to look."""
    session.execute(update(Quiet).where(Quiet.person_id == person_id).values(since=since))


def note_parked(session: Session, person_id: UUID, now: datetime) -> None:
    """Note that a record was put away."""
    mine = update(Quiet).where(Quiet.person_id == person_id)
    session.execute(mine.values(parked_at=now, back_at=None, look_at=None))


def note_back(session: Session, person_id: UUID, now: datetime) -> None:
    """Note that somebody came back whose record was put away."""
    mine = update(Quiet).where(
        Quiet.person_id == person_id, Quiet.parked_at.is_not(None), Quiet.back_at.is_(None)
    )
    session.execute(mine.values(back_at=now))


def look_again(session: Session, now: datetime) -> None:
    """Have the sweep look at every clock that runs."""
    session.execute(update(Quiet).where(Quiet.look_at.is_not(None)).values(look_at=now))


def parked(session: Session) -> Sequence[tuple[Quiet, Person]]:
    """List the records that are put away, each with its clock."""
    away = select(Quiet, Person).join(Person, Person.id == Quiet.person_id)
    found = session.execute(away.where(Person.standing == Standing.PARKED))
    return [(quiet, person) for quiet, person in found]


def forget(session: Session, person_id: UUID) -> None:
    """Delete somebody's clock."""
    session.execute(delete(Quiet).where(Quiet.person_id == person_id))


def last_here(session: Session, people: Collection[UUID]) -> dict[UUID, datetime]:
    """Tell when each of some people last did something, was spoken with, or had something open."""
    own = or_(
        AuditEntry.actor_id == AuditEntry.subject_id, AuditEntry.how.is_not(None),
        AuditEntry.act == "restored",
    )  # fmt: skip
    spoken = select(FollowUp.person_id, FollowUpStep.at).join(
        FollowUp, FollowUp.id == FollowUpStep.follow_up_id
    )
    found = union_all(
        select(Quiet.person_id, Quiet.since).where(Quiet.person_id.in_(people)),
        select(AuditEntry.subject_id, AuditEntry.at).where(AuditEntry.subject_id.in_(people), own),
        spoken.where(
            FollowUp.person_id.in_(people), FollowUpStep.step == Step.CONTACT,
            FollowUpStep.reached.in_(TOLD),
        ),
        select(FollowUp.person_id, FollowUp.closed_at).where(
            FollowUp.person_id.in_(people), FollowUp.kind.not_in(WAITS_FOR_THEM),
            FollowUp.closed_at.is_not(None),
        ),
        select(Pause.person_id, Pause.began_at).where(Pause.person_id.in_(people)),
        *(_ended(side, people) for side in (Match.mentee_id, Match.mentor_id)),
    ).subquery()  # fmt: skip
    who, at = found.c
    newest = session.execute(select(who, func.max(at)).group_by(who))
    return {person_id: seen for person_id, seen in newest}  # noqa: C416 - rows are no tuples to mypy


def held(session: Session, people: Collection[UUID]) -> set[UUID]:
    """Tell whose clock stands still: who waits, is asked or matched, or for whom staff owe
    something, and who is suspended or has asked to stop.
    """
    some = list(people)
    away = select(Person.id).where(Person.id.in_(some), Person.standing != Standing.HERE)
    waits = (FollowUp.kind == Kind.WAITING) & (FollowUp.state != State.PAUSED)
    owed = or_(waits, FollowUp.kind.not_in({*WAITS_FOR_THEM, Kind.WAITING}))
    tasks = select(FollowUp.person_id).where(
        FollowUp.person_id.in_(some), FollowUp.closed_at.is_(None), owed
    )
    matched = (
        select(side).where(side.in_(some), Match.closed_at.is_(None))
        for side in (Match.mentee_id, Match.mentor_id)
    )
    found = set(session.scalars(union_all(away, tasks, *matched)))
    return found | offers.asked(session, some)


def _ended(side: Any, people: Collection[UUID]) -> Any:
    return select(side, Match.closed_at).where(side.in_(people), Match.closed_at.is_not(None))
