"""After an upgrade: who was here before gets the clocks that the older version did not keep.

Each is due by what is stored, as if it had always been kept; the hours in which it is passed on
count from when it came onto the board.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.queries import catching_up as queries
from mentorship.checkins.queries import quiet, talks
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service import dates, resting
from mentorship.checkins.service.follow_ups import raise_
from mentorship.kernel.access import SYSTEM
from mentorship.profiles.service.pause import rests

JOB = "catch_up"
Find = Callable[[Session, UUID], Sequence[UUID]]
Begin = Callable[[Session, UUID, datetime], None]


def notice_silence(session: Session, mentee_id: UUID, now: datetime) -> None:
    """Let silence be noticed of a mentee, from when they were last here."""
    if not rests(session, mentee_id):
        last = quiet.last_here(session, [mentee_id]).get(mentee_id)
        raise_(session, SYSTEM, Reason.SILENT, mentee_id, now, answered=last)


def look_back(session: Session, match_id: UUID, now: datetime) -> None:
    """Put looking back on a match on the board; while the match rests it stands still."""
    match = talks.match_of_pair(session, match_id)
    resting.see_to(session, [dates.watch_match(session, match.id, match.mentee_id, now)], now)


STEPS: tuple[tuple[Find, Begin], ...] = (
    (queries.mentees_without_silence, notice_silence),
    (queries.matches_not_looked_back_on, look_back),
    (queries.mentors, dates.keep_dates),
)
