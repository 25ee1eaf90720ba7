"""The tables of people and how they get in; no rule and no query stands here."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.accounts.rules import Kind, RecoveryState, Scheme, Standing
from mentorship.kernel.access import How, Role
from mentorship.kernel.db import (
    Base,
    Choice,
    Kept,
    KeyedHash,
    SealedText,
    UtcDateTime,
    UuidPk,
    public,
)

_WAITING = text("state = 'waiting'")


class Person(Base):
    """One record of one human; records of the same human share `human_id`."""

    __tablename__ = "person"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    human_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    standing: Mapped[Standing] = mapped_column(Choice(Standing), default=Standing.HERE)
    code: Mapped[str] = mapped_column(
        String(6), unique=True, info=public("random letters by which staff speak of a record")
    )
    called: Mapped[str | None] = mapped_column(
        String(20), info=public("the work name of staff, which everybody they help is told")
    )
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    language: Mapped[str | None] = mapped_column(
        String(16), info=public("one of the languages that the pages speak")
    )
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erase_after: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    suspended_before: Mapped[bool] = mapped_column(Boolean, default=False)


class Hat(Base):
    """A role that a person has; somebody who takes part has exactly one."""

    __tablename__ = "hat"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(Choice(Role), primary_key=True)


class SignIn(Base):
    """How a person gets in: a name found by its keyed hash, and what proves it is them."""

    __tablename__ = "sign_in"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    name_index: Mapped[bytes] = mapped_column(KeyedHash, unique=True)
    name: Mapped[bytes] = mapped_column(SealedText)
    password_hash: Mapped[str] = mapped_column(
        String(200), info=public("argon2id over a keyed hash")
    )
    recovery_hash: Mapped[str | None] = mapped_column(
        String(200), info=public("argon2id over a keyed hash")
    )
    totp_secret: Mapped[bytes | None] = mapped_column(SealedText)
    totp_step: Mapped[int] = mapped_column(Integer, default=0)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    idle_minutes: Mapped[int | None] = mapped_column(Integer)


class Display(Base):
    """How somebody wants every page: colours, the key that leaves, no mail and no names."""

    __tablename__ = "display"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[Scheme] = mapped_column(Choice(Scheme))
    leaves_by_key: Mapped[bool] = mapped_column(Boolean)
    is_quiet: Mapped[bool] = mapped_column(Boolean)


class Recovery(Base):
    """A way back in through staff: given at once in person, or asked for by phone and rung back."""

    __tablename__ = "recovery"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "uq_recovery_waiting", "person_id", unique=True, sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state <> 'given' OR ended_at >= due_at", name="given_when_due"),
    )  # fmt: skip

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    how: Mapped[How] = mapped_column(Choice(How, name="recovery_how"))
    state: Mapped[RecoveryState] = mapped_column(Choice(RecoveryState))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Visit(Base):
    """One browser's session; only a hash of its token is kept, and its data only it can open."""

    __tablename__ = "visit"
    __kept__ = Kept.DAYS_1

    id: Mapped[UuidPk]
    token_hash: Mapped[bytes] = mapped_column(KeyedHash, unique=True)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    idle_minutes: Mapped[int] = mapped_column(Integer)
    idle_until: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stepped_up_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    half_in: Mapped[bool] = mapped_column(Boolean, default=False)
    data: Mapped[bytes | None] = mapped_column(
        LargeBinary, info=public("sealed under the token, which is not kept")
    )


class Unsent(Base):
    """What somebody had typed into one form when their session had ended; it waits at that form."""

    __tablename__ = "unsent"
    __kept__ = Kept.DAYS_1

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    path: Mapped[str] = mapped_column(String(300), info=public("one of our addresses, ids only"))
    words: Mapped[bytes] = mapped_column(SealedText)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Invitation(Base):
    """A card with a one-time code, kept as a keyed hash."""

    __tablename__ = "invitation"
    __kept__ = Kept.DAYS_30

    id: Mapped[UuidPk]
    code_hash: Mapped[bytes] = mapped_column(KeyedHash, unique=True)
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwnCode(Base):
    """A code with which somebody who has no sign-in yet makes one for the record staff kept."""

    __tablename__ = "own_code"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(KeyedHash, unique=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Attempt(Base):
    """How often something was tried in one window; who tried is a keyed hash of the day."""

    __tablename__ = "attempt"
    __kept__ = Kept.DAYS_1
    __table_args__ = (Index("ix_attempt_window", "window"),)

    bucket: Mapped[bytes] = mapped_column(KeyedHash, primary_key=True)
    window: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttemptKey(Base):
    """The key of one day's counters; it goes with the day and takes along whose they were."""

    __tablename__ = "attempt_key"
    __kept__ = Kept.DAYS_1

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), info=public("random, for one day"))
