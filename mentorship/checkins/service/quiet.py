"""Who is quiet: nobody's record goes without staff having looked; who comes back is asked nothing.

What the sweep does with these clocks stands in `sweeping`; here is what ending a row makes of one.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.service import standing
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import quiet as queries
from mentorship.checkins.rules import quiet as rules
from mentorship.checkins.rules.follow_ups import Outcome
from mentorship.kernel import settings
from mentorship.kernel.access import Actor


def begin(session: Session, person_id: UUID, since: datetime) -> None:
    """Start somebody's clock anew."""
    look_at = rules.look_at(since, settings.current(session))
    queries.begin(session, person_id, since, look_at)


def check_outcome(session: Session, row: FollowUp, outcome: Outcome) -> None:
    """Refuse to put away the record of somebody who is here again."""
    if outcome is Outcome.PARKED:
        rules.check_may_park(is_here_again=was_here(session, row))


def settle(session: Session, actor: Actor, row: FollowUp, outcome: Outcome, now: datetime) -> None:
    """Start the clock of somebody anew at whom staff looked, or put their record away."""
    if outcome is Outcome.PARKED:
        _park(session, actor, row, now)
    else:
        begin(session, row.person_id, now)


def measure_parked(session: Session) -> None:
    """Set anew when the records that are put away go, because the number changed."""
    for quiet, person in queries.parked(session):
        since = quiet.parked_at or quiet.since
        person.erase_after = rules.erase_at(quiet.since, since, settings.current(session))
    session.flush()


def was_here(session: Session, row: FollowUp) -> bool:
    """Tell whether somebody was here since staff were to look, or their clock stands still."""
    seen = queries.last_here(session, [row.person_id]).get(row.person_id)
    is_later = seen is not None and seen > row.opened_at
    return is_later or row.person_id in queries.held(session, [row.person_id])


def _park(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    since = queries.of(session, row.person_id).since
    goes = rules.erase_at(since, now, settings.current(session))
    queries.note_parked(session, row.person_id, now)
    standing.park(session, actor, load_person(session, row.person_id), goes, now)
