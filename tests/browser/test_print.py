"""What is printed: black on white, under a neutral heading, without the exit or a lone link."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.checks import INK
from tests.browser.conftest import DESK
from tests.browser.stage import Stage
from tests.cast import SITE_NAME
from tests.surface import Seen
from tests.telling import telling_words

# The pages that are there to be printed.
PRINTED = ("desk.private", "profiles.my_copy", "profiles.choices", "matches.decision")
WORDS = "document.body.innerText"


@pytest.mark.parametrize("endpoint", PRINTED)
def test_paper_is_black_on_white_and_says_little_of_itself(
    chromium: Browser, app: Flask, pages: list[Seen], endpoint: str
) -> None:
    some = [one for one in pages if one.endpoint == endpoint and one.status == 200]
    assert some
    stage = Stage(chromium, app, {**DESK, "color_scheme": "dark"})
    stage.page.emulate_media(media="print")
    assert list(stage.faults(some, INK)) == []
    for seen in some:
        stage.show(seen.body)
        assert SITE_NAME not in stage.page.evaluate(WORDS)
        assert telling_words(stage.page.locator("h1").inner_text()) == []
    stage.close()
