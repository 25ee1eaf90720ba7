"""Answers and consents: the present versions, the last steps, what has come to its end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session, aliased

from mentorship.kernel.db import insert_or_ignore
from mentorship.profiles.models import Answer, Consent
from mentorship.profiles.rules import consent
from mentorship.profiles.rules.choices import Choices
from mentorship.profiles.rules.consent import ConsentPurpose, Last, Step

_Lasts = dict[tuple[str, ConsentPurpose], Last]


@dataclass(frozen=True)
class Record:
    """One person's present answers, still sealed, and where they stand with them."""

    rows: Mapping[str, Answer]
    choices: Choices

    def live(self, purpose: ConsentPurpose, now: datetime) -> dict[str, Answer]:
        """Give the answers that may be used for a purpose now, by code."""
        return {code: self.rows[code] for code in self.choices.live(purpose, now)}

    def stood(self, code: str, purpose: ConsentPurpose, now: datetime) -> str:
        """Name how a consent and the answer behind it stand: another change is another name."""
        answer, last = self.rows.get(code), self.choices.consents.get((code, purpose))
        version = answer.version if answer else 0
        return consent.stood(last, answer.id if answer else None, version, now)


def newest(session: Session, person_id: UUID, code: str) -> Answer | None:
    """Give the newest version of one answer, also one that takes it back."""
    versions = select(Answer).where(Answer.person_id == person_id, Answer.code == code)
    return session.scalar(versions.order_by(Answer.version.desc()).limit(1))


def versions_of(session: Session, person_id: UUID, code: str) -> Sequence[Answer]:
    """List every version of one answer, the oldest first."""
    versions = select(Answer).where(Answer.person_id == person_id, Answer.code == code)
    return session.scalars(versions.order_by(Answer.version)).all()


def last_step(
    session: Session, person_id: UUID, code: str, purpose: ConsentPurpose
) -> Consent | None:
    """Give the last step of one consent."""
    steps = select(Consent).where(
        Consent.person_id == person_id, Consent.code == code, Consent.purpose == purpose
    )
    return session.scalar(steps.order_by(Consent.number.desc()).limit(1))


def steps_of(session: Session, person_id: UUID, code: str) -> Sequence[Consent]:
    """List every step of the consents to use one answer, the oldest first."""
    steps = select(Consent).where(Consent.person_id == person_id, Consent.code == code)
    return session.scalars(steps.order_by(Consent.at, Consent.number)).all()


def record(session: Session, person_id: UUID) -> Record:
    """Give one person's present answers and where they stand."""
    return records(session, [person_id])[person_id]


def records(session: Session, person_ids: Iterable[UUID] | None = None) -> dict[UUID, Record]:
    """Give the same of several people, or of everybody who ever answered."""
    chosen = None if person_ids is None else list(person_ids)
    rows: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for answer in session.scalars(_of(_newest_answers(), Answer.person_id, chosen)):
        rows[answer.person_id][answer.code] = answer
    lasts = _lasts(session, chosen)
    everybody = chosen if chosen is not None else rows.keys() | lasts.keys()
    return {who: _record(rows[who], lasts[who]) for who in everybody}


def choices(session: Session) -> dict[UUID, Choices]:
    """Tell where everybody who ever answered stands with their answers, without the answers."""
    present: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    columns = _newest_answers().with_only_columns(Answer.person_id, Answer.code, Answer.id)
    for who, code, answer_id in session.execute(columns):
        present[who][code] = answer_id
    lasts = _lasts(session, None)
    return {who: Choices(present[who], lasts[who]) for who in present.keys() | lasts.keys()}


def passed(session: Session, now: datetime) -> Sequence[Consent]:
    """List the consents whose end has passed and for which nothing says so yet."""
    later = aliased(Consent)
    said_since = select(later.id).where(
        later.person_id == Consent.person_id,
        later.code == Consent.code,
        later.purpose == Consent.purpose,
        later.number > Consent.number,
    )
    over = select(Consent).where(Consent.step == Step.GIVEN, Consent.ends_at <= now)
    ordered = over.where(~said_since.exists()).order_by(Consent.person_id, Consent.code)
    return session.scalars(ordered).all()


def add_step(session: Session, **values: Any) -> bool:
    """Add a step of a consent unless its number is taken, and tell whether it was added."""
    return insert_or_ignore(session, Consent, **values)


def forget_answers(session: Session, person_id: UUID) -> None:
    """Delete every answer and consent of a person."""
    session.execute(delete(Consent).where(Consent.person_id == person_id))
    session.execute(delete(Answer).where(Answer.person_id == person_id))


def _lasts(session: Session, person_ids: list[UUID] | None) -> defaultdict[UUID, _Lasts]:
    lasts: defaultdict[UUID, _Lasts] = defaultdict(dict)
    steps = _of(_last_steps(), Consent.person_id, person_ids)
    for who, code, purpose, *last in session.execute(steps):
        lasts[who][code, purpose] = Last(*last)
    return lasts


def _record(rows: Mapping[str, Answer], lasts: Mapping[tuple[str, ConsentPurpose], Last]) -> Record:
    return Record(rows, Choices({code: row.id for code, row in rows.items()}, lasts))


@cache
def _newest_answers() -> Select[Answer]:
    top = (
        select(Answer.person_id, Answer.code, func.max(Answer.version).label("version"))
        .group_by(Answer.person_id, Answer.code)
        .subquery()
    )
    same = and_(
        Answer.person_id == top.c.person_id,
        Answer.code == top.c.code,
        Answer.version == top.c.version,
    )
    return select(Answer).join(top, same).where(Answer.value.is_not(None))


@cache
def _last_steps() -> Select[*tuple[Any, ...]]:
    top = (
        select(
            Consent.person_id, Consent.code, Consent.purpose, func.max(Consent.number).label("no")
        )
        .group_by(Consent.person_id, Consent.code, Consent.purpose)
        .subquery()
    )
    same = and_(
        Consent.person_id == top.c.person_id,
        Consent.code == top.c.code,
        Consent.purpose == top.c.purpose,
        Consent.number == top.c.no,
    )
    # Columns, not rows: a round reads tens of thousands, and each row would become an object.
    last = (
        Consent.step, Consent.answer_id, Consent.ends_at, Consent.because, Consent.firm,
        Consent.number,
    )  # fmt: skip
    return select(Consent.person_id, Consent.code, Consent.purpose, *last).join(top, same)


def _of(
    statement: Select[*tuple[Any, ...]], column: Any, person_ids: list[UUID] | None
) -> Select[*tuple[Any, ...]]:
    return statement if person_ids is None else statement.where(column.in_(person_ids))
