"""How clocks stood before a welcome talk answered them: kept, found, and forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.checkins.models import ClockBefore, FollowUp
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.steps import State


def keep(session: Session, row: FollowUp, now: datetime) -> None:
    """Keep how a clock stands."""
    put_off = row.snoozed_until if row.state is State.SNOOZED else None
    before = ClockBefore(
        follow_up_id=row.id, at=now, opened_at=row.opened_at, settled_at=row.settled_at,
        is_new=row.reason is Reason.NEW_PERSON, counted_from=row.counted_from,
        put_off_until=put_off, taken_by=row.taken_by,
    )  # fmt: skip
    session.merge(before)
    session.flush()


def of_person(session: Session, person_id: UUID) -> Sequence[tuple[FollowUp, ClockBefore]]:
    """List somebody's clocks that are open, each with how it stood."""
    chosen = select(FollowUp, ClockBefore).join(
        ClockBefore, ClockBefore.follow_up_id == FollowUp.id
    )
    mine = chosen.where(FollowUp.person_id == person_id, FollowUp.closed_at.is_(None))
    return [(row, before) for row, before in session.execute(mine.order_by(FollowUp.id))]


def forget(session: Session, before: datetime) -> None:
    """Forget what was kept before a moment."""
    session.execute(delete(ClockBefore).where(ClockBefore.at <= before))
