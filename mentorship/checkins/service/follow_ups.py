"""The verbs of the board: raise, take, log a contact, put off, resolve; and the clocks."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import logs, talks
from mentorship.checkins.rules import clocks, hours, ladders
from mentorship.checkins.rules import follow_ups as rules
from mentorship.checkins.rules.follow_ups import (
    Kind,
    Outcome,
    Owner,
    Reason,
    SnoozeWhy,
    Stage,
    State,
    Step,
)
from mentorship.checkins.service import passing
from mentorship.kernel import audit, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import Overtaken
from mentorship.kernel.states import after
from mentorship.notices.rules import Reached, is_told, moment_today
from mentorship.profiles.service.contact import check_attempt, renew_safe_contact


def raise_(
    session: Session,
    actor: Actor,
    reason: Reason,
    person_id: UUID,
    now: datetime,
    *,
    subject_id: UUID | None = None,
    match_id: UUID | None = None,
    cause_id: UUID | None = None,
    due: datetime | None = None,
) -> FollowUp:
    """Put something on the board; if it stands there already or lately did, note it again."""
    subject = subject_id or match_id or person_id
    kind = rules.KIND_OF[reason]
    row = queries.open_or_lately_closed(session, kind, subject, person_id, now)
    if row is not None:
        _again(session, actor, row, reason, cause_id, due, now)
        return row
    row = FollowUp(
        kind=kind, reason=reason, person_id=person_id, subject_id=subject, match_id=match_id,
        cause_id=cause_id, state=State.OPEN, stage=Stage.ON_TIME, owner=Owner.COORDINATOR,
        opened_at=now, since=now, due_at=due or _due(session, now),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _place(session, row, now)
    queries.add_step(session, row.id, Step.OPENED, actor.person_id, now, stage=row.stage)
    return row


def take(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Let somebody say that they have it; from then on it is passed to nobody else."""
    state = after(rules.STATES, row.state, Step.TAKEN)
    mark = _mark(session, row, now, taken=True)
    next_at = row.snoozed_until or _next(session, row, now, taken=True)
    _turn(
        session, row, state=state, taken_by=actor.person_id, owner=Owner.COORDINATOR,
        passed_to=None, stage=mark.stage, next_at=next_at,
    )  # fmt: skip
    _done(session, actor, row, Step.TAKEN, now)


def log_contact(
    session: Session,
    actor: Actor,
    row: FollowUp,
    reached: Reached,
    now: datetime,
    *,
    at: time | None = None,
    danger: bool = False,
    still_safe: bool = False,
) -> None:
    """Log a contact; an attempt is noted, and only somebody who was reached was contacted.

    What staff did of their own accord must have been the safe way, in the safe hours.
    """
    after(rules.STATES, row.state, Step.CONTACT)
    person, happened = load_person(session, row.person_id), moment_today(at, now)
    if reached is not Reached.THEY_CAME:
        check_attempt(session, actor, person, happened, now, danger=danger)
    _done(session, actor, row, Step.CONTACT, now, reached=reached, happened_at=happened)
    if not is_told(reached):
        return
    if still_safe:
        renew_safe_contact(session, actor, person, now)
    contacted(session, actor, row.person_id, now)


def contacted(session: Session, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Answer what a contact answers for somebody whom staff have just spoken with.

    On whichever row it was logged: clocks of contact start anew, what was promised after an ending
    is kept.
    """
    for row in queries.open_about(session, person_id, rules.ANSWERED_BY_CONTACT):
        if row.kind in rules.CLOCKS:
            anew(session, actor, row, now)
        else:
            close(session, actor, row, Outcome.SPOKE, now)


def snooze(
    session: Session, actor: Actor, row: FollowUp, until: datetime, why: SnoozeWhy, now: datetime
) -> None:
    """Put a follow-up off until a day, with the reason."""
    state = after(rules.STATES, row.state, Step.SNOOZED)
    rules.check_snooze(row.kind, until, now)
    _turn(session, row, state=state, snoozed_until=until, next_at=until)
    _done(session, actor, row, Step.SNOOZED, now, snoozed_why=why)


def resolve(session: Session, actor: Actor, row: FollowUp, outcome: Outcome, now: datetime) -> None:
    """End a follow-up with its outcome; a clock starts anew instead, and notes were acted on."""
    rules.check_outcome(row.kind, outcome)
    if row.match_id:
        logs.act_on_notes(session, row.match_id, now)
    if row.kind in rules.CLOCKS:
        anew(session, actor, row, now, outcome)
    else:
        close(session, actor, row, outcome, now)


def close(session: Session, actor: Actor, row: FollowUp, outcome: Outcome, now: datetime) -> None:
    """Take a follow-up off the board; after an ending, somebody who is free waits again."""
    state = after(rules.STATES, row.state, Step.CLOSED)
    _turn(
        session, row, state=state, closed_at=now, closed_as=outcome, next_at=None,
        snoozed_until=None,
    )  # fmt: skip
    _done(session, actor, row, Step.CLOSED, now, closed_as=outcome)
    if row.kind is Kind.AFTERCARE:
        start_waiting(session, actor, row.person_id, now)


def start_waiting(session: Session, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Start the clock of somebody who waits, unless they talk with someone."""
    if not talks.matches_of(session, person_id):
        due = clocks.waiting_due(now, settings.current(session))
        raise_(session, actor, Reason.STILL_WAITING, person_id, now, due=due)


def anew(
    session: Session, actor: Actor, row: FollowUp, now: datetime, outcome: Outcome | None = None
) -> None:
    """Start a clock anew: what was before no longer counts."""
    state = after(rules.STATES, row.state, Step.ANEW)
    _turn(
        session, row, state=state, settled_at=now, taken_by=None, snoozed_until=None,
        opened_at=now,
    )  # fmt: skip
    _done(session, actor, row, Step.ANEW, now, closed_as=outcome)
    wind(session, row, now)


def wind_pair(session: Session, match_id: UUID, now: datetime) -> None:
    """Set the clock of a pair by what is logged and planned."""
    row = queries.clock_of(session, match_id)
    if row is not None:
        wind(session, row, now)


def wind(session: Session, row: FollowUp, now: datetime) -> None:
    """Compute when a clock is due, and store where it stands and when it turns next."""
    row.due_at, row.reason, row.since = _clock(session, row)
    if row.state is State.OPEN:
        _place(session, row, now)
    session.flush()


def pause(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Stop a clock while a pause lasts."""
    if row.state is State.PAUSED:
        return
    state = after(rules.STATES, row.state, Step.PAUSED)
    _turn(session, row, state=state, next_at=None, snoozed_until=None)
    _done(session, actor, row, Step.PAUSED, now)


def resume(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Let a clock run again from now; a day that was promised and has not come stays as it was."""
    if row.state is not State.PAUSED:
        return
    state = after(rules.STATES, row.state, Step.RESUMED)
    if row.kind is Kind.WAITING and row.due_at > now:
        _turn(session, row, state=state)
        _done(session, actor, row, Step.RESUMED, now)
        _place(session, row, now)
    else:
        _turn(session, row, state=state, settled_at=now, opened_at=now)
        _done(session, actor, row, Step.RESUMED, now)
        wind(session, row, now)


def withdraw(
    session: Session, actor: Actor, cause_id: UUID, now: datetime, but: Collection[Reason] = ()
) -> None:
    """Take back what one log or tap put on the board, where nobody has taken it; `but` stays."""
    for row in queries.open_from(session, cause_id):
        if row.reason not in but:
            close(session, actor, row, Outcome.TAKEN_BACK, now)


def _again(
    session: Session, actor: Actor, row: FollowUp, reason: Reason, cause_id: UUID | None,
    due: datetime | None, now: datetime,
) -> None:  # fmt: skip
    was_closed = row.state is State.CLOSED
    row.state = after(rules.STATES, row.state, Step.AGAIN)
    row.snoozed_until = None
    if was_closed:
        row.closed_at = row.closed_as = row.taken_by = None
        row.opened_at = row.since = now
        row.cause_id, row.reason = cause_id, reason
        row.due_at = due or _due(session, now)
    elif rules.is_more_urgent(reason, row.reason):
        row.reason = reason
    _place(session, row, now)
    session.flush()
    queries.add_step(session, row.id, Step.AGAIN, actor.person_id, now, stage=row.stage)


def _place(session: Session, row: FollowUp, now: datetime) -> None:
    taken = row.taken_by is not None
    mark, before = _mark(session, row, now, taken=taken), row.passed_to
    row.stage, row.next_at = mark.stage, _next(session, row, now, taken=taken)
    row.owner, row.passed_to = passing.goes_to(session, row, mark.owner)
    session.flush()
    passing.tell_them(session, row, before, now)


def _mark(session: Session, row: FollowUp, now: datetime, *, taken: bool) -> ladders.Mark:
    return ladders.mark_at(_ladder(session, row, taken=taken), now)


def _next(session: Session, row: FollowUp, now: datetime, *, taken: bool) -> datetime | None:
    return ladders.next_after(_ladder(session, row, taken=taken), now)


def _ladder(session: Session, row: FollowUp, *, taken: bool) -> list[ladders.Mark]:
    agency = settings.current(session)
    return ladders.ladder(row.reason, row.opened_at, row.due_at, agency, taken=taken)


def _due(session: Session, now: datetime) -> datetime:
    return hours.end_of_next_staffed_day(now, settings.current(session))


def _clock(session: Session, row: FollowUp) -> tuple[datetime, Reason, datetime]:
    agency = settings.current(session)
    last = row.settled_at or row.opened_at
    if row.kind is Kind.WAITING:
        return clocks.waiting_due(last, agency), Reason.STILL_WAITING, last
    assert row.match_id, "a clock of a pair has its match"
    match = talks.match_of_pair(session, row.match_id)
    began = match.began_at or match.made_at
    if row.kind is Kind.CONTACT:
        reason = Reason.CONTACT_DUE if row.settled_at else Reason.FIRST_CONTACT
        return clocks.contact_due(began, last, agency), reason, last
    said = logs.said_of(session, match.id, agency.time_zone)
    ends = talks.planned_ends(session, match.id, clocks.heard(began, row.settled_at, said))
    due = clocks.pair_due(began, row.settled_at, said, ends, agency)
    return due.at, due.reason, due.since


def _turn(session: Session, row: FollowUp, **values: object) -> None:
    if not queries.turn(session, row, **values):
        raise Overtaken


def _done(
    session: Session, actor: Actor, row: FollowUp, step: Step, now: datetime, **more: object
) -> None:
    queries.add_step(session, row.id, step, actor.person_id, now, stage=row.stage, **more)
    audit.record(session, actor, f"follow_up_{step.value}", row.person_id, now)
