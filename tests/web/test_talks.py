"""The agenda, the rhythm, and single talks."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.checkins.models import Meeting
from mentorship.checkins.rules.talks import MeetingState
from mentorship.installation import Installation
from tests.cast import Cast
from tests.pages import Visitor
from tests.talking import begin

As = Callable[..., Visitor]
WEEKLY = {"every": "week", "day": "2026-03-05", "at": "18:30", "minutes": "45", "way": "phone"}
ONE = {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "video"}


@pytest.fixture(autouse=True)
def match_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        return begin(session, cast.noor.person_id, cast.amara.person_id, now)


def meetings(installation: Installation) -> list[Meeting]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.at)))


def test_a_rhythm_stands_in_both_lists(installation: Installation, cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.rhythm")
    noor.post("checkins.set_rhythm", WEEKLY, to="checkins.talks")
    assert len(meetings(installation)) == 6
    for member in (cast.noor, cast.amara):
        assert as_(member).page("checkins.talks").says("Thursday 5 March 2026, 18:30")


def test_staff_record_the_rhythm_that_a_mentor_told_them(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.amara.person_id, "how": "phone"}
    assert rosa.page("checkins.rhythm_for", **whom).says("You are recording what somebody told")
    rosa.post("checkins.set_rhythm_for", WEEKLY, to="profiles.on_behalf", **whom)
    assert len(meetings(installation)) == 6
    for stranger in (cast.amara, cast.noor, cast.ada):
        as_(stranger).post("checkins.set_rhythm_for", WEEKLY, status=404, **whom)


def test_one_more_talk_is_planned_moved_and_taken_off(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.add", ONE, to="checkins.talks")
    (talk,) = meetings(installation)
    amara.page("checkins.meeting", meeting_id=talk.id)
    amara.post("checkins.move", {"day": "2026-03-07", "at": "10:00"}, meeting_id=talk.id)
    noor = as_(cast.noor)
    assert noor.page("checkins.meeting", meeting_id=talk.id).says("Saturday 7 March 2026, 10:00")
    noor.post("checkins.cancel", meeting_id=talk.id)
    assert [row.state for row in meetings(installation)] == [MeetingState.CANCELLED]


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "2020-01-01"), ("day", ""), ("at", "99:99"), ("minutes", "0"), ("way", "boat"),
     ("every", "never")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    installation: Installation, cast: Cast, as_: As, field: str, value: str
) -> None:
    page = as_(cast.noor).post("checkins.set_rhythm", {**WEEKLY, field: value}, status=422)
    assert page.problem(field)
    assert meetings(installation) == []


def test_a_stranger_finds_no_talk_and_changes_none(
    installation: Installation, cast: Cast, as_: As
) -> None:
    as_(cast.amara).post("checkins.add", ONE)
    (talk,) = meetings(installation)
    for stranger in (cast.kit, cast.tom, cast.ada):
        as_(stranger).page("checkins.meeting", meeting_id=talk.id, status=404)
        as_(stranger).post("checkins.cancel", meeting_id=talk.id, status=404)
    assert [row.state for row in meetings(installation)] == [MeetingState.PLANNED]


def test_a_talk_that_was_taken_off_is_not_taken_off_again(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.add", ONE)
    (talk,) = meetings(installation)
    amara.post("checkins.cancel", meeting_id=talk.id)
    amara.page("checkins.meeting", meeting_id=talk.id)
    amara.post("checkins.cancel", meeting_id=talk.id, status=409)


def test_who_has_nobody_plans_nothing(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    assert kit.page("checkins.plan").says("You have no one to plan a talk with yet.")
    kit.page("checkins.rhythm")
    kit.post("checkins.add", ONE, status=422)


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.talks", to="accounts.sign_in")
