"""What a database is asked: the statements of a block, and how the database goes about one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

Asked = list[tuple[str, Any]]


@contextmanager
def asked(session: Session) -> Iterator[Asked]:
    """List each statement of a block, with its values."""
    engine, found = session.get_bind(), Asked()

    def note(*said: Any) -> None:
        _connection, _cursor, statement, values, _context, _many = said
        found.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(session: Session, statement: str, values: Any) -> str:
    """Give the database's own plan of a statement; on PostgreSQL a small table is not read whole,
    which it would rather do.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row[-1] for row in rows)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
    return "\n".join(row[0] for row in rows)
