"""What of the source is shown to people and marked by nobody; where a style knows left or right.

Each function is given a source and lists what it finds, so that a planted one can be given too.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment

SAYING = {"_", "N_", "gettext", "ngettext", "plural"}
# A class of the layout that stands in a block of its own.
A_CLASS = re.compile(r"{% block width %}wide{% endblock %}")
ATTRIBUTES = {"aria-label", "title", "alt", "placeholder", "data-words", "label", "content"}
# Content of these is said to browsers.
MACHINE = re.compile(r"width=device-width|noindex|telephone=no")
LETTERS = re.compile(r"[A-Za-z]{2}")
# Two words and more that begin like a sentence.
SENTENCE = re.compile(r"[A-Z“][^_<>{}|]* [^_<>{}|]*[a-z]+[^_<>{}|]*", re.DOTALL)
GLUED = re.compile(
    r"_\('[^']*[^.?!:…”’ ']'\) *\}\} *<(?:bdi|strong|a )[^>]*>"
    r"|</(?:bdi|strong|a)> *\{\{ *_\('[a-z][^']*'"
)
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if LETTERS.search(data):
            self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, said in attrs:
            if name in ATTRIBUTES and said and LETTERS.search(said) and not MACHINE.search(said):
                self.found.append(f"{name}={said}")


def unmarked_in_template(source: str) -> list[str]:
    """List the words that a template shows without saying them in a language."""
    shown, parts, block, skipped = _Shown(), [], "", False
    for _line, kind, said in Environment().lex(A_CLASS.sub("", source)):
        if kind == "block_begin":
            block = ""
        elif kind == "name" and not block:
            block = said
            skipped = said == "trans" or (skipped and said != "endtrans")
        elif kind == "data" and not skipped:
            parts.append(said)
    shown.feed(" ".join(parts))
    return shown.found


def glued_in_template(source: str) -> list[str]:
    """List where a sentence goes on in a part of its own, which another language puts elsewhere."""
    return [found[0] for found in GLUED.finditer(source)]


def unmarked_in_python(source: str) -> Iterator[str]:
    """Give the sentences of a module that stand in no call that marks them."""
    tree = ast.parse(source)
    marked = {id(it) for call in _saying(tree) for it in ast.walk(call)}
    notes = {id(it) for node in ast.walk(tree) for it in _notes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in marked | notes and SENTENCE.fullmatch(node.value.strip(" .?!:")):
            yield node.value


def physical_in_style(source: str) -> list[str]:
    """List where a style says left or right, which is wrong in the other direction."""
    return [line.strip() for line in source.splitlines() if PHYSICAL.search(line)]


def _saying(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SAYING:
            yield node


def _notes(node: ast.AST) -> Iterator[ast.AST]:
    """Give what is said to those who read the source or a log, never on a page."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.Raise):
        yield from _said_to_operators(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in TO_OPERATORS:
        yield from ast.walk(node)


# What these are given is read by whoever looks after the machine, or stands in a table's comment.
TO_OPERATORS = {"public", "UnsafeToStart", "LookupError", "TypeError", "ValueError", "text"}


def _said_to_operators(node: ast.Raise) -> Iterator[ast.AST]:
    if isinstance(node.exc, ast.Call) and ast.unparse(node.exc.func).split(".")[-1] in TO_OPERATORS:
        yield from ast.walk(node.exc)
