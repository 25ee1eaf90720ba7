"""How many people a mentor offers to walk with, as they last said it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, UtcDateTime


class Room(Base):
    """A mentor's places, and when they last said they have them."""

    __tablename__ = "room"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (CheckConstraint("places BETWEEN 0 AND 5", name="places"),)

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    places: Mapped[int] = mapped_column(Integer)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
