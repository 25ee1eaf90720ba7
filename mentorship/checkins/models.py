"""The tables of talks, logs, taps, reports and follow-ups."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.follow_ups import (
    Kind,
    Outcome,
    Owner,
    Reason,
    SnoozeWhy,
    Stage,
    State,
    Step,
)
from mentorship.checkins.rules.logs import CallMe, Feeling, Going, Worry
from mentorship.checkins.rules.logs import Outcome as TalkOutcome
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.kernel.access import How, Role
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
from mentorship.notices.rules import Reached

_HOLDS = text("replaced_at IS NULL")
_STANDS = text("taken_back_at IS NULL")
_OPEN = text("closed_at IS NULL")
_UNANSWERED = text("state = 'open'")
_TO_PLAN = text("replaced_at IS NULL AND plan_at IS NOT NULL")
_ACTED_ON = text("note_acted_at IS NOT NULL")


def _person(*, index: bool = False) -> Mapped[UUID]:
    return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=index)


def _staff() -> Mapped[UUID | None]:
    return mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


def _match(*, index: bool = False) -> Mapped[UUID]:
    return mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=index)


class Rhythm(Base):
    """How often a pair talks, how long and in which way; a new one replaces the old."""

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
    match_id: Mapped[UUID] = _match()
    rule: Mapped[str] = mapped_column(
        String(200), info=public("how often, as RFC 5545 writes it; never with whom or why")
    )
    zone: Mapped[str] = mapped_column(String(64), info=public("a time zone, which millions share"))
    way: Mapped[Way] = mapped_column(Choice(Way, "rhythm_way"))
    minutes: Mapped[int] = mapped_column(Integer)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[UUID | None] = _staff()
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    plan_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Meeting(Base):
    """One talk: from the rhythm (then `slot_at` is its place in it) or added by itself."""

    __tablename__ = "meeting"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (
        Index("uq_meeting_slot", "rhythm_id", "slot_at", unique=True),
        Index("ix_meeting_match_id_at", "match_id", "at"),
    )

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = _match()
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
    person_id: Mapped[UUID] = _person()
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
    )  # fmt: skip

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = _match()
    person_id: Mapped[UUID] = _person(index=True)
    slot_no: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    way: Mapped[Way] = mapped_column(Choice(Way, "suggestion_way"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[SuggestionState] = mapped_column(Choice(SuggestionState))


class Agenda(Base):
    """The clock somebody goes by, and the calendar they take their talks into, if any."""

    __tablename__ = "agenda"
    __kept__ = Kept.WITH_PERSON

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
    person_id: Mapped[UUID] = _person(index=True)
    mentor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = _staff()
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


class Tap(Base):
    """What a mentee said in two taps; never shown to the mentor."""

    __tablename__ = "tap"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = _person(index=True)
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
    person_id: Mapped[UUID] = _person(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = _staff()
    whose: Mapped[Whose | None] = mapped_column(Choice(Whose))
    reader: Mapped[Role] = mapped_column(Choice(Role, "reader"))
    named_id: Mapped[UUID | None] = _staff()
    words: Mapped[bytes | None] = mapped_column(SealedText)


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
    person_id: Mapped[UUID] = _person(index=True)
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    match_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("match.id", ondelete="SET NULL"), index=True
    )
    cause_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    state: Mapped[State] = mapped_column(Choice(State))
    stage: Mapped[Stage] = mapped_column(Choice(Stage))
    owner: Mapped[Owner] = mapped_column(Choice(Owner))
    passed_to: Mapped[UUID | None] = _staff()
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[UUID | None] = _staff()
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_as: Mapped[Outcome | None] = mapped_column(Choice(Outcome))


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
    by_id: Mapped[UUID | None] = _staff()
    step: Mapped[Step] = mapped_column(Choice(Step))
    stage: Mapped[Stage | None] = mapped_column(Choice(Stage, "step_stage"))
    reached: Mapped[Reached | None] = mapped_column(Choice(Reached))
    snoozed_why: Mapped[SnoozeWhy | None] = mapped_column(Choice(SnoozeWhy))
    closed_as: Mapped[Outcome | None] = mapped_column(Choice(Outcome, "step_closed_as"))
