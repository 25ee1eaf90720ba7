"""How often a pair talks, reckoned each month: what fell short stands on its row of the board.

Neither of the two is ever told.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp, PairMonth
from mentorship.checkins.queries import causes, logs, talks
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import pace as months
from mentorship.checkins.rules import pace as rules
from mentorship.checkins.rules.follow_ups import Outcome, Reason
from mentorship.checkins.rules.pace import Meant, Span
from mentorship.checkins.rules.rhythms import is_over, occurrences
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import day_of
from mentorship.kernel import settings


def watch(session: Session, match_id: UUID, now: datetime) -> None:
    """Have each month of a pair reckoned when it is over."""
    agency = settings.current(session)
    this_month = day_of(now, agency.time_zone).replace(day=1)
    session.add(PairMonth(match_id=match_id, reckon_at=rules.reckoned_at(this_month, agency)))
    session.flush()


def reckon_due(session: Session, now: datetime) -> int:
    """Reckon the months that are over, before the rows that this turns are looked at."""
    agency = settings.current(session)
    next_at = rules.reckoned_at(rules.month_to_reckon(now, agency) + rules.MONTH, agency)
    due = [row for row in months.to_reckon(session, now) if months.take_up(session, row, next_at)]
    for row in due:
        _reckon(session, row, now)
    return len(due)


def look_again(session: Session, match_id: UUID, now: datetime) -> None:
    """Reckon a month once more that fell short, because a log came, was changed or taken back."""
    row, clock = months.of(session, match_id), queries.clock_of(session, match_id)
    if row is not None and clock is not None and causes.of(session, clock.id, Reason.FEW_TALKS):
        _reckon(session, row, now)


def no_more(session: Session, match_id: UUID, now: datetime) -> None:
    """Reckon no month of a pair any more, and let nothing stand of the last one."""
    months.forget(session, match_id)
    clock = queries.clock_of(session, match_id)
    if clock is not None:
        _turn(clock, now)
        causes.end(session, causes.of(session, clock.id, Reason.FEW_TALKS), Outcome.OVER, now)


def _reckon(session: Session, row: PairMonth, now: datetime) -> None:
    """Store what the last month that is over held, and let it stand on the board if it fell short.

    Of a month that was reckoned before, what staff have settled stays settled.
    """
    agency = settings.current(session)
    month = rules.month_to_reckon(now, agency)
    due = rules.reckoned_at(month, agency)
    is_new, row.month = row.month != month, month
    clock = queries.clock_of(session, row.match_id)
    assert clock, "a pair has its clock as long as its months are reckoned"
    held, meant = logs.held_in(session, row.match_id, month), _meant(session, clock, month, now)
    row.talks, row.talks_meant = held.talks, meant.talks
    row.minutes, row.minutes_meant = held.minutes, meant.minutes
    stands = causes.of(session, clock.id, Reason.FEW_TALKS)
    is_short = rules.fell_short(held, meant)
    if stands and not is_short:
        causes.end(session, stands, Outcome.OVER, now)
    if is_short and not stands and is_new and (clock.settled_at or due) <= due:
        causes.add(session, clock.id, Reason.FEW_TALKS, None, due)
    _turn(clock, now)
    session.flush()


def _turn(clock: FollowUp, now: datetime) -> None:
    if clock.state is State.OPEN:
        clock.next_at = now


def _meant(session: Session, clock: FollowUp, month: date, now: datetime) -> Meant:
    agency = settings.current(session)
    match = talks.match_of_pair(session, clock.subject_id)
    if day_of(match.began_at or match.made_at, agency.time_zone) > month:
        return Meant(None, None)
    span, rests = rules.span_of(month, agency), queries.rests_of(session, clock.id, now)
    return rules.meant(agency, span, rests, _own_rhythm(session, match.id, span, rests))


def _own_rhythm(session: Session, match_id: UUID, span: Span, rests: list[Span]) -> Meant | None:
    """Tell what the rhythm means that a pair had all month, or those that followed on it."""
    start, end = span
    held = talks.rhythms_between(session, match_id, start, end)
    first = next(iter(held), None)
    if (
        first is None
        or first.set_at > start
        or is_over(first.rule, first.first_at, first.zone, start)
    ):
        return None
    moments = [
        (at, row.minutes)
        for row in held
        for at in occurrences(
            row.rule, row.first_at, row.zone, max(row.set_at, start),
            min(row.replaced_at or end, end),
        )
    ]  # fmt: skip
    return rules.slots_in(span, rests, moments)
