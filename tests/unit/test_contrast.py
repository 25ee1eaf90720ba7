"""Every pair of text and ground in the style sheet can be read, in the light and in the dark."""

import re

import pytest

from mentorship.kernel.paths import STATIC

TOKENS = (STATIC / "css" / "1-tokens.css").read_text()
RULES = "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("[2-9]*.css")))
LIGHT_HEAD, DARK_HEAD, CHOSEN_HEAD = ":root {", ":root:not(.light) {", ":root.dark {"

TEXT = 5.5
MARK = 4.5
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted") for ground in ("ground", "surface", "sunken")],
    *[(ink, ground) for ink in ("link", "accent", "call") for ground in ("ground", "surface")],
    *[("ink", f"{kind}-soft") for kind in ("ok", "late", "call", "info", "accent")],
    *[(kind, f"{kind}-soft") for kind in ("ok", "late", "call", "info", "accent")],
    *[("link", f"{kind}-soft") for kind in ("ok", "late", "call", "info")],
    ("on-accent", "accent"),
    ("on-leave", "leave"),
]
MARK_PAIRS = [
    *[("border", ground) for ground in ("ground", "surface")],
    *[("accent", ground) for ground in ("ground", "surface", "sunken")],
    *[(kind, "ground") for kind in ("ok", "late", "call", "info", "leave")],
]


def tokens(head: str) -> dict[str, str]:
    block = TOKENS.split(head, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    light = tokens(LIGHT_HEAD)
    return {"light": light, "dark": {**light, **tokens(DARK_HEAD)}}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


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
