"""In live use everything goes over https: each answer, each cookie, each form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from mentorship.installation import Installation
from mentorship.kernel import static
from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import Busy
from tests.cast import PASSWORD, Cast
from tests.databases import Databases
from tests.live import ORIGIN, Browser, served
from tests.pages import Visitor, fields
from tests.web.test_every_address import by_role
from tests.web.test_second_factor import code, half_in, secret

As = Callable[..., Visitor]
HEADERS: dict[str, str | None] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
    "Vary": "Cookie",
}
KEPT = {
    **HEADERS, "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding", "Set-Cookie": None,
}  # fmt: skip
ADDRESSES = (
    "/",
    "/home",
    "/nowhere",
    "/in",
    "/health",
    "/settings",
    "/today",
    "/before",
    "/private",
)
# Each kind of answer that is looked at: a page, a redirect, and every refusal.
STATUSES = {200, 303, 400, 404, 405, 413, 500, 503}
COOKIE = {"HttpOnly", "Path=/", "SameSite=Strict", "Secure"}


@pytest.fixture
def app(installation: Installation, databases: Databases) -> Iterator[Flask]:
    """Give the application in live use; two of its pages break."""
    with served(installation, local=False) as app:
        app.jinja_env.bytecode_cache = databases.compiled_templates
        app.view_functions["accounts.before"] = _raising(ValueError("broken"))
        app.view_functions["desk.private"] = _raising(Busy())
        yield app


def _raising(error: Exception) -> Callable[[], str]:
    @requires(Permission.READ_PUBLIC_PAGE)
    def broken() -> NoReturn:
        raise error

    return broken


@dataclass(frozen=True)
class Came:
    """One answer: from where, of which kind, with which headers."""

    where: str
    status: int
    headers: Headers
    expected: dict[str, str | None]

    def faults(self) -> Iterator[str]:
        """Tell which header is missing, or is there and should not be."""
        for name, value in self.expected.items():
            if self.headers.get(name) != value:
                yield f"{self.where} answers {self.status} without {name}"
        for name in ("Server", "ETag", "Last-Modified"):
            if name in self.headers and self.expected is HEADERS:
                yield f"{self.where} answers {self.status} with {name}"


def every_kind_of_answer(app: Flask, cast: Cast, as_: As) -> Iterator[Came]:
    """Ask for everything in every way, as everybody."""
    asked = [(method, address) for address in ADDRESSES for method in ("GET", "HEAD", "POST")]
    for member in by_role(cast).values():
        client = (as_(member, stepped_up=True) if member else Visitor(app)).client
        yield from (_came(client, method, address, HEADERS) for method, address in asked)
    yield _came(client, "POST", "/in", HEADERS, data={"name": "x" * 1_000_001})
    for address in ("/static/nothing.css?v=1", "/static/icons/paper.svg"):
        yield _came(client, "GET", address, HEADERS)
    for method in ("GET", "HEAD"):
        yield _came(client, method, "/static/icons/paper.svg?v=1", KEPT)
        yield _came(client, method, static.address("site.css"), KEPT)


def _came(
    client: FlaskClient, method: str, address: str, expected: dict[str, str | None], **sent: Any
) -> Came:
    answer = client.open(address, method=method, **sent)
    answer.close()
    return Came(f"{method} {address}", answer.status_code, answer.headers, expected)


def test_every_answer_has_every_header(app: Flask, cast: Cast, as_: As) -> None:
    came = [*every_kind_of_answer(app, cast, as_)]
    assert [fault for one in came for fault in one.faults()] == []
    assert {one.status for one in came} == STATUSES


@pytest.mark.only("sqlite", reason="what is forgotten on the way out asks no database")
def test_one_answer_without_one_header_is_noticed(app: Flask, cast: Cast, as_: As) -> None:
    for one in every_kind_of_answer(app, cast, as_):
        for name, value in one.expected.items():
            less = Headers([(key, said) for key, said in one.headers if key != name])
            forgotten = replace(one, headers=less)
            assert any(name in fault for fault in forgotten.faults()) == (value is not None)


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List every cookie that a browser is handed from now on."""
    given: list[str] = []
    open_ = Browser.open

    def noting(self: Browser, *args: Any, **kwargs: Any) -> TestResponse:
        answer = open_(self, *args, **kwargs)
        given.extend(answer.headers.getlist("Set-Cookie"))
        return answer

    monkeypatch.setattr(Browser, "open", noting)
    return given


def test_everybody_gets_in_and_does_something_and_every_cookie_is_kept_well(
    app: Flask, visitor: Visitor, cast: Cast, cookies: list[str], now: datetime
) -> None:
    visitor.page("accounts.sign_in")
    said = {"name": cast.noor.sign_in_name, "password": PASSWORD}
    assert visitor.post("accounts.enter", said).location == "/home"
    visitor.page("accounts.step_up")
    visitor.post("accounts.give_again", {"password": PASSWORD})
    visitor.page("accounts.signed_in")
    staff = half_in(app, cast.rosa)
    staff.post("accounts.finish_enrolment", {"code": code(secret(staff), now)}, to="desk.home")
    visitor.post("accounts.sign_out")
    assert staff.client.get("/leave").headers["Clear-Site-Data"]
    assert len(cookies) > 5
    for name, *flags in (cookie.split("; ") for cookie in cookies):
        assert name.startswith("__Host-s=")
        assert set(flags) == COOKIE


@pytest.mark.parametrize("referer", [None, "https://elsewhere.example/", "http://localhost/in"])
def test_a_form_over_https_comes_from_one_of_our_pages(
    visitor: Visitor, cast: Cast, referer: str | None
) -> None:
    form = visitor.page("accounts.sign_in").form()
    assert form
    said = {**fields(form), "name": cast.noor.sign_in_name, "password": PASSWORD}
    ours = visitor.client.environ_base.pop("HTTP_REFERER")
    assert ours.startswith(ORIGIN)
    headers = {"Referer": referer} if referer else {}
    assert visitor.client.post("/in", data=said, headers=headers).status_code == 400
    assert visitor.client.post("/in", data=said, headers={"Referer": ours}).status_code == 303
