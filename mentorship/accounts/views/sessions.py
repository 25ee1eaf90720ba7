"""The browser's session is a row that can be ended from here; the cookie carries only its token.

What the row remembers is sealed under a key derived from the token, of which only a hash is kept:
a stolen database opens no session. Somebody signed out who has nothing to remember has no row; the
token alone gives their form its CSRF token, so looking at a page writes nothing.
"""

import hmac
import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin
from sqlalchemy.orm import Session as Transaction

from mentorship.accounts import queries
from mentorship.accounts.models import Person, Visit
from mentorship.accounts.rules import Standing
from mentorship.kernel import clock, vault, web
from mentorship.kernel.access import Actor

CSRF = "csrf_token"
PLACE = "visit"
ANONYMOUS_LIFE = timedelta(hours=1)
QUIET = frozenset({"desk.health", "static", "matches.round_"})


class BrowserSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: a little memory of this browser's visit."""

    def __init__(self, token: str, data: MutableMapping[str, Any], visit: Visit | None) -> None:
        super().__init__(data)
        self.token = token
        self.visit = visit
        self.fresh_token = ""
        self.ended = False
        self._before = dict(data)

    def renew(self, token: str) -> None:
        """Carry on under another token, as after signing in."""
        self.fresh_token = token

    def end(self) -> None:
        """Forget everything; the cookie is replaced by one that was never used."""
        self.clear()
        self.ended = True

    @property
    def changed(self) -> bool:
        """Tell whether there is something new to remember."""
        return dict(self) != self._before


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]  # flask-login ships no types
    """Somebody signed in, as flask-login's `current_user`."""

    actor: Actor


class VisitSessions(SessionInterface):
    """Keeps browsers' sessions as rows."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Find this browser's session, or begin one that is not kept yet."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        token = token if 40 <= len(token) <= 64 and token.isascii() else token_urlsafe(32)
        visit = None if request.path.startswith("/static/") else _live_visit(token, request)
        data = _opened(token, visit.data) if visit and visit.data else {}
        data[CSRF] = _csrf_token(app, token)
        return BrowserSession(token, data, visit)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Remember what is new, never bringing an ended session back, and hand out the token."""
        if not isinstance(session, BrowserSession) or request.path.startswith("/static/"):
            return
        if session.ended:
            self._hand_out(app, response, token_urlsafe(32))
            return
        token = session.fresh_token or session.token
        if session.changed:
            with web.database().transaction() as transaction:
                _remember(transaction, token, dict(session), clock.now())
        if token != request.cookies.get(self.get_cookie_name(app)):
            self._hand_out(app, response, token)

    def get_cookie_name(self, app: Flask) -> str:
        """Tell the cookie's name."""
        name: str = app.config["SESSION_COOKIE_NAME"]
        return name

    def _hand_out(self, app: Flask, response: Response, token: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app), token, path="/", secure=not app.config["LOCAL"],
            httponly=True, samesite="Strict",
        )  # fmt: skip


def prepare(app: Flask) -> None:
    """Let an application keep its sessions as rows, and know who is asking."""
    app.session_interface = VisitSessions()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_viewer)


def this() -> BrowserSession:
    """Give this browser's session."""
    from flask import session  # noqa: PLC0415 - the name is taken by the database's session

    given = session._get_current_object()  # type: ignore[attr-defined]
    if not isinstance(given, BrowserSession):
        raise TypeError("the application keeps its sessions elsewhere")
    return given


def _viewer(_request: Request) -> Viewer | None:
    visit = this().visit
    if visit is None or visit.person_id is None:
        return None
    with web.database().reading() as transaction:
        actor = _actor(transaction, visit, visit.person_id)
    return Viewer(actor) if actor else None


def _actor(transaction: Transaction, visit: Visit, person_id: UUID) -> Actor | None:
    person = transaction.get(Person, person_id)
    if person is None or person.standing is not Standing.HERE:
        return None
    return Actor(
        person.id,
        person.human_id,
        queries.roles(transaction, person.id),
        stepped_up_until=visit.stepped_up_until,
        half_in=visit.half_in,
    )


def _live_visit(token: str, asked: Request) -> Visit | None:
    now = clock.now()
    with web.database().reading() as transaction:
        visit = queries.live_visit(transaction, token, now)
        if visit is None:
            return None
        transaction.expunge(visit)
    if asked.endpoint not in QUIET and now - visit.seen_at >= timedelta(minutes=1):
        with web.database().transaction() as transaction:
            queries.seen(transaction, visit, now)
    return visit


def _remember(transaction: Transaction, token: str, data: dict[str, Any], now: datetime) -> None:
    data.pop(CSRF, None)
    kept = vault.encrypt(_data_key(token), json.dumps(data), PLACE)
    if queries.remember(transaction, token, kept) or not data:
        return
    if queries.visit(transaction, token) is None:
        transaction.add(_anonymous(token, kept, now))


def _anonymous(token: str, kept: bytes, now: datetime) -> Visit:
    return Visit(
        id=uuid4(), token_hash=vault.token_hash(token), person_id=None, began_at=now,
        seen_at=now.replace(second=0, microsecond=0), idle_minutes=20,
        idle_until=now + ANONYMOUS_LIFE, ends_at=now + ANONYMOUS_LIFE, half_in=False, data=kept,
    )  # fmt: skip


def _opened(token: str, kept: bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(vault.decrypt(_data_key(token), kept, PLACE))
    return data


def _data_key(token: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"visit data").derive(token.encode())


def _csrf_token(app: Flask, token: str) -> str:
    secret = app.config["SECRET_KEY"]
    return hmac.new(secret, b"csrf|" + token.encode(), sha256).hexdigest()
