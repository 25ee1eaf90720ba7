"""A page of the browser on which every gathered page can be put, without asking any server for it.

The frame with its style sheet is opened once; then only the body changes, which takes a
fraction of a visit.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Route

from mentorship.kernel.paths import STATIC
from tests.surface import Seen

FRAME = "http://localhost/frame"
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
PUT = """html => {
  const put = new DOMParser().parseFromString(html, 'text/html');
  const root = document.documentElement;
  for (const name of ['lang', 'dir', 'class'])
    root.setAttribute(name, put.documentElement.getAttribute(name) || '');
  document.title = put.title;
  document.body.replaceWith(put.body);
  scrollTo(0, 0);
}"""

HELPS = (STATIC / "js" / "2-page.js").read_text()


class Stage:
    """Shows one gathered page after the other on one device."""

    def __init__(
        self, browser: Browser, app: Flask, device: dict[str, Any], style: str = ""
    ) -> None:
        context = browser.new_context(**device)
        context.route("**/*", lambda route: _answer(route, app, style))
        self.page = context.new_page()
        self.page.goto(FRAME)

    def show(self, body: str, *, script: bool = False) -> None:
        """Put a page on it, as it stands without script or as script leaves it."""
        self.page.evaluate(PUT, body)
        if script:
            self.page.evaluate(HELPS)

    def faults(self, pages: Iterable[Seen], check: str, given: Any = None) -> Iterator[str]:
        """Tell what a check, written in the browser's language, finds wrong with which page."""
        for seen in pages:
            self.show(seen.body)
            for fault in self.page.evaluate(check, given):
                yield f"{seen.name}: {fault}"

    def close(self) -> None:
        """Take it down."""
        self.page.context.close()


def _answer(route: Route, app: Flask, style: str) -> None:
    address = route.request.url
    if address == FRAME:
        link = app.jinja_env.globals["static"]("site.css")  # type: ignore[operator]
        sheet = f'<link rel="stylesheet" href="{link}"><style>{style}</style>'
        frame = f"<!doctype html><title>-</title>{VIEWPORT}{sheet}"
        route.fulfill(body=frame, content_type="text/html")
        return
    found = app.test_client().get(urlsplit(address).path + "?" + urlsplit(address).query)
    route.fulfill(body=found.get_data(), content_type=found.mimetype, status=found.status_code)
