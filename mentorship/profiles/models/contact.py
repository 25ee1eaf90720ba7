"""How somebody can be reached safely: one row a version, everything they said sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk
from mentorship.profiles.rules.contact import Confirmed

_WATCHED = text("ended_at IS NULL AND look_at IS NOT NULL")


class SafeContact(Base):
    """One version of a safe contact; a changed one is unused until staff confirmed it.

    `look_at` is when staff are to be asked to see to it; it is empty once they were.
    """

    __tablename__ = "safe_contact"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "ix_safe_contact_look_at", "look_at", sqlite_where=_WATCHED, postgresql_where=_WATCHED
        ),
    )

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    channel: Mapped[bytes] = mapped_column(SealedText)
    address: Mapped[bytes] = mapped_column(SealedText)
    hours: Mapped[bytes] = mapped_column(SealedText)
    voicemail: Mapped[bytes] = mapped_column(SealedText)
    name_to_use: Mapped[bytes] = mapped_column(SealedText)
    if_other_answers: Mapped[bytes] = mapped_column(SealedText)
    code_word: Mapped[bytes] = mapped_column(SealedText)
    how: Mapped[How | None] = mapped_column(Choice(How))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    good_until: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_how: Mapped[Confirmed | None] = mapped_column(Choice(Confirmed))
    confirmed_by: Mapped[UUID | None] = mapped_column(Uuid)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReachDue(Base):
    """When staff see to somebody who has not said by then how they can be reached."""

    __tablename__ = "reach_due"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class DangerCall(Base):
    """That staff reached somebody outside their safe hours, because a life was in danger."""

    __tablename__ = "danger_call"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
