"""What must hold for every page, whoever sees it: each check names what is wrong in a sentence.

Written from the documents and the standards alone; nothing here imports what it checks, but for
the words of the questions, which would tell (`tests/telling.py`).
"""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag
from html5lib import HTMLParser
from html5lib.constants import E as SENTENCES

from tests.telling import telling_words

NAMELESS = {"hidden", "submit", "button", "image", "reset"}
PIECE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

TOKEN = re.compile(r'(<input [^>]*name="(?:csrf_token|once)"[^>]* value=")[^"]*')
# Plain words, and values of attributes: whichever they are, they break no page.
SIGNS = r"\n .,:;?!()/+%’“”–\-"
WORDS = re.compile(rf">[{SIGNS}]*+\w[\w{SIGNS}]*+<")
VALUE = re.compile(rf'(?<! type)="[\w{SIGNS}#=]++"')

Check = Callable[[BeautifulSoup], Iterator[str]]


def problems(html: str, read: Callable[[], BeautifulSoup] | None = None) -> list[str]:
    """List everything that is wrong with a page; one that was looked over before is known."""
    known = _digest(_as_at_every_showing(html))
    if known not in _looked_over:
        soup = read() if read else BeautifulSoup(html, "html.parser")
        found = [*_broken_html(html), *(said for check in CHECKS for said in check(soup))]
        _looked_over[known] = found
    return _looked_over[known]


def wrong_address(address: str) -> str | None:
    """Tell what is wrong with one of our addresses: only fixed words, codes and ids may stand."""
    parts = urlsplit(address)
    if telling := telling_words(UUID.sub("", parts.path)):
        return f"{address} says {', '.join(telling)}"
    said = [piece for piece in parts.path.split("/") if piece]
    said += [word for pair in parse_qsl(parts.query, keep_blank_values=True) for word in pair]
    free = [word for word in said if word and not PIECE.fullmatch(UUID.sub("id", word))]
    return f"{address} carries {free[0]!r}, which is no fixed word" if free else None


def _as_at_every_showing(html: str) -> str:
    """Write a page with the same tokens and ids at every showing; no check asks which they are."""
    ids: dict[str, str] = {}
    numbered = UUID.sub(lambda found: ids.setdefault(found[0], str(uuid.UUID(int=len(ids)))), html)
    return TOKEN.sub(r"\1token", numbered)


def _broken_html(html: str) -> Iterator[str]:
    bare = _digest(VALUE.sub('="x"', WORDS.sub(">x<", _as_at_every_showing(html))))
    if bare in _unbroken:
        return
    parser = HTMLParser()
    parser.parse(html)
    for (line, column), code, values in parser.errors:
        yield f"broken HTML at {line}:{column}: {SENTENCES.get(code, code) % values}"
    if not parser.errors:
        _unbroken.add(bare)


def _title(soup: BeautifulSoup) -> Iterator[str]:
    title = soup.title.get_text(strip=True) if soup.title else ""
    page, _, site = title.rpartition(" - ")
    if not (page or site):
        yield "the page has no title"
    for word in telling_words(title):
        yield f"the title {title!r} says {word!r}"
    if re.search(r"\d", page):
        yield f"the title {title!r} carries a number"


def _heading(soup: BeautifulSoup) -> Iterator[str]:
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
    if levels.count(1) != 1:
        yield f"the page has {levels.count(1)} first headings instead of one"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _language(soup: BeautifulSoup) -> Iterator[str]:
    root = soup.html
    for name in ("lang", "dir"):
        if root is None or not root.get(name):
            yield f"<html> has no {name}"


def _labels(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {label["for"] for label in soup.select("label[for]")}
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in NAMELESS or control.get("id") in labelled:
            continue
        if control.find_parent("label") or control.get("aria-label"):
            continue
        if not control.get("aria-labelledby"):
            yield f"{_short(control)} has no label"
    for choice in soup.select("input[type=radio]"):
        group = choice.find_parent("fieldset")
        if group is None or group.find("legend") is None:
            yield f"{_short(choice)} stands in no fieldset with a legend"
    for named in soup.find_all(["a", "button", "legend", "label"]):
        if not named.get_text(strip=True) and not named.get("aria-label"):
            yield f"{_short(named)} has no words"
    for picture in soup.select("img:not([alt])"):
        yield f"{_short(picture)} has no alt"


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    ids = Counter(tag["id"] for tag in soup.select("[id]"))
    for name, count in ids.items():
        if count > 1:
            yield f"the id {name!r} stands {count} times"
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in soup.select(f"[{attribute}]"):
            for name in str(tag[attribute]).split():
                if name not in ids:
                    yield f"{attribute}={name!r} leads to nothing"
    for link in soup.select("a[href^='#']"):
        if str(link["href"])[1:] not in {"", *ids}:
            yield f"the link to {link['href']} leads to nothing"


def _inline(soup: BeautifulSoup) -> Iterator[str]:
    for script in soup.find_all("script"):
        if script.get_text(strip=True) or not script.get("src"):
            yield "the page carries a script of its own"
    if soup.find("style"):
        yield "the page carries styles of its own"
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name == "style" or name.startswith("on"):
                yield f"{_short(tag)} carries {name}"
            if name in {"href", "src", "action", "formaction"} and _runs(str(value)):
                yield f"{_short(tag)} runs script"


def _addresses(soup: BeautifulSoup) -> Iterator[str]:
    for tag, name in _addressed(soup):
        address = str(tag[name])
        if address.startswith(("#", "tel:", "sms:", "mailto:")):
            continue
        if urlsplit(address).netloc:
            if tag.name != "a" or "noreferrer" not in str(tag.get("rel")):
                yield f"{address} leads away without rel=noreferrer"
        elif wrong := wrong_address(address):
            yield f"the address {wrong}"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        if str(form.get("method", "get")).lower() != "post" or form.get("action") == "/leave":
            continue
        for name in ("csrf_token", "once"):
            count = len(form.select(f"input[name={name}]"))
            if count != 1:
                yield f"the form to {form.get('action', 'itself')} has {count} of {name}"


def _way_out(soup: BeautifulSoup) -> Iterator[str]:
    if not soup.select_one("a[data-exit][href='/leave']"):
        yield "the page has no way out"


def _digest(text: str) -> bytes:
    return blake2b(text.encode()).digest()


_looked_over: dict[bytes, list[str]] = {}
_unbroken: set[bytes] = set()
CHECKS: tuple[Check, ...] = (
    _title, _heading, _language, _labels, _ids, _inline, _addresses, _forms, _way_out,
)  # fmt: skip


def _addressed(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for name in ("href", "src", "action", "formaction"):
        for tag in soup.select(f"[{name}]"):
            yield tag, name


def _runs(address: str) -> bool:
    return re.sub(r"\s", "", address).lower().startswith(("javascript:", "data:", "vbscript:"))


def _short(tag: Tag) -> str:
    return str(tag).split("\n", 1)[0][:90]
