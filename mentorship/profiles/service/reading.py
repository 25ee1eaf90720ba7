"""Opening answers for whoever says or records them; the gate for everybody else is `release`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Opening, Purpose
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.profiles.models import Answer
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.kinds import Question, Side, Value
from mentorship.profiles.rules import answers as rules


def side_of(person: Person) -> Side:
    """Tell on which side a participant stands; nobody else is asked anything."""
    if person.kind is Kind.STAFF:
        raise NotFound
    return Side(person.kind)


def question_for(code: str, person: Person) -> Question:
    """Give the question of a code, if it is put to this person."""
    question = QUESTIONS.get(code)
    if question is None or side_of(person) not in question.sides:
        raise NotFound
    return question


def label_for(code: str, person: Person) -> str:
    """Give the name of a question in lists, as it is put to this person."""
    return _(question_for(code, person).asked[side_of(person)].label)


def opening_for(session: Session, actor: Actor, person_id: UUID, now: datetime) -> Opening:
    """Open a person's answers to themselves, or to staff who record what they said."""
    purpose = Purpose.OWN if actor.for_(person_id) else Purpose.ON_BEHALF
    return audit.opening(session, actor, person_id, purpose, now)


def read(leave: Opening, version: Answer) -> Value:
    """Read one version; the entry lists the question's code. One taken back reads as nothing."""
    if version.value is None:
        return ()
    return rules.read(leave.read(version, "value", name=version.code))
