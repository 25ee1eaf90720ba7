"""A made-up language: every marked sentence in brackets, longer, and without an ASCII letter.

What still stands on a page in ASCII letters was marked by nobody, or was typed by somebody. It is
spoken as Hebrew, whose days and months Babel writes without an ASCII letter too, so that pages run
right to left and what is put into a sentence is told apart from it.
"""

import re
from functools import cache

from babel.messages.catalog import Catalog
from babel.support import NullTranslations

from tests.catalogues import extracted

TAG = "he"
OPEN, CLOSE = "[~", "~]"
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "äƀçđéƒğħîĵķłɱñöþǫřšŧüṽŵẋýžÅßÇĐÉƑĞĦÎĴĶŁṀÑÖÞǪŘŠŦÜṼŴẊÝŽ",
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
# These tell Babel how to write a day or a time; words of ours they are not.
PATTERNS = {"EEEE d MMMM y", "HH:mm", "MMMM y"}


class Speech(NullTranslations):
    """Says every sentence in the made-up language, and remembers which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()
        self.known = known()

    def gettext(self, message: str) -> str:
        """Say a sentence; one that is in no catalogue stays as it is."""
        if message not in self.known:
            return message
        self.asked.add(message)
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Say the form that goes with a number."""
        one = self.gettext(msgid1)
        return one if n == 1 else pseudo(msgid2) if msgid1 in self.known else msgid2


def pseudo(sentence: str) -> str:
    """Say one sentence in the made-up language."""
    if sentence in PATTERNS or not re.search("[A-Za-z]", PLACEHOLDER.sub("", sentence)):
        return sentence
    said, at = "", 0
    for found in PLACEHOLDER.finditer(sentence):
        said += sentence[at : found.start()].translate(LETTERS) + found[0]
        at = found.end()
    said += sentence[at:].translate(LETTERS)
    return f"{OPEN}{said}{'·' * (len(sentence) * 2 // 5)}{CLOSE}"


@cache
def catalogue() -> Catalog:
    """Give every sentence that is marked."""
    return extracted()


@cache
def known() -> frozenset[str]:
    """List every sentence that is marked, of two forms the first."""
    return frozenset(read_by())


def read_by() -> dict[str, str]:
    """Tell who reads each sentence, as the catalogues say."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message.auto_comments[0]
        for message in catalogue()
        if message.id
    }
