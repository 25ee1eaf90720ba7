"""The board: everything open, in the fixed order, by code alone; and one row's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp, FollowUpStep, Report
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage, Step, shown_stage
from mentorship.kernel.access import Role
from mentorship.matches.models import Match


@dataclass(frozen=True)
class Row:
    """One follow-up as the board shows it; who it is about stands there by code."""

    id: UUID
    kind: Kind
    reason: Reason
    stage: Stage
    who: str
    about: str
    since: datetime
    due_at: datetime
    owner: Owner
    taken_by: str
    next_at: datetime | None
    last_step: Step | None
    last_at: datetime | None


@dataclass(frozen=True)
class Group:
    """The rows of one state."""

    stage: Stage
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Board:
    """Everything open, grouped in the order of the board."""

    groups: tuple[Group, ...]

    def rows(self, stage: Stage) -> tuple[Row, ...]:
        """Give the rows of one state."""
        return next((group.rows for group in self.groups if group.stage is stage), ())

    @property
    def needs_a_look(self) -> int:
        """Count the rows that want somebody this week."""
        wanting = (Stage.SAFETY, Stage.CALL_TODAY, Stage.LATE, Stage.DUE)
        return sum(len(self.rows(stage)) for stage in wanting)


def board(session: Session, _now: datetime) -> Board:
    """Give the board; within a state, what nobody has comes first, then the oldest."""
    rows = [_row(session, *found) for found in session.execute(_open_rows())]
    rows.sort(key=lambda row: (bool(row.taken_by), row.since, row.id))
    grouped = ((stage, tuple(row for row in rows if row.stage is stage)) for stage in Stage)
    return Board(tuple(Group(stage, its) for stage, its in grouped if its))


def reading_for(session: Session, role: Role) -> Sequence[FollowUp]:
    """List the open complaints that readers of one role were chosen for."""
    chosen = (
        select(FollowUp)
        .join(Report, Report.id == FollowUp.subject_id)
        .where(
            FollowUp.kind == Kind.COMPLAINT,
            FollowUp.closed_at.is_(None),
            Report.reader == role,
        )
    )
    return session.scalars(chosen.order_by(FollowUp.opened_at)).all()


def steps_of(session: Session, row_id: UUID) -> list[tuple[FollowUpStep, str]]:
    """List the history of a follow-up with who did each step, the newest first."""
    chosen = (
        select(FollowUpStep, Person.code)
        .outerjoin(Person, Person.id == FollowUpStep.by_id)
        .where(FollowUpStep.follow_up_id == row_id)
        .order_by(FollowUpStep.at.desc(), FollowUpStep.id)
    )
    return [(step, code or "") for step, code in session.execute(chosen)]


def one(session: Session, row: FollowUp) -> Row:
    """Give one follow-up as the board shows it."""
    return _row(session, *session.execute(_rows().where(FollowUp.id == row.id)).one())


def _open_rows() -> Any:
    shown = or_(Person.standing == Standing.HERE, FollowUp.kind == Kind.SUSPENDED)
    # Complaints are for the reader chosen; they never stand on the board that all share.
    return _rows().where(FollowUp.closed_at.is_(None), shown, FollowUp.kind != Kind.COMPLAINT)


def _rows() -> Any:
    holder, mentee, mentor = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(FollowUp, Person.code, holder.code, mentee.code, mentor.code)
        .join(Person, Person.id == FollowUp.person_id)
        .outerjoin(holder, holder.id == FollowUp.taken_by)
        .outerjoin(Match, Match.id == FollowUp.match_id)
        .outerjoin(mentee, mentee.id == Match.mentee_id)
        .outerjoin(mentor, mentor.id == Match.mentor_id)
    )


def _row(
    session: Session, row: FollowUp, who: str, holder: str | None, one: str | None, two: str | None
) -> Row:
    last = _last_step(session, row.id)
    return Row(
        id=row.id, kind=row.kind, reason=row.reason, stage=shown_stage(row.state, row.stage),
        who=who, about=f"{one} · {two}" if one and two else who, since=row.since,
        due_at=row.due_at, owner=row.owner, taken_by=holder or "",
        next_at=row.snoozed_until or row.next_at,
        last_step=last.step if last else None, last_at=last.at if last else None,
    )  # fmt: skip


def _last_step(session: Session, row_id: UUID) -> FollowUpStep | None:
    chosen = select(FollowUpStep).where(FollowUpStep.follow_up_id == row_id)
    return session.scalar(chosen.order_by(FollowUpStep.at.desc(), FollowUpStep.id).limit(1))
