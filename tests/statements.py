"""What a database is asked: the statements of a block, and how the database goes about one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

Asked = list[tuple[str, Any]]
ASKS = ("SELECT", "UPDATE", "DELETE")


@contextmanager
def asked(session: Session) -> Iterator[Asked]:
    """List each statement of a block that asks for rows, with its values."""
    engine, found = session.get_bind(), Asked()

    def note(*said: Any) -> None:
        _connection, _cursor, statement, values, _context, _many = said
        if statement.startswith(ASKS):
            found.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(session: Session, statement: str, values: Any) -> str:
    """Give the database's own plan of a statement."""
    connection = session.connection()
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(row[-1] for row in connection.exec_driver_sql(f"{how} {statement}", values))
