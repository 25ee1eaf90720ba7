"""How far somebody has come with joining, told from what is there; no page of it is counted."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel.words import _, joined, local
from mentorship.profiles import queries
from mentorship.profiles.queries import answers, readiness, room
from mentorship.profiles.queries.welcome import welcome_of
from mentorship.profiles.questions import BY_KEY, THREE
from mentorship.profiles.rules.choices import Choices
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.choices_page import labels

WISHES = BY_KEY["topics"].code


class FirstStep(StrEnum):
    """What is still to be said before somebody can be looked for."""

    REACH = "reach"
    THREE = "three"
    USE = "use"


class Start(StrEnum):
    """One of the four things with which somebody begins, in any order."""

    REACH = "reach"
    THREE = "three"
    WISHES = "wishes"
    TALK = "talk"
    ROOM = "room"
    READY = "ready"


class Far(StrEnum):
    """How far somebody is with one of them; what is unused is answered, and may not be used."""

    OPEN = "open"
    UNUSED = "unused"
    DONE = "done"


def getting_started(session: Session, person: Person, now: datetime) -> dict[Start, Far]:
    """Tell how far somebody is with each thing that one begins with; nothing for staff."""
    if person.kind is Kind.STAFF:
        return {}
    choices = answers.record(session, person.id).choices
    first = {
        Start.REACH: _far(queries.contact_versions(session, person.id)),
        Start.THREE: Far.UNUSED if _is_unused(choices, now) else _far(choices.can_look(now)),
    }
    if person.kind is Kind.MENTEE:
        welcomed = welcome_of(session, person.id)
        return {**first, Start.WISHES: _far(WISHES in choices.answers), Start.TALK: _far(welcomed)}
    is_ready = readiness.is_ready(session, person.id, local(now).date())
    offered = room.room_of(session, person.id)
    is_said = offered is not None and room.holds_now(session, offered, now)
    return {**first, Start.ROOM: _far(is_said), Start.READY: _far(is_ready)}


def left_to_do(session: Session, person: Person, now: datetime) -> FirstStep | None:
    """Tell where somebody who takes part goes on; nothing where all is said, and for staff."""
    if person.kind is Kind.STAFF:
        return None
    choices = answers.record(session, person.id).choices
    if choices.can_look(now):
        return None
    if not queries.contact_versions(session, person.id):
        return FirstStep.REACH
    return FirstStep.USE if _is_unused(choices, now) else FirstStep.THREE


def can_look(session: Session, person_id: UUID, now: datetime) -> bool:
    """Tell whether somebody lets us use all that is needed to look for another one."""
    return answers.record(session, person_id).choices.can_look(now)


def cannot_look_said(session: Session, person: Person, now: datetime) -> str:
    """Say to somebody which of the three answers they have not let us use."""
    used = answers.record(session, person.id).live(ConsentPurpose.MATCH, now)
    missing = labels(person, [code for code in THREE if code not in used])
    return _(
        "We cannot look for someone now. You have not let us use: %(what)s.", what=joined(missing)
    )


def _is_unused(choices: Choices, now: datetime) -> bool:
    return set(THREE) <= choices.answers.keys() and not choices.can_look(now)


def _far(done: object) -> Far:
    return Far.DONE if done else Far.OPEN
