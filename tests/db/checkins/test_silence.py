"""A mentee of whom nothing is heard comes onto the board, and a sign of her takes her off again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.service import standing
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp, FollowUpStep
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Stage
from mentorship.checkins.rules.logs import Going, TapEntry
from mentorship.checkins.rules.steps import State, Step
from mentorship.kernel import events, settings
from mentorship.kernel.access import Actor, How, Role
from mentorship.kernel.errors import RuleBroken
from mentorship.notices.rules import Reached
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact
from mentorship.profiles.service.pause import pause, resume
from tests.participants import acting, add_person, can_be_reached
from tests.talking import open_rows

DAY = timedelta(days=1)
SILENT = 30 * DAY


@pytest.fixture
def mentee(session: Session, now: datetime) -> Person:
    person = add_person(session, PersonKind.MENTEE, now)
    can_be_reached(session, person, now)
    events.publish(session, events.PersonJoined(person.id), now)
    return person


@pytest.fixture
def rosa(session: Session, now: datetime) -> Actor:
    person = add_person(session, PersonKind.STAFF, now)
    return Actor(person.id, person.human_id, frozenset({Role.COORDINATOR}))


def clock(session: Session) -> FollowUp:
    (row,) = open_rows(session, kind=Kind.SILENCE)
    return row


def stage_at(session: Session, moment: datetime) -> Stage:
    service.sweep(session, moment)
    row = clock(session)
    session.refresh(row)
    return row.stage


def test_who_gives_no_sign_for_the_days_of_the_agency_comes_onto_the_board(
    session: Session, mentee: Person, now: datetime
) -> None:
    moments = [now + SILENT - DAY / 24, now + SILENT, now + SILENT + DAY, now + SILENT + 14 * DAY]
    assert [stage_at(session, moment) for moment in moments] == [
        Stage.ON_TIME, Stage.DUE, Stage.LATE, Stage.CALL_TODAY,
    ]  # fmt: skip
    assert (clock(session).person_id, clock(session).since) == (mentee.id, now)


@pytest.mark.parametrize("sign", ["tap", "sign_in", "contact", "they_came", "on_behalf"])
def test_each_sign_of_her_starts_it_anew(
    session: Session, mentee: Person, rosa: Actor, now: datetime, sign: str
) -> None:
    at = now + SILENT + DAY
    assert stage_at(session, at) is Stage.LATE
    said = TapEntry(going=Going.GOOD)
    if sign == "tap":
        service.tap(session, acting(mentee), mentee, said, at)
    elif sign == "on_behalf":
        service.tap(session, rosa.on_behalf(How.PHONE), mentee, said, at)
    elif sign == "sign_in":
        events.publish(session, events.SignedIn(mentee.id), at)
    else:
        how = Reached.REACHED if sign == "contact" else Reached.THEY_CAME
        (waits,) = open_rows(session, kind=Kind.WAITING)
        service.log_contact(session, rosa, waits, how, at)
    assert (clock(session).stage, clock(session).due_at) == (Stage.ON_TIME, at + SILENT)
    assert noted(session, Step.ANEW) == 1


def noted(session: Session, step: Step) -> int:
    wanted = {"follow_up_id": clock(session).id, "step": step}
    return session.query(FollowUpStep).filter_by(**wanted).count()


def test_whoever_comes_often_fills_no_history(
    session: Session, mentee: Person, now: datetime
) -> None:
    for day in range(1, 9):
        events.publish(session, events.SignedIn(mentee.id), now + day * DAY)
    assert clock(session).due_at == now + 8 * DAY + SILENT
    assert noted(session, Step.ANEW) == 0


def test_an_attempt_is_no_sign(
    session: Session, mentee: Person, rosa: Actor, now: datetime
) -> None:
    at = now + SILENT
    assert stage_at(session, at) is Stage.DUE
    service.log_contact(session, rosa, clock(session), Reached.NO_ANSWER, at)
    assert clock(session).due_at == at


def test_nobody_is_silent_who_rests(session: Session, mentee: Person, now: datetime) -> None:
    pause(session, acting(mentee), mentee, None, now)
    assert stage_at(session, now + 2 * SILENT) is Stage.ON_TIME
    assert clock(session).state is State.PAUSED
    events.publish(session, events.SignedIn(mentee.id), now + 2 * SILENT)
    assert clock(session).state is State.PAUSED
    resume(session, acting(mentee), mentee, now + 3 * SILENT)
    assert clock(session).due_at == now + 4 * SILENT


def test_whoever_comes_back_to_a_record_that_was_put_away_is_looked_after_again(
    session: Session, mentee: Person, rosa: Actor, now: datetime
) -> None:
    standing.park(session, rosa, mentee, now + 9 * SILENT, now)
    assert open_rows(session, kind=Kind.SILENCE) == []
    standing.bring_back(session, rosa, mentee, now + 2 * SILENT)
    assert clock(session).due_at == now + 3 * SILENT


def test_whoever_comes_back_and_still_rests_is_left_in_peace(
    session: Session, mentee: Person, rosa: Actor, now: datetime
) -> None:
    pause(session, acting(mentee), mentee, None, now)
    standing.park(session, rosa, mentee, now + 9 * SILENT, now)
    standing.bring_back(session, rosa, mentee, now + 2 * SILENT)
    assert open_rows(session, kind=Kind.SILENCE) == []


def test_staff_can_look_and_leave_it_but_never_say_that_they_spoke(
    session: Session, mentee: Person, rosa: Actor, now: datetime
) -> None:
    at = now + SILENT
    service.sweep(session, at)
    with pytest.raises(RuleBroken):
        service.resolve(session, rosa, clock(session), Outcome.SPOKE, at)
    service.resolve(session, rosa, clock(session), Outcome.LOOKED, at)
    assert clock(session).due_at == at + SILENT


def test_who_wants_no_call_gets_none(session: Session, rosa: Actor, now: datetime) -> None:
    mentee = add_person(session, PersonKind.MENTEE, now)
    reach = Reach(Channel.THEY_CONTACT, "", SafeHours(), False, "Lou", "", "Marmalade")
    save_first_contact(session, acting(mentee), mentee, reach, now)
    events.publish(session, events.PersonJoined(mentee.id), now)
    with pytest.raises(RuleBroken, match="do not want to be called"):
        service.log_contact(session, rosa, clock(session), Reached.REACHED, now + SILENT)


def test_only_mentees_are_looked_after_so(session: Session, now: datetime) -> None:
    for kind in (PersonKind.MENTOR, PersonKind.STAFF):
        person = add_person(session, kind, now)
        events.publish(session, events.SignedIn(person.id), now)
    assert open_rows(session, kind=Kind.SILENCE) == []


def test_who_was_here_before_is_looked_after_from_their_next_sign_on(
    session: Session, now: datetime
) -> None:
    mentee = add_person(session, PersonKind.MENTEE, now)
    events.publish(session, events.SignedIn(mentee.id), now)
    assert (clock(session).person_id, clock(session).due_at) == (mentee.id, now + SILENT)


def test_a_changed_number_moves_it(
    session: Session, mentee: Person, rosa: Actor, now: datetime
) -> None:
    settings.change(session, rosa, now, silent_days=60)
    service.sweep(session, now)
    assert clock(session).due_at == now + 60 * DAY
