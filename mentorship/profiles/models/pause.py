"""When somebody is not to be matched or asked; never why."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, UtcDateTime, UuidPk
from mentorship.profiles.rules.pause import PauseWhy

_OPEN = text("ended_at IS NULL")


class Pause(Base):
    """A pause, until a day or until somebody ends it."""

    __tablename__ = "pause"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "uq_pause_open", "person_id", "why", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index("ix_pause_due", "until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    why: Mapped[PauseWhy] = mapped_column(Choice(PauseWhy))
    until: Mapped[date | None]
    reach_monthly: Mapped[bool] = mapped_column(Boolean)
    how: Mapped[How | None] = mapped_column(Choice(How))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_by: Mapped[UUID | None] = mapped_column(Uuid)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None] = mapped_column(Uuid)
