"""Whom to keep apart: what people wrote, what they go by, and the pairs that follow from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk
from mentorship.profiles.rules.apart import ApartKind, GoesBy


class ApartEntry(Base):
    """Somebody or something a person wants to be kept away from."""

    __tablename__ = "apart_entry"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ApartKind] = mapped_column(Choice(ApartKind))
    words: Mapped[bytes] = mapped_column(SealedText)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_by: Mapped[UUID | None] = mapped_column(Uuid)


class KnownAs(Base):
    """A name or a number somebody goes by; compared inside the gate, never shown."""

    __tablename__ = "known_as"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[GoesBy] = mapped_column(Choice(GoesBy))
    words: Mapped[bytes] = mapped_column(SealedText)


class ApartPair(Base):
    """Two people who are never brought together, and the entry that says so.

    Stored once, the smaller id first, so that it holds both ways by its form.
    """

    __tablename__ = "apart_pair"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="ordered"),
        UniqueConstraint("one_id", "other_id", "entry_id"),
    )

    id: Mapped[UuidPk]
    one_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("apart_entry.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
