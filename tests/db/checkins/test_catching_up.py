"""After an upgrade: who was here before gets the clocks that the older version did not keep."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import catching_up
from mentorship.checkins.rules.follow_ups import DATED, Kind, Owner, Stage
from mentorship.checkins.rules.steps import State
from mentorship.installation import Installation
from mentorship.kernel import audit, clock, jobs
from mentorship.kernel.jobs import Job, JobState
from mentorship.profiles.service.pause import pause
from tests.full import Full
from tests.participants import acting
from tests.schema import rows
from tests.talking import talking

DAY = timedelta(days=1)
OLDER = "0022_own_code"
KEPT = sorted({*DATED, Kind.SILENCE})
Standing = set[tuple[Kind, UUID, State, Stage, datetime]]


def upgrade(installation: Installation) -> None:
    """Go back to a version that kept none of these clocks, and up again with what is there."""
    while installation.revision() != OLDER:
        installation.migrate("-1")
    installation.migrate()


def work(installation: Installation, at: datetime) -> None:
    with clock.fixed(at):
        jobs.tick(installation.database, installation.works, at)


def on_the_board(installation: Installation) -> Standing:
    with installation.database.reading() as session:
        open_ = select(FollowUp).where(FollowUp.kind.in_(KEPT), FollowUp.closed_at.is_(None))
        return {
            (row.kind, row.subject_id, row.state, row.stage, row.due_at)
            for row in session.scalars(open_)
        }


def test_an_agency_in_which_everything_has_happened_has_every_clock_again(
    installation: Installation, full: Full, now: datetime
) -> None:
    work(installation, now + DAY)
    before = {it[:3] for it in on_the_board(installation)}
    assert {Kind.SILENCE, Kind.PAIR_REVIEW, Kind.AGREEMENT} < {kind for kind, *_ in before}
    upgrade(installation)
    assert on_the_board(installation) == set()
    work(installation, now + DAY)
    # Silence of whoever rests is noticed again from when they are back.
    resting = {it for it in before if it[0] is Kind.SILENCE and it[2] is State.PAUSED}
    assert {it[:3] for it in on_the_board(installation)} == before - resting


def test_what_was_owed_is_owed_from_when_it_was_and_passed_on_from_now(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        pair = talking(session, now)
        mentee = pair.mentee(session)
        audit.record(session, acting(mentee), "signed_in", mentee.id, now + 2 * DAY)
    later = now + 200 * DAY
    upgrade(installation)
    work(installation, later)
    due = {kind: (stage, at) for kind, _, _, stage, at in on_the_board(installation)}
    assert due[Kind.SILENCE] == (Stage.CALL_TODAY, now + 32 * DAY)
    assert due[Kind.PAIR_REVIEW][0] is Stage.CALL_TODAY
    assert due[Kind.PAIR_REVIEW][1].date().isoformat() == "2026-06-04"
    with installation.database.reading() as session:
        fresh = session.query(FollowUp).filter(FollowUp.kind.in_(KEPT))
        assert {row.owner for row in fresh} == {Owner.COORDINATOR}


def test_whoever_rests_is_left_in_peace_and_what_rests_stands_still(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        pair = talking(session, now)
        mentee = pair.mentee(session)
        pause(session, acting(mentee), mentee, None, now)
    upgrade(installation)
    work(installation, now + DAY)
    assert {it[:3] for it in on_the_board(installation)} == {
        (Kind.PAIR_REVIEW, pair.match_id, State.PAUSED)
    }


def test_it_is_done_once_a_few_at_a_time_and_a_second_time_changes_nothing(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation.database.transaction() as session:
        for _nth in range(5):
            talking(session, now)
    monkeypatch.setattr(catching_up, "BATCH", 2)
    monkeypatch.setattr("mentorship.checkins.tasks.BATCH", 2)
    upgrade(installation)
    work(installation, now + DAY)
    held = rows(installation.database.engine)
    assert sum(row["kind"] == "silence" for row in held["follow_up"]) == 5
    assert [row["state"] for row in held["job"] if row["kind"] == "catch_up"] == [JobState.DONE]
    with installation.database.transaction() as session:
        (job,) = session.query(Job).filter_by(kind="catch_up")
        job.state = JobState.WAITING
    work(installation, now + DAY)
    after = rows(installation.database.engine)
    for table in ("follow_up", "follow_up_step", "notice"):
        assert after[table] == held[table]


def test_where_nothing_is_missing_nothing_is_asked_of_the_worker(
    installation: Installation, full: Full
) -> None:
    with installation.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM job"))
    installation.migrate("-1")
    installation.migrate()
    assert rows(installation.database.engine)["job"] == []
