"""What becomes of these records when their person goes for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.kernel.events import PersonErased
from mentorship.profiles import queries


def forget_person(session: Session, event: PersonErased, _now: datetime) -> None:
    """Delete everything about a person."""
    for forget in (
        queries.forget_answers,
        queries.forget_contacts,
        queries.forget_apart,
        queries.forget_readiness,
        queries.forget_room,
        queries.forget_welcome,
        queries.forget_pauses,
    ):
        forget(session, event.person_id)
