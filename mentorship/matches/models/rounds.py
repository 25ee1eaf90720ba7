"""The tables of rounds and of what they reckoned."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk, public
from mentorship.matches.models.columns import one_open, person_key, staff_key
from mentorship.matches.rules.reasons import (
    ApartKind,
)
from mentorship.matches.rules.states import (
    RoundState,
    RoundStep,
)
from mentorship.profiles.questions.kinds import Side


class Round(Base):
    """One run of the solver over everyone who was in; only one is open at a time."""

    __tablename__ = "matching_round"
    __kept__ = Kept.MONTHS_24
    __table_args__ = (one_open("uq_matching_round_open", "open", where="open"),)

    id: Mapped[UuidPk]
    state: Mapped[RoundState] = mapped_column(Choice(RoundState))
    step: Mapped[RoundStep | None] = mapped_column(Choice(RoundStep))
    open: Mapped[bool] = mapped_column(Boolean)
    started_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settings_version: Mapped[int] = mapped_column(Integer)
    mentees: Mapped[int] = mapped_column(Integer, default=0)
    mentors: Mapped[int] = mapped_column(Integer, default=0)
    places: Mapped[int] = mapped_column(Integer, default=0)
    promised: Mapped[int] = mapped_column(Integer, default=0)
    unused: Mapped[int] = mapped_column(Integer, default=0)
    placed: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    lowest: Mapped[int | None] = mapped_column(Integer)
    certified: Mapped[bool] = mapped_column(Boolean, default=False)
    blanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fair_costs: Mapped[int | None] = mapped_column(Integer)
    treatment: Mapped[str | None] = mapped_column(
        Text, info=public("totals over everybody in it, none of a group of fewer than five")
    )
    result: Mapped[str | None] = mapped_column(
        Text, info=public("scores and prices under random ids that only this round used")
    )


class RoundCount(Base):
    """How many people of one side were not in a round for one reason; never who."""

    __tablename__ = "round_count"
    __kept__ = Kept.MONTHS_24

    round_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("matching_round.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Side] = mapped_column(Choice(Side), primary_key=True)
    reason: Mapped[str] = mapped_column(
        String(40), primary_key=True, info=public("one of the gate's fixed reasons")
    )
    people: Mapped[int] = mapped_column(Integer)


class RoundPerson(Base):
    """Who was in a round, and as what: enough to reckon it again from the answers it used.

    `part` holds the person's number in the round, their places or weeks of waiting, and the numbers
    they were not to be brought together with; it is sealed under their own key.
    """

    __tablename__ = "round_person"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[UuidPk]
    round_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("matching_round.id", ondelete="CASCADE")
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    part: Mapped[bytes] = mapped_column(SealedText)


class RoundAnswer(Base):
    """One answer version that a round, and so every number in it, was reckoned from."""

    __tablename__ = "round_answer"
    __kept__ = Kept.WITH_PERSON

    round_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("matching_round.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True, index=True)
    code: Mapped[str] = mapped_column(
        String(8), primary_key=True, info=public("a question's fixed code")
    )
    answer_id: Mapped[UUID] = mapped_column(Uuid)


class Fit(Base):
    """How well a mentor fits a mentee, by criterion, sealed under the mentee's key.

    The one row that mixes two people; it goes when an answer behind it goes. Rank 0 is the
    proposal itself, the others are the mentors next in line, the cheapest for everybody first.
    """

    __tablename__ = "fit"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (UniqueConstraint("person_id", "mentor_id"),)

    id: Mapped[UuidPk]
    round_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("matching_round.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key())
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    rank: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    numbers: Mapped[bytes] = mapped_column(SealedText)


class FitMove(Base):
    """One mentee who would go to another mentor, or to none, if a next one in line were chosen."""

    __tablename__ = "fit_move"
    __kept__ = Kept.WITH_PERSON

    fit_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("fit.id", ondelete="CASCADE"), primary_key=True
    )
    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True, index=True)
    nth: Mapped[int] = mapped_column(Integer)
    mentor_id: Mapped[UUID | None] = mapped_column(Uuid, person_key(), index=True)


class PairApart(Base):
    """Two people no round brings together: until a day, or for good."""

    __tablename__ = "pair_apart"
    __kept__ = Kept.WITH_PERSON

    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True)
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True, index=True)
    kind: Mapped[ApartKind] = mapped_column(Choice(ApartKind))
    until: Mapped[date | None] = mapped_column(Date)
