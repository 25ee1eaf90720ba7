"""The verb of staff about language: note in which one they speak with somebody."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service import language as accounts
from mentorship.kernel.access import Actor
from mentorship.profiles.rules.speaking import check_speaks_for


def note_language(session: Session, actor: Actor, person: Person, tag: str, now: datetime) -> None:
    """Speak this language with somebody, as they told staff."""
    check_speaks_for(actor, person.id, person.human_id)
    accounts.choose_language(session, actor, person, tag, now)
