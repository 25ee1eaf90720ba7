"""The verbs of the board: raise, take, log a contact, put off, resolve; and the clocks."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.checkins.models import FollowUp, FollowUpCause
from mentorship.checkins.queries import causes, logs, talks
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules import follow_ups as rules
from mentorship.checkins.rules import hours, ladders, limits
from mentorship.checkins.rules.contacts import Answers, raises_concern
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Owner, Reason, SnoozeWhy, Stage
from mentorship.checkins.rules.steps import STATES, State, Step
from mentorship.checkins.service import passing, quiet, turning
from mentorship.checkins.service.contacts import keep_answers
from mentorship.checkins.service.noting import change, note
from mentorship.checkins.service.running import anew, wind
from mentorship.kernel import settings
from mentorship.kernel.access import Actor
from mentorship.kernel.states import after
from mentorship.notices.rules import NoticeKind, Reached, is_told, moment_today
from mentorship.notices.service import overtake
from mentorship.profiles.service.contact import check_attempt, renew_safe_contact
from mentorship.profiles.service.pause import rests

TOLD_OF_IT = (
    NoticeKind.SAFETY_RAISED, NoticeKind.COMPLAINT_RAISED, NoticeKind.FOLLOW_UP_PASSED
)  # fmt: skip


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
    answered: datetime | None = None,
) -> FollowUp:
    """Put something on the board; if it stands there already or lately did, note it again.

    A clock computes when it is due, from when it was `answered` where that was before it stood
    here; what else happened is due as promised, or the next staffed day.
    Each reason stands there by itself, with what caused it, until it ends or is taken back.
    """
    subject = subject_id or match_id or person_id
    kind = rules.KIND_OF[reason]
    row = queries.open_or_lately_closed(session, kind, subject, person_id, now)
    if row is not None:
        _again(session, actor, row, reason, cause_id, due, now)
        _come_closer(session, [reason], person_id, now)
        return row
    row = FollowUp(
        kind=kind, reason=reason, person_id=person_id, subject_id=subject, match_id=match_id,
        state=State.OPEN, stage=Stage.ON_TIME, owner=Owner.COORDINATOR,
        opened_at=now, since=now, due_at=due or _due(session, now), settled_at=answered,
        # What was due before it came here is passed on by the hours since then.
        counted_from=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _add_cause(session, row, reason, cause_id, now)
    if kind in rules.CLOCKS:
        wind(session, row, now)
    else:
        turning.place(session, row, now)
    queries.add_step(session, row.id, Step.OPENED, actor.person_id, now, stage=row.stage)
    _come_closer(session, [reason], person_id, now)
    return row


def take(session: Session, actor: Actor, row: FollowUp, now: datetime) -> None:
    """Let somebody say that they have it; it is passed on only if it does not end in its hours."""
    state = after(STATES, row.state, Step.TAKEN)
    limits.check_may_call(is_too_near=actor.person_id in passing.too_near(session, row))
    passing.tell_no_longer(session, row)
    change(
        session, row, state=state, taken_by=actor.person_id, owner=Owner.COORDINATOR,
        passed_to=None, counted_from=now,
    )  # fmt: skip
    marks = turning.ladder(session, row)
    row.stage = ladders.mark_at(marks, now).stage
    if row.state is State.OPEN:
        row.next_at = ladders.next_after(marks, now)
    session.flush()
    note(session, actor, row, Step.TAKEN, now)


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
    answers: Answers | None = None,
) -> None:
    """Log a contact; an attempt is noted, and only somebody who was reached was contacted.

    What staff did of their own accord must have been the safe way, in the safe hours. Whoever says
    that their safety is not good is called the same day, and then more often.
    """
    after(STATES, row.state, Step.CONTACT)
    person, happened = load_person(session, row.person_id), moment_today(at, now)
    if reached is not Reached.THEY_CAME:
        check_attempt(session, actor, person, happened, now, danger=danger)
    note(session, actor, row, Step.CONTACT, now, reached=reached, happened_at=happened)
    if not is_told(reached):
        return
    _count_from(session, row, now)
    if still_safe:
        renew_safe_contact(session, actor, person, now)
    keep_answers(session, actor, row.person_id, answers or {}, now)
    contacted(session, actor, row.person_id, now)
    if raises_concern(answers or {}):
        raise_(session, actor, Reason.SAID_UNSAFE, row.person_id, now, match_id=row.match_id)


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
    state = after(STATES, row.state, Step.SNOOZED)
    limits.check_snooze(row.kind, until, now, settings.current(session).snooze_most_days)
    change(session, row, state=state, snoozed_until=until, next_at=until)
    note(session, actor, row, Step.SNOOZED, now, snoozed_why=why)


def resolve(
    session: Session, actor: Actor, row: FollowUp, outcome: Outcome, now: datetime,
    reasons: Collection[Reason] | None = None,
) -> None:  # fmt: skip
    """End a follow-up, or those of its reasons that are named; a clock starts anew instead."""
    limits.check_outcome(row.kind, outcome)
    quiet.check_outcome(session, row, outcome)
    if row.kind in rules.CLOCKS:
        anew(session, actor, row, now, outcome)
        return
    held = causes.standing(session, row.id)
    ended = [cause for cause in held if reasons is None or cause.reason in reasons]
    if reasons is not None:
        limits.check_reasons(reasons, {cause.reason for cause in held})
    _end(session, actor, row, ended, outcome, now)


def close(session: Session, actor: Actor, row: FollowUp, outcome: Outcome, now: datetime) -> None:
    """Take a follow-up off the board; after an ending, somebody who is free waits again.

    Nobody is told any longer that it is there.
    """
    state = after(STATES, row.state, Step.CLOSED)
    change(
        session, row, state=state, closed_at=now, closed_as=outcome, next_at=None,
        snoozed_until=None,
    )  # fmt: skip
    _end_causes(session, causes.standing(session, row.id), outcome, now)
    note(session, actor, row, Step.CLOSED, now, closed_as=outcome)
    overtake(session, [row.id, row.subject_id], *TOLD_OF_IT)
    if row.kind is Kind.QUIET:
        quiet.settle(session, actor, row, outcome, now)
    if row.kind is Kind.AFTERCARE:
        start_waiting(session, actor, row.person_id, now)


def start_waiting(session: Session, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Start the clock of somebody who waits, unless they talk with someone or rest.

    Where a contact is promised after an ending it starts with that one.
    """
    promised = queries.open_about(session, person_id, frozenset({Kind.AFTERCARE}))
    if not (promised or rests(session, person_id) or talks.matches_of(session, person_id)):
        raise_(session, actor, Reason.STILL_WAITING, person_id, now)


def withdraw(
    session: Session, actor: Actor, cause_id: UUID, now: datetime, but: Collection[Reason] = ()
) -> None:
    """Take back what one log or tap put on the board, where nobody has taken it; `but` stays.

    What another log or tap asks for as well stays.
    """
    for row, cause in causes.untaken_from(session, cause_id):
        if row.closed_at is None and cause.reason not in but:
            _end(session, actor, row, [cause], Outcome.TAKEN_BACK, now)


def end_reason(
    session: Session, actor: Actor, row: FollowUp, reason: Reason, outcome: Outcome, now: datetime,
    cause_id: UUID | None = None,
) -> None:  # fmt: skip
    """End one reason of a follow-up, or what one cause gave of it; any other stays."""
    held = causes.of(session, row.id, reason)
    ended = [cause for cause in held if cause_id in {None, cause.cause_id}]
    if ended:
        _end(session, actor, row, ended, outcome, now)


def _end(
    session: Session, actor: Actor, row: FollowUp, ended: Sequence[FollowUpCause],
    outcome: Outcome, now: datetime,
) -> None:  # fmt: skip
    left = [cause for cause in causes.standing(session, row.id) if cause not in ended]
    if not left:
        close(session, actor, row, outcome, now)
        return
    state = after(STATES, row.state, Step.EASED)
    change(session, row, state=state, reason=rules.most_urgent(cause.reason for cause in left))
    _end_causes(session, ended, outcome, now)
    note(session, actor, row, Step.EASED, now, closed_as=outcome)


def _end_causes(
    session: Session, ended: Sequence[FollowUpCause], outcome: Outcome, now: datetime
) -> None:
    causes.end(session, ended, outcome, now)
    if ended and outcome is Outcome.TAKEN_BACK:
        about = session.get_one(FollowUp, ended[0].follow_up_id).person_id
        _come_closer(session, [cause.reason for cause in ended], about, now)
    read = [cause.cause_id for cause in ended if cause.reason is Reason.NOTE and cause.cause_id]
    if outcome is not Outcome.TAKEN_BACK:
        logs.act_on_notes(session, read, now)


def _add_cause(
    session: Session, row: FollowUp, reason: Reason, cause_id: UUID | None, now: datetime
) -> None:
    # A clock has the one reason that it computes.
    if row.kind not in rules.CLOCKS:
        causes.add(session, row.id, reason, cause_id, now)


def _come_closer(
    session: Session, reasons: Sequence[Reason], person_id: UUID, now: datetime
) -> None:
    """Set the clocks of contact anew for whom a concern is about, and the one they talk with."""
    if rules.CONCERNS.isdisjoint(reasons):
        return
    people = {person_id}
    for match in talks.matches_of(session, person_id):
        people |= {match.mentee_id, match.mentor_id}
    for one in sorted(people):
        for clock in queries.open_about(session, one, rules.CLOSER_AFTER_CONCERN):
            wind(session, clock, now)


def _count_from(session: Session, row: FollowUp, now: datetime) -> None:
    """Count anew until it is passed on, because somebody was spoken with."""
    row.counted_from = now
    session.flush()
    if row.state is State.OPEN and row.kind not in rules.ANSWERED_BY_CONTACT:
        turning.place(session, row, now)


def _again(
    session: Session, actor: Actor, row: FollowUp, reason: Reason, cause_id: UUID | None,
    due: datetime | None, now: datetime,
) -> None:  # fmt: skip
    was_closed = row.state is State.CLOSED
    row.state = after(STATES, row.state, Step.AGAIN)
    row.snoozed_until = None
    if was_closed:
        row.closed_at = row.closed_as = row.taken_by = row.counted_from = None
        row.opened_at = row.since = now
        row.due_at = due or _due(session, now)
    if was_closed or rules.is_more_urgent(reason, row.reason):
        row.reason = reason
    _add_cause(session, row, reason, cause_id, now)
    turning.place(session, row, now)
    queries.add_step(session, row.id, Step.AGAIN, actor.person_id, now, stage=row.stage)


def _due(session: Session, now: datetime) -> datetime:
    return hours.end_of_next_staffed_day(now, settings.current(session))
