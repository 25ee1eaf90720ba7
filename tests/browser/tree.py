"""What a screen reader is told of a page, as the browser's accessibility tree has it."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]

NAMED = {
    "button", "checkbox", "combobox", "Date", "group", "heading", "image", "InputTime", "link",
    "listbox", "navigation", "radio", "searchbox", "spinbutton", "table", "textbox", "region",
}  # fmt: skip
ONCE = ("banner", "main", "contentinfo")
# The hints and sentences beside fields, which have to be said with the field.
BESIDE = """() => [...document.querySelectorAll('.field > .hint[id], .field > .error[id]')]
  .filter(it => it.checkVisibility()).map(it => it.textContent)"""
WRONG = """() => document.querySelectorAll('.wrong > :is(input, select, textarea)').length"""


def unheard(page: Page) -> Iterator[str]:
    """Tell what of a page a screen reader does not hear, or hears in the wrong order."""
    nodes = list(_in_order(page))
    roles = Counter(map(_role, nodes))
    # A part that folds is a group without a name of its own: what opens it says what it is.
    for _ in range(roles["DisclosureTriangle"]):
        nodes.remove(next(node for node in nodes if _is_nameless(node) and _role(node) == "group"))
    yield from (f"a {_role(node)} without a name" for node in nodes if _is_nameless(node))
    yield from (f"{roles[role]} of {role}" for role in ONCE if roles[role] != 1)
    levels = [int(_property(node, "level")) for node in nodes if _role(node) == "heading"]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"headings begin as {levels[:3]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} after one of level {before}"
    places = Counter(_said(node, "name") for node in nodes if _role(node) == "navigation")
    yield from (f"{count} navigations called {name}" for name, count in places.items() if count > 1)
    described = " ".join(_said(node, "description") for node in nodes)
    for words in page.evaluate(BESIDE):
        if " ".join(words.split()) not in described:
            yield f"said with no field: {' '.join(words.split())}"
    told = sum(_property(node, "invalid") == "true" for node in nodes)
    if told < page.evaluate(WRONG):
        yield "a field to mend that does not say so"


def _in_order(page: Page) -> Iterator[Node]:
    session = page.context.new_cdp_session(page)
    nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}
    ahead = [nodes[0]]
    while ahead:
        node = ahead.pop()
        ahead += [known[one] for one in reversed(node["childIds"]) if one in known]
        if not node["ignored"]:
            yield node


def _is_nameless(node: Node) -> bool:
    return _role(node) in NAMED and not _said(node, "name")


def _role(node: Node) -> str:
    return str(node["role"]["value"])


def _said(node: Node, what: str) -> str:
    return " ".join(str(node.get(what, {}).get("value", "")).split())


def _property(node: Node, name: str) -> str:
    values = {one["name"]: one["value"].get("value", "") for one in node.get("properties", [])}
    return str(values.get(name, ""))
