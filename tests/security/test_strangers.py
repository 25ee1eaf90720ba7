"""What is somebody else's is as absent as what does not exist, and nothing sent changes it.

Unlike the matrix of addresses, these tests use ids that exist and the views themselves.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from uuid import uuid4

import pytest
from flask import Flask

from mentorship.installation import Installation
from mentorship.kernel import access
from mentorship.kernel.db import Base
from tests.audiences import MENTEE, MENTOR, STAFF, VISITOR, audience_of
from tests.forms import kind_of, one_after_the_other, samples
from tests.full import Full
from tests.pages import Visitor, address_of
from tests.schema import rows

As = Callable[..., Visitor]
# Tables in which looking and being refused leaves its own traces.
TRACES = {"audit_entry", "audit_head", "visit", "request_once", "attempt", "attempt_key"}
Address = tuple[str, str, str]


@pytest.fixture
def without_tokens(app: Flask) -> Flask:
    """Leave the tokens of forms out, so that nothing but the right to be here is under test."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def held(installation: Installation) -> object:
    """Give all that is stored, apart from traces."""
    return {name: some for name, some in rows(installation.database.engine).items()
            if name not in TRACES}  # fmt: skip


def addresses(
    app: Flask, installation: Installation, full: Full, *, of: Callable[[str], bool], most: int = 20
) -> Iterator[Address]:
    """Give the addresses of some endpoints, with ids that exist, by method."""
    chosen = samples(installation, full)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or not of(rule.endpoint):
            continue
        values = {one: chosen[kind_of(rule.endpoint, one)] for one in rule.arguments}
        for given in islice(one_after_the_other(values), most):
            address = address_of(app, rule.endpoint, given)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, address


def send(visitor: Visitor, method: str, address: str) -> tuple[int, bytes]:
    """Go there, or send the emptiest of forms."""
    answer = visitor.client.open(address, method=method, data={"once": uuid4().hex})
    return answer.status_code, answer.data


def trespasses(
    app: Flask, installation: Installation, full: Full, who: dict[str, Visitor]
) -> list[str]:
    """Let outsiders try every address of staff, and list where they came in or changed anything."""
    audiences, before, wrong = audience_of(), held(installation), []
    for role, visitor in who.items():
        closed = {name for name, may in audiences.items() if may <= STAFF and role not in may}
        # Whoever has no right to a page is not let in before anybody asks what it is about.
        some = addresses(app, installation, full, of=closed.__contains__, most=2)
        for endpoint, method, address in some:
            status, _body = send(visitor, method, address)
            if status != (303 if role == VISITOR else 404):
                wrong.append(f"{role} {method} {endpoint}: {status}")
    return wrong + ["something was changed"] * (held(installation) != before)


def test_nobody_outside_comes_to_what_is_staffs_or_changes_anything(
    without_tokens: Flask, installation: Installation, full: Full, as_: As
) -> None:
    noor, amara = as_(full.cast.noor, stepped_up=True), as_(full.cast.amara, stepped_up=True)
    who = {VISITOR: Visitor(without_tokens), MENTEE: noor, MENTOR: amara}
    assert trespasses(without_tokens, installation, full, who) == []


def test_a_gate_that_lets_everybody_in_is_noticed(
    without_tokens: Flask, installation: Installation, full: Full, as_: As,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(access, "decide", lambda *_given: None)
    without_tokens.testing = False
    who = {MENTEE: as_(full.cast.noor)}
    found = trespasses(without_tokens, installation, full, who)
    assert len(found) > 40
    assert "something was changed" in found


def told_apart(app: Flask, installation: Installation, full: Full, visitor: Visitor) -> list[str]:
    """List where somebody can tell another one's things from nothing at all."""
    mine = {str(full.cast.kit.person_id), str(full.cast.tom.person_id)}
    before, wrong = held(installation), []
    audiences = audience_of()
    own = {name for name, may in audiences.items() if {MENTEE, MENTOR} & may and not STAFF & may}
    nothing = send(visitor, "GET", f"/offers/{uuid4()}")
    for endpoint, method, address in addresses(app, installation, full, of=own.__contains__):
        named = [part for part in address.split("/") if len(part) == 36 and part not in mine]
        if named and send(visitor, method, address) != nothing:
            wrong.append(f"{method} {endpoint}")
    return wrong + ["something was changed"] * (held(installation) != before)


@pytest.mark.parametrize("name", ["kit", "theo"])
def test_what_belongs_to_somebody_of_the_same_role_is_as_absent_as_nothing(
    without_tokens: Flask, installation: Installation, full: Full, as_: As, name: str
) -> None:
    visitor = as_(full.everybody()[name], stepped_up=True)
    assert told_apart(without_tokens, installation, full, visitor) == []


def test_a_loader_that_asks_nobody_is_noticed(
    without_tokens: Flask, installation: Installation, full: Full, as_: As,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(access, "_SEES", dict.fromkeys(every_model(), ()))
    without_tokens.testing = False
    theo = as_(full.everybody()["theo"], stepped_up=True)
    found = told_apart(without_tokens, installation, full, theo)
    assert {"GET matches.farewell", "something was changed"} <= set(found)


def every_model() -> list[type[Base]]:
    return [mapper.class_ for mapper in Base.registry.mappers]
