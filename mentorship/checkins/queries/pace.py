"""The months of pairs: found when they are over, claimed, and forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorship.checkins.models import PairMonth
from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.kernel.db import changed_one


def of(session: Session, match_id: UUID) -> PairMonth | None:
    """Give the month of a pair that was reckoned last, and when the next one is."""
    return session.get(PairMonth, match_id)


def to_reckon(session: Session, now: datetime) -> Sequence[PairMonth]:
    """List the pairs of whom a month is over, by the stored moment, the oldest first."""
    due = select(PairMonth).where(PairMonth.reckon_at <= now)
    first = due.order_by(PairMonth.reckon_at).limit(BATCH)
    return session.scalars(first.with_for_update(skip_locked=True)).all()


def take_up(session: Session, row: PairMonth, next_at: datetime) -> bool:
    """Claim a month that is over until the next one is, and tell whether nobody was faster."""
    still = update(PairMonth).where(
        PairMonth.match_id == row.match_id, PairMonth.reckon_at == row.reckon_at
    )
    return changed_one(session, still.values(reckon_at=next_at))


def reckon_again(session: Session, now: datetime) -> None:
    """Have every month looked at again, because what it is measured by changed."""
    session.execute(update(PairMonth).values(reckon_at=now))


def forget(session: Session, match_id: UUID) -> None:
    """Delete the month of a pair that does not go on."""
    session.execute(delete(PairMonth).where(PairMonth.match_id == match_id))
