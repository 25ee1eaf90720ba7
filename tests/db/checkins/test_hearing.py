"""What the board makes of consents that end and of people who come without the three."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.rules.follow_ups import Kind, Reason
from mentorship.kernel import events
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import answer, stop_consent
from tests.participants import acting, add_person, agree, code, say, waiting_mentee
from tests.talking import begin, open_rows

LATER = timedelta(hours=1)


@pytest.fixture
def noor(session: Session, now: datetime) -> Person:
    return waiting_mentee(session, now)


def needed(session: Session) -> list[FollowUp]:
    return open_rows(session, kind=Kind.TALK_NEEDED)


def stop(session: Session, person: Person, key: str, now: datetime) -> None:
    stop_consent(session, acting(person), person, code(key), ConsentPurpose.MATCH, now)


def test_a_soft_answer_that_is_no_longer_used_asks_nothing_of_staff(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, topics=["work"])
    agree(session, noor, now, "topics")
    stop(session, noor, "topics", now)
    assert needed(session) == []


def test_a_must_that_lost_its_consent_needs_a_talk_until_it_holds_again(
    session: Session, noor: Person, now: datetime
) -> None:
    must = ["woman", "must"]
    answer(session, acting(noor), noor, code("safe_with"), must, now, match_months=12)
    stop(session, noor, "safe_with", now)
    assert [row.reason for row in needed(session)] == [Reason.CONSENT_OVER]
    service.sweep(session, now)
    assert len(needed(session)) == 1
    agree(session, noor, now + LATER, "safe_with")
    service.sweep(session, now + LATER)
    assert needed(session) == []


def test_who_takes_back_one_of_the_three_cannot_be_looked_for_until_it_is_back(
    session: Session, noor: Person, now: datetime
) -> None:
    stop(session, noor, "times", now)
    assert [row.reason for row in needed(session)] == [Reason.CANNOT_LOOK]
    agree(session, noor, now + LATER, "times")
    service.sweep(session, now + LATER)
    assert needed(session) == []


def test_who_talks_with_somebody_is_not_waiting_for_anything(
    session: Session, noor: Person, now: datetime
) -> None:
    begin(session, noor.id, add_person(session, PersonKind.MENTOR, now).id, now)
    stop(session, noor, "times", now)
    assert needed(session) == []


def test_who_is_welcomed_without_the_three_stands_on_the_board(
    session: Session, noor: Person, now: datetime
) -> None:
    bare = add_person(session, PersonKind.MENTEE, now)
    for person in (noor, bare):
        events.publish(session, events.PersonWelcomed(person.id), now)
    assert [(row.person_id, row.reason) for row in needed(session)] == [
        (bare.id, Reason.CANNOT_LOOK)
    ]
