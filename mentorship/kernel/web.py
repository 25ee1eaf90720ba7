"""What every view stands on: a turn at the database, a page, a form, what frames them.

Views say `with web.deed()` to change something, `web.opening()` to show what is another person's,
`web.reading()` for the rest. No feature's page or rule stands here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import (
    Flask,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
)
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from mentorship.kernel import (
    access,
    clock,
    compression,
    db,
    error_pages,
    frame,
    settings,
    speaking,
    static,
    vault,
    words,
)
from mentorship.kernel.access import NOBODY, Actor, Permission
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.forms import Form
from mentorship.kernel.words import _

__all__ = ["Form", "actor", "deed", "invalid", "opening", "page", "prepare", "pressed", "reading"]

Row = TypeVar("Row")
Load = Callable[[Session, Actor, UUID], Row]
Verb = Callable[[Session, Actor, Row, datetime], object]


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


def pressed(load: Load[Row], key: UUID, verb: Verb[Row], said: str, then: str) -> Response:
    """Do what a form of one button asks: load what it is about, do it, say so, go on."""
    with deed() as turn:
        verb(turn.session, turn.actor, load(turn.session, turn.actor, key), turn.now)
        turn.say(said)
        turn.then = then
    return turn.answer


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


CHANGES_NOTHING = {"GET", "HEAD", "OPTIONS", "TRACE"}
# What a browser says of a page of ours, and of an address that somebody typed.
OWN_SITES = {"same-origin", "none"}
Places = Callable[[Actor], tuple[tuple[str, str], ...]]


def prepare(app: Flask, places: Places) -> None:
    """Wire requests, headers, errors and template words into an application.

    `places` gives the links of the navigation for somebody, as (address, label).
    """
    app.extensions["places"] = places
    static.prepare(app)
    compression.prepare(app)
    app.before_request(speaking.speak)
    app.before_request(_come_from_here)
    app.before_request(_decide)
    app.after_request(_headers)
    error_pages.prepare(app)
    app.jinja_env.globals.update(
        format_date=words.format_date,
        format_day=words.format_day,
        format_time=words.format_time,
        format_datetime=words.format_datetime,
        format_weeks=words.format_weeks,
        joined=words.joined,
        number=words.number,
    )
    # Old style on purpose: the new one marks whatever passes through `_` as safe HTML.
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(_=words._, gettext=words._, ngettext=words.ngettext)
    app.jinja_env.filters["together"] = words.together
    app.jinja_env.filters["by_line"] = words.by_line
    app.context_processor(_frame)


@contextmanager
def arriving() -> Iterator[Session]:
    """Look once, before any page: at the agency's settings here, and for the caller at who asks."""
    with database().reading() as session_:
        g.agency = settings.current(session_)
        yield session_


def comes_from_here() -> bool:
    """Tell whether what changes something was sent by one of our own pages.

    A browser says where a page comes from, and no page can have it say otherwise; an old one says
    nothing, and the form's token stands alone.
    """
    own = f"{request.scheme}://{request.host}"
    is_own = request.headers.get("Origin", own) == own
    return is_own and request.headers.get("Sec-Fetch-Site", "none") in OWN_SITES


def _come_from_here() -> None:
    if request.method in CHANGES_NOTHING or permission() is Permission.LEAVE:
        return
    if not comes_from_here():
        abort(400)


def permission() -> Permission | None:
    """Tell what the address that was asked for lets people do."""
    view = current_app.view_functions.get(str(request.endpoint))
    return access.permission_of(view) if view else None


def _decide() -> None:
    if request.endpoint not in {None, "static"}:
        access.decide(actor(), permission(), clock.now())


def _frame() -> dict[str, Any]:
    who, places = actor(), current_app.extensions["places"]
    return frame.around(who, places(who))


CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
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
        response.headers["Vary"] = "Accept-Encoding"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "Cookie")
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
    return response
