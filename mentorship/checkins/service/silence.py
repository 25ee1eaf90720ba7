"""Who says nothing: of whom nothing was heard for long is looked after, in their safe way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules.follow_ups import Kind, Reason, Stage
from mentorship.checkins.rules.steps import State
from mentorship.checkins.service.follow_ups import raise_
from mentorship.checkins.service.running import anew, wind
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.events import SignedIn
from mentorship.profiles.service.pause import rests


def on_signed_in(session: Session, event: SignedIn, now: datetime) -> None:
    """Count signing in as a sign of somebody."""
    heard_of(session, event.person_id, now)


def heard_of(session: Session, person_id: UUID, now: datetime) -> None:
    """Let the clock of silence start anew, because something was heard of somebody."""
    if load_person(session, person_id).kind is not PersonKind.MENTEE:
        return
    row = queries.open_of(session, Kind.SILENCE, person_id, person_id)
    if row is None:
        if not rests(session, person_id):
            raise_(session, SYSTEM, Reason.SILENT, person_id, now)
    elif row.state is State.OPEN and row.stage is Stage.ON_TIME:
        _go_on_quietly(session, row, now)
    elif row.state is not State.PAUSED:
        anew(session, SYSTEM, row, now)


def _go_on_quietly(session: Session, row: FollowUp, now: datetime) -> None:
    # Nobody was silent: there is nothing to note, however often somebody signs in.
    row.settled_at = now
    wind(session, row, now)
