"""Leaving fast: by the button, by the key, without script, and what Back shows afterwards.

The browser here keeps pages for Back as people's browsers do, and sign-in happens in the same tab:
the page that sign-in lands on is the one that a browser keeps longest.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as BrowserError
from werkzeug.wrappers import Response

from mentorship.accounts.rules import Scheme
from mentorship.accounts.service.display import choose_display
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from tests.browser.conftest import Open
from tests.browser.serving import serving
from tests.cast import Cast, Member

PRIVATE = ["/choices", "/account"]
BACKS = 5
# What a person sees: nothing while the page hides itself.
SEEN = "document.documentElement.hidden ? '' : document.querySelector('main')?.innerText ?? ''"
SETTLED = "html:not([hidden])"


@pytest.fixture
def weather(installation: Installation, now: datetime) -> Iterator[str]:
    """Serve a harmless page of somebody else's, and let the exit lead there."""
    with serving(Response("Sunny.")) as port:
        address = f"http://127.0.0.1:{port}/"
        with installation.database.transaction() as session:
            settings.change(session, SYSTEM, now, exit_address=address)
        yield address


def go_in(context: BrowserContext, member: Member) -> tuple[Page, list[str]]:
    """Sign in, look at some pages, and give what they showed."""
    page = context.new_page()
    page.goto("/in")
    page.fill("input[name=name]", member.sign_in_name)
    page.fill("input[name=password]", member.password)
    page.click("main form button")
    page.wait_for_url("**/home")
    shown = [page.locator("main").inner_text()]
    for address in PRIVATE:
        page.goto(address)
        assert page.url.endswith(address)
        shown.append(page.locator("main").inner_text())
    return page, shown


def sends_too_little(page: Page) -> str:
    """Send a form that comes back with something to mend, and give what that shows."""
    page.goto("/help/tell/not-right")
    page.locator("main form button").last.click()
    page.locator("main [role=alert]").wait_for()
    return page.locator("main").inner_text()


def by_button(page: Page) -> None:
    page.locator("a[data-exit]").click(no_wait_after=True)


def by_key(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def seen_going_back(page: Page) -> list[str]:
    """Press Back again and again, and list what stood on the screen."""
    seen = []
    for _ in range(BACKS):
        with suppress(BrowserError):
            page.go_back(wait_until="commit", timeout=2000)
        # At once, which fails while the page asks the server anew, and when it has settled.
        with suppress(BrowserError):
            seen.append(page.evaluate(SEEN))
        # By its selector: the site's policy forbids the browser to evaluate a waiting expression.
        page.wait_for_load_state("load")
        page.locator(SETTLED).wait_for(state="attached")
        seen.append(page.evaluate(SEEN))
    return seen


WAYS = {"the button": (by_button, True), "the key": (by_key, True), "no script": (by_button, False)}


@pytest.mark.parametrize(("leave", "script"), WAYS.values(), ids=WAYS)
def test_after_the_exit_back_shows_nothing_of_ours(
    phone_with_back_cache: Open,
    weather: str,
    cast: Cast,
    leave: Callable[[Page], None],
    script: bool,
) -> None:
    context = phone_with_back_cache(java_script_enabled=script)
    page, private = go_in(context, cast.noor)
    private.append(sends_too_little(page))
    leave(page)
    page.wait_for_url(weather)
    seen = seen_going_back(page)
    assert seen
    assert not set(seen) & set(private)
    assert not [one for one in seen if "There is something to look at" in one]


@pytest.mark.parametrize(("leave", "script"), WAYS.values(), ids=WAYS)
def test_after_the_exit_back_tells_nobody_what_for_people_come(
    phone_with_back_cache: Open,
    weather: str,
    cast: Cast,
    leave: Callable[[Page], None],
    script: bool,
) -> None:
    page, _private = go_in(phone_with_back_cache(java_script_enabled=script), cast.noor)
    assert "In danger now?" not in page.locator("body").inner_text()
    leave(page)
    page.wait_for_url(weather)
    for _ in range(2):
        page.go_back(wait_until="commit")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(page.locator("footer")).not_to_contain_text("In danger now?")


@pytest.mark.parametrize(("leave", "script"), WAYS.values(), ids=WAYS)
def test_the_exit_ends_the_session_on_the_server(
    phone: Open, weather: str, cast: Cast, leave: Callable[[Page], None], script: bool
) -> None:
    context = phone(java_script_enabled=script)
    page, _private = go_in(context, cast.noor)
    kept = context.cookies()
    leave(page)
    page.wait_for_url(weather)
    thief = phone()
    thief.add_cookies(kept)
    stolen = thief.new_page()
    stolen.goto("/home")
    assert stolen.url.endswith("/in")


def test_without_the_exit_back_does_show_the_page(phone_with_back_cache: Open, cast: Cast) -> None:
    page, private = go_in(phone_with_back_cache(), cast.noor)
    page.goto("/private")
    assert set(seen_going_back(page)) & set(private)


def test_typing_a_capital_letter_is_not_leaving(phone: Open) -> None:
    page = phone().new_page()
    page.goto("/in")
    page.focus("input[name=name]")
    for letter in ("A", "B", "C"):
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url.endswith("/in")
    assert page.evaluate("document.documentElement.hidden") is False
    assert page.locator("[data-exit-dots] .on").count() == 2


def test_the_key_leaves_nothing_for_whoever_turned_it_off(
    phone: Open, installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        actor = cast.noor.actor(session)
        choose_display(session, actor, Scheme.AUTO, now, by_key=False, quiet=False)
    page, _private = go_in(phone(), cast.noor)
    for _ in range(4):
        page.keyboard.press("Shift")
    assert page.url.endswith(PRIVATE[-1])
    assert page.evaluate("document.documentElement.hidden") is False
    assert not page.locator("[data-exit-dots] .on").count()
    page.reload()
    assert page.url.endswith(PRIVATE[-1])


def test_the_exit_is_the_second_stop_of_the_keyboard(desk: Open) -> None:
    page = desk().new_page()
    page.goto("/")
    stops = []
    for _ in range(2):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert stops == ["#main", "/leave"]
