"""What makes a mentor ready: trainings, supervision, decisions of two people; and until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.db import Base, Choice, Kept, UtcDateTime, UuidPk
from mentorship.profiles.rules.readiness import Decision, ReviewState, Topic

_ASKED = text("state = 'asked'")
_READY = text("ready_since IS NOT NULL")


class Training(Base):
    """A training a mentor took part in."""

    __tablename__ = "training"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    topic: Mapped[Topic] = mapped_column(Choice(Topic))
    on: Mapped[date] = mapped_column("held_on")
    minutes: Mapped[int] = mapped_column(Integer)
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class Supervision(Base):
    """A supervision a mentor had."""

    __tablename__ = "supervision"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    on: Mapped[date] = mapped_column("held_on")
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class Review(Base):
    """A decision about a mentor that one human asked for and another made: never what was found.

    It compares humans, not accounts: one human can have several records here.
    """

    __tablename__ = "review"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        CheckConstraint("decided_by <> asked_by", name="two_humans"),
        CheckConstraint("asked_by <> about AND decided_by <> about", name="not_on_oneself"),
        CheckConstraint(
            "state IN ('asked', 'closed') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided",
        ),
        Index(
            "uq_review_asked", "person_id", "decision", unique=True,
            sqlite_where=_ASKED, postgresql_where=_ASKED,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    about: Mapped[UUID] = mapped_column(Uuid)
    decision: Mapped[Decision] = mapped_column(Choice(Decision))
    state: Mapped[ReviewState] = mapped_column(Choice(ReviewState))
    asked_by: Mapped[UUID] = mapped_column(Uuid)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    good_until: Mapped[date | None]
    closed_by: Mapped[UUID | None] = mapped_column(Uuid)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Readiness(Base):
    """Since when a mentor is ready, and the last day on which they are; a sweep reads it."""

    __tablename__ = "readiness"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index("ix_readiness_due", "last_day", sqlite_where=_READY, postgresql_where=_READY),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    ready_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_day: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CourtCheck(Base):
    """Somebody looked, before approval, whether a pair may meet while a court case is open."""

    __tablename__ = "court_check"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (UniqueConstraint("mentee_id", "mentor_id"),)

    id: Mapped[UuidPk]
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    checked_by: Mapped[UUID | None] = mapped_column(Uuid)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
