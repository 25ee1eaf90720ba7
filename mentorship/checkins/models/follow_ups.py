"""The tables of follow-ups and of each step in their history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.checkins.models.columns import person, staff
from mentorship.checkins.rules.follow_ups import (
    Kind,
    Outcome,
    Owner,
    Reason,
    SnoozeWhy,
    Stage,
)
from mentorship.checkins.rules.steps import State, Step
from mentorship.kernel.db import (
    Base,
    Choice,
    Kept,
    UtcDateTime,
    UuidPk,
)
from mentorship.notices.rules import Reached

_OPEN = text("closed_at IS NULL")


class FollowUp(Base):
    """Something staff are to do for one person by a stored moment."""

    __tablename__ = "follow_up"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "uq_follow_up_open", "kind", "subject_id", "person_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index("ix_follow_up_next", "next_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: Mapped[UuidPk]
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    reason: Mapped[Reason] = mapped_column(Choice(Reason))
    person_id: Mapped[UUID] = person(index=True)
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    match_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("match.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[State] = mapped_column(Choice(State))
    stage: Mapped[Stage] = mapped_column(Choice(Stage))
    owner: Mapped[Owner] = mapped_column(Choice(Owner))
    passed_to: Mapped[UUID | None] = staff()
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[UUID | None] = staff()
    counted_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_as: Mapped[Outcome | None] = mapped_column(Choice(Outcome))


class FollowUpCause(Base):
    """One reason why a follow-up stands on the board, and the log or tap that gave it, if one did.

    A follow-up can have several; each ends by itself, and one hidden behind another is not lost.
    """

    __tablename__ = "follow_up_cause"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    follow_up_id: Mapped[UUID] = mapped_column(
        ForeignKey("follow_up.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[Reason] = mapped_column(Choice(Reason, "cause_reason"))
    cause_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_as: Mapped[Outcome | None] = mapped_column(Choice(Outcome, "cause_ended_as"))


class FollowUpStep(Base):
    """One step in the history of a follow-up; rows are only ever inserted."""

    __tablename__ = "follow_up_step"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    follow_up_id: Mapped[UUID] = mapped_column(
        ForeignKey("follow_up.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID | None] = staff()
    step: Mapped[Step] = mapped_column(Choice(Step))
    stage: Mapped[Stage | None] = mapped_column(Choice(Stage, "step_stage"))
    reached: Mapped[Reached | None] = mapped_column(Choice(Reached))
    snoozed_why: Mapped[SnoozeWhy | None] = mapped_column(Choice(SnoozeWhy))
    closed_as: Mapped[Outcome | None] = mapped_column(Choice(Outcome, "step_closed_as"))


class ClockBefore(Base):
    """How a clock stood before a welcome talk answered it, as long as that may be taken back."""

    __tablename__ = "clock_before"
    __kept__ = Kept.WITH_PERSON

    follow_up_id: Mapped[UUID] = mapped_column(
        ForeignKey("follow_up.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_new: Mapped[bool] = mapped_column(Boolean)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    put_off_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[UUID | None] = staff()
