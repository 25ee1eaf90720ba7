"""What a thief of the database would read: every stored byte, searched for words in every form."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote

from sqlalchemy import inspect, text

from mentorship.installation import Installation


def readable(installation: Installation, words: Iterable[str]) -> list[str]:
    """List which of the words stand anywhere in what is stored, plainly or in another form."""
    stored = _files(installation) if installation.config.is_sqlite else _tables(installation)
    return readable_in(stored, words)


def readable_in(stored: bytes, words: Iterable[str]) -> list[str]:
    """List which of the words stand in some bytes, plainly or in another form."""
    return sorted(word for word in words if any(form in stored for form in forms_of_word(word)))


def _files(installation: Installation) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(installation.config.home.glob("*.db*")))


def _tables(installation: Installation) -> bytes:
    with installation.database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return "\n".join(
            str(row)
            for name in names
            for row in connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars()
        ).encode()


def forms_of_word(word: str) -> set[bytes]:
    """Give the forms in which a word could stand somewhere."""
    plain = word.encode()
    return {
        plain, plain.hex().encode(), *_in_base64(plain), word.encode("utf-16-le"),
        quote(word).encode(), json.dumps(word)[1:-1].encode(),
    }  # fmt: skip


def _in_base64(plain: bytes) -> set[bytes]:
    """Give what of it base64 shows, wherever in a longer text it begins: three ways to begin."""
    begins = {0: 0, 1: 2, 2: 3}
    return {
        base64.b64encode(b"." * before + plain)[begin : (before + len(plain)) // 3 * 4]
        for before, begin in begins.items()
    }


def plant(installation: Installation, words: str) -> None:
    """Store words in a plain column, which a search must find."""
    with installation.database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE planted (words TEXT)"))
        connection.execute(text("INSERT INTO planted VALUES (:words)"), {"words": words})
