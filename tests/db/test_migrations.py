"""Migrations: up, down and up again, with data in the tables, and never away from the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from mentorship.installation import Installation, install
from mentorship.kernel.db import Base
from mentorship.kernel.errors import UnsafeToStart
from mentorship.kernel.paths import MIGRATIONS
from tests.databases import Databases, Kind, config
from tests.schema import common, rows, schema, triggers

STEPS = list(reversed([script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()]))


@pytest.fixture
def empty(databases: Databases, kind: Kind, home: Path) -> Iterator[Installation]:
    """Open an installation whose database has not a single table."""
    with databases.empty(kind, home) as url:
        opened = install(config(home, url))
        yield opened
        opened.database.close()


def test_the_migrations_build_what_the_models_say(empty: Installation) -> None:
    empty.migrate()
    migrated = schema(empty.database.engine)
    empty.migrate("base")
    assert schema(empty.database.engine) == {}
    Base.metadata.create_all(empty.database.engine)
    assert migrated == schema(empty.database.engine)


def test_every_step_goes_up_and_down_and_up_to_the_same_place(empty: Installation) -> None:
    engine = empty.database.engine
    before = (schema(engine), triggers(engine))
    for step in STEPS:
        empty.migrate(step)
        after = (schema(engine), triggers(engine))
        empty.migrate("-1")
        assert (schema(engine), triggers(engine)) == before, step
        empty.migrate(step)
        assert (schema(engine), triggers(engine)) == after, step
        before = after


def test_no_step_loses_what_the_tables_hold(installation: Installation) -> None:
    engine = installation.database.engine
    assert rows(engine)["audit_entry"]
    for step in reversed(STEPS[1:]):
        held = rows(engine)
        installation.migrate("-1")
        below = rows(engine)
        one, other = common(held, below)
        assert one == other, f"going down from {step}"
        installation.migrate(step)
        one, other = common(below, rows(engine))
        assert one == other, f"going up to {step}"
        installation.migrate("-1")


def test_an_installation_does_not_start_on_an_old_schema(empty: Installation) -> None:
    with pytest.raises(UnsafeToStart, match="not up to date"):
        empty.check_ready()
    empty.migrate()
    empty.check_ready()


def test_migrating_twice_changes_nothing(installation: Installation) -> None:
    before = rows(installation.database.engine)
    installation.migrate()
    assert rows(installation.database.engine) == before
