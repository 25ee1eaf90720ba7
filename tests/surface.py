"""Every page of the product as everybody finds it, gathered once for a whole run.

The addresses come from `tests/forms.py`, which takes them from the application itself: a new page
is looked at by whatever reads this list, without anybody remembering to. Beside the pages as they
are opened stand those that come back with something to mend, and the pages for every trouble.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel import Locale
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mentorship.app import create_app
from mentorship.installation import Installation, install
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.paths import TEMPLATES
from tests.audiences import VISITOR, audience_of
from tests.cast import Member, signed_in
from tests.databases import Databases, Kind, config
from tests.forms import EVERYBODY, NOT_OPENED, WHO, Form, every_page, forms_of
from tests.full import FULL, Full, filled
from tests.pages import Page, Visitor

VOID = {"input", "br", "hr", "img", "meta", "link", "rect", "path", "circle", "line", "polyline"}


class Audience(StrEnum):
    """For whom a page is written."""

    EVERYBODY = "everybody"
    MENTEE = "mentee"
    MENTOR = "mentor"
    STAFF = "staff"

    @property
    def on_a_phone(self) -> bool:
        """Tell whether it is read on an old phone, in a hurry, by somebody who may be watched."""
        return self is not Audience.STAFF


AUDIENCE_OF = {name: Audience(role) for role in ("mentee", "mentor") for name in WHO[role]}
AUDIENCE_OF |= {"": Audience.EVERYBODY, "rita": Audience.MENTEE}


@dataclass(frozen=True)
class Seen:
    """One page as somebody found it."""

    who: str
    endpoint: str
    address: str
    status: int
    headers: list[list[str]]
    body: str

    @property
    def audience(self) -> Audience:
        """Tell for whom it is written."""
        return AUDIENCE_OF.get(self.who, Audience.STAFF)

    @property
    def is_html(self) -> bool:
        """Tell whether there is a page to look at: one that leads nowhere else."""
        return ["Content-Type", "text/html; charset=utf-8"] in self.headers and "<main" in self.body

    @property
    def page(self) -> Page:
        """Give it as a visitor has it before them."""
        answer = Response(self.body, self.status, headers=[(k, v) for k, v in self.headers])
        return Page(self.address, answer)  # type: ignore[arg-type]  # read in the same way

    @property
    def name(self) -> str:
        """Name it in a sentence."""
        mended = f" ({self.status})" if self.status != 200 else ""
        return f"{self.who or 'signed out'} {self.address}{mended}"


def surface(
    databases: Databases,
    moment: datetime,
    language: str = "en",
    who: Collection[str] = EVERYBODY,
) -> list[Seen]:
    """Give every page, or those of some and of whoever is signed out, in a language.

    The first process of the run that asks gathers them for all.
    """
    some = "" if who is EVERYBODY else "-of-some"
    kept = databases.folder / f"surface-{language}{some}.json"
    with databases.once(kept.stem) as first, clock.fixed(moment):
        if first:
            gathered = [asdict(one) for one in _gather(databases, language, who)]
            kept.write_text(json.dumps(gathered))
    return [Seen(**one) for one in json.loads(kept.read_text())]


def distinct(pages: Iterable[Seen]) -> list[Seen]:
    """Leave out what looks as another page of the same address does to people of the same kind."""
    found = {(one.audience, one.endpoint, one.status, shape(one.body)): one for one in pages}
    return list(found.values())


def fewest(pages: Iterable[Seen]) -> list[Seen]:
    """Choose pages on which every kind of tag stands inside every kind that it stands in anywhere.

    What the accessibility rules find wrong with a tag lies in it and in what it stands in.
    """
    known: set[tuple[str, str]] = set()
    chosen = []
    for one in sorted(pages, key=lambda one: -len(one.body)):
        nested = _Nested(one.body)
        if not nested.pairs <= known:
            chosen.append(one)
            known |= nested.pairs
    return chosen


class _Nested(HTMLParser):
    """Lists the kinds of tags of a page, each with the kind that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: set[tuple[str, str]] = set()
        self._open = [("", "")]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = " ".join([tag, *(_kind_of(name, value or "") for name, value in sorted(attrs))])
        self.pairs.add((self._open[-1][1], kind))
        if tag not in VOID:
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass


def _kind_of(name: str, value: str) -> str:
    return f"{name}={value}" if name in {"class", "type", "role", "dir", "scope"} else name


def shape(html: str) -> frozenset[str]:
    """Give the kinds of tags that a page has: twenty rows are built as two are."""
    tags = re.findall(r"<[a-z][^>]*>", html)
    return frozenset(re.sub(r'="[^"]*[0-9/][^"]*"', "", tag) for tag in tags)


def _gather(databases: Databases, language: str, who: Collection[str]) -> Iterator[Seen]:
    with TemporaryDirectory(dir=databases.folder) as folder:
        home = Path(folder)
        with databases.copy(Kind.SQLITE, home, FULL) as url:
            installation = install(config(home, url))
            with installation.database.transaction() as session:
                settings.change(session, SYSTEM, clock.now(), languages=(language,))
            app = create_app(installation)
            app.testing = True
            app.jinja_env.bytecode_cache = databases.compiled_templates
            full = filled(installation, databases.folder)
            yield from _pages(app, installation, full, who)
            with installation.database.reading() as session:
                yield from _troubles(app, settings.current(session), language)
            installation.close()


def _pages(
    app: Flask, installation: Installation, full: Full, some: Collection[str]
) -> Iterator[Seen]:
    def open_(member: Member, *, stepped_up: bool = False) -> Visitor:
        visitor = Visitor(app)
        token = signed_in(installation, member, stepped_up=stepped_up)
        visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
        return visitor

    forms: dict[object, tuple[str, Form]] = {}
    for name, visitor, page in every_page(app, installation, full, open_, some):
        yield _seen(app, name, page)
        for form in forms_of(visitor, page) if page.is_html else ():
            asked = tuple((one.name, one.kind) for one in form.fields)
            who = AUDIENCE_OF.get(name, Audience.STAFF)
            forms.setdefault((who, form.endpoint, asked), (name, form))
    for address in _for_visitors(app):
        yield _seen(app, "", Page(address, app.test_client().get(address)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "commit", Session.rollback)
        for name, form in forms.values():
            answer = form.send({one.name: [] for one in form.fields})
            if answer.status_code == 422:
                yield _seen(app, name, Page(form.action, answer))


def _for_visitors(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OPENED or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        if VISITOR in audience_of()[rule.endpoint]:
            yield rule.rule


def _troubles(app: Flask, agency: settings.Agency, language: str) -> Iterator[Seen]:
    said = {"agency": agency, "lang": Locale.parse(language), "sentence": "No."}
    for path in sorted((TEMPLATES / "errors").glob("[a-z]*.html")):
        body = app.jinja_env.get_template(f"errors/{path.name}").render(said)
        yield Seen("", f"errors.{path.stem}", f"/{path.stem}", 500, HTML, body)


HTML = [["Content-Type", "text/html; charset=utf-8"], ["Cache-Control", "no-store"]]


def _seen(app: Flask, name: str, page: Page) -> Seen:
    headers = [list(pair) for pair in page.response.headers]
    return Seen(name, _endpoint(app, page), page.address, page.status, headers, page.html)


def _endpoint(app: Flask, page: Page) -> str:
    method = "POST" if page.status == 422 else "GET"
    try:
        return str(app.url_map.bind("").match(page.address.split("?")[0], method=method)[0])
    except HTTPException as error:
        raise AssertionError(f"{page.address} leads nowhere") from error
