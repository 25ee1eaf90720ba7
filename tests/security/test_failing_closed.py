"""When what protects cannot do its work, nothing is done and nothing is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from mentorship.accounts.models import Visit
from mentorship.installation import Installation
from tests.cast import PASSWORD, Cast
from tests.full import PRONOUNS, Full
from tests.pages import Visitor, fields

LOCKS = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE attempt IN ACCESS EXCLUSIVE MODE"}
LESS_PATIENT = {"sqlite": "PRAGMA busy_timeout=50", "postgresql": "SET lock_timeout='50ms'"}


@contextmanager
def counters_locked(installation: Installation) -> Iterator[None]:
    """Hold the table in which attempts are counted, and let nobody wait for it long."""
    engine = installation.database.engine
    hurry = LESS_PATIENT[engine.dialect.name]

    def be_less_patient(connection: DBAPIConnection, *_more: object) -> None:
        connection.cursor().execute(hurry)

    event.listen(engine, "checkout", be_less_patient)
    url = make_url(installation.config.database_url)
    other = create_engine(url.set(drivername=engine.url.drivername), isolation_level=None)
    yield from _holding(other, LOCKS[engine.dialect.name])
    event.remove(engine, "checkout", be_less_patient)


def _holding(engine: Engine, lock: str) -> Iterator[None]:
    connection = engine.raw_connection()
    connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
    connection.cursor().execute(lock)
    yield
    connection.rollback()
    connection.close()
    engine.dispose()


def sign_in(app: Flask, name: str) -> tuple[int, str]:
    """Try to get in with the right password, and give the status and the page."""
    visitor = Visitor(app)
    form = visitor.page("accounts.sign_in").form()
    assert form
    answer = visitor.client.post("/in", data={**fields(form), "name": name, "password": PASSWORD})
    return answer.status_code, answer.get_data(as_text=True)


def visits(installation: Installation, cast: Cast) -> int:
    with installation.database.reading() as session:
        of_noor = select(func.count()).where(Visit.person_id == cast.noor.person_id)
        return session.scalar(of_noor) or 0


def test_while_attempts_cannot_be_counted_nobody_gets_in_and_all_hear_the_same(
    app: Flask, installation: Installation, cast: Cast
) -> None:
    with counters_locked(installation):
        known, unknown = (sign_in(app, name) for name in (cast.noor.sign_in_name, "nobody0000"))
    assert known[0] == 503
    assert known == unknown
    assert visits(installation, cast) == 0
    assert sign_in(app, cast.noor.sign_in_name)[0] == 303
    assert visits(installation, cast) == 1


@pytest.fixture
def unwritable(installation: Installation) -> Callable[[], None]:
    """Make it impossible to write an entry."""

    def make() -> None:
        with installation.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_entry RENAME TO audit_entry_away"))
            connection.execute(text(
                "CREATE VIEW audit_entry AS SELECT * FROM audit_entry_away WHERE seq > 0 LIMIT 9999"
            ))  # fmt: skip

    return make


def test_a_look_that_cannot_be_recorded_shows_nothing_but_that_it_is_busy(
    full: Full, as_: Callable[..., Visitor], unwritable: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    rosa = as_(full.cast.rosa)
    assert "Courts and records" in rosa.client.get(f"/people/{full.cast.noor.person_id}").text
    unwritable()
    told = [
        rosa.client.get(f"/people/{full.everybody()[name].person_id}") for name in ("amara", "iris")
    ]
    assert [answer.status_code for answer in told] == [503, 503]
    assert told[0].data == told[1].data
    for word in ("Courts and records", PRONOUNS):
        assert word not in told[0].text
        assert word not in caplog.text
    assert "audit failed" in caplog.text


def test_an_act_that_cannot_be_recorded_is_not_done(
    full: Full, as_: Callable[..., Visitor], unwritable: Callable[[], None]
) -> None:
    noor = as_(full.cast.noor, stepped_up=True)
    noor.page("profiles.pause")
    unwritable()
    noor.post("profiles.save_pause", {"reach_monthly": "y"}, status=503)
    assert not noor.page("profiles.pause").says("You are paused")
