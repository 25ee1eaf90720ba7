"""What the worker does with check-ins: the sweep, each minute."""

from datetime import datetime

from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.service.sweeping import STEPS
from mentorship.kernel.db import Database


def sweep_due(database: Database, now: datetime) -> None:
    """Do what is due, batch by batch, so that no transaction grows with a long standstill."""
    for step in STEPS:
        done = BATCH
        while done >= BATCH:
            with database.transaction() as session:
                done = step(session, now)
