"""Looking back on a match with both: noted with what came of it, and by when the next one is."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship.kernel import audit, db, events, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import local
from mentorship.matches.models import Match, MatchReview
from mentorship.matches.queries.reviews import reviews_of
from mentorship.matches.rules import reviews as rules
from mentorship.matches.rules.reviews import CameOf


def review_match(
    session: Session, actor: Actor, match: Match, came_of: CameOf, now: datetime
) -> None:
    """Note that staff looked back on a match with both, and how it goes on."""
    if db.lock(session, Match, match.id) is None:
        raise NotFound
    rules.check_can_review(match.state)
    session.add(MatchReview(match_id=match.id, at=now, by_id=actor.person_id, came_of=came_of))
    session.flush()
    pair = match.mentee_id, match.mentor_id
    audit.record_pair(session, actor, "reviewed_match", pair, now)
    is_to_end = came_of is CameOf.ENDS
    events.publish(session, events.MatchReviewed(match.id, *pair, is_to_end=is_to_end), now)


def next_review_of(session: Session, match: Match) -> date:
    """Tell the day by which staff look back on a match next."""
    held = reviews_of(session, match.id)
    last = local(held[0].at).date() if held else None
    return rules.next_review(_began(match), last, settings.current(session))


def meant_until(session: Session, match: Match) -> date:
    """Tell until when a match is meant to last."""
    return rules.meant_until(_began(match), settings.current(session))


def _began(match: Match) -> date:
    return local(match.began_at or match.made_at).date()
