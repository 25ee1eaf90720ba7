"""Room: a mentor says how many people they have room for."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.profiles import queries
from mentorship.profiles.models import Room
from mentorship.profiles.rules import room as rules
from mentorship.profiles.rules.speaking import check_speaks_for


def confirm_room(
    session: Session, actor: Actor, mentor: Person, places: int, now: datetime
) -> None:
    """Note how many people a mentor has room for this month."""
    check_speaks_for(actor, mentor.id, mentor.human_id)
    rules.check_places(places)
    _set_room(session, actor, mentor, places, now)
    audit.record(session, actor, "confirmed_room", mentor.id, now)


def close_room(session: Session, actor: Actor, mentor: Person, now: datetime) -> None:
    """Offer no places any longer."""
    _set_room(session, actor, mentor, 0, now)


def _set_room(session: Session, actor: Actor, mentor: Person, places: int, now: datetime) -> None:
    room = queries.room_of(session, mentor.id) or Room(person_id=mentor.id)
    room.places, room.confirmed_at, room.how = places, now, actor.how
    session.add(room)
    session.flush()
