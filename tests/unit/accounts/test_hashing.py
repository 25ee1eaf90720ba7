"""Words that are typed on another keyboard are the same words."""

from pathlib import Path

import pytest

from mentorship.accounts.service.hashing import Hasher
from tests.databases import config

GIVEN = "تاج نمو تلميع مكتب"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(GIVEN, id="as given"),
        pytest.param("تَاجٌ نُموّ تلميع مكتب", id="with vowel signs"),
        pytest.param("تـــاج نمو تلميع مكتب", id="stretched"),
        pytest.param("\u200fتاج نمو تلميع مكتب\u200f", id="with marks of direction"),
        pytest.param("تاج نمو تلمیع مکتب", id="with Persian letters"),
    ],
)
def test_arabic_words_are_known_as_any_keyboard_types_them(tmp_path: Path, typed: str) -> None:
    hasher = Hasher(config(tmp_path, "sqlite://"))
    assert hasher.verify(hasher.hash(GIVEN), typed)


def test_other_words_are_others(tmp_path: Path) -> None:
    hasher = Hasher(config(tmp_path, "sqlite://"))
    assert not hasher.verify(hasher.hash(GIVEN), "تاج نمو تلميع مكتبات")
