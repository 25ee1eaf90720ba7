"""The first safe contact, while joining."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


REACH = {"channel": "they_contact", "voicemail": "no", "code_word": "Marmalade"}


def test_somebody_who_joins_says_how_to_reach_them_and_goes_on(cast: Cast, as_: As) -> None:
    as_(cast.kit).post("profiles.save_start_reach_me", REACH, to="profiles.three")


def test_it_cannot_be_used_to_change_one_without_the_password(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    kit.post("profiles.save_start_reach_me", REACH)
    other = {**REACH, "channel": "call", "address": "555 0199 88"}
    kit.post("profiles.save_start_reach_me", other, status=409)
    page = as_(cast.rosa).page("profiles.person", person_id=cast.kit.person_id)
    assert page.says("They contact us")


def test_what_is_missing_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    page = as_(cast.kit).post("profiles.save_start_reach_me", {}, status=422)
    assert page.problem("channel")
    assert page.problem("voicemail")


def test_visitors_and_staff_have_no_such_page(cast: Cast, as_: As, visitor: Visitor) -> None:
    visitor.page("profiles.start_reach_me", to="accounts.sign_in")
    as_(cast.rosa).page("profiles.start_reach_me", status=404)
