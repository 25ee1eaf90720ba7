"""What an authenticator has to read can be read in the dark, and what is typed from it too."""

from playwright.sync_api import Page

from tests.browser.conftest import NARROW, Open
from tests.browser.steps import press
from tests.cast import PASSWORD, Cast

# Draws the picture on the page's own ground, as the screen does, and gives its four corners.
CORNERS = """picture => {
  const canvas = document.createElement('canvas'), edge = 240;
  canvas.width = canvas.height = edge;
  const drawn = canvas.getContext('2d');
  drawn.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  drawn.fillRect(0, 0, edge, edge);
  drawn.drawImage(picture, 0, 0, edge, edge);
  const at = (x, y) => drawn.getImageData(x, y, 1, 1).data.join();
  return [at(1, 1), at(edge - 2, 1), at(1, edge - 2), at(edge - 2, edge - 2)];
}"""
TORN = "groups => groups.filter(one => one.getClientRects().length > 1).length"
COPIED = """whole => {
  getSelection().selectAllChildren(whole);
  return getSelection().toString();
}"""
WHITE = "255,255,255,255"


def at_the_second_step(opened: Open, cast: Cast, **device: object) -> Page:
    """Come to where staff set their second factor up."""
    page = opened(**device).new_page()
    page.goto("/in")
    page.fill("[name=name]", cast.rosa.sign_in_name)
    page.fill("[name=password]", PASSWORD)
    press(page, "Continue")
    assert page.url.endswith("/in/enrol")
    return page


def test_the_picture_is_read_on_a_dark_page_too(phone: Open, cast: Cast) -> None:
    page = at_the_second_step(phone, cast, color_scheme="dark")
    assert page.locator("main img").evaluate(CORNERS) == [WHITE] * 4


def test_no_group_of_the_key_is_torn_and_none_is_copied_with_a_gap(phone: Open, cast: Cast) -> None:
    page = at_the_second_step(phone, cast)
    for width in range(NARROW["viewport"]["width"], 500, 20):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.locator(".fours span").evaluate_all(TORN) == 0, width
    copied = page.locator(".fours").evaluate(COPIED)
    assert len(copied) == 32
    assert copied.isalnum()
