"""What somebody typed, in the one form in which it counts, whatever keyboard it came from."""

import re
import unicodedata
from functools import cache

from mentorship.accounts.rules import PASSWORD_WORDS, WORD_LISTS, kind_words

# What an Arabic keyboard adds unseen, and the letters that it may have in place of another: who
# types the same words on another phone types the same.
ADDED = re.compile("[\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
ALIKE = str.maketrans({"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643"})  # yeh, kaf
ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")
# Latin letters that are not a plain one with a mark.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def as_any_keyboard(text: str) -> str:
    """Give words without what a keyboard adds unseen, in the letters that all of them have."""
    return ADDED.sub("", unicodedata.normalize("NFC", text)).translate(ALIKE)


def tidy_password(typed: str) -> str:
    """Give a password as it counts: four words of ours in one form, an own one but for its ends."""
    plain = as_any_keyboard(typed)
    words = plain.casefold().split()
    ours = len(words) == PASSWORD_WORDS and any(held.issuperset(words) for held in _lists())
    return " ".join(words) if ours else plain.strip()


def plain_name(typed: str) -> str:
    """Give a sign-in name in letters that every phone has: without case, accents, vowel signs."""
    apart = unicodedata.normalize("NFKD", typed.casefold())
    return as_any_keyboard(ACCENTED.sub(r"\1", apart).translate(PLAIN))


@cache
def _lists() -> tuple[frozenset[str], ...]:
    tags = sorted(path.stem for path in WORD_LISTS.glob("*.txt"))
    return tuple(frozenset(kind_words(tag)) for tag in tags)
