"""Room: a mentor says how many people they have room for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.words import _, ngettext
from mentorship.profiles import queries
from mentorship.profiles.models import Room
from mentorship.profiles.queries.room import holds_now
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


def room_said(session: Session, mentor_id: UUID, now: datetime) -> str:
    """Say to a mentor which room counts now; what they said too long ago does not."""
    room = queries.room_of(session, mentor_id)
    if room is None or not room.places:
        return _("You have room for nobody new now.")
    if not holds_now(session, room, now):
        return _(
            "You told us some time ago how much room you have. "
            "Please say it again. Until then we look for nobody new for you."
        )
    return ngettext(
        "You have room for %(n)s person in all, with those you have now.",
        "You have room for %(n)s people in all, with those you have now.", room.places,
    )  # fmt: skip


def _set_room(session: Session, actor: Actor, mentor: Person, places: int, now: datetime) -> None:
    room = queries.room_of(session, mentor.id) or Room(person_id=mentor.id)
    room.places, room.confirmed_at, room.how = places, now, actor.how
    session.add(room)
    session.flush()
