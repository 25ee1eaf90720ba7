"""The call that somebody asked for, as their own first page goes on saying it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.queries import causes
from mentorship.checkins.rules.follow_ups import WISHES
from mentorship.checkins.service import next_reading
from mentorship.checkins.service.reports import Reading
from mentorship.kernel.access import Actor
from mentorship.profiles.rules.contact import WhoCalls
from mentorship.profiles.service.contact import who_calls


@dataclass(frozen=True)
class CallAsked:
    """What is true now of a call that has still to come.

    Once it is late, or one of us has it, the next office hour says nothing about it any more.
    """

    reading: Reading
    who_calls: WhoCalls
    is_taken: bool
    is_late: bool
    is_passed_on: bool


def call_asked(session: Session, actor: Actor, person_id: UUID, now: datetime) -> CallAsked | None:
    """Give the call that somebody asked for, until it took place."""
    row = causes.first_asked(session, person_id, WISHES)
    if row is None:
        return None
    calls = who_calls(session, actor, person_id, now)
    return CallAsked(
        next_reading(session, now, person_id), calls,
        is_taken=row.taken_by is not None, is_late=row.due_at <= now,
        is_passed_on=row.passed_to is not None,
    )  # fmt: skip
