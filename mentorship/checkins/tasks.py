"""What the worker does with check-ins: the sweep, each minute."""

from datetime import datetime

from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.service import sweep
from mentorship.kernel.db import Database


def sweep_due(database: Database, now: datetime) -> None:
    """Turn what is due, batch by batch, so that no transaction grows with a long standstill."""
    turned = BATCH
    while turned >= BATCH:
        with database.transaction() as session:
            turned = sweep(session, now)
