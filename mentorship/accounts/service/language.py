"""Which language somebody reads, and is spoken to, here: their own choice, or what they told us."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import check_language
from mentorship.kernel import audit, settings, words
from mentorship.kernel.access import Actor


def choose_language(
    session: Session, actor: Actor, person: Person, tag: str, now: datetime
) -> None:
    """Speak this language with somebody from now on: on pages, in mail and in a calendar."""
    person.language = check_language(tag, settings.current(session).offered)
    session.flush()
    audit.record(session, actor, "chose_language", person.id, now)


def language_of(session: Session, person_id: UUID) -> str:
    """Tell in which language to speak with somebody: theirs while it is offered, or the usual."""
    offered = settings.current(session).offered
    person = session.get(Person, person_id)
    chosen = person.language if person else None
    return chosen if chosen and chosen in offered else offered[0]


def spoken(session: Session, actor: Actor, person_id: UUID) -> str:
    """Tell in which language something was asked: the page's, or the one staff speak with them."""
    return words.language() if actor.for_(person_id) else language_of(session, person_id)
