"""How far somebody has come with joining, told from what is there; no page of it is counted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.profiles import queries
from mentorship.profiles.queries import answers


class FirstStep(StrEnum):
    """What is still to be said before somebody can be looked for."""

    REACH = "reach"
    THREE = "three"


def left_to_do(session: Session, person: Person, now: datetime) -> FirstStep | None:
    """Tell where somebody who takes part goes on; nothing where all is said, and for staff."""
    if person.kind is Kind.STAFF or answers.record(session, person.id).choices.can_look(now):
        return None
    reached = queries.contact_versions(session, person.id)
    return FirstStep.THREE if reached else FirstStep.REACH
