"""The languages of the product: which there are, how far each is, what it is called by itself.

A language is a catalogue under `translations`, read once as it lies there, so that a wheel and an
edited source need no step between. English is the language of the source and has none.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from mentorship.kernel.paths import TRANSLATIONS

SOURCE = "en"
# Who reads a sentence stands in the catalogue; without these nobody is offered the language.
NEEDED = "mentee"


@dataclass(frozen=True)
class Book:
    """What a language says for each sentence, and whether it has all that a mentee may meet."""

    says: NullTranslations
    is_whole: bool


@cache
def book(tag: str) -> Book:
    """Give the book of a language; the one of the source is empty and whole."""
    path = path_of(tag)
    if tag == SOURCE or not path.exists():
        return Book(NullTranslations(), is_whole=tag == SOURCE)
    with path.open("rb") as file:
        return bound(read_po(file, locale=tag))


def bound(catalog: Catalog) -> Book:
    """Make a book of a catalogue."""
    written = BytesIO()
    write_mo(written, catalog)
    written.seek(0)
    return Book(Translations(written), is_whole=all(_is_said(catalog, NEEDED)))


def path_of(tag: str) -> Path:
    """Tell where the catalogue of a language lies."""
    return TRANSLATIONS / tag / "LC_MESSAGES" / "messages.po"


@cache
def known() -> tuple[str, ...]:
    """List the languages there are, the one of the source first."""
    others = sorted(path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    return (SOURCE, *others)


def whole() -> tuple[str, ...]:
    """List the languages in which a mentee meets no sentence of another one."""
    return tuple(tag for tag in known() if book(tag).is_whole)


@cache
def locale_of(tag: str) -> Locale:
    """Give what Babel knows of a language."""
    return Locale.parse(tag, sep="-" if "-" in tag else "_")


def own_name(tag: str) -> str:
    """Tell what a language is called by those who speak it."""
    name = locale_of(tag).get_display_name() or tag
    return name[:1].upper() + name[1:]


def _is_said(catalog: Catalog, reader: str) -> list[bool]:
    return [
        all(message.string or ()) if message.pluralizable else bool(message.string)
        for message in catalog
        if message.id and reader in message.auto_comments
    ]
