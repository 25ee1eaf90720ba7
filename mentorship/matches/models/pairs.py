"""The tables of matches: two people who both said yes, what they agreed, how it ended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, UtcDateTime, UuidPk
from mentorship.matches.models.columns import in_states, one_open, person_key, staff_key
from mentorship.matches.rules.closing import ExitTalk, Line
from mentorship.matches.rules.reasons import (
    ClosedAs,
    IntroducedBy,
)
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.rules.states import (
    OPEN_MATCHES,
    MatchState,
)


class Match(Base):
    """Two people who both said yes."""

    __tablename__ = "match"
    __kept__ = Kept.WITH_MATCH
    __table_args__ = (one_open("uq_match_mentee_open", "mentee_id", where=in_states(OPEN_MATCHES)),)

    id: Mapped[UuidPk]
    proposal_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("proposal.id", ondelete="SET NULL"), unique=True
    )
    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    state: Mapped[MatchState] = mapped_column(Choice(MatchState))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreement_version: Mapped[int] = mapped_column(Integer)
    introduced_as: Mapped[IntroducedBy | None] = mapped_column(Choice(IntroducedBy))
    introduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    introduced_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rests_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[date | None] = mapped_column(Date)
    paused_for: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    ending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending_as: Mapped[ClosedAs | None] = mapped_column(Choice(ClosedAs, "ending_as"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_as: Mapped[ClosedAs | None] = mapped_column(Choice(ClosedAs))

    @property
    def rests(self) -> bool:
        """Tell whether it rests; a rest that staff agreed goes on while it comes to its end."""
        return self.rests_since is not None

    @property
    def rests_for_one(self) -> bool:
        """Tell whether it rests because one of the two is away."""
        return self.rests and self.paused_for is not None


class AgreementLine(Base):
    """One line of the agreement that one person ticked, or whose paper was recorded."""

    __tablename__ = "agreement_line"
    __kept__ = Kept.WITH_MATCH

    match_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True, index=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paper_on: Mapped[date | None] = mapped_column(Date)
    how: Mapped[How | None] = mapped_column(Choice(How))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())


class ChangeAsked(Base):
    """A mentee asked for somebody else; no reason is asked, only how they were treated."""

    __tablename__ = "change_asked"
    __kept__ = Kept.WITH_MATCH

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="CASCADE"), unique=True
    )
    mentee_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    mentor_id: Mapped[UUID] = mapped_column(Uuid, person_key(), index=True)
    not_treated_right: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How))
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())


class Ending(Base):
    """How a match is brought to its end: the rule on contact, and from when both know."""

    __tablename__ = "ending"
    __kept__ = Kept.WITH_MATCH

    match_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="CASCADE"), primary_key=True
    )
    contact_rule: Mapped[int | None] = mapped_column(Integer)
    contact_version: Mapped[int | None] = mapped_column(Integer)
    at_once: Mapped[bool] = mapped_column(Boolean)
    told_from: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EndingLine(Base):
    """One line of the list of an ending that staff ticked."""

    __tablename__ = "ending_line"
    __kept__ = Kept.WITH_MATCH

    match_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[Line] = mapped_column(Choice(Line, "ending_line"), primary_key=True)
    came_of: Mapped[ExitTalk | None] = mapped_column(Choice(ExitTalk))
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())


class MatchReview(Base):
    """Staff looked back on a match with both: when, who, and how it goes on; never why."""

    __tablename__ = "match_review"
    __kept__ = Kept.WITH_MATCH

    id: Mapped[UuidPk]
    match_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("match.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
    came_of: Mapped[CameOf] = mapped_column(Choice(CameOf))


class Cooling(Base):
    """The days after an ending in which no round looks for the mentee."""

    __tablename__ = "cooling"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(Uuid, person_key(), primary_key=True)
    told_from: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date] = mapped_column(Date, index=True)
    shortened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shortened_by: Mapped[UUID | None] = mapped_column(Uuid, staff_key())
