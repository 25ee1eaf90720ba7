"""The demo's agency: lived through the services, with everybody a visitor wants to be."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mentorship.checkins.models import FollowUpStep
from mentorship.checkins.queries import board
from mentorship.checkins.rules.follow_ups import Stage
from mentorship.demo.showing import write
from mentorship.demo.story import tell
from mentorship.demo.world import Known
from mentorship.installation import Installation, install
from mentorship.kernel import audit
from mentorship.kernel.access import NOBODY
from mentorship.matches.queries import proposals
from tests.conftest import NOW
from tests.databases import Databases, Kind, config
from tests.dumps import plant, readable

PEOPLE = 40


@pytest.fixture
def empty(databases: Databases, kind: Kind, home: Path) -> Iterator[Installation]:
    """Open an installation that is migrated and nothing else."""
    with databases.copy(kind, home, "migrated", Installation.migrate) as url:
        opened = install(config(home, url))
        yield opened
        opened.bell.huey.storage.close()
        opened.database.close()


def test_the_story_leaves_everybody_a_visitor_wants_to_be(
    empty: Installation, tmp_path: Path
) -> None:
    known = tell(empty, PEOPLE, seed=1, today=NOW.date())
    _insist_on_people(known)
    _insist_on_state(empty)
    _insist_that_nothing_can_be_read(empty, known)
    told = tmp_path / "accounts.json"
    write(told, "http://127.0.0.1:1", known)
    assert told.stat().st_mode & 0o777 == 0o600
    assert len(json.loads(told.read_text())["accounts"]) == len(known)


def _insist_on_people(known: list[Known]) -> None:
    states = Counter((it.role, it.state) for it in known)
    for role in ("mentee", "mentor"):
        for state in ("waiting", "asked", "active"):
            assert states[role, state] >= 2, (role, state, states)
    roles = Counter(it.role for it in known if it.totp_secret)
    assert roles["coordinator"] == 2
    assert all(roles[role] == 1 for role in ("safeguarding", "reviewer", "administrator"))
    assert len(known) == PEOPLE + 5


def _insist_on_state(installation: Installation) -> None:
    with installation.database.reading() as session:
        assert audit.verify(session) is None
        assert proposals.count_undecided(session) >= 1
        shown = board(session, NOBODY)
        newest = session.scalar(select(func.max(FollowUpStep.at)))
    assert newest
    assert newest <= datetime.combine(NOW.date(), time(0), UTC), "nothing lies ahead of a visitor"
    for stage in (Stage.SAFETY, Stage.CALL_TODAY, Stage.LATE, Stage.DUE, Stage.ON_TIME):
        assert shown.rows(stage), stage


def _insist_that_nothing_can_be_read(installation: Installation, known: list[Known]) -> None:
    """Whatever people said is sealed; a plain column would be found."""
    said = {"library card", "teapot", "waits outside my door", "no holidays", "555 0217"}
    said |= {it.name for it in known} | {it.password for it in known}
    said |= {it.totp_secret for it in known if it.totp_secret}
    assert readable(installation, said) == []
    plant(installation, "the teapot again")
    assert readable(installation, said) == ["teapot"]


@pytest.mark.long
def test_the_same_seed_and_day_give_the_same_names_and_passwords(
    databases: Databases, kind: Kind, tmp_path: Path
) -> None:
    told = []
    for name in ("first", "second"):
        home = tmp_path / name
        home.mkdir(mode=0o700)
        with databases.copy(kind, home, "migrated", Installation.migrate) as url:
            opened = install(config(home, url))
            known = tell(opened, PEOPLE, seed=7, today=date(2026, 3, 4))
            told.append([(it.role, it.name, it.password) for it in known])
            opened.bell.huey.storage.close()
            opened.database.close()
    assert told[0] == told[1]
