"""Pages are light on the way: compressed, few requests, nothing fetched twice."""

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from mentorship.kernel.static import KINDS, address
from tests.full import Full
from tests.pages import Visitor
from tests.surface import Seen, distinct

As = Callable[..., Visitor]
FIRST_VISIT, NEXT_PAGE, MOST_REQUESTS = 20_000, 6_000, 4
ZIPPED = {"Accept-Encoding": "gzip, deflate, br"}
FETCHED = re.compile(r'<(?:link|script|img|source|iframe)[^>]*(?:href|src)="([^"]+)"')
TELLING = "quincetelling"


def too_heavy(pages: Iterable[Seen]) -> list[str]:
    """Name the pages of people on phones that are too heavy for one, and say how."""
    faults = []
    for seen in pages:
        fetched = set(FETCHED.findall(seen.body))
        own = len(gzip.compress(seen.body.encode()))
        whole = own + sum(map(weight, fetched))
        if own > NEXT_PAGE or whole > FIRST_VISIT or len(fetched) + 1 > MOST_REQUESTS:
            faults.append(f"{seen.name}: {own} of {whole} bytes, {1 + len(fetched)} requests")
    return faults


def weight(fetched: str) -> int:
    """Tell how many bytes a file of ours takes on the way; one of somebody else's is too many."""
    names = {address(name): name for name in KINDS}
    return SIZES[names[fetched]] if fetched in names else FIRST_VISIT


SIZES: dict[str, int] = {}


@pytest.fixture(autouse=True)
def _sizes(app: Flask) -> None:
    for name in KINDS:
        SIZES[name] = len(app.test_client().get(address(name), headers=ZIPPED).data)


def on_phones(pages: list[Seen]) -> list[Seen]:
    return [one for one in pages if one.audience.on_a_phone and one.is_html]


@pytest.mark.only("sqlite", reason="the pages are the same bytes on both")
def test_every_page_of_people_on_phones_is_light(pages: list[Seen]) -> None:
    light = on_phones(pages)
    assert len(light) > 100
    assert too_heavy(light) == []


@pytest.mark.only("sqlite", reason="no database is asked")
@pytest.mark.parametrize(
    "more", [" ".join(map(str, range(9000))), '<img src="/a.png">', '<script src="/b.js"></script>']
)
def test_a_heavy_page_is_noticed(pages: list[Seen], more: str) -> None:
    light = on_phones(pages)[0]
    assert too_heavy([light]) == []
    assert len(too_heavy([replace(light, body=light.body + more)])) == 1


@pytest.mark.only("sqlite", reason="no database is asked")
@pytest.mark.parametrize("asked", ["/private", "/nowhere", address("site.css")])
def test_what_a_browser_takes_compressed_says_the_same(app: Flask, asked: str) -> None:
    client = app.test_client()
    plain = client.get(asked)
    zipped = client.get(asked, headers=ZIPPED)
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert len(zipped.data) == int(zipped.headers["Content-Length"]) < len(plain.data)
    refused = client.get(asked, headers={"Accept-Encoding": "gzip;q=0, br"})
    assert refused.data == plain.data


@pytest.mark.only("sqlite", reason="no database is asked")
def test_the_length_on_the_way_is_blurred(app: Flask) -> None:
    client = app.test_client()
    lengths = {len(client.get("/private", headers=ZIPPED).data) for _ in range(30)}
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) > 20


@pytest.mark.only("sqlite", reason="pages that read one database read the other alike")
def test_no_page_repeats_what_stands_in_its_address(pages: list[Seen], full: Full, as_: As) -> None:
    asked = distinct(one for one in pages if one.is_html and "?" in one.address)
    assert len(asked) > 20
    for seen in asked:
        path, query = urlsplit(seen.address).path, parse_qsl(urlsplit(seen.address).query)
        typed = urlencode({name: TELLING for name, _value in [*query, ("other", "")]})
        visitor = as_(full.everybody()[seen.who], stepped_up=True)
        assert TELLING not in visitor.client.get(f"{path}?{typed}").text, seen.name


@pytest.mark.only("sqlite", reason="no database is asked")
def test_a_static_file_is_compressed_once(app: Flask) -> None:
    client = app.test_client()
    sent = {client.get(address("site.css"), headers=ZIPPED).data for _nth in range(9)}
    assert len(sent) == 1
