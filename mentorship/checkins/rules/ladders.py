"""How urgent a follow-up is when: its ladder, the marks in time at which it turns."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship.checkins.rules import hours
from mentorship.checkins.rules.follow_ups import (
    AT_ONCE,
    KIND_OF,
    NEW_REASONS,
    Kind,
    Owner,
    Reason,
    Stage,
)
from mentorship.kernel.settings import Agency

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Mark:
    """A moment at which a follow-up turns."""

    at: datetime
    stage: Stage
    owner: Owner = Owner.COORDINATOR
    remind: bool = False


def ladder(
    reason: Reason, opened: datetime, due: datetime, agency: Agency, *, taken: bool
) -> list[Mark]:
    """List the marks of a follow-up in time; while nobody has it, urgent ones pass it on."""
    kind = KIND_OF[reason]
    if kind is Kind.SAFETY:
        return _safety(opened, agency, taken=taken)
    if kind in AT_ONCE:
        return _call(opened, agency, taken=taken)
    marks = [Mark(opened, Stage.NEW if reason in NEW_REASONS else Stage.ON_TIME)]
    marks.append(Mark(due if reason in NEW_REASONS else due - AHEAD, Stage.DUE))
    if kind is Kind.PAIR and reason is not Reason.NOT_HELD:
        marks.append(Mark(due + timedelta(days=agency.reminder_days), Stage.DUE, remind=True))
    marks.append(Mark(due + _late_after(kind, agency), Stage.LATE))
    call = due + timedelta(days=agency.call_days)
    return marks + _call(call, agency, taken=taken)


def mark_at(marks: list[Mark], now: datetime) -> Mark:
    """Give the mark that holds now."""
    return [mark for mark in marks if mark.at <= now or mark is marks[0]][-1]


def next_after(marks: list[Mark], now: datetime) -> datetime | None:
    """Tell when the next mark comes, if one does."""
    return min((mark.at for mark in marks if mark.at > now), default=None)


def _late_after(kind: Kind, agency: Agency) -> timedelta:
    # A date somebody was told is late the day after; a rhythm gets its grace.
    return timedelta(days=agency.late_days if kind is Kind.PAIR else 1)


def _call(since: datetime, agency: Agency, *, taken: bool) -> list[Mark]:
    """Pass a call on by staffed hours: nobody is late for what came on a Sunday."""
    work = timedelta(hours=agency.escalate_hours)
    deputy = hours.after_work(since, work, agency)
    passed = [
        Mark(deputy, Stage.CALL_TODAY, Owner.DEPUTY),
        Mark(hours.after_work(deputy, work, agency), Stage.CALL_TODAY, Owner.LEAD),
    ]
    return [Mark(since, Stage.CALL_TODAY), *([] if taken else passed)]


def _safety(since: datetime, agency: Agency, *, taken: bool) -> list[Mark]:
    """Pass a worry on by the clock, at night and on days off too: then it is whose call it is."""
    if taken:
        return [Mark(since, Stage.SAFETY)]
    every = timedelta(hours=agency.safety_hours)
    on_call = hours.closing(since, agency) if hours.is_staffed(since, agency) else since
    first = [Mark(since, Stage.SAFETY)] if on_call > since else []
    if on_call < since + every:
        first.append(Mark(on_call, Stage.SAFETY, Owner.ON_CALL))
    return [
        *first,
        Mark(since + every, Stage.SAFETY, Owner.DEPUTY),
        Mark(since + 2 * every, Stage.SAFETY, Owner.LEAD),
    ]
