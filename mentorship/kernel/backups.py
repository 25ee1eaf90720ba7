"""A copy of a SQLite database in use, and the way back from one; PostgreSQL has tools of its own.

What must not stand here: keys, which are kept apart from every copy.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from mentorship.kernel.config import Config
from mentorship.kernel.errors import UnsafeToStart

# A database and what SQLite keeps beside it; a stray one of these ruins whatever database it meets.
PARTS = ("", "-wal", "-shm")


def copy(config: Config, target: Path) -> None:
    """Write a whole copy as it stands now, for its owner alone, without what was deleted."""
    if target.exists():
        raise UnsafeToStart(f"{target} is there already. Choose another name.")
    _vacuum(_file(config), target)


def put_back(config: Config, source: Path) -> Path:
    """Put a copy where the database is, and tell where what was there lies from now on."""
    file = _file(config)
    if source.resolve() == file.resolve():
        raise UnsafeToStart(f"{source} is the database itself.")
    _check_copy(source)
    if _is_in_use(file):
        raise UnsafeToStart("The database is in use. Stop the site and its worker first.")
    fresh, before = file.with_name(f"{file.name}.new"), file.with_name(f"{file.name}.before")
    fresh.unlink(missing_ok=True)
    _vacuum(source, fresh)
    for part in PARTS:
        here, aside = Path(f"{file}{part}"), Path(f"{before}{part}")
        aside.unlink(missing_ok=True)
        if here.exists():
            here.rename(aside)
    fresh.rename(file)
    return before


def _file(config: Config) -> Path:
    if not config.is_sqlite:
        raise UnsafeToStart("This is for SQLite. For PostgreSQL take pg_dump and pg_restore.")
    return Path(make_url(config.database_url).database or "")


def _vacuum(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(_open(source, "ro")) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _check_copy(source: Path) -> None:
    if not source.is_file():
        raise UnsafeToStart(f"There is no file {source}.")
    try:
        with closing(_open(source, "ro")) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = connection.execute("SELECT 1 FROM alembic_version").fetchone() is not None
    except sqlite3.DatabaseError:
        whole = ours = False
    if not (whole and ours):
        raise UnsafeToStart(f"{source} is no whole copy of a database of this program.")


def _is_in_use(file: Path) -> bool:
    try:
        with closing(_open(file, "rw")) as connection:
            # Alone is only who is the one connection there is; a reader counts as well.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        # A database that is ruined is what a copy is for.
        return error.sqlite_errorname.startswith("SQLITE_BUSY")
    return False


def _open(file: Path, mode: str) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
