"""Work that is done later: the row is the truth, the queue only a bell.

A job is a row written in the transaction that causes it. After the commit a bell is rung (Huey, ids
only); a sweep each minute takes what is due and what was left lying when a worker died. A job may
therefore run more than once, and its work must come to the same as once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID, uuid4

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    Uuid,
    and_,
    delete,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel import clock, settings
from mentorship.kernel.config import Config
from mentorship.kernel.db import (
    Base,
    Choice,
    Database,
    Kept,
    UtcDateTime,
    UuidPk,
    forget_once,
    guarded,
    insert_or_ignore,
    public,
)
from mentorship.kernel.errors import Overtaken, log_fault

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 8

Handler = Callable[[Database, UUID, datetime], None]
Periodic = Callable[[Database, datetime], None]


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_OPEN = text("state IN ('waiting', 'running')")


class Job(Base):
    """A piece of work: its kind, the row it is about, when it is due, who holds it until when."""

    __tablename__ = "job"
    __kept__ = Kept.DAYS_7
    __table_args__ = (
        Index(
            "uq_job_open", "kind", "ref", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_job_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[UuidPk]
    kind: Mapped[str] = mapped_column(String(40), info=public("a fixed code for the kind of work"))
    ref: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[JobState] = mapped_column(Choice(JobState))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)


@dataclass(frozen=True)
class Works:
    """What the worker can do: a handler for each kind of job, and what it does every minute."""

    handlers: Mapping[str, Handler]
    periodic: Sequence[Periodic]


class Bell:
    """Rings the worker after a commit; losing a ring costs a minute, never the work."""

    def __init__(self, config: Config, database: Callable[[], Database], works: Works) -> None:
        self.huey = _huey(config)
        self._ring = self.huey.task(name="work")(
            lambda job: work(database(), works, UUID(job), clock.now())
        )
        self.huey.periodic_task(crontab(), name="tick")(
            lambda: tick(database(), works, clock.now())
        )

    def ring(self, session: Session) -> None:
        """Ring for every job that this transaction has put in and that is due."""
        for job_id in session.info.pop("rung", []):
            self._ring(str(job_id))


def enqueue(
    session: Session, kind: str, ref: UUID, now: datetime, due_at: datetime | None = None
) -> None:
    """Put a job in, unless the same one is already open."""
    job_id, due = uuid4(), due_at or now
    fresh = insert_or_ignore(
        session, Job, id=job_id, kind=kind, ref=ref, state=JobState.WAITING, due_at=due, attempts=0
    )
    if fresh and due <= now:
        session.info.setdefault("rung", []).append(job_id)


def tick(database: Database, works: Works, now: datetime) -> None:
    """Do what is due: first what stands in no row, then every due or abandoned job."""
    for periodic in works.periodic:
        _unharmed(database, periodic.__name__, partial(periodic, database, now))
    with database.reading() as session:
        due = _due(session, now)
    for job_id in due:
        work(database, works, job_id, now)


def work(database: Database, works: Works, job_id: UUID, now: datetime) -> None:
    """Claim one job, do it, and note how it ended; somebody else's job is left alone."""
    try:
        with database.transaction() as session:
            kind, ref, attempts = _claim(session, job_id, now)
    except Overtaken:
        return
    done = _unharmed(database, kind, lambda: works.handlers[kind](database, ref, now))
    with database.transaction() as session:
        _finish(session, job_id, now, attempts, done=done)


def state_of(session: Session, kind: str, ref: UUID) -> JobState | None:
    """Tell where the newest job of this kind about `ref` stands."""
    chosen = select(Job.state).where(Job.kind == kind, Job.ref == ref)
    return session.scalar(chosen.order_by(Job.due_at.desc()).limit(1))


def failed(session: Session) -> list[Job]:
    """List the jobs that were given up, for the administrator."""
    return list(session.scalars(select(Job).where(Job.state == JobState.FAILED)))


def forget_old(database: Database, now: datetime) -> None:
    """Delete the once-tokens of yesterday and the jobs done a week ago."""
    with database.transaction() as session:
        forget_once(session, now)
        old = delete(Job).where(Job.state == JobState.DONE, Job.due_at < now - timedelta(days=7))
        session.execute(old)


def _due(session: Session, now: datetime) -> list[UUID]:
    return list(session.scalars(select(Job.id).where(_is_due(now)).order_by(Job.due_at)))


def _is_due(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Job.state == JobState.WAITING, Job.due_at <= now)
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until <= now)
    return or_(waiting, abandoned)


def _claim(session: Session, job_id: UUID, now: datetime) -> tuple[str, UUID, int]:
    claimed = update(Job).where(Job.id == job_id, _is_due(now))
    taken = claimed.values(
        state=JobState.RUNNING, lease_until=now + LEASE, attempts=Job.attempts + 1
    )
    guarded(session, taken)
    job = session.get_one(Job, job_id)
    return job.kind, job.ref, job.attempts


def _finish(session: Session, job_id: UUID, now: datetime, attempts: int, *, done: bool) -> None:
    mine = update(Job).where(
        Job.id == job_id, Job.state == JobState.RUNNING, Job.attempts == attempts
    )
    if done:
        session.execute(mine.values(state=JobState.DONE, lease_until=None))
    elif attempts >= MOST_ATTEMPTS:
        session.execute(mine.values(state=JobState.FAILED, lease_until=None))
    else:
        later = now + timedelta(seconds=30 * 2**attempts)
        session.execute(mine.values(state=JobState.WAITING, lease_until=None, due_at=later))


def _unharmed(database: Database, name: str, step: Callable[[], None]) -> bool:
    # One job's fault must not stop the others; it stays on its row and in the log.
    try:
        with settings.speaking(database):
            step()
    except Exception as error:
        log_fault(name, error)
        return False
    return True


def _huey(config: Config) -> Huey:
    if config.is_sqlite:
        return SqliteHuey("bell", filename=config.bell_url, results=False, utc=True)
    return PostgresHuey("bell", dsn=config.bell_url, results=False, utc=True)
