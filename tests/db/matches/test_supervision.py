"""A supervisor's room: no round and no approval gives anybody more matches than the agency set."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.errors import RuleBroken
from mentorship.matches import service
from mentorship.matches.models import Place, Proposal, Round
from mentorship.matches.queries import rounds
from mentorship.matches.rules.reasons import Check
from mentorship.matches.service import supervision, trying
from mentorship.matches.service.checking import check_round
from mentorship.matches.service.unplaced import not_placed
from mentorship.profiles import queries as profiles
from mentorship.profiles.models import Supervision
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import LeftOut
from tests import scenes
from tests.participants import acting, add_person, ready_mentor, waiting_mentee
from tests.races import Tally, in_turns, patiently, race
from tests.scenes import Scene

RACERS = 6


@pytest.fixture
def rosa(session: Session, now: datetime) -> Person:
    return add_person(session, Kind.STAFF, now)


def limit(session: Session, most: int | None, now: datetime) -> None:
    settings.change(session, SYSTEM, now, supervisor_matches=most)


def supervise(session: Session, by: Person, mentor_id: object, on: date) -> None:
    session.add(Supervision(person_id=mentor_id, on=on, recorded_by=by.human_id))
    session.flush()


def supervised(session: Session, by: Person, now: datetime, places: Iterable[int]) -> list[Person]:
    mentors = [ready_mentor(session, now, count) for count in places]
    for mentor in mentors:
        supervise(session, by, mentor.id, now.date())
    return mentors


def done(session: Session, now: datetime, staff: Person) -> Round:
    row = service.start_round(session, acting(staff), now)
    prepared = service.prepare(session, row.id, now)
    assert prepared
    service.store(session, row.id, prepared, service.solve(prepared), now)
    return row


def test_a_round_gives_a_supervisor_no_more_than_the_limit(
    session: Session, now: datetime, rosa: Person
) -> None:
    for _nth in range(4):
        waiting_mentee(session, now)
    hers = {mentor.id for mentor in supervised(session, rosa, now, [2, 2])}
    other = add_person(session, Kind.STAFF, now)
    supervised(session, other, now, [1])
    assert done(session, now, rosa).placed == 4
    limit(session, 2, now)
    row = done(session, now, rosa)
    assert row.placed == 3
    made = session.scalars(select(Proposal).where(Proposal.round_id == row.id)).all()
    assert sum(proposal.mentor_id in hers for proposal in made) == 2


def test_what_a_supervisor_holds_counts_and_who_has_none_left_is_only_counted(
    session: Session, now: datetime, rosa: Person
) -> None:
    scene = scenes.proposed(session, now, places=2)
    supervise(session, rosa, scene.mentor, now.date())
    supervised(session, rosa, now, [1, 1])
    scene.approve(session, now)
    for _nth in range(3):
        waiting_mentee(session, now)
    limit(session, 2, now)
    assert done(session, now, rosa).placed == 1
    limit(session, 1, now)
    row = done(session, now, rosa)
    assert row.placed == 0
    counts = {(it.side, it.reason): it.people for it in rounds.counts(session, row.id)}
    assert counts[Side.MENTOR, LeftOut.NO_SUPPORT] == 3


def test_the_newest_supervision_tells_who_supervises(
    session: Session, now: datetime, rosa: Person
) -> None:
    (mentor,) = supervised(session, rosa, now, [1])
    other = add_person(session, Kind.STAFF, now)
    supervise(session, other, mentor.id, now.date() - timedelta(days=9))
    assert profiles.supervisors(session) == {mentor.id: rosa.human_id}
    supervise(session, other, mentor.id, now.date() + timedelta(days=1))
    assert profiles.supervisors(session) == {mentor.id: other.human_id}


def test_a_round_under_a_limit_can_be_checked_again_whatever_the_limit_is_now(
    session: Session, now: datetime, rosa: Person
) -> None:
    for _nth in range(3):
        waiting_mentee(session, now)
    supervised(session, rosa, now, [2, 1])
    without = done(session, now, rosa)
    limit(session, 2, now)
    row = done(session, now, rosa)
    assert (without.placed, row.placed) == (3, 2)
    limit(session, 1, now)
    assert check_round(session, without, now) is Check.HOLDS
    assert check_round(session, row, now) is Check.HOLDS


def test_staff_read_that_more_room_for_a_supervisor_could_help(
    session: Session, now: datetime, rosa: Person
) -> None:
    for _nth in range(2):
        waiting_mentee(session, now)
    supervised(session, rosa, now, [2])
    limit(session, 1, now)
    (row,) = not_placed(trying.gather(session, acting(rosa), now)).rows
    assert "room for whoever supervises them" in row.would_help


def test_one_more_than_the_limit_is_not_approved(
    session: Session, now: datetime, rosa: Person
) -> None:
    first, second, elsewhere = (scenes.proposed(session, now) for _nth in range(3))
    for scene in (first, second):
        supervise(session, rosa, scene.mentor, now.date())
    limit(session, 1, now)
    first.approve(session, now)
    with pytest.raises(RuleBroken, match="no room for one more") as broken:
        second.approve(session, now)
    assert broken.value.field == "decision"
    # Who has no supervisor noted, or another one, is not held up.
    elsewhere.approve(session, now)
    service.take_back(session, first.staff(session), first.row(session), now)
    limit(session, None, now)
    first.approve(session, now)


def _scenes(installation: Installation, now: datetime, most: int) -> list[Scene]:
    with installation.database.transaction() as session:
        rosa = add_person(session, Kind.STAFF, now)
        made = [scenes.proposed(session, now) for _nth in range(RACERS)]
        for scene in made:
            supervise(session, rosa, scene.mentor, now.date())
        limit(session, most, now)
    return made


def _approve_all_at_once(installation: Installation, made: list[Scene], now: datetime) -> Tally:
    tally = Tally()

    def approving(scene: Scene) -> Callable[[], None]:
        def approve() -> None:
            with tally.attempt(), installation.database.transaction() as session:
                scene.approve(session, now)

        return approve

    race(RACERS, in_turns(*(approving(scene) for scene in made)))
    return tally


def test_of_many_approvals_at_once_only_as_many_go_through_as_the_limit_lets(
    installation: Installation, now: datetime
) -> None:
    made = _scenes(installation, now, most=2)
    tally = _approve_all_at_once(installation, made, now)
    assert (tally.won, tally.lost) == (2, RACERS - 2)
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Place).where(Place.open)) == 2


def test_without_being_asked_all_of_them_go_through(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _scenes(installation, now, most=2)
    monkeypatch.setattr(supervision, "check_room", lambda *_given: None)
    assert _approve_all_at_once(installation, made, now).won == RACERS


@pytest.mark.only("postgresql", reason="on SQLite only one at a time writes, whatever they write")
def test_whoever_approves_for_the_same_supervisor_waits_and_then_counts(
    installation: Installation, now: datetime
) -> None:
    first, second, *_others = _scenes(installation, now, most=1)

    def approve() -> None:
        with installation.database.transaction() as session:
            second.approve(session, now)

    with ThreadPoolExecutor(1) as beside:
        with installation.database.transaction() as session:
            first.approve(session, now)
            other = beside.submit(patiently, approve)
            while not other.done() and not _somebody_waits(installation):
                pass
        with pytest.raises(RuleBroken, match="no room for one more"):
            other.result()


def _somebody_waits(installation: Installation) -> bool:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with installation.database.reading() as session:
        return bool(session.scalar(waiting))
