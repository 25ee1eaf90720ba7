"""What was typed counts in one form, on whatever keyboard."""

import unicodedata

import pytest

from mentorship.accounts.rules import kind_words
from mentorship.accounts.rules.keyboards import plain_name, tidy_password

GIVEN = "jacket hope hub boulder"


@pytest.mark.parametrize(
    "typed", [GIVEN, "Jacket hope hub boulder ", "JACKET HOPE  HUB\tBOULDER", f"\u00a0{GIVEN}"]
)
def test_four_words_of_ours_are_the_same_however_they_are_typed(typed: str) -> None:
    assert tidy_password(typed) == GIVEN


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_word_that_is_offered_is_one_of_ours(language: str) -> None:
    words = kind_words(language)
    for four in zip(words[::4], words[1::4], words[2::4], words[3::4], strict=False):
        assert tidy_password("  ".join(four).upper()) == " ".join(four)


@pytest.mark.parametrize(
    "own",
    [
        "Jacket hope hub boulders",
        "Jacket hope hub",
        "Jacket hope hub boulder jacket",
        "Jacket hope abanico abedul",
        "A long  way from the Sea",
    ],
)
def test_an_own_password_counts_as_it_was_typed_but_for_its_ends(own: str) -> None:
    assert tidy_password(own) == tidy_password(f" {own} ") == own
    assert tidy_password(own) != tidy_password(own.lower())


@pytest.mark.parametrize("own", ["La ma\u00f1ana de Andr\u00e9s", "\u0622\u0645\u0627\u0644 0001"])
def test_a_letter_in_one_piece_or_in_two_is_the_same(own: str) -> None:
    assert tidy_password(unicodedata.normalize("NFD", own)) == tidy_password(own) == own


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ñandú0500", "nandu0500"),
        ("nandu0500", "nandu0500"),
        ("n\u0303andu\u03010500", "nandu0500"),
        ("\u0130PEK0001", "ipek0001"),
        ("łódź0001", "lodz0001"),
        ("straße0001", "strasse0001"),
        ("\u0646\u064e\u0633\u06cc\u0645 0001".replace(" ", ""), "\u0646\u0633\u064a\u06450001"),
        ("йога0001", "йога0001"),
    ],
)
def test_a_name_is_made_of_letters_that_every_phone_has(typed: str, plain: str) -> None:
    assert plain_name(typed) == plain
