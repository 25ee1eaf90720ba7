"""Visitors: they go to endpoints, insist on what comes back, and look every page over strictly."""

from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests import markup
from tests.markup import wrong_address

Data = dict[str, Any]


@dataclass
class Page:
    """What came back: a page to read, or a redirect to follow."""

    address: str
    response: TestResponse

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Give the page to be searched."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def problems(self) -> list[str]:
        """List everything that is wrong with the page."""
        return markup.problems(self.html, lambda: self.soup)

    @cached_property
    def html(self) -> str:
        """Give the page as it was sent."""
        return self.response.get_data(as_text=True)

    @property
    def status(self) -> int:
        """Give the status."""
        return self.response.status_code

    @property
    def is_html(self) -> bool:
        """Tell whether there is a page to read."""
        return self.status == 200 and self.response.mimetype == "text/html"

    @property
    def location(self) -> str:
        """Tell where a redirect leads; empty when it is none."""
        return self.response.headers.get("Location", "")

    @property
    def title(self) -> str:
        """Give what stands in the tab and the history."""
        return self.soup.title.get_text(strip=True) if self.soup.title else ""

    @property
    def heading(self) -> str:
        """Give the first heading."""
        return words(self.soup.find("h1"))

    @property
    def text(self) -> str:
        """Give the words of the main part, with single spaces."""
        return words(self.soup.find("main"))

    @property
    def links(self) -> list[str]:
        """List the addresses that the page links to."""
        return [str(link["href"]) for link in self.soup.find_all("a", href=True)]

    def says(self, sentence: str) -> bool:
        """Tell whether the main part holds a sentence."""
        return " ".join(sentence.split()) in self.text

    def holds(self, text: str) -> bool:
        """Tell whether a text stands anywhere in the page, also a number kept on one line."""
        return text in plain(self.html)

    def problem(self, name: str) -> str:
        """Give the sentence beside a field; empty when there is none."""
        return words(self.soup.find(id=f"{name}-error"))

    def form(self, address: str = "") -> Tag | None:
        """Find the posted form that leads to an address."""
        for form in self.soup.find_all("form", attrs={"method": "post"}):
            leads_to = str(form.get("action") or urlsplit(self.address).path)
            if not address or urlsplit(leads_to).path == urlsplit(address).path:
                return form
        return None


@dataclass
class Visitor:
    """A browser without script: it keeps its cookies and the page it is on."""

    app: Flask
    here: Page | None = None
    posted: tuple[str, Data] | None = None

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def page(
        self, endpoint: str, *, status: int = 200, to: str = "", query: Data | None = None,
        **values: Any,
    ) -> Page:  # fmt: skip
        """Open an endpoint; `to` names the endpoint that it must send the visitor on to."""
        address = address_of(self.app, endpoint, {**values, **(query or {})})
        return self.open(address, status=303 if to else status, to=to)

    def open(self, address: str, *, status: int = 200, to: str = "") -> Page:
        """Open an address as it stands on a page."""
        return self._insist(address, self.client.get(address), status, to)

    def post(
        self, endpoint: str, data: Data | None = None, *, status: int = 303, to: str = "",
        **values: Any,
    ) -> Page:  # fmt: skip
        """Send the form that leads to an endpoint, as it stands on the page, with `data` put in."""
        address = address_of(self.app, endpoint, values)
        self.posted = (address, {**self._form_for(address), **(data or {})})
        return self.again(status=status, to=to)

    def again(self, *, status: int = 303, to: str = "") -> Page:
        """Send the last form once more, exactly as it was."""
        assert self.posted, "nothing was sent before"
        address, data = self.posted
        return self._insist(address, self.client.post(address, data=data), status, to)

    def follow(self, *, status: int = 200) -> Page:
        """Go where the last answer led."""
        assert self.here, "no page was open before"
        return self.open(self.here.location, status=status)

    def _insist(self, address: str, response: TestResponse, status: int, to: str) -> Page:
        came = Page(address, response)
        assert came.status == status, f"{address} answered {came.status}: {came.text[:400]}"
        if came.location:
            self._insist_on_redirect(came, to)
        elif response.mimetype == "text/html":
            assert came.problems == [], f"{address}: {came.problems}"
            assert response.headers["Cache-Control"] == "no-store"
        self.here = came
        return came

    def _insist_on_redirect(self, came: Page, to: str) -> None:
        if to:
            assert self._endpoint(came.location) == to, f"led to {came.location}, not to {to}"
        if not urlsplit(came.location).netloc:
            assert wrong_address(came.location) is None, wrong_address(came.location)

    def _endpoint(self, location: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            return str(adapter.match(urlsplit(location).path)[0])
        except HTTPException:
            return location

    def _form_for(self, address: str) -> Data:
        # The form on the page where the visitor is, or on the page of the address itself; a form
        # that nobody ever showed them is sent with the tokens of another, as a stranger would.
        form = self.here.form(address) if self.here else None
        if form is None and "GET" in self._methods(address):
            shown = Page(address, self.client.get(address))
            form = shown.form(address)
        return fields(form) if form else self._bare_tokens()

    def _bare_tokens(self) -> Data:
        for address in ("/in", "/out"):
            form = Page(address, self.client.get(address)).form()
            if form:
                tokens = {"csrf_token": fields(form)["csrf_token"]}
                return {**tokens, "once": token_urlsafe(16)}
        raise AssertionError("no page gave a token to send")

    def _methods(self, address: str) -> set[str]:
        adapter = self.app.url_map.bind("localhost")
        return set(adapter.allowed_methods(urlsplit(address).path))


def address_of(app: Flask, endpoint: str, values: Data) -> str:
    """Give an address of the application; a request of its own, only to ask, would cost more."""
    return app.url_map.bind("localhost").build(endpoint, values)


def begin(visitor: Visitor) -> None:
    """Read what the exit does, and go on to joining."""
    visitor.page("accounts.before")
    visitor.post("accounts.go_on", to="accounts.start")
    if visitor.client.get("/start").status_code == 200:
        visitor.follow()


def plain(html: str) -> str:
    """Take out of a text what only keeps a number on one line."""
    return html.replace("\u00a0", " ").replace("\u2060", "")


def words(tag: Tag | None) -> str:
    """Give the words of a part of a page, with single spaces."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def fields(form: Tag) -> Data:
    """Give what a browser would send for a form that nobody touched, apart from its buttons."""
    sent: dict[str, list[str]] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type", "")
        if not name or kind in {"submit", "button"}:
            continue
        if kind in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        sent.setdefault(str(name), []).extend(_values(control))
    return dict(sent)


def _values(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        chosen = control.find_all("option", selected=True) or control.find_all("option")[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    return [str(control.get("value", "on" if control.get("type") == "checkbox" else ""))]
