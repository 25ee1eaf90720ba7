"""The board: everything open, in the fixed order, by code alone; and one row's history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp, FollowUpCause, FollowUpStep, PairMonth, Report
from mentorship.checkins.rules.follow_ups import OF_PAIR, Kind, Owner, Reason, Stage, shown_stage
from mentorship.checkins.rules.pace import Held, Meant, Reckoned
from mentorship.checkins.rules.steps import Step
from mentorship.kernel.access import NOBODY, Actor
from mentorship.matches.models import Match
from mentorship.profiles.queries import good_until_of, open_to

HOLDER, PASSED = aliased(Person), aliased(Person)
MENTEE, MENTOR, NAMED = aliased(Person), aliased(Person), aliased(Person)
STEP = aliased(FollowUpStep)
Reasons = dict[UUID, list[Reason]]
# What nobody needs to look at now.
LEFT_ALONE = frozenset({Stage.PAUSED, Stage.SNOOZED, Stage.ON_TIME})
SEEN_TO = (Standing.HERE, Standing.SUSPENDED)


@dataclass(frozen=True)
class Row:
    """One follow-up as the board shows it; who it is about stands there by code."""

    id: UUID
    kind: Kind
    reason: Reason
    also: tuple[Reason, ...]
    stage: Stage
    person_id: UUID
    who: str
    side: PersonKind
    about: str
    since: datetime
    due_at: datetime
    owner: Owner
    passed_to: str
    taken_by: str
    has_it: bool
    is_passed_to_me: bool
    next_at: datetime | None
    last_step: Step | None
    last_at: datetime | None
    fell_short: Reckoned | None
    safe_until: datetime | None

    @property
    def is_mine(self) -> bool:
        """Tell whether the one who reads has it, or it was passed on to them."""
        return self.has_it or self.is_passed_to_me


@dataclass(frozen=True)
class Group:
    """The rows of one state."""

    stage: Stage
    rows: tuple[Row, ...]

    @property
    def people(self) -> int:
        """Count whom they are about."""
        return len({row.person_id for row in self.rows})


@dataclass(frozen=True)
class Board:
    """Everything open, grouped in the order of the board."""

    groups: tuple[Group, ...]

    def rows(self, stage: Stage) -> tuple[Row, ...]:
        """Give the rows of one state."""
        return next((group.rows for group in self.groups if group.stage is stage), ())

    def people(self, *stages: Stage) -> int:
        """Count the people who have a row in one of some states."""
        return len({row.person_id for stage in stages for row in self.rows(stage)})

    @property
    def needs_a_look(self) -> int:
        """Count the rows that want somebody: all but what rests, was put off, or is on time."""
        return sum(len(group.rows) for group in self.groups if group.stage not in LEFT_ALONE)


def board(session: Session, actor: Actor, *, mine: bool = False) -> Board:
    """Give somebody's board, or what they have of it; first what nobody has, then the oldest.

    What is about somebody whose record is closed to them, or names that one, never stands on it.
    """
    reasons = _reasons(session, FollowUp.closed_at.is_(None))
    found = session.execute(_open_rows(actor))
    rows = [_row(actor, reasons, *one_found) for one_found in found]
    rows = [row for row in rows if row.is_mine or not mine]
    rows.sort(key=lambda row: (bool(row.taken_by), row.since, row.id))
    grouped = ((stage, tuple(row for row in rows if row.stage is stage)) for stage in Stage)
    return Board(tuple(Group(stage, its) for stage, its in grouped if its))


def seen_by_nobody(session: Session, staff: Iterable[Actor]) -> int:
    """Count what is open and stands on the board of none of some staff."""
    left = set(session.scalars(_open_ids(NOBODY)))
    for one in staff:
        if not left:
            return 0
        left -= set(session.scalars(_open_ids(one)))
    return len(left)


def complaints_for(session: Session, actor: Actor) -> tuple[Row, ...]:
    """List the open complaints that somebody may read: who was chosen, or to whom it came on.

    The one whom it names never finds it, nor does anybody who is kept apart from one of the two.
    """
    mine = or_(
        Report.reader.in_(actor.roles), FollowUp.passed_to == actor.person_id,
        FollowUp.taken_by == actor.person_id,
    )  # fmt: skip
    open_ = (FollowUp.closed_at.is_(None), FollowUp.kind == Kind.COMPLAINT)
    chosen = _rows().where(*open_, Person.standing.in_(SEEN_TO), mine, *_not_closed(actor))
    found = session.execute(chosen.order_by(FollowUp.due_at, FollowUp.id))
    return tuple(_row(actor, {}, *one_found) for one_found in found)


def steps_of(session: Session, row_id: UUID) -> list[tuple[FollowUpStep, str]]:
    """List the history of a follow-up with who did each step, the newest first."""
    chosen = (
        select(FollowUpStep, _name(Person))
        .outerjoin(Person, Person.id == FollowUpStep.by_id)
        .where(FollowUpStep.follow_up_id == row_id)
        .order_by(FollowUpStep.at.desc(), FollowUpStep.id)
    )
    return [(step, name or "") for step, name in session.execute(chosen)]


def one(session: Session, actor: Actor, row: FollowUp) -> Row:
    """Give one follow-up as the board shows it."""
    reasons = _reasons(session, FollowUp.id == row.id)
    found = session.execute(_rows().where(FollowUp.id == row.id)).one()
    return _row(actor, reasons, *found)


def beside(session: Session, actor: Actor, row: FollowUp) -> tuple[Row, ...]:
    """List what else wants somebody for the person of a row or its pair, the most urgent first."""
    same = FollowUp.person_id == row.person_id
    about = or_(same, FollowUp.match_id == row.match_id) if row.match_id else same
    return _urgent_first(session, actor, FollowUp.id != row.id, about)


def of_person(session: Session, actor: Actor, person_id: UUID) -> tuple[Row, ...]:
    """List what wants somebody for a person or a pair of theirs, the most urgent first."""
    is_theirs = or_(Match.mentee_id == person_id, Match.mentor_id == person_id)
    of_pair = and_(FollowUp.kind.in_(OF_PAIR), is_theirs)
    return _urgent_first(session, actor, or_(FollowUp.person_id == person_id, of_pair))


def _urgent_first(session: Session, actor: Actor, *which: Any) -> tuple[Row, ...]:
    found = session.execute(_open_rows(actor).where(FollowUp.stage != Stage.ON_TIME, *which))
    rows = [_row(actor, {}, *one_found) for one_found in found]
    return tuple(sorted(rows, key=lambda it: (list(Stage).index(it.stage), it.since, it.id)))


def _open_ids(actor: Actor) -> Any:
    return _open_rows(actor).with_only_columns(FollowUp.id)


def _open_rows(actor: Actor) -> Any:
    # Whoever is suspended is still somebody's to see to.
    seen_to = (Kind.SUSPENDED, Kind.REST)
    is_suspended = and_(Person.standing == Standing.SUSPENDED, FollowUp.kind.in_(seen_to))
    shown = or_(Person.standing == Standing.HERE, is_suspended)
    # Complaints are for the reader chosen; they never stand on the board that all share.
    open_ = (FollowUp.closed_at.is_(None), FollowUp.kind != Kind.COMPLAINT)
    return _rows().where(*open_, shown, *_not_closed(actor))


def _not_closed(actor: Actor) -> list[Any]:
    return open_to(actor, *(one.human_id for one in (Person, MENTEE, MENTOR, NAMED)))


def _rows() -> Any:
    return (
        select(FollowUp, Person, _name(HOLDER), _name(PASSED), MENTEE.code, MENTOR.code,
               FollowUpStep.step, FollowUpStep.at, PairMonth, good_until_of(Person.id))
        .join(Person, Person.id == FollowUp.person_id)
        .outerjoin(HOLDER, HOLDER.id == FollowUp.taken_by)
        .outerjoin(PASSED, PASSED.id == FollowUp.passed_to)
        .outerjoin(Match, Match.id == FollowUp.match_id)
        .outerjoin(MENTEE, MENTEE.id == Match.mentee_id)
        .outerjoin(MENTOR, MENTOR.id == Match.mentor_id)
        .outerjoin(Report, Report.id == FollowUp.subject_id)
        .outerjoin(NAMED, NAMED.id == Report.named_id)
        .outerjoin(FollowUpStep, FollowUpStep.id == _last_step())
        .outerjoin(PairMonth, PairMonth.match_id == FollowUp.subject_id)
    )  # fmt: skip


def _name(person: Any) -> Any:
    # Colleagues by name, others by their letters.
    return func.coalesce(person.called, person.code)


def _row(
    actor: Actor, reasons: Reasons, row: FollowUp, who: Person, holder: str | None,
    passed: str | None, mentee: str | None, mentor: str | None, step: Step | None,
    step_at: datetime | None, month: PairMonth | None, safe_until: datetime | None,
) -> Row:  # fmt: skip
    also = tuple(reason for reason in reasons.get(row.id, ()) if reason is not row.reason)
    return Row(
        id=row.id, kind=row.kind, reason=row.reason, also=also,
        stage=shown_stage(row.state, row.stage), person_id=who.id, who=who.code, side=who.kind,
        about=f"{mentee} · {mentor}" if mentee and mentor else who.code,
        since=row.since, due_at=row.due_at, owner=row.owner, passed_to=passed or "",
        taken_by=holder or "", has_it=row.taken_by is not None and row.taken_by == actor.person_id,
        is_passed_to_me=row.passed_to is not None and row.passed_to == actor.person_id,
        next_at=row.snoozed_until or row.next_at, last_step=step, last_at=step_at,
        fell_short=_reckoned(month) if month and Reason.FEW_TALKS in also else None,
        safe_until=safe_until,
    )  # fmt: skip


def _reckoned(row: PairMonth) -> Reckoned | None:
    if row.month is None:
        return None
    held = Held(row.talks or 0, row.minutes or 0)
    return Reckoned(row.month, held, Meant(row.talks_meant, row.minutes_meant))


def _last_step() -> Any:
    its = select(STEP.id).where(STEP.follow_up_id == FollowUp.id)
    return its.order_by(STEP.at.desc(), STEP.id).limit(1).correlate(FollowUp).scalar_subquery()


def _reasons(session: Session, of_rows: Any) -> Reasons:
    chosen = (
        select(FollowUpCause.follow_up_id, FollowUpCause.reason)
        .join(FollowUp, FollowUp.id == FollowUpCause.follow_up_id)
        .where(of_rows, FollowUpCause.ended_at.is_(None))
    )
    found: dict[UUID, set[Reason]] = {}
    for row_id, reason in session.execute(chosen):
        found.setdefault(row_id, set()).add(reason)
    return {row_id: sorted(its, key=list(Reason).index) for row_id, its in found.items()}
