"""The browser's session is a row that can be ended from here; the cookie carries only its token.

What the row remembers is sealed under a key derived from the token, of which only a hash is kept:
a stolen database opens no session. Somebody signed out who has nothing to remember has no row; the
token alone gives their form its CSRF token, so looking at a page writes nothing.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import flask
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin
from sqlalchemy.orm import Session as Transaction

from mentorship.accounts import queries
from mentorship.accounts.models import Display, Visit
from mentorship.accounts.queries import browsers
from mentorship.accounts.queries.unsent import path_of
from mentorship.accounts.rules import Scheme, Standing
from mentorship.kernel import clock, frame, vault, web
from mentorship.kernel.access import Actor

CSRF = "csrf_token"
PLACE = "visit"
ANONYMOUS_LIFE = timedelta(hours=1)
# Addresses at which no browser has a session: they are the same for everybody.
WITHOUT = ("/static/", "/health")


class BrowserSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: a little memory of this browser's visit."""

    def __init__(
        self,
        token: str,
        *,
        given_out: bool,
        visit: Visit | None = None,
        viewer: "Viewer | None" = None,
        ended: "Ended | None" = None,
    ) -> None:
        self.token = token
        self.given_out = given_out
        self.visit, self.viewer, self.ended = visit, viewer, ended
        self.renewed = False
        super().__init__(_opened(token, visit.data) if visit and visit.data else {})
        self._before = dict(self)
        self[CSRF] = _csrf_token(token)

    def renew(self, token: str) -> None:
        """Carry on under the token of another visit, as after signing in."""
        self.token, self.renewed, self._before = token, True, {}
        self[CSRF] = _csrf_token(token)

    def end(self) -> None:
        """Forget everything, and go on as a browser that was never here."""
        self.clear()
        self.renew(token_urlsafe(32))

    @property
    def kept(self) -> dict[str, Any]:
        """Give what is to be remembered."""
        return {name: value for name, value in self.items() if name != CSRF}

    @property
    def has_changed(self) -> bool:
        """Tell whether there is something new to remember."""
        return self.kept != self._before

    @property
    def stale_visit(self) -> Visit | None:
        """Give the visit of which was not noted this minute that it goes on."""
        if self.visit and clock.now() - self.visit.seen_at >= timedelta(minutes=1):
            return self.visit
        return None


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]  # flask-login ships no types
    """Somebody signed in, as flask-login's `current_user`."""

    actor: Actor
    look: frame.Look
    unsent: str
    language: str | None


@dataclass(frozen=True)
class Ended:
    """A session that ended because nothing happened for a while, and whose it was."""

    token: str
    person_id: UUID

    @property
    def csrf_token(self) -> str:
        """Give the token that its forms carry."""
        return _csrf_token(self.token)


class VisitSessions(SessionInterface):
    """Keeps browsers' sessions as rows."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Find this browser's session, or begin one that is not kept yet."""
        if request.path.startswith(WITHOUT):
            return BrowserSession(token_urlsafe(32), given_out=False)
        token = request.cookies.get(self.get_cookie_name(app), "")
        with web.arriving() as transaction:
            visit = browsers.visit(transaction, token)
            viewer = _viewer(transaction, visit) if visit else None
            is_live = visit is None or browsers.is_live(visit, clock.now())
            whose = None if is_live or visit is None else visit.person_id
            waits = whose is not None and path_of(transaction, whose, clock.now()) != ""
        flask.g.own_language = viewer.language if viewer else None
        if not _is_token(token):
            return BrowserSession(token_urlsafe(32), given_out=False)
        if visit is None or is_live:
            return BrowserSession(token, given_out=True, visit=visit, viewer=viewer)
        if visit.revoked_at or not visit.person_id:
            return BrowserSession(token_urlsafe(32), given_out=False)
        ended = Ended(token, visit.person_id)
        fresh = BrowserSession(token_urlsafe(32), given_out=False, ended=ended)
        if request.method == "GET":
            fresh["was_signed_out"] = "unsent" if waits else "saved"
        return fresh

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Remember what is new, never bringing an ended session back, and hand out the token."""
        if not isinstance(session, BrowserSession) or request.path.startswith(WITHOUT):
            return
        stale = None if flask.g.get("by_itself") else session.stale_visit
        if session.has_changed or stale:
            with web.database().transaction() as transaction:
                if session.has_changed:
                    _remember(transaction, session, clock.now())
                if stale:
                    browsers.seen(transaction, stale, clock.now())
        # A form sent with an ended session gets no new one: the browser may have got another
        # meanwhile, from the first of two clicks, and must keep it.
        is_first = not session.given_out and request.method == "GET"
        if is_first or session.renewed:
            self._hand_out(app, response, session.token)

    def get_cookie_name(self, app: Flask) -> str:
        """Tell the cookie's name."""
        name: str = app.config["SESSION_COOKIE_NAME"]
        return name

    def _hand_out(self, app: Flask, response: Response, token: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            path="/",
            secure=not app.config["LOCAL"],
            httponly=True,
            samesite="Strict",
        )


def prepare(app: Flask) -> None:
    """Let an application keep its sessions as rows, and know who is asking."""
    app.session_interface = VisitSessions()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: this().viewer)


def this() -> BrowserSession:
    """Give this browser's session."""
    given = flask.session._get_current_object()  # type: ignore[attr-defined]
    if not isinstance(given, BrowserSession):
        raise TypeError("the application keeps its sessions elsewhere")
    return given


def _viewer(transaction: Transaction, visit: Visit) -> Viewer | None:
    if visit.person_id is None:
        return None
    person, display, waits = browsers.who_comes(transaction, visit.person_id, clock.now())
    roles = queries.roles(transaction, person.id)
    returning = person.standing is Standing.STOPPING and visit.half_in
    if person.standing is not Standing.HERE and not returning:
        return None
    lately = visit.stepped_up_until
    return Viewer(
        Actor(person.id, person.human_id, roles, stepped_up_until=lately, half_in=visit.half_in),
        look_of(display),
        "" if visit.half_in else waits,
        None if visit.half_in else person.language,
    )


def look_of(chosen: Display | None) -> frame.Look:
    """Give the frame as somebody chose it; colours that follow the device need no word."""
    if chosen is None:
        return frame.Look()
    return frame.Look("" if chosen.scheme is Scheme.AUTO else chosen.scheme, chosen.leaves_by_key)


def _remember(transaction: Transaction, session: BrowserSession, now: datetime) -> None:
    kept = vault.encrypt(_data_key(session.token), json.dumps(session.kept), PLACE)
    if browsers.remember(transaction, session.token, kept) or not session.kept:
        return
    if browsers.visit(transaction, session.token) is None:
        minutes = int(ANONYMOUS_LIFE.total_seconds() // 60)
        transaction.add(Visit(
            id=uuid4(), token_hash=vault.token_hash(session.token), person_id=None, began_at=now,
            seen_at=now.replace(second=0, microsecond=0), idle_minutes=minutes,
            idle_until=now + ANONYMOUS_LIFE, ends_at=now + 12 * ANONYMOUS_LIFE, data=kept,
        ))  # fmt: skip


def _is_token(said: str) -> bool:
    return len(said) == 43 and said.isascii()


def _opened(token: str, kept: bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(vault.decrypt(_data_key(token), kept, PLACE))
    return data


def _data_key(token: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"visit data").derive(token.encode())


def _csrf_token(token: str) -> str:
    secret: bytes = flask.current_app.config["SECRET_KEY"]
    return hmac.digest(secret, b"csrf|" + token.encode(), "sha256").hex()
