"""Who acts in the tests of profiles, and what the features on the right would hear."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import events
from mentorship.kernel.access import Actor, Role
from tests.participants import acting, add_person


def as_staff(person: Person, *roles: Role) -> Actor:
    """Act as a member of staff with these hats."""
    return replace(acting(person), roles=frozenset(roles))


@pytest.fixture
def noor(session: Session, now: datetime) -> Person:
    """Give a mentee."""
    return add_person(session, Kind.MENTEE, now)


@pytest.fixture
def amara(session: Session, now: datetime) -> Person:
    """Give a mentor."""
    return add_person(session, Kind.MENTOR, now)


@pytest.fixture
def rosa(session: Session, now: datetime) -> Person:
    """Give a member of staff."""
    return add_person(session, Kind.STAFF, now)


@pytest.fixture
def coordinator(rosa: Person) -> Actor:
    """Act as a coordinator."""
    return as_staff(rosa, Role.COORDINATOR)


@pytest.fixture
def lead(session: Session, now: datetime) -> Actor:
    """Act as the safeguarding lead."""
    return as_staff(add_person(session, Kind.STAFF, now), Role.SAFEGUARDING)


@pytest.fixture
def reviewer(session: Session, now: datetime) -> Actor:
    """Act as a reviewer."""
    return as_staff(add_person(session, Kind.STAFF, now), Role.REVIEWER)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Collect what is told to the features on the right."""
    heard: list[events.Event] = []

    def hear(_session: Session, event: events.Event, _now: datetime) -> None:
        heard.append(event)

    monkeypatch.setattr(events, "publish", hear)
    return heard
