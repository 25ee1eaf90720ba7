"""Where a follow-up stands by its ladder: placed, turned when its moment comes, free again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import causes
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules import ladders
from mentorship.checkins.rules.follow_ups import CLOCKS, Kind, Owner, Reason, Stage
from mentorship.checkins.rules.ladders import Mark
from mentorship.checkins.rules.steps import STATES, State, Step
from mentorship.checkins.service import clockwork, passing
from mentorship.checkins.service.noting import change, note
from mentorship.kernel import settings
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.states import after
from mentorship.kernel.words import _
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake, tell


def ladder(session: Session, row: FollowUp) -> list[Mark]:
    """List the marks of a follow-up as it is stored now."""
    return _ladder(session, row, row.reason, row.due_at, row.counted_from)


def place(session: Session, row: FollowUp, now: datetime) -> None:
    """Store where a follow-up stands now, with whom, and when it turns next."""
    marks, before = ladder(session, row), row.passed_to
    mark = ladders.mark_at(marks, now)
    row.stage, row.next_at = mark.stage, ladders.next_after(marks, now)
    row.owner, row.passed_to = passing.goes_to(session, row, mark.owner, now)
    session.flush()
    passing.tell_them(session, row, before, now)


def advance(session: Session, row: FollowUp, now: datetime) -> bool:
    """Turn a follow-up whose moment has come, and tell whether anything turned.

    A clock is set anew first: what it counts may have changed since its moment was stored.
    """
    before, woke = (row.stage, row.owner, row.passed_to), row.state is State.SNOOZED
    due = clockwork.due_of(session, row) if row.kind in CLOCKS else None
    at, reason, since = (due.at, due.reason, due.since) if due else _as_it_is(row)
    counted_from = now if woke else row.counted_from
    marks = _ladder(session, row, reason, at, counted_from)
    mark = ladders.mark_at(marks, now)
    owner, passed_to = passing.goes_to(session, row, mark.owner, now)
    reminds = mark.reminds(now) and not queries.was_reminded(session, row.id, mark.at)
    is_moved = queries.turn(
        session, row, state=State.OPEN, stage=mark.stage, owner=owner, passed_to=passed_to,
        snoozed_until=None, next_at=ladders.next_after(marks, now), due_at=at, reason=reason,
        since=since, counted_from=counted_from,
    )  # fmt: skip
    turned = is_moved and (woke or reminds or before != (mark.stage, owner, passed_to))
    if turned:
        # A reminder is noted as one whatever else it came with: it is given once.
        step = Step.REMINDED if reminds else Step.WOKE if woke else Step.TURNED
        queries.add_step(session, row.id, step, None, now, stage=mark.stage)
        _tell_those_concerned(session, row, mark, before[2], now, reminds=reminds)
    return is_moved


def free(session: Session, row: FollowUp, now: datetime) -> None:
    """Let nobody have what somebody had who is not here any more; it is passed on from now."""
    _let_go(session, row, now)
    queries.add_step(session, row.id, Step.FREED, None, now, stage=row.stage)


def give_back(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Let somebody say that they do not have it any more; it is passed on from now."""
    after(STATES, row.state, Step.FREED)
    if row.taken_by != actor.person_id:
        raise RuleBroken(_("You do not have this. Look at who has it now."))
    change(session, row, taken_by=None)
    _let_go(session, row, now)
    note(session, actor, row, Step.FREED, now)


def _let_go(session: Session, row: FollowUp, now: datetime) -> None:
    passing.tell_no_longer(session, row)
    row.taken_by, row.passed_to, row.owner = None, None, Owner.COORDINATOR
    row.counted_from = now
    session.flush()
    if row.state is State.OPEN:
        place(session, row, now)


def _ladder(
    session: Session, row: FollowUp, reason: Reason, due: datetime, counted_from: datetime | None
) -> list[Mark]:
    agency = settings.current(session)
    marks = ladders.ladder(
        reason, row.opened_at, due, agency, taken=row.taken_by is not None,
        counted_from=counted_from,
    )  # fmt: skip
    few = causes.of(session, row.id, Reason.FEW_TALKS) if row.kind is Kind.PAIR else ()
    return ladders.together(marks, ladders.few_talks(few[0].at, agency)) if few else marks


def _as_it_is(row: FollowUp) -> tuple[datetime, Reason, datetime]:
    return row.due_at, row.reason, row.since


def _tell_those_concerned(
    session: Session, row: FollowUp, mark: Mark, before: UUID | None, now: datetime, *,
    reminds: bool,
) -> None:  # fmt: skip
    if reminds:
        overtake(session, [row.subject_id], NoticeKind.LOG_WAITING)
        tell(session, row.person_id, NoticeKind.LOG_WAITING, now, ref=row.subject_id)
    passing.tell_them(session, row, before, now)
    if mark.stage is Stage.SAFETY:
        passing.alert(session, row, now)
