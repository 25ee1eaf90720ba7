"""A real Chromium against a real server over the test's own installation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.chromium import FLAGS, MISSING, executable
from tests.browser.serving import serving

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 320, "height": 640}}
# What takes longer than this on a busy machine does not come.
PATIENCE_MS = 30_000

Open = Callable[..., BrowserContext]


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine, and give its address."""
    app.testing = False  # a fault becomes the page that people would see
    with serving(app) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browsers."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start the browser that the tests of this process share."""
    yield from _launch(playwright)


@pytest.fixture(scope="session")
def chromium_with_back_cache(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser that keeps pages for Back, as people's do; Playwright's normally does not."""
    yield from _launch(playwright, ignore_default_args=["--disable-back-forward-cache"])


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Open]:
    """Open a phone."""
    yield from _opener(chromium, server, PHONE)


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Open]:
    """Open a desk computer."""
    yield from _opener(chromium, server, DESK)


@pytest.fixture
def phone_without_script(chromium: Browser, server: str) -> Iterator[Open]:
    """Open a phone whose browser runs no script."""
    yield from _opener(chromium, server, {**PHONE, "java_script_enabled": False})


@pytest.fixture
def phone_with_back_cache(chromium_with_back_cache: Browser, server: str) -> Iterator[Open]:
    """Open a phone that keeps pages for Back."""
    yield from _opener(chromium_with_back_cache, server, PHONE)


def _launch(playwright: Playwright, **options: Any) -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS, **options)
    yield browser
    browser.close()


def _opener(browser: Browser, server: str, options: dict[str, Any]) -> Iterator[Open]:
    opened: list[BrowserContext] = []

    def open_context(**more: Any) -> BrowserContext:
        context = browser.new_context(base_url=server, **{**options, **more})
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
