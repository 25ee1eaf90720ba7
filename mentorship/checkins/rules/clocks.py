"""The clocks: when a pair is expected to have talked, and when staff owe somebody a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import Outcome
from mentorship.kernel.settings import Agency

FIRST_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Said:
    """What a log says of one talk: when it was, and how it came out."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True)
class Due:
    """When something is due, why, and since when it has been running."""

    at: datetime
    reason: Reason
    since: datetime


def pair_due(
    began: datetime,
    settled: datetime | None,
    logs: Iterable[Said],
    planned: Iterable[datetime],
    agency: Agency,
) -> Due:
    """Tell by when a pair's next check-in is due.

    `settled` is when staff last settled it or a pause ended; what was before no longer counts.
    `planned` are the ends of the talks that are neither logged nor taken off. However far ahead
    one is planned, the pair is heard of within its days; a talk that was moved changes nothing.
    """
    start = max(began, settled) if settled else began
    counted = (log for log in logs if log.at >= start and not log.outcome.is_moved)
    told = sorted(counted, key=lambda log: log.at)
    if not told:
        first = start + timedelta(days=_first_days(began, settled, agency))
        reason = Reason.NO_NEWS if settled else Reason.FIRST_TALK
        return Due(min(first, _earliest(planned, start, agency) or first), reason, start)
    if told[-1].outcome.is_not_held:
        since = _not_held_since(told)
        return Due(since, Reason.NOT_HELD, since)
    last = told[-1].at
    later = last + timedelta(days=_log_days(began, last, agency))
    return Due(min(later, _earliest(planned, last, agency) or later), Reason.NO_NEWS, last)


def heard(began: datetime, settled: datetime | None, logs: Iterable[Said]) -> datetime:
    """Tell when a pair was last heard of; no clock looks at a talk planned for before that."""
    held = (log.at for log in logs if log.outcome is Outcome.HELD)
    return max(began, settled or began, max(held, default=began))


def contact_due(began: datetime, last: datetime, agency: Agency) -> datetime:
    """Tell by when staff owe each side of a match a contact: often at first, then monthly."""
    if last < began + FIRST_MONTH - timedelta(days=1):
        return last + FIRST_MONTH / max(agency.first_month_contacts, 1)
    return last + timedelta(days=agency.contact_days)


def waiting_due(last: datetime, agency: Agency) -> datetime:
    """Tell by when somebody who waits is to be contacted again."""
    return last + timedelta(days=agency.waiting_contact_days)


def _earliest(planned: Iterable[datetime], after: datetime, agency: Agency) -> datetime | None:
    ahead = [end for end in planned if end > after]
    return min(ahead) + timedelta(days=agency.talk_grace_days) if ahead else None


def _not_held_since(told: list[Said]) -> datetime:
    since = told[-1].at
    for log in reversed(told):
        if not log.outcome.is_not_held:
            break
        since = log.at
    return since


def _first_days(began: datetime, settled: datetime | None, agency: Agency) -> int:
    if settled is None:
        return agency.first_talk_days
    return _log_days(began, settled, agency)


def _log_days(began: datetime, last: datetime, agency: Agency) -> int:
    early = last < began + FIRST_MONTH
    return agency.early_log_days if early else agency.later_log_days
