"""What the worker does for accounts: who asked to stop is erased when their days are over."""

from datetime import datetime, timedelta

from mentorship.accounts import queries
from mentorship.accounts.queries import browsers, own_codes, unsent
from mentorship.accounts.service import erase
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Database


def erase_due(database: Database, now: datetime) -> None:
    """Erase everybody whose days to come back are over, each in a transaction of their own."""
    with database.reading() as session:
        due = [person.id for person in queries.to_erase(session, now)]
    for person_id in due:
        with database.transaction() as session:
            person = queries.held_to_erase(session, person_id, now)
            if person is not None:
                erase(session, SYSTEM, person, now)


def forget_old(database: Database, now: datetime) -> None:
    """Delete sessions, what was never sent, attempts and cards that are of no more use."""
    with database.transaction() as session:
        browsers.forget_visits(session, now)
        unsent.forget_unsent(session, now)
        own_codes.forget_codes(session, now)
        queries.forget_attempts(session, now - timedelta(days=1))
        queries.forget_invitations(session, now - timedelta(days=30))
