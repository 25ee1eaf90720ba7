"""A search of stored bytes finds a word in every form, wherever in a longer text it stands."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.dumps import readable_in

WORD = "żółw 🌻 quince"
AROUND = tuple(f"{before}{WORD} and more" for before in ("", "a", "ab", "abc"))


@pytest.mark.parametrize("text", AROUND)
@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: base64.b64encode(text.encode()),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: quote(text).encode(),
        lambda text: json.dumps(text).encode(),
    ],
    ids=["plain", "base64", "hex", "UTF-16", "percent", "JSON"],
)
def test_a_word_is_found_however_it_was_written(write: Callable[[str], bytes], text: str) -> None:
    assert readable_in(write(text), {WORD}) == [WORD]
    assert readable_in(write(text.replace("quince", "plum")), {WORD}) == []
