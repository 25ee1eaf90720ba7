"""Every address lets in exactly whom the tests' own matrix lists, and says so in the same way."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, request
from werkzeug.routing import Rule

from mentorship.app import create_app
from mentorship.installation import Installation
from mentorship.kernel.access import Permission, check_routes, permission_of, requires
from mentorship.kernel.addresses import to_come_back_to
from mentorship.kernel.errors import UnsafeToStart
from tests.audiences import (
    ADMINISTRATOR,
    COORDINATOR,
    LEAD,
    MENTEE,
    MENTOR,
    REVIEWER,
    VISITOR,
    audience_of,
)
from tests.cast import Cast, Member
from tests.pages import Visitor, address_of
from tests.surface import Seen

COME_BACK = re.compile(r'<html[^>]* data-come-back="([^"]+)"')
HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
# What a browser says of a page that is not ours, or that hides where it comes from.
ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"},
    {"Origin": "https://elsewhere.example"}, {"Origin": "https://localhost"},
    {"Origin": "http://localhost:81"},
)  # fmt: skip


def by_role(cast: Cast) -> dict[str, Member | None]:
    return {
        VISITOR: None, MENTEE: cast.noor, MENTOR: cast.amara, COORDINATOR: cast.rosa,
        LEAD: cast.lena, REVIEWER: cast.ruth, ADMINISTRATOR: cast.ada,
    }  # fmt: skip


def verbs(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Give every endpoint with a method and an address, ids and codes filled in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, address_with_samples(app, rule)


def address_with_samples(app: Flask, rule: Rule) -> str:
    values = {name: _sample(rule, name) for name in rule.arguments}
    return address_of(app, rule.endpoint, values)


def _sample(rule: Rule, name: str) -> Any:
    if name.endswith("_id"):
        return uuid4()
    if name == "decision":
        return "vetting"
    return "in-person" if name == "how" else "q04"


def test_every_address_stands_in_the_matrix(app: Flask) -> None:
    endpoints = {endpoint for endpoint, _method, _address in verbs(app)}
    listed = set(audience_of())
    assert endpoints == listed, f"decide who these are for: {sorted(endpoints ^ listed)}"


def test_each_address_lets_in_exactly_whom_it_should(
    app: Flask, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    _reach_instead_of_answering(app)
    expected = audience_of()
    wrong = []
    for role, member in by_role(cast).items():
        browser = as_(member, stepped_up=True) if member else Visitor(app)
        for endpoint, method, address in verbs(app):
            answer = browser.client.open(address, method=method)
            reached = answer.data == b"reached"
            if reached != (role in expected[endpoint]):
                wrong.append(f"{role} {method} {endpoint}: {answer.status_code}")
            if not reached:
                assert answer.status_code == (303 if member is None else 404), (role, endpoint)
    assert wrong == []


def test_without_the_password_given_lately_some_addresses_ask_for_it(
    app: Flask, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    _reach_instead_of_answering(app)
    asking = {
        MENTEE: {"/pause", "/stop", "/my-copy", "/seen", "/apart", "/account/reach-me", "/another"},
        ADMINISTRATOR: {"/settings", "/settings/staff"},
        REVIEWER: {f"/reviews/{uuid4()}"},
        COORDINATOR: {f"/people/{uuid4()}/ready"},
    }
    for role, addresses in asking.items():
        browser = as_(by_role(cast)[role])
        for address in addresses:
            answer = browser.client.get(address)
            assert answer.status_code == 303, address
            assert answer.location == "/account/again", address


def test_a_view_without_a_permission_stops_the_start() -> None:
    def bare() -> str:
        return ""

    with pytest.raises(UnsafeToStart, match=r"desk\.bare"):
        check_routes({"desk.bare": bare})


def test_absent_and_forbidden_are_the_same_bytes(
    app: Flask, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    mentee = as_(cast.noor, stepped_up=True)
    pages = {
        mentee.client.get(address).data
        for address in (
            "/nowhere", "/decisions", "/settings", "/talks/log", f"/offers/{uuid4()}",
            f"/people/{cast.kit.person_id}", f"/people/{uuid4()}", f"/talks/{uuid4()}",
        )
    }  # fmt: skip
    assert len(pages) == 1


def test_every_post_without_its_own_token_is_refused(
    app: Flask, cast: Cast, as_: Callable[..., Visitor]
) -> None:
    foreign = token_for(as_(cast.kit))
    # A link from elsewhere may lead out, and the gate is the same whoever comes to it.
    expected, tried = audience_of(), {"accounts.leave"}
    for role, member in by_role(cast).items():
        # Their own of a session before this one is as good as none.
        earlier = token_for(as_(member) if member else Visitor(app))
        browser = as_(member, stepped_up=True) if member else Visitor(app)
        for endpoint, method, address in verbs(app):
            if method != "POST" or role not in expected[endpoint] or endpoint in tried:
                continue
            for data in ({}, *({"csrf_token": token} for token in (foreign, earlier, "x"))):
                answer = browser.client.post(address, data={**data, "once": "o" * 22})
                assert answer.status_code == 400, (role, endpoint, data)
            tried.add(endpoint)
    assert len(tried) > 100


def token_for(visitor: Visitor) -> str:
    """Give the token that stands in a form for this visitor."""
    return str(visitor.page("accounts.out").soup.find("input", {"name": "csrf_token"})["value"])


def insist_on_our_own_pages(app: Flask) -> None:
    """Send something to every address as a page of another site would, and as one of ours."""
    client = Visitor(app).client
    posts = [(endpoint, how, address) for endpoint, how, address in verbs(app) if how == "POST"]
    others = [("desk.front", method, "/") for method in ("PUT", "PATCH", "DELETE")]
    for endpoint, method, address in (*posts, *others):
        for said in ELSEWHERE if endpoint != "accounts.leave" else ():
            answer = client.open(address, method=method, headers=said)
            assert answer.status_code == 400, (method, address, said)
        assert client.open(address, method=method, headers=HERE).status_code != 400


@pytest.mark.only("sqlite", reason="what a browser says of a page asks no database")
def test_what_no_page_of_ours_sent_changes_nothing(app: Flask) -> None:
    _reach_instead_of_answering(app)
    insist_on_our_own_pages(app)
    client = Visitor(app).client
    for said in ELSEWHERE:
        # Whoever must be gone is gone, and a link from elsewhere leads here.
        assert client.post("/leave", headers=said).text == "reached"
        assert client.get("/in", headers=said).text == "reached"


@pytest.mark.only("sqlite", reason="what a browser says of a page asks no database")
@pytest.mark.parametrize("said", ELSEWHERE, ids=str)
def test_a_site_that_nobody_looks_at_is_noticed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, said: dict[str, str]
) -> None:
    _reach_instead_of_answering(app)
    asked = app.before_request_funcs[None]
    (guard,) = (one for one in asked if one.__name__ == "_come_from_here")

    ((name, value),) = said.items()

    def blind() -> object:
        return None if request.headers.get(name) == value else guard()  # type: ignore[operator]

    monkeypatch.setitem(app.before_request_funcs, None, [blind if f is guard else f for f in asked])
    with pytest.raises(AssertionError, match=re.escape(str(said))):
        insist_on_our_own_pages(app)


def test_what_only_acts_answers_no_get(app: Flask, visitor: Visitor) -> None:
    addresses = {address for _endpoint, method, address in verbs(app) if method == "POST"}
    only_acts = [a for a in addresses if "GET" not in app.url_map.bind("").allowed_methods(a)]
    assert len(only_acts) > 30
    for address in only_acts:
        assert visitor.client.get(address).status_code == 405, address


def test_whatever_answers_a_form_can_be_asked_for_again(app: Flask) -> None:
    ours = app.url_map.bind("")
    assert ours.test("/", "GET")
    for _endpoint, method, address in verbs(app):
        with app.test_request_context(address, method=method):
            back = to_come_back_to()
        assert (method == "GET") == (back == ""), address
        assert not back or ours.test(back, "GET"), address
        assert address.startswith(back.rstrip("/")), address


def test_a_form_is_asked_for_again_with_what_its_address_filters_by(app: Flask) -> None:
    for sent, back in (
        ("/people?show=all", "/people?show=all"),
        ("/settings/on-call/out?day=1", "/settings/on-call"),
        ("/nothing/of/ours", "/"),
    ):
        with app.test_request_context(sent, method="POST"):
            assert to_come_back_to() == back


def test_every_page_that_answers_a_form_says_where_to_come_back_to(
    pages: list[Seen], app: Flask
) -> None:
    refused = [one for one in pages if one.status == 422]
    assert len(refused) > 50
    for seen in refused:
        told = COME_BACK.search(seen.body)
        assert told, seen.name
        assert app.url_map.bind("").test(told[1].split("?")[0], "GET"), seen.name
    opened = [one for one in pages if one.is_html and one.status == 200]
    assert not [one.name for one in opened if COME_BACK.search(one.body)]
    trouble = app.test_client().post("/in", data={"once": "short"})
    assert trouble.status_code == 400
    assert COME_BACK.search(trouble.text)


def test_a_fault_is_one_calm_page_that_says_nothing(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(installation)
    told = "the words of somebody"

    @requires(Permission.READ_PUBLIC_PAGE)
    def broken() -> str:
        raise ValueError(told)

    app.view_functions["desk.front"] = broken
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert told not in answer.text
    assert "Traceback" not in answer.text
    assert "ValueError" in caplog.text
    assert told not in caplog.text


def test_every_page_for_trouble_says_whom_to_call(installation: Installation, cast: Cast) -> None:
    app = create_app(installation)

    @requires(Permission.READ_PUBLIC_PAGE)
    def broken() -> str:
        raise ValueError

    app.view_functions["desk.front"] = broken
    client, long = app.test_client(), {"name": "x" * 1_000_001}
    for status, answer in (
        (404, client.get("/nowhere")),
        (413, client.post("/in", data=long)),
        (400, client.post("/in", data={"name": "somebody"})),
        (500, client.get("/")),
    ):
        assert answer.status_code == status
        assert "In danger now?" in answer.text, status
        assert 'href="/help"' in answer.text, status


def test_a_wrong_host_is_refused(installation: Installation) -> None:
    app = create_app(installation)
    app.config["TRUSTED_HOSTS"] = ["notes.example.org"]
    wrong = app.test_client().get("/", headers={"Host": "elsewhere.example"})
    assert wrong.status_code == 400
    assert "elsewhere" not in wrong.text
    right = app.test_client().get("/", headers={"Host": "notes.example.org"})
    assert right.status_code == 200


def _reach_instead_of_answering(app: Flask) -> None:
    """Put a marked stand-in behind each gate, so that only the gate is under test."""
    app.config["WTF_CSRF_ENABLED"] = False
    for endpoint, view in list(app.view_functions.items()):
        permission = permission_of(view)
        if permission is not None:

            @requires(permission)
            def reached(**_values: object) -> str:
                return "reached"

            app.view_functions[endpoint] = reached
