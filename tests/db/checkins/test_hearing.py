"""What the board makes of consents that end and of people who come without the three."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, Stage
from mentorship.kernel import events
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind, Reached
from mentorship.notices.service import calls_to_make, log_call, tell
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.contact import Channel, Confirmed, Reach, SafeHours
from mentorship.profiles.service import answer, stop_consent
from mentorship.profiles.service.contact import confirm_safe_contact, save_safe_contact
from tests.participants import (
    acting,
    add_person,
    agree,
    can_be_reached,
    code,
    say,
    waiting_mentee,
)
from tests.talking import begin, open_rows

LATER, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def noor(session: Session, now: datetime) -> Person:
    return waiting_mentee(session, now)


def needed(session: Session) -> list[FollowUp]:
    return open_rows(session, kind=Kind.TALK_NEEDED)


def stop(session: Session, person: Person, key: str, now: datetime) -> None:
    stop_consent(session, acting(person), person, code(key), ConsentPurpose.MATCH, now)


def test_who_is_new_is_due_after_their_days_and_late_the_day_after(
    session: Session, now: datetime
) -> None:
    person = add_person(session, PersonKind.MENTEE, now)
    events.publish(session, events.PersonJoined(person.id), now)
    seen = []
    for days in (6, 7, 8, 21):
        service.sweep(session, now + days * DAY)
        (row,) = open_rows(session, kind=Kind.WAITING)
        session.refresh(row)
        seen.append((row.stage, row.reason))
    stages = (Stage.NEW, Stage.DUE, Stage.LATE, Stage.CALL_TODAY)
    assert seen == [(stage, Reason.NEW_PERSON) for stage in stages]


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


def test_a_way_that_is_no_longer_safe_or_waits_to_be_confirmed_is_a_task_until_it_is_settled(
    session: Session, noor: Person, now: datetime
) -> None:
    def waits_for() -> list[Reason]:
        return [row.reason for row in open_rows(session, kind=Kind.REACH)]

    can_be_reached(session, noor, now)
    service.sweep(session, now + 89 * DAY)
    assert waits_for() == []
    over = now + 90 * DAY
    for _nth in range(2):
        service.sweep(session, over)
        assert waits_for() == [Reason.NO_SAFE_WAY]
    told = session.query(Notice).filter_by(kind=NoticeKind.SAFE_CONTACT_ENDED)
    assert [notice.person_id for notice in told] == [noor.id]
    new = Reach(Channel.CALL, "555 0199", SafeHours(), False, "Lou", "", "")
    save_safe_contact(session, acting(noor), noor, new, over + LATER)
    rosa = acting(add_person(session, PersonKind.STAFF, now))
    service.sweep(session, over + DAY)
    assert waits_for() == [Reason.WAY_TO_CONFIRM]
    confirm_safe_contact(session, rosa, noor, Confirmed.IN_PERSON, "", over + DAY)
    service.sweep(session, over + DAY)
    assert waits_for() == []


def test_somebody_who_never_said_how_to_reach_them_is_a_task_a_day_after_they_joined(
    session: Session, now: datetime
) -> None:
    def waits_for() -> list[tuple[UUID, Reason]]:
        return [(row.person_id, row.reason) for row in open_rows(session, kind=Kind.REACH)]

    silent, said = (add_person(session, PersonKind.MENTEE, now) for _nth in range(2))
    for person in (silent, said):
        events.publish(session, events.PersonJoined(person.id), now)
    can_be_reached(session, said, now)
    service.sweep(session, now + DAY - timedelta(minutes=1))
    assert waits_for() == []
    for _nth in range(2):
        service.sweep(session, now + DAY)
        assert waits_for() == [(silent.id, Reason.NO_SAFE_WAY)]
    can_be_reached(session, silent, now + DAY)
    service.sweep(session, now + DAY)
    assert waits_for() == []


def test_news_that_nobody_could_tell_is_a_task_until_it_was_told(
    session: Session, noor: Person, now: datetime
) -> None:
    def waits_for() -> list[tuple[UUID, Reason]]:
        return [(row.person_id, row.reason) for row in open_rows(session, kind=Kind.TELL)]

    rosa = acting(add_person(session, PersonKind.STAFF, now))
    for _nth in range(2):
        tell(session, noor.id, NoticeKind.OFFER_WAITING, now)
    service.sweep(session, now + 3 * DAY - timedelta(minutes=1))
    assert waits_for() == []
    for _nth in range(2):
        service.sweep(session, now + 3 * DAY)
        assert waits_for() == [(noor.id, Reason.NEWS_NOT_TOLD)]
    for call in calls_to_make(session, rosa, now + 3 * DAY):
        notice = session.get_one(Notice, call.id)
        log_call(session, rosa, notice, Reached.THEY_CAME, now + 3 * DAY)
    service.sweep(session, now + 3 * DAY)
    assert waits_for() == []


def test_what_staff_settled_comes_back_for_new_news_alone(
    session: Session, noor: Person, now: datetime
) -> None:
    rosa = acting(add_person(session, PersonKind.STAFF, now))
    tell(session, noor.id, NoticeKind.OFFER_WAITING, now)
    service.sweep(session, now + 3 * DAY)
    (row,) = open_rows(session, kind=Kind.TELL)
    service.resolve(session, rosa, row, Outcome.NOT_REACHED, now + 3 * DAY)
    service.sweep(session, now + 4 * DAY)
    assert open_rows(session, kind=Kind.TELL) == []
    tell(session, noor.id, NoticeKind.MATCH_BEGAN, now + 4 * DAY)
    service.sweep(session, now + 7 * DAY)
    assert len(open_rows(session, kind=Kind.TELL)) == 1
