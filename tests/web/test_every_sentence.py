"""Every page of everybody in a made-up language: what nobody marked, or glued, stands out.

So does what stands before somebody whose language may well miss it.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from bs4.element import NavigableString, Tag
from flask import Flask

from mentorship.accounts.rules import kind_words
from mentorship.checkins.rules.zones import zone_names
from mentorship.installation import Installation
from mentorship.kernel import languages, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.clock import now
from mentorship.kernel.languages import Book
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import END, ISOLATE, LEFT_TO_RIGHT, RIGHT_TO_LEFT
from tests import pseudo
from tests.forms import every_page
from tests.full import SAID, Full
from tests.pages import Page, Visitor
from tests.surface import AUDIENCE_OF, Audience

As = Callable[..., Visitor]
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-words", "label")


# Whose sentences may stand on whose pages: a language is offered when those of mentees are there.
READ_BY = {
    Audience.EVERYBODY: {"mentee"},
    Audience.MENTEE: {"mentee"},
    Audience.MENTOR: {"mentee", "mentor"},
    Audience.STAFF: {"mentee", "mentor", "staff"},
}
WORD = re.compile("[A-Za-z]{2,}")
OPENINGS = f"{ISOLATE}{LEFT_TO_RIGHT}{RIGHT_TO_LEFT}"
APART = re.compile(f"[{OPENINGS}]([^{OPENINGS}{END}]*){END}")
WHOLE = re.compile(r"\[~(?:(?!\[~|~\]).)*~\]", re.DOTALL)
# Staff read somebody's code in any place.
CODE = re.compile("[A-Z]{6}")


def words_of(full: Full, agency: Agency) -> frozenset[str]:
    """List the words that somebody typed, who is there, and what is the same in every language."""
    said = [*SAID, *full.everybody(), "Sky", str(agency), languages.own_name("en"), "UTC"]
    said += [*kind_words("en"), *zone_names()]
    said += [name.capitalize() for name in full.everybody()]
    return frozenset(word for text in said for word in WORD.findall(text))


def secret(page: Page) -> str:
    """Give the key for an authenticator, in the groups in which a page shows it."""
    return " ".join(it for tag in page.soup.select("bdi[dir=ltr]") for it in tag.stripped_strings)


def loose(page: Page, own: frozenset[str]) -> Iterator[str]:
    """Give each word of a page that is neither marked nor somebody's own and told apart as such."""
    for text in page.soup.find_all(string=True):
        if type(text) is NavigableString:
            bare, apart = unmarked(str(text))
            yield from (word for word in apart if word not in own)
            yield from (word for word in bare if word not in own or not _is_apart(text.parent))
    for tag in page.soup.find_all(True):
        for name in ATTRIBUTES:
            bare, apart = unmarked(str(tag.get(name, "")))
            yield from (word for word in bare + apart if word not in own)


def unmarked(said: str) -> tuple[list[str], list[str]]:
    """Give the words that stand in no sentence that is marked: bare ones, and those told apart."""
    apart, rest, before = list[str](), said, ""
    while rest != before:
        before, rest = rest, WHOLE.sub(" ", rest)
        apart += [word for found in APART.findall(rest) for word in WORD.findall(found)]
        rest = APART.sub(" ", rest)
    bare = [word for word in WORD.findall(rest) if not CODE.fullmatch(word)]
    return bare, [word for word in apart if not CODE.fullmatch(word)]


def glued(page: Page) -> Iterator[str]:
    """Give each text in which two sentences follow each other and the first does not end."""
    for text in page.soup.find_all(string=re.compile(r"~\]\W*\[~")):
        yield from re.findall(r"[^.?!:”…·]·*~\]\s*\[~", str(text))


def _is_apart(tag: Tag | None) -> bool:
    while tag is not None:
        if tag.name in {"bdi", "option", "textarea", "title"} or tag.get("dir") == "auto":
            return True
        tag = tag.parent
    return False


@pytest.mark.only("sqlite", reason="the forms' test opens each of these pages on both")
def test_every_sentence_is_marked_and_said_whole(
    app: Flask, installation: Installation, full: Full, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, speech = languages.book, pseudo.Speech()
    made_up = Book(speech, is_whole=True)
    monkeypatch.setattr(languages, "book", lambda it: made_up if it == pseudo.TAG else real(it))
    monkeypatch.setattr(languages, "known", lambda: ("en", pseudo.TAG))
    with installation.database.transaction() as session:
        agency = settings.change(session, SYSTEM, now(), languages=(pseudo.TAG, "en"))
    own, found, strayed = words_of(full, agency), dict[str, str](), dict[str, str]()
    readers = pseudo.read_by()
    speech.asked.clear()
    for name, _visitor, page in every_page(app, installation, full, as_):
        where = f"{name} {page.address}"
        if page.is_html:
            words = own | set(WORD.findall(secret(page)))
            found |= dict.fromkeys([*loose(page, words), *glued(page)], where)
        audience = AUDIENCE_OF.get(name, Audience.STAFF)
        strayed |= {it: where for it in speech.asked if readers[it] not in READ_BY[audience]}
        speech.asked.clear()
    assert found == {}
    assert strayed == {}, "a language is called whole without these: see tests/catalogues.py"
