"""The table of who is quiet: when staff look at a record, and whether it was put away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.db import Base, Kept, UtcDateTime

_TO_LOOK_AT = text("look_at IS NOT NULL")


class Quiet(Base):
    """When staff look at somebody's record at the earliest, and when it was put away, if it was.

    Nothing is written while somebody is here: whether they were is reckoned when the moment comes,
    and it moves on then. While staff are to look there is no moment.
    """

    __tablename__ = "quiet"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "ix_quiet_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT
        ),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
