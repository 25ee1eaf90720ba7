"""Two workers: two whole ticks at once, and two real processes beside one PostgreSQL."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mentorship.installation import Installation, install
from mentorship.kernel import beats, clock, jobs, settings
from mentorship.kernel.access import SYSTEM
from mentorship.notices.service import alert_on_call
from tests.databases import KEYS, Databases, Kind, config
from tests.full import FULL, Full
from tests.post import SENDER, post_office
from tests.races import race
from tests.schema import rows

ROOT = Path(__file__).parents[2]
# By then pauses, consents and ways to reach have ended, and every clock has turned.
LONG = timedelta(days=100)


@contextmanager
def copy_of_full(databases: Databases, kind: Kind, home: Path) -> Iterator[Installation]:
    home.mkdir(mode=0o700)
    with databases.copy(kind, home, FULL) as url:
        opened = install(config(home, url))
        yield opened
        opened.close()


def counted(installation: Installation) -> Counter[str]:
    """Count the rows of every table but the record, in which who came first is another."""
    held = rows(installation.database.engine)
    return Counter({name: len(kept) for name, kept in held.items() if name != "audit_entry"})


def test_two_whole_ticks_at_once_come_to_the_same_as_one(
    databases: Databases, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    later, came_to = now + LONG, []
    for name, racers in (("one", 1), ("two", 2)):
        with copy_of_full(databases, kind, tmp_path / name) as opened, clock.fixed(later):
            before = counted(opened)
            race(racers, lambda opened=opened: jobs.tick(opened.database, opened.works, later))  # type: ignore[misc]
            # What one of the two left to the other is there after the next minute.
            jobs.tick(opened.database, opened.works, later)
            came_to.append(counted(opened))
            assert came_to[-1] != before, "something was due"
    assert came_to[0] == came_to[1]


def test_steps_that_are_not_done_by_one_at_a_time_would_come_to_more(
    installation: Installation, now: datetime
) -> None:
    done: list[datetime] = []
    works = jobs.Works({}, [lambda _database, moment: done.append(moment)])
    race(2, lambda: beats.claim(installation.database, "step", now + LONG, now))
    assert not beats.claim(installation.database, "step", now + LONG, now)
    jobs.tick(installation.database, works, now)
    assert done == [now]


@pytest.mark.only(Kind.POSTGRESQL, reason="several machines share a PostgreSQL, never a file")
def test_two_workers_share_the_work_and_send_every_mail_once(
    installation: Installation, full: Full, tmp_path: Path, now: datetime
) -> None:
    with post_office() as office, installation.database.transaction() as session:
        installation.database.info["post"] = session.info["post"] = office.post()
        settings.change(session, SYSTEM, now, on_call_mail="oncall@example.org")
        for _nth in range(6):
            alert_on_call(session, (), now)
        session.commit()
        workers = [worker(installation, tmp_path / name, office.port) for name in ("a", "b")]
        try:
            letters = [office.letters.get(timeout=120) for _nth in range(6)]
        finally:
            for one in workers:
                one.terminate()
            for one in workers:
                one.wait(60)
    # The sweep of the workers may have found more to write about; no letter comes twice.
    letters += office.taken()
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)


def worker(installation: Installation, home: Path, port: int) -> "subprocess.Popen[bytes]":
    """Start a worker as a machine of its own would: with its own folder and the same keys."""
    (home / "keys").mkdir(mode=0o700, parents=True)
    home.chmod(0o700)
    for name, key in vars(KEYS).items():
        path = home / "keys" / name
        path.touch(mode=0o600)
        path.write_bytes(key)
    told = {
        "MENTORSHIP_HOME": str(home),
        "MENTORSHIP_DATABASE_URL": installation.config.database_url,
        "MENTORSHIP_SMTP_HOST": "127.0.0.1",
        "MENTORSHIP_SMTP_PORT": str(port),
        "MENTORSHIP_SMTP_SENDER": SENDER,
        "MENTORSHIP_SMTP_TLS": "offered",
    }
    command = [sys.executable, "-m", "mentorship", "worker", "--local"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told})
