"""Joining, one question a page: nothing is stored before the door and the age are passed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts import queries, service
from mentorship.accounts.models import Person, Visit
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import joining
from mentorship.app import create_app
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Door
from mentorship.profiles.questions import THREE
from tests.cast import Cast
from tests.pages import Data, Visitor, begin, words


@pytest.fixture
def card(installation: Installation, cast: Cast, now: datetime) -> str:
    with installation.database.transaction() as session:
        return service.make_card(session, cast.rosa.actor(session), Kind.MENTEE, now)


@pytest.fixture
def set_door(installation: Installation, now: datetime) -> Callable[[Door], None]:
    def setting(door: Door) -> None:
        with installation.database.transaction() as session:
            settings.change(session, SYSTEM, now, door=door)

    return setting


def people(installation: Installation) -> int:
    with installation.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def go_to_password(visitor: Visitor, card: str) -> None:
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card}, to="accounts.age")
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"}, to="accounts.word")
    visitor.follow()
    visitor.post("accounts.take_word", {"word": "Harbour"}, to="accounts.password", status=303)
    visitor.follow()


def test_what_the_exit_does_is_read_before_anything_is_asked(
    app: Flask, visitor: Visitor, installation: Installation
) -> None:
    visitor.page("accounts.start", to="accounts.before")
    assert visitor.follow().says("It does not clear your history.")
    visitor.post("accounts.go_on", to="accounts.start")
    assert visitor.follow().says("Do you have a card?")
    visitor.page("accounts.start")
    with installation.database.reading() as session:
        assert [row.person_id for row in session.scalars(select(Visit))] == [None]
    Visitor(app).page("accounts.start", to="accounts.before")


def test_joining_is_fourteen_pages_from_the_card_to_the_first_page(
    visitor: Visitor, card: str
) -> None:
    seen = [visitor.page("desk.front").heading]
    steps: list[tuple[str, Data, dict[str, str]]] = [
        ("accounts.go_on", {}, {}),
        ("accounts.take_card", {"card": card}, {}),
        ("accounts.take_age", {"adult": "yes"}, {}),
        ("accounts.take_word", {"word": "Harbour"}, {}),
        ("accounts.take_password", {}, {}),
        ("accounts.keep_shown", {}, {}),
    ]
    visitor.page("accounts.start", to="accounts.before")
    seen.append(visitor.follow().heading)
    for endpoint, said, values in steps:
        visitor.post(endpoint, said, **values)
        seen.append(visitor.follow().heading)
    seen.append(visitor.page("profiles.start_reach_me").heading)
    visitor.post("profiles.take_reach_me", {"channel": "call", "address": "555 0199"})
    seen.append(visitor.follow().heading)
    visitor.post("profiles.take_reach_when", {})
    seen.append(visitor.follow().heading)
    last = {"voicemail": "no", "code_word": "lantern"}
    visitor.post("profiles.save_start_reach_me", last, to="profiles.three")
    answers = ({"answer": ["en"]}, {"answer": ["mon-morning"]}, {"answer": ["phone"]})
    visitor.follow(status=303)
    seen.append(visitor.follow().heading)
    for code, said in zip(THREE, answers, strict=True):
        visitor.post("profiles.save_three_one", said, code=code)
        seen.append(visitor.follow().heading)
    visitor.post("profiles.save_three_use", {"use": "yes"}, to="desk.home")
    seen.append(visitor.follow().heading)
    since_card = seen[seen.index("Do you have a card?") :]
    assert len(since_card) == len(set(since_card)) == 14, seen


def test_somebody_with_a_card_joins_and_is_signed_in(
    visitor: Visitor, installation: Installation, card: str
) -> None:
    before = people(installation)
    go_to_password(visitor, card.lower().replace("-", " "))
    visitor.post("accounts.take_password", to="accounts.shown_once")
    shown = visitor.follow()
    assert "harbour" in shown.text
    assert people(installation) == before + 1
    visitor.page("accounts.told")
    visitor.page("accounts.account")


def test_the_words_to_keep_stay_until_they_are_kept_and_joining_goes_on(
    visitor: Visitor, card: str
) -> None:
    go_to_password(visitor, card)
    visitor.post("accounts.take_password")
    shown = visitor.follow()
    assert len(shown.soup.find_all("dd")) == 3
    assert visitor.page("accounts.shown_once").text == shown.text
    visitor.post("accounts.keep_shown", to="accounts.told")
    visitor.again(to="accounts.told")
    visitor.page("accounts.shown_once", to="desk.home")


def test_after_ten_minutes_the_words_are_gone_and_joining_goes_on(
    visitor: Visitor, card: str, now: datetime
) -> None:
    go_to_password(visitor, card)
    visitor.post("accounts.take_password")
    words = [cell.get_text() for cell in visitor.follow().soup.find_all("dd")]
    with clock.fixed(now + timedelta(minutes=10)):
        page = visitor.page("accounts.shown_once")
        assert not any(word in page.html for word in words)
        visitor.post("accounts.keep_shown", to="accounts.told")


def test_the_six_words_of_joining_are_a_way_back_in(
    app: Flask, visitor: Visitor, card: str
) -> None:
    go_to_password(visitor, card)
    visitor.post("accounts.take_password")
    name, _password, six = [str(cell.get_text()) for cell in visitor.follow().soup.find_all("dd")]
    other = Visitor(app)
    fresh = {"name": name, "words": six.upper(), "password": "heron pebble orchard kite"}
    other.page("accounts.words")
    other.post("accounts.take_words", fresh, to="accounts.sign_in")
    assert other.follow().says("Your six words are used up.")
    again = {"name": name, "password": "heron pebble orchard kite"}
    other.post("accounts.enter", again, to="accounts.six_words")
    other.follow(status=303)
    other.follow()
    other.post("accounts.step_up", {"password": again["password"]}, to="accounts.six_words")
    other.follow()
    other.post("accounts.new_six_words", to="accounts.shown_once")
    (new,) = [str(cell.get_text()) for cell in other.follow().soup.find_all("dd")]
    assert new != six
    third = Visitor(app)
    third.page("accounts.words")
    assert third.post("accounts.take_words", fresh, status=422)
    third.post("accounts.take_words", {**fresh, "words": new}, to="accounts.sign_in")
    # Whoever signs in after that with a password alone goes where they always go.
    other = Visitor(app)
    other.page("accounts.sign_in")
    other.post("accounts.enter", again, to="desk.home")


def test_an_own_password_is_taken_when_it_is_long_enough(visitor: Visitor, card: str) -> None:
    go_to_password(visitor, card)
    page = visitor.post("accounts.take_password", {"password": "short"}, status=422)
    assert page.problem("password")
    own = {"password": "a long way from the sea"}
    visitor.post("accounts.take_password", own, to="accounts.shown_once")


@pytest.mark.parametrize("typed", ["Jacket hope hub boulder ", " "])
def test_a_phone_may_add_a_capital_and_a_space(
    app: Flask, visitor: Visitor, card: str, typed: str
) -> None:
    go_to_password(visitor, card)
    field = visitor.here.soup.find("input", type="password") if visitor.here else None
    assert field
    assert (field["autocapitalize"], field["autocorrect"]) == ("none", "off")
    visitor.post("accounts.take_password", {"password": typed})
    kept = {words(term): words(term.find_next("dd")) for term in visitor.follow().soup("dt")}
    given = {"name": kept["Sign-in name"], "password": kept["Password"].strip()}
    for said in (given["password"].lower(), f"{given['password'].capitalize()} "):
        other = Visitor(app)
        other.post("accounts.enter", {**given, "password": said}, to="desk.home")


def test_a_name_needs_no_keyboard_of_a_language(app: Flask, visitor: Visitor, card: str) -> None:
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card}, to="accounts.age")
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"}, to="accounts.word")
    visitor.follow()
    visitor.post("accounts.take_word", {"word": "Ñandú"}, to="accounts.password")
    visitor.follow()
    visitor.post("accounts.take_password", {"password": "a long way from the sea"})
    name = words(visitor.follow().soup.find("dt", string="Sign-in name").find_next("dd"))
    assert re.fullmatch(r"nandu\d{4}", name)
    for typed in (name, name.replace("nandu", "Ñandú")):
        Visitor(app).post(
            "accounts.enter", {"name": typed, "password": "a long way from the sea"}, to="desk.home"
        )


@pytest.mark.parametrize("easy", ["password12345678", "aaaaaaaaaaaaaaaaaaa", "harbour123456789012"])
def test_a_password_that_is_easy_to_guess_is_refused(
    visitor: Visitor, card: str, easy: str
) -> None:
    go_to_password(visitor, card)
    page = visitor.post("accounts.take_password", {"password": easy}, status=422)
    assert page.problem("password")


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_nothing_is_kept_of_whoever_is_not_of_age(
    visitor: Visitor, installation: Installation, card: str, answer: str
) -> None:
    before = people(installation)
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card})
    visitor.follow()
    page = visitor.post("accounts.take_age", {"adult": answer}, status=200)
    assert page.says("555 0101")
    assert "/start" in page.links
    assert people(installation) == before
    visitor.page("accounts.word", to="accounts.start")


def test_the_age_cannot_be_skipped(visitor: Visitor, card: str) -> None:
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card})
    visitor.follow()
    assert visitor.post("accounts.take_age", status=422).problem("adult")
    for endpoint in ("accounts.word", "accounts.password", "accounts.part"):
        visitor.page(endpoint, to="accounts.start")


def test_a_card_works_once(app: Flask, visitor: Visitor, card: str) -> None:
    go_to_password(visitor, card)
    visitor.post("accounts.take_password")
    other = Visitor(app)
    begin(other)
    assert other.post("accounts.take_card", {"card": card}, status=422).problem("card")


def test_two_people_with_one_card_are_one(
    app: Flask, visitor: Visitor, installation: Installation, card: str
) -> None:
    before, other = people(installation), Visitor(app)
    go_to_password(visitor, card)
    go_to_password(other, card)
    visitor.post("accounts.take_password")
    other.post("accounts.take_password", status=409)
    assert people(installation) == before + 1


def test_the_same_password_form_twice_joins_once(
    visitor: Visitor, installation: Installation, card: str
) -> None:
    before = people(installation)
    go_to_password(visitor, card)
    cookie = visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    visitor.post("accounts.take_password")
    visitor.client.set_cookie(cookie.key, cookie.value)
    visitor.again(status=400)
    assert people(installation) == before + 1


def test_a_code_of_any_length_that_is_none_does_not_work(visitor: Visitor) -> None:
    begin(visitor)
    page = visitor.post("accounts.take_card", {"card": "A" * 201}, status=422)
    assert page.problem("card").endswith("Ask the person who gave it to you.")


def test_a_made_up_code_does_not_work(visitor: Visitor) -> None:
    begin(visitor)
    page = visitor.post("accounts.take_card", {"card": "AAAA-BBBB-CCCC"}, status=422)
    assert page.problem("card")


def test_a_closed_door_lets_nobody_in(
    visitor: Visitor, card: str, set_door: Callable[[Door], None]
) -> None:
    go_to_password(visitor, card)
    set_door(Door.CLOSED)
    visitor.post("accounts.take_password", status=409)
    assert visitor.page("accounts.start").form() is None


def test_an_open_door_asks_for_no_card(visitor: Visitor, set_door: Callable[[Door], None]) -> None:
    set_door(Door.OPEN)
    begin(visitor)
    visitor.page("accounts.start", to="accounts.age")
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"}, to="accounts.part")
    visitor.follow()
    visitor.post("accounts.take_part", {"part": "mentor"}, to="accounts.word")
    visitor.follow()
    visitor.post("accounts.take_word", {"word": "lantern"})
    visitor.follow()
    visitor.post("accounts.take_password", to="accounts.shown_once")


def two_join_with_one_word(
    app: Flask, installation: Installation, cast: Cast, now: datetime, patch: pytest.MonkeyPatch
) -> list[str]:
    """Have two join with the same word, of whom the second first draws the digits of the other."""
    drawn = iter([1, 1, 1, 2])
    patch.setattr(joining, "randbelow", lambda _below: next(drawn))
    answers = []
    for _person in range(2):
        with installation.database.transaction() as session:
            code = service.make_card(session, cast.rosa.actor(session), Kind.MENTEE, now)
        visitor = Visitor(app)
        go_to_password(visitor, code)
        answers.append(visitor.post("accounts.take_password").location)
    return answers


def test_a_word_that_others_chose_is_never_taken(
    app: Flask, installation: Installation, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first, second = two_join_with_one_word(app, installation, cast, now, monkeypatch)
    assert first == second
    with installation.database.reading() as session:
        assert queries.name_taken(session, "harbour0001")
        assert queries.name_taken(session, "harbour0002")


def test_a_form_that_says_a_word_is_taken_is_noticed(
    app: Flask, installation: Installation, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def say_so(session: Session, name: str) -> bool:
        if name_taken(session, name):
            raise RuleBroken("That is taken.", status=422)
        return False

    name_taken = queries.name_taken
    monkeypatch.setattr(queries, "name_taken", say_so)
    with pytest.raises(AssertionError, match="That is taken"):
        two_join_with_one_word(app, installation, cast, now, monkeypatch)


def test_what_was_said_while_joining_can_be_read_by_nobody(
    visitor: Visitor, installation: Installation, card: str
) -> None:
    go_to_password(visitor, card)
    with installation.database.reading() as session:
        kept = [row.data for row in session.scalars(select(Visit)) if row.data]
    assert kept
    assert all(b"harbour" not in data for data in kept)


@pytest.mark.parametrize("word", ["", "two words", "x", "survivor", "w" * 21, "sea1"])
def test_a_word_must_be_one_that_says_nothing(visitor: Visitor, card: str, word: str) -> None:
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card})
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"})
    visitor.follow()
    assert visitor.post("accounts.take_word", {"word": word}, status=422).problem("word")


@pytest.mark.parametrize("endpoint", ["accounts.before", "accounts.sign_in", "accounts.ways_back"])
def test_whoever_is_signed_out_finds_whom_to_call_and_the_page_of_help(
    visitor: Visitor, cast: Cast, endpoint: str
) -> None:
    page = visitor.page(endpoint)
    foot = page.soup.find("footer")
    assert foot
    assert "In danger now?" in foot.get_text()
    assert "/help" in page.links
    assert visitor.page("checkins.help_page").says("Crisis line, at any hour")


def test_the_rule_for_the_word_stands_before_the_error(visitor: Visitor, card: str) -> None:
    begin(visitor)
    visitor.post("accounts.take_card", {"card": card})
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"})
    assert visitor.follow().says("2 to 20 letters")
    for word in ("x" * 300, "two words", "x"):
        page = visitor.post("accounts.take_word", {"word": word}, status=422)
        assert page.problem("word").endswith("Choose one word of 2 to 20 letters.")


def test_the_front_page_of_a_site_that_is_not_ready_opens_no_door(
    installation: Installation, cast: Cast
) -> None:
    live = Installation(replace(installation.config, local=False, hosts=("localhost",)))
    page = create_app(live).test_client().get("/").get_data(as_text=True)
    live.close()
    assert "We are not taking new people right now." in page
    assert "New here?" not in page


def test_the_first_pages_can_be_heard_before_anybody_is_signed_in(
    home: Path, visitor: Visitor
) -> None:
    (home / "aloud").mkdir()
    (home / "aloud" / "before-en.wav").write_bytes(b"RIFF")
    (home / "aloud" / f"{THREE[0]}-en.wav").write_bytes(b"RIFF")
    heard = visitor.page("accounts.before").soup.find("audio")
    assert isinstance(heard, Tag)
    assert (heard["src"], heard["preload"]) == ("/start/aloud/before", "none")
    with visitor.client.get("/start/aloud/before") as answer:
        assert answer.get_data() == b"RIFF"
    for name in ("age", THREE[0], "..%2Fsecret", ""):
        assert visitor.client.get(f"/start/aloud/{name}").status_code == 404, name
    begin(visitor)
    assert visitor.page("accounts.start").soup.find("audio") is None


def test_a_code_with_one_wrong_letter_is_to_be_looked_at_first(visitor: Visitor, card: str) -> None:
    begin(visitor)
    visitor.page("accounts.start")
    page = visitor.post("accounts.take_card", {"card": f"{card[:-1]}?"}, status=422)
    assert "Look at it once more." in page.problem("card")
