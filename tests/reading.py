"""How hard the words of a page are to read: the grade of its prose, as the formula gives it.

What people wrote themselves is not ours to grade (`data-user-text`), nor are data in tables, codes
and times. Labels and buttons of a few words would pull the grade down, so sentences count from six
words on. Formulas count syllables, not sense: a low grade does not prove that a text is clear.
"""

import re
import warnings
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

with warnings.catch_warnings():
    # It asks for its word lists in a way that will be gone one day; we ask it for none.
    warnings.simplefilter("ignore")
    import textstat

from tests.surface import VOID

SHORTEST_SENTENCE = 6
# With fewer words a single long one decides.
FEWEST_WORDS = 40
LEFT_OUT = {
    "script", "style", "template", "nav", "svg", "code", "pre", "textarea", "option", "table",
    "time", "header", "footer",
}  # fmt: skip
INSIDE = {"a", "b", "bdi", "em", "i", "span", "strong", "small", "br"}
ENDS = re.compile(r"(?<=[.!?:])\s+")


class _Lines(HTMLParser):
    """Collects the words of each block; what stands in no sentence ends like one."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INSIDE or "small" in tag:
            self.lines.append("")
        if tag not in VOID:
            named = dict(attrs)
            hidden = tag in LEFT_OUT or "data-user-text" in named or "hidden" in named
            self._inside.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass
        if tag not in INSIDE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not any(hidden for _tag, hidden in self._inside):
            self.lines[-1] += data


def sentences(html: str) -> list[str]:
    """List the sentences of a page's main part that are long enough to be graded."""
    reader = _Lines()
    reader.feed(html[html.find("<main") :])
    lines = (" ".join(line.split()) for line in reader.lines)
    said = (sentence for line in lines for sentence in ENDS.split(line))
    return [one for one in said if len(one.split()) >= SHORTEST_SENTENCE]


def grade(said: Iterable[str]) -> float:
    """Give the grade of sentences (Flesch-Kincaid); 0 when there are too few to tell."""
    text = " ".join(one if one[-1] in ".!?:" else f"{one}." for one in said)
    return _grade(text) if len(text.split()) >= FEWEST_WORDS else 0.0


@cache
def _grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def hardest(said: Iterable[str]) -> list[str]:
    """Give the sentences that weigh most, with their own grades."""
    graded = sorted(((_grade(one), one) for one in set(said)), reverse=True)
    return [f"{how:.1f} {one}" for how, one in graded[:4]]
