"""Runs the migrations on the engine that `Installation.migrate` hands over.

Each run is one transaction on both databases: a migration that fails leaves the schema as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine, MetaData

from mentorship.kernel.db import NAMING


def run(engine: Engine) -> None:
    """Run the asked migrations, and leave no reference that leads nowhere."""
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection, _references_resting(connection), connection.begin():
        if not on_sqlite:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        _migrate(connection)
        if on_sqlite:
            _check_references(connection)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get(
            "metadata", MetaData(naming_convention=NAMING)
        ),
        render_item=context.config.attributes.get("render_item"),
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def _references_resting(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by copying it, which would carry off whatever refers to the old one.
    # The switch does nothing inside a transaction, so it is thrown on the driver's connection.
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = sorted({row[0] for row in broken})
        raise RuntimeError(f"rows of {', '.join(tables)} refer to rows that are not there")


run(context.config.attributes["engine"])
