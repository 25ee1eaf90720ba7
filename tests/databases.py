"""A database of its own for each test: a copy of a template that is migrated and set up once.

A template is made by whichever process of the run needs it first, under a file lock, and shared
with the others. Copying takes about 10 ms on SQLite and 35 ms on PostgreSQL.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import psycopg
from jinja2 import FileSystemBytecodeCache
from psycopg import sql

from mentorship.installation import Installation, install
from mentorship.kernel.config import KEY_NAMES, Config, Hashing, Keys
from tests.postgres import Server

KEYS = Keys(**{name: hashlib.sha256(name.encode()).digest() for name in KEY_NAMES})
CHEAP = Hashing(memory_kib=8, passes=1, lanes=1)

Fill = Callable[[Installation], None]


class Kind(StrEnum):
    """The kinds of database that every test runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"

    @property
    def label(self) -> str:
        """Give its name as it is written."""
        return {Kind.SQLITE: "SQLite", Kind.POSTGRESQL: "PostgreSQL"}[self]


class Databases:
    """Hands out databases in one folder that all processes of the test run share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server(folder / "postgresql")
        # Compiling the templates takes longer than most tests; the run does it once.
        self.compiled_templates = FileSystemBytecodeCache(str(folder))

    @contextmanager
    def empty(self, kind: Kind, home: Path) -> Iterator[str]:
        """Give the address of a new database without a table."""
        if kind is Kind.SQLITE:
            yield _sqlite(home / "data.db")
        else:
            with self._postgresql_copy("template0") as url:
                yield url

    @contextmanager
    def copy(self, kind: Kind, home: Path, name: str, fill: Fill) -> Iterator[str]:
        """Give the address of a new copy of the template `name`, which `fill` makes if need be."""
        if kind is Kind.SQLITE:
            _copy_file(self._sqlite_template(name, fill), home / "data.db")
            yield _sqlite(home / "data.db")
        else:
            with self._postgresql_copy(self._postgresql_template(name, fill)) as url:
                yield url

    def stop(self) -> None:
        """Stop the server if some test needed it."""
        self.server.stop()

    def _sqlite_template(self, name: str, fill: Fill) -> Path:
        path = self.folder / f"{name}.db"
        with self.once(f"sqlite-{name}") as first:
            if first:
                _fill(_sqlite(path), self.folder, fill)
        return path

    def _postgresql_template(self, name: str, fill: Fill) -> str:
        with self.once(f"postgresql-{name}") as first:
            if first:
                self._command("CREATE DATABASE {}", name)
                _fill(self.server.url(name), self.folder, fill)
        return name

    @contextmanager
    def _postgresql_copy(self, template: str) -> Iterator[str]:
        name = f"test_{uuid4().hex}"
        self._command("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        try:
            yield self.server.url(name)
        finally:
            self._command("DROP DATABASE {} WITH (FORCE)", name)

    def _command(self, command: str, *names: str) -> None:
        with self.once("server") as first:
            if first:
                self.server.start()
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

    @contextmanager
    def once(self, name: str) -> Iterator[bool]:
        """Tell whoever is first to do a work, while the others wait; a failure leaves it undone."""
        done = self.folder / f"{name}.done"
        with (self.folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield not done.exists()
            done.touch()


def config(home: Path, url: str) -> Config:
    """Give a configuration with fixed keys and hashes that cost next to nothing."""
    return Config(home=home, database_url=url, keys=KEYS, local=True, hashing=CHEAP)


def _fill(url: str, home: Path, fill: Fill) -> None:
    installation = install(config(home, url))
    fill(installation)
    installation.database.close()


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def _copy_file(template: Path, into: Path) -> None:
    with sqlite3.connect(template) as source, sqlite3.connect(into) as target:
        source.backup(target)
    source.close()
    target.close()
