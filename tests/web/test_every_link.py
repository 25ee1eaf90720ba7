"""Every link, form and button of every page leads where whoever reads the page may go."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.audiences import MENTEE, VISITOR, audience_of
from tests.forms import WHO
from tests.surface import Seen

LEADS = re.compile(r'<(a|form|button|img)\b[^>]*?\s(?:href|action|formaction|src)="(/[^"#]*)')
SENT = {"form", "button"}
# Who stopped is let in far enough to come back, and is a mentee all the same.
ROLE_OF = {name: role for role, names in WHO.items() for name in names} | {"rita": MENTEE}
# Whoever is signed out and comes to their own first page is asked to sign in there.
SIGNS_IN = {(VISITOR, "desk.home")}


def dead_ends(app: Flask, pages: list[Seen]) -> Iterator[str]:
    """Tell which pages lead their reader where there is nothing for them."""
    opened = {(one.who, one.address): one.status for one in pages}
    for seen in pages:
        role = ROLE_OF.get(seen.who, VISITOR)
        for tag, address in sorted(set(LEADS.findall(seen.body))) if seen.is_html else ():
            endpoint = _endpoint(app, address, "POST" if tag in SENT else "GET")
            if endpoint == "static" or (role, endpoint) in SIGNS_IN:
                continue
            if not endpoint:
                yield f"{seen.name}: {address} is no address"
            elif role not in audience_of()[endpoint]:
                yield f"{seen.name}: {address} is not for them"
            elif tag not in SENT and opened.get((seen.who, address)) == 404:
                yield f"{seen.name}: {address} is not there"


def _endpoint(app: Flask, address: str, method: str) -> str:
    try:
        return str(app.url_map.bind("").match(urlsplit(address).path, method)[0])
    except HTTPException:
        return ""


@pytest.mark.only("sqlite", reason="the pages are gathered once for both")
def test_no_page_leads_its_reader_where_nothing_is_for_them(app: Flask, pages: list[Seen]) -> None:
    assert list(dead_ends(app, pages)) == []
    followed = {address for seen in pages for _tag, address in LEADS.findall(seen.body)}
    assert len(followed) > 500


@pytest.mark.only("sqlite", reason="the pages are gathered once for both")
@pytest.mark.parametrize(
    ("who", "planted", "said"),
    [
        ("rosa", '<a class="x" href="/help/tell">', "/help/tell is not for them"),
        ("noor", '<form method="post" action="/talks/log">', "/talks/log is not for them"),
        ("noor", '<a href="/nowhere?a=b">', "/nowhere?a=b is no address"),
        ("noor", '<a href="/account/call-back">', "/account/call-back is not there"),
        ("", '<a href="/choices">', "/choices is not for them"),
    ],
)
def test_a_page_that_leads_nowhere_is_noticed(
    app: Flask, pages: list[Seen], who: str, planted: str, said: str
) -> None:
    seen = next(one for one in pages if one.who == who and one.is_html and one.status == 200)
    gone = Seen(who, "", "/account/call-back", 404, [], "")
    found = dead_ends(app, [replace(seen, body=seen.body + planted), gone])
    assert [fault.partition(": ")[2] for fault in found] == [said]
