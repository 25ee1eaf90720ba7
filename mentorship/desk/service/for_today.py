"""What is for today, as the first page lists it: each person once, first whom staff can reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentorship.checkins.queries.boards import Row
from mentorship.checkins.rules.follow_ups import Reason, Stage
from mentorship.checkins.rules.wordings import REASON_SAID, is_no_call, step_said
from mentorship.kernel.words import _


@dataclass(frozen=True)
class ForToday:
    """One person for today: the row that comes first, why else, and what to do."""

    row: Row
    also: tuple[str, ...]
    step: str


def for_today(rows: Iterable[Row], now: datetime, few: int) -> list[ForToday]:
    """List the first few people for today, and beyond them everyone whose safety is in doubt."""
    by_person: dict[UUID, list[Row]] = {}
    for row in sorted(rows, key=lambda row: _place(row, now)):
        by_person.setdefault(row.person_id, []).append(row)
    people = [_person(its, now) for its in by_person.values()]
    in_doubt = sum(person.row.stage is Stage.SAFETY for person in people)
    return people[: max(few, in_doubt)]


def _place(row: Row, now: datetime) -> tuple[bool, bool, bool, int, datetime]:
    """Give the place of a row: safety, then what can be done now and nobody has, then the worst."""
    is_later = row.stage is not Stage.SAFETY
    worst = list(Reason).index(row.reason)
    return is_later, is_no_call(row, now), bool(row.taken_by), worst, row.since


def _person(its: list[Row], now: datetime) -> ForToday:
    first, *others = its
    reasons = [*first.also, *(row.reason for row in others)]
    also = dict.fromkeys(_(REASON_SAID[reason]) for reason in reasons)
    return ForToday(first, tuple(also), step_said(first, now))
