"""What the accessibility rules say about a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """List what the accessibility rules find wrong with a page."""
    only: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, options=only).response["violations"]
    return [f"{it['id']}: {node['target']}" for it in found for node in it["nodes"]]
