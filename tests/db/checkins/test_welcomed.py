"""A welcome talk turns much on the board; taken back, each of it stands as it did before."""

from datetime import datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins import service
from mentorship.checkins.models import ClockBefore, FollowUp, Quiet
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, SnoozeWhy
from mentorship.checkins.rules.quiet import LOOK_WITHIN
from mentorship.checkins.rules.steps import State
from mentorship.checkins.service.follow_ups import close
from mentorship.kernel import audit, clock, events
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service.decisions import propose
from mentorship.notices.rules import Reached
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from mentorship.profiles.service.pause import pause, resume
from mentorship.profiles.service.welcome import take_back_welcome, welcome
from tests.cast import Cast
from tests.participants import acting, add_person, can_be_looked_for, code, ready_mentor
from tests.talking import open_rows

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# What is computed anew stands in none of these.
STANDS = (
    "kind", "reason", "state", "stage", "owner", "opened_at", "since", "due_at", "next_at",
    "settled_at", "taken_by", "counted_from", "snoozed_until",
)  # fmt: skip


@pytest.fixture
def rosa(session: Session, cast: Cast) -> Actor:
    return cast.rosa.actor(session)


@pytest.fixture
def kit(session: Session, now: datetime) -> Person:
    """Add a mentee who joined today and has not had the welcome talk."""
    person = add_person(session, PersonKind.MENTEE, now)
    events.publish(session, events.PersonJoined(person.id), now)
    return person


def board(session: Session, person: Person) -> list[tuple[object, ...]]:
    """Give all that stands on the board about somebody, and how."""
    rows = open_rows(session, person_id=person.id)
    for row in rows:
        session.refresh(row)
    return sorted((tuple(getattr(row, name) for name in STANDS) for row in rows), key=str)


def noted_by_mistake(session: Session, rosa: Actor, person: Person, at: datetime) -> datetime:
    """Note a welcome talk and take it back five minutes later."""
    with clock.fixed(at):
        welcome(session, rosa, person, at)
    later = at + 5 * MINUTE
    with clock.fixed(later):
        take_back_welcome(session, rosa, person, later)
    return later


def waiting(session: Session, person: Person) -> FollowUp:
    (row,) = open_rows(session, person_id=person.id, kind=Kind.WAITING)
    return row


def test_the_clock_of_waiting_runs_as_before_and_silence_is_noticed_when_it_would_have_been(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    stood = board(session, kit)
    noted_by_mistake(session, rosa, kit, now + 2 * DAY)
    assert board(session, kit) == stood
    assert waiting(session, kit).reason is Reason.NEW_PERSON


def test_it_counts_as_a_contact(session: Session, rosa: Actor, kit: Person, now: datetime) -> None:
    welcome(session, rosa, kit, now + DAY)
    row = waiting(session, kit)
    assert (row.settled_at, row.due_at) == (now + DAY, now + 15 * DAY)


def test_whoever_took_it_since_then_keeps_it(
    session: Session, rosa: Actor, cast: Cast, kit: Person, now: datetime
) -> None:
    service.take(session, rosa, waiting(session, kit), now)
    welcome(session, rosa, kit, now + DAY)
    service.take(session, cast.lena.actor(session), waiting(session, kit), now + DAY + MINUTE)
    take_back_welcome(session, rosa, kit, now + DAY + 2 * MINUTE)
    assert waiting(session, kit).taken_by == cast.lena.person_id


def test_whoever_had_it_has_it_again_and_what_was_put_off_is(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    row = waiting(session, kit)
    service.take(session, rosa, row, now + DAY)
    service.snooze(session, rosa, row, now + 6 * DAY, SnoozeWhy.PLANNED, now + DAY)
    stood = board(session, kit)
    noted_by_mistake(session, rosa, kit, now + 2 * DAY)
    assert board(session, kit) == stood


def test_what_was_put_off_until_a_moment_that_has_come_is_put_off_no_more(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    at = now + 2 * DAY
    service.snooze(session, rosa, waiting(session, kit), at + MINUTE, SnoozeWhy.PLANNED, now + DAY)
    noted_by_mistake(session, rosa, kit, at)
    row = waiting(session, kit)
    assert (row.state, row.snoozed_until) == (State.OPEN, None)


def test_who_has_paused_since_then_rests_though_it_was_put_off(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    row, at = waiting(session, kit), now + 2 * DAY
    service.snooze(session, rosa, row, now + 6 * DAY, SnoozeWhy.PLANNED, now + DAY)
    welcome(session, rosa, kit, at)
    pause(session, acting(kit), kit, None, at + MINUTE)
    take_back_welcome(session, rosa, kit, at + 2 * MINUTE)
    assert (row.state, row.snoozed_until) == (State.PAUSED, None)
    assert row.opened_at == now


def test_who_is_back_since_then_is_waited_for_no_longer(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    row, at = waiting(session, kit), now + 2 * DAY
    pause(session, acting(kit), kit, (now + 9 * DAY).date(), now + DAY)
    welcome(session, rosa, kit, at)
    resume(session, acting(kit), kit, at + MINUTE)
    take_back_welcome(session, rosa, kit, at + 2 * MINUTE)
    assert (row.state, row.snoozed_until) == (State.OPEN, None)
    assert row.opened_at == now


def test_what_is_over_since_then_and_what_is_of_somebody_else_stays_as_it_is(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    other, at = add_person(session, PersonKind.MENTEE, now), now + DAY
    events.publish(session, events.PersonJoined(other.id), now)
    for person in (kit, other):
        welcome(session, rosa, person, at)
    over, of_other = waiting(session, kit), waiting(session, other)
    close(session, SYSTEM, over, Outcome.OVER, at + MINUTE)
    take_back_welcome(session, rosa, kit, at + 2 * MINUTE)
    for row in (over, of_other):
        session.refresh(row)
        assert row.settled_at == at


def test_a_contact_before_counts_again_from_its_own_day(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    service.log_contact(session, rosa, waiting(session, kit), Reached.THEY_CAME, now + 3 * DAY)
    stood = board(session, kit)
    noted_by_mistake(session, rosa, kit, now + 9 * DAY)
    assert board(session, kit) == stood
    assert waiting(session, kit).due_at == now + 17 * DAY


def test_who_rests_goes_on_resting_and_is_seen_to_when_they_would_have_been(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    pause(session, acting(kit), kit, None, now + DAY)
    stood = board(session, kit)
    noted_by_mistake(session, rosa, kit, now + 2 * DAY)
    assert board(session, kit) == stood
    assert waiting(session, kit).state is State.PAUSED


def test_what_staff_answered_since_then_stays_answered(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    welcome(session, rosa, kit, now + DAY)
    at = now + DAY + MINUTE
    service.log_contact(session, rosa, waiting(session, kit), Reached.THEY_CAME, at)
    take_back_welcome(session, rosa, kit, at + MINUTE)
    assert (waiting(session, kit).settled_at, waiting(session, kit).due_at) == (at, at + 14 * DAY)


def test_the_need_for_another_talk_goes_and_one_from_before_stays(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    later = noted_by_mistake(session, rosa, kit, now + DAY)
    assert open_rows(session, kind=Kind.TALK_NEEDED, person_id=kit.id) == []
    can_be_looked_for(session, kit, later)
    stop_consent(session, acting(kit), kit, code("ways"), ConsentPurpose.MATCH, later)
    assert open_rows(session, kind=Kind.TALK_NEEDED, person_id=kit.id)
    noted_by_mistake(session, rosa, kit, later + DAY)
    (needed,) = open_rows(session, kind=Kind.TALK_NEEDED, person_id=kit.id)
    assert needed.reason is Reason.CANNOT_LOOK


def test_staff_still_look_at_a_record_of_which_nothing_was_heard_for_long(
    session: Session, rosa: Actor, cast: Cast, now: datetime
) -> None:
    kit = session.get_one(Person, cast.kit.person_id)
    pause(session, acting(kit), kit, None, now)
    audit.write_entries(session)
    late = now + relativedelta(months=12)
    service.sweep(session, late)
    assert open_rows(session, kind=Kind.QUIET, person_id=kit.id)
    later = noted_by_mistake(session, rosa, kit, late + DAY)
    service.sweep(session, later)
    (row,) = open_rows(session, kind=Kind.QUIET, person_id=kit.id)
    assert session.get_one(Quiet, kit.id, populate_existing=True).look_at is None
    assert (row.reason, row.due_at) == (Reason.QUIET_FOR_LONG, later + LOOK_WITHIN)


def test_nobody_is_asked_because_of_a_talk_that_was_not_held(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    can_be_looked_for(session, kit, now)
    welcome(session, rosa, kit, now)
    made = propose(session, kit, ready_mentor(session, now), now)
    take_back_welcome(session, rosa, kit, now + MINUTE)
    assert made.state is ProposalState.WITHDRAWN


def test_how_it_stood_is_kept_no_longer_than_the_talk_can_be_taken_back(
    session: Session, rosa: Actor, kit: Person, now: datetime
) -> None:
    def kept() -> int | None:
        return session.scalar(select(func.count()).select_from(ClockBefore))

    session.query(ClockBefore).delete()
    welcome(session, rosa, kit, now + DAY)
    service.sweep(session, now + DAY + 14 * MINUTE)
    assert kept() == 2
    service.sweep(session, now + DAY + 15 * MINUTE)
    assert kept() == 0
