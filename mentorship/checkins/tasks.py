"""What the worker does with check-ins: the sweep, each minute, and once after an upgrade."""

from datetime import datetime
from uuid import UUID

from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.service import catching_up
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


def catch_up(database: Database, _ref: UUID, now: datetime) -> None:
    """Give everybody the clocks that an older version did not keep; a second time changes nothing.

    Nobody is asked twice in a run, so that it comes to its end also where nothing is to be given.
    """
    for find, begin in catching_up.STEPS:
        found, last = BATCH, UUID(int=0)
        while found >= BATCH:
            with database.transaction() as session:
                some = find(session, last)
                for one in some:
                    begin(session, one, now)
            found, last = len(some), max(some, default=last)
