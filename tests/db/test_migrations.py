"""Migrations: up, down and up again, with data in the tables, and never away from the models."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from mentorship.checkins.rules import duty
from mentorship.installation import Installation, install
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Base
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import UnsafeToStart
from mentorship.kernel.paths import MIGRATIONS
from mentorship.kernel.settings import Agency
from tests.cast import Cast
from tests.databases import Databases, Kind, config
from tests.full import Full
from tests.schema import Rows, common, rows, schema, triggers

SCRIPTS = {it.revision: it for it in ScriptDirectory(MIGRATIONS).walk_revisions()}
STEPS = list(reversed(SCRIPTS))


@pytest.fixture
def empty(databases: Databases, kind: Kind, home: Path) -> Iterator[Installation]:
    """Open an installation whose database has not a single table."""
    with databases.empty(kind, home) as url:
        opened = install(config(home, url))
        yield opened
        opened.close()


def test_the_migrations_build_what_the_models_say(empty: Installation) -> None:
    empty.migrate()
    migrated = schema(empty.database.engine)
    empty.migrate("base")
    assert schema(empty.database.engine) == {}
    Base.metadata.create_all(empty.database.engine)
    assert migrated == schema(empty.database.engine)


def test_every_step_leads_down_and_up_to_the_same_place_and_loses_nothing(
    installation: Installation, full: Full
) -> None:
    held = rows(installation.database.engine)
    assert [name for name, kept in held.items() if not kept] == []
    for step in reversed(STEPS[1:]):
        assert list(lost(installation, step)) == []


def test_what_an_older_schema_has_no_room_for_is_folded_on_the_way_down(
    installation: Installation, full: Full
) -> None:
    def kinds() -> set[str]:
        return {row["kind"] for row in rows(installation.database.engine)["follow_up"]}

    assert {"rest", "pair"} <= kinds()
    for _step in STEPS[STEPS.index("0015_resting") :]:
        installation.migrate("-1")
    assert "pair" in kinds()
    assert "rest" not in kinds()


def test_a_step_that_loses_a_row_is_noticed(
    installation: Installation, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate = Installation.migrate

    def losing(self: Installation, revision: str = "head") -> None:
        migrate(self, revision)
        with self.database.engine.begin() as connection:
            connection.execute(text("DELETE FROM hat"))

    monkeypatch.setattr(Installation, "migrate", losing)
    assert list(lost(installation, STEPS[-1])) == ["going down: hat"]


def lost(installation: Installation, step: str) -> Iterator[str]:
    """Go down one step and up again, and name each table that lost or changed a row, and each way
    that leads to another schema; stay below.

    What a step says that the one before has no room for is folded first.
    """
    engine = installation.database.engine
    folded: tuple[str, ...] = getattr(SCRIPTS[step].module, "FOLDED", ())
    with engine.begin() as connection:
        for statement in folded:
            connection.execute(text(statement))
    above, built = rows(engine), built_as(engine)
    installation.migrate("-1")
    below, before = rows(engine), built_as(engine)
    yield from (f"going down: {name}" for name in differing(above, below))
    installation.migrate(step)
    yield from (f"going up: {name}" for name in differing(below, rows(engine)))
    yield from [f"{step} goes up to another schema"] * (built_as(engine) != built)
    installation.migrate("-1")
    yield from [f"{step} goes down to another schema"] * (built_as(engine) != before)


def built_as(engine: Engine) -> tuple[object, object]:
    """Give the schema and the triggers."""
    return schema(engine), triggers(engine)


def differing(before: Rows, after: Rows) -> list[str]:
    """Name the tables that both states have and that do not hold the same."""
    one, other = common(before, after)
    return [name for name in one if one[name] != other[name]]


def test_an_installation_does_not_start_on_an_old_schema(empty: Installation) -> None:
    with pytest.raises(UnsafeToStart, match="not up to date"):
        empty.check_ready()
    empty.migrate()
    empty.check_ready()


def test_migrating_twice_changes_nothing(installation: Installation) -> None:
    before = rows(installation.database.engine)
    installation.migrate()
    assert rows(installation.database.engine) == before


def test_a_list_of_who_is_on_call_becomes_a_plan_of_every_hour_and_a_list_again(
    installation: Installation, cast: Cast
) -> None:
    def said() -> list[dict[str, Any]]:
        versions = rows(installation.database.engine)["setting_version"]
        return [json.loads(row["said"]) for row in sorted(versions, key=lambda it: it["version"])]

    def write(listed: list[str]) -> None:
        newest = max(row["version"] for row in rows(engine)["setting_version"])
        changed = text("UPDATE setting_version SET said = :said WHERE version = :newest")
        older = {name: held for name, held in said()[-1].items() if name != "on_call"}
        held = json.dumps({**older, "on_call_staff": listed})
        with engine.begin() as connection:
            connection.execute(changed, {"said": held, "newest": newest})

    def down() -> None:
        while installation.revision() != "0017_telling":
            installation.migrate("-1")

    engine, listed = installation.database.engine, ["ann", "ben", "cleo"]
    down()
    write(listed)
    before = said()
    installation.migrate()
    with installation.database.reading() as session:
        plan = settings.current(session).on_call
    assert [(shift.day, shift.first, shift.second) for shift in plan] == [
        (day, "ann", "ben") for day in range(7)
    ]
    on_call = duty.on_call_at(datetime(2026, 3, 8, 3, tzinfo=UTC), replace(Agency(), on_call=plan))
    assert on_call == ("ann", "ben")
    with installation.database.transaction() as session:
        shifts = (Shift(0, time(9), time(17), "dan", "eve"), Shift(1, time(9), time(17), "dan"))
        settings.change(session, SYSTEM, datetime(2026, 3, 8, tzinfo=UTC), on_call=shifts)
    down()
    *old, new = said()
    assert old == before
    assert (new["on_call_staff"], "on_call" in new) == (["dan", "eve"], False)
