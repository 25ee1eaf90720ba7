"""What every view stands on: a turn at the database, a page, a form, the way errors become pages.

Views say `with web.deed()` to change something, `web.opening()` to show what is another person's,
`web.reading()` for the rest. No feature's page or rule stands here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import (
    Flask,
    current_app,
    flash,
    g,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mentorship.kernel import access, clock, db, settings, static, vault, words
from mentorship.kernel.access import NOBODY, Actor
from mentorship.kernel.errors import (
    Busy,
    NotFound,
    Overtaken,
    Repeated,
    RuleBroken,
    SignInNeeded,
    StepUpNeeded,
    log_fault,
)
from mentorship.kernel.forms import Form
from mentorship.kernel.words import _

__all__ = ["Form", "actor", "deed", "invalid", "opening", "page", "prepare", "reading"]


@dataclass
class Turn:
    """One request's turn at the database."""

    session: Session
    actor: Actor
    now: datetime


@dataclass
class Deed(Turn):
    """A turn that changes something; `then` is where the browser goes afterwards."""

    then: str = ""
    said: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Show a sentence at the top of the next page."""
        self.said.append(sentence)

    @property
    def answer(self) -> Response:
        """Send the browser to `then`."""
        return redirect(self.then, 303)


def database() -> db.Database:
    """Give this application's database."""
    given: db.Database = current_app.extensions["database"]
    return given


def actor() -> Actor:
    """Tell who is asking."""
    return current_user.actor if current_user.is_authenticated else NOBODY


@contextmanager
def deed() -> Iterator[Deed]:
    """Do something, once: the posted form's token is claimed in the same transaction."""
    with database().transaction() as session_:
        turn = Deed(session_, actor(), clock.now())
        claim = db.claim_once(session_, _owner(), _once(), turn.now)
        yield turn
        claim.then = turn.then
    for sentence in turn.said:
        flash(sentence)


@contextmanager
def opening() -> Iterator[Turn]:
    """Show what is another person's: a transaction, because every opening is recorded."""
    with database().transaction() as session_:
        yield Turn(session_, actor(), clock.now())


@contextmanager
def reading() -> Iterator[Turn]:
    """Show what opens nothing of another person."""
    with database().reading() as session_:
        yield Turn(session_, actor(), clock.now())


def page(template: str, **values: Any) -> str:
    """Render a page from ready, frozen values."""
    return render_template(template, **values)


def invalid(template: str, **values: Any) -> tuple[str, int]:
    """Render a page whose form has errors; what was typed comes back."""
    return render_template(template, **values), 422


def _owner() -> bytes:
    # The token is the browser's, so that the same form from another browser is another form.
    return vault.token_hash(getattr(session, "token", ""))


def _once() -> bytes:
    given = request.form.get("once", "")
    if not 16 <= len(given) <= 64:
        raise RuleBroken(_("This page was too old. Open it again and try once more."), status=400)
    # With the address: two buttons on one page share the token and are two deeds.
    return vault.token_hash(f"{request.path}|{given}")


Places = Callable[[Actor], tuple[tuple[str, str], ...]]


def prepare(app: Flask, places: Places) -> None:
    """Wire requests, headers, errors and template words into an application.

    `places` gives the links of the navigation for somebody, as (address, label).
    """
    app.extensions["places"] = places
    static.prepare(app)
    app.before_request(_speak)
    app.before_request(_decide)
    app.after_request(_headers)
    register_error_pages(app)
    # What escapes every handler is logged as carefully as what does not.
    app.log_exception = lambda info: log_fault("request", info[1])  # type: ignore[method-assign, assignment, arg-type]
    app.jinja_env.globals.update(
        format_date=words.format_date,
        format_time=words.format_time,
        format_datetime=words.format_datetime,
        format_weeks=words.format_weeks,
    )
    # Old style on purpose: the new one marks whatever passes through `_` as safe HTML.
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=words._, gettext=words._, ngettext=words.plural)
    app.context_processor(_frame)


@contextmanager
def arriving() -> Iterator[Session]:
    """Look once, before any page: at the agency's settings here, and for the caller at who asks."""
    with database().reading() as session_:
        g.agency = settings.current(session_)
        yield session_


def _speak() -> None:
    if "agency" in g:
        words.set_locale(session.get("locale", g.agency.languages[0]), g.agency.time_zone)


def _decide() -> None:
    if request.endpoint in {None, "static"}:
        return
    view = current_app.view_functions[str(request.endpoint)]
    access.decide(actor(), access.permission_of(view), clock.now())


@dataclass(frozen=True)
class Place:
    """One link of the navigation."""

    url: str
    label: str
    here: bool


@dataclass(frozen=True)
class Site:
    """What the frame of every page needs to know."""

    name: str
    lang: str
    dir: str
    signed_in: bool
    participant: bool
    links: tuple[Place, ...]
    said: tuple[str, ...]
    exit_label: str
    exit_address: str
    scheme: str = ""
    exit_key: bool = True


def _frame() -> dict[str, Any]:
    agency = getattr(g, "agency", settings.Agency())
    who, language = actor(), words.locale()
    places: Places = current_app.extensions["places"]
    site = Site(
        name=agency.site_name,
        lang=str(language).replace("_", "-"),
        dir=language.text_direction,
        signed_in=who.person_id is not None and not who.half_in,
        participant=who.is_(*access.PARTICIPANTS),
        links=tuple(Place(url, label, here=request.path == url) for url, label in places(who)),
        said=tuple(str(said) for said in get_flashed_messages()),
        exit_label=agency.exit_label,
        exit_address=agency.exit_address,
    )
    return {"site": site, "agency": agency, "actor": who, "lang": language}


CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if not current_app.config["LOCAL"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "Cookie")
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
    return response


def register_error_pages(app: Flask) -> None:
    """Say once how each error becomes a page; an error page tells nothing of what went wrong."""
    app.register_error_handler(NotFound, lambda _error: _error_page("not_found", 404))
    app.register_error_handler(Overtaken, lambda _error: _error_page("overtaken", 409))
    app.register_error_handler(Busy, lambda _error: _error_page("busy", 503))
    app.register_error_handler(Repeated, lambda again: redirect(again.then or "/home", 303))
    app.register_error_handler(SignInNeeded, _to_sign_in)
    app.register_error_handler(StepUpNeeded, _to_step_up)
    app.register_error_handler(RuleBroken, _rule_page)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(Exception, _fault)


def _error_page(name: str, status: int, **values: str) -> tuple[str, int]:
    # Without the frame of other pages: it asks the database who is there, which may be the fault.
    template = current_app.jinja_env.get_template(f"errors/{name}.html")
    agency = getattr(g, "agency", settings.Agency())
    return template.render(agency=agency, actor=NOBODY, lang=words.locale(), **values), status


def _rule_page(broken: RuleBroken) -> tuple[str, int]:
    return _error_page("rule", broken.status, sentence=broken.sentence)


def _http_page(error: HTTPException) -> tuple[str, int] | HTTPException:
    names = {400: "too_old", 404: "not_found", 405: "not_found", 413: "too_large", 429: "busy"}
    code = error.code or 500
    if 300 <= code < 400:
        return error
    return _error_page(names.get(code, "fault" if code >= 500 else "too_old"), code)


def _fault(error: Exception) -> tuple[str, int]:
    if current_app.testing:
        raise error
    log_fault("request", error)
    return _error_page("fault", 500)


def _to_sign_in(_error: SignInNeeded) -> Response:
    if request.method == "GET":
        session["wanted"] = request.path
    return redirect(url_for("accounts.sign_in"), 303)


def _to_step_up(_error: StepUpNeeded) -> Response:
    session["wanted"] = request.path if request.method == "GET" else url_for("desk.home")
    return redirect(url_for("accounts.step_up"), 303)
