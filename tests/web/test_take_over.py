"""Somebody for whom staff recorded everything comes into their own record with a code."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from mentorship.accounts import queries
from mentorship.accounts.models import OwnCode
from mentorship.accounts.rules import CARD_LIFE, Kind
from mentorship.accounts.service import register_on_behalf, standing
from mentorship.accounts.tasks import forget_old
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM, How
from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.settings import Door
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import answer, give_consent
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import code

As = Callable[..., Visitor]
TOPICS = code("topics")


@pytest.fixture
def alone(installation: Installation, cast: Cast, now: datetime) -> UUID:
    """Let somebody in without a sign-in, and record an answer of theirs."""
    with installation.database.transaction() as session:
        rosa = cast.rosa.actor(session).on_behalf(How.IN_PERSON)
        person = register_on_behalf(session, rosa, Kind.MENTEE, now)
        answer(session, rosa, person, TOPICS, ["courts"], now)
        give_consent(session, rosa, person, TOPICS, ConsentPurpose.MATCH, now)
        return person.id


def given(rosa: Visitor, person_id: UUID) -> str:
    """Have staff make a code, and give it."""
    rosa.page("profiles.person", person_id=person_id)
    rosa.post("accounts.give_own_code", person_id=person_id, to="accounts.shown_once")
    shown = rosa.follow().soup.find("dd")
    assert shown
    return shown.get_text().strip()


def comes_in(visitor: Visitor, own_code: str) -> Visitor:
    visitor.page("accounts.own_code")
    visitor.post("accounts.take_own_code", {"code": own_code}, to="accounts.word")
    visitor.follow()
    visitor.post("accounts.take_word", {"word": "lantern"}, to="accounts.password")
    visitor.follow()
    visitor.post("accounts.take_password", to="accounts.shown_once")
    visitor.follow()
    visitor.post("accounts.keep_shown", to="desk.home")
    return visitor


def test_they_find_what_was_recorded_marked_and_can_stop_it(
    installation: Installation, as_: As, cast: Cast, visitor: Visitor, alone: UUID, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    them = comes_in(visitor, given(rosa, alone))
    choices = them.page("profiles.choices")
    assert choices.says("in person")
    assert choices.says("Your choices: 1 used.")
    them.post("profiles.stop_choice", {"purpose": "match"}, code=TOPICS)
    assert not them.page("profiles.choices").says("1 used")
    with installation.database.reading() as session:
        sign_in = queries.sign_in_of(session, alone)
        assert sign_in
        assert session.scalars(select(OwnCode)).all() == []
    page = rosa.page("profiles.person", person_id=alone)
    assert not page.says("They have no sign-in.")
    rosa.page("profiles.person", person_id=cast.kit.person_id)
    rosa.post("accounts.give_own_code", person_id=alone, status=409)


def test_a_code_works_once_and_a_new_one_ends_the_one_before(
    app: Flask, as_: As, cast: Cast, alone: UUID
) -> None:
    rosa = as_(cast.rosa)
    first, second = given(rosa, alone), given(rosa, alone)
    assert first != second
    early, one, two = Visitor(app), Visitor(app), Visitor(app)
    early.page("accounts.own_code")
    page = early.post("accounts.take_own_code", {"code": first}, status=422)
    assert page.problem("code")
    two.page("accounts.own_code")
    two.post("accounts.take_own_code", {"code": second})
    two.follow()
    two.post("accounts.take_word", {"word": "harbour"})
    two.follow()
    comes_in(one, second.lower().replace("-", " "))
    two.post("accounts.take_password", status=409)


def test_a_code_ends_after_its_days_and_with_the_person(
    installation: Installation, as_: As, cast: Cast, visitor: Visitor, alone: UUID, now: datetime
) -> None:
    own_code = given(as_(cast.rosa), alone)
    visitor.page("accounts.own_code")
    with clock.fixed(now + CARD_LIFE + timedelta(minutes=1)):
        visitor.page("accounts.own_code")
        visitor.post("accounts.take_own_code", {"code": own_code}, status=422)
        forget_old(installation.database, clock.now())
    with installation.database.reading() as session:
        assert session.scalars(select(OwnCode)).all() == []
    with installation.database.transaction() as session:
        rosa, person = cast.rosa.actor(session), queries.person(session, alone)
        standing.suspend(session, rosa, person, now)
    browser = as_(cast.rosa)
    browser.page("profiles.person", person_id=cast.kit.person_id)
    browser.post("accounts.give_own_code", person_id=alone, status=409)


def test_a_closed_door_keeps_nobody_out_of_their_own_record(
    installation: Installation, as_: As, cast: Cast, visitor: Visitor, alone: UUID, now: datetime
) -> None:
    own_code = given(as_(cast.rosa), alone)
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, door=Door.CLOSED)
    comes_in(visitor, own_code)


def test_what_is_printed_of_a_code_says_nothing(as_: As, cast: Cast, alone: UUID) -> None:
    rosa = as_(cast.rosa)
    given(rosa, alone)
    page = rosa.page("accounts.shown_once")
    main = page.soup.find("main")
    assert isinstance(main, Tag)
    for hidden in main.select(".no-print"):
        hidden.decompose()
    assert telltale_words(main.get_text(" ")) == []
