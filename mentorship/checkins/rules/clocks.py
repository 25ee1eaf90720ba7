"""The clocks: when a pair is expected to have talked, and when staff owe somebody a contact."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import Outcome
from mentorship.kernel.settings import Agency

FIRST_MONTH = timedelta(days=30)
# Who could not, in neutral words; where the log names nobody, nobody is named.
WHO_LAPSED = {Outcome.NO_ANSWER: Reason.NO_ANSWER, Outcome.I_COULD_NOT: Reason.COULD_NOT}


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
        due = _by_plan(first, planned, start, agency)
        return due if settled else replace(due, reason=Reason.FIRST_TALK)
    newest = told[-1]
    if newest.outcome.is_not_held:
        since = _not_held_since(told)
        return Due(since, WHO_LAPSED.get(newest.outcome, Reason.NOT_HELD), since)
    later = newest.at + timedelta(days=_log_days(began, newest.at, agency))
    return _by_plan(later, planned, newest.at, agency)


def heard(began: datetime, settled: datetime | None, logs: Iterable[Said]) -> datetime:
    """Tell when a pair was last heard of; no clock looks at a talk planned for before that."""
    held = (log.at for log in logs if log.outcome is Outcome.HELD)
    return max(began, settled or began, max(held, default=began))


def contact_due(
    began: datetime, last: datetime, agency: Agency, concern: datetime | None = None
) -> datetime:
    """Tell by when staff owe each side of a match a contact: often at first, then monthly."""
    if last < began + FIRST_MONTH - timedelta(days=1):
        due = last + FIRST_MONTH / max(agency.first_month_contacts, 1)
    else:
        due = last + timedelta(days=agency.contact_days)
    return _after_concern(due, last, agency, concern)


def waiting_due(
    last: datetime, agency: Agency, concern: datetime | None = None, *, is_new: bool = False
) -> datetime:
    """Tell by when somebody who waits is to be contacted, who is new sooner than the others."""
    days = agency.new_person_days if is_new else agency.waiting_contact_days
    due = last + timedelta(days=days)
    return _after_concern(due, last, agency, concern)


def _after_concern(
    due: datetime, last: datetime, agency: Agency, concern: datetime | None
) -> datetime:
    """Bring a contact forward to the next week, for some weeks after a concern."""
    if concern is None or last >= concern + timedelta(weeks=agency.concern_weeks):
        return due
    return min(due, max(last, concern) + timedelta(days=agency.concern_contact_days))


def silent_due(last: datetime, agency: Agency) -> datetime:
    """Tell when somebody of whom nothing was heard since then is silent."""
    return last + timedelta(days=agency.silent_days)


def resting_due(last: datetime, agency: Agency, *, in_touch: bool) -> datetime:
    """Tell when staff see to somebody who rests without a day: by a contact, or by a look."""
    days = agency.rest_contact_days if in_touch else agency.rest_look_days
    return last + timedelta(days=days)


def _by_plan(latest: datetime, planned: Iterable[datetime], after: datetime, agency: Agency) -> Due:
    """Give the log of the next planned talk, or what the days say where that is earlier."""
    ahead = [end for end in planned if end > after]
    logged_by = min(ahead) + timedelta(days=agency.talk_grace_days) if ahead else latest
    if logged_by < latest:
        return Due(logged_by, Reason.LOG_AWAITED, after)
    return Due(latest, Reason.NO_NEWS, after)


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
