"""The second pair of eyes."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.profiles.models import Review
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


@pytest.fixture
def review_id(cast: Cast, as_: As, installation: Installation) -> UUID:
    """Have Rosa ask for a decision about Tom."""
    rosa, ids = as_(cast.rosa, stepped_up=True), {"person_id": cast.tom.person_id}
    rosa.page("profiles.ready", **ids)
    rosa.post("profiles.ask_review", {"ask-decision": "vetting"}, **ids)
    with installation.database.reading() as session:
        return session.scalars(select(Review.id)).one()


def test_a_reviewer_decides_once_and_staff_see_it(cast: Cast, as_: As, review_id: UUID) -> None:
    ruth = as_(cast.ruth, stepped_up=True)
    ruth.post("profiles.save_review", {"move": "approve"}, review_id=review_id)
    ruth.again()
    rosa = as_(cast.rosa, stepped_up=True)
    assert rosa.page("profiles.ready", person_id=cast.tom.person_id).says("There")
    page = ruth.page("profiles.review", review_id=review_id)
    assert page.form() is None


def test_a_decision_that_was_made_stays_as_it_is(cast: Cast, as_: As, review_id: UUID) -> None:
    first, late = as_(cast.ruth, stepped_up=True), as_(cast.ruth, stepped_up=True)
    late.page("profiles.review", review_id=review_id)
    first.post("profiles.save_review", {"move": "decline"}, review_id=review_id)
    late.post("profiles.save_review", {"move": "approve"}, status=409, review_id=review_id)
    rosa = as_(cast.rosa, stepped_up=True)
    assert not rosa.page("profiles.ready", person_id=cast.tom.person_id).says("There")


def test_a_reviewer_sees_the_decision_and_not_the_person(
    cast: Cast, as_: As, review_id: UUID
) -> None:
    ruth = as_(cast.ruth, stepped_up=True)
    page = ruth.page("profiles.review", review_id=review_id)
    assert page.says("The checks are done")
    assert page.says("Talk with Rosa before you decide.")
    assert str(cast.tom.person_id) not in page.html
    ruth.page("profiles.person", status=404, person_id=cast.tom.person_id)


def test_no_choice_is_said_beside_the_field(cast: Cast, as_: As, review_id: UUID) -> None:
    ruth = as_(cast.ruth, stepped_up=True)
    page = ruth.post("profiles.save_review", {}, status=422, review_id=review_id)
    assert page.problem("move")


def test_nobody_but_a_reviewer_decides(
    cast: Cast, as_: As, visitor: Visitor, review_id: UUID
) -> None:
    for stranger in (cast.rosa, cast.lena, cast.tom, cast.noor, cast.ada):
        one = as_(stranger, stepped_up=True)
        one.page("profiles.review", status=404, review_id=review_id)
        one.post("profiles.save_review", {"move": "approve"}, status=404, review_id=review_id)
    visitor.page("profiles.review", to="accounts.sign_in", review_id=review_id)
    as_(cast.ruth).page("profiles.review", to="accounts.step_up", review_id=review_id)
