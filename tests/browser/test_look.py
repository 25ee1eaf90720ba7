"""Pages for those who are not signed in: readable by everyone, on anything, and light."""

import gzip

import pytest
from flask import Flask, request
from flask import Response as HttpResponse
from playwright.sync_api import Page, Request

from tests.browser.axe import violations
from tests.browser.conftest import Open

PAGES = ["/", "/before", "/private", "/in", "/in/help", "/start", "/nothing-here"]
FINGER = 44
NARROW = {"width": 320, "height": 640}
HEAVIEST = 20_000
MOST_REQUESTS = 4

SIZES = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => e.type !== 'hidden' && e.checkVisibility())
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .map(e => {
    const target = ['checkbox', 'radio'].includes(e.type) && e.labels[0] || e;
    const box = target.getBoundingClientRect();
    return {what: e.outerHTML.slice(0, 90), width: box.width, height: box.height};
  })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_signed_out_page_shuts_anyone_out(phone: Open, desk: Open, scheme: str) -> None:
    for device in (phone, desk):
        page = device(color_scheme=scheme, bypass_csp=True).new_page()
        for address in PAGES:
            page.goto(address)
            assert violations(page) == [], address


def test_the_accessibility_rules_find_a_planted_fault(phone: Open) -> None:
    page = phone(bypass_csp=True).new_page()
    page.goto("/private")
    page.evaluate("document.querySelector('h1').setAttribute('aria-labelledby', 'nowhere')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert violations(page) != []


def test_every_target_is_as_large_as_a_finger(phone: Open) -> None:
    page = phone().new_page()
    for address in PAGES:
        page.goto(address)
        targets = page.evaluate(SIZES)
        small = [it for it in targets if it["width"] < FINGER or it["height"] < FINGER]
        assert targets
        assert small == [], address


def test_nothing_runs_over_the_edge_of_a_narrow_screen(desk: Open) -> None:
    page = desk(viewport=NARROW).new_page()
    for address in PAGES:
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, address


def asked_for(page: Page, address: str) -> list[Request]:
    """Visit a page for the first time, and give all that it asked for."""
    asked: list[Request] = []

    def hear(it: Request) -> None:
        asked.append(it)

    page.on("request", hear)
    page.goto(address, wait_until="networkidle")
    return asked


def elsewhere(asked: list[Request], server: str) -> list[str]:
    """Name the addresses among them that are not ours."""
    return [it.url for it in asked if not it.url.startswith(server)]


def test_a_first_visit_is_light_and_asks_nobody_else(phone: Open, server: str) -> None:
    for address in PAGES:
        asked = asked_for(phone().new_page(), address)
        assert elsewhere(asked, server) == [], address
        assert len(asked) <= MOST_REQUESTS, [it.url for it in asked]
        came = [it.response() for it in asked]
        assert sum(len(gzip.compress(it.body())) for it in came if it) <= HEAVIEST, address


def test_a_page_that_asks_somebody_else_is_noticed(phone: Open, app: Flask, server: str) -> None:
    stranger = "http://localhost:9/dot.png"

    @app.after_request
    def ask(response: HttpResponse) -> HttpResponse:
        if request.path == "/private":
            dot = f'<img src="{stranger}" alt=""></main>'.encode()
            response.set_data(response.get_data().replace(b"</main>", dot))
        return response

    page = phone(bypass_csp=True).new_page()
    assert elsewhere(asked_for(page, "/private"), server) == [stranger]


def test_the_words_stand_without_script_and_the_exit_is_on_screen(
    phone_without_script: Open,
) -> None:
    page = phone_without_script().new_page()
    for address in PAGES:
        page.goto(address)
        box = page.locator("a[data-exit]").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 100, address
        assert page.locator("h1").inner_text()
