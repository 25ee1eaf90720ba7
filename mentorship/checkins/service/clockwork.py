"""When a clock is due, by what is stored about the pair or the person."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import causes, logs, talks
from mentorship.checkins.rules import clocks
from mentorship.checkins.rules.clocks import Due
from mentorship.checkins.rules.follow_ups import (
    DATED,
    NEED_OF,
    WHILE_RESTING,
    Kind,
    Reason,
)
from mentorship.checkins.rules.talks import moment_of
from mentorship.kernel import settings
from mentorship.matches.service.reviews import next_review_of
from mentorship.profiles.service.readiness import readiness_standing


def due_of(session: Session, row: FollowUp) -> Due:
    """Tell when a clock is due, why, and since when it has been running."""
    last = row.settled_at or row.opened_at
    if row.kind is Kind.WAITING:
        concern = causes.last_concern(session, [row.person_id])
        is_new = row.reason is Reason.NEW_PERSON and row.settled_at is None
        due = clocks.waiting_due(last, settings.current(session), concern, is_new=is_new)
        return Due(due, Reason.NEW_PERSON if is_new else Reason.STILL_WAITING, last)
    if row.kind in DATED:
        return _dated(session, row, last)
    if row.kind is Kind.SILENCE:
        return Due(clocks.silent_due(last, settings.current(session)), Reason.SILENT, last)
    if row.kind in WHILE_RESTING:
        in_touch = row.kind is Kind.KEEP_TOUCH
        at = clocks.resting_due(last, settings.current(session), in_touch=in_touch)
        return Due(at, Reason.RESTS_IN_TOUCH if in_touch else Reason.RESTS, last)
    return _contact(session, row, last) if row.kind is Kind.CONTACT else _pair(session, row)


def _contact(session: Session, row: FollowUp, last: datetime) -> Due:
    reason = Reason.CONTACT_DUE if row.settled_at else Reason.FIRST_CONTACT
    assert row.match_id, "this clock has its match"
    match = talks.match_of_pair(session, row.match_id)
    concern = causes.last_concern(session, [match.mentee_id, match.mentor_id])
    due = clocks.contact_due(_began(session, row), last, settings.current(session), concern)
    return Due(due, reason, last)


def _dated(session: Session, row: FollowUp, last: datetime) -> Due:
    day = _day_of(session, row)
    # Where the agency now asks for more than is there, the day stays as it was.
    at = moment_of(day, time(0), settings.current(session).time_zone) if day else row.due_at
    return Due(at, row.reason, last)


def _day_of(session: Session, row: FollowUp) -> date | None:
    if row.kind is Kind.PAIR_REVIEW:
        assert row.match_id, "this clock has its match"
        return next_review_of(session, talks.match_of_pair(session, row.match_id))
    standing = readiness_standing(session, load_person(session, row.person_id))
    return standing.until.get(NEED_OF[row.kind])


def _pair(session: Session, row: FollowUp) -> Due:
    agency = settings.current(session)
    said = logs.said_of(session, row.subject_id, agency.time_zone)
    began = _began(session, row)
    ends = talks.planned_ends(session, row.subject_id, clocks.heard(began, row.settled_at, said))
    return clocks.pair_due(began, row.settled_at, said, ends, agency)


def _began(session: Session, row: FollowUp) -> datetime:
    assert row.match_id, "a clock of a pair has its match"
    match = talks.match_of_pair(session, row.match_id)
    return match.began_at or match.made_at
