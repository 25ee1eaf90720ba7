"""Who did and who saw what: written in the same transaction, chained, and fail closed.

Acts and openings are gathered while a transaction runs and become entries just before its commit;
if an entry cannot be written, nothing was done and nothing was shown. `opening` is the only way to
read a sealed field.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, Integer, String, Uuid, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel import vault
from mentorship.kernel.access import Actor, How
from mentorship.kernel.db import (
    Base,
    Choice,
    Kept,
    KeyedHash,
    SealedText,
    UtcDateTime,
    UuidPk,
    lock,
    public,
)
from mentorship.kernel.errors import Busy, log_fault
from mentorship.kernel.purposes import PURPOSE_WORDS, Purpose

__all__ = [
    "PURPOSE_WORDS", "SAW", "AuditEntry", "AuditHead", "Opening", "Purpose", "about", "by_staff",
    "fields_of", "last_at", "opening", "record", "record_pair", "verify", "write_entries",
]  # fmt: skip

SEPARATOR = "\n"
BEGINNING = b"\0" * 32
SAW = "saw"
_Seen = tuple[UUID | None, UUID | None, Purpose | None]  # viewer, subject, purpose


class AuditEntry(Base):
    """One link of the chain; rows are only ever inserted."""

    __tablename__ = "audit_entry"
    __kept__ = Kept.MONTHS_24
    __sealed_for__ = "subject_id"
    __table_args__ = (Index("ix_audit_entry_subject_id_at", "subject_id", "at"),)

    id: Mapped[UuidPk]
    seq: Mapped[int] = mapped_column(Integer, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(Uuid)
    how: Mapped[How | None] = mapped_column(Choice(How))
    act: Mapped[str] = mapped_column(String(40), info=public("a fixed code for the kind of act"))
    purpose: Mapped[Purpose | None] = mapped_column(Choice(Purpose))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid)
    detail: Mapped[bytes | None] = mapped_column(SealedText)
    mac: Mapped[bytes] = mapped_column(KeyedHash)

    def body(self) -> bytes:
        """Give what the chain protects, in one fixed form."""
        said = (
            self.seq, self.at.isoformat(), self.actor_id, self.how, self.act, self.purpose,
            self.subject_id, self.id, (self.detail or b"").hex(),
        )  # fmt: skip
        return SEPARATOR.join(str(part) for part in said).encode()


class AuditHead(Base):
    """Where the chain ends: one row, locked by whoever appends."""

    __tablename__ = "audit_head"
    __kept__ = Kept.ALWAYS

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)
    mac: Mapped[bytes] = mapped_column(KeyedHash)
    seal: Mapped[bytes] = mapped_column(KeyedHash)


@dataclass(frozen=True)
class _Act:
    at: datetime
    actor_id: UUID | None
    how: How | None
    act: str
    purpose: Purpose | None
    subject_id: UUID | None
    detail: str


@dataclass
class Opening:
    """Leave to read one person's sealed fields, for one purpose; every field read is listed."""

    session: Session
    actor: Actor
    subject_id: UUID
    purpose: Purpose
    at: datetime
    fields: set[str] = field(default_factory=set)

    def read(self, row: Base, column: str, name: str | None = None) -> str:
        """Open one field of a row about the subject; `name` is how the entry lists it."""
        if vault.owner_of(row) != self.subject_id:
            raise PermissionError("this opening is for another person's record")
        self.fields.add(name or f"{row.__tablename__}.{column}")
        return vault.open_sealed(self.session, row, column)


def opening(
    session: Session, actor: Actor, subject_id: UUID, purpose: Purpose, now: datetime
) -> Opening:
    """Open a person's record for a purpose: of oneself freely, of others only in a transaction
    that will write the entry.
    """
    leave = Opening(session, actor, subject_id, purpose, now)
    if purpose is Purpose.OWN:
        if not actor.for_(subject_id):
            raise PermissionError("only oneself may open a record as one's own")
        return leave
    if not session.info["writes"]:
        raise PermissionError("opening somebody's record needs a transaction that can record it")
    _openings(session).append(leave)
    return leave


def record(
    session: Session,
    actor: Actor,
    act: str,
    subject_id: UUID | None,
    now: datetime,
    detail: str = "",
) -> None:
    """Note an act; it becomes an entry just before this transaction's commit."""
    noted = _Act(_coarse(now), actor.person_id, actor.how, act, None, subject_id, detail)
    _acts(session).append(noted)


def record_pair(
    session: Session, actor: Actor, act: str, pair: tuple[UUID, UUID], now: datetime,
    said_by: UUID | None = None,
) -> None:  # fmt: skip
    """Note an act about two people; how it was said stands with the one who said it alone."""
    for person_id in pair:
        how = actor.how if person_id == said_by else None
        record(session, replace(actor, how=how), act, person_id, now)


def write_entries(session: Session) -> None:
    """Turn what was gathered into entries of the chain; called last, just before the commit.

    Where they cannot be written, whoever asked hears that it is busy, and this is in the log.
    """
    try:
        noted = [*_acts(session), *_seen_acts(session)]
        _acts(session).clear()
        _openings(session).clear()
        if noted:
            _append(session, noted)
    except DBAPIError as error:
        log_fault("audit", error)
        raise Busy from None


def about(session: Session, person_id: UUID) -> list[AuditEntry]:
    """List every entry about a person, the newest first."""
    chosen = select(AuditEntry).where(AuditEntry.subject_id == person_id)
    return list(session.scalars(chosen.order_by(AuditEntry.seq.desc())))


def by_staff(session: Session, limit: int = 200) -> list[AuditEntry]:
    """List the latest entries, for an administrator who is shown no subjects."""
    chosen = select(AuditEntry).where(AuditEntry.actor_id.is_not(None))
    return list(session.scalars(chosen.order_by(AuditEntry.seq.desc()).limit(limit)))


def fields_of(session: Session, actor: Actor, entry: AuditEntry, now: datetime) -> list[str]:
    """List which fields an entry about the actor names."""
    if entry.detail is None:
        return []
    own = Opening(session, actor, actor.person_id or uuid4(), Purpose.OWN, now)
    return own.read(entry, "detail").split(SEPARATOR)


def last_at(session: Session) -> datetime | None:
    """Tell when the last entry was written."""
    return session.scalar(select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1))


def verify(session: Session) -> str | None:
    """Check the whole chain, and name the first place where it does not hold."""
    mac, seq = BEGINNING, 0
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
        seq += 1
        if entry.seq != seq:
            return f"entry {seq} is missing"
        mac = _mac(session, mac, entry)
        if not hmac.compare_digest(mac, entry.mac):
            return f"entry {seq} was changed"
    head = session.get(AuditHead, 1)
    if head is None:
        return None if seq == 0 else "the head of the chain is missing"
    if not hmac.compare_digest(head.seal, _head_seal(session, head.count, head.mac)):
        return "the head of the chain was changed"
    return None if (head.count, head.mac) == (seq, mac) else f"entries after {seq} are missing"


def _append(session: Session, noted: list[_Act]) -> None:
    head = lock(session, AuditHead, 1)
    if head is None:
        head = AuditHead(id=1, count=0, mac=BEGINNING, seal=BEGINNING)
        session.add(head)
        session.flush()
    for act in noted:
        head.count += 1
        entry = _entry(session, act, head.count)
        head.mac = entry.mac = _mac(session, head.mac, entry)
        session.add(entry)
    head.seal = _head_seal(session, head.count, head.mac)
    session.flush()


def _entry(session: Session, act: _Act, seq: int) -> AuditEntry:
    entry = AuditEntry(
        id=uuid4(), seq=seq, at=act.at, actor_id=act.actor_id, how=act.how, act=act.act,
        purpose=act.purpose, subject_id=act.subject_id, detail=None,
    )  # fmt: skip
    if act.subject_id and act.detail:
        vault.seal(session, entry, "detail", act.detail)
    return entry


def _seen_acts(session: Session) -> Iterator[_Act]:
    merged: dict[_Seen, tuple[Opening, set[str]]] = {}
    for leave in _openings(session):
        merged.setdefault(_key_of(leave), (leave, set()))[1].update(leave.fields)
    listed = _listed_this_hour(session, [leave for leave, _fields in merged.values()])
    for key, (leave, fields) in merged.items():
        fresh = fields - listed[key]
        if fresh:
            yield _Act(
                _coarse(leave.at), leave.actor.person_id, leave.actor.how, SAW, leave.purpose,
                leave.subject_id, SEPARATOR.join(sorted(fresh)),
            )  # fmt: skip


def _listed_this_hour(session: Session, leaves: list[Opening]) -> Mapping[_Seen, set[str]]:
    # One statement for everybody: a round opens thousands of records.
    listed: defaultdict[_Seen, set[str]] = defaultdict(set)
    if not leaves:
        return listed
    since = min(leave.at for leave in leaves).replace(minute=0, second=0, microsecond=0)
    subjects = {leave.subject_id for leave in leaves}
    earlier = select(AuditEntry).where(
        AuditEntry.subject_id.in_(subjects), AuditEntry.at >= since, AuditEntry.act == SAW
    )
    asked = {_key_of(leave) for leave in leaves}
    for entry in session.scalars(earlier):
        seen = (entry.actor_id, entry.subject_id, entry.purpose)
        if seen in asked:
            listed[seen].update(vault.open_sealed(session, entry, "detail").split(SEPARATOR))
    return listed


def _key_of(leave: Opening) -> _Seen:
    return leave.actor.person_id, leave.subject_id, leave.purpose


def _mac(session: Session, before: bytes, entry: AuditEntry) -> bytes:
    return hmac.digest(session.info["vault"].keys.audit, before + entry.body(), "sha256")


def _head_seal(session: Session, count: int, mac: bytes) -> bytes:
    key: bytes = session.info["vault"].keys.audit
    return hmac.digest(key, b"head" + count.to_bytes(8) + mac, "sha256")


def _coarse(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _acts(session: Session) -> list[_Act]:
    acts: list[_Act] = session.info.setdefault("audit_acts", [])
    return acts


def _openings(session: Session) -> list[Opening]:
    openings: list[Opening] = session.info.setdefault("audit_openings", [])
    return openings
