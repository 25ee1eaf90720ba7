"""Choosing a language: signed out and in, by staff for somebody, and what speaks it then."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from flask import Flask

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import kind_words
from mentorship.accounts.service.language import language_of
from mentorship.installation import Installation
from mentorship.kernel import languages, settings, words
from mentorship.kernel.access import SYSTEM, How
from mentorship.kernel.clock import now
from mentorship.profiles.models import Consent
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.consent import give_consent
from tests.cast import Cast
from tests.catalogues import read
from tests.pages import Page, Visitor
from tests.participants import say

As = Callable[..., Visitor]
# What tells it outside of these tests.
WHOLE = languages.whole
SPANISH, ARABIC = "Español", "العربية"


@pytest.fixture(autouse=True)
def _offered(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    # Also on a day on which a new sentence waits for its translators.
    monkeypatch.setattr(languages, "whole", languages.known)
    offer(installation, languages=("en", "es", "ar"))


def offer(installation: Installation, **changed: Any) -> None:
    """Let the agency say anew which languages it offers."""
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now(), **changed)


def choose(visitor: Visitor, tag: str) -> Page:
    """Press a language on the page where the visitor is."""
    visitor.post("accounts.choose_language", {"language": tag})
    return visitor.follow()


def spoken(page: Page) -> tuple[str, str]:
    """Tell which language a page says it speaks, and in which direction."""
    root = page.soup.html
    assert root
    return str(root["lang"]), str(root["dir"])


def tongues(page: Page) -> list[str]:
    """List the languages a page offers, by their own names."""
    return [tag.get_text() for tag in page.soup.select("form.languages button")]


def test_who_is_signed_out_chooses_on_any_page_and_stays_on_it(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.page("desk.private")
    assert tongues(page) == ["English", SPANISH, ARABIC]
    page = choose(visitor, "ar")
    assert (page.address, spoken(page)) == ("/private", ("ar", "rtl"))
    assert spoken(visitor.page("accounts.sign_in")) == ("ar", "rtl")
    assert spoken(Visitor(app).page("desk.front")) == ("en", "ltr")
    cookie = visitor.client.get_cookie("l")
    assert cookie
    assert (cookie.value, cookie.http_only, cookie.same_site, cookie.expires) == (
        "ar", True, "Strict", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "/out/x", ""]
)
def test_the_place_to_come_back_to_is_one_of_ours(app: Flask, place: str) -> None:
    visitor = Visitor(app)
    visitor.page("desk.front")
    page = visitor.post("accounts.choose_language", {"language": "es", "place": place})
    assert page.location == "/"


def test_a_language_that_is_not_offered_is_refused_with_a_sentence(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.page("desk.front")
    page = visitor.post("accounts.choose_language", {"language": "fr"}, status=400)
    assert page.says("Choose one of the languages in the list.")
    assert visitor.client.get_cookie("l") is None


def test_an_account_keeps_its_language_wherever_its_person_signs_in(cast: Cast, as_: As) -> None:
    page = as_(cast.noor).page("accounts.account")
    assert tongues(page) == ["English", SPANISH, ARABIC]
    visitor = as_(cast.noor)
    visitor.page("accounts.account")
    assert spoken(choose(visitor, "es")) == ("es", "ltr")
    assert visitor.client.get_cookie("l") is None
    assert spoken(as_(cast.noor).page("desk.home")) == ("es", "ltr")
    assert spoken(as_(cast.amara).page("desk.home")) == ("en", "ltr")


def test_an_error_page_speaks_the_language_of_who_meets_it(cast: Cast, app: Flask, as_: As) -> None:
    visitor = Visitor(app)
    visitor.page("desk.front")
    choose(visitor, "ar")
    for address in ("/nowhere", "/static/nowhere.css"):
        assert spoken(visitor.open(address, status=404)) == ("ar", "rtl")
    # The one after another speaks for itself, also where nobody knows who asks.
    assert spoken(Visitor(app).open("/static/nowhere.css", status=404)) == ("en", "ltr")
    signed_in = as_(cast.noor)
    signed_in.page("accounts.account")
    choose(signed_in, "es")
    assert spoken(signed_in.open("/nowhere", status=404)) == ("es", "ltr")


def test_a_mark_stands_beside_a_language_until_a_speaker_has_read_it(
    app: Flask, installation: Installation
) -> None:
    def marks() -> list[str]:
        page = Visitor(app).page("desk.front")
        return [tag.get_text() for tag in page.soup.select("form.languages small")]

    with words.use_locale("es"):
        unread = words._("not yet read by a speaker")
    assert len(marks()) == 2
    assert marks()[0] == unread != "not yet read by a speaker"
    offer(installation, languages_read={"es": date(2026, 3, 1)})
    assert len(marks()) == 1


def test_a_language_with_one_sentence_missing_is_offered_no_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = {tag: languages.bound(_filled(tag)) for tag in ("es", "ar")}
    english = languages.book("en")
    monkeypatch.setattr(languages, "whole", WHOLE)
    monkeypatch.setattr(languages, "book", lambda tag: books.get(tag, english))
    visitor = Visitor(app)
    visitor.page("desk.front")
    assert spoken(choose(visitor, "es")) == ("es", "ltr")
    books["es"] = languages.bound(_filled("es", but_for_one=True))
    page = visitor.page("desk.front")
    assert tongues(page) == ["English", ARABIC]
    assert spoken(page) == ("en", "ltr")


def _filled(tag: str, *, but_for_one: bool = False) -> Catalog:
    catalog = read(tag)
    for message in catalog:
        if message.id and not message.pluralizable and not message.string:
            message.string = message.id
        if message.pluralizable and not all(message.string):
            message.string = (message.id[1],) * catalog.num_plurals
    if but_for_one:
        next(one for one in catalog if one.id and "mentee" in one.auto_comments).string = ""
    return catalog


def test_an_administrator_says_which_languages_there_are_and_who_has_read_them(
    cast: Cast, app: Flask, as_: As, installation: Installation
) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("desk.setting", section="spoken")
    said = {"languages": ["es", "en"], "usual": "es", "read_es": "2026-03-02"}
    ada.post("desk.change_setting", said, section="spoken")
    page = Visitor(app).page("desk.front")
    assert spoken(page) == ("es", "ltr")
    assert tongues(page) == [SPANISH, "English"]
    assert not page.soup.select("form.languages small")
    page = ada.page("desk.setting", section="spoken")
    assert page.soup.select_one("input[name=read_es]")["value"] == "2026-03-02"  # type: ignore[index]
    wrong = {"languages": ["en"], "usual": "es", "read_es": "2031-01-01"}
    page = ada.post("desk.change_setting", wrong, section="spoken", status=422)
    assert page.problem("usual")
    assert page.problem("read_es")


def test_staff_note_the_language_they_speak_with_somebody_and_it_is_kept_as_said_in_it(
    cast: Cast, as_: As, installation: Installation
) -> None:
    rosa = as_(cast.rosa)
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("profiles.language_for", **whom)
    rosa.post("profiles.save_language_for", {"language": "ar"}, **whom)
    assert spoken(rosa.follow()) == ("en", "ltr")
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        actor = cast.rosa.actor(session).on_behalf(How.PHONE)
        assert language_of(session, noor.id) == "ar"
        say(session, noor, now(), topics=["courts"])
        give_consent(session, actor, noor, "q04", ConsentPurpose.SHOW, now())
        said = session.query(Consent).filter_by(person_id=noor.id, how=How.PHONE).one()
        assert said.language == "ar"


def test_who_joins_in_a_language_keeps_it(
    app: Flask, installation: Installation, cast: Cast
) -> None:
    offer(installation, door=settings.Door.OPEN)
    visitor = Visitor(app)
    visitor.page("desk.front")
    choose(visitor, "es")
    visitor.page("accounts.start", to="accounts.before")
    visitor.follow()
    visitor.post("accounts.go_on", to="accounts.start")
    visitor.page("accounts.start", to="accounts.age")
    visitor.follow()
    visitor.post("accounts.take_age", {"adult": "yes"})
    visitor.follow()
    visitor.post("accounts.take_part", {"part": "mentee"})
    visitor.follow()
    visitor.post("accounts.take_word", {"word": "Membrillo"})
    page = visitor.follow()
    offered = page.soup.select_one("p.lead strong bdi")
    assert offered
    assert set(offered.get_text().split()) <= set(kind_words("es"))
    visitor.post("accounts.take_password", {"password": ""})
    visitor.client.delete_cookie("l")
    assert spoken(visitor.follow()) == ("es", "ltr")


def test_the_sentences_an_agency_starts_with_are_said_in_the_language_and_its_own_as_written(
    app: Flask, installation: Installation
) -> None:
    ours = "If somebody's life is in danger, we call for help.\n\nAsk for Rosa."
    offer(installation, must_pass_on=ours)
    visitor = Visitor(app)
    visitor.page("checkins.help_page")
    page = choose(visitor, "es")
    assert page.says("Si la vida de alguien está en peligro, pedimos ayuda.")
    assert page.says("Ask for Rosa.")
    assert not page.says("life is in danger")
    assert not page.says("Project-Id")
