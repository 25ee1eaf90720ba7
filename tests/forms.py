"""Every form of the product, found by opening every address as everybody it is for.

The addresses come from the application itself, and who may come there from the tests' own matrix,
so that a new form is tried without anybody remembering to.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import product
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from mentorship.accounts.rules import Kind
from mentorship.accounts.service import joining
from mentorship.desk.forms import SECTIONS
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.clock import now
from mentorship.kernel.db import Base
from mentorship.kernel.duty import Shift
from mentorship.kernel.settings import Door
from tests.audiences import (
    ADMINISTRATOR,
    COORDINATOR,
    LEAD,
    MENTEE,
    MENTOR,
    REVIEWER,
    SIGNED_IN,
    audience_of,
)
from tests.cast import PASSWORD
from tests.full import Full
from tests.pages import Data, Page, Visitor, address_of, begin, fields

Open = Callable[..., Visitor]

# Whoever stands for a role, in as many states as its pages have.
WHO = {
    MENTEE: ("noor", "iris", "june", "lola", "vera"),
    MENTOR: ("amara", "adam", "carl", "tom"),
    COORDINATOR: ("rosa",),
    LEAD: ("lena",),
    REVIEWER: ("ruth",),
    ADMINISTRATOR: ("ada",),
}
EVERYBODY = frozenset(name for some in WHO.values() for name in some)
# The fourth is looked at on the page of the fourth question, which they stopped.
LOOKED_AT = (
    "noor", "kit", "iris", "vera", "june", "tom", "rita", "glen", "hugo", "adam", "mona", "lola",
)  # fmt: skip
STAFF = ("rosa", "lena", "eva")
# One question of each kind.
CODES = ("q01", "q02", "q04", "q05", "q07", "q08", "q12", "q13", "q14")
TABLES = {
    "offer_id": "offer", "proposal_id": "proposal", "round_id": "matching_round",
    "card_id": "invitation",
    "match_id": "match", "row_id": "follow_up", "notice_id": "notice", "entry_id": "apart_entry",
    "review_id": "review", "meeting_id": "meeting", "log_id": "check_in", "visit_id": "visit",
    "suggestion_id": "suggestion", "job_id": "job",
}  # fmt: skip
# Of more than are opened, those that show what the others do not: a row that somebody took.
FIRST = {"row_id": " ORDER BY taken_by IS NULL"}
# What is typed where nothing else is, and what is planted: words that stand nowhere else.
TELLING, PLANTED = "quincetelling", "plumplanted"
PLANTED_ID, PLANTED_NUMBER = UUID(int=0x5EED5EED5EED5EED5EED5EED5EED5EED), 876543219
TO_PLANT = {UUID: str(PLANTED_ID), int: str(PLANTED_NUMBER)}
# Under the name of every column, what it would take.
UNASKED = {
    column.name: [TO_PLANT.get(column.type.python_type, PLANTED)]
    for table in Base.metadata.sorted_tables
    for column in table.columns
}
MOST_OF_A_KIND = 60
# The one page of coordinators on which the lead finds more than they do.
MORE_FOR_THE_LEAD = {"profiles.person"}
# What is everybody's, and looks another way to each.
ANOTHER_FOR_EACH = {"desk.home"}
# Addresses that a page makes itself: a list or a day that was chosen on it, or the half of a pair.
WITH_A_CHOICE = re.compile(r'href="(/(?!static/)[^"#]*(?:\?|/agreement/)[^"#]*)"')
FORM = re.compile(r'<form\b[^>]*? method="post".*?</form>', re.DOTALL)
# Opening the second one signs out; the third is no page of the product, and has a test of its own.
NOT_OPENED = {"static", "accounts.leave", "desk.look"}


@dataclass(frozen=True)
class Field:
    """One thing a form asks for; a closed one has options."""

    name: str
    kind: str
    options: tuple[str, ...] = ()
    required: bool = False

    @property
    def is_text(self) -> bool:
        """Tell whether words can be typed into it that are shown again."""
        return self.kind in {"text", "textarea", "search", "tel", "email"}

    @property
    def well_filled(self) -> str:
        """Give what somebody might well answer."""
        day = now().date() + timedelta(days=1)
        said = {"date": day.isoformat(), "time": "12:00", "number": "1", "password": PASSWORD}
        return self.options[0] if self.options else said.get(self.kind, TELLING)


@dataclass(frozen=True)
class Form:
    """A form on a page, as somebody has it before them."""

    endpoint: str
    page: str
    action: str
    shown: Data
    fields: tuple[Field, ...]
    client: Client = field(repr=False)
    cookie_name: str = field(repr=False)
    cookie: str = field(repr=False)

    @property
    def well_filled(self) -> Data:
        """Give what is sent by somebody who answers everything."""
        said: Data = {one.name: [one.well_filled] for one in self.fields}
        return {**said, **{name: kept for name, kept in self.shown.items() if any(kept)}}

    def send(self, typed: Data, *, planted: bool = False) -> TestResponse:
        """Send it from the browser as it was: well filled but for what is typed, and if asked with
        something planted under the name of every column that it does not ask for.
        """
        self.client.set_cookie(self.cookie_name, self.cookie)
        unasked = UNASKED if planted else {}
        return self.client.post(self.action, data={**unasked, **self.well_filled, **typed})


def every_form(app: Flask, installation: Installation, full: Full, open_: Open) -> list[Form]:
    """Give each kind of form once, each on a page of somebody it is for."""
    found: dict[object, Form] = {}
    for _name, visitor, page in every_page(app, installation, full, open_):
        for form in forms_of(visitor, page) if page.is_html else ():
            kinds = tuple((one.name, one.kind) for one in form.fields)
            found.setdefault((form.endpoint, kinds), form)
    return list(found.values())


def every_page(
    app: Flask,
    installation: Installation,
    full: Full,
    open_: Open,
    who: Collection[str] = EVERYBODY,
) -> Iterator[tuple[str, Visitor, Page]]:
    """Open every address as everybody it is for, or as some, and tell who found what."""
    inside = (
        (name, browser, address)
        for name, browser, _endpoint, address in every_address(app, installation, full, open_)
        if name in who
    )
    steps = [_signed_out(app, installation, full), _reached(full, open_), inside]
    seen: set[tuple[str, str]] = set()
    for name, visitor, address in (one for some in steps for one in some):
        page = Page(address, visitor.client.get(address))
        yield name, visitor, page
        for further in set(WITH_A_CHOICE.findall(page.html)) if page.is_html else ():
            if (name, further) not in seen:
                seen.add((name, further))
                yield name, visitor, Page(further, visitor.client.get(further))


def _signed_out(
    app: Flask, installation: Installation, full: Full
) -> Iterator[tuple[str, Visitor, str]]:
    """Come to the pages that nobody signed in sees, one step after the other."""
    with installation.database.transaction() as session:
        card = joining.make_card(session, full.actor(session, "rosa"), Kind.MENTEE, now())
    joins = Visitor(app)
    for address in ("/in", "/in/words", "/in/own", "/before"):
        yield "", joins, address
    begin(joins)
    yield "", joins, "/start"
    for endpoint, said in (("take_card", {"card": card}), ("take_age", {"adult": "yes"})):
        yield "", joins, joins.post(f"accounts.{endpoint}", said).location
        joins.follow()
    yield "", joins, joins.post("accounts.take_word", {"word": "Quince"}).location
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now(), door=Door.OPEN)
    other = Visitor(app)
    begin(other)
    other.page("accounts.start", to="accounts.age")
    other.follow()
    yield "", other, other.post("accounts.take_age", {"adult": "yes"}).location
    for name in ("rosa", "lena", "rita"):
        yield from _half_in(app, full, name)


def _reached(full: Full, open_: Open) -> Iterator[tuple[str, Visitor, str]]:
    """Come to what is asked after each way in which somebody may be reached."""
    for way in ("call", "text", "they_contact"):
        joins = open_(full.everybody()["noor"])
        joins.page("profiles.start_reach_me")
        said = {"channel": way, "address": "555 0199"}
        yield "noor", joins, joins.post("profiles.take_reach_me", said).location
        yield "noor", joins, "/start/reach-me/say"


def _half_in(app: Flask, full: Full, name: str) -> Iterator[tuple[str, Visitor, str]]:
    visitor, said = Visitor(app), {"name": full.everybody()[name].sign_in_name}
    visitor.page("accounts.sign_in")
    visitor.post("accounts.enter", {**said, "password": PASSWORD})
    for address in ("/in/code", "/in/enrol", "/in/back"):
        yield name, visitor, address


def every_address(
    app: Flask, installation: Installation, full: Full, open_: Open
) -> Iterator[tuple[str, Visitor, str, str]]:
    """Give every address that somebody signed in can open: who, with which browser, what, where."""
    with installation.database.transaction() as session:
        rosa = str(full.everybody()["rosa"].person_id)
        night = Shift(6, time(18), time(9), rosa)
        settings.change(session, SYSTEM, now(), on_call=(night,))
    browsers = {name: open_(full.everybody()[name], stepped_up=True) for name in EVERYBODY}
    chosen = samples(installation, full)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OPENED or "GET" not in (rule.methods or ()):
            continue
        kinds = {one: kind_of(rule.endpoint, one) for one in rule.arguments}
        for values in one_after_the_other({one: chosen[kind] for one, kind in kinds.items()}):
            address = address_of(app, rule.endpoint, values)
            for name in _openers(rule):
                yield name, browsers[name], rule.endpoint, address


def one_after_the_other(chosen: dict[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Give every value of every argument at least once; a person's offers want each with each."""
    if {"person_id", "offer_id"} <= chosen.keys():
        for values in product(*chosen.values()):
            yield dict(zip(chosen, values, strict=True))
        return
    most = max(map(len, chosen.values()), default=1)
    for nth in range(most):
        yield {name: values[nth % len(values)] for name, values in chosen.items()}


def kind_of(endpoint: str, argument: str) -> str:
    """Tell what stands in an address under this name."""
    return "staff_id" if "staff" in endpoint and argument == "person_id" else argument


def _openers(rule: Rule) -> list[str]:
    audience = audience_of()[rule.endpoint]
    if audience >= SIGNED_IN and rule.endpoint not in ANOTHER_FOR_EACH:
        return ["noor", "rosa"]
    if COORDINATOR in audience and rule.endpoint not in MORE_FOR_THE_LEAD:
        audience -= {LEAD}
    # A question's page is the same whatever else happened to somebody.
    most = 1 if "code" in rule.arguments else None
    return [name for role in WHO if role in audience for name in WHO[role][:most]]


def samples(installation: Installation, full: Full) -> dict[str, Sequence[Any]]:
    """Give what can stand in an address, by the argument's name."""
    everybody = full.everybody()
    with installation.database.read_engine.connect() as connection:
        ids = {
            name: [
                UUID(str(one))
                for one in connection.scalars(
                    text(f'SELECT id FROM "{table}"{FIRST.get(name, "")}')
                )
            ]
            for name, table in TABLES.items()
        }
    return {
        **{name: some[:MOST_OF_A_KIND] for name, some in ids.items()},
        "person_id": [*(everybody[name].person_id for name in LOOKED_AT), full.alone],
        "staff_id": [everybody[name].person_id for name in STAFF],
        "code": CODES, "how": ("in-person",), "decision": ("vetting",), "section": list(SECTIONS),
        "token": ("n" * 43,),
    }  # fmt: skip


def forms_of(visitor: Visitor, page: Page) -> Iterator[Form]:
    """Give every form of a page."""
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.client.get_cookie(name)
    assert cookie
    for tag in BeautifulSoup("".join(FORM.findall(page.html)), "html.parser").find_all("form"):
        asked = tuple(_fields_of(tag))
        for action, pressed in _ways_to_send(page, tag):
            endpoint, shown = _endpoint(visitor.app, action), {**fields(tag), **pressed}
            yield Form(
                endpoint, page.address, action, shown, asked, visitor.client, name, cookie.value
            )  # fmt: skip


def _ways_to_send(page: Page, form: Tag) -> Iterator[tuple[str, Data]]:
    """Give where a form leads, by itself and by each button that has an address of its own."""
    yield str(form.get("action") or page.address), {}
    for button in form.select("button[formaction]"):
        yield str(button["formaction"]), {str(button["name"]): [str(button["value"])]}


def _endpoint(app: Flask, action: str) -> str:
    path = urlsplit(action).path
    try:
        return str(app.url_map.bind("localhost").match(path, method="POST")[0])
    except HTTPException as error:
        raise AssertionError(f"a form leads to {path}, which takes none") from error


def _fields_of(form: Tag) -> Iterator[Field]:
    options: dict[tuple[str, str], list[str]] = {}
    required = {str(control["name"]) for control in form.select("[name][required]")}
    for control in form.find_all(["input", "textarea", "select"]):
        kind = control.name if control.name != "input" else str(control.get("type", "text"))
        if control.get("name") and kind not in {"hidden", "submit", "button"}:
            options.setdefault((str(control["name"]), kind), []).extend(_options(control, kind))
    for (name, kind), given in options.items():
        yield Field(name, kind, tuple(given), name in required)


def _options(control: Tag, kind: str) -> list[str]:
    if kind in {"radio", "checkbox"}:
        return [str(control.get("value", "on"))]
    if kind == "select":
        return [str(option.get("value", "")) for option in control.find_all("option")][::-1]
    return []
