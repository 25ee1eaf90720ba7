"""That a mentee had their welcome talk; nothing of what was said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.db import Base, Kept, UtcDateTime


class Welcome(Base):
    """A mentee's welcome talk: when, and which member of staff held it."""

    __tablename__ = "welcome"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_by: Mapped[UUID | None] = mapped_column(Uuid)
