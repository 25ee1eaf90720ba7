"""What a database looks like, read off the database itself and in one comparable form."""

from typing import Any

from sqlalchemy import Engine, Inspector, inspect, text

Schema = dict[str, dict[str, Any]]
Rows = dict[str, list[dict[str, Any]]]

# The book-keeping of the migrations, and the queue's own tables.
NOT_OURS = ("alembic_", "huey_")
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
}


def schema(engine: Engine) -> Schema:
    """Read every table: columns, keys, references, checks and indexes."""
    # One connection for all: a connection of its own for each question takes as long again.
    with engine.connect() as connection:
        inspector = inspect(connection)
        return {name: _table(inspector, engine, name) for name in _names(inspector)}


def triggers(engine: Engine) -> list[tuple[Any, ...]]:
    """Read every trigger."""
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(TRIGGERS[engine.dialect.name])))


def rows(engine: Engine) -> Rows:
    """Read every row of every table."""
    with engine.connect() as connection:
        return {
            name: sorted(
                (
                    dict(row)
                    for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
                ),
                key=str,
            )
            for name in _names(inspect(connection))
        }


def common(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Keep of two states what both have room for: the same tables, and their same columns."""
    return _room_of(one, other), _room_of(other, one)


def _room_of(rows_: Rows, other: Rows) -> Rows:
    kept: Rows = {}
    for name in sorted(rows_.keys() & other.keys()):
        columns = set(other[name][0]) if other[name] else None
        kept[name] = sorted(
            (
                {c: v for c, v in row.items() if columns is None or c in columns}
                for row in rows_[name]
            ),
            key=str,
        )
    return kept


def _names(inspector: Inspector) -> list[str]:
    return [name for name in inspector.get_table_names() if not name.startswith(NOT_OURS)]


def _table(inspector: Inspector, engine: Engine, name: str) -> dict[str, Any]:
    return {
        "columns": sorted(
            (
                column["name"],
                column["type"].compile(engine.dialect),
                column["nullable"],
                column["default"],
            )
            for column in inspector.get_columns(name)
        ),
        "key": inspector.get_pk_constraint(name)["constrained_columns"],
        "references": _sorted(inspector.get_foreign_keys(name)),
        "unique": _sorted(inspector.get_unique_constraints(name)),
        "checks": _sorted(inspector.get_check_constraints(name)),
        "indexes": _sorted(inspector.get_indexes(name)),
    }


def _sorted(found: Any) -> list[str]:
    return sorted(str(_plain(dict(one))) for one in found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else str(value)
