"""Logs, taps and reports, and who may see them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import CheckIn, CheckInVersion, Report, Tap
from mentorship.checkins.rules.clocks import Said
from mentorship.checkins.rules.logs import Feeling, Outcome
from mentorship.checkins.rules.pace import MONTH, Held
from mentorship.checkins.rules.talks import moment_of
from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.matches.models import Match
from mentorship.profiles.queries import closed_records

NOON = time(12)


@access.sees(CheckIn)
def may_see_log(session: Session, actor: Actor, log: CheckIn) -> bool:
    """Let the mentor who logged it change it, and staff who record what that one says of it.

    The mentee never sees it. For whom those record it, the view checks beside this.
    """
    if log.taken_back_at is not None:
        return False
    if log.mentor_id is not None and actor.for_(log.mentor_id):
        return True
    records = actor.is_coordinator and actor.how is not None
    return records and closed_records(session, actor).isdisjoint({log.person_id, log.mentor_id})


@access.sees(Tap)
def may_see_tap(_session: Session, actor: Actor, tap: Tap) -> bool:
    """Let only the mentee see her taps by address."""
    return actor.for_(tap.person_id)


@access.sees(Report)
def may_see_report(_session: Session, actor: Actor, report: Report) -> bool:
    """Let only the one who wrote it see a report by address; staff read it on its follow-up."""
    return actor.for_(report.person_id)


def logs_of(session: Session, match_id: UUID) -> Sequence[CheckIn]:
    """List the logs of a pair that stand, the newest first."""
    chosen = select(CheckIn).where(CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None))
    return session.scalars(chosen.order_by(CheckIn.on_day.desc(), CheckIn.logged_at.desc())).all()


def is_logged_on(session: Session, match_id: UUID, day: date) -> bool:
    """Tell whether a log of a pair stands for a talk of a day."""
    stands = (CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None))
    return session.scalar(select(exists().where(*stands, CheckIn.on_day == day))) or False


def log_of(session: Session, meeting_id: UUID) -> CheckIn | None:
    """Give the log of a planned talk, if one stands."""
    chosen = select(CheckIn).where(
        CheckIn.meeting_id == meeting_id, CheckIn.taken_back_at.is_(None)
    )
    return session.scalar(chosen.order_by(CheckIn.logged_at.desc()).limit(1))


def logs_by(session: Session, mentor_id: UUID, since: date) -> Sequence[CheckIn]:
    """List the logs of a mentor that stand, of talks since a day, the newest first."""
    chosen = select(CheckIn).where(
        CheckIn.mentor_id == mentor_id, CheckIn.taken_back_at.is_(None),
        CheckIn.match_id.is_not(None), CheckIn.on_day >= since,
    )  # fmt: skip
    return session.scalars(chosen.order_by(CheckIn.on_day.desc(), CheckIn.logged_at.desc())).all()


def unplanned_between(
    session: Session, match_id: UUID, first: date, last: date
) -> Sequence[CheckIn]:
    """List the logs of a pair that stand and have no planned talk, first day to last."""
    chosen = select(CheckIn).where(
        CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None),
        CheckIn.meeting_id.is_(None), CheckIn.on_day >= first, CheckIn.on_day <= last,
    )  # fmt: skip
    return session.scalars(chosen.order_by(CheckIn.on_day, CheckIn.logged_at)).all()


def versions_of(session: Session, log: CheckIn) -> Sequence[CheckInVersion]:
    """List what a log said before it was corrected, the newest first."""
    chosen = select(CheckInVersion).where(CheckInVersion.check_in_id == log.id)
    return session.scalars(chosen.order_by(CheckInVersion.until.desc())).all()


def match_of(session: Session, log: CheckIn) -> Match:
    """Give the match of a log that its mentor still sees."""
    return session.scalars(select(Match).where(Match.id == log.match_id)).one()


def said_of(session: Session, match_id: UUID, zone: str) -> list[Said]:
    """List what the clock of a pair needs of its logs: noon of the day it happened.

    Of two for one day the one that was said later comes last. What was before the last talk that
    took place changes no clock, however long a pair talks.
    """
    stand = (CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None))
    held = select(CheckIn.on_day).where(*stand, CheckIn.outcome == Outcome.HELD)
    last = session.scalar(held.order_by(CheckIn.on_day.desc()).limit(1))
    chosen = select(CheckIn.on_day, CheckIn.logged_at, CheckIn.outcome).where(*stand)
    since = chosen.where(CheckIn.on_day >= last) if last else chosen
    return [
        Said(min(moment_of(on_day, NOON, zone), logged_at), outcome)
        for on_day, logged_at, outcome in session.execute(
            since.order_by(CheckIn.on_day, CheckIn.logged_at)
        )
    ]


def held_in(session: Session, match_id: UUID, month: date) -> Held:
    """Count the talks of a month that a log says were held, and their minutes."""
    chosen = select(func.count(), func.coalesce(func.sum(CheckIn.minutes), 0)).where(
        CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None),
        CheckIn.outcome == Outcome.HELD, CheckIn.on_day >= month, CheckIn.on_day < month + MONTH,
    )  # fmt: skip
    talks, minutes = session.execute(chosen).one()
    return Held(talks, minutes)


def feeling_before(session: Session, match_id: UUID, log: CheckIn) -> Feeling | None:
    """Tell how the talk before this one was for the mentor."""
    earlier = select(CheckIn.feeling).where(
        CheckIn.match_id == match_id, CheckIn.taken_back_at.is_(None), CheckIn.id != log.id,
        CheckIn.on_day <= log.on_day,
    )  # fmt: skip
    newest = earlier.order_by(CheckIn.on_day.desc(), CheckIn.logged_at.desc())
    return session.scalar(newest.limit(1))


def act_on_notes(session: Session, log_ids: Collection[UUID], now: datetime) -> None:
    """Note that staff acted on what was written in some logs, and in what they said before."""
    for table, of_it in (
        (CheckIn, CheckIn.id.in_(log_ids)),
        (CheckInVersion, CheckInVersion.check_in_id.in_(log_ids)),
    ):
        unacted = update(table).where(of_it, table.note.is_not(None), table.note_acted_at.is_(None))
        session.execute(unacted.values(note_acted_at=now))


def blank_notes(session: Session, now: datetime, days: int) -> None:
    """Delete the notes that were acted on long enough ago, in earlier versions too."""
    for table in (CheckIn, CheckInVersion):
        old = update(table).where(table.note_acted_at < now - timedelta(days=days))
        session.execute(old.values(note=None, note_acted_at=None))


def drop_notes(session: Session, log: CheckIn) -> None:
    """Delete the notes of a log that is taken back, in earlier versions too."""
    log.note = None
    earlier = update(CheckInVersion).where(CheckInVersion.check_in_id == log.id)
    session.execute(earlier.values(note=None))


def spoken_of(session: Session, person_id: UUID | None) -> str:
    """Tell how staff speak of somebody: colleagues by name, others by their letters."""
    person = session.get(Person, person_id) if person_id else None
    return (person.called or person.code) if person else ""


def forget_match(session: Session, match_id: UUID) -> None:
    """Delete what was logged about the talks of a pair."""
    session.execute(delete(CheckIn).where(CheckIn.match_id == match_id))
