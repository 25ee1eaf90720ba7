"""Passwords and recovery codes as argon2id hashes over a keyed hash, and the same price for all.

A verification costs the same whether or not there is anybody: where there is no hash, a dummy made
with the same parameters is verified. Hashing is slow on purpose, so it never happens inside a
transaction, and only a few run at once.
"""

import hmac
import re
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from mentorship.accounts.rules import LONGEST_PASSWORD
from mentorship.kernel.config import Config
from mentorship.kernel.errors import Busy

# What an Arabic keyboard adds unseen, and the letters that it may have in place of another: who
# types the same words on another phone types the same.
ADDED = re.compile("[\u0640\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
ALIKE = str.maketrans({"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643"})  # yeh, kaf
AT_ONCE = 4
LONGEST_QUEUE_SECONDS = 5


class Hasher:
    """Hashes and verifies with this installation's pepper and parameters."""

    def __init__(self, config: Config) -> None:
        price = config.hashing
        self._argon = PasswordHasher(
            time_cost=price.passes, memory_cost=price.memory_kib, parallelism=price.lanes
        )
        self._pepper = config.keys.pepper
        self._places = BoundedSemaphore(AT_ONCE)
        self._dummy = self.hash("nobody has this one")

    def hash(self, secret: str) -> str:
        """Hash a password or a recovery code."""
        with _Place(self._places):
            return self._argon.hash(self._peppered(secret))

    def verify(self, kept: str | None, secret: str) -> bool:
        """Tell whether a secret is the one that was kept; with nothing kept it takes as long."""
        if len(secret) > LONGEST_PASSWORD:
            return False
        with _Place(self._places):
            try:
                self._argon.verify(kept or self._dummy, self._peppered(secret))
            except VerificationError:
                return False
        return kept is not None

    def renewed(self, kept: str | None, secret: str) -> str | None:
        """Hash a right secret anew whose hash was made with other parameters than today's."""
        outdated = kept is not None and self._argon.check_needs_rehash(kept)
        return self.hash(secret) if outdated else None

    def _peppered(self, secret: str) -> bytes:
        plain = ADDED.sub("", unicodedata.normalize("NFC", secret)).translate(ALIKE)
        return hmac.digest(self._pepper, plain.encode("utf-8", "surrogatepass"), "sha256")


class _Place:
    """One of the few places to hash in; who waits too long is told to come back."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(timeout=LONGEST_QUEUE_SECONDS):
            raise Busy

    def __exit__(self, *_error: object) -> None:
        self._places.release()
