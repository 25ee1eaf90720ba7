"""What the accessibility rules say about a page."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
(SOURCE,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")


def violations(page: Page, *without: str) -> list[str]:
    """List what the accessibility rules find wrong with a page; some can be left out."""
    # Once for a page on which one body follows another: to load it costs more than to run it.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(SOURCE.read_text())
    only: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
    }
    only["rules"] = {rule: {"enabled": False} for rule in without}
    found = page.evaluate("options => axe.run(document, options)", only)["violations"]
    return [f"{it['id']}: {node['target']}" for it in found for node in it["nodes"]]
