"""Slowing down instead of locking out: the same for a name that nobody has."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.rules import LONGEST_WAIT, network, wait_after, window_of
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

FREE_FROM_ONE_PLACE = 20


@dataclass(frozen=True, repr=False)
class Attempt:
    """An attempt that was counted: what the typed secret is to be compared with, if anything."""

    sign_in_id: UUID | None
    kept: str | None
    buckets: tuple[bytes, ...] = ()


def count(
    session: Session, what: str, now: datetime, *, free: int = 0, longest: timedelta = LONGEST_WAIT
) -> bytes:
    """Count one more attempt before it is listened to, or refuse one that came too soon."""
    bucket = hmac.digest(queries.day_key(session, now), what.encode(), "sha256")
    counter = queries.attempts(session, bucket, window_of(now))
    if wait_after(counter.count - free, counter.last_at, longest) > now:
        raise RuleBroken(_("That was quick. Wait a moment and try again."), status=429)
    counter.count, counter.last_at = counter.count + 1, now
    session.flush()
    return bucket


def count_from(session: Session, address: str, now: datetime) -> tuple[bytes, ...]:
    """Count an attempt from a part of the network, where that part is known."""
    part = network(address)
    return (count(session, f"from|{part}", now, free=FREE_FROM_ONE_PLACE),) if part else ()


def forgive(session: Session, attempt: Attempt, now: datetime) -> None:
    """Take back the count of an attempt that was right."""
    for bucket in attempt.buckets:
        queries.forget_bucket(session, bucket, window_of(now))
