"""A time that is taken: what is said to whoever asks for it, and what it does not tell."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mentorship.checkins.models import Meeting
from mentorship.installation import Installation
from tests.cast import Cast
from tests.pages import Visitor
from tests.talking import begin

As = Callable[..., Visitor]
WEEKLY = {
    "every": "week", "day": "2026-03-05", "at": "18:30", "minutes": "45", "way": "phone",
    "ends": "open",
}  # fmt: skip
ONE = {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "video"}
TAKEN = "To fix: This time is taken. Choose another."


@pytest.fixture(autouse=True)
def two_pairs(installation: Installation, cast: Cast, now: datetime) -> None:
    """Let Noor and Kit talk with the same mentor."""
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
        begin(session, cast.kit.person_id, cast.amara.person_id, now + timedelta(minutes=1))


def meetings(installation: Installation) -> list[Meeting]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.at)))


@pytest.fixture
def kits_talk(installation: Installation, cast: Cast, as_: As) -> Meeting:
    """Kit has a talk on the evening for which Noor asks."""
    as_(cast.kit).post("checkins.add", {**ONE, "day": "2026-03-12", "at": "18:00", "minutes": "60"})
    (talk,) = meetings(installation)
    return talk


@pytest.mark.usefixtures("kits_talk")
def test_a_taken_time_is_said_without_saying_whose_and_what_was_typed_comes_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    typed = {**ONE, "day": "2026-03-12", "at": "18:30"}
    page = noor.post("checkins.add", typed, status=422)
    assert page.problem("at") == TAKEN
    for name in ("day", "at", "minutes"):
        assert page.soup.find("input", {"name": name})["value"] == typed[name]
    assert not page.says("Kit")
    assert not page.says("18:00")
    assert len(meetings(installation)) == 1
    noor.post("checkins.add", {**typed, "at": "19:00"}, to="checkins.talks")


def test_a_talk_that_moves_to_a_taken_time_stays_where_it_was(
    installation: Installation, cast: Cast, as_: As, kits_talk: Meeting
) -> None:
    noor = as_(cast.noor)
    noor.post("checkins.add", ONE)
    own = next(row for row in meetings(installation) if row.id != kits_talk.id)
    to = {"day": "2026-03-12", "at": "17:45"}
    page = noor.post("checkins.move", to, meeting_id=own.id, status=422)
    assert page.problem("at") == TAKEN
    assert page.soup.find("input", {"name": "at"})["value"] == "17:45"
    assert [row.at for row in meetings(installation) if row.id == own.id] == [own.at]


@pytest.mark.usefixtures("kits_talk")
def test_a_rhythm_that_meets_a_taken_time_names_the_first_such_day(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    page = noor.post("checkins.set_rhythm", WEEKLY, status=422)
    said = "To fix: On Thursday 12 March 2026 this time is taken. Choose another."
    assert page.problem("at") == said
    assert page.soup.find("input", {"name": "at"})["value"] == "18:30"
    assert len(meetings(installation)) == 1
    noor.post("checkins.set_rhythm", {**WEEKLY, "at": "19:00"}, to="checkins.talks")


def test_a_rhythm_that_was_refused_leaves_the_one_before(
    installation: Installation, cast: Cast, as_: As, kits_talk: Meeting
) -> None:
    noor = as_(cast.noor)
    noor.post("checkins.set_rhythm", {**WEEKLY, "at": "12:00"})
    before = [(row.id, row.state) for row in meetings(installation)]
    noor.post("checkins.set_rhythm", WEEKLY, status=422)
    assert [(row.id, row.state) for row in meetings(installation)] == before
    as_(cast.kit).post("checkins.cancel", meeting_id=kits_talk.id)
    noor.post("checkins.set_rhythm", WEEKLY, to="checkins.talks")
