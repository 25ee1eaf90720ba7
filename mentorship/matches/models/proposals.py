"""The tables of proposals, the places they take and the two offers they become."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk, public
from mentorship.matches.models.columns import in_states, one_open, person_key, staff_key
from mentorship.matches.rules.reasons import (
    Answer,
    DeclineReason,
    HoldReason,
)
from mentorship.matches.rules.states import (
    OPEN_PROPOSALS,
    ProposalState,
)
from mentorship.profiles.questions.kinds import Side

_UNANSWERED = text("answer IS NULL AND chase_at IS NOT NULL")


class Proposal(Base):
    """Two people who could be matched, and how far that has come."""

    __tablename__ = "proposal"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        one_open("uq_proposal_mentee_open", "mentee_id", where=in_states(OPEN_PROPOSALS)),
        Index("ix_proposal_state_ask_at", "state", "ask_at"),
        CheckConstraint("mentee_human_id <> mentor_human_id", name="two_people"),
        CheckConstraint(
            "decider_human_id IS NULL OR "
            "(decider_human_id <> mentee_human_id AND decider_human_id <> mentor_human_id)",
            name="nobody_decides_on_themselves",
        ),
    )

    id: Mapped[UuidPk]
    round_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("matching_round.id", ondelete="SET NULL"), index=True
    )
    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key())
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    mentee_human_id: Mapped[UUID] = mapped_column(Uuid)
    mentor_human_id: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[ProposalState] = mapped_column(Choice(ProposalState))
    version: Mapped[int] = mapped_column(Integer, default=1)
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    made_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    decider_human_id: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_reason: Mapped[HoldReason | None] = mapped_column(Choice(HoldReason))
    hold_until: Mapped[date | None] = mapped_column(Date)
    decline_reason: Mapped[DeclineReason | None] = mapped_column(Choice(DeclineReason))
    ask_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProposalNote(Base):
    """What staff wrote beside a decision; gone thirty days later."""

    __tablename__ = "proposal_note"
    __kept__ = Kept.DAYS_30

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key())
    proposal_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[bytes] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class UsedAnswer(Base):
    """One answer version that a proposal rests on which people made; a round notes its own."""

    __tablename__ = "used_answer"
    __kept__ = Kept.WITH_PERSON

    proposal_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    code: Mapped[str] = mapped_column(String(8), info=public("a question's fixed code"))


class Place(Base):
    """One of a mentor's places, taken by a mentee from the approval to the end of the match."""

    __tablename__ = "place"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        one_open("uq_place_mentor_id_slot_no_open", "mentor_id", "slot_no", where="open"),
        one_open("uq_place_mentee_id_open", "mentee_id", where="open"),
        CheckConstraint("slot_no > 0", name="counted_from_one"),
    )

    id: Mapped[UuidPk]
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key())
    slot_no: Mapped[int] = mapped_column(Integer)
    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key())
    proposal_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("proposal.id", ondelete="SET NULL"), index=True
    )
    match_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="SET NULL"), index=True
    )
    open: Mapped[bool] = mapped_column(Boolean)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    freed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Offer(Base):
    """One person being asked, what they said, and what they want to be called.

    It is theirs, and stays when the other of the two is erased and the proposal goes with them:
    whoever was asked must not be able to tell such an end from any other.
    `chase_at` is when staff are to ask for an answer; it is empty once they were told.
    """

    __tablename__ = "offer"
    __kept__ = Kept.WITH_PERSON
    __table_args__ = (
        UniqueConstraint("proposal_id", "side"),
        Index(
            "ix_offer_chase_at", "chase_at",
            sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED,
        ),
    )  # fmt: skip

    id: Mapped[UuidPk]
    proposal_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("proposal.id", ondelete="SET NULL")
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    side: Mapped[Side] = mapped_column(Choice(Side))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[date] = mapped_column(Date)
    answer: Mapped[Answer | None] = mapped_column(Choice(Answer))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    called: Mapped[bytes | None] = mapped_column(SealedText)
    told_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chase_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def is_late(self, today: date) -> bool:
        """Tell whether the day is past by which we had said that they hear from us."""
        return self.answer_by < today
