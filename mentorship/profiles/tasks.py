"""What the worker does for profiles every minute: what is over ends, each in a transaction."""

from datetime import datetime

from mentorship.kernel.db import Database
from mentorship.profiles.service.consent import end_passed
from mentorship.profiles.service.pause import end_due_pauses
from mentorship.profiles.service.readiness import end_due_readiness


def end_consents(database: Database, now: datetime) -> None:
    """Tell, once, every consent whose end has passed."""
    with database.transaction() as session:
        end_passed(session, now)


def end_pauses(database: Database, now: datetime) -> None:
    """End every pause whose first day back has come."""
    with database.transaction() as session:
        end_due_pauses(session, now)


def end_readiness(database: Database, now: datetime) -> None:
    """End the readiness of every mentor for whom something is no longer in date."""
    with database.transaction() as session:
        end_due_readiness(session, now)
