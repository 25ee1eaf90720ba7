"""Signing in with a name and a password: one answer for every cause of refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask, Response, request

from mentorship.accounts import queries, service
from mentorship.accounts.queries import browsers
from mentorship.accounts.service.hashing import Hasher
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.config import Config, Hashing
from mentorship.kernel.vault import blind_index
from tests.cast import PASSWORD, Cast, Member
from tests.pages import Page, Visitor

As = Callable[..., Visitor]


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the hashes that are verified from now on."""
    kept: list[str] = []
    verify = PasswordHasher.verify

    def listing(self: PasswordHasher, hash: str, password: bytes) -> bool:
        kept.append(hash)
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", listing)
    return kept


def parameters(kept: str) -> str:
    """Give the price of a hash."""
    return kept.split("$")[3]


def dearer(config: Config) -> Config:
    """Give a configuration in which a hash costs more."""
    return replace(config, hashing=Hashing(memory_kib=16, passes=2, lanes=1))


def sign_in(visitor: Visitor, name: str, password: str = PASSWORD, *, status: int = 303) -> Page:
    visitor.page("accounts.sign_in")
    return visitor.post("accounts.enter", {"name": name, "password": password}, status=status)


def refused(app: Flask, name: str, password: str) -> tuple[str, dict[str, str]]:
    """Give the bytes and headers of a refusal, with what is drawn afresh for each page put out."""
    page = sign_in(Visitor(app), name, password, status=422)
    kept = {k: v for k, v in page.response.headers.items() if k not in {"Set-Cookie", "Date"}}
    masked = page.html.replace(name, "NAME")
    for hidden in page.soup.find_all("input", type="hidden"):
        masked = masked.replace(str(hidden["value"]), "DRAWN")
    return masked, {**kept, "Content-Length": str(len(masked))}


def test_somebody_gets_in_with_their_name_and_password(visitor: Visitor, cast: Cast) -> None:
    assert sign_in(visitor, cast.noor.sign_in_name).location == "/home"
    visitor.page("accounts.account")


def test_the_name_may_be_typed_in_big_letters(visitor: Visitor, cast: Cast) -> None:
    assert sign_in(visitor, cast.noor.sign_in_name.upper()).location == "/home"


def test_a_name_from_before_that_kept_its_accents_works_on(
    visitor: Visitor, installation: Installation, cast: Cast, app: Flask
) -> None:
    with installation.database.transaction() as session:
        kept = queries.sign_in_of(session, cast.noor.person_id)
        other = queries.sign_in_of(session, cast.kit.person_id)
        assert kept
        assert other
        kept.name_index = blind_index(session, "sign_in", "ñandú0500")
        session.flush()
        assert queries.by_name(session, "Ñandú0500") is kept
        assert queries.by_name(session, "nandu0500") is None
        other.name_index = blind_index(session, "sign_in", "nandu0500")
        session.flush()
        assert queries.by_name(session, "Ñandú0500") is kept
        assert queries.by_name(session, "nandu0500") is other
    assert sign_in(visitor, "Ñandú0500").location == "/home"


def test_a_name_is_slowed_down_however_its_letters_are_written(visitor: Visitor) -> None:
    for typed in ("nandu0500", "ñandu0500", "ñandú0500", "NANDÚ0500", "nàndu0500"):
        sign_in(visitor, typed, "not the right password", status=422)
    assert sign_in(visitor, "ñàndü0500", "not the right password", status=429)


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_then_to_what_they_wanted(
    visitor: Visitor, cast: Cast
) -> None:
    visitor.page("accounts.signed_in", to="accounts.sign_in")
    assert sign_in(visitor, cast.noor.sign_in_name).location == "/account/signed-in"


def test_whoever_was_sent_to_sign_in_from_a_page_reads_nothing_that_tells(
    visitor: Visitor, cast: Cast
) -> None:
    assert "In danger now?" in visitor.page("accounts.sign_in").html
    visitor.page("accounts.account", to="accounts.sign_in")
    page = visitor.follow()
    assert "In danger now?" not in page.html
    assert "/help" in page.links
    wrong = {"name": "nobody0000", "password": PASSWORD}
    assert "In danger now?" not in visitor.post("accounts.enter", wrong, status=422).html


def test_the_address_never_says_where_to_go_next(visitor: Visitor, cast: Cast) -> None:
    visitor.open("/in?next=https://elsewhere.example/")
    page = visitor.post("accounts.enter", {"name": cast.noor.sign_in_name, "password": PASSWORD})
    assert page.location == "/home"


def every_refusal(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> list[tuple[str, dict[str, str]]]:
    """Be refused for every cause."""
    with installation.database.transaction() as session:
        rosa = cast.rosa.actor(session)
        service.suspend(session, rosa, queries.person(session, cast.kit.person_id), now)
        gone = queries.person(session, cast.tom.person_id)
        service.stop_now(session, rosa, gone, now)
    return [
        refused(app, "nobody0000", PASSWORD),
        refused(app, cast.noor.sign_in_name, "not the right password"),
        refused(app, cast.kit.sign_in_name, PASSWORD),
        refused(app, cast.tom.sign_in_name, PASSWORD),
        refused(app, cast.rosa.sign_in_name, "not the right password"),
    ]


def test_every_refusal_is_the_same(
    app: Flask, installation: Installation, cast: Cast, now: datetime
) -> None:
    answers = every_refusal(app, installation, cast, now)
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("where", ["page", "header"])
def test_a_refusal_that_tells_its_cause_is_noticed(
    app: Flask, installation: Installation, cast: Cast, now: datetime, where: str
) -> None:
    @app.after_request
    def tell(response: Response) -> Response:
        if request.form.get("name") == "nobody0000":
            if where == "page":
                response.set_data(response.get_data().replace(b"</main>", b" </main>"))
            else:
                response.headers["X-Cause"] = "name"
        return response

    answers = every_refusal(app, installation, cast, now)
    assert [answer == answers[0] for answer in answers] == [True, False, False, False, False]


def test_a_refusal_costs_one_hash_with_the_same_parameters_for_every_cause(
    app: Flask, cast: Cast, verified: list[str]
) -> None:
    costs = []
    for name in ("nobody0000", cast.noor.sign_in_name, cast.rosa.sign_in_name):
        verified.clear()
        sign_in(Visitor(app), name, "not the right password", status=422)
        costs.append([parameters(kept) for kept in verified])
    assert len(costs[0]) == 1
    assert costs == [costs[0]] * 3


def test_the_price_follows_the_configuration_for_names_that_nobody_has(
    app: Flask, installation: Installation, verified: list[str]
) -> None:
    app.extensions["hasher"] = Hasher(dearer(installation.config))
    sign_in(Visitor(app), "nobody0000", status=422)
    assert [parameters(kept) for kept in verified] == ["m=16,t=2,p=1"]


def test_a_password_that_is_too_long_is_not_hashed(
    app: Flask, cast: Cast, verified: list[str]
) -> None:
    for name in (cast.noor.sign_in_name, "nobody0000"):
        sign_in(Visitor(app), name, "w" * 129, status=422)
    assert verified == []
    sign_in(Visitor(app), cast.noor.sign_in_name, "w" * 128, status=422)
    assert len(verified) == 1


def test_an_unknown_name_is_slowed_down_like_a_known_one(
    app: Flask, cast: Cast, now: datetime
) -> None:
    answers = {}
    for name in ("nobody0000", cast.noor.sign_in_name):
        visitor = Visitor(app)
        visitor.page("accounts.sign_in")
        typed = {"name": name, "password": "wrong"}
        answers[name] = [
            visitor.client.post("/in", data={**_tokens(visitor), **typed}).status_code
            for _attempt in range(8)
        ]
    assert answers["nobody0000"] == answers[cast.noor.sign_in_name]
    assert answers["nobody0000"][0] == 422
    assert answers["nobody0000"][-1] == 429


def test_the_right_password_works_again_after_a_short_wait(
    app: Flask, cast: Cast, now: datetime
) -> None:
    visitor = Visitor(app)
    visitor.page("accounts.sign_in")
    for _attempt in range(8):
        data = {**_tokens(visitor), "name": cast.noor.sign_in_name, "password": "wrong"}
        visitor.client.post("/in", data=data)
    with clock.fixed(now + timedelta(seconds=31)):
        assert sign_in(Visitor(app), cast.noor.sign_in_name).location == "/home"


def test_signing_in_rightly_many_times_slows_nobody_down(app: Flask, cast: Cast) -> None:
    for _time in range(10):
        assert sign_in(Visitor(app), cast.noor.sign_in_name).location == "/home"


def test_staff_are_asked_for_the_second_factor(visitor: Visitor, cast: Cast) -> None:
    assert sign_in(visitor, cast.rosa.sign_in_name).location == "/in/code"


def test_two_clicks_sign_in_once(
    visitor: Visitor, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor.page("accounts.sign_in")
    before = visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    sign_in(visitor, cast.noor.sign_in_name)
    assert before
    visitor.client.set_cookie(before.key, before.value)
    assert visitor.again().location == "/home"
    with installation.database.reading() as session:
        assert len(browsers.visits_of(session, cast.noor.person_id, now)) == 1


def test_a_hash_made_with_older_parameters_is_renewed(
    app: Flask, installation: Installation, cast: Cast
) -> None:
    app.extensions["hasher"] = Hasher(dearer(installation.config))
    sign_in(Visitor(app), cast.noor.sign_in_name)
    assert parameters(_hash(installation, cast.noor)) == "m=16,t=2,p=1"
    assert sign_in(Visitor(app), cast.noor.sign_in_name).location == "/home"


def _hash(installation: Installation, member: Member) -> str:
    with installation.database.reading() as session:
        found = queries.sign_in_of(session, member.person_id)
        assert found
        return found.password_hash


def _tokens(visitor: Visitor) -> dict[str, str]:
    form = visitor.page("accounts.sign_in").form()
    assert form
    return {str(f["name"]): str(f["value"]) for f in form.find_all("input", type="hidden")}
