"""Every form that any page holds takes what nobody should type: a sentence, nothing lost, no fault.

The forms are found by following the links of the pages that each of the cast can open, so that a
new page is tested without anybody remembering to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from bs4 import Tag
from flask import Flask
from werkzeug.test import TestResponse

from mentorship.installation import Installation
from tests.cast import Cast, Member
from tests.markup import problems, telling_words
from tests.pages import Page, Visitor
from tests.talking import begin

LONG = "x" * 10_000
# NUL, right-to-left signs, emoji, markup and another kind of value in one.
WEIRD = "[0]\0\u202eabc\u2066\U0001f33b<script>alert(1)</script>"
SIGNS = {"empty": "", "long": LONG, "weird": WEIRD}
CALM = {200, 303, 400, 404, 409, 422, 429}
NOT_FOLLOWED = ("/out", "/leave", "/static/")


@dataclass(frozen=True)
class Form:
    """A form on a page: where it leads and what it asks for."""

    page: str
    action: str
    values: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]


@pytest.fixture
def busy(installation: Installation, cast: Cast, now: datetime) -> Cast:
    """Give the cast with a match between Noor and Amara, so that every page has something."""
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
    return cast


def everybody(cast: Cast) -> list[Member | None]:
    return [None, cast.noor, cast.kit, cast.amara, cast.rosa, cast.lena, cast.ruth, cast.ada]


def pages(browser: Visitor) -> Iterator[tuple[str, TestResponse]]:
    """Follow every link from the first pages on, and give each page once."""
    ahead, seen = ["/", "/home", "/today", "/start", "/in", "/before"], set[str]()
    while ahead:
        address = ahead.pop()
        if address in seen or address.startswith(NOT_FOLLOWED) or not address.startswith("/"):
            continue
        seen.add(address)
        answer = browser.client.get(address)
        if answer.status_code == 303 and answer.location.startswith("/"):
            ahead.append(answer.location)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield address, answer
            ahead += [link.split("#")[0] for link in Page(address, answer).links]


def forms(browser: Visitor) -> dict[tuple[str, ...], Form]:
    """Give the forms of every page, each kind once."""
    found: dict[tuple[str, ...], Form] = {}
    for address, answer in pages(browser):
        for tag in Page(address, answer).soup.find_all("form", method="post"):
            form = _form(address, tag)
            found.setdefault((_kind(form.action), *(name for name, _ in form.asked)), form)
    return found


def test_every_page_of_everybody_is_whole_and_tells_nothing(
    app: Flask, busy: Cast, as_: Callable[..., Visitor]
) -> None:
    faults = []
    count = 0
    for member in everybody(busy):
        browser = as_(member, stepped_up=True) if member else Visitor(app)
        for address, answer in pages(browser):
            count += 1
            faults += [f"{address}: {problem}" for problem in problems(answer.text)]
            title = Page(address, answer).title
            faults += [f"{address}: the title says {word}" for word in telling_words(title)]
    assert faults == []
    assert count > 100


def test_every_form_takes_what_nobody_should_type(
    app: Flask, busy: Cast, as_: Callable[..., Visitor]
) -> None:
    tried: set[tuple[str, ...]] = set()
    for member in everybody(busy):
        browser = as_(member, stepped_up=True) if member else Visitor(app)
        for kind, form in forms(browser).items():
            if kind not in tried:
                tried.add(kind)
                _try_all_signs(browser, form)
    assert len(tried) > 40


def test_a_form_sent_as_something_else_is_refused_calmly(
    app: Flask, busy: Cast, as_: Callable[..., Visitor]
) -> None:
    browser = as_(busy.noor, stepped_up=True)
    for form in forms(browser).values():
        answer = browser.client.post(form.action, json={"a": 1})
        assert answer.status_code == 400, form.action


def _try_all_signs(browser: Visitor, form: Form) -> None:
    now: Form | None = form
    for name, kind in form.asked:
        for said, value in SIGNS.items():
            now = now or _again(browser, form)
            if now is None:
                return
            answer = browser.client.post(form.action, data={**dict(now.values), name: value})
            where = (form.page, form.action, name, said)
            assert answer.status_code in CALM, (where, answer.status_code)
            assert "<script>alert" not in answer.text, where
            if answer.status_code == 422:
                _insist_on_help(answer, where)
                _insist_nothing_lost(answer, kind, value, where)
            else:
                now = None


def _insist_on_help(answer: TestResponse, where: object) -> None:
    assert 'role="alert"' in answer.text, where


def _insist_nothing_lost(answer: TestResponse, kind: str, value: str, where: object) -> None:
    if kind in {"text", "textarea"} and value:
        kept = value.replace("\0", "").replace("<", "&lt;").replace(">", "&gt;")
        assert kept in answer.text, where


def _again(browser: Visitor, form: Form) -> Form | None:
    """Open the page once more for fresh tokens; it may be gone after what was done."""
    fresh = browser.client.get(form.page)
    tags = Page(form.page, fresh).soup.find_all("form", method="post")
    return next(
        (it for it in (_form(form.page, t) for t in tags) if it.action == form.action), None
    )


def _form(address: str, tag: Tag) -> Form:
    controls = tag.find_all(["input", "textarea", "select"])
    hidden = [(str(c["name"]), str(c.get("value", ""))) for c in controls if _is_hidden(c)]
    asked = {str(c["name"]): _kind_of(c) for c in controls if c.get("name") and not _is_hidden(c)}
    return Form(address, str(tag.get("action") or address), tuple(hidden), tuple(asked.items()))


def _is_hidden(control: Tag) -> bool:
    return control.get("type") == "hidden"


def _kind_of(control: Tag) -> str:
    return control.name if control.name != "input" else str(control.get("type", "text"))


def _kind(action: str) -> str:
    return "/".join("id" if len(part) == 36 else part for part in action.split("/"))
