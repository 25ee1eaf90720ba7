"""What people answered and what they agreed to; rows are only ever added, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk, public
from mentorship.profiles.rules.consent import Because, ConsentPurpose, Step

CODE = public("a question's fixed code without meaning")
LANGUAGE = public("the language in which a page was shown")


class Answer(Base):
    """One version of one answer; one without a value says that it was taken back."""

    __tablename__ = "answer"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (UniqueConstraint("person_id", "code", "version"),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(8), info=CODE)
    version: Mapped[int] = mapped_column(Integer)
    value: Mapped[bytes | None] = mapped_column(SealedText)
    wording: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(16), info=LANGUAGE)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class Consent(Base):
    """One step of one consent, given or stopped, bound to a version of the answer.

    A stopped row keeps the end of the given one, which is what an undo gives anew.
    """

    __tablename__ = "consent"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        UniqueConstraint("person_id", "code", "purpose", "number"),
        CheckConstraint("(step = 'stopped') = (because IS NOT NULL)", name="stopped_because"),
        CheckConstraint("number > 0", name="counted_from_one"),
    )

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(8), info=CODE)
    purpose: Mapped[ConsentPurpose] = mapped_column(Choice(ConsentPurpose))
    number: Mapped[int] = mapped_column(Integer)
    step: Mapped[Step] = mapped_column(Choice(Step))
    because: Mapped[Because | None] = mapped_column(Choice(Because))
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    firm: Mapped[bool] = mapped_column(Boolean)
    wording: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(16), info=LANGUAGE)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
