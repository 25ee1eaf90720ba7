"""Signed out while writing: what was typed waits for its person alone, and nothing stays behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Unsent
from mentorship.accounts.queries import unsent as rows
from mentorship.accounts.service import erase, standing
from mentorship.accounts.tasks import forget_old
from mentorship.accounts.views import unsent
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.access import SYSTEM
from tests.cast import Cast, Member
from tests.pages import Page, Visitor

As = Callable[..., Visitor]
LATER, MUCH_LATER = timedelta(minutes=21), timedelta(hours=25)
WORDS = "quincewords about yesterday"
TYPED = {"reader": "safeguarding", "words": WORDS}
ADDRESS = "/help/tell/not-right"


def waits(installation: Installation) -> list[Unsent]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Unsent)))


def writes_too_long(visitor: Visitor, now: datetime, **more: Any) -> Page:
    """Open a form, and send it after the session has ended."""
    visitor.page("checkins.not_right")
    address, tokens = ADDRESS, visitor._form_for(ADDRESS)
    with clock.fixed(now + LATER):
        answer = visitor.client.post(address, data={**tokens, **TYPED}, **more)
    return Page(address, answer)


def signs_in(visitor: Visitor, member: Member, at: datetime) -> Page:
    with clock.fixed(at):
        visitor.page("accounts.sign_in")
        said = {"name": member.sign_in_name, "password": member.password}
        return visitor.post("accounts.enter", said)


def typed_in(page: Page, name: str = "words") -> str:
    box = page.soup.find("textarea", attrs={"name": name})
    assert isinstance(box, Tag)
    return box.get_text().strip()


def test_what_was_typed_waits_for_whoever_typed_it(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    noor, back = as_(cast.noor), now + LATER + timedelta(minutes=1)
    assert writes_too_long(noor, now).location == "/in"
    (row,) = waits(installation)
    assert row.person_id == cast.noor.person_id
    assert b"quincewords" not in row.words
    with clock.fixed(back):
        page = noor.page("accounts.sign_in")
        assert page.says("You were signed out to keep this private.")
        assert page.says("What you had typed is kept for you for a day.")
        assert "quincewords" not in page.html
    assert signs_in(noor, cast.noor, back).location == ADDRESS
    with clock.fixed(back):
        page = noor.follow()
        assert page.says("It is not sent yet.")
        assert typed_in(page) == WORDS
        checked = page.soup.find("input", attrs={"value": "safeguarding"})
        assert isinstance(checked, Tag)
        assert checked.has_attr("checked")
        noor.post("checkins.complain", to="checkins.help_page")
        assert typed_in(noor.page("checkins.not_right")) == ""
    assert waits(installation) == []


def test_whoever_signs_in_next_on_the_same_device_sees_nothing_of_it(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    shared, at = as_(cast.noor), now + LATER
    writes_too_long(shared, now)
    assert signs_in(shared, cast.kit, at).location == "/home"
    with clock.fixed(at):
        for endpoint in ("desk.home", "checkins.not_right"):
            page = shared.page(endpoint)
            assert "quincewords" not in page.html
            assert not page.says("It is not sent yet.")
    assert len(waits(installation)) == 1


def test_it_can_be_thrown_away_and_is_gone_after_a_day(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    noor = as_(cast.noor)
    writes_too_long(noor, now)
    with clock.fixed(now + MUCH_LATER):
        forget_old(installation.database, clock.now())
    assert waits(installation) == []
    again = as_(cast.noor)
    writes_too_long(again, now)
    signs_in(again, cast.noor, now + LATER)
    with clock.fixed(now + LATER):
        again.follow()
        again.post("accounts.throw_away", to="desk.home")
    assert waits(installation) == []


def test_what_waits_longer_than_a_day_is_not_shown(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    noor, late = as_(cast.noor), now + MUCH_LATER
    writes_too_long(noor, now)
    assert signs_in(Visitor(noor.app), cast.noor, late).location == "/home"
    with installation.database.reading() as session:
        assert rows.path_of(session, cast.noor.person_id, late) == ""


@pytest.mark.parametrize("how", ["a made up token", "no token", "from elsewhere"])
def test_nothing_is_kept_of_what_no_page_of_that_session_sent(
    installation: Installation, as_: As, cast: Cast, now: datetime, how: str
) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.not_right")
    tokens = noor._form_for(ADDRESS)
    token = {"a made up token": ["0" * 64], "no token": []}.get(how, tokens["csrf_token"])
    headers = {"Origin": "https://elsewhere.example"} if how == "from elsewhere" else {}
    with clock.fixed(now + LATER):
        said = {**tokens, **TYPED, "csrf_token": token}
        assert noor.client.post(ADDRESS, data=said, headers=headers).status_code == 400
    assert waits(installation) == []


def test_a_token_that_nobody_looks_at_is_noticed(
    installation: Installation, as_: As, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsent, "validate_csrf", lambda _token: None)
    with pytest.raises(AssertionError):
        test_nothing_is_kept_of_what_no_page_of_that_session_sent(
            installation, as_, cast, now, "a made up token"
        )


def test_of_a_session_that_was_ended_nothing_is_kept(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.not_right")
    tokens = noor._form_for(ADDRESS)
    noor.client.get("/leave")
    name = noor.app.config["SESSION_COOKIE_NAME"]
    noor.client.set_cookie(name, as_(cast.kit).client.get_cookie(name).value)  # type: ignore[union-attr]
    assert noor.client.post(ADDRESS, data={**tokens, **TYPED}).status_code == 400
    assert waits(installation) == []


def test_nothing_is_lost_while_the_password_is_asked_for_once_more(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    noor, later = as_(cast.noor, stepped_up=True), now + timedelta(minutes=6)
    noor.page("profiles.known_as")
    with clock.fixed(later):
        noor.post("profiles.save_known_as", {"names": WORDS}, to="accounts.step_up")
        noor.follow()
        noor.post("accounts.give_again", {"password": cast.noor.password})
        page = noor.follow()
        assert page.says("It is not sent yet.")
        assert typed_in(page, "names") == WORDS
        noor.post("profiles.save_known_as")
    assert waits(installation) == []


def test_what_staff_typed_waits_until_their_code_is_given_too(
    as_: As, cast: Cast, now: datetime
) -> None:
    rosa, address = as_(cast.rosa), f"/people/{cast.kit.person_id}/for/phone/known-as"
    rosa.open(address)
    tokens, later = rosa._form_for(address), now + LATER
    with clock.fixed(later):
        assert rosa.client.post(address, data={**tokens, "names": WORDS}).status_code == 303
        signs_in(rosa, cast.rosa, later)
        asked = rosa.page("accounts.enrol")
        assert not asked.says("It is not sent yet.")
        shared = asked.soup.find("bdi", attrs={"dir": "ltr"})
        assert shared
        code = pyotp.TOTP(shared.get_text()).at(later)
        rosa.post("accounts.finish_enrolment", {"code": code})
        page = rosa.follow()
        assert page.says("It is not sent yet.")
        assert typed_in(page, "names") == WORDS


def test_what_staff_typed_goes_with_whoever_is_erased(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    rosa, address = as_(cast.rosa), f"/people/{cast.kit.person_id}/for/phone/known-as"
    writes_too_long(as_(cast.noor), now)
    rosa.open(address)
    tokens = rosa._form_for(address)
    with clock.fixed(now + LATER):
        rosa.client.post(address, data={**tokens, "names": WORDS})
    assert len(waits(installation)) == 2
    with installation.database.transaction() as session:
        kit = accounts.person(session, cast.kit.person_id)
        standing.ask_to_stop(session, cast.kit.actor(session), kit, now)
        erase(session, SYSTEM, kit, now)
    assert [row.person_id for row in waits(installation)] == [cast.noor.person_id]


def test_passwords_are_not_kept(
    installation: Installation, app: Flask, as_: As, cast: Cast, now: datetime
) -> None:
    for member, address, typed in (
        (cast.noor, "/account/again", {"password": WORDS}),
        (cast.rosa, "/account/again", {"password": WORDS}),
    ):
        visitor = as_(member)
        page = visitor.open(address)
        form = page.form()
        assert form
        tokens = visitor._form_for(address)
        with clock.fixed(now + LATER):
            answer = visitor.client.post(address, data={**tokens, **typed})
        assert answer.headers["Location"] == "/in"
    assert waits(installation) == []
