"""A log on a phone of 360 by 740: the taps are counted, and Save is always in sight."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind
from mentorship.checkins.queries.talks import match_of_pair
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service.talks import add_moment
from mentorship.installation import Installation
from tests.browser.conftest import Open
from tests.cast import Cast, signed_in
from tests.participants import acting, add_person
from tests.talking import begin

HEIGHT = 740


class Taps:
    """Taps, and counts how often; refuses to scroll for one that is out of sight."""

    def __init__(self) -> None:
        self.count = 0

    def tap(self, on: Locator) -> None:
        """Tap something that is in sight where the page stands."""
        assert is_in_sight(on)
        on.tap()
        self.count += 1


def is_in_sight(thing: Locator) -> bool:
    """Tell whether a thing is on the screen as a whole, and nothing lies over its middle."""
    box = thing.bounding_box()
    assert box
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    on_top = thing.evaluate(
        "(it, at) => it.contains(document.elementFromPoint(at.x, at.y))", middle
    )
    return box["y"] >= 0 and box["y"] + box["height"] <= HEIGHT and bool(on_top)


@pytest.mark.parametrize("opener", ["phone", "phone_without_script"])
@pytest.mark.parametrize("people", [1, 2])
def test_a_log_is_a_tap_or_two_and_save_and_nothing_has_to_be_scrolled(
    request: pytest.FixtureRequest, opener: str, people: int, server: str, app: Flask,
    installation: Installation, cast: Cast, now: datetime,
) -> None:  # fmt: skip
    _talks_with(installation, cast, people, now)
    page, taps = _amara(request.getfixturevalue(opener), server, app, installation, cast), Taps()
    page.goto("/talks/log")
    save = page.get_by_role("button", name="Save")
    if people > 1:
        taps.tap(page.get_by_role("group", name="Who").locator("label").first)
    taps.tap(page.get_by_role("group", name="Did you talk?").locator("label", has_text="Yes"))
    with page.expect_navigation():
        taps.tap(save)
    expect(page.get_by_text("Saved. Next one by")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    assert taps.count == people + 1


def _talks_with(installation: Installation, cast: Cast, people: int, now: datetime) -> None:
    """Let Amara talk with one, of whom a talk has begun, or with two."""
    with installation.database.transaction() as session:
        amara = accounts.person(session, cast.amara.person_id)
        match_id = begin(session, cast.noor.person_id, amara.id, now)
        match, begun = match_of_pair(session, match_id), now - timedelta(hours=1)
        add_moment(session, acting(amara), amara, match, begun, 45, Way.PHONE, now)
        for _nth in range(1, people):
            begin(session, add_person(session, Kind.MENTEE, now).id, amara.id, now)


def _amara(
    opened: Open, server: str, app: Flask, installation: Installation, cast: Cast
) -> Page:  # fmt: skip
    context, name = opened(), app.config["SESSION_COOKIE_NAME"]
    token = signed_in(installation, cast.amara)
    context.add_cookies([{"name": name, "value": token, "url": server}])
    return context.new_page()
