"""What was said at contacts with staff: the newest, acted on, deleted in time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorship.checkins.models import StaffContact


def newest_of(session: Session, person_id: UUID) -> StaffContact | None:
    """Give what somebody said at their last contact, while it is kept."""
    chosen = select(StaffContact).where(StaffContact.person_id == person_id)
    return session.scalar(chosen.order_by(StaffContact.at.desc(), StaffContact.id).limit(1))


def act_on(session: Session, person_id: UUID, now: datetime) -> None:
    """Note that what somebody said until now was acted on."""
    unacted = update(StaffContact).where(
        StaffContact.person_id == person_id, StaffContact.acted_at.is_(None)
    )
    session.execute(unacted.values(acted_at=now))


def forget_old(session: Session, now: datetime, days: int) -> None:
    """Delete what was acted on long enough ago."""
    old = StaffContact.acted_at < now - timedelta(days=days)
    session.execute(delete(StaffContact).where(old))
