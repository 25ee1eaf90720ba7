"""What a mentor asks for themselves: that one of us calls."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import CallMe
from mentorship.checkins.service.follow_ups import raise_
from mentorship.kernel import audit
from mentorship.kernel.access import Actor

REASONS = {CallMe.TODAY: Reason.ASKED_TODAY, CallMe.THIS_WEEK: Reason.ASKED_THIS_WEEK}


def ask_for_call(
    session: Session, actor: Actor, mentor: Person, when: CallMe, now: datetime
) -> None:
    """Put on the board that a mentor wants to talk; why is not asked."""
    raise_(session, actor, REASONS[when], mentor.id, now)
    audit.record(session, actor, "asked_for_call", mentor.id, now)


def looked_after_by(session: Session, person: Person) -> str:
    """Tell the work name of whoever looks after somebody; empty while nobody does."""
    by = accounts.person(session, person.assigned_to) if person.assigned_to else None
    return by.called or "" if by else ""
