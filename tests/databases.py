"""A database of its own for each test: a copy of a template that is migrated and set up once.

A template is made by whichever process of the run needs it first, under a file lock, and shared
with the others. Copying takes about 10 ms on SQLite and 35 ms on PostgreSQL.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from psycopg.rows import TupleRow

from mentorship.installation import Installation, install
from mentorship.kernel.config import KEY_NAMES, Config, Hashing, Keys
from tests.postgres import Server

KEYS = Keys(**{name: hashlib.sha256(name.encode()).digest() for name in KEY_NAMES})
CHEAP = Hashing(memory_kib=8, passes=1, lanes=1)


@dataclass(frozen=True)
class Template:
    """What a database can begin with: what `fill` puts into a copy of the one before."""

    name: str
    fill: Callable[[Installation], None]
    before: "Template | None" = None


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
    def copy(self, kind: Kind, home: Path, template: Template) -> Iterator[str]:
        """Give the address of a new copy of a template, which is made if need be."""
        if kind is Kind.SQLITE:
            _copy_file(self._sqlite_template(template), home / "data.db")
            yield _sqlite(home / "data.db")
        else:
            with self._postgresql_copy(self._postgresql_template(template)) as url:
                yield url

    def close(self) -> None:
        """Let go of the server, which goes on for others."""
        if "_commands" in vars(self):
            self._commands.close()

    def stop(self) -> None:
        """Stop the server if some test needed it."""
        self.close()
        self.server.stop()

    def _sqlite_template(self, template: Template) -> Path:
        path = self.folder / f"{template.name}.db"
        with self.once(f"sqlite-{template.name}") as first:
            if first:
                if template.before:
                    _copy_file(self._sqlite_template(template.before), path)
                _fill(_sqlite(path), self.folder, template)
        return path

    def _postgresql_template(self, template: Template) -> str:
        with self.once(f"postgresql-{template.name}") as first:
            if first:
                before = template.before
                source = self._postgresql_template(before) if before else "template0"
                self._create(template.name, source)
                _fill(self.server.url(template.name), self.folder, template)
        return template.name

    @contextmanager
    def _postgresql_copy(self, template: str) -> Iterator[str]:
        name = f"test_{uuid4().hex}"
        self._create(name, template)
        try:
            yield self.server.url(name)
        finally:
            self._command("DROP DATABASE {} WITH (FORCE)", name)

    def _create(self, name: str, template: str) -> None:
        self._command("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def _command(self, command: str, *names: str) -> None:
        self._commands.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

    @cached_property
    def _commands(self) -> psycopg.Connection[TupleRow]:
        with self.once("server") as first:
            if first:
                self.server.start()
        return psycopg.connect(self.server.url("postgres"), autocommit=True)

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


def _fill(url: str, home: Path, template: Template) -> None:
    installation = install(config(home, url))
    template.fill(installation)
    # What somebody is still connected to cannot be copied.
    installation.close()


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def _copy_file(template: Path, into: Path) -> None:
    with sqlite3.connect(template) as source, sqlite3.connect(into) as target:
        source.backup(target)
    source.close()
    target.close()
