"""The second factor of staff: nothing opens without it, and each code is good for once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask

from mentorship.accounts import queries
from mentorship.accounts.models import SignIn
from mentorship.accounts.queries import browsers
from mentorship.accounts.rules import Standing
from mentorship.accounts.service import second_factor
from mentorship.accounts.service.attempts import Attempt
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.errors import Busy, RuleBroken
from tests.cast import PASSWORD, Cast, Member
from tests.pages import Visitor
from tests.races import race

As = Callable[..., Visitor]


def half_in(app: Flask, member: Member) -> Visitor:
    """Give a visitor who has given name and password, and no code yet."""
    visitor = Visitor(app)
    visitor.page("accounts.sign_in")
    visitor.post("accounts.enter", {"name": member.sign_in_name, "password": PASSWORD})
    return visitor


def secret(visitor: Visitor) -> str:
    """Read the secret off the page that sets the second factor up."""
    found = visitor.page("accounts.enrol").soup.find("bdi", attrs={"dir": "ltr"})
    assert found
    return found.get_text()


def enrolled(app: Flask, member: Member) -> str:
    """Set somebody's second factor up, and give its secret."""
    visitor = half_in(app, member)
    shared = secret(visitor)
    before = clock.now() - timedelta(minutes=5)
    with clock.fixed(before):
        early = half_in(app, member)
        early.page("accounts.enrol")
        early.post("accounts.finish_enrolment", {"code": code(shared, before)})
    return shared


def code(shared: str, at: datetime) -> str:
    """Give the code that an authenticator shows at a moment."""
    return pyotp.TOTP(shared).at(at)


def test_staff_without_a_second_factor_can_only_set_one_up(app: Flask, cast: Cast) -> None:
    visitor = half_in(app, cast.rosa)
    visitor.page("accounts.code", to="accounts.enrol")
    for endpoint in ("desk.home", "accounts.account", "accounts.cards", "accounts.step_up"):
        visitor.page(endpoint, to="accounts.sign_in")
    assert visitor.client.post("/people/cards").status_code in {303, 400}


def test_the_first_code_lets_staff_in(app: Flask, cast: Cast, now: datetime) -> None:
    visitor = half_in(app, cast.rosa)
    shared = secret(visitor)
    visitor.post("accounts.finish_enrolment", {"code": code(shared, now)}, to="desk.home")
    visitor.page("accounts.account")


def test_the_picture_is_kept_by_nobody(app: Flask, cast: Cast) -> None:
    answer = half_in(app, cast.rosa).client.get("/in/enrol/picture")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_secret_is_shown_to_nobody_once_it_is_set_up(app: Flask, cast: Cast) -> None:
    enrolled(app, cast.rosa)
    half_in(app, cast.rosa).page("accounts.enrol", status=409)


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_of_the_step_before_or_after_is_taken_and_no_other(
    app: Flask, cast: Cast, now: datetime, steps: int, status: int
) -> None:
    shared = enrolled(app, cast.rosa)
    visitor = half_in(app, cast.rosa)
    visitor.page("accounts.code")
    at = now + timedelta(seconds=30 * steps)
    visitor.post("accounts.give_code", {"code": code(shared, at)}, status=status)


def test_a_code_that_was_used_is_refused(app: Flask, cast: Cast, now: datetime) -> None:
    shared = enrolled(app, cast.rosa)
    first, second = half_in(app, cast.rosa), half_in(app, cast.rosa)
    first.page("accounts.code")
    first.post("accounts.give_code", {"code": code(shared, now)}, to="desk.home")
    second.page("accounts.code")
    page = second.post("accounts.give_code", {"code": code(shared, now)}, status=422)
    assert page.problem("code")


def how_many_get_in(app: Flask, installation: Installation, cast: Cast, now: datetime) -> int:
    """Have twenty give the same code at once."""
    said = code(enrolled(app, cast.rosa), now)
    got_in: list[str] = []

    def give() -> None:
        try:
            with installation.database.transaction() as session:
                actor = cast.rosa.actor(session)
                attempt = Attempt(None, None)
                token = second_factor.give_code(session, actor, attempt, said, now, instead_of="")
            got_in.append(token)
        except (RuleBroken, Busy):
            return

    race(20, give)
    return len(got_in)


def test_of_many_who_give_the_same_code_at_once_one_gets_in(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    assert how_many_get_in(app, installation, cast, now) == 1


def test_without_using_up_the_step_many_get_in(
    app: Flask, installation: Installation, cast: Cast, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(queries, "claim_totp_step", lambda *_given: True)
    assert how_many_get_in(app, installation, cast, now) > 1


def test_guessing_codes_is_slowed_down(app: Flask, cast: Cast) -> None:
    enrolled(app, cast.rosa)
    visitor = half_in(app, cast.rosa)
    visitor.page("accounts.code")
    for _guess in range(5):
        visitor.post("accounts.give_code", {"code": "000000"}, status=422)
    visitor.post("accounts.give_code", {"code": "000000"}, status=429)


def test_a_lost_factor_is_replaced_by_another_administrator_and_ends_every_session(
    app: Flask, installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    enrolled(app, cast.rosa)
    rosa = as_(cast.rosa)
    ada = as_(cast.ada, stepped_up=True)
    page = ada.page("accounts.staff_member", person_id=cast.rosa.person_id)
    pressed = page.soup.select("form[action$='/factor']")
    assert all(form.find_parent("details") for form in pressed), "it is opened and read first"
    ada.post("accounts.replace_second_factor", person_id=cast.rosa.person_id)
    assert ada.page("accounts.staff").says("Second step not set up")
    rosa.page("accounts.account", to="accounts.sign_in")
    half_in(app, cast.rosa).page("accounts.code", to="accounts.enrol")


def test_nobody_replaces_their_own(installation: Installation, as_: As, cast: Cast) -> None:
    ada = as_(cast.ada, stepped_up=True)
    ada.page("accounts.staff")
    ada.post("accounts.replace_second_factor", person_id=cast.ada.person_id, status=409)


def test_those_who_take_part_have_no_such_page(as_: As, cast: Cast) -> None:
    as_(cast.noor).page("accounts.code", status=404)


def test_no_address_takes_the_last_factor_away_from_oneself(app: Flask) -> None:
    addresses = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {rule for rule in addresses if "factor" in rule} == {
        "/settings/staff/<uuid:person_id>/factor"
    }


def test_the_secret_is_sealed(app: Flask, installation: Installation, cast: Cast) -> None:
    shared = enrolled(app, cast.rosa)
    with installation.database.reading() as session:
        kept = queries.sign_in_of(session, cast.rosa.person_id)
        assert isinstance(kept, SignIn)
        assert shared.encode() not in (kept.totp_secret or b"")
        assert queries.person(session, cast.rosa.person_id).standing is Standing.HERE


def test_a_session_that_waits_for_the_code_is_replaced_by_it(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor = half_in(app, cast.rosa)
    cookie = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie
    visitor.post("accounts.finish_enrolment", {"code": code(secret(visitor), now)})
    with installation.database.reading() as session:
        old = browsers.visit(session, cookie.value)
        assert old
        assert old.revoked_at
        assert len(browsers.visits_of(session, cast.rosa.person_id, now)) == 1
