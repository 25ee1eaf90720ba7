"""A question that can be heard asks the server for nothing before somebody taps it."""

import wave
from pathlib import Path

from playwright.sync_api import Page

from mentorship.profiles.questions import THREE
from tests.browser.conftest import Open
from tests.browser.steps import OnAPhone
from tests.cast import Cast

ADDRESS = f"/start/three/{THREE[0]}"


def record(home: Path) -> None:
    """Put a second of silence into the folder."""
    (home / "aloud").mkdir()
    with wave.open(str(home / "aloud" / f"{THREE[0]}-en.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))


def open_question(page: Page, cast: Cast) -> list[str]:
    """Open the question, and note from then on what is asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    OnAPhone(page, cast.kit.sign_in_name, cast.kit.password).opens(ADDRESS)
    page.wait_for_load_state("networkidle")
    return asked


def test_nothing_is_fetched_before_the_tap(phone: Open, cast: Cast, home: Path) -> None:
    record(home)
    page = phone().new_page()
    asked = open_question(page, cast)
    assert not [url for url in asked if "/aloud/" in url]
    player = page.locator("audio")
    with page.expect_response("**/aloud/*") as answer:
        player.click(position={"x": 24, "y": 27})
    assert answer.value.ok
    assert page.evaluate("document.querySelector('audio').error") is None
