"""The tables of talks: rhythms, meetings, the time they take, suggestions, each one's calendar."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.checkins.models.columns import match, person, staff
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.kernel.db import (
    Base,
    Choice,
    Kept,
    KeyedHash,
    SealedText,
    UtcDateTime,
    UuidPk,
    public,
)

_HOLDS = text("replaced_at IS NULL")
_UNANSWERED = text("state = 'open'")
_TO_FORGET = text("days_over_at IS NOT NULL")
_TO_PLAN = text("replaced_at IS NULL AND plan_at IS NOT NULL")


class Rhythm(Base):
    """How often a pair talks, how long and in which way, and when each said yes to it; a new one
    replaces the old.
    """

    __tablename__ = "rhythm"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (
        Index(
            "uq_rhythm_match_holds", "match_id", unique=True,
            sqlite_where=_HOLDS, postgresql_where=_HOLDS,
        ),
        Index("ix_rhythm_plan_at", "plan_at", sqlite_where=_TO_PLAN, postgresql_where=_TO_PLAN),
    )  # fmt: skip

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = match(index=True)
    rule: Mapped[str] = mapped_column(
        String(200), info=public("how often, as RFC 5545 writes it; never with whom or why")
    )
    zone: Mapped[str] = mapped_column(String(64), info=public("a time zone, which millions share"))
    way: Mapped[Way] = mapped_column(Choice(Way, "rhythm_way"))
    minutes: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[UUID | None] = staff()
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mentee_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mentor_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    plan_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PairMonth(Base):
    """What the last whole month of a pair held and what was meant for it; when the next is over."""

    __tablename__ = "pair_month"
    __kept__ = Kept.WITH_MATCH

    match_id: Mapped[UUID] = mapped_column(
        ForeignKey("match.id", ondelete="CASCADE"), primary_key=True
    )
    reckon_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    month: Mapped[date | None] = mapped_column(Date)
    talks: Mapped[int | None] = mapped_column(Integer)
    talks_meant: Mapped[int | None] = mapped_column(Integer)
    minutes: Mapped[int | None] = mapped_column(Integer)
    minutes_meant: Mapped[int | None] = mapped_column(Integer)


class Meeting(Base):
    """One talk: from the rhythm (then `slot_at` is its place in it) or added by itself."""

    __tablename__ = "meeting"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (
        Index("uq_meeting_slot", "rhythm_id", "slot_at", unique=True),
        Index("ix_meeting_match_id_at", "match_id", "at"),
    )

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = match()
    rhythm_id: Mapped[UUID | None] = mapped_column(ForeignKey("rhythm.id", ondelete="CASCADE"))
    slot_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    way: Mapped[Way] = mapped_column(Choice(Way, "meeting_way"))
    state: Mapped[MeetingState] = mapped_column(Choice(MeetingState))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changes: Mapped[int] = mapped_column(Integer, default=0)


class TakenQuarter(Base):
    """A quarter of an hour that a planned talk takes of somebody, who has it once."""

    __tablename__ = "taken_quarter"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (Index("uq_taken_quarter", "person_id", "starts_at", unique=True),)

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = person()
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )


class Suggestion(Base):
    """A time that one of a pair suggests; at most three wait for the other one's answer."""

    __tablename__ = "suggestion"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (
        Index(
            "uq_suggestion_open", "match_id", "slot_no", unique=True,
            sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED,
        ),
        Index(
            "ix_suggestion_made_at", "made_at",
            sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = match()
    person_id: Mapped[UUID] = person(index=True)
    slot_no: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    way: Mapped[Way] = mapped_column(Choice(Way, "suggestion_way"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[SuggestionState] = mapped_column(Choice(SuggestionState))


class Agenda(Base):
    """The clock somebody goes by, their days off, and the calendar they take talks into, if any."""

    __tablename__ = "agenda"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        Index(
            "ix_agenda_days_over_at", "days_over_at",
            sqlite_where=_TO_FORGET, postgresql_where=_TO_FORGET,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    zone: Mapped[str | None] = mapped_column(
        String(64), info=public("a time zone, which millions share")
    )
    title: Mapped[Title] = mapped_column(Choice(Title))
    word: Mapped[bytes | None] = mapped_column(SealedText)
    token_hash: Mapped[bytes | None] = mapped_column(KeyedHash, unique=True)
    days_off: Mapped[bytes | None] = mapped_column(SealedText)
    days_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
