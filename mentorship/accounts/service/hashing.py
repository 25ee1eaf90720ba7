"""Passwords and recovery codes as argon2id hashes over a keyed hash, and the same price for all.

A verification costs the same whether or not there is anybody: where there is no hash, a dummy made
with the same parameters is verified. Hashing is slow on purpose, so it never happens inside a
transaction, and only a few run at once. What was typed is brought to one form before the one hash:
no password is tried twice.
"""

import hmac
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from mentorship.accounts.rules import LONGEST_PASSWORD
from mentorship.accounts.rules.keyboards import as_any_keyboard, tidy_password
from mentorship.kernel.config import Config
from mentorship.kernel.errors import Busy

# Stands before a hash of the tidied form; those of before are of what was typed, as it was typed.
TIDIED = "tidied"
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
            return TIDIED + self._argon.hash(self._peppered(tidy_password(secret)))

    def verify(self, kept: str | None, secret: str) -> bool:
        """Tell whether a secret is the one that was kept; with nothing kept it takes as long."""
        if len(secret) > LONGEST_PASSWORD:
            return False
        against = kept or self._dummy
        tidied = against.startswith(TIDIED)
        said = tidy_password(secret) if tidied else as_any_keyboard(secret)
        with _Place(self._places):
            try:
                self._argon.verify(against.removeprefix(TIDIED), self._peppered(said))
            except VerificationError:
                return False
        return kept is not None

    def renewed(self, kept: str | None, secret: str) -> str | None:
        """Hash a right secret anew whose hash was made in another way than today's."""
        if kept is None:
            return None
        as_today = kept.startswith(TIDIED) and not self._argon.check_needs_rehash(
            kept.removeprefix(TIDIED)
        )
        return None if as_today else self.hash(secret)

    def _peppered(self, said: str) -> bytes:
        return hmac.digest(self._pepper, said.encode("utf-8", "surrogatepass"), "sha256")


class _Place:
    """One of the few places to hash in; who waits too long is told to come back."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(timeout=LONGEST_QUEUE_SECONDS):
            raise Busy

    def __exit__(self, *_error: object) -> None:
        self._places.release()
