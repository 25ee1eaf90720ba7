"""The worker counts days where the agency is, whichever zone the machine is in."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import clock, jobs, settings, words
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Database
from mentorship.profiles import queries
from mentorship.profiles.service import pause
from tests.cast import Cast

FIRST_DAY_BACK = date(2026, 3, 6)
# Each of them is another day in UTC.
EARLY_IN_AUCKLAND = ("Pacific/Auckland", datetime(2026, 3, 5, 12, 30, tzinfo=UTC))
LATE_IN_LOS_ANGELES = ("America/Los_Angeles", datetime(2026, 3, 6, 4, 0, tzinfo=UTC))


def agency_in(installation: Installation, zone: str, now: datetime) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, time_zone=zone)


@pytest.mark.parametrize(
    ("zone", "moment", "over"),
    [(*EARLY_IN_AUCKLAND, True), (*LATE_IN_LOS_ANGELES, False)],
    ids=["auckland", "los-angeles"],
)
def test_a_pause_is_over_on_the_day_the_agency_calls_the_first_day_back(
    installation: Installation, cast: Cast, now: datetime, zone: str, moment: datetime, over: bool
) -> None:
    agency_in(installation, zone, now)
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        pause.pause(session, cast.noor.actor(session), noor, FIRST_DAY_BACK, now)
    with clock.fixed(moment):
        jobs.tick(installation.database, installation.works, moment)
    with installation.database.reading() as session:
        assert (queries.open_pauses(session, cast.noor.person_id) == []) is over


@pytest.mark.parametrize(("zone", "moment"), [EARLY_IN_AUCKLAND, LATE_IN_LOS_ANGELES])
def test_a_job_is_done_on_the_agencys_day_and_leaves_the_zone_as_it_was(
    installation: Installation, now: datetime, zone: str, moment: datetime
) -> None:
    days: list[datetime] = []

    def note(_database: Database, _ref: UUID, at: datetime) -> None:
        days.append(words.local(at))

    agency_in(installation, zone, now)
    works = jobs.Works({"note": note}, [])
    with words.use_locale("en"):
        with installation.database.transaction() as session:
            jobs.enqueue(session, "note", uuid4(), now)
        jobs.tick(installation.database, works, moment)
        assert words.local(moment) == moment
        assert words.zone().key == "UTC"
    assert [day.date() for day in days] != [moment.date()]
