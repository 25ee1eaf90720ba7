"""What staff do about how people get in: cards, new words in person, suspending now."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from mentorship.accounts import queries
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.installation import Installation
from mentorship.kernel import audit
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.service.apart import add_apart, tie_apart
from tests.cast import Cast
from tests.pages import Visitor, begin, fields

As = Callable[..., Visitor]


def noor(installation: Installation, cast: Cast) -> Person:
    with installation.database.reading() as session:
        return queries.person(session, cast.noor.person_id)


@pytest.mark.parametrize("whom", [Kind.MENTEE, Kind.MENTOR])
def test_a_card_is_shown_once_and_lets_one_person_join(
    app: Flask, as_: As, cast: Cast, whom: Kind
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    rosa.post("accounts.make_card", {"kind": whom.value}, to="accounts.shown_once")
    shown = rosa.follow().soup.find("dd")
    assert shown
    card = rosa.page("accounts.shown_once")
    assert card.says("localhost/start")
    assert card.says("Give it to the one it is for, by hand.")
    assert not card.says("Keep it where only you look.")
    rosa.post("accounts.keep_shown", to="accounts.cards")
    stranger = Visitor(app)
    begin(stranger)
    stranger.post("accounts.take_card", {"card": shown.get_text().strip()}, to="accounts.age")


def test_staff_find_the_cards_made_and_cancel_one_that_was_lost(
    app: Flask, as_: As, cast: Cast
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    rosa.post("accounts.make_card", {"kind": "mentee"})
    shown = rosa.follow().soup.find("dd")
    assert shown
    code = shown.get_text().strip()
    page = rosa.page("accounts.cards")
    assert code not in page.html
    assert page.says("Rosa")
    assert page.says("Used")
    cancel = next(f for f in page.soup.find_all("form") if str(f.get("action")).endswith("/cancel"))
    rosa.client.post(str(cancel["action"]), data=fields(cancel))
    assert not rosa.page("accounts.cards").soup.find("form", action=cancel["action"])
    stranger = Visitor(app)
    begin(stranger)
    assert stranger.post("accounts.take_card", {"card": code}, status=422).problem("card")


def test_a_card_that_was_used_cannot_be_cancelled(
    installation: Installation, as_: As, cast: Cast
) -> None:
    with installation.database.reading() as session:
        used = next(card.id for card, _name in queries.invitations(session) if card.used_at)
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    rosa.post("accounts.cancel_card", card_id=used, status=409)


def test_a_card_is_for_somebody(as_: As, cast: Cast) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    assert rosa.post("accounts.make_card", status=422).problem("kind")


@pytest.mark.parametrize("name", ["noor", "amara", "ada", "ruth"])
def test_only_coordinators_make_cards(as_: As, cast: Cast, name: str) -> None:
    as_(getattr(cast, name)).page("accounts.cards", status=404)


def test_suspending_cuts_access_at_once(as_: As, installation: Installation, cast: Cast) -> None:
    visitor, rosa = as_(cast.noor), as_(cast.rosa)
    visitor.page("accounts.account")
    rosa.page("accounts.cards")
    rosa.post("accounts.suspend", person_id=cast.noor.person_id)
    visitor.page("accounts.account", to="accounts.sign_in")
    assert noor(installation, cast).standing is Standing.SUSPENDED


def test_suspending_twice_with_one_form_is_suspending_once(
    as_: As, installation: Installation, cast: Cast
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    rosa.post("accounts.suspend", person_id=cast.noor.person_id)
    rosa.again()
    with installation.database.reading() as session:
        acts = [entry.act for entry in audit.about(session, cast.noor.person_id)]
    assert acts.count("suspended") == 1


def test_whoever_is_suspended_cannot_be_suspended_again(as_: As, cast: Cast) -> None:
    rosa, lena = as_(cast.rosa), as_(cast.lena)
    for staff in (rosa, lena):
        staff.page("accounts.cards")
    rosa.post("accounts.suspend", person_id=cast.noor.person_id)
    lena.post("accounts.suspend", person_id=cast.noor.person_id, status=409)


def test_a_suspension_is_lifted(as_: As, installation: Installation, cast: Cast) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    rosa.post("accounts.suspend", person_id=cast.noor.person_id)
    rosa.page("accounts.cards")
    rosa.post("accounts.restore", person_id=cast.noor.person_id)
    assert noor(installation, cast).standing is Standing.HERE


@pytest.mark.parametrize("verb", ["suspend", "restore", "let_back_in"])
def test_what_is_not_for_a_coordinator_is_not_there(as_: As, cast: Cast, verb: str) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.cards")
    answers = [
        rosa.post(f"accounts.{verb}", {"known": "here"}, person_id=person_id, status=404).html
        for person_id in (cast.ada.person_id, cast.rosa.person_id, uuid4())
        if person_id != cast.rosa.person_id
    ]
    assert answers[0] == answers[1]


def test_staff_who_are_kept_apart_from_somebody_find_no_door_to_them(
    as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        person = queries.person(session, cast.noor.person_id)
        entry = add_apart(session, cast.noor.actor(session), person, ApartKind.NAME, "R.", now)
        tie_apart(session, cast.lena.actor(session), entry, [cast.rosa.person_id], now)
    rosa, about = as_(cast.rosa), {"person_id": cast.noor.person_id}
    rosa.page("accounts.back_in", status=404, **about)
    rosa.page("profiles.person", status=404, **about)
    rosa.page("accounts.stop_for", status=404, how="phone", **about)
    for verb in ("accounts.let_back_in", "accounts.suspend", "profiles.ask_call_back"):
        rosa.post(verb, {"known": "here"}, status=404, **about)
    assert noor(installation, cast).standing is Standing.HERE
    as_(cast.lena).page("accounts.back_in", **about)


def test_a_stranger_suspends_nobody(as_: As, installation: Installation, cast: Cast) -> None:
    for member in (cast.kit, cast.ada, cast.ruth):
        as_(member).post("accounts.suspend", person_id=cast.noor.person_id, status=404)
    assert noor(installation, cast).standing is Standing.HERE


def test_looking_at_the_address_suspends_nobody(as_: As, cast: Cast) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.suspend", status=405, person_id=cast.noor.person_id)


def test_new_words_in_person_let_somebody_back_in(
    app: Flask, as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor, rosa = as_(cast.noor), as_(cast.rosa)
    rosa.page("accounts.back_in", person_id=cast.noor.person_id)
    rosa.post("accounts.let_back_in", {"known": "here"}, person_id=cast.noor.person_id)
    name, password, _six = [str(cell.get_text()) for cell in rosa.follow().soup.find_all("dd")]
    visitor.page("accounts.account", to="accounts.sign_in")
    fresh = Visitor(app)
    fresh.page("accounts.sign_in")
    fresh.post("accounts.enter", {"name": name, "password": password}, to="desk.home")
    with installation.database.reading() as session:
        entries = audit.about(session, cast.noor.person_id)
    by_rosa = {(entry.act, entry.how) for entry in entries if entry.actor_id == cast.rosa.person_id}
    assert ("recovered_for", "in_person") in by_rosa
    assert ("saw", "in_person") in by_rosa


def test_staff_must_say_how_they_know(as_: As, cast: Cast) -> None:
    rosa = as_(cast.rosa)
    rosa.page("accounts.back_in", person_id=cast.noor.person_id)
    page = rosa.post("accounts.let_back_in", person_id=cast.noor.person_id, status=422)
    assert page.problem("known")
