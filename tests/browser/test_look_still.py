"""Nothing jumps under a finger when script arrives after the page was painted."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Route

from tests.browser.conftest import Open
from tests.full import Full
from tests.pages import Visitor

As = Callable[..., Visitor]
# Sums up how far things moved that had been painted.
WATCH = """moved = 0; new PerformanceObserver(list => list.getEntries().forEach(
  it => moved += it.value)).observe({type: 'layout-shift', buffered: true});"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
SETTLED = (
    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(moved))))"
)
# The pages on which script shows, hides or fills something.
PAGES = {"adam": ("/talks/log", "/help/tell", "/home"), "iris": ("/help/tell", "/talks/rhythm")}


def moved_on(
    phone: Open, server: str, app: Flask, visitor: Visitor, address: str, plant: str = ""
) -> float:
    """Open a page whose script comes after it was painted, and tell how far anything moved."""
    context, held = phone(bypass_csp=True), list[Route]()
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.client.get_cookie(name)
    assert cookie
    context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
    context.add_init_script(WATCH)

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/site.js*", hold)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED)
    if plant:
        page.evaluate(plant)
    held[0].continue_()
    page.wait_for_load_state("load")
    return float(page.evaluate(SETTLED))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_when_script_arrives(
    phone: Open, server: str, app: Flask, full: Full, as_: As, name: str
) -> None:
    visitor = as_(full.everybody()[name])
    moved = {one: moved_on(phone, server, app, visitor, one) for one in PAGES[name]}
    assert set(moved.values()) == {0}, moved


def test_what_moves_is_noticed(phone: Open, server: str, app: Flask, full: Full, as_: As) -> None:
    visitor = as_(full.members["adam"])
    plant = "document.querySelector('main').prepend(document.createElement('textarea'))"
    assert moved_on(phone, server, app, visitor, "/home", plant) > 0
