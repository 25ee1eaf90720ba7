"""What is asked at each contact: sealed, shown at the next one, gone in time; and concerns."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp, StaffContact
from mentorship.checkins.queries.contacts import newest_of
from mentorship.checkins.rules.contacts import QUESTIONS, Answer
from mentorship.checkins.rules.follow_ups import Kind, Reason
from mentorship.checkins.service.contacts import said_last
from mentorship.checkins.service.follow_ups import raise_, withdraw
from mentorship.kernel.access import SYSTEM
from mentorship.notices.rules import Reached
from tests.participants import add_person, can_be_reached
from tests.talking import Pair, begin, open_rows, talking

DAY = timedelta(days=1)
CAME = Reached.THEY_CAME


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def contact_of(session: Session, pair: Pair) -> FollowUp:
    (row,) = open_rows(session, kind=Kind.CONTACT, person_id=pair.mentee_id)
    return row


def dues(session: Session) -> list[datetime]:
    return [row.due_at for row in open_rows(session, kind=Kind.CONTACT)]


def test_what_was_said_is_shown_at_the_next_contact_and_kept_thirty_days_after_it(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, row = pair.rosa(session), contact_of(session, pair)
    assert said_last(session, rosa, pair.mentee_id, now) is None
    first = {"safety": Answer.GOOD, "impact": Answer.MIXED}
    service.log_contact(session, rosa, row, CAME, now, answers=first)
    found = said_last(session, rosa, pair.mentee_id, now)
    assert found == (now, {**dict.fromkeys(QUESTIONS, Answer.NOT_SAID), **first})
    service.sweep(session, now + 200 * DAY)
    assert newest_of(session, pair.mentee_id) is not None
    service.log_contact(session, rosa, row, CAME, now + 200 * DAY)
    service.sweep(session, now + 229 * DAY)
    assert len(session.scalars(select(StaffContact)).all()) == 2
    service.sweep(session, now + 231 * DAY)
    assert [kept.at for kept in session.scalars(select(StaffContact))] == [now + 200 * DAY]


def test_an_attempt_asked_nothing(session: Session, pair: Pair, now: datetime) -> None:
    can_be_reached(session, pair.mentee(session), now)
    row = contact_of(session, pair)
    service.log_contact(session, pair.rosa(session), row, Reached.NO_ANSWER, now)
    assert newest_of(session, pair.mentee_id) is None


def test_who_says_that_their_safety_is_not_good_is_called_the_same_day(
    session: Session, pair: Pair, now: datetime
) -> None:
    row, rosa = contact_of(session, pair), pair.rosa(session)
    service.log_contact(session, rosa, row, CAME, now, answers={"safety": Answer.NOT_GOOD})
    (call,) = open_rows(session, kind=Kind.CALL)
    assert (call.reason, call.person_id) == (Reason.SAID_UNSAFE, pair.mentee_id)


def test_after_a_concern_staff_speak_with_both_each_week_for_four_weeks(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, at = pair.rosa(session), now + 2 * DAY
    assert dues(session) == [now + 15 * DAY] * 2
    raise_(session, SYSTEM, Reason.WORRIED, pair.mentee_id, at, match_id=pair.match_id)
    assert dues(session) == [at + 7 * DAY] * 2
    row = contact_of(session, pair)
    service.log_contact(session, rosa, row, CAME, at + 20 * DAY)
    assert row.due_at == at + 27 * DAY
    service.log_contact(session, rosa, row, CAME, at + 28 * DAY)
    assert row.due_at == at + 58 * DAY


def test_a_concern_about_somebody_who_waits_brings_the_first_contact_of_a_match_closer(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee = add_person(session, PersonKind.MENTEE, now)
    raise_(session, SYSTEM, Reason.WORRIED, mentee.id, now)
    begin(session, mentee.id, pair.mentor_id, now + 3 * DAY)
    (row,) = open_rows(session, kind=Kind.CONTACT, person_id=mentee.id)
    assert row.due_at == now + 10 * DAY


def test_a_concern_that_was_taken_back_brings_nothing_closer(
    session: Session, pair: Pair, now: datetime
) -> None:
    cause = uuid4()
    raise_(session, SYSTEM, Reason.WORRIED, pair.mentee_id, now, cause_id=cause)
    withdraw(session, SYSTEM, cause, now)
    assert dues(session) == [now + 15 * DAY] * 2
