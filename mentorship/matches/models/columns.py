"""Column helpers that the tables of this feature share."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text


def person_key() -> ForeignKey:
    """Point to somebody without whom the row says nothing."""
    return ForeignKey("person.id", ondelete="CASCADE")


def staff_key() -> ForeignKey:
    """Point to the member of staff who did it; the row outlives their account."""
    return ForeignKey("person.id", ondelete="SET NULL")


def one_open(name: str, *columns: str, where: str) -> Index:
    """Let only one row be open for the same columns."""
    open_rows: Any = text(where)
    return Index(name, *columns, unique=True, sqlite_where=open_rows, postgresql_where=open_rows)


def in_states(states: Iterable[StrEnum]) -> str:
    """Write the condition that a row is in one of these states."""
    return "state IN (" + ", ".join(f"'{state.value}'" for state in states) + ")"
