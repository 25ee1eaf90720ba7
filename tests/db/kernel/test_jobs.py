"""The worker counts days where the agency is, whichever zone the machine is in."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import beats, clock, jobs, settings, words
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Database
from mentorship.profiles import queries
from mentorship.profiles.service import pause
from tests.cast import Cast

FIRST_DAY_BACK = date(2026, 3, 6)
# Each of them is another day in UTC.
EARLY_IN_AUCKLAND = ("Pacific/Auckland", datetime(2026, 3, 5, 12, 30, tzinfo=UTC))
LATE_IN_LOS_ANGELES = ("America/Los_Angeles", datetime(2026, 3, 6, 4, 0, tzinfo=UTC))


def agency_in(installation: Installation, zone: str, now: datetime) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, time_zone=zone)


@pytest.mark.parametrize(
    ("zone", "moment", "over"),
    [(*EARLY_IN_AUCKLAND, True), (*LATE_IN_LOS_ANGELES, False)],
    ids=["auckland", "los-angeles"],
)
def test_a_pause_is_over_on_the_day_the_agency_calls_the_first_day_back(
    installation: Installation, cast: Cast, now: datetime, zone: str, moment: datetime, over: bool
) -> None:
    agency_in(installation, zone, now)
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        pause.pause(session, cast.noor.actor(session), noor, FIRST_DAY_BACK, now)
    with clock.fixed(moment):
        jobs.tick(installation.database, installation.works, moment)
    with installation.database.reading() as session:
        assert (queries.open_pauses(session, cast.noor.person_id) == []) is over


@pytest.mark.parametrize(("zone", "moment"), [EARLY_IN_AUCKLAND, LATE_IN_LOS_ANGELES])
def test_a_job_is_done_on_the_agencys_day_and_leaves_the_zone_as_it_was(
    installation: Installation, now: datetime, zone: str, moment: datetime
) -> None:
    days: list[datetime] = []

    def note(_database: Database, _ref: UUID, at: datetime) -> None:
        days.append(words.local(at))

    agency_in(installation, zone, now)
    works = jobs.Works({"note": note}, [])
    with words.use_locale("en"):
        with installation.database.transaction() as session:
            jobs.enqueue(session, "note", uuid4(), now)
        jobs.tick(installation.database, works, moment)
        assert words.local(moment) == moment
        assert words.zone().key == "UTC"
    assert [day.date() for day in days] != [moment.date()]


def put_in(installation: Installation, kind: str, now: datetime) -> UUID:
    ref = uuid4()
    with installation.database.transaction() as session:
        jobs.enqueue(session, kind, ref, now)
        session.info["rung"] = []
    return ref


def state(installation: Installation, kind: str, ref: UUID) -> jobs.JobState | None:
    with installation.database.reading() as session:
        return jobs.state_of(session, kind, ref)


def test_what_is_to_be_done_later_is_no_fault_and_uses_up_no_attempt(
    installation: Installation, now: datetime
) -> None:
    hour, done = timedelta(hours=1), []

    def not_yet(_database: Database, _ref: UUID, at: datetime) -> None:
        if at < now + 9 * hour:
            raise jobs.Later(at + hour)
        done.append(at)

    works = jobs.Works({"note": not_yet}, [], {"note": 2})
    ref = put_in(installation, "note", now)
    for hours in range(10):
        with clock.fixed(now + hours * hour):
            jobs.tick(installation.database, works, clock.now())
    assert done == [now + 9 * hour]
    assert state(installation, "note", ref) is jobs.JobState.DONE


def test_a_job_is_given_up_after_its_attempts_rests_longer_each_time_and_can_be_tried_again(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    tried: list[datetime] = []

    def stumbles(_database: Database, _ref: UUID, at: datetime) -> None:
        tried.append(at)
        raise RuntimeError

    works = jobs.Works({"note": stumbles}, [], {"note": 9})
    ref = put_in(installation, "note", now)
    for minute in range(400):
        with clock.fixed(now + timedelta(minutes=minute)):
            if due(installation, clock.now()):
                jobs.tick(installation.database, works, clock.now())
    rests = [(two - one) // timedelta(minutes=1) for one, two in pairwise(tried)]
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert state(installation, "note", ref) is jobs.JobState.FAILED
    with installation.database.transaction() as session:
        (given_up,) = jobs.failed(session)
        jobs.try_again(session, cast.ada.actor(session), given_up, now)
        session.info["rung"] = []
    assert state(installation, "note", ref) is jobs.JobState.WAITING


def test_a_job_over_which_workers_die_is_given_up(
    installation: Installation, now: datetime
) -> None:
    def dies(_database: Database, _ref: UUID, _at: datetime) -> None:
        raise SystemExit

    works = jobs.Works({"note": dies}, [], {"note": 2})
    ref = put_in(installation, "note", now)
    for minute in (0, 2):
        with clock.fixed(now + timedelta(minutes=minute)), pytest.raises(SystemExit):
            jobs.tick(installation.database, works, clock.now())
    # The first death was counted when the second took it up; the third finds it dead twice.
    with clock.fixed(now + timedelta(minutes=4)):
        jobs.tick(installation.database, works, clock.now())
    assert state(installation, "note", ref) is jobs.JobState.FAILED


def test_what_one_worker_is_at_is_left_alone_by_the_others_while_its_lease_runs(
    installation: Installation, now: datetime
) -> None:
    did: list[datetime] = []

    def work(_database: Database, _ref: UUID, at: datetime) -> None:
        did.append(at)
        jobs.tick(installation.database, works, at)

    works = jobs.Works({"note": work}, [])
    ref = put_in(installation, "note", now)
    jobs.tick(installation.database, works, now)
    assert did == [now]
    assert state(installation, "note", ref) is jobs.JobState.DONE


def test_whoever_overran_a_job_leaves_it_to_the_one_who_took_it_over(
    installation: Installation, now: datetime
) -> None:
    later = now + timedelta(minutes=2)

    def work(database: Database, _ref: UUID, _at: datetime) -> None:
        with clock.fixed(later), database.transaction() as session:
            (job_id,) = jobs._due(session, later)
            jobs._claim(session, job_id, later)

    ref = put_in(installation, "note", now)
    jobs.tick(installation.database, jobs.Works({"note": work}, []), now)
    assert state(installation, "note", ref) is jobs.JobState.RUNNING


def test_a_step_of_every_minute_is_done_by_one_at_a_time_and_by_another_if_that_one_died(
    installation: Installation, now: datetime
) -> None:
    did: list[datetime] = []

    def step(_database: Database, at: datetime) -> None:
        did.append(at)
        jobs.tick(installation.database, works, at)
        if at == now:
            raise SystemExit

    works = jobs.Works({}, [step])
    with pytest.raises(SystemExit):
        jobs.tick(installation.database, works, now)
    assert did == [now], "while one is at it, nobody else is"
    for minute in (1, 2):
        with clock.fixed(now + timedelta(minutes=minute)):
            jobs.tick(installation.database, works, clock.now())
    assert len(did) == 3


def test_whoever_overran_a_step_lets_nothing_go_that_another_one_has_taken_over(
    installation: Installation, now: datetime
) -> None:
    first, second, third = (now + timedelta(minutes=minute) for minute in (1, 2, 3))
    assert beats.claim(installation.database, "step", first, now)
    assert beats.claim(installation.database, "step", second, first)
    beats.release(installation.database, "step", first, first, done=True)
    assert not beats.claim(installation.database, "step", third, first)
    beats.release(installation.database, "step", second, first, done=True)
    assert beats.claim(installation.database, "step", third, first)


def due(installation: Installation, now: datetime) -> bool:
    with installation.database.reading() as session:
        return bool(jobs._due(session, now))
