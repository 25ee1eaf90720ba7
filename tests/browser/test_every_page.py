"""Every page of everybody, in a real browser: on a phone, narrow, enlarged, by keyboard, read out.

The pages come from `tests/surface.py`, so that a new one is looked at without anybody remembering
to. A check that is written in the browser's language gives one sentence for each fault.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.audiences import MENTEE
from tests.browser.axe import violations
from tests.browser.checks import CELLS, EDGES, FOCUS, MARKS, OVER, PAIRS, STOP, STOPS, TARGETS
from tests.browser.conftest import DESK, NARROW, PHONE
from tests.browser.stage import VIEWPORT, Stage
from tests.browser.tree import unheard
from tests.colours import TEXT_PAIRS, schemes
from tests.conftest import NOW
from tests.databases import Databases
from tests.forms import WHO
from tests.surface import Audience, Seen, distinct, fewest, surface

FINGER, MOST_TABS = 44, 300
# Below, with more room: the rule takes what a bar covers as it stands for small.
MEASURED = ("target-size",)
# The narrowest screen with words as far apart as somebody may want them (WCAG 1.4.10 and 1.4.12 at
# once: what fits there fits with either alone), and a phone with words at twice their size (1.4.4).
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
DIRECTION = "getComputedStyle(document.body).direction"
# A language may be offered in which only these are whole.
READ_IN_ALL = {Audience.EVERYBODY, Audience.MENTEE}
LARGE = "html { font-size: 212.5% !important }"


@pytest.fixture(scope="session")
def looks(pages: list[Seen]) -> list[Seen]:
    """Give the pages that differ in how they are built."""
    return distinct(one for one in pages if one.is_html)


@pytest.fixture(scope="session")
def few(looks: list[Seen]) -> list[Seen]:
    """Give the fewest pages that hold everything that stands on any."""
    return fewest(looks)


@pytest.fixture
def phone_stage(chromium: Browser, app: Flask) -> Iterator[Stage]:
    """Put up a phone."""
    stage = Stage(chromium, app, PHONE)
    yield stage
    stage.close()


def broken_rules(stage: Stage, pages: list[Seen], *without: str) -> dict[str, list[str]]:
    """Tell which of the accessibility rules are broken by which page."""
    broken = {}
    for seen in pages:
        stage.show(seen.body)
        if found := violations(stage.page, *without):
            broken[seen.name] = found
    return broken


def test_no_page_shuts_anyone_out(phone_stage: Stage, few: list[Seen]) -> None:
    # How colours stand out is computed below, in both schemes and for all pages.
    assert broken_rules(phone_stage, few, *MEASURED, "color-contrast") == {}


def test_nothing_of_it_is_lost_from_right_to_left(
    chromium: Browser, app: Flask, databases: Databases
) -> None:
    pages = surface(databases, NOW, "ar", WHO[MENTEE])
    some = fewest(one for one in distinct(pages) if one.is_html and one.audience in READ_IN_ALL)
    stage, wrong = Stage(chromium, app, {**PHONE, **NARROW}, SPACED), dict[str, list[str]]()
    for seen in some:
        stage.show(seen.body)
        assert stage.page.evaluate(DIRECTION) == "rtl"
        found = violations(stage.page, *MEASURED, "color-contrast")
        found += stage.page.evaluate(TARGETS, FINGER) + stage.page.evaluate(OVER)
        if found := [*found, *unheard(stage.page)]:
            wrong[seen.name] = found
    assert wrong == {}
    stage.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_shuts_anyone_out_anywhere(
    chromium: Browser, app: Flask, looks: list[Seen], device: dict[str, Any], scheme: str
) -> None:
    stage = Stage(chromium, app, {**device, "color_scheme": scheme})
    assert broken_rules(stage, looks, *MEASURED) == {}
    stage.close()


def test_every_target_is_as_large_as_a_finger(phone_stage: Stage, looks: list[Seen]) -> None:
    assert list(phone_stage.faults(looks, TARGETS, FINGER)) == []


def test_every_pair_of_colours_is_one_whose_contrast_is_computed(
    phone_stage: Stage, few: list[Seen]
) -> None:
    known = {
        f"{said(colours[ink])} on {said(colours[ground])}"
        for colours in schemes().values()
        for ink, ground in TEXT_PAIRS
    }
    found = phone_stage.faults(few, PAIRS)
    assert {fault for fault in found if fault.partition(": ")[2] not in known} == set()


def said(colour: str) -> str:
    """Give a colour as a browser says it."""
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def test_what_has_the_focus_shows_it_and_is_covered_by_nothing(
    phone_stage: Stage, few: list[Seen]
) -> None:
    assert list(phone_stage.faults(few, FOCUS)) == []


def test_nothing_runs_over_the_edge(chromium: Browser, app: Flask, looks: list[Seen]) -> None:
    stage = Stage(chromium, app, NARROW, SPACED)
    assert list(stage.faults(looks, OVER)) == []
    stage.close()


def test_a_list_marks_the_first_line(chromium: Browser, app: Flask, few: list[Seen]) -> None:
    stage = Stage(chromium, app, NARROW, SPACED)
    assert list(stage.faults(few, MARKS)) == []
    stage.close()


def test_each_day_of_a_month_stands_in_its_cell(phone_stage: Stage, looks: list[Seen]) -> None:
    months = [seen for seen in looks if '<table class="month"' in seen.body]
    assert months
    assert list(phone_stage.faults(months, CELLS)) == []


def test_words_of_twice_their_size_fit_on_a_phone(
    chromium: Browser, app: Flask, few: list[Seen]
) -> None:
    stage = Stage(chromium, app, {"viewport": PHONE["viewport"]}, LARGE)
    assert list(stage.faults(few, OVER)) == []
    stage.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_edges_and_bars(
    chromium: Browser, app: Flask, few: list[Seen], scheme: str
) -> None:
    stage = Stage(chromium, app, {**DESK, "forced_colors": "active", "color_scheme": scheme})
    assert list(stage.faults(few, EDGES)) == []
    stage.close()


def test_a_screen_reader_is_told_everything(phone_stage: Stage, few: list[Seen]) -> None:
    wrong = {}
    for seen in few:
        phone_stage.show(seen.body)
        if found := list(unheard(phone_stage.page)):
            wrong[seen.name] = found
    assert wrong == {}


@pytest.mark.parametrize("audience", Audience)
def test_the_tab_key_alone_leads_everywhere_and_on(
    chromium: Browser, app: Flask, few: list[Seen], audience: Audience
) -> None:
    richest = next(one for one in few if one.audience is audience)
    stage = Stage(chromium, app, DESK)
    stage.show(richest.body)
    expected, reached = stage.page.evaluate(STOPS), [""]
    for _press in range(MOST_TABS):
        stage.page.keyboard.press("Tab")
        # A field for a date takes several presses, one for each of its parts.
        if (stop := stage.page.evaluate(STOP)) != reached[-1]:
            reached.append(stop)
        if len(reached) > len(expected) + 1:
            break
    assert reached[1:-1] == expected
    assert reached[-1] in {"", expected[0]}
    stage.close()


def test_the_stage_is_as_wide_as_the_device(phone_stage: Stage, few: list[Seen]) -> None:
    phone_stage.show(few[0].body)
    assert phone_stage.page.evaluate("innerWidth") == PHONE["viewport"]["width"]
    assert VIEWPORT in few[0].body


# Each fault, planted on a page, and the check that has to find it.
PLANTED = {
    "too small": (TARGETS, '<p><a href="/a">Go</a> <b></b></p>'),
    "covered": (FOCUS, '<a href="/a">Go</a><div style="position: fixed; inset: 0"></div>'),
    "no ring": (FOCUS, '<a href="/a" style="outline: 0">Go</a>'),
    "out of the order": (FOCUS, '<a href="/a" tabindex="3">Go</a>'),
    "2000 px too wide": (OVER, '<p style="inline-size: 2320px">Words</p>'),
    "cut off": (OVER, '<p style="inline-size: 9px; overflow: hidden">Words</p>'),
    "marked at another line": (
        MARKS,
        '<ul><li><a style="baseline-source: last; inline-size: 9px" href="/a">To go</a></ul>',
    ),
    "out of its cell": (
        CELLS,
        '<table class="month"><tr><td><a style="margin: -10px" href="/a">4</a></table>',
    ),
    "no edge": (EDGES, '<a class="button" href="/a" style="border: 0">Go</a>'),
    "cannot be seen": (
        EDGES,
        '<svg><path class="bar-fill" style="fill: rgb(251, 250, 247)"></svg>',
    ),
    "rgb(1, 2, 3) on": (PAIRS, '<p style="color: rgb(1, 2, 3)">Words</p>'),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(chromium: Browser, app: Flask, fault: str) -> None:
    check, html = PLANTED[fault]
    stage = Stage(chromium, app, NARROW)
    stage.show(f"<body style='margin: 0'>{html}</body>")
    assert any(found.startswith(fault) for found in stage.page.evaluate(check, FINGER))
    stage.close()


UNHEARD = {
    "a link without a name": '<h1>Home</h1><a href="/a"></a>',
    "a table without a name": "<h1>Home</h1><table><tr><th>When<td>Now</table>",
    "headings begin as": "<h2>First</h2><h1>Home</h1>",
    "a heading of level 3": "<h1>Home</h1><h3>Third</h3>",
    "0 of main": "<h1>Home</h1>",
    "said with no field": "<h1>Home</h1><div class='field'><p class='hint' id='a'>Why.</p></div>",
    "2 navigations called": "<h1>Home</h1><nav aria-label='a'></nav><nav aria-label='a'></nav>",
    "a field to mend": "<h1>Home</h1><div class='wrong'><input aria-label='a'></div>",
}


@pytest.mark.parametrize("fault", UNHEARD)
def test_what_a_screen_reader_does_not_hear_is_noticed(phone_stage: Stage, fault: str) -> None:
    phone_stage.show(f"<body>{UNHEARD[fault]}</body>")
    assert any(said.startswith(fault) for said in unheard(phone_stage.page))
