"""What somebody said to the five questions of a contact: kept sealed, shown at the next one."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.checkins.models import StaffContact
from mentorship.checkins.queries import contacts as queries
from mentorship.checkins.rules.contacts import QUESTIONS, Answer, Answers
from mentorship.kernel import audit, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose


def keep_answers(
    session: Session, actor: Actor, person_id: UUID, answers: Answers, now: datetime
) -> None:
    """Keep what somebody said; what they said before was acted on by this contact."""
    queries.act_on(session, person_id, now)
    row = StaffContact(id=uuid4(), person_id=person_id, at=now, by_id=actor.person_id)
    for question in QUESTIONS:
        vault.seal(session, row, question, answers.get(question, Answer.NOT_SAID).value)
    session.add(row)
    session.flush()


def said_last(
    session: Session, actor: Actor, person_id: UUID, now: datetime
) -> tuple[datetime, Answers] | None:
    """Open what somebody said at their last contact, for staff who follow up; it is recorded."""
    row = queries.newest_of(session, person_id)
    if row is None:
        return None
    opening = audit.opening(session, actor, person_id, Purpose.FOLLOW_UP, now)
    return row.at, {question: Answer(opening.read(row, question)) for question in QUESTIONS}
