"""A match that rests, taken up again: by itself on its day, or with the one it rested for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel import db, events
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.words import local
from mentorship.matches.models import Match
from mentorship.matches.queries import pairs as queries
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service import pairs
from mentorship.profiles.service.pause import rests


def resume_due(session: Session, match_id: UUID, now: datetime) -> None:
    """Take a match up on the day its rest ends, if it still rests until then."""
    match = db.lock(session, Match, match_id)
    if match is None or match.state is not MatchState.PAUSED:
        return
    if match.paused_until and match.paused_until <= local(now).date():
        take_up(session, match, now)


def take_up(session: Session, match: Match, now: datetime) -> None:
    """Take a match up again, unless one of the two still rests: then it rests on for that one."""
    resting = next((one for one in (match.mentee_id, match.mentor_id) if rests(session, one)), None)
    if resting is None:
        pairs.resume(session, SYSTEM, match, now)
        return
    queries.move(session, match, match.state, paused_until=None, paused_for=resting)
    about = (match.id, match.mentee_id, match.mentor_id)
    events.publish(session, events.MatchPaused(*about), now)
