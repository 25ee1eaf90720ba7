"""Follow-ups: found, turned by guarded updates, and each step noted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import (
    CheckIn,
    CheckInVersion,
    FollowUp,
    FollowUpStep,
    Report,
    StaffContact,
    Tap,
)
from mentorship.checkins.rules.follow_ups import CLOCKS, REPORTED, Kind
from mentorship.checkins.rules.logs import CallMe
from mentorship.checkins.rules.reports import NEXT_READERS
from mentorship.checkins.rules.steps import State, Step
from mentorship.kernel import access, settings
from mentorship.kernel.access import Actor
from mentorship.matches.models import Match
from mentorship.profiles.queries import closed_with

# Few enough that nobody waits long for the database while one batch is written.
BATCH = 100


@access.sees(FollowUp)
def may_see_follow_up(session: Session, actor: Actor, row: FollowUp) -> bool:
    """Let coordinators see what is on the board, and a complaint the reader chosen alone.

    A complaint that nobody answered in its days, or that none of the chosen may read, is also
    seen by the one it came to, who may have taken it.

    Nobody sees what is about somebody whose record is closed to them, or names that one, nor
    anything about somebody whose record was put away.
    """
    if session.get_one(Person, row.person_id).standing is Standing.PARKED:
        return False
    if actor.human_id in barred_from(session, row):
        return False
    if row.kind is not Kind.COMPLAINT:
        return actor.is_coordinator
    reader = session.get_one(Report, row.subject_id).reader
    came_on = actor.person_id in {row.passed_to, row.taken_by} - {None}
    return actor.is_(reader) or (came_on and actor.is_(*NEXT_READERS[reader]))


def barred_from(session: Session, row: FollowUp) -> frozenset[UUID]:
    """Tell to whom a follow-up is closed: whom it is about or names, and who is kept apart.

    It is about the person and both of the pair, and names the one reported; whoever is kept apart
    from one of these neither sees it nor ever has it.
    """
    report = session.get(Report, row.subject_id) if row.kind in REPORTED else None
    match = session.get(Match, row.match_id) if row.match_id else None
    ids = {row.person_id, report.named_id if report else None}
    if match is not None:
        ids |= {match.mentee_id, match.mentor_id}
    named = select(Person.human_id).where(Person.id.in_(ids - {None}))
    return closed_with(session, session.scalars(named).all())


def looked_after_by(session: Session, mentor_id: UUID) -> frozenset[UUID]:
    """Tell which of the staff look after the ones that a mentor talks with."""
    chosen = (
        select(Person.assigned_to)
        .join(Match, Match.mentee_id == Person.id)
        .where(Match.mentor_id == mentor_id, Match.closed_at.is_(None))
    )
    return frozenset(session.scalars(chosen.where(Person.assigned_to.is_not(None))))


def open_of(session: Session, kind: Kind, subject_id: UUID, person_id: UUID) -> FollowUp | None:
    """Give the open follow-up of a kind about something, for a person."""
    chosen = select(FollowUp).where(
        FollowUp.kind == kind,
        FollowUp.subject_id == subject_id,
        FollowUp.person_id == person_id,
        FollowUp.closed_at.is_(None),
    )
    return session.scalar(chosen)


def open_or_lately_closed(
    session: Session, kind: Kind, subject_id: UUID, person_id: UUID, now: datetime
) -> FollowUp | None:
    """Give the open follow-up, or the one that was closed so lately that it would reopen."""
    still_open = open_of(session, kind, subject_id, person_id)
    if still_open or kind in CLOCKS:
        return still_open
    chosen = select(FollowUp).where(
        FollowUp.kind == kind,
        FollowUp.subject_id == subject_id,
        FollowUp.person_id == person_id,
        FollowUp.closed_at >= now - timedelta(days=settings.current(session).reopen_days),
    )
    return session.scalar(chosen.order_by(FollowUp.closed_at.desc()).limit(1))


def open_of_kind(session: Session, kind: Kind) -> Sequence[FollowUp]:
    """List what is open of one kind."""
    chosen = select(FollowUp).where(FollowUp.kind == kind, FollowUp.closed_at.is_(None))
    return session.scalars(chosen).all()


def was_ever(
    session: Session, kind: Kind, subject_id: UUID, person_id: UUID, since: datetime | None = None
) -> bool:
    """Tell whether something ever stood on the board for a person, or came onto it since."""
    chosen = select(FollowUp.id).where(
        FollowUp.person_id == person_id, FollowUp.kind == kind, FollowUp.subject_id == subject_id
    )
    if since is not None:
        chosen = chosen.where(FollowUp.opened_at >= since)
    return session.scalar(chosen.limit(1)) is not None


def was_closed_at(session: Session, kind: Kind, person_id: UUID, at: datetime) -> bool:
    """Tell whether something about a person came off the board at a moment."""
    then = select(FollowUp.id).where(
        FollowUp.person_id == person_id, FollowUp.kind == kind, FollowUp.closed_at == at
    )
    return session.scalar(then.limit(1)) is not None


def clock_of(session: Session, match_id: UUID) -> FollowUp | None:
    """Give the clock of a pair."""
    chosen = select(FollowUp).where(
        FollowUp.kind == Kind.PAIR, FollowUp.subject_id == match_id, FollowUp.closed_at.is_(None)
    )
    return session.scalar(chosen)


def clocks_of_match(session: Session, match_id: UUID) -> Sequence[FollowUp]:
    """List the open clocks of a match."""
    return _clocks(session, FollowUp.match_id == match_id)


def open_of_match(session: Session, match_id: UUID) -> Sequence[FollowUp]:
    """List everything open about a match."""
    chosen = select(FollowUp).where(FollowUp.match_id == match_id, FollowUp.closed_at.is_(None))
    return session.scalars(chosen).all()


def clocks_of_person(session: Session, person_id: UUID) -> Sequence[FollowUp]:
    """List the open clocks about a person."""
    return _clocks(session, FollowUp.person_id == person_id)


def open_about(session: Session, person_id: UUID, kinds: frozenset[Kind]) -> Sequence[FollowUp]:
    """List what is open for a person, of some kinds."""
    chosen = select(FollowUp).where(
        FollowUp.person_id == person_id, FollowUp.kind.in_(kinds), FollowUp.closed_at.is_(None)
    )
    return session.scalars(chosen).all()


def due_now(session: Session, now: datetime) -> Sequence[FollowUp]:
    """List what turns now, by the stored moment, the oldest first."""
    chosen = select(FollowUp).where(FollowUp.next_at <= now, FollowUp.closed_at.is_(None))
    first = chosen.order_by(FollowUp.next_at).limit(BATCH)
    return session.scalars(first.with_for_update(skip_locked=True)).all()


def turn(session: Session, row: FollowUp, **values: Any) -> bool:
    """Change a follow-up if it is still as it was read, and tell whether it was."""
    same_moment = (
        FollowUp.next_at.is_(None) if row.next_at is None else FollowUp.next_at == row.next_at
    )
    statement = update(FollowUp).where(
        FollowUp.id == row.id, FollowUp.state == row.state, same_moment,
        FollowUp.taken_by.is_(None) if row.taken_by is None else FollowUp.taken_by == row.taken_by,
    )  # fmt: skip
    result = cast("CursorResult[Any]", session.execute(statement.values(**values)))
    session.refresh(row)
    return result.rowcount == 1


def was_reminded(session: Session, row_id: UUID, since: datetime) -> bool:
    """Tell whether a reminder was given since a moment."""
    chosen = select(FollowUpStep.id).where(
        FollowUpStep.follow_up_id == row_id, FollowUpStep.step == Step.REMINDED,
        FollowUpStep.at >= since,
    )  # fmt: skip
    return session.scalar(chosen.limit(1)) is not None


def rests_of(session: Session, row_id: UUID, now: datetime) -> list[tuple[datetime, datetime]]:
    """List from when to when a clock stood still; a rest that lasts is over by now at the least."""
    chosen = select(FollowUpStep.step, FollowUpStep.at).where(
        FollowUpStep.follow_up_id == row_id,
        FollowUpStep.step.in_((Step.PAUSED, Step.RESUMED)),
    )
    steps = session.execute(chosen.order_by(FollowUpStep.at)).all()
    begun = [at for step, at in steps if step is Step.PAUSED]
    over = [at for step, at in steps if step is Step.RESUMED]
    return list(zip(begun, [*over, now], strict=False))


def with_staff(session: Session, staff_id: UUID) -> Sequence[FollowUp]:
    """List what is open and with one of the staff: taken by them, or passed on to them."""
    either = or_(FollowUp.taken_by == staff_id, FollowUp.passed_to == staff_id)
    return session.scalars(select(FollowUp).where(either, FollowUp.closed_at.is_(None))).all()


def open_concerning(session: Session, person_id: UUID) -> Sequence[FollowUp]:
    """List what is open about somebody or a pair of theirs, or names them."""
    pairs = select(Match.id).where(or_(Match.mentee_id == person_id, Match.mentor_id == person_id))
    naming = select(Report.id).where(Report.named_id == person_id)
    concerns = or_(
        FollowUp.person_id == person_id, FollowUp.match_id.in_(pairs),
        FollowUp.subject_id.in_(naming),
    )  # fmt: skip
    return session.scalars(select(FollowUp).where(concerns, FollowUp.closed_at.is_(None))).all()


def look_again(session: Session, now: datetime) -> None:
    """Have the sweep look at everything that runs, because what it is measured by changed."""
    running = update(FollowUp).where(FollowUp.state == State.OPEN, FollowUp.closed_at.is_(None))
    session.execute(running.values(next_at=now))


def add_step(
    session: Session, row_id: UUID, step: Step, by_id: UUID | None, now: datetime, **more: Any
) -> None:
    """Note one step."""
    session.add(FollowUpStep(follow_up_id=row_id, step=step, by_id=by_id, at=now, **more))
    session.flush()


def erase_person(session: Session, person_id: UUID) -> None:
    """Delete everything about one person; of the logs they wrote stays what is the mentee's."""
    for table in (FollowUp, Report, Tap, CheckInVersion, CheckIn, StaffContact):
        session.execute(delete(table).where(table.person_id == person_id))
    by_them = select(CheckIn.id).where(CheckIn.mentor_id == person_id)
    corrected = update(CheckInVersion).where(CheckInVersion.check_in_id.in_(by_them))
    session.execute(corrected.values(feeling=None, call_me=CallMe.NO))
    written = update(CheckIn).where(CheckIn.mentor_id == person_id)
    session.execute(written.values(mentor_id=None, feeling=None, call_me=CallMe.NO))


def _clocks(session: Session, condition: Any) -> Sequence[FollowUp]:
    chosen = select(FollowUp).where(
        condition, FollowUp.kind.in_(CLOCKS), FollowUp.closed_at.is_(None)
    )
    return session.scalars(chosen).all()
