"""The steps of every minute: one worker at a time is at each; when it was last done is known."""

from datetime import datetime

from sqlalchemy import String, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel.db import (
    Base,
    Database,
    Kept,
    UtcDateTime,
    changed_one,
    insert_or_ignore,
    public,
)


class Beat(Base):
    """A step of every minute: who is at it until when, and when it last went well or did not."""

    __tablename__ = "beat"
    __kept__ = Kept.ALWAYS

    name: Mapped[str] = mapped_column(
        String(80), primary_key=True, info=public("a fixed name of ours")
    )
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def claim(database: Database, name: str, lease: datetime, now: datetime) -> bool:
    """Be the one who is at a step until a moment, unless somebody else is."""
    with database.transaction() as session:
        insert_or_ignore(session, Beat, name=name)
        free = or_(Beat.lease_until.is_(None), Beat.lease_until <= now)
        mine = update(Beat).where(Beat.name == name, free)
        return changed_one(session, mine.values(lease_until=lease))


def release(database: Database, name: str, lease: datetime, now: datetime, *, done: bool) -> None:
    """Let a step go, and note whether it went well."""
    with database.transaction() as session:
        still_mine = update(Beat).where(Beat.name == name, Beat.lease_until == lease)
        session.execute(
            still_mine.values({"lease_until": None, "done_at" if done else "fault_at": now})
        )


def is_alone_at(session: Session, work: str) -> bool:
    """Be the only one at a work until the transaction ends, unless somebody else is at it.

    A lease can be overrun; this cannot. On SQLite whoever writes is alone in any case.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    mine = select(func.pg_try_advisory_xact_lock(func.hashtextextended(work, 0)))
    return bool(session.scalar(mine))


def beats(session: Session) -> list[Beat]:
    """List the steps of every minute, and when each was last done."""
    return list(session.scalars(select(Beat).order_by(Beat.name)))
