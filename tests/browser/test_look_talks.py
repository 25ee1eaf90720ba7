"""Agenda and month with nothing but a keyboard, with script and without; the calendar's address."""

from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.profiles.rules.consent import ConsentPurpose
from tests.browser.conftest import Open
from tests.browser.steps import press, sees
from tests.cast import Cast, Member, signed_in
from tests.participants import agree
from tests.talking import begin

# What a screen reader would say of whatever has the focus.
SAID = """() => {
    const it = document.activeElement;
    const said = it.ariaLabel || it.closest('label')?.innerText || it.innerText || '';
    return it === document.body ? '' : said.replace(/\\s+/g, ' ').trim();
}"""
MOST_TABS = 90


@pytest.fixture(autouse=True)
def _hours_in_common(installation: Installation, cast: Cast, now: datetime) -> None:
    """Let Noor and Amara talk, and let both show their hours."""
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
        for member in (cast.noor, cast.amara):
            person = accounts.person(session, member.person_id)
            agree(session, person, now, "times", purpose=ConsentPurpose.SHOW)


def tab_to(page: Page, words: str) -> None:
    """Go on with the Tab key until something of that name has the focus."""
    said = []
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        said.append(page.evaluate(SAID))
        if said[-1].startswith(words):
            return
    raise AssertionError(f"no Tab leads to {words!r}, only to {said}")


def enter(page: Page, words: str) -> None:
    """Go to a link or a button, and press Enter; the page it leads to has begun when this ends."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("opener", ["desk", "phone_without_script"])
def test_a_talk_is_found_in_the_month_suggested_taken_and_taken_off_by_keyboard_alone(
    request: pytest.FixtureRequest, opener: str, app: Flask, server: str,
    installation: Installation, cast: Cast,
) -> None:  # fmt: skip
    a_browser: Open = request.getfixturevalue(opener)

    def sits_down(member: Member) -> Page:
        context = a_browser()
        name = app.config["SESSION_COOKIE_NAME"]
        token = signed_in(installation, member)
        context.add_cookies([{"name": name, "value": token, "url": server}])
        page = context.new_page()
        page.goto("/talks")
        return page

    amara = sits_down(cast.amara)
    enter(amara, "A month at a glance")
    expect(amara.get_by_role("table", name="March 2026")).to_be_visible()
    expect(amara.get_by_role("columnheader", name="Monday")).to_be_visible()
    enter(amara, "Tuesday 10 March 2026, 4 times")
    for time in ("08:00", "10:00"):
        tab_to(amara, f"Tuesday 10 March 2026, {time}")
        amara.keyboard.press("Space")
    tab_to(amara, "in person")
    amara.keyboard.press("ArrowDown")
    enter(amara, "Suggest them")
    sees(amara, "Times that wait for an answer")

    noor = sits_down(cast.noor)
    enter(noor, "Take this time Tuesday 10 March 2026, 10:00")
    enter(noor, "Tuesday 10 March 2026, 10:00")
    sees(noor, "by phone")
    enter(noor, "Take it off the list")
    sees(noor, "No talks planned.")


def test_the_address_of_a_calendar_can_be_copied_and_words_that_let_one_in_cannot(
    desk: Open, app: Flask, server: str, installation: Installation, cast: Cast
) -> None:
    context = desk(permissions=["clipboard-read", "clipboard-write"])
    token = signed_in(installation, cast.noor, stepped_up=True)
    name = app.config["SESSION_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": token, "url": server}])
    page = context.new_page()
    page.goto("/account/calendar")
    press(page, "Make a secret address")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.locator("dd bdi").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.goto("/account/six-words")
    press(page, "Show me six words")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
