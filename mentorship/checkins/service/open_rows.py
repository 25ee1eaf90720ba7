"""What is open on the board for one person, in words, told to the pages of people."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import boards as queries
from mentorship.checkins.rules import wordings
from mentorship.kernel.access import Actor
from mentorship.kernel.words import _
from mentorship.profiles.service.open_rows import OpenRow, finds_open_rows


@finds_open_rows
def open_rows(session: Session, actor: Actor, person_id: UUID, now: datetime) -> list[OpenRow]:
    """Say what is open for a person and their pairs, the most urgent first, and name nobody."""
    found = _said(queries.of_person(session, actor, person_id), now)
    return [replace(row, about="") for row in found]


def open_beside(session: Session, actor: Actor, row: FollowUp, now: datetime) -> list[OpenRow]:
    """Say what else is open for the person of a row or its pair, to whom the board is for."""
    if not actor.is_coordinator:
        return []
    return _said(queries.beside(session, actor, row), now)


def _said(rows: Iterable[queries.Row], now: datetime) -> list[OpenRow]:
    return [
        OpenRow(
            row.about, wordings.whys_said(row, now)[0], wordings.STAGE_KIND[row.stage],
            _(wordings.STAGE_SAID[row.stage]), "checkins.follow_up", {"row_id": row.id},
        )
        for row in rows
    ]  # fmt: skip
