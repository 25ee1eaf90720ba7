"""Statements about matches, the agreement and requests for somebody else."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import AgreementLine, ChangeAsked, Match, Offer, Place, Proposal
from mentorship.matches.rules.states import OPEN_MATCHES, MatchState
from mentorship.profiles.queries import closed_records


@access.sees(Match)
def may_see_match(session: Session, actor: Actor, match: Match) -> bool:
    """Let the two see their match while it is open, and coordinators to whom neither is closed."""
    pair = (match.mentee_id, match.mentor_id)
    if actor.person_id in pair:
        return match.state in OPEN_MATCHES
    return actor.is_coordinator and closed_records(session, actor).isdisjoint(pair)


def open_match_of(session: Session, person_id: UUID) -> Match | None:
    """Give somebody's oldest open match; a mentee has one at most."""
    return next(iter(open_matches_of(session, person_id)), None)


def open_matches_of(session: Session, person_id: UUID) -> list[Match]:
    """List somebody's open matches, the oldest first."""
    either = or_(Match.mentee_id == person_id, Match.mentor_id == person_id)
    chosen = select(Match).where(either, Match.state.in_(OPEN_MATCHES))
    return list(session.scalars(chosen.order_by(Match.made_at, Match.id)))


def open_between(session: Session, one: UUID, other: UUID) -> list[Match]:
    """List the open matches between two people."""
    return [m for m in open_matches_of(session, one) if other in (m.mentee_id, m.mentor_id)]


def active_matches(session: Session) -> list[Match]:
    """List the matches that are active."""
    return in_states(session, (MatchState.ACTIVE,))


def in_states(session: Session, states: tuple[MatchState, ...]) -> list[Match]:
    """List the matches in these states, the oldest first."""
    chosen = select(Match).where(Match.state.in_(states))
    return list(session.scalars(chosen.order_by(Match.made_at, Match.id)))


def of_proposal(session: Session, proposal_id: UUID) -> Match | None:
    """Give the match a proposal became."""
    return session.scalar(select(Match).where(Match.proposal_id == proposal_id))


def move(session: Session, match: Match, state: MatchState, **also: Any) -> None:
    """Bring a match from the state it was loaded in to another one, unless it moved since."""
    unmoved = update(Match).where(Match.id == match.id, Match.state == match.state)
    db.guarded(session, unmoved.values(state=state, **also))
    session.refresh(match)


def pauses_over(session: Session, today: date) -> list[UUID]:
    """List the paused matches whose day has come."""
    due = select(Match.id).where(Match.state == MatchState.PAUSED, Match.paused_until <= today)
    return list(session.scalars(due.order_by(Match.id)))


def paused_for(session: Session, person_id: UUID) -> list[Match]:
    """List the matches that rest because of somebody."""
    chosen = select(Match).where(Match.state.in_(OPEN_MATCHES), Match.paused_for == person_id)
    return list(session.scalars(chosen.order_by(Match.id)))


def ticked(session: Session, match_id: UUID, person_id: UUID) -> frozenset[int]:
    """Give the lines of the agreement that somebody ticked."""
    chosen = select(AgreementLine.line).where(
        AgreementLine.match_id == match_id, AgreementLine.person_id == person_id
    )
    return frozenset(session.scalars(chosen))


def tick(session: Session, match_id: UUID, person_id: UUID, line: int, **also: Any) -> None:
    """Note that somebody agreed to a line; a second time changes nothing."""
    db.insert_or_ignore(
        session, AgreementLine, match_id=match_id, person_id=person_id, line=line, **also
    )


def change_asked(session: Session, match_id: UUID) -> ChangeAsked | None:
    """Give the mentee's request for somebody else, if there is one."""
    return session.scalar(select(ChangeAsked).where(ChangeAsked.match_id == match_id))


def times_not_treated_right(session: Session, mentor_id: UUID) -> int:
    """Count the requests about a mentor that nobody has looked at yet."""
    chosen = select(func.count()).where(
        ChangeAsked.mentor_id == mentor_id,
        ChangeAsked.not_treated_right,
        ChangeAsked.looked_at.is_(None),
    )
    return session.scalar(chosen) or 0


def look_at(session: Session, match_id: UUID, looked_by: UUID | None, now: datetime) -> None:
    """Note that staff looked at a request."""
    unlooked = update(ChangeAsked).where(
        ChangeAsked.match_id == match_id, ChangeAsked.looked_at.is_(None)
    )
    db.guarded(session, unlooked.values(looked_at=now, looked_by=looked_by))


def forget(session: Session, match: Match) -> None:
    """Delete a match with all that hangs on it: its place, and what both were asked before it."""
    session.execute(delete(Place).where(Place.match_id == match.id))
    session.execute(delete(Offer).where(Offer.proposal_id == match.proposal_id))
    session.execute(delete(Proposal).where(Proposal.id == match.proposal_id))
    session.execute(delete(Match).where(Match.id == match.id))


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete the matches of somebody."""
    either = or_(Match.mentee_id == person_id, Match.mentor_id == person_id)
    session.execute(delete(Match).where(either))
