"""Pages for those who are not signed in: readable by everyone, on anything, and light."""

import gzip

from flask import Flask, request
from flask import Response as HttpResponse
from playwright.sync_api import Page, Request

from tests.browser.axe import violations
from tests.browser.conftest import Open

PAGES = ["/", "/before", "/private", "/in", "/in/help", "/nothing-here"]
HEAVIEST = 20_000
MOST_REQUESTS = 4


def test_the_accessibility_rules_find_a_planted_fault(phone: Open) -> None:
    page = phone(bypass_csp=True).new_page()
    page.goto("/private")
    page.evaluate("document.querySelector('h1').setAttribute('aria-labelledby', 'nowhere')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert violations(page) != []


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
