"""Whoever is signed in and goes everywhere asks nobody but us for anything."""

from collections.abc import Callable, Iterable

from flask import Flask, request
from flask import Response as HttpResponse
from playwright.sync_api import Error

from mentorship.installation import Installation
from tests.browser.conftest import Open
from tests.forms import every_address
from tests.full import Full
from tests.pages import Visitor

As = Callable[..., Visitor]
STRANGER = "http://localhost:9/dot.png"


def asked_elsewhere(
    desk: Open, server: str, app: Flask, visits: Iterable[tuple[Visitor, str]]
) -> tuple[int, list[str]]:
    """Go to each address in a browser; tell how often anybody was asked, and who else was."""
    asked: list[str] = []
    name = app.config["SESSION_COOKIE_NAME"]
    context = desk(bypass_csp=True)
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for visitor, address in visits:
        cookie = visitor.client.get_cookie(name)
        assert cookie
        context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
        try:
            page.goto(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
    return len(asked), [url for url in asked if not url.startswith(f"{server}/")]


def test_a_visit_to_every_page_asks_nobody_else(
    desk: Open, server: str, app: Flask, installation: Installation, full: Full, as_: As
) -> None:
    # One visit to each page, and both to a participant's and to staff's first one.
    visits = {
        (endpoint, name if endpoint == "desk.home" else ""): (browser, address)
        for name, browser, endpoint, address in every_address(app, installation, full, as_)
    }
    count, elsewhere = asked_elsewhere(desk, server, app, visits.values())
    assert elsewhere == []
    assert count > len(visits) > 80


def test_a_page_that_asks_somebody_else_is_noticed(
    desk: Open, server: str, app: Flask, full: Full, as_: As
) -> None:
    @app.after_request
    def ask(response: HttpResponse) -> HttpResponse:
        if request.path == "/people":
            dot = f'<img src="{STRANGER}" alt=""></main>'.encode()
            response.set_data(response.get_data().replace(b"</main>", dot))
        return response

    visits = [(as_(full.cast.rosa), address) for address in ("/today", "/people")]
    assert asked_elsewhere(desk, server, app, visits)[1] == [STRANGER]
