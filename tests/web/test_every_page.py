"""Every page of everybody: whole, kept by no browser, telling in no title, address or file name."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from mentorship.installation import Installation
from tests.forms import every_page
from tests.full import SAID, Full
from tests.markup import problems
from tests.pages import Page, Visitor
from tests.telling import telling_words

As = Callable[..., Visitor]
ADDRESSES = re.compile(r'(?:href|src|action|formaction)="([^"]*)"')
PLANTED: dict[str, tuple[str, dict[str, str]]] = {
    "may be kept": ("", {"Cache-Control": "max-age=60"}),
    "carries ETag": ("", {"ETag": "1"}),
    "the file": ("", {"Content-Disposition": 'attachment; filename="mentor.json"'}),
    "the title": ("<title>Your mentor - Harbour</title>", {}),
    "the title says faith": ("<title>Faith - Harbour</title>", {}),
    "the title says courts": ("<title>Courts - Harbour</title>", {}),
    "an address": (f'<a href="/people?q={SAID[0]}">', {}),
    "shows the key": ("<dd>they_contact</dd>", {}),
    "reads": (f"<p>{SAID[0]}</p>", {}),
}


def faults(page: Page, secrets: list[str], *, reads_nobody: bool) -> Iterator[str]:
    """Tell what a page keeps, tells by its name, or shows to who may read of nobody."""
    headers = page.response.headers
    if headers.get("Cache-Control") != "no-store":
        yield "may be kept"
    yield from (f"carries {name}" for name in ("ETag", "Last-Modified") if name in headers)
    for word in telling_words(headers.get("Content-Disposition", "")):
        yield f"the file says {word}"
    for address in (page.address, page.location, *ADDRESSES.findall(page.html)):
        said = unquote(address).casefold()
        yield from (f"an address says {word}" for word in secrets if word.casefold() in said)
    yield from (f"reads {word}" for word in secrets if reads_nobody and word in page.html)
    if page.is_html:
        yield from (f"the title says {word}" for word in telling_words(page.title))
        yield from (f"shows the key {key}" for key in keys_shown(page))


def keys_shown(page: Page) -> set[str]:
    """List what stands on a page as the program's own key; those of two words are no sentence."""
    kinds = [kind for kind in StrEnum.__subclasses__() if kind.__module__.startswith("mentorship.")]
    keys = {key.value for kind in kinds for key in kind if "_" in key.value}
    return keys.intersection(page.soup.stripped_strings)


@pytest.mark.only("sqlite", reason="the forms' test opens each of these pages on both")
def test_every_page_is_whole_and_tells_nothing_where_others_look(
    app: Flask, installation: Installation, full: Full, as_: As
) -> None:
    secrets = [*SAID, *(member.sign_in_name for member in full.everybody().values())]
    wrong, whole, count = [], set[tuple[str, str]](), 0
    for name, _visitor, page in every_page(app, installation, full, as_):
        count += 1
        found = list(
            faults(page, [*SAID] if name == "ada" else secrets, reads_nobody=name == "ada")
        )
        shape = re.sub(r"[0-9a-f-]{36}", "id", page.address)
        if page.is_html and (name, shape) not in whole:
            whole.add((name, shape))
            found += problems(page.html)
        wrong += [f"{name} {page.address}: {fault}" for fault in found]
    assert wrong == []
    assert count > 500


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    html, headers = PLANTED[fault]
    answer = Response(html, headers={"Cache-Control": "no-store", **headers}, mimetype="text/html")
    page = Page("/planted", answer)  # type: ignore[arg-type]
    assert any(said.startswith(fault) for said in faults(page, [*SAID], reads_nobody=True))
