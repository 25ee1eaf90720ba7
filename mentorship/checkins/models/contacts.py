"""The table of what was said at contacts with staff."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.checkins.models.columns import person, staff
from mentorship.kernel.db import Base, Kept, SealedText, UtcDateTime, UuidPk

_ACTED_ON = text("acted_at IS NOT NULL")


class StaffContact(Base):
    """What somebody said to the five questions of one contact, each by itself and sealed.

    The next contact acts on it; from then on it is kept as long as a note that was acted on.
    """

    __tablename__ = "staff_contact"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "ix_staff_contact_acted_at", "acted_at",
            sqlite_where=_ACTED_ON, postgresql_where=_ACTED_ON,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = person(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID | None] = staff()
    safety: Mapped[bytes | None] = mapped_column(SealedText)
    activities: Mapped[bytes | None] = mapped_column(SealedText)
    outcomes: Mapped[bytes | None] = mapped_column(SealedText)
    relationship: Mapped[bytes | None] = mapped_column(SealedText)
    impact: Mapped[bytes | None] = mapped_column(SealedText)
    acted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
