"""How often a pair talks: what a whole month held, against what the agency and the pair meant.

A booked time that passed is unknown, not held; a month that the pair rested counts for its rest.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from mentorship.checkins.rules.talks import day_of, moment_of
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import format_month, ngettext

MONTH = relativedelta(months=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Held:
    """The talks that were held in a month, and how long they took together."""

    talks: int
    minutes: int


@dataclass(frozen=True)
class Meant:
    """How many talks and minutes were meant for a month; nothing where it is not asked."""

    talks: int | None
    minutes: int | None


@dataclass(frozen=True)
class Reckoned:
    """A month that was reckoned, by its first day."""

    month: date
    held: Held
    meant: Meant


def is_counted_otherwise(before: Agency, now: Agency) -> bool:
    """Tell whether a month has another measure by the new numbers of the agency than before."""
    one, other = (
        (it.month_talks, it.month_minutes, it.talk_grace_days, it.time_zone) for it in (before, now)
    )
    return one != other


def month_to_reckon(now: datetime, agency: Agency) -> date:
    """Give the first day of the last month that is over, once its last talk should be logged."""
    told_until = day_of(now - timedelta(days=agency.talk_grace_days), agency.time_zone)
    return told_until.replace(day=1) - MONTH


def reckoned_at(month: date, agency: Agency) -> datetime:
    """Tell when a month is reckoned: when the log of a talk on its last day is due."""
    over = moment_of(month + MONTH, time(0), agency.time_zone)
    return over + timedelta(days=agency.talk_grace_days)


def span_of(month: date, agency: Agency) -> Span:
    """Give the first moment of a month and the first after it."""
    return (
        moment_of(month, time(0), agency.time_zone),
        moment_of(month + MONTH, time(0), agency.time_zone),
    )


def awake(span: Span, rests: Iterable[Span]) -> timedelta:
    """Tell for how long of a time a pair did not rest."""
    start, end = span
    rested = (max(min(until, end) - max(since, start), timedelta(0)) for since, until in rests)
    return end - start - sum(rested, timedelta(0))


def slots_in(span: Span, rests: Collection[Span], moments: Iterable[tuple[datetime, int]]) -> Meant:
    """Tell what a pair's own rhythm, each talk with its minutes, means for a time without rests."""
    start, end = span
    kept = [
        minutes
        for at, minutes in moments
        if start <= at < end and not any(since <= at < until for since, until in rests)
    ]
    return Meant(len(kept), sum(kept))


def meant(agency: Agency, span: Span, rests: Collection[Span], own: Meant | None) -> Meant:
    """Tell what was meant for a month: the agency's number, less the time in which a pair rested.

    A pair whose own rhythm is rarer than that is judged by its rhythm.
    """
    part = awake(span, rests), span[1] - span[0]
    talks, minutes = (own.talks, own.minutes) if own else (None, None)
    return Meant(_less(agency.month_talks, part, talks), _less(agency.month_minutes, part, minutes))


def fell_short(held: Held, planned: Meant) -> bool:
    """Tell whether a month held less than was meant for it."""
    return held.talks < (planned.talks or 0) or held.minutes < (planned.minutes or 0)


def pace_said(month: Reckoned) -> str:
    """Say what a month held of what was planned: the talks, or where they were enough the time."""
    held, meant = month.held, month.meant
    named = format_month(month.month)
    if held.talks < (meant.talks or 0):
        return ngettext(
            "%(n)s talk of %(meant)s planned in %(month)s",
            "%(n)s talks of %(meant)s planned in %(month)s", held.talks, meant=meant.talks,
            month=named,
        )  # fmt: skip
    return ngettext(
        "%(n)s minute of %(meant)s planned in %(month)s",
        "%(n)s minutes of %(meant)s planned in %(month)s", held.minutes, meant=meant.minutes,
        month=named,
    )  # fmt: skip


def _less(usual: int | None, part: tuple[timedelta, timedelta], own: int | None) -> int | None:
    if usual is None:
        return None
    awake_in, whole = part
    share = usual * awake_in // whole
    return share if own is None else min(share, own)
