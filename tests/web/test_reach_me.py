"""Saving how somebody may be reached."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.pages import Visitor

REACH = {
    "channel": "call", "address": "555 0147 22", "voicemail": "no", "name_to_use": "Lou",
    "code_word": "Marmalade",
}  # fmt: skip
As = Callable[..., Visitor]


def test_somebody_saves_how_to_reach_them_and_staff_read_it(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_reach_me", REACH)
    person = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert person.says("555 0147 22")
    assert "Marmalade" not in person.html


def test_the_page_shows_what_was_saved_but_never_the_word(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_reach_me", REACH)
    page = noor.page("profiles.reach_me")
    assert "555 0147 22" in page.html
    assert "Marmalade" not in page.html


def test_a_change_is_not_shown_to_staff_before_it_is_confirmed(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_reach_me", REACH)
    noor.post("profiles.save_reach_me", {**REACH, "address": "555 0199 88"})
    person = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert person.says("555 0147 22")
    assert not person.holds("555 0199 88")
    assert person.says("A change waits to be confirmed.")


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_comes_back(
    cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    page = noor.post("profiles.save_reach_me", {"channel": "call", "hours": "noon"}, status=422)
    assert page.problem("address")
    assert page.problem("voicemail")
    assert 'value="noon"' in page.html


def test_a_first_one_without_a_code_word_is_refused_beside_the_field(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    page = noor.post("profiles.save_reach_me", {**REACH, "code_word": ""}, status=422)
    assert page.problem("code_word")


def test_the_same_form_twice_is_saved_once(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_reach_me", REACH)
    noor.again()
    assert not noor.page("profiles.reach_me").says("Your last change is saved.")


def test_it_asks_for_the_password_once_more(cast: Cast, as_: As) -> None:
    as_(cast.noor).page("profiles.reach_me", to="accounts.step_up")


def test_staff_and_visitors_have_no_such_page(cast: Cast, as_: As, visitor: Visitor) -> None:
    as_(cast.rosa, stepped_up=True).page("profiles.reach_me", status=404)
    visitor.page("profiles.reach_me", to="accounts.sign_in")


def test_staff_take_it_down_for_somebody_who_is_in_front_of_them(cast: Cast, as_: As) -> None:
    rosa, noor = as_(cast.rosa), cast.noor.person_id
    rosa.post("profiles.save_reach_me_for", REACH, person_id=noor, how="in-person")
    new = {**REACH, "address": "555 0199 88"}
    rosa.post("profiles.save_reach_me_for", new, person_id=noor, how="phone")
    assert rosa.page("profiles.person", person_id=noor).says("555 0147 22")
    rosa.post("profiles.save_reach_me_for", new, person_id=noor, how="in-person")
    assert rosa.page("profiles.person", person_id=noor).says("555 0199 88")


def test_strangers_take_down_nothing(cast: Cast, as_: As) -> None:
    ids = {"person_id": cast.noor.person_id, "how": "phone"}
    as_(cast.kit, stepped_up=True).post("profiles.save_reach_me_for", REACH, status=404, **ids)
    as_(cast.ruth).post("profiles.save_reach_me_for", REACH, status=404, **ids)


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"channel": "email", "address": "hello"}, "address", "Write the whole e-mail address"),
        ({"channel": "email", "address": "a@b@c.org"}, "address", "Write the whole e-mail address"),
        ({"channel": "email", "address": "a@home"}, "address", "Write the whole e-mail address"),
        ({"code_word": "a"}, "code_word", "Choose a word of at least 4 letters."),
        ({"code_word": "a - b"}, "code_word", "Choose a word of at least 4 letters."),
    ],
)
def test_what_leads_nowhere_or_is_guessed_at_once_is_not_taken(
    cast: Cast, as_: As, sent: dict[str, str], field: str, sentence: str
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.page("profiles.reach_me")
    page = noor.post("profiles.save_reach_me", {**REACH, **sent}, status=422)
    assert sentence in page.problem(field)
    good = {
        "channel": "email",
        "address": "lou.b@mail.example.org",
        "code_word": "\u0642\u0645\u0631\u064a",
    }
    noor.post("profiles.save_reach_me", {**REACH, **good})


def test_the_word_is_explained_once_and_in_one_way(cast: Cast, as_: As) -> None:
    page = as_(cast.noor, stepped_up=True).page("profiles.reach_me")
    assert page.says("When we talk by phone, we ask you for this word first.")
    assert not page.says("you know that it is us")
