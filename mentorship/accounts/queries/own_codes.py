"""Codes with which people come into their own record: kept, found, used up once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import OwnCode
from mentorship.kernel.db import guarded
from mentorship.kernel.vault import blind_index


def code_like(session: Session, code: str, now: datetime) -> OwnCode | None:
    """Find a code that can still be used."""
    index = blind_index(session, "own_code", code)
    good = select(OwnCode).where(OwnCode.code_hash == index, OwnCode.ends_at > now)
    return session.scalar(good)


def drop_code_of(session: Session, person_id: UUID) -> None:
    """Let a code for a person work no longer, if there is one."""
    session.execute(delete(OwnCode).where(OwnCode.person_id == person_id))


def use_code(session: Session, row: OwnCode) -> None:
    """Use up a code, once."""
    guarded(session, delete(OwnCode).where(OwnCode.person_id == row.person_id))


def forget_codes(session: Session, now: datetime) -> None:
    """Delete codes that nobody used in their time."""
    session.execute(delete(OwnCode).where(OwnCode.ends_at <= now))
