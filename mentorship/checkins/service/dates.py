"""What has its day: a mentor's training, supervision and decisions; looking back on a match.

Each stands on the board before its day, and is answered by being done and noted where it belongs.
"""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules.follow_ups import ENDS, KIND_OF, Kind, Outcome, Reason
from mentorship.checkins.rules.talks import moment_of
from mentorship.checkins.service import resting
from mentorship.checkins.service.follow_ups import close, raise_
from mentorship.checkins.service.running import anew
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.events import MatchReviewed, ReadinessChanged
from mentorship.profiles.rules.readiness import owed
from mentorship.profiles.service.pause import rests
from mentorship.profiles.service.readiness import readiness_standing


def on_readiness_changed(session: Session, event: ReadinessChanged, now: datetime) -> None:
    """Let each day that a mentor's standing names stand on the board, and no other."""
    keep_dates(session, event.person_id, now)


def keep_dates(session: Session, mentor_id: UUID, now: datetime) -> None:
    """Bring the rows of a mentor's dates to what was noted and decided."""
    until = readiness_standing(session, load_person(session, mentor_id)).until
    days = owed(until, talks=bool(talks.matches_of(session, mentor_id)))
    for need, reason in ENDS.items():
        day = days.get(need)
        row = queries.open_of(session, KIND_OF[reason], mentor_id, mentor_id)
        if day is None:
            if row is not None:
                close(session, SYSTEM, row, Outcome.OVER, now)
            continue
        due = moment_of(day, time(0), settings.current(session).time_zone)
        if row is None:
            raise_(session, SYSTEM, reason, mentor_id, now, due=due)
        elif row.due_at != due:
            anew(session, SYSTEM, row, now)
    if rests(session, mentor_id):
        resting.see_to(session, queries.clocks_of_person(session, mentor_id), now)


def watch_match(session: Session, match_id: UUID, mentee_id: UUID, now: datetime) -> FollowUp:
    """Put the next time of looking back on a match on the board."""
    return raise_(session, SYSTEM, Reason.REVIEW_DUE, mentee_id, now, match_id=match_id)


def answer_review(session: Session, event: MatchReviewed, now: datetime) -> None:
    """Start the clock of looking back anew."""
    for row in _looking_back(session, event.match_id):
        anew(session, SYSTEM, row, now)


def no_more_reviews(session: Session, match_id: UUID, now: datetime) -> None:
    """Take looking back off the board, because the match is on its way to its end."""
    for row in _looking_back(session, match_id):
        close(session, SYSTEM, row, Outcome.OVER, now)


def _looking_back(session: Session, match_id: UUID) -> list[FollowUp]:
    clocks = queries.clocks_of_match(session, match_id)
    return [row for row in clocks if row.kind is Kind.PAIR_REVIEW]
