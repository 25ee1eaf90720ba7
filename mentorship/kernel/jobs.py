"""Work that is done later: the row is the truth, the queue only a bell.

A job is a row written in the transaction that causes it. After the commit a bell is rung (Huey, ids
only); a sweep each minute takes what is due and what was left lying when a worker died. A job may
therefore run more than once, and its work must come to the same as once. What is done every minute
is done by one worker at a time, whichever comes first; so is every job.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property, partial
from uuid import UUID, uuid4

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    Uuid,
    and_,
    case,
    delete,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel import access, audit, beats, clock, settings
from mentorship.kernel.access import Actor, Role
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
LONGEST_REST = timedelta(hours=1)
KEPT = timedelta(days=14)
GIVEN_UP_KEPT = timedelta(days=90)

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
    __kept__ = Kept.DAYS_14
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


class Later(Exception):
    """A job's work is not to be done before a moment; that is no fault and uses up no attempt."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True)
class Works:
    """What the worker can do: a handler for each kind of job, and what it does every minute.

    `most` says how often a kind of job is tried where that is not `MOST_ATTEMPTS`.
    """

    handlers: Mapping[str, Handler]
    periodic: Sequence[Periodic]
    most: Mapping[str, int] = field(default_factory=dict)


class Bell:
    """Rings the worker after a commit; losing a ring costs a minute, never the work."""

    def __init__(self, config: Config, database: Callable[[], Database], works: Works) -> None:
        self._config, self._database, self._works = config, database, works

    @property
    def huey(self) -> Huey:
        """Give the queue."""
        return self._queue[0]

    def ring(self, session: Session) -> None:
        """Ring for every job that this transaction has put in and that is due."""
        for job_id in session.info.pop("rung", []):
            _queue, ring = self._queue
            ring(str(job_id))

    def close(self) -> None:
        """Let go of the queue, if anybody rang or listened."""
        if "_queue" in vars(self):
            self.huey.storage.close()

    @cached_property
    def _queue(self) -> tuple[Huey, Callable[[str], object]]:
        # Opened when it is needed first: most who open the database never ring.
        queue, database, works = _huey(self._config), self._database, self._works
        queue.periodic_task(crontab(), name="tick")(lambda: tick(database(), works, clock.now()))
        ring = queue.task(name="work")(lambda job: work(database(), works, UUID(job), clock.now()))
        return queue, ring


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
        _take_turn(database, periodic, now)
    with database.reading() as session:
        due = _due(session, now)
    for job_id in due:
        work(database, works, job_id, now)


def work(database: Database, works: Works, job_id: UUID, now: datetime) -> None:
    """Claim one job, do it, and note how it ended; somebody else's job is left alone."""
    try:
        with database.transaction() as session:
            job = _claim(session, job_id, now)
            kind, ref, lease, attempts = job.kind, job.ref, job.lease_until, job.attempts
    except Overtaken:
        return
    most, later = works.most.get(kind, MOST_ATTEMPTS), None
    try:
        # One that ended its worker so often is given up instead of ending this one as well.
        done = attempts < most and _unharmed(
            database, kind, lambda: works.handlers[kind](database, ref, now)
        )
    except Later as said:
        done, later = False, said.at
    with database.transaction() as session:
        mine = update(Job).where(Job.id == job_id, Job.lease_until == lease)
        session.execute(mine.values(lease_until=None, **_ended(attempts, most, now, done, later)))


def state_of(session: Session, kind: str, ref: UUID) -> JobState | None:
    """Tell where the newest job of this kind about `ref` stands."""
    chosen = select(Job.state).where(Job.kind == kind, Job.ref == ref)
    return session.scalar(chosen.order_by(Job.due_at.desc()).limit(1))


def failed(session: Session) -> list[Job]:
    """List the jobs that were given up, for the administrator."""
    given_up = select(Job).where(Job.state == JobState.FAILED)
    return list(session.scalars(given_up.order_by(Job.due_at)))


def try_again(session: Session, actor: Actor, job: Job, now: datetime) -> None:
    """Put in anew a job that was given up; one that somebody else put in meanwhile is theirs."""
    given_up = delete(Job).where(Job.id == job.id, Job.state == JobState.FAILED)
    kind, ref = job.kind, job.ref
    session.expunge(job)
    guarded(session, given_up)
    enqueue(session, kind, ref, now)
    audit.record(session, actor, "tried_job_again", None, now)


def due_since(session: Session, since: datetime) -> list[tuple[datetime, JobState]]:
    """List when every job since a moment was due, and where it stands."""
    chosen = select(Job.due_at, Job.state).where(Job.due_at >= since)
    return [(due_at, state) for due_at, state in session.execute(chosen)]


def forget_old(database: Database, now: datetime) -> None:
    """Delete the once-tokens of yesterday, and jobs two weeks after they were due."""
    with database.transaction() as session:
        forget_once(session, now)
        for state, kept in ((JobState.DONE, KEPT), (JobState.FAILED, GIVEN_UP_KEPT)):
            session.execute(delete(Job).where(Job.state == state, Job.due_at < now - kept))


@access.sees(Job)
def may_see_job(_session: Session, actor: Actor, _job: Job) -> bool:
    """Let administrators see jobs, which name nobody."""
    return actor.is_(Role.ADMINISTRATOR)


def name_of(periodic: Periodic) -> str:
    """Give the name under which a step of every minute is known."""
    return f"{periodic.__module__.removeprefix('mentorship.')}.{periodic.__name__}"


def _take_turn(database: Database, periodic: Periodic, now: datetime) -> None:
    name, lease = name_of(periodic), _lease(now)
    if not beats.claim(database, name, lease, now):
        return
    done = _unharmed(database, name, partial(periodic, database, now))
    beats.release(database, name, lease, now, done=done)


def _due(session: Session, now: datetime) -> list[UUID]:
    return list(session.scalars(select(Job.id).where(_is_due(now)).order_by(Job.due_at)))


def _is_due(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Job.state == JobState.WAITING, Job.due_at <= now)
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until <= now)
    return or_(waiting, abandoned)


def _claim(session: Session, job_id: UUID, now: datetime) -> Job:
    # Whoever held it longer than its lease died over it, or is not heard any more.
    died = case((Job.state == JobState.RUNNING, 1), else_=0)
    claimed = update(Job).where(Job.id == job_id, _is_due(now))
    guarded(
        session,
        claimed.values(
            state=JobState.RUNNING, lease_until=_lease(now), attempts=Job.attempts + died
        ),
    )
    return session.get_one(Job, job_id, populate_existing=True)


def _lease(now: datetime) -> datetime:
    # A sweep that takes long comes to its last jobs later than it began.
    return max(now, clock.now()) + LEASE


def _ended(
    attempts: int, most: int, now: datetime, done: bool, later: datetime | None
) -> dict[str, object]:
    if done:
        return {"state": JobState.DONE}
    if later is not None:
        return {"state": JobState.WAITING, "due_at": later}
    if attempts + 1 >= most:
        return {"state": JobState.FAILED, "attempts": attempts + 1}
    rest = min(timedelta(seconds=60 * 2**attempts), LONGEST_REST)
    return {"state": JobState.WAITING, "attempts": attempts + 1, "due_at": now + rest}


def _unharmed(database: Database, name: str, step: Callable[[], None]) -> bool:
    # One job's fault must not stop the others; it stays on its row and in the log.
    try:
        with settings.speaking(database):
            step()
    except Later:
        raise
    except Exception as error:
        log_fault(name, error)
        return False
    return True


def _huey(config: Config) -> Huey:
    if config.is_sqlite:
        return SqliteHuey("bell", filename=config.bell_url, results=False, utc=True)
    return PostgresHuey("bell", dsn=config.bell_url, results=False, utc=True)
