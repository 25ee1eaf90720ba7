"""The sessions of people's browsers: found, renewed and ended, each by a guarded statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Display, Person, Unsent, Visit
from mentorship.kernel.db import guarded
from mentorship.kernel.vault import token_hash


def visit(session: Session, token: str) -> Visit | None:
    """Find a browser's session by its token."""
    return session.scalar(select(Visit).where(Visit.token_hash == token_hash(token)))


def who_comes(
    session: Session, person_id: UUID, now: datetime
) -> tuple[Person, Display | None, str]:
    """Give whose session it is, how they want every page, and at which address something waits."""
    theirs = (
        select(Person, Display, Unsent.path)
        .outerjoin(Display, Display.person_id == Person.id)
        .outerjoin(Unsent, and_(Unsent.person_id == Person.id, Unsent.until > now))
        .where(Person.id == person_id)
    )
    person, display, path = session.execute(theirs).one()
    return person, display, path or ""


def is_live(row: Visit, now: datetime) -> bool:
    """Tell whether a browser's session has neither ended nor been ended."""
    return row.revoked_at is None and row.idle_until > now and row.ends_at > now


def seen(session: Session, row: Visit, now: datetime) -> None:
    """Note that a browser was here this minute; an ended session stays ended."""
    mine = update(Visit).where(Visit.id == row.id, Visit.revoked_at.is_(None))
    minute = now.replace(second=0, microsecond=0)
    session.execute(
        mine.values(seen_at=minute, idle_until=now + timedelta(minutes=row.idle_minutes))
    )


def remember(session: Session, token: str, data: bytes) -> bool:
    """Keep what a browser's session remembers, and tell whether there is one to keep it in."""
    mine = update(Visit).where(Visit.token_hash == token_hash(token), Visit.revoked_at.is_(None))
    return session.execute(mine.values(data=data).returning(Visit.id)).first() is not None


def visits_of(session: Session, person_id: UUID, now: datetime) -> Sequence[Visit]:
    """List where a person is signed in."""
    live = select(Visit).where(
        Visit.person_id == person_id,
        Visit.revoked_at.is_(None),
        Visit.idle_until > now,
        Visit.ends_at > now,
    )
    return session.scalars(live.order_by(Visit.began_at, Visit.id)).all()


def revoke(session: Session, visit_id: UUID, now: datetime) -> None:
    """End one browser's session; ending it again changes nothing."""
    mine = update(Visit).where(Visit.id == visit_id, Visit.revoked_at.is_(None))
    session.execute(mine.values(revoked_at=now))


def revoke_all(session: Session, person_id: UUID, now: datetime, but: UUID | None = None) -> None:
    """End every session of a person, but perhaps one."""
    theirs = update(Visit).where(Visit.person_id == person_id, Visit.revoked_at.is_(None))
    if but:
        theirs = theirs.where(Visit.id != but)
    session.execute(theirs.values(revoked_at=now))


def step_up(session: Session, token: str, until: datetime, ends_at: datetime | None) -> None:
    """Note until when a session counts as one in which the password was given lately."""
    mine = update(Visit).where(Visit.token_hash == token_hash(token), Visit.revoked_at.is_(None))
    changed = {"stepped_up_until": until} | ({"ends_at": ends_at} if ends_at else {})
    guarded(session, mine.values(changed))


def set_idle(session: Session, person_id: UUID, minutes: int, now: datetime) -> None:
    """Let every live session of a person end after so many quiet minutes."""
    theirs = update(Visit).where(Visit.person_id == person_id, Visit.revoked_at.is_(None))
    until = now + timedelta(minutes=minutes)
    session.execute(theirs.where(Visit.idle_until > now).values(
        idle_minutes=minutes, idle_until=until
    ))  # fmt: skip


def forget_visits(session: Session, now: datetime) -> None:
    """Delete sessions that can no longer be used."""
    over = (Visit.ends_at < now) | (Visit.revoked_at < now - timedelta(days=1))
    session.execute(delete(Visit).where(over))
