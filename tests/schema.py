"""What a database looks like, read off the database itself and in one comparable form."""

from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Inspector, inspect, text

Schema = dict[str, dict[str, Any]]
Rows = dict[str, list[dict[str, Any]]]

# The book-keeping of the migrations, and the queue's own tables.
NOT_OURS = ("alembic_", "huey_")
WRITTEN = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type <> 'trigger' ORDER BY name"
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
}


def schema(engine: Engine) -> Schema:
    """Read every table: columns, keys, references, checks and indexes."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        if engine.dialect.name == "sqlite":
            return {name: _as_written(connection, inspector, name) for name in _names(inspector)}
        # One question for all tables: one for each table takes ten times as long.
        return _tables(inspector, engine.dialect, _names(inspector))


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
        if rows_[name] == other[name]:
            kept[name] = rows_[name]
            continue
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


def _as_written(connection: Connection, inspector: Inspector, name: str) -> dict[str, Any]:
    """Read a table of SQLite, which keeps the words that made it; the same words are known."""
    written = (name, *connection.scalars(text(WRITTEN), {"name": name}))
    if written not in _read:
        _read[written] = _tables(inspector, connection.dialect, [name])[name]
    return _read[written]


_read: dict[tuple[str, ...], dict[str, Any]] = {}


def _tables(inspector: Inspector, dialect: Dialect, names: list[str]) -> Schema:
    columns = inspector.get_multi_columns(filter_names=names)
    keys = inspector.get_multi_pk_constraint(filter_names=names)
    others = {
        "references": inspector.get_multi_foreign_keys(filter_names=names),
        "unique": inspector.get_multi_unique_constraints(filter_names=names),
        "checks": inspector.get_multi_check_constraints(filter_names=names),
        "indexes": inspector.get_multi_indexes(filter_names=names),
    }
    return {
        name: {
            "columns": sorted(_column(one, dialect) for one in columns[None, name]),
            "key": keys[None, name]["constrained_columns"],
            **{what: _sorted(found[None, name]) for what, found in others.items()},
        }
        for name in names
    }


def _column(column: Any, dialect: Dialect) -> tuple[Any, ...]:
    kind = column["type"].compile(dialect)
    return column["name"], kind, column["nullable"], column["default"]


def _sorted(found: Any) -> list[str]:
    return sorted(str(_plain(dict(one))) for one in found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else str(value)
