"""How urgent a follow-up is when: its ladder, the marks in time at which it turns."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from mentorship.checkins.rules import duty, hours
from mentorship.checkins.rules.follow_ups import (
    AT_ONCE,
    KIND_OF,
    NEW_REASONS,
    NOT_AHEAD,
    TOLD_US,
    Kind,
    Owner,
    Reason,
    Stage,
)
from mentorship.kernel.settings import Agency

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Mark:
    """A moment at which a follow-up turns; some remind the mentor, until it is too late for it."""

    at: datetime
    stage: Stage
    owner: Owner = Owner.COORDINATOR
    remind_until: datetime | None = None

    def reminds(self, now: datetime) -> bool:
        """Tell whether the mentor is to be reminded, if they were not yet."""
        return self.remind_until is not None and now < self.remind_until


def ladder(
    reason: Reason, opened: datetime, due: datetime, agency: Agency, *, taken: bool,
    counted_from: datetime | None = None,
) -> list[Mark]:  # fmt: skip
    """List the marks of a follow-up in time; while it is urgent and open, they pass it on.

    `counted_from` is when somebody took it, spoke with the person, or it came back: the hours
    until it is passed on count from then.
    """
    kind = KIND_OF[reason]
    if kind is Kind.SAFETY:
        return _safety(opened, counted_from, agency, taken=taken)
    if kind is Kind.COMPLAINT:
        read_by = max(opened, counted_from or opened) + timedelta(days=agency.complaint_days)
        return [Mark(opened, Stage.DUE), Mark(read_by, Stage.LATE, Owner.READER)]
    if kind in AT_ONCE:
        return _call(opened, counted_from, agency, taken=taken)
    marks = [Mark(opened, Stage.NEW if reason in NEW_REASONS else Stage.ON_TIME)]
    marks.append(Mark(due if reason in NOT_AHEAD else due - AHEAD, Stage.DUE))
    late = due + _late_after(kind, agency)
    if kind is Kind.PAIR and reason not in TOLD_US:
        remind = due + timedelta(days=agency.reminder_days)
        marks.append(Mark(remind, Stage.DUE, remind_until=late))
    marks.append(Mark(late, Stage.LATE))
    if kind is Kind.QUIET:
        return marks
    call = due + timedelta(days=agency.call_days)
    return marks + _call(call, counted_from, agency, taken=taken)


def few_talks(since: datetime, agency: Agency) -> list[Mark]:
    """List the marks of a month that fell short: no reason to call, and none to leave it."""
    late = since + timedelta(days=agency.late_days)
    return [Mark(since, Stage.DUE), Mark(late, Stage.LATE)]


def together(marks: list[Mark], further: list[Mark]) -> list[Mark]:
    """Let two ladders run beside each other: of the two marks the more urgent one holds."""
    moments = sorted({mark.at for mark in (*marks, *further)})
    held = [_more_urgent(marks, further, at) for at in moments]
    # What changes nothing is no mark: the next one is said to whoever reads the row.
    return [mark for before, mark in pairwise([None, *held]) if mark and not _is_same(before, mark)]


def mark_at(marks: list[Mark], now: datetime) -> Mark:
    """Give the mark that holds now."""
    return [mark for mark in marks if mark.at <= now or mark is marks[0]][-1]


def next_after(marks: list[Mark], now: datetime) -> datetime | None:
    """Tell when the next mark comes, if one does."""
    return min((mark.at for mark in marks if mark.at > now), default=None)


def _more_urgent(marks: list[Mark], further: list[Mark], at: datetime) -> Mark:
    one = mark_at(marks, at)
    holding = [one] if at < further[0].at else [one, mark_at(further, at)]
    worst = min(holding, key=lambda mark: list(Stage).index(mark.stage))
    # A reminder is given once, at its own moment.
    return replace(worst, at=at, remind_until=one.remind_until if one.at == at else None)


def _is_same(before: Mark | None, mark: Mark) -> bool:
    if before is None or mark.remind_until:
        return False
    return (before.stage, before.owner) == (mark.stage, mark.owner)


def _late_after(kind: Kind, agency: Agency) -> timedelta:
    # A date somebody was told is late the day after; a rhythm gets its grace.
    return timedelta(days=agency.late_days if kind is Kind.PAIR else 1)


def _call(
    since: datetime, counted_from: datetime | None, agency: Agency, *, taken: bool
) -> list[Mark]:
    """Pass a call on by staffed hours: nobody is late for what came on a Sunday."""
    start = max(since, counted_from or since)
    work = timedelta(hours=agency.held_hours if taken else agency.escalate_hours)
    deputy = hours.after_work(start, work, agency)
    return [
        Mark(since, Stage.CALL_TODAY),
        Mark(deputy, Stage.CALL_TODAY, Owner.DEPUTY),
        Mark(hours.after_work(deputy, work, agency), Stage.CALL_TODAY, Owner.LEAD),
    ]


def _safety(
    since: datetime, counted_from: datetime | None, agency: Agency, *, taken: bool
) -> list[Mark]:
    """Pass a worry on by the clock, at night and on days off too: then it is whose call it is.

    Where the plan hands over in these hours, it goes along.
    """
    start, every = max(since, counted_from or since), timedelta(hours=agency.safety_hours)
    on_call = hours.closing(start, agency) if hours.is_staffed(start, agency) else start
    marks = [Mark(since, Stage.SAFETY)] if taken or on_call > since else []
    if not taken and on_call < start + every:
        handed = [on_call, *duty.changes(on_call, start + every, agency)]
        marks += [Mark(at, Stage.SAFETY, Owner.ON_CALL) for at in handed]
    return [
        *marks,
        Mark(start + every, Stage.SAFETY, Owner.DEPUTY),
        Mark(start + 2 * every, Stage.SAFETY, Owner.LEAD),
    ]
