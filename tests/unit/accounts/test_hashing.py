"""Words that are typed on another keyboard are the same words."""

import hmac
from pathlib import Path

import pytest
from argon2 import PasswordHasher

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


def test_four_words_are_known_with_a_capital_and_a_space_at_the_end(tmp_path: Path) -> None:
    hasher = Hasher(config(tmp_path, "sqlite://"))
    given, typed = "jacket hope hub boulder", "Jacket hope hub boulder "
    assert hasher.verify(hasher.hash(given), typed)
    assert hasher.verify(hasher.hash(typed), given)


def test_an_own_password_is_exact(tmp_path: Path) -> None:
    hasher = Hasher(config(tmp_path, "sqlite://"))
    kept = hasher.hash("A long way from the Sea")
    assert hasher.verify(kept, "A long way from the Sea ")
    assert not hasher.verify(kept, "a long way from the sea")
    assert not hasher.verify(kept, "A long  way from the Sea")


def test_a_hash_from_before_is_of_what_was_typed_and_is_made_anew_once_it_was_right(
    tmp_path: Path,
) -> None:
    given = config(tmp_path, "sqlite://")
    hasher, typed = Hasher(given), "Jacket hope hub boulder"
    said = hmac.digest(given.keys.pepper, typed.encode(), "sha256")
    price = given.hashing
    argon = PasswordHasher(
        time_cost=price.passes, memory_cost=price.memory_kib, parallelism=price.lanes
    )
    kept = argon.hash(said)
    assert hasher.verify(kept, typed)
    assert not hasher.verify(kept, typed.lower())
    fresh = hasher.renewed(kept, typed)
    assert fresh
    assert hasher.verify(fresh, typed.lower())
    assert hasher.renewed(fresh, typed) is None
    assert hasher.renewed(None, typed) is None
