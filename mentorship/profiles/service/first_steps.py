"""How far somebody has come with joining, told from what is there; no page of it is counted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel.words import local
from mentorship.profiles import queries
from mentorship.profiles.queries import answers, readiness, room
from mentorship.profiles.queries.welcome import welcome_of
from mentorship.profiles.questions import BY_KEY

WISHES = BY_KEY["topics"].code


class FirstStep(StrEnum):
    """What is still to be said before somebody can be looked for."""

    REACH = "reach"
    THREE = "three"


class Start(StrEnum):
    """One of the four things with which somebody begins, in any order."""

    REACH = "reach"
    THREE = "three"
    WISHES = "wishes"
    TALK = "talk"
    ROOM = "room"
    READY = "ready"


def getting_started(session: Session, person: Person, now: datetime) -> dict[Start, bool]:
    """Tell of each thing with which somebody begins whether it is done; nothing for staff."""
    if person.kind is Kind.STAFF:
        return {}
    choices = answers.record(session, person.id).choices
    first = {
        Start.REACH: bool(queries.contact_versions(session, person.id)),
        Start.THREE: choices.can_look(now),
    }
    if person.kind is Kind.MENTEE:
        welcomed = welcome_of(session, person.id) is not None
        return {**first, Start.WISHES: WISHES in choices.answers, Start.TALK: welcomed}
    is_ready = readiness.is_ready(session, person.id, local(now).date())
    has_room = room.room_of(session, person.id) is not None
    return {**first, Start.ROOM: has_room, Start.READY: is_ready}


def left_to_do(session: Session, person: Person, now: datetime) -> FirstStep | None:
    """Tell where somebody who takes part goes on; nothing where all is said, and for staff."""
    if person.kind is Kind.STAFF or answers.record(session, person.id).choices.can_look(now):
        return None
    reached = queries.contact_versions(session, person.id)
    return FirstStep.THREE if reached else FirstStep.REACH
