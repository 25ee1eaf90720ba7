"""How it runs: the worker, what it gave up, and trying that again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.kernel import clock, jobs
from mentorship.kernel.jobs import Job, JobState
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


@pytest.fixture
def given_up(installation: Installation, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        job = Job(
            kind="mail", ref=uuid4(), state=JobState.FAILED, due_at=now - timedelta(days=1),
            attempts=30,
        )  # fmt: skip
        session.add(job)
        session.flush()
        return job.id


def test_the_page_says_whether_the_worker_is_there_and_when_it_last_looked(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    ada = as_(cast.ada)
    assert ada.page("desk.running").says("It has never done anything.")
    jobs.tick(installation.database, installation.works, now)
    page = ada.page("desk.running")
    assert page.says("The worker is there")
    assert page.says("It last looked for what is due on Wednesday 4 March 2026, 10:00.")
    with clock.fixed(now + timedelta(minutes=4)):
        page = as_(cast.ada).page("desk.running")
    assert page.says("The worker is not there")


def test_a_step_that_did_not_go_well_is_named(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    def stumbles(_database: object, _now: datetime) -> None:
        raise RuntimeError("words of somebody")

    jobs.tick(installation.database, jobs.Works({}, [stumbles]), now)
    page = as_(cast.ada).page("desk.running")
    assert page.says("What did not go well last time")
    assert page.says("stumbles")
    assert "words of somebody" not in page.html


def test_what_was_given_up_is_tried_again_once(
    installation: Installation, cast: Cast, as_: As, given_up: UUID
) -> None:
    ada = as_(cast.ada)
    page = ada.page("desk.running")
    assert page.says("A mail, Tuesday 3 March 2026, 10:00")
    ada.post("desk.try_again", job_id=given_up, to="desk.running")
    assert ada.follow().says("Nothing was given up.")
    ada.post("desk.try_again", job_id=given_up, status=404)
    with installation.database.reading() as session:
        (job,) = session.scalars(select(Job))
        assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_only_days_on_which_there_was_something_to_do_are_listed(
    cast: Cast, as_: As, request: pytest.FixtureRequest
) -> None:
    page = as_(cast.ada).page("desk.running")
    assert page.says("The last 14 days There was nothing to do.")
    assert not page.soup.find("table")
    request.getfixturevalue("given_up")
    page = as_(cast.ada).page("desk.running")
    assert [it.get_text() for it in page.soup.select("tbody th")] == ["Tuesday 3 March 2026"]
    assert page.says("On the days that are not listed there was nothing to do.")


def test_nobody_else_comes_there(cast: Cast, as_: As, visitor: Visitor, given_up: UUID) -> None:
    for stranger in (cast.noor, cast.rosa, cast.ruth):
        as_(stranger).page("desk.running", status=404)
        as_(stranger).post("desk.try_again", job_id=given_up, status=404)
    visitor.page("desk.running", to="accounts.sign_in")
