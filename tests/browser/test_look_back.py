"""Back to a form that came back with something to mend: our own page again, with its exit.

A browser does not ask again for what answered a form: it shows a page of its own instead, on which
nothing leads away.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as BrowserError
from werkzeug.wrappers import Response

from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.settings import Door
from tests.browser.conftest import Open
from tests.browser.serving import serving
from tests.browser.steps import choose, press
from tests.cast import Cast, Member, signed_in
from tests.talking import begin

Enter = Callable[[BrowserContext, Member], Page]


@pytest.fixture
def enter(server: str, app: Flask, installation: Installation) -> Enter:
    """Open a page of a browser in which somebody is signed in."""

    def entered(context: BrowserContext, member: Member) -> Page:
        token = signed_in(installation, member, stepped_up=True)
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": token, "url": server}])
        return context.new_page()

    return entered


def is_refused(page: Page) -> None:
    expect(page.get_by_text("There is something to look at")).to_be_visible()


def goes_back(page: Page, address: str, heading: str) -> None:
    """Press Back, and insist on a page of ours that was asked for as any other is."""
    # A page that the browser kept asks anew as soon as it is back, which cuts this short.
    with suppress(BrowserError):
        page.go_back(wait_until="commit")
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    expect(page.get_by_text("There is something to look at")).to_have_count(0)
    expect(page.locator("a[data-exit]")).to_be_in_viewport()


def test_back_to_an_answer_that_contradicted_itself(
    phone_with_back_cache: Open, enter: Enter, cast: Cast
) -> None:
    page = enter(phone_with_back_cache(), cast.noor)
    page.goto("/choices/q12")
    question = page.locator("h1").inner_text()
    for answer in ("Someone further along", "It does not matter"):
        page.get_by_label(answer).check()
    press(page, "Save and go on")
    is_refused(page)
    page.get_by_label("Someone further along").uncheck()
    press(page, "Save and go on")
    page.wait_for_url(re.compile("/choices/(?!q12)"))
    goes_back(page, "/choices/q12", question)


def test_back_to_a_log_that_said_too_little(
    phone_with_back_cache: Open, enter: Enter, installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
    page = enter(phone_with_back_cache(), cast.amara)
    page.goto("/talks/log")
    heading = page.locator("h1").inner_text()
    press(page, "Save")
    is_refused(page)
    choose(page, "Did you talk?", "Yes")
    press(page, "Save")
    expect(page.get_by_text("Saved.").first).to_be_visible()
    goes_back(page, "/talks/log", heading)


def test_back_through_joining(
    phone_with_back_cache: Open, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, door=Door.OPEN)
    page = phone_with_back_cache().new_page()
    page.goto("/start")
    press(page, "Continue")
    for address, field in (("/start/age", "adult"), ("/start/part", "part")):
        expect(page).to_have_url(re.compile(f"{address}$"))
        question = page.locator("h1").inner_text()
        press(page, "Continue")
        is_refused(page)
        page.locator(f"input[name={field}]").first.check()
        press(page, "Continue")
        goes_back(page, address, question)
        page.locator(f"input[name={field}]").first.check()
        press(page, "Continue")
    heading = page.locator("h1").inner_text()
    press(page, "Continue")
    is_refused(page)
    page.locator("input[name=word]").fill("lighthouse")
    press(page, "Continue")
    goes_back(page, "/start/name", heading)


def test_back_to_signing_in(phone_with_back_cache: Open, cast: Cast) -> None:
    page = phone_with_back_cache().new_page()
    page.goto("/in")
    for password in ("wrong in every way", cast.noor.password):
        page.fill("input[name=name]", cast.noor.sign_in_name)
        page.fill("input[name=password]", password)
        press(page, "Continue")
    assert page.url.endswith("/home")
    goes_back(page, "/in", "Sign in")


def test_back_to_one_of_several_forms_whose_own_address_opens_no_page(
    desk: Open, enter: Enter, cast: Cast
) -> None:
    page, address = enter(desk(), cast.rosa), f"/people/{cast.amara.person_id}/ready"
    page.goto(address)
    heading = page.locator("h1").inner_text()
    press(page, "Note a training")
    is_refused(page)
    assert page.url.endswith("/trained")
    page.locator("nav").get_by_role("link").first.click()
    page.wait_for_url("**/today")
    goes_back(page, address, heading)


def test_back_from_a_site_of_somebody_else(
    phone_with_back_cache: Open, enter: Enter, cast: Cast
) -> None:
    page = enter(phone_with_back_cache(), cast.noor)
    page.goto("/help/tell/not-right")
    heading = page.locator("h1").inner_text()
    page.locator("textarea[name=words]").fill("Some words.")
    page.locator("main form button").last.click()
    is_refused(page)
    with serving(Response("Sunny.")) as port:
        page.goto(f"http://127.0.0.1:{port}/")
        goes_back(page, "/help/tell/not-right", heading)


def test_a_refused_form_that_is_loaded_anew_keeps_what_was_typed(
    phone: Open, enter: Enter, cast: Cast
) -> None:
    page = enter(phone(), cast.noor)
    page.goto("/help/tell/not-right")
    page.locator("textarea[name=words]").fill("Some words.")
    page.locator("main form button").last.click()
    for _ in range(2):
        is_refused(page)
        assert page.locator("textarea[name=words]").input_value() == "Some words."
        page.reload()
