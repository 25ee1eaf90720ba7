"""Personal fields, sealed and opened; each person's key, its birth and its end.

A field is sealed with AES-256-GCM under the key of the person it is about, bound to version,
person, table, column and row, and padded, so that it can be neither moved nor measured. The
person's key is wrapped by the key-encryption key, which never stands in the database. Opening is
not here for features to call: `audit.opening` is the only way to read.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from os import urandom
from typing import Protocol
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from sqlalchemy import Integer, LargeBinary, Uuid, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel.config import Keys
from mentorship.kernel.db import Base, Kept, UtcDateTime, public

VERSION = b"\x01"
NONCE_BYTES = 12
BUCKET = 64


class PersonKey(Base):
    """One person's wrapped key; without it, nothing of theirs can be read again."""

    __tablename__ = "person_key"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary, info=public("a wrapped random key"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Sealable(Protocol):
    """A row of a table with sealed columns."""

    __tablename__: str


class SealBroken(Exception):
    """A sealed field did not open: moved, changed, or its key is gone. Always an incident."""


@dataclass(frozen=True, repr=False)
class Vault:
    """The keys of this installation, as sessions carry them."""

    keys: Keys
    epoch: int = 1

    def derive(self, purpose: str) -> bytes:
        """Give a key of its own for one purpose, derived from the index key."""
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
        return hkdf.derive(self.keys.index)


def new_key(session: Session, person_id: UUID, now: datetime) -> None:
    """Give a new person a key of their own."""
    vault = _vault(session)
    wrapped = aes_key_wrap(vault.keys.seal, urandom(32))
    session.add(PersonKey(person_id=person_id, epoch=vault.epoch, wrapped=wrapped, made_at=now))
    session.flush()


def destroy_key(session: Session, person_id: UUID) -> None:
    """Destroy a person's key, so that nothing sealed under it can be read again."""
    _opened_keys(session).pop(person_id, None)
    session.execute(delete(PersonKey).where(PersonKey.person_id == person_id))


def seal(session: Session, row: Base, column: str, words: str) -> None:
    """Seal `words` into a column of `row`, under the key of the person the row is about."""
    if getattr(row, "id", None) is None:
        row.id = uuid4()  # type: ignore[attr-defined]  # every table with sealed words has an id
    person_id = owner_of(row)
    setattr(row, column, encrypt(_key(session, person_id), words, _place(row, person_id, column)))


def open_sealed(session: Session, row: Base, column: str) -> str:
    """Open one sealed field; only `audit` may call this, so that no opening goes unrecorded."""
    person_id = owner_of(row)
    blob = getattr(row, column)
    return decrypt(_key(session, person_id), blob, _place(row, person_id, column))


def owner_of(row: Base) -> UUID:
    """Tell whose words a row holds."""
    owner: UUID = getattr(row, getattr(row, "__sealed_for__", "person_id"))
    return owner


def encrypt(key: bytes, words: str, place: str) -> bytes:
    """Seal words to a place, padded to whole buckets."""
    plain = words.encode()
    padded = len(plain).to_bytes(4) + plain
    padded += b"\0" * (-len(padded) % BUCKET)
    nonce = urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, padded, VERSION + place.encode())


def decrypt(key: bytes, blob: bytes, place: str) -> str:
    """Open what was sealed to exactly this place, or raise `SealBroken`."""
    version, nonce, sealed = blob[:1], blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        padded = AESGCM(key).decrypt(nonce, sealed, version + place.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None
    length = int.from_bytes(padded[:4])
    return padded[4 : 4 + length].decode()


def blind_index(session: Session, domain: str, words: str) -> bytes:
    """Give the keyed hash by which equal words of one domain find each other."""
    key = _vault(session).derive(f"bi|{domain}")
    return hmac.digest(key, normalised(words).encode(), "sha256")


def normalised(words: str) -> str:
    """Bring words to the one form in which they are compared."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words)).strip().casefold()


def token_hash(token: str) -> bytes:
    """Hash a random token of 256 bits; only this ever stands in the database."""
    return sha256(token.encode()).digest()


def bring_keys(session: Session, person_ids: Iterable[UUID]) -> None:
    """Unwrap the keys of many people at once, for whoever is about to open them one by one."""
    missing = set(person_ids) - _opened_keys(session).keys()
    for row in session.scalars(select(PersonKey).where(PersonKey.person_id.in_(missing))):
        _unwrap(session, row)


def _key(session: Session, person_id: UUID) -> bytes:
    opened = _opened_keys(session)
    if person_id not in opened:
        row = session.get(PersonKey, person_id)
        if row is None:
            raise SealBroken
        _unwrap(session, row)
    return opened[person_id]


def _unwrap(session: Session, row: PersonKey) -> None:
    try:
        key = aes_key_unwrap(_vault(session).keys.seal, row.wrapped)
    except InvalidUnwrap:
        raise SealBroken from None
    _opened_keys(session)[row.person_id] = key


def _opened_keys(session: Session) -> dict[UUID, bytes]:
    # Unwrapped keys live as long as the session and nowhere else.
    opened: dict[UUID, bytes] = session.info.setdefault("opened_keys", {})
    return opened


def _vault(session: Session) -> Vault:
    vault: Vault = session.info["vault"]
    return vault


def _place(row: Base, person_id: UUID, column: str) -> str:
    return f"{person_id}|{row.__tablename__}|{column}|{row.id}"  # type: ignore[attr-defined]
