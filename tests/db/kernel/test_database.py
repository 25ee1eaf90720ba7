"""The database loses no update, keeps both kinds of session apart and speaks calmly of races."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from mentorship.installation import Installation
from mentorship.kernel import db, settings, vault
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import RequestOnce
from mentorship.kernel.errors import Busy, Overtaken, Repeated
from mentorship.kernel.jobs import Job, JobState
from tests.databases import Kind
from tests.races import race


def test_counting_up_together_loses_nothing(installation: Installation, now: datetime) -> None:
    job = _job(installation, now)

    def count_up() -> None:
        for _ in range(20):
            with installation.database.transaction() as session:
                row = db.lock(session, Job, job)
                assert row
                row.attempts += 1

    race(4, count_up)
    with installation.database.reading() as session:
        assert session.get_one(Job, job).attempts == 80


def test_without_our_begin_and_the_row_lock_updates_are_lost(
    installation: Installation, now: datetime
) -> None:
    job = _job(installation, now)
    plain = create_engine(installation.database.engine.url)

    def count_up() -> None:
        for _ in range(20):
            with plain.connect() as connection:
                count = connection.execute(select(Job.attempts).where(Job.id == job)).scalar_one()
                connection.rollback()
                connection.execute(update(Job).where(Job.id == job).values(attempts=count + 1))
                connection.commit()

    race(4, count_up)
    plain.dispose()
    with installation.database.reading() as session:
        assert session.get_one(Job, job).attempts < 80


def test_a_reading_session_writes_nothing(installation: Installation, now: datetime) -> None:
    with installation.database.reading() as session, pytest.raises(DBAPIError):
        settings.change(session, SYSTEM, now, site_name="Other")


def test_what_raises_leaves_no_trace(installation: Installation, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, site_name="Other")
        raise ZeroDivisionError
    with installation.database.reading() as session:
        assert settings.current(session).site_name != "Other"


def test_a_naive_moment_is_refused(installation: Installation) -> None:
    with installation.database.transaction() as session:
        with pytest.raises(Exception, match="time zone"):
            session.scalar(select(Job.id).where(Job.due_at == datetime(2026, 1, 1)))  # noqa: DTZ001
        session.rollback()


def test_a_moment_comes_back_in_utc(installation: Installation, now: datetime) -> None:
    job = _job(installation, now)
    with installation.database.reading() as session:
        assert session.get_one(Job, job).due_at == now
        assert session.get_one(Job, job).due_at.tzinfo is UTC


def test_the_second_of_two_equal_rows_was_overtaken(
    installation: Installation, now: datetime
) -> None:
    person_id = uuid4()
    with installation.database.transaction() as session:
        vault.new_key(session, person_id, now)
    with pytest.raises(Overtaken), installation.database.transaction() as session:
        vault.new_key(session, person_id, now)


def test_a_broken_check_is_no_race(installation: Installation, now: datetime) -> None:
    job = _job(installation, now)
    with pytest.raises(IntegrityError), installation.database.transaction() as session:
        session.execute(text("UPDATE job SET state = 'lost' WHERE kind = 'count'"))
    with installation.database.reading() as session:
        assert session.get_one(Job, job).state is JobState.WAITING


def test_a_guarded_statement_that_changes_nothing_was_overtaken(
    installation: Installation, now: datetime
) -> None:
    job = _job(installation, now)
    waiting = update(Job).where(Job.id == job, Job.state == JobState.RUNNING)
    with pytest.raises(Overtaken), installation.database.transaction() as session:
        db.guarded(session, waiting.values(state=JobState.DONE))


def test_the_same_form_twice_is_answered_with_where_the_first_led(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        db.claim_once(session, b"o" * 32, b"f" * 32, now).then = "/home"
    with pytest.raises(Repeated) as again, installation.database.transaction() as session:
        db.claim_once(session, b"o" * 32, b"f" * 32, now)
    assert again.value.then == "/home"


def test_the_same_form_from_another_browser_is_another_form(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        db.claim_once(session, b"o" * 32, b"f" * 32, now)
        db.claim_once(session, b"p" * 32, b"f" * 32, now)


def test_twenty_equal_posts_at_once_have_one_effect(
    installation: Installation, now: datetime
) -> None:
    answers: list[str] = []

    def post() -> None:
        try:
            with installation.database.transaction() as session:
                db.claim_once(session, b"o" * 32, b"f" * 32, now).then = "/home"
                session.add(_new_job(now))
            answers.append("did it, /home")
        except Repeated as again:
            answers.append(again.then)

    race(20, post)
    assert sorted(answers) == ["/home"] * 19 + ["did it, /home"]
    with installation.database.reading() as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_a_failed_deed_gives_its_form_back(installation: Installation, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), installation.database.transaction() as session:
        db.claim_once(session, b"o" * 32, b"f" * 32, now)
        raise ZeroDivisionError
    with installation.database.transaction() as session:
        assert db.claim_once(session, b"o" * 32, b"f" * 32, now)


def test_yesterdays_forms_are_forgotten(installation: Installation, now: datetime) -> None:
    with installation.database.transaction() as session:
        db.claim_once(session, b"o" * 32, b"f" * 32, now.replace(day=now.day - 2))
        db.forget_once(session, now)
        session.flush()
        assert session.scalars(select(RequestOnce)).all() == []


def insist_on_every_pragma(engine: Engine, read_only: bool) -> None:
    """Look at each pragma of a connection; of those that only read, at two at a time."""
    asked = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
        "trusted_schema": 0, "temp_store": 2, "busy_timeout": 5000, "query_only": int(read_only),
    }  # fmt: skip
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second) if read_only else (first,):
            for name, value in asked.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value, name


@pytest.mark.only("sqlite", reason="pragmas are SQLite's")
def test_every_connection_has_every_pragma(installation: Installation) -> None:
    insist_on_every_pragma(installation.database.engine, read_only=False)
    insist_on_every_pragma(installation.database.read_engine, read_only=True)


@pytest.mark.only("sqlite", reason="pragmas are SQLite's")
def test_an_engine_that_nobody_prepared_is_noticed(installation: Installation) -> None:
    bare = create_engine(installation.config.database_url)
    with pytest.raises(AssertionError):
        insist_on_every_pragma(bare, read_only=False)
    bare.dispose()
    with pytest.raises(AssertionError, match="query_only"):
        insist_on_every_pragma(installation.database.engine, read_only=True)


def insist_on_every_limit(engine: Engine, read_only: str) -> None:
    """Look at each limit of a session."""
    asked = {
        "lock_timeout": "3s", "statement_timeout": "10s", "default_transaction_isolation":
        "read committed", "idle_in_transaction_session_timeout": "30s",
        "default_transaction_read_only": read_only,
    }  # fmt: skip
    with engine.connect() as connection:
        for name, value in asked.items():
            assert connection.exec_driver_sql(f"SHOW {name}").scalar_one() == value, name


@pytest.mark.only("postgresql", reason="these settings are PostgreSQL's")
def test_every_session_has_its_limits(installation: Installation) -> None:
    insist_on_every_limit(installation.database.engine, "off")
    insist_on_every_limit(installation.database.read_engine, "on")


@pytest.mark.only("postgresql", reason="these settings are PostgreSQL's")
def test_a_session_without_limits_is_noticed(installation: Installation) -> None:
    address = make_url(installation.config.database_url)
    bare = create_engine(address.set(drivername="postgresql+psycopg"))
    with pytest.raises(AssertionError, match="lock_timeout"):
        insist_on_every_limit(bare, "off")
    bare.dispose()


def test_a_row_held_too_long_makes_the_others_busy(
    installation: Installation, kind: Kind, now: datetime
) -> None:
    job = _job(installation, now)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with installation.database.transaction() as session:
            db.lock(session, Job, job)
            held.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        with pytest.raises(Busy), installation.database.transaction() as session:
            db.lock(session, Job, job)
    finally:
        done.set()
        holder.join()


def _new_job(now: datetime) -> Job:
    return Job(kind="count", ref=uuid4(), state=JobState.WAITING, due_at=now, attempts=0)


def _job(installation: Installation, now: datetime) -> object:
    with installation.database.transaction() as session:
        job = _new_job(now)
        session.add(job)
        session.flush()
        return job.id
