"""The tables of what is said: logs with what they said before, taps, reports."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.checkins.models.columns import person, staff
from mentorship.checkins.rules.logs import CallMe, Feeling, Going, Worry
from mentorship.checkins.rules.logs import Outcome as TalkOutcome
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.talks import Way
from mentorship.kernel.access import How, Role
from mentorship.kernel.db import (
    Base,
    Choice,
    Kept,
    SealedText,
    UtcDateTime,
    UuidPk,
)

_STANDS = text("taken_back_at IS NULL")
_ACTED_ON = text("note_acted_at IS NOT NULL")


class CheckIn(Base):
    """A mentor's log of one talk; the day it happened and the moment it was logged are two.

    It is the mentee's record: it stays with her when the mentor and with him the match are erased.
    """

    __tablename__ = "check_in"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "uq_check_in_meeting", "meeting_id", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        Index("ix_check_in_match_id_on_day", "match_id", "on_day"),
        Index(
            "ix_check_in_note_acted_at", "note_acted_at",
            sqlite_where=_ACTED_ON, postgresql_where=_ACTED_ON,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    match_id: Mapped[UUID | None] = mapped_column(ForeignKey("match.id", ondelete="SET NULL"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    person_id: Mapped[UUID] = person(index=True)
    mentor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = staff()
    logged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_day: Mapped[date] = mapped_column(Date)
    outcome: Mapped[TalkOutcome] = mapped_column(Choice(TalkOutcome, "talk_outcome"))
    minutes: Mapped[int] = mapped_column(Integer)
    way: Mapped[Way] = mapped_column(Choice(Way, "check_in_way"))
    feeling: Mapped[Feeling | None] = mapped_column(Choice(Feeling))
    call_me: Mapped[CallMe] = mapped_column(Choice(CallMe))
    worry: Mapped[Worry] = mapped_column(Choice(Worry))
    pause_asked: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[bytes | None] = mapped_column(SealedText)
    note_acted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckInVersion(Base):
    """What a log said until it was corrected, and who corrected it then."""

    __tablename__ = "check_in_version"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "ix_check_in_version_note_acted_at", "note_acted_at",
            sqlite_where=_ACTED_ON, postgresql_where=_ACTED_ON,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    check_in_id: Mapped[UUID] = mapped_column(
        ForeignKey("check_in.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID] = person(index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    corrected_by: Mapped[UUID | None] = staff()
    on_day: Mapped[date] = mapped_column(Date)
    outcome: Mapped[TalkOutcome] = mapped_column(Choice(TalkOutcome, "version_outcome"))
    minutes: Mapped[int] = mapped_column(Integer)
    way: Mapped[Way] = mapped_column(Choice(Way, "version_way"))
    feeling: Mapped[Feeling | None] = mapped_column(Choice(Feeling, "version_feeling"))
    call_me: Mapped[CallMe] = mapped_column(Choice(CallMe, "version_call_me"))
    worry: Mapped[Worry] = mapped_column(Choice(Worry, "version_worry"))
    pause_asked: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[bytes | None] = mapped_column(SealedText)
    note_acted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Tap(Base):
    """What a mentee said in two taps; never shown to the mentor."""

    __tablename__ = "tap"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = person(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    going: Mapped[Going | None] = mapped_column(Choice(Going))
    not_heard: Mapped[bool] = mapped_column(Boolean)
    wants_to_talk: Mapped[bool] = mapped_column(Boolean)


class Report(Base):
    """A worry about safety, or a complaint; its words open to chosen eyes only."""

    __tablename__ = "report"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = person(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = staff()
    whose: Mapped[Whose | None] = mapped_column(Choice(Whose))
    reader: Mapped[Role] = mapped_column(Choice(Role, "reader"))
    named_id: Mapped[UUID | None] = staff()
    words: Mapped[bytes | None] = mapped_column(SealedText)
