"""What a thief of the whole PostgreSQL server finds in its folder and its log: nothing to read.

It is a server of its own, because other tests plant words in the one that all share.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from mentorship.installation import Installation, install
from tests.cast import PASSWORD, found, gather
from tests.databases import Databases, config
from tests.dumps import plant, readable_in
from tests.full import SAID, fill, filled
from tests.postgres import Server


@pytest.fixture
def server(databases: Databases) -> Iterator[Server]:
    """Start a server, and leave nothing of it."""
    started = Server(databases.folder / f"stolen-{uuid4().hex}")
    started.start()
    yield started
    started.stop()
    shutil.rmtree(started.folder)


@pytest.fixture
def agency(server: Server, home: Path) -> Iterator[Installation]:
    """Let everything happen once on it."""
    opened = install(config(home, server.url("postgres")))
    for begin in (found, gather, fill):
        begin(opened)
    yield opened
    opened.close()


def stolen(agency: Installation, server: Server) -> bytes:
    """Give every byte of the server: its tables, what it writes ahead, its log."""
    with agency.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
    files = sorted(path for path in server.log.parent.rglob("*") if path.is_file())
    assert server.log in files
    return b"\n".join(path.read_bytes() for path in files)


def test_nothing_that_anybody_said_can_be_read_in_the_servers_folder_until_it_is_planted(
    agency: Installation, server: Server, home: Path
) -> None:
    names = {member.sign_in_name for member in filled(agency, home).everybody().values()}
    said = {*SAID, *names, PASSWORD}
    assert readable_in(stolen(agency, server), said) == []
    plant(agency, " ".join(said))
    assert readable_in(stolen(agency, server), said) == sorted(said)
