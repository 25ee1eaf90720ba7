"""Clocks: started anew, set by what is stored, stopped and let run again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import causes
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules.follow_ups import Kind, Outcome
from mentorship.checkins.rules.steps import STATES, State, Step
from mentorship.checkins.service import clockwork, turning
from mentorship.checkins.service.noting import change, note
from mentorship.kernel.access import Actor
from mentorship.kernel.states import after


def anew(
    session: Session, actor: Actor, row: FollowUp, now: datetime, outcome: Outcome | None = None
) -> None:
    """Start a clock anew: what was before no longer counts."""
    state = after(STATES, row.state, Step.ANEW)
    # One that stands still goes on to say when it runs again.
    until = row.snoozed_until if state is State.PAUSED else None
    change(
        session, row, state=state, settled_at=now, taken_by=None, snoozed_until=until,
        opened_at=now, counted_from=None,
    )  # fmt: skip
    note(session, actor, row, Step.ANEW, now, closed_as=outcome)
    _end_causes(session, row, outcome, now)
    wind(session, row, now)


def wind_pair(session: Session, match_id: UUID, now: datetime) -> None:
    """Set the clock of a pair by what is logged and planned."""
    row = queries.clock_of(session, match_id)
    if row is not None:
        wind(session, row, now)


def wind(session: Session, row: FollowUp, now: datetime) -> None:
    """Compute when a clock is due, and store where it stands and when it turns next."""
    due = clockwork.due_of(session, row)
    row.due_at, row.reason, row.since = due.at, due.reason, due.since
    if row.state is State.OPEN:
        turning.place(session, row, now)
    session.flush()


def pause(
    session: Session, actor: Actor, row: FollowUp, now: datetime, back: datetime | None = None
) -> None:
    """Stop a clock while a pause lasts, and say when it is over, if there is such a day."""
    if row.state is State.PAUSED:
        change(session, row, snoozed_until=back)
        return
    state = after(STATES, row.state, Step.PAUSED)
    change(session, row, state=state, next_at=None, snoozed_until=back)
    note(session, actor, row, Step.PAUSED, now)


def resume(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Let a clock run again from now; a day that was promised and has not come stays as it was."""
    if row.state is not State.PAUSED:
        return
    state = after(STATES, row.state, Step.RESUMED)
    if row.kind is Kind.WAITING and row.due_at > now:
        change(session, row, state=state, snoozed_until=None)
        note(session, actor, row, Step.RESUMED, now)
        turning.place(session, row, now)
    else:
        change(session, row, state=state, settled_at=now, opened_at=now, snoozed_until=None)
        note(session, actor, row, Step.RESUMED, now)
        _end_causes(session, row, None, now)
        wind(session, row, now)


def _end_causes(session: Session, row: FollowUp, outcome: Outcome | None, now: datetime) -> None:
    # A month that fell short was before.
    if row.kind is Kind.PAIR:
        causes.end(session, causes.standing(session, row.id), outcome or Outcome.OVER, now)
