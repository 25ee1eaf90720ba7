"""The safety line and complaints: raised, put before chosen eyes, and read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.queries import all_staff, staff_with
from mentorship.accounts.queries import person as load_person
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.queries.logs import spoken_of
from mentorship.checkins.rules import duty, hours, reports
from mentorship.checkins.rules.follow_ups import REPORTED, Kind, Reason
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.follow_ups import raise_
from mentorship.checkins.service.passing import alert, on_call_now, who_may_stand_in
from mentorship.checkins.service.talks import called, other_of
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import Actor, How, Role
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import reached_on_call, tell
from mentorship.profiles.queries import closed_with


@dataclass(frozen=True)
class Reading:
    """The truth about when somebody reads what is sent now.

    `there_at` is when somebody is there again, `at` when the next one reads a worry: there, or on
    call where word goes out. Neither has a moment where nobody is planned.
    """

    at: datetime | None
    there_at: datetime | None
    now_staffed: bool
    now_on_call: bool


@dataclass(frozen=True)
class ReportShown:
    """A report as those read it whom it is for."""

    whose: Whose | None
    words: str
    named: str
    how: How | None
    recorded_by: str


def next_reading(session: Session, now: datetime, by_id: UUID | None = None) -> Reading:
    """Tell when the next person reads what is sent now, by the hours and the plan.

    Whom no mail reaches is not counted: nobody would tell them. Nor is who may not read of the one
    who sends it, if that one is known.
    """
    agency = settings.current(session)
    closed = closed_with(session, [load_person(session, by_id).human_id] if by_id else [])
    there = {staff.id for staff in who_may_stand_in(session) if staff.human_id not in closed}
    reached = {str(staff_id) for staff_id in reached_on_call(session, there)}
    plan = replace(agency, on_call=duty.only(agency.on_call, reached))
    return Reading(
        duty.next_reading(now, plan), hours.next_reading(now, agency),
        hours.is_staffed(now, agency), duty.on_call_at(now, plan) != (),
    )  # fmt: skip


def raise_safety(
    session: Session, actor: Actor, person_id: UUID, whose: Whose, words: str, now: datetime,
    named_id: UUID | None = None,
) -> Report:  # fmt: skip
    """Put a worry about somebody's safety at the top of the board, and alert who is on call.

    The one it is about or names never reads it, in whatever hat.
    """
    about = named_id or _the_other(session, person_id, whose)
    report = _add(session, actor, person_id, Role.SAFEGUARDING, words, now, about, whose)
    due = now + timedelta(hours=settings.current(session).safety_hours)
    row = raise_(session, actor, Reason.WORRIED_NOW, person_id, now, subject_id=report.id, due=due)
    _tell(session, row, who_may_stand_in(session), NoticeKind.SAFETY_RAISED, report.id, now)
    alert(session, row, now)
    audit.record(session, actor, "raised_safety", person_id, now)
    return report


def complain(
    session: Session, actor: Actor, person_id: UUID, reader: Role, words: str, now: datetime,
    named_id: UUID | None = None,
) -> FollowUp:  # fmt: skip
    """Put a complaint before the reader chosen; the one it names never sees it.

    Where none of the chosen may read it, it comes to the next one at once, and is with them.
    """
    report = _add(session, actor, person_id, reader, words, now, named_id, None)
    due = now + timedelta(days=settings.current(session).complaint_days)
    row = raise_(
        session, actor, Reason.NOT_TREATED_RIGHT, person_id, now, subject_id=report.id, due=due
    )
    told = _tell(
        session, row, staff_with(session, reader), NoticeKind.COMPLAINT_RAISED, row.id, now
    )
    if not told and row.passed_to is None:
        raise RuleBroken(
            _("Nothing was sent: nobody who works here may read it. Tell somebody outside."),
            field="reader",
        )
    audit.record(session, actor, "complained", person_id, now)
    return row


def report_of(session: Session, actor: Actor, row: FollowUp, now: datetime) -> ReportShown | None:
    """Open a report for whom it is meant; for everybody else there is none."""
    if row.kind not in REPORTED or actor.human_id in queries.barred_from(session, row):
        return None
    report = session.get_one(Report, row.subject_id)
    is_safety = row.kind is Kind.SAFETY
    on_call = on_call_now(session, actor.person_id, now)
    may_read = reports.may_read(report.reader, actor.roles, is_safety=is_safety, on_call=on_call)
    if not may_read and actor.person_id not in {row.passed_to, row.taken_by} - {None}:
        return None
    purpose = Purpose.SAFETY if is_safety else Purpose.COMPLAINT
    opening = audit.opening(session, actor, report.person_id, purpose, now)
    return ReportShown(
        report.whose, opening.read(report, "words") if report.words else "",
        spoken_of(session, report.named_id), report.how, spoken_of(session, report.recorded_by),
    )  # fmt: skip


def to_name(
    session: Session, actor: Actor, person_id: UUID, now: datetime
) -> list[tuple[str, str]]:
    """List whom somebody can name: the ones they talk with, and the staff."""
    matches = talks.matches_seen(session, actor, person_id)
    others = [(other_of(match, person_id), match) for match in matches]
    known = [(str(id_), called(session, actor, match, id_, now)) for id_, match in others]
    return known + staff_to_name(session)


def staff_to_name(session: Session) -> list[tuple[str, str]]:
    """List the staff somebody can name, as people know them."""
    return [(str(staff.id), staff.called or staff.code) for staff in all_staff(session)]


def _the_other(session: Session, person_id: UUID, whose: Whose) -> UUID | None:
    matches = talks.matches_of(session, person_id)
    if whose is not Whose.THEIRS or len(matches) != 1:
        return None
    return other_of(matches[0], person_id)


def _tell(
    session: Session, row: FollowUp, staff: Iterable[Person], kind: NoticeKind, ref: UUID,
    now: datetime,
) -> int:  # fmt: skip
    barred = queries.barred_from(session, row)
    may = [person for person in staff if person.human_id not in barred]
    for person in may:
        tell(session, person.id, kind, now, ref=ref)
    return len(may)


def _add(
    session: Session, actor: Actor, person_id: UUID, reader: Role, words: str, now: datetime,
    named_id: UUID | None, whose: Whose | None,
) -> Report:  # fmt: skip
    report = Report(
        id=uuid4(), person_id=person_id, at=now, whose=whose, reader=reader, named_id=named_id,
        how=actor.how, recorded_by=None if actor.for_(person_id) else actor.person_id,
    )  # fmt: skip
    if words:
        vault.seal(session, report, "words", words)
    session.add(report)
    session.flush()
    return report
