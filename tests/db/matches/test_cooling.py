"""After an ending: no round looks for the mentee for some days, and the place by time stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import standing
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.errors import NotFound, Overtaken
from mentorship.matches import service
from mentorship.matches.models import Cooling, RoundCount
from mentorship.matches.service import rounds
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import LeftOut
from mentorship.profiles.service.pause import pause, resume
from tests import scenes
from tests.participants import acting, add_person, ready_mentor
from tests.scenes import Scene

DAY = timedelta(days=1)


@pytest.fixture
def closed(session: Session, now: datetime) -> Scene:
    scene = scenes.closed(session, now)
    ready_mentor(session, now, 3)
    return scene


def in_pool(session: Session, scene: Scene, now: datetime) -> bool:
    prepared = rounds.gather(session, settings.current(session), now)
    return scene.mentee in prepared.pool.people.values()


def test_no_round_looks_for_a_mentee_in_the_days_after_an_ending(
    session: Session, now: datetime, closed: Scene
) -> None:
    assert not in_pool(session, closed, now + timedelta(minutes=1))
    assert not in_pool(session, closed, now + 13 * DAY)
    assert in_pool(session, closed, now + 14 * DAY)


def test_a_round_counts_them_with_their_reason(
    session: Session, now: datetime, closed: Scene
) -> None:
    row = service.start_round(session, closed.staff(session), now)
    prepared = service.prepare(session, row.id, now)
    assert prepared
    service.store(session, row.id, prepared, service.solve(prepared), now)
    counted = session.get_one(RoundCount, (row.id, Side.MENTEE, LeftOut.COOLING.value))
    assert counted.people == 1


def test_the_days_are_the_agencys(session: Session, now: datetime) -> None:
    settings.change(session, SYSTEM, now, cooling_days=0)
    assert in_pool(session, scenes.closed(session, now), now)
    settings.change(session, SYSTEM, now, cooling_days=30)
    assert not in_pool(session, scenes.closed(session, now), now + 29 * DAY)


def test_staff_shorten_them_once_and_who_did_is_noted(
    session: Session, now: datetime, closed: Scene
) -> None:
    staff, mentee = closed.staff(session), closed.person(session, Side.MENTEE)
    service.look_again(session, staff, mentee, now)
    assert in_pool(session, closed, now)
    row = session.get_one(Cooling, mentee.id)
    session.refresh(row)
    assert (row.shortened_by, row.shortened_at) == (staff.person_id, now)
    with pytest.raises(Overtaken):
        service.look_again(session, staff, mentee, now)


def test_nobody_decides_it_about_their_own_record(
    session: Session, now: datetime, closed: Scene
) -> None:
    mentee = closed.person(session, Side.MENTEE)
    with pytest.raises(NotFound):
        service.look_again(session, acting(mentee), mentee, now)
    assert not in_pool(session, closed, now)


def test_a_second_ending_starts_the_days_anew(
    session: Session, now: datetime, closed: Scene
) -> None:
    mentee = closed.person(session, Side.MENTEE)
    service.look_again(session, closed.staff(session), mentee, now)
    later = now + 20 * DAY
    mentor = ready_mentor(session, later)
    made = service.decisions.propose(session, mentee, mentor, later)
    scenes.closed(session, later, Scene(closed.rosa, mentee.id, mentor.id, made.id))
    assert not in_pool(session, closed, later + DAY)
    assert session.get_one(Cooling, mentee.id).shortened_by is None


def test_an_erased_mentee_leaves_no_such_days(
    session: Session, now: datetime, closed: Scene
) -> None:
    events.publish(session, events.PersonErased(closed.mentee), now)
    assert session.scalars(select(Cooling)).all() == []


def _paused(session: Session, mentee: Person, now: datetime) -> None:
    pause(session, acting(mentee), mentee, (now + DAY).date(), now)
    resume(session, acting(mentee), mentee, now)


def _stop_undone(session: Session, mentee: Person, now: datetime) -> None:
    standing.ask_to_stop(session, acting(mentee), mentee, now)
    standing.undo_stop(session, acting(mentee), mentee, now + DAY)


def _suspended(session: Session, mentee: Person, now: datetime) -> None:
    staff = acting(add_person(session, Kind.STAFF, now))
    standing.suspend(session, staff, mentee, now)
    standing.restore(session, staff, mentee, now + DAY)


def _nothing(_session: Session, _mentee: Person, _now: datetime) -> None:
    return


@pytest.mark.parametrize("meanwhile", [_nothing, _paused, _stop_undone, _suspended])
def test_the_place_by_time_waited_stays_through_a_match_and_whatever_comes_after(
    session: Session, now: datetime, meanwhile: Callable[[Session, Person, datetime], None]
) -> None:
    scene = scenes.proposed(session, now)
    since = scene.person(session, Side.MENTEE).waiting_since
    scenes.closed(session, now, scene)
    meanwhile(session, scene.person(session, Side.MENTEE), now)
    session.expire_all()
    assert scene.person(session, Side.MENTEE).waiting_since == since
    later = now + 14 * DAY
    prepared = rounds.gather(session, settings.current(session), later)
    (known,) = [m for m in prepared.pool.mentees if prepared.pool.people[m.id] == scene.mentee]
    assert since
    assert known.waiting_weeks == (later - since).days // 7
