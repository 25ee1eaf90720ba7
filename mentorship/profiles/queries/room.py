"""Room: how many places mentors offer now."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.kernel import settings
from mentorship.profiles.models import Room
from mentorship.profiles.rules import room as rules


def room_of(session: Session, mentor_id: UUID) -> Room | None:
    """Give what a mentor last said of their room."""
    return session.scalar(select(Room).where(Room.person_id == mentor_id))


def holds_now(session: Session, room: Room, now: datetime) -> bool:
    """Tell whether what a mentor said of their room counts now."""
    return rules.holds(room.confirmed_at, now, settings.current(session).room_confirmed_days)


def places_offered(session: Session, now: datetime) -> Mapping[UUID, int]:
    """Give every mentor's places that count now, for those who have any."""
    days = settings.current(session).room_confirmed_days
    offered = {
        room.person_id: rules.offered(room.places, room.confirmed_at, now, days)
        for room in session.scalars(select(Room))
    }
    return {mentor_id: places for mentor_id, places in offered.items() if places}


def forget_room(session: Session, person_id: UUID) -> None:
    """Delete what a mentor said of their room."""
    session.execute(delete(Room).where(Room.person_id == person_id))
