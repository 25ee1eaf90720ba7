"""What the worker does with check-ins: the sweep, each minute."""

from datetime import datetime

from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.service.sweeping import STEPS
from mentorship.kernel.beats import is_alone_at
from mentorship.kernel.db import Database

SWEEP = "checkins.sweep"


def sweep_due(database: Database, now: datetime) -> None:
    """Do what is due, batch by batch, so that no transaction grows with a long standstill.

    Whoever finds another one at it leaves it to them: what one has begun to reckon the other would
    turn too early, or close a second time.
    """
    for step in STEPS:
        done = BATCH
        while done >= BATCH:
            with database.transaction() as session:
                if not is_alone_at(session, SWEEP):
                    return
                done = step(session, now)
