"""Booked time: quarter hours of which a unique index lets nobody have one twice."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.checkins.models import Meeting, TakenQuarter
from mentorship.checkins.rules.bookings import QUARTER, quarters
from mentorship.kernel.db import insert_or_ignore
from mentorship.matches.models import Match


def take(session: Session, match: Match, meeting: Meeting) -> bool:
    """Take the time of a talk for both of a pair, instead of what it took before, or none of it."""
    free(session, [meeting.id])
    # In one order, so that of two who want the same time none waits for the other.
    both = sorted((match.mentee_id, match.mentor_id))
    taken = all(
        insert_or_ignore(
            session, TakenQuarter, id=uuid4(), person_id=person_id, starts_at=quarter,
            meeting_id=meeting.id,
        )
        for person_id, quarter in product(both, quarters(meeting.at, meeting.minutes))
    )  # fmt: skip
    if not taken:
        free(session, [meeting.id])
    return taken


def free(session: Session, meeting_ids: Iterable[UUID]) -> None:
    """Give back what some talks took."""
    session.execute(delete(TakenQuarter).where(TakenQuarter.meeting_id.in_(list(meeting_ids))))


def free_match(session: Session, match_id: UUID) -> None:
    """Give back what every talk of a pair took."""
    of_match = select(Meeting.id).where(Meeting.match_id == match_id)
    session.execute(delete(TakenQuarter).where(TakenQuarter.meeting_id.in_(of_match)))


def forget_past(session: Session, now: datetime) -> None:
    """Delete what is past; a time that is over cannot be booked."""
    session.execute(delete(TakenQuarter).where(TakenQuarter.starts_at <= now - QUARTER))
