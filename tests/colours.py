"""The colours of the style sheet, and how far one stands out from another."""

import re

from mentorship.kernel.paths import STATIC

TOKENS = (STATIC / "css" / "1-tokens.css").read_text()
LIGHT_HEAD, DARK_HEAD, CHOSEN_HEAD = ":root {", ":root:not(.light) {", ":root.dark {"

TEXT = 5.5
MARK = 4.5
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted") for ground in ("ground", "surface", "sunken")],
    *[(ink, ground) for ink in ("link", "accent", "call") for ground in ("ground", "surface")],
    *[("ink", f"{kind}-soft") for kind in ("ok", "late", "call", "info", "accent")],
    *[(kind, f"{kind}-soft") for kind in ("ok", "late", "call", "info", "accent")],
    *[("link", f"{kind}-soft") for kind in ("ok", "late", "call", "info")],
    *[("accent", f"{kind}-soft") for kind in ("ok", "late", "call", "info")],
    ("muted", "accent-soft"),
    ("muted", "info-soft"),
    ("on-accent", "accent"),
    ("on-leave", "leave"),
]
MARK_PAIRS = [
    *[("border", ground) for ground in ("ground", "surface")],
    *[("accent", ground) for ground in ("ground", "surface", "sunken")],
    *[(kind, "ground") for kind in ("ok", "late", "call", "info", "leave")],
]


def tokens(head: str) -> dict[str, str]:
    """Give the colours of one block of the style sheet."""
    block = TOKENS.split(head, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    """Give the colours in the light and in the dark."""
    light = tokens(LIGHT_HEAD)
    return {"light": light, "dark": {**light, **tokens(DARK_HEAD)}}


def luminance(colour: str) -> float:
    """Tell how bright a colour is, as the guidelines have it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Tell how far two colours stand apart: 1 is not at all, 21 black and white."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
