"""People who take part, made ready to be matched with as few words as a test needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service.language import choose_language
from mentorship.kernel import settings, vault
from mentorship.kernel.access import SYSTEM, Actor, How, Role
from mentorship.profiles.models import Readiness, Room, Welcome
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service import answer, give_consent
from mentorship.profiles.service.apart import add_apart, tie_apart
from mentorship.profiles.service.contact import save_first_contact

THREE = {"languages": ["en"], "times": ["mon-morning", "tue-morning"], "ways": ["phone"]}
ROLES = {Kind.MENTEE: Role.MENTEE, Kind.MENTOR: Role.MENTOR, Kind.STAFF: Role.COORDINATOR}
_letters = count()


def code(key: str) -> str:
    """Give the code of a question by its key."""
    return BY_KEY[key].code


def add_person(session: Session, kind: Kind, now: datetime, human_id: UUID | None = None) -> Person:
    """Add a record with a key of its own."""
    person_id = uuid4()
    person = Person(
        id=person_id,
        human_id=human_id or person_id,
        kind=kind,
        code=f"{next(_letters):06}",
        joined_at=now,
        waiting_since=now - timedelta(weeks=3),
    )
    session.add(person)
    session.flush()
    vault.new_key(session, person_id, now)
    return person


def speaks(session: Session, person_id: UUID, tag: str, now: datetime) -> None:
    """Let a person read a language, which the agency offers beside English."""
    settings.change(session, SYSTEM, now, languages=("en", tag))
    choose_language(session, SYSTEM, session.get_one(Person, person_id), tag, now)


def acting(person: Person, how: How | None = None) -> Actor:
    """Act as a person."""
    return Actor(person.id, person.human_id, frozenset({ROLES[person.kind]}), how)


def say(session: Session, person: Person, now: datetime, **answers: str | list[str]) -> None:
    """Answer questions by key, for oneself."""
    for key, value in answers.items():
        answer(session, acting(person), person, code(key), value, now)


def agree(
    session: Session,
    person: Person,
    now: datetime,
    *keys: str,
    purpose: ConsentPurpose = ConsentPurpose.MATCH,
) -> None:
    """Let answers be used."""
    for key in keys:
        give_consent(session, acting(person), person, code(key), purpose, now)


def can_be_looked_for(
    session: Session, person: Person, now: datetime, **three: str | list[str]
) -> None:
    """Give the three answers and let them be used."""
    chosen: Mapping[str, str | list[str]] = {**THREE, **three}
    say(session, person, now, **chosen)
    agree(session, person, now, *chosen)


def waiting_mentee(session: Session, now: datetime, **three: str | list[str]) -> Person:
    """Add a mentee who had the welcome talk and can be looked for."""
    mentee = add_person(session, Kind.MENTEE, now)
    session.add(Welcome(person_id=mentee.id, held_at=now))
    can_be_looked_for(session, mentee, now, **three)
    return mentee


def ready_mentor(
    session: Session, now: datetime, places: int = 1, **three: str | list[str]
) -> Person:
    """Add a mentor who is ready, has room and can be looked for."""
    mentor = add_person(session, Kind.MENTOR, now)
    last_day = (now + timedelta(days=300)).date()
    session.add(Readiness(person_id=mentor.id, ready_since=now, last_day=last_day))
    session.add(Room(person_id=mentor.id, places=places, confirmed_at=now))
    can_be_looked_for(session, mentor, now, **three)
    return mentor


def can_be_reached(
    session: Session, person: Person, now: datetime, hours: SafeHours | None = None
) -> None:
    """Say how to reach somebody: a call, at any time unless hours are given."""
    reach = Reach(Channel.CALL, "555 0147 22", hours or SafeHours(), False, "Lou", "", "Marmalade")
    save_first_contact(session, acting(person), person, reach, now)


def keep_apart(
    session: Session, person: Person, others: Iterable[UUID], lead: Actor, now: datetime
) -> None:
    """Let the safeguarding lead keep somebody apart from some others, as they wrote."""
    entry = add_apart(session, acting(person), person, ApartKind.NAME, "Quincename", now)
    tie_apart(session, lead, entry, others, now)
