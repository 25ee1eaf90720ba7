"""The database: column types, the two kinds of session, the only commit, and once-tokens.

What must not stand here: any feature's table or rule.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar, cast
from uuid import UUID, uuid4

from sqlalchemy import (
    CursorResult,
    DateTime,
    Delete,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Update,
    Uuid,
    create_engine,
    delete,
    event,
    literal_column,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from mentorship.kernel.errors import Busy, Overtaken, Repeated

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Row = TypeVar("Row", bound="Base")
Finish = Callable[[Session], None]


class Kept(StrEnum):
    """How long a table's rows are kept; every model names one."""

    WITH_PERSON = "with_person"
    WITH_MATCH = "with_match"
    DAYS_1 = "days_1"
    DAYS_7 = "days_7"
    DAYS_14 = "days_14"
    DAYS_30 = "days_30"
    DAYS_90 = "days_90"
    MONTHS_24 = "months_24"
    ALWAYS = "always"


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMING)
    __kept__: ClassVar[Kept]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive one is refused, because SQLite drops offsets without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedText(TypeDecorator[bytes]):
    """Words sealed under a person's key; only `vault.seal` writes them, only an opening reads."""

    impl = LargeBinary
    cache_ok = True


class KeyedHash(TypeDecorator[bytes]):
    """A keyed hash of 32 bytes: the only thing besides an id that may carry a unique index."""

    impl = LargeBinary(32)
    cache_ok = True


def Choice(of: type[StrEnum], name: str | None = None) -> Enum:  # noqa: N802 - reads as a type
    """Give a text column that the database itself holds to the members of `of`."""
    return Enum(
        of,
        name=name or "".join("_" + c.lower() if c.isupper() else c for c in of.__name__).strip("_"),
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def public(reason: str) -> dict[str, str]:
    """Mark a column whose unsealed text says nothing about a person, and say why."""
    return {"public": reason}


UuidPk = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=uuid4)]


class RequestOnce(Base):
    """A posted form that was acted on, and where its answer led."""

    __tablename__ = "request_once"
    __kept__ = Kept.DAYS_1

    owner: Mapped[bytes] = mapped_column(KeyedHash, primary_key=True)
    once: Mapped[bytes] = mapped_column(KeyedHash, primary_key=True)
    then: Mapped[str] = mapped_column(String(300), info=public("one of our addresses, ids only"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Database:
    """One agency's database: `transaction` for what changes or opens, `reading` for the rest."""

    def __init__(
        self,
        url: str,
        *,
        info: dict[str, Any] | None = None,
        before_commit: tuple[Finish, ...] = (),
        after_commit: tuple[Finish, ...] = (),
    ) -> None:
        self.url = url
        self.engine = _engine(url, read_only=False)
        self.read_engine = _engine(url, read_only=True)
        self.info = info or {}
        self._before, self._after = before_commit, after_commit

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit what the block did as a whole, audit entries last, or leave no trace of it."""
        info = {**self.info, "writes": True}
        with Session(self.engine, info=info) as session, _calm_errors():
            yield session
            session.flush()
            for finish in self._before:
                finish(session)
            session.commit()
        for finish in self._after:
            finish(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that cannot write, for pages that open nothing of another person."""
        info = {**self.info, "writes": False}
        with Session(self.read_engine, info=info) as session, _calm_errors():
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        self.read_engine.dispose()


def lock(session: Session, model: type[Row], key: object) -> Row | None:
    """Load a row and hold it until the transaction ends."""
    return session.get(model, key, with_for_update=True, populate_existing=True)


def guarded(session: Session, statement: Update | Delete) -> None:
    """Run a statement that must change exactly one row; if it does not, somebody was faster."""
    if not changed_one(session, statement):
        raise Overtaken


def changed_one(session: Session, statement: Update | Delete) -> bool:
    """Run a statement that claims one row, and tell whether it was still there to be claimed."""
    result = cast("CursorResult[Any]", session.execute(statement))
    return result.rowcount == 1


def insert_or_ignore(session: Session, model: type[Base], **values: object) -> bool:
    """Insert a row unless its key is taken, and tell whether it was inserted."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(literal_column("1"))).first() is not None


def claim_once(session: Session, owner: bytes, once: bytes, now: datetime) -> RequestOnce:
    """Claim a posted form; the second time it is `Repeated`, with the first answer's address."""
    if not insert_or_ignore(session, RequestOnce, owner=owner, once=once, then="", at=now):
        taken = select(RequestOnce.then).where(RequestOnce.owner == owner, RequestOnce.once == once)
        raise Repeated(session.scalars(taken).one())
    return session.get_one(RequestOnce, (owner, once))


def forget_once(session: Session, now: datetime) -> None:
    """Delete once-tokens older than a day."""
    session.execute(delete(RequestOnce).where(RequestOnce.at < now - timedelta(days=1)))


@contextmanager
def _calm_errors() -> Iterator[None]:
    # `from None`: the driver's text can hold a value of a person, and must reach no log.
    try:
        yield
    except IntegrityError as error:
        if _is_unique_violation(error):
            raise Overtaken from None
        raise
    except OperationalError as error:
        if _is_lock_timeout(error):
            raise Busy from None
        raise


def _is_unique_violation(error: IntegrityError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return name in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"}


def _is_lock_timeout(error: OperationalError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return str(name).startswith("SQLITE_BUSY") or name in {"55P03", "57014", "40P01"}


def _engine(url: str, *, read_only: bool) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url, read_only=read_only)
    return _postgresql_engine(url, read_only=read_only)


def _sqlite_engine(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "secure_delete": "ON",
        "trusted_schema": "OFF",
        "temp_store": "MEMORY",
        "busy_timeout": "5000",
        "query_only": "ON" if read_only else "OFF",
    }

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # The driver's own transactions begin late and lose updates: we say BEGIN ourselves.
        connection.isolation_level = None
        for pragma, value in pragmas.items():
            connection.execute(f"PRAGMA {pragma}={value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: str, *, read_only: bool) -> Engine:
    options = {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "30s",
        "default_transaction_isolation": "read\\ committed",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    said = " ".join(f"-c {name}={value}" for name, value in options.items())
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        address, hide_parameters=True, pool_pre_ping=True, connect_args={"options": said}
    )
