"""Statements about endings: the rule on contact, the ticked lines, who may read what stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import Ending, EndingLine, Match
from mentorship.matches.rules.closing import Line
from mentorship.matches.rules.states import MatchState


@access.sees(Ending)
def may_see_ending(session: Session, actor: Actor, row: Ending) -> bool:
    """Let the two of a pair read how their talks end, also when the match is closed."""
    match = session.get_one(Match, row.match_id)
    return actor.for_(match.mentee_id) or actor.for_(match.mentor_id)


def of(session: Session, match_id: UUID) -> Ending | None:
    """Give how a match is brought to its end, if it is."""
    return session.get(Ending, match_id)


def was_cut(session: Session, match_id: UUID) -> bool:
    """Tell whether a match was ended at once, before anybody spoke with the two."""
    ending = of(session, match_id)
    return ending is not None and ending.at_once


def begun(session: Session, match_id: UUID) -> Ending:
    """Give how a match is brought to its end, which begins here if it has not."""
    db.insert_or_ignore(session, Ending, match_id=match_id, at_once=False)
    return session.get_one(Ending, match_id)


def lines_of(session: Session, match_id: UUID) -> Mapping[Line, EndingLine]:
    """Give the lines that were ticked."""
    chosen = select(EndingLine).where(EndingLine.match_id == match_id)
    return {row.line: row for row in session.scalars(chosen)}


def tick(session: Session, match_id: UUID, line: Line, **said: Any) -> None:
    """Note that a line is done; what was noted of it before goes."""
    session.merge(EndingLine(match_id=match_id, line=line, **said))
    session.flush()


def untick(session: Session, match_id: UUID, line: Line) -> None:
    """Take one line back that was ticked."""
    ticked = delete(EndingLine).where(EndingLine.match_id == match_id, EndingLine.line == line)
    db.guarded(session, ticked)


def ended_of(session: Session, person_id: UUID, since: datetime) -> Sequence[tuple[Match, Ending]]:
    """List somebody's matches that are ending, or were closed since a moment, the newest first."""
    either = or_(Match.mentee_id == person_id, Match.mentor_id == person_id)
    lately = or_(Match.state == MatchState.ENDING, Match.closed_at >= since)
    chosen = select(Match, Ending).join(Ending, Ending.match_id == Match.id).where(either, lately)
    found = session.execute(chosen.order_by(Match.ending_at.desc(), Match.id))
    return [(match, ending) for match, ending in found]


def closed_since(session: Session, since: datetime) -> Sequence[Match]:
    """List the matches that were closed since a moment, the newest first."""
    chosen = select(Match).where(Match.closed_at >= since)
    return session.scalars(chosen.order_by(Match.closed_at.desc(), Match.id)).all()


def closed_before(session: Session, before: datetime) -> Sequence[UUID]:
    """List the matches that were closed before a moment, the oldest first."""
    chosen = select(Match.id).where(Match.closed_at < before)
    return session.scalars(chosen.order_by(Match.closed_at, Match.id)).all()
