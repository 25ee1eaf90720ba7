"""The board, one row of it, and what staff do there."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import FollowUp
from mentorship.checkins.rules.follow_ups import Reason, State
from mentorship.checkins.rules.logs import TapEntry
from mentorship.checkins.service import tap
from mentorship.installation import Installation
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]
VERBS = [
    ("take", {}),
    ("contact", {"reached": "reached"}),
    ("snooze", {"until": "2026-03-10", "why": "away"}),
    ("resolve", {"outcome": "spoke"}),
]


@pytest.fixture
def row_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.noor.person_id)
        tap(session, cast.noor.actor(session), person, TapEntry(wants_to_talk=True), now)
        wanted = select(FollowUp.id).where(FollowUp.reason == Reason.WANTS_TO_TALK)
        return session.scalars(wanted).one()


def row(installation: Installation, row_id: UUID) -> FollowUp:
    with installation.database.reading() as session:
        return session.get_one(FollowUp, row_id)


def test_the_board_names_people_by_code_alone(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.rosa).page("checkins.board")
    assert page.says("Wants to talk with the team")
    assert page.says("Nobody has this")
    assert str(cast.noor.sign_in_name) not in page.html


@pytest.mark.parametrize(("verb", "said"), VERBS)
def test_each_verb_works_once_and_is_noted(
    row_id: UUID, cast: Cast, as_: As, verb: str, said: dict[str, str]
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("checkins.follow_up", row_id=row_id)
    rosa.post(f"checkins.{verb}", said, row_id=row_id, to="checkins.follow_up")
    rosa.again()
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says("What has happened")


def test_what_was_taken_says_by_whom(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("checkins.take", row_id=row_id)
    assert row(installation, row_id).taken_by == cast.rosa.person_id
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert not page.says("Nobody has this")


@pytest.mark.parametrize("verb", ["contact", "snooze", "resolve"])
def test_an_empty_form_is_said_beside_its_fields_and_changes_nothing(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, verb: str
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("checkins.follow_up", row_id=row_id)
    page = rosa.post(f"checkins.{verb}", row_id=row_id, status=422)
    assert page.says("There is something to look at")
    assert row(installation, row_id).state is State.OPEN


def test_a_day_that_passed_is_no_day_to_put_it_off_to(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    said = {"until": "2020-01-01", "why": "away"}
    page = as_(cast.rosa).post("checkins.snooze", said, row_id=row_id, status=422)
    assert page.problem("until")
    assert row(installation, row_id).state is State.OPEN


def test_what_has_ended_cannot_be_taken(row_id: UUID, cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    rosa.post("checkins.resolve", {"outcome": "spoke"}, row_id=row_id)
    rosa.post("checkins.take", row_id=row_id, status=409)


@pytest.mark.parametrize(("verb", "said"), VERBS)
def test_strangers_find_nothing_and_change_nothing(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, verb: str,
    said: dict[str, str],
) -> None:  # fmt: skip
    for stranger in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("checkins.follow_up", row_id=row_id, status=404)
        as_(stranger).post(f"checkins.{verb}", said, row_id=row_id, status=404)
        as_(stranger).page("checkins.board", status=404)
    assert row(installation, row_id).state is State.OPEN


def test_who_is_not_signed_in_is_sent_to_sign_in(row_id: UUID, visitor: Visitor) -> None:
    visitor.page("checkins.board", to="accounts.sign_in")
    visitor.page("checkins.follow_up", row_id=row_id, to="accounts.sign_in")


@pytest.mark.parametrize("verb", [verb for verb, _ in VERBS])
def test_an_address_that_does_something_is_not_opened(
    row_id: UUID, cast: Cast, as_: As, verb: str
) -> None:
    as_(cast.rosa).open(f"/follow-up/{row_id}/{verb}", status=405)
