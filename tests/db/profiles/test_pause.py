"""Pause, room, stepping back, the welcome talk, what is open before two people may meet."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel.access import Actor, How
from mentorship.kernel.db import Base
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.events import (
    Event,
    MentorSteppedBack,
    PersonErased,
    PersonPaused,
    PersonResumed,
    PersonWelcomed,
)
from mentorship.profiles.models import (
    ApartEntry,
    ApartPair,
    CourtCheck,
    KnownAs,
    Pause,
    Readiness,
    Review,
    Room,
    SafeContact,
    Supervision,
    Training,
    Welcome,
)
from mentorship.profiles.queries import is_paused, paused_people, places_offered, welcomed
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.people import Show, State
from mentorship.profiles.rules.readiness import Decision, Topic
from mentorship.profiles.service.apart import add_apart, save_known_as, tie_apart
from mentorship.profiles.service.checks import open_check
from mentorship.profiles.service.contact import save_safe_contact
from mentorship.profiles.service.leaving import forget_person
from mentorship.profiles.service.pause import (
    end_due_pauses,
    end_safety_pause,
    pause,
    pause_for_safety,
    resume,
    step_back,
)
from mentorship.profiles.service.people import list_people, person_line, take_person
from mentorship.profiles.service.readiness import (
    check_court,
    decide_readiness,
    record_supervision,
    record_training,
)
from mentorship.profiles.service.room import confirm_room
from mentorship.profiles.service.welcome import take_back_welcome, welcome
from tests.db.profiles.test_contact import REACH
from tests.participants import acting, add_person, ready_mentor, waiting_mentee

DAY = timedelta(days=1)


def test_a_pause_ends_on_its_first_day_back_once(
    session: Session, noor: Person, now: datetime, told: list[Event]
) -> None:
    pause(session, acting(noor), noor, now.date() + 7 * DAY, now)
    assert is_paused(session, noor.id, now.date() + 6 * DAY)
    end_due_pauses(session, now + 6 * DAY)
    assert told == [PersonPaused(noor.id)]
    for _again in range(2):
        end_due_pauses(session, now + 7 * DAY)
    assert told == [PersonPaused(noor.id), PersonResumed(noor.id)]


def test_a_pause_without_a_day_lasts_until_the_person_is_back(
    session: Session, noor: Person, now: datetime, told: list[Event]
) -> None:
    pause(session, acting(noor), noor, None, now, reach_monthly=True)
    end_due_pauses(session, now + 300 * DAY)
    assert noor.id in paused_people(session, now.date() + 300 * DAY)
    resume(session, acting(noor), noor, now + 300 * DAY)
    assert not is_paused(session, noor.id, now.date() + 300 * DAY)
    assert told[-1] == PersonResumed(noor.id)


def test_pausing_again_changes_the_pause_there_is(
    session: Session, noor: Person, now: datetime
) -> None:
    pause(session, acting(noor), noor, None, now)
    pause(session, acting(noor), noor, now.date() + DAY, now, reach_monthly=True)
    row = session.scalars(select(Pause)).one()
    assert (row.until, row.reach_monthly) == (now.date() + DAY, True)


def test_a_pause_for_safety_outlasts_the_persons_own_and_ends_by_the_lead_alone(
    session: Session, noor: Person, coordinator: Actor, lead: Actor, now: datetime,
    told: list[Event],
) -> None:  # fmt: skip
    pause_for_safety(session, coordinator, noor, now)
    assert told == [PersonPaused(noor.id)]
    resume(session, acting(noor), noor, now)
    assert is_paused(session, noor.id, now.date())
    with pytest.raises(RuleBroken):
        end_safety_pause(session, coordinator, noor, now)
    end_safety_pause(session, lead, noor, now)
    assert told == [PersonPaused(noor.id), PersonResumed(noor.id)]
    with pytest.raises(RuleBroken):
        end_safety_pause(session, lead, noor, now)


def test_staff_pause_somebody_only_as_they_were_told_and_strangers_never(
    session: Session, noor: Person, amara: Person, coordinator: Actor, now: datetime
) -> None:
    for wrong in (acting(amara), coordinator):
        with pytest.raises(NotFound):
            pause(session, wrong, noor, None, now)
    with pytest.raises(NotFound):
        pause_for_safety(session, acting(amara), noor, now)
    pause(session, coordinator.on_behalf(How.PHONE), noor, None, now)
    assert session.scalars(select(Pause)).one().how is How.PHONE


def test_room_counts_for_a_month_after_the_mentor_said_so(
    session: Session, amara: Person, now: datetime
) -> None:
    confirm_room(session, acting(amara), amara, 2, now)
    assert places_offered(session, now + 30 * DAY) == {amara.id: 2}
    assert places_offered(session, now + 31 * DAY) == {}
    confirm_room(session, acting(amara), amara, 0, now + 31 * DAY)
    assert places_offered(session, now + 31 * DAY) == {}


def test_stepping_back_closes_the_room_and_is_told_and_needs_no_reason(
    session: Session, amara: Person, now: datetime, told: list[Event]
) -> None:
    confirm_room(session, acting(amara), amara, 2, now)
    step_back(session, acting(amara), amara, now)
    assert places_offered(session, now) == {}
    assert is_paused(session, amara.id, now.date())
    assert MentorSteppedBack(amara.id) in told
    resume(session, acting(amara), amara, now + DAY)
    assert not is_paused(session, amara.id, now.date() + DAY)


def test_a_welcome_talk_is_noted_once_and_by_staff(
    session: Session, noor: Person, coordinator: Actor, now: datetime, told: list[Event]
) -> None:
    with pytest.raises(NotFound):
        welcome(session, acting(noor), noor, now)
    welcome(session, coordinator, noor, now)
    assert welcomed(session) == {noor.id}
    assert told == [PersonWelcomed(noor.id)]
    with pytest.raises(RuleBroken):
        welcome(session, coordinator, noor, now)
    with pytest.raises(NotFound):
        take_back_welcome(session, acting(noor), noor, now)
    assert welcomed(session) == {noor.id}


def test_two_people_for_whom_all_is_done_have_no_open_check(
    session: Session, now: datetime
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    assert not open_check(session, mentee.id, mentor.id, now)


@pytest.mark.parametrize(
    "cause", ["apart", "to look at", "welcome", "readiness", "room", "mentee", "mentor"]
)
def test_each_thing_that_is_open_gives_the_same_answer(
    session: Session, coordinator: Actor, lead: Actor, now: datetime, cause: str
) -> None:
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now)
    if cause in ("apart", "to look at"):
        entry = add_apart(session, acting(mentee), mentee, ApartKind.NAME, "Dario", now)
        if cause == "apart":
            tie_apart(session, lead, entry, [mentor.id], now)
    elif cause == "mentee":
        pause(session, acting(mentee), mentee, None, now)
    elif cause == "mentor":
        pause(session, acting(mentor), mentor, None, now)
    else:
        model = {"welcome": Welcome, "readiness": Readiness, "room": Room}[cause]
        session.delete(session.scalars(select(model)).one())
        session.flush()
    assert open_check(session, mentee.id, mentor.id, now)


def test_lists_hold_who_is_in_that_state_and_nobody_on_their_own_record(
    session: Session, rosa: Person, coordinator: Actor, now: datetime
) -> None:
    waiting, with_room = waiting_mentee(session, now), ready_mentor(session, now, places=2)
    fresh, paused = add_person(session, Kind.MENTEE, now), add_person(session, Kind.MENTOR, now)
    add_person(session, Kind.MENTEE, now, human_id=rosa.human_id)
    pause(session, acting(paused), paused, None, now)
    listed = {
        show: {line.id for line in list_people(session, coordinator, show, now)} for show in Show
    }
    assert listed[Show.WAITING] == {waiting.id}
    assert listed[Show.ROOM] == {with_room.id}
    assert listed[Show.NEW] == {fresh.id}
    assert listed[Show.PAUSED] == {paused.id}
    assert listed[Show.ENDED] == set()
    assert listed[Show.ALL] == {waiting.id, with_room.id, fresh.id, paused.id}


def test_a_line_tells_the_state_the_weeks_and_who_looks_after_them(
    session: Session, coordinator: Actor, lead: Actor, now: datetime
) -> None:
    mentee = waiting_mentee(session, now)
    take_person(session, coordinator, mentee, now)
    mine, theirs = (person_line(session, who, mentee, now) for who in (coordinator, lead))
    assert (mine.state, mine.weeks, mine.is_mine) == (State.WAITING, 3, True)
    assert theirs.taken_by
    assert not theirs.is_mine


def test_nothing_is_left_of_somebody_who_is_erased_and_others_lose_nothing(
    session: Session, noor: Person, amara: Person, coordinator: Actor, lead: Actor, now: datetime
) -> None:
    for person in (noor, amara):
        save_safe_contact(session, acting(person), person, REACH, now)
        save_known_as(session, acting(person), person, ["Lou"], [], now)
        pause(session, acting(person), person, None, now)
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, "Dario", now)
    tie_apart(session, lead, entry, [amara.id], now)
    welcome(session, coordinator, noor, now)
    confirm_room(session, acting(amara), amara, 1, now)
    record_training(session, coordinator, amara, Topic.SAFETY, now.date(), 60, now)
    record_supervision(session, coordinator, amara, now.date(), now)
    decide_readiness(session, coordinator, amara, Decision.VETTING, now)
    check_court(session, coordinator, noor, amara, now)
    forget_person(session, PersonErased(noor.id), now)
    assert _rows(session) == {
        SafeContact: 1, KnownAs: 1, Pause: 1, Room: 1, Training: 1, Supervision: 1, Review: 1,
        Readiness: 1,
    }  # fmt: skip
    forget_person(session, PersonErased(amara.id), now)
    assert _rows(session) == {}


def _rows(session: Session) -> dict[type[Base], int]:
    models: tuple[type[Base], ...] = (
        SafeContact, KnownAs, ApartEntry, ApartPair, Pause, Room, Welcome, Training, Supervision,
        Review, Readiness, CourtCheck,
    )  # fmt: skip
    counts = {model: len(session.scalars(select(model)).all()) for model in models}
    return {model: count for model, count in counts.items() if count}
