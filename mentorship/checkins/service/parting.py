"""What one of the staff has about somebody they are kept apart from goes to the next in line."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.service import turning
from mentorship.kernel.events import KeptApart
from mentorship.notices.service import untell


def on_kept_apart(session: Session, event: KeptApart, now: datetime) -> None:
    """Free what one of the staff had about the other one, and tell them of it no longer."""
    for one, other in ((event.one, event.other), (event.other, event.one)):
        if load_person(session, one).kind is PersonKind.STAFF:
            for row in queries.open_concerning(session, other):
                _part(session, row, one, now)


def _part(session: Session, row: FollowUp, staff_id: UUID, now: datetime) -> None:
    for ref in (row.id, row.subject_id):
        untell(session, ref, staff_id)
    if staff_id in (row.taken_by, row.passed_to):
        turning.free(session, row, now)
