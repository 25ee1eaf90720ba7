"""What has yet to be looked at before two people may be brought together.

All of it has one answer, so that nobody can tell from it which check it is.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.words import local
from mentorship.profiles import queries
from mentorship.profiles.service.apart import apart_is_open


def open_check(
    session: Session, mentee_id: UUID, mentor_id: UUID, now: datetime, *, has_place: bool = False
) -> bool:
    """Tell whether something stands in the way that somebody here can look at, or that bars it.

    Where the mentee has a place with this mentor, what the mentor said of their room is used up.
    """
    today = local(now).date()
    return (
        queries.is_apart(session, mentee_id, mentor_id)
        or apart_is_open(session, mentee_id, mentor_id)
        or queries.welcome_of(session, mentee_id) is None
        or not queries.is_ready(session, mentor_id, today)
        or not (has_place or mentor_id in queries.places_offered(session, now))
        or queries.is_paused(session, mentee_id, today)
        or queries.is_paused(session, mentor_id, today)
    )
