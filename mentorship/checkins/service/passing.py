"""Passing on what nobody took: to whom it goes by the agency's plan, and telling them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.queries import staff_with
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.queries import causes
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules import duty
from mentorship.checkins.rules.follow_ups import OR_ELSE, Kind, Owner, Reason
from mentorship.checkins.rules.reports import NEXT_READERS
from mentorship.kernel import live_use, settings
from mentorship.kernel.access import COORDINATORS, Role
from mentorship.kernel.words import _
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import alert_on_call, overtake, tell


def goes_to(
    session: Session, row: FollowUp, owner: Owner, now: datetime
) -> tuple[Owner, UUID | None]:
    """Tell at whose it is now: the first one of that step who is here and may see it.

    Where a step of the plan has nobody, the next one has it; it is never said to be with nobody.
    What none of those whom somebody chose may read comes to the next one at once.
    """
    barred, looks_after = queries.barred_from(session, row), too_near(session, row)
    if row.kind is Kind.COMPLAINT and row.taken_by is None and not _chosen(session, row, barred):
        owner = Owner.READER
    while owner is not Owner.COORDINATOR:
        for staff in _of_step(session, row, owner, now):
            # Who has it and did not end it is not the next one.
            if staff.human_id not in barred and staff.id not in {row.taken_by, *looks_after}:
                return owner, staff.id
        owner = OR_ELSE[owner]
    return owner, None


def too_near(session: Session, row: FollowUp) -> frozenset[UUID]:
    """Tell who of the staff is not to call: a mentor who steps back speaks with somebody else.

    Where nobody else is here, whoever looks after the ones they talk with calls all the same.
    """
    reasons = {cause.reason for cause in causes.standing(session, row.id)}
    if Reason.STEPPED_BACK not in reasons:
        return frozenset()
    near = queries.looked_after_by(session, row.person_id)
    barred = queries.barred_from(session, row)
    free = {staff.id for staff in who_may_stand_in(session) if staff.human_id not in barred}
    return near if free - near else frozenset()


def tell_them(session: Session, row: FollowUp, before: UUID | None, now: datetime) -> None:
    """Tell whoever a follow-up has just come to, and no longer whom it went on from."""
    if row.passed_to == before:
        return
    tell_no_longer(session, row)
    if row.passed_to is not None:
        tell(session, row.passed_to, NoticeKind.FOLLOW_UP_PASSED, now, ref=row.id)


def tell_no_longer(session: Session, row: FollowUp) -> None:
    """Take off first pages that a follow-up came to somebody, because it is not with them now."""
    overtake(session, [row.id], NoticeKind.FOLLOW_UP_PASSED)


def alert(session: Session, row: FollowUp, now: datetime) -> None:
    """Send a mail about a worry to those on call, or to whom it comes while nobody is.

    Never to the one it is about or names, nor to who is kept apart from them.
    """
    barred = queries.barred_from(session, row)
    to = {staff.id for staff in on_call(session, now) if staff.human_id not in barred}
    also = {row.passed_to} if to else {row.passed_to, goes_to(session, row, Owner.ON_CALL, now)[1]}
    alert_on_call(session, sorted(to | {staff_id for staff_id in also if staff_id}), now)


def on_call(session: Session, now: datetime) -> list[Person]:
    """List who is on call at a moment by the plan and here, the first one first."""
    may = {str(staff.id): staff for staff in who_may_stand_in(session)}
    named = duty.on_call_at(now, settings.current(session))
    return [may[staff_id] for staff_id in named if staff_id in may]


def on_call_now(session: Session, person_id: UUID | None, now: datetime) -> bool:
    """Tell whether somebody is on call at a moment."""
    return person_id in {staff.id for staff in on_call(session, now)}


@live_use.before_live_use
def nobody_on_call(session: Session) -> list[str]:
    """Name the plan of who is on call, where it names nobody who is still here."""
    plan = settings.current(session).on_call_week
    there = {str(staff.id) for staff in who_may_stand_in(session)}
    if not plan or any({shift.first, shift.second} & there for shift in plan):
        return []
    return [_("somebody on call who is still here")]


def who_may_stand_in(session: Session) -> list[Person]:
    """List the staff who can be on call or a deputy: those who may see what is on the board."""
    found = {
        staff.id: staff for role in sorted(COORDINATORS) for staff in staff_with(session, role)
    }
    return list(found.values())


def _chosen(session: Session, row: FollowUp, barred: frozenset[UUID]) -> bool:
    chosen = staff_with(session, session.get_one(Report, row.subject_id).reader)
    return any(staff.human_id not in barred for staff in chosen)


def _of_step(session: Session, row: FollowUp, owner: Owner, now: datetime) -> Iterator[Person]:
    if owner is Owner.READER:
        report = session.get_one(Report, row.subject_id)
        for role in NEXT_READERS[report.reader]:
            yield from staff_with(session, role)
        return
    if owner is Owner.LEAD:
        yield from staff_with(session, Role.SAFEGUARDING)
        return
    if owner is Owner.ON_CALL:
        yield from on_call(session, now)
        return
    may = {str(staff.id): staff for staff in who_may_stand_in(session)}
    named = settings.current(session).deputies
    yield from (may[staff_id] for staff_id in named if staff_id in may)
