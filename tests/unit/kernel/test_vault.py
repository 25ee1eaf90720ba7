"""A sealed field can be neither moved, changed, measured nor opened with another key."""

from dataclasses import dataclass
from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.kernel import vault
from mentorship.kernel.config import Keys
from mentorship.kernel.vault import SealBroken, decrypt, encrypt

KEY = b"k" * 32


@given(st.text(max_size=500))
def test_what_was_sealed_is_what_is_opened(words: str) -> None:
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in words):
        return
    assert decrypt(KEY, encrypt(KEY, words, "here"), "here") == words


def test_a_sealed_field_opens_nowhere_else() -> None:
    blob = encrypt(KEY, "Arabic", "person|answer|words|row")
    for place in ("other|answer|words|row", "person|other|words|row", "person|answer|words|x"):
        with pytest.raises(SealBroken):
            decrypt(KEY, blob, place)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        decrypt(urandom(32), encrypt(KEY, "Arabic", "here"), "here")


def test_every_changed_byte_is_noticed() -> None:
    blob = encrypt(KEY, "yes", "here")
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            decrypt(KEY, bytes(changed), "here")


def test_a_cut_field_is_refused_and_not_an_accident() -> None:
    blob = encrypt(KEY, "yes", "here")
    for length in (0, 1, 5, 13, len(blob) - 1):
        with pytest.raises(SealBroken):
            decrypt(KEY, blob[:length], "here")


def test_short_answers_are_all_of_one_length() -> None:
    said = ["", "yes", "no", "prefer not to say", "x" * 60]
    assert len({len(encrypt(KEY, words, "here")) for words in said}) == 1


def test_the_same_words_are_never_sealed_to_the_same_bytes() -> None:
    assert len({encrypt(KEY, "yes", "here") for _ in range(1000)}) == 1000


@dataclass
class _Session:
    info: dict[str, object]


def test_a_blind_index_is_keyed_and_each_domain_has_its_own() -> None:
    def index(key: bytes, domain: str, words: str) -> bytes:
        keys = Keys(seal=b"s", index=key, pepper=b"p", audit=b"a", cookie=b"c")
        session = _Session({"vault": vault.Vault(keys)})
        return vault.blind_index(session, domain, words)  # type: ignore[arg-type]

    assert index(b"1" * 32, "sign_in", "Noor") == index(b"1" * 32, "sign_in", "  nOOR ")
    assert index(b"1" * 32, "sign_in", "Noor") != index(b"2" * 32, "sign_in", "Noor")
    assert index(b"1" * 32, "sign_in", "Noor") != index(b"1" * 32, "invitation", "Noor")
