"""The browser's session: a row that can be ended, found by a token that is not kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from flask import Flask, g
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorship.accounts import queries, service
from mentorship.accounts.models import Visit
from mentorship.accounts.queries import browsers
from mentorship.accounts.service import joining, visits
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM, Role
from mentorship.kernel.vault import token_hash
from tests.cast import PASSWORD, Cast, signed_in
from tests.pages import Visitor

As = Callable[..., Visitor]
Away = Callable[[Installation, Cast, datetime], None]


def token_of(visitor: Visitor) -> str:
    """Give the token that a visitor's browser holds."""
    cookie = visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    return cookie.value


def holding(app: Flask, token: str) -> Visitor:
    """Give a visitor whose browser holds a copied token."""
    visitor = Visitor(app)
    visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
    return visitor


def is_in(app: Flask, token: str) -> bool:
    """Tell whether a copied token still opens a page."""
    visitor = holding(app, token)
    return visitor.client.get("/account").status_code == 200


def suspend(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        service.suspend(session, cast.rosa.actor(session), noor, now)


def stop(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        service.ask_to_stop(session, cast.noor.actor(session), noor, now)


def erase(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        noor = queries.person(session, cast.noor.person_id)
        service.stop_now(session, cast.rosa.actor(session), noor, now)


def end_everywhere(installation: Installation, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        visits.end_every_visit(session, cast.noor.actor(session), now)


@pytest.mark.parametrize("end", [suspend, stop, erase, end_everywhere])
def test_a_copied_token_is_dead_after(
    end: Away, app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    token = signed_in(installation, cast.noor)
    assert is_in(app, token)
    end(installation, cast, now)
    assert not is_in(app, token)


@pytest.mark.parametrize("endpoint", ["accounts.sign_out", "accounts.leave"])
def test_a_copied_token_is_dead_after_leaving(
    endpoint: str, app: Flask, as_: As, cast: Cast
) -> None:
    visitor = as_(cast.noor)
    token = token_of(visitor)
    page = visitor.post(endpoint)
    assert page.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert token_of(visitor) != token
    assert not is_in(app, token)


def test_leaving_needs_neither_a_form_nor_a_session(visitor: Visitor, app: Flask) -> None:
    assert visitor.client.get("/leave").status_code == 303
    answer = Visitor(app).client.post("/leave")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("https://")


def test_the_control_a_cookie_that_holds_the_session_itself_survives_signing_out() -> None:
    app = Flask("stock")
    app.secret_key = "stock"
    manager = LoginManager(app)
    manager.user_loader(lambda _id: _Stock())
    app.add_url_rule("/in", "in", lambda: str(login_user(_Stock())))
    app.add_url_rule("/out", "out", lambda: str(logout_user()))
    app.add_url_rule("/who", "who", lambda: (str(_who()), 200))
    client = app.test_client()
    client.get("/in")
    copied = client.get_cookie("session")
    assert copied
    client.get("/out")
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/who").text == "True"


def test_the_token_changes_at_signing_in_and_the_one_before_is_of_no_use(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    planted = "A" * 43
    visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], planted)
    visitor.page("accounts.sign_in")
    visitor.post("accounts.enter", {"name": cast.noor.sign_in_name, "password": PASSWORD})
    assert token_of(visitor) != planted
    assert is_in(app, token_of(visitor))
    assert not is_in(app, planted)


def test_the_token_changes_when_the_password_is_given_again(
    app: Flask, as_: As, cast: Cast
) -> None:
    visitor = as_(cast.noor)
    before = token_of(visitor)
    visitor.page("accounts.step_up")
    visitor.post("accounts.give_again", {"password": PASSWORD})
    assert token_of(visitor) != before
    assert not is_in(app, before)


def test_nothing_that_is_stored_opens_a_session(
    app: Flask, installation: Installation, cast: Cast
) -> None:
    signed_in(installation, cast.noor)
    with installation.database.reading() as session:
        rows = session.scalars(select(Visit)).all()
        stored = [
            str(getattr(value, "hex", lambda value=value: value)()) if value is not None else ""
            for row in rows
            for value in (row.token_hash, row.data, row.id.bytes)
        ]
    assert stored
    assert not any(is_in(app, value[:43].ljust(43, "0")) for value in stored)
    assert not any(is_in(app, value) for value in stored if value)


def is_in_after_being_ended_meanwhile(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> bool:
    """Tell whether a session is of use that is ended while a page is being made for it."""
    token = signed_in(installation, cast.noor)
    visitor = holding(app, token)

    @app.before_request
    def revoke_meanwhile() -> None:
        end_everywhere(installation, cast, now)

    with clock.fixed(now + timedelta(minutes=2)):
        visitor.client.get("/account/signed-in")
    app.before_request_funcs[None].remove(revoke_meanwhile)
    return is_in(app, token)


def test_a_session_that_was_ended_meanwhile_is_not_brought_back(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    assert not is_in_after_being_ended_meanwhile(app, installation, cast, now)


def test_a_session_that_is_written_back_as_it_was_is_noticed(
    app: Flask, installation: Installation, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def write_back(session: Session, row: Visit, now: datetime) -> None:
        session.execute(update(Visit).where(Visit.id == row.id).values(revoked_at=row.revoked_at))

    monkeypatch.setattr(browsers, "seen", write_back)
    assert is_in_after_being_ended_meanwhile(app, installation, cast, now)


def test_quiet_minutes_end_a_session_and_doing_something_keeps_it(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    token = signed_in(installation, cast.noor)
    for minutes in (15, 30, 45):
        with clock.fixed(now + timedelta(minutes=minutes)):
            assert is_in(app, token)
    with clock.fixed(now + timedelta(minutes=66)):
        assert not is_in(app, token)


def test_whoever_was_signed_out_by_time_is_told_so(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor = holding(app, signed_in(installation, cast.noor))
    with clock.fixed(now + timedelta(minutes=21)):
        visitor.page("accounts.account", to="accounts.sign_in")
        assert visitor.follow().says("You were signed out to keep this private.")


@pytest.mark.parametrize(("name", "hours"), [("noor", 12), ("rosa", 8)])
def test_no_session_lasts_longer_than_its_hours(
    app: Flask, installation: Installation, cast: Cast, now: datetime, name: str, hours: int
) -> None:
    token = signed_in(installation, getattr(cast, name))
    for minutes in range(10, hours * 60, 10):
        with clock.fixed(now + timedelta(minutes=minutes)):
            assert is_in(app, token)
    with clock.fixed(now + timedelta(hours=hours)):
        assert not is_in(app, token)


def test_health_and_static_files_extend_nothing(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    token = signed_in(installation, cast.noor)
    for minutes in (10, 19):
        with clock.fixed(now + timedelta(minutes=minutes)):
            visitor = holding(app, token)
            assert "Set-Cookie" not in visitor.client.get("/health").headers
            visitor.client.get("/static/site.css")
    with clock.fixed(now + timedelta(minutes=21)):
        assert not is_in(app, token)


def test_a_page_that_asks_again_by_itself_extends_nothing(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    token = signed_in(installation, cast.rosa)

    @app.before_request
    def by_itself() -> None:
        g.by_itself = True

    for minutes in (10, 19):
        with clock.fixed(now + timedelta(minutes=minutes)):
            assert is_in(app, token)
    with clock.fixed(now + timedelta(minutes=21)):
        assert not is_in(app, token)


def test_looking_at_pages_writes_no_row(visitor: Visitor, installation: Installation) -> None:
    for address in ("/", "/in", "/in/help", "/start"):
        visitor.client.get(address)
    with installation.database.reading() as session:
        assert session.scalars(select(Visit)).all() == []


def test_the_form_of_another_browser_is_refused(app: Flask, as_: As, cast: Cast) -> None:
    noor, kit = as_(cast.noor), as_(cast.kit)
    form = kit.page("accounts.time_out").form()
    assert form
    stolen = {str(f["name"]): str(f["value"]) for f in form.find_all("input", type="hidden")}
    answer = noor.client.post("/account/time-out", data={**stolen, "minutes": "60"})
    assert answer.status_code == 400


def test_changed_hats_end_the_sessions_that_had_the_old_ones(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    token = signed_in(installation, cast.rosa)
    with installation.database.transaction() as session:
        rosa = queries.person(session, cast.rosa.person_id)
        hats = frozenset({Role.REVIEWER})
        joining.change_hats(session, cast.ada.actor(session), rosa, hats, now)
    assert not is_in(app, token)


def test_before_a_page_the_database_is_asked_once(
    as_: As, installation: Installation, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa, looks = as_(cast.rosa), []
    look = installation.database.reading

    def counted() -> AbstractContextManager[Session]:
        looks.append(1)
        return look()

    monkeypatch.setattr(installation.database, "reading", counted)
    assert rosa.client.get("/account").status_code == 200
    assert len(looks) == 1


def test_the_token_itself_is_not_kept(installation: Installation, cast: Cast) -> None:
    token = signed_in(installation, cast.noor)
    with installation.database.reading() as session:
        found = browsers.visit(session, token)
        assert found
        assert found.token_hash == token_hash(token)
        assert token.encode() not in (found.data or b"")


def test_staff_stay_signed_in_no_longer_than_the_agency_allows(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, idle_minutes_staff_most=10)
    token = signed_in(installation, cast.rosa)
    with clock.fixed(now + timedelta(minutes=11)):
        assert not is_in(app, token)


class _Stock(UserMixin):  # type: ignore[misc]
    id = "1"


def _who() -> bool:
    return bool(current_user.is_authenticated)
