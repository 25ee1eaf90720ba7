"""Every pair of text and ground in the style sheet can be read, in the light and in the dark."""

import re

import pytest

from mentorship.kernel.paths import STATIC
from tests.colours import (
    CHOSEN_HEAD,
    DARK_HEAD,
    LIGHT_HEAD,
    MARK,
    MARK_PAIRS,
    TEXT,
    TEXT_PAIRS,
    contrast,
    schemes,
    tokens,
)

RULES = "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("[2-9]*.css")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_stand_out_from_their_ground(scheme: str, ink: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_borders_and_bars_stand_out_from_their_ground(scheme: str, mark: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[mark], colours[ground]) >= MARK


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_ring_shows_on_any_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    for ground in ("ground", "surface", "accent", "leave"):
        ring = max(contrast(colours[part], colours[ground]) for part in ("focus", "focus-edge"))
        assert ring >= 3


def test_the_dark_one_chooses_is_the_dark_the_device_chooses() -> None:
    assert tokens(DARK_HEAD) == tokens(CHOSEN_HEAD)


def test_every_colour_stands_among_the_tokens() -> None:
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", RULES) == []


def test_every_colour_has_its_dark_side() -> None:
    same_in_both = {"focus"}
    assert set(tokens(LIGHT_HEAD)) - same_in_both <= set(tokens(DARK_HEAD))


def test_the_style_knows_no_left_and_right() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align: (?:left|right)"
    assert re.findall(rf"{physical}|[\s;{{](?:left|right|width|height): ", RULES) == []


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
