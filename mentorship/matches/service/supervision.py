"""The room of whoever supervises a mentor: one more match only within the agency's limit."""

from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import db, settings
from mentorship.matches.queries import places
from mentorship.matches.rules.limits import check_supervisor
from mentorship.profiles import queries as profiles


def check_room(session: Session, mentor_id: UUID) -> None:
    """Refuse one more match of a mentor whose supervisor holds as many as the agency allows.

    Who else approves for the same supervisor waits until this transaction ends, and then counts.
    """
    ceiling = settings.current(session).supervisor_matches
    supervisors = profiles.supervisors(session) if ceiling is not None else {}
    supervisor = supervisors.get(mentor_id)
    if ceiling is None or supervisor is None:
        return
    db.lock(session, Person, supervisor)
    mentors = [who for who, human_id in supervisors.items() if human_id == supervisor]
    check_supervisor(places.count_taken_of(session, mentors), ceiling)
