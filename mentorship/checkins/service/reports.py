"""The safety line and complaints: raised, put before chosen eyes, and read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.queries import all_staff, staff_with
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.queries import logs as queries
from mentorship.checkins.rules import hours, reports
from mentorship.checkins.rules.follow_ups import Kind, Reason, is_on_call
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.follow_ups import raise_
from mentorship.kernel import audit, events, settings, vault
from mentorship.kernel.access import COORDINATORS, Actor, Role
from mentorship.kernel.audit import Purpose
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import alert_on_call, mail_is_set_up, tell


@dataclass(frozen=True)
class Reading:
    """The truth about when somebody reads what is sent now."""

    at: datetime
    now_staffed: bool
    mail_goes_out: bool


def next_reading(session: Session, now: datetime) -> Reading:
    """Tell when the next person reads what is sent now."""
    agency = settings.current(session)
    at = hours.next_reading(now, agency)
    return Reading(at, hours.is_staffed(now, agency), mail_is_set_up(session))


def raise_safety(
    session: Session, actor: Actor, person_id: UUID, whose: Whose, words: str, now: datetime,
    named_id: UUID | None = None,
) -> Report:  # fmt: skip
    """Put a worry about somebody's safety at the top of the board, and alert who is on call."""
    report = _add(session, person_id, Role.SAFEGUARDING, words, now, named_id, whose)
    agency = settings.current(session)
    raise_(
        session, actor, Reason.WORRIED_NOW, person_id, now, subject_id=report.id,
        due=now + timedelta(hours=agency.safety_hours),
    )  # fmt: skip
    for role in sorted(COORDINATORS):
        for staff in staff_with(session, role):
            if staff.id != named_id:
                tell(session, staff.id, NoticeKind.SAFETY_RAISED, now, ref=report.id)
    alert_on_call(session, now)
    events.publish(session, events.SafetyRaised(report.id), now)
    audit.record(session, actor, "raised_safety", person_id, now)
    return report


def complain(
    session: Session, actor: Actor, person_id: UUID, reader: Role, words: str, now: datetime,
    named_id: UUID | None = None,
) -> Report:  # fmt: skip
    """Put a complaint before the reader chosen; the one it names never sees it."""
    report = _add(session, person_id, reader, words, now, named_id, None)
    due = now + timedelta(days=settings.current(session).complaint_days)
    row = raise_(
        session, actor, Reason.NOT_TREATED_RIGHT, person_id, now, subject_id=report.id, due=due
    )
    for staff in staff_with(session, reader):
        if staff.id != named_id:
            tell(session, staff.id, NoticeKind.COMPLAINT_RAISED, now, ref=row.id)
    audit.record(session, actor, "complained", person_id, now)
    return report


def words_of(session: Session, actor: Actor, row: FollowUp, now: datetime) -> str | None:
    """Open the words of a report for whom they are meant; for everybody else there are none."""
    if row.kind not in {Kind.SAFETY, Kind.COMPLAINT}:
        return None
    report = session.get_one(Report, row.subject_id)
    is_safety = row.kind is Kind.SAFETY
    allowed = reports.may_read(
        report.reader, actor.roles, is_safety=is_safety, on_call=_on_call(session, actor),
        is_named=queries.is_same_human(session, actor, report.named_id),
    )  # fmt: skip
    if report.words is None or not allowed:
        return None
    purpose = Purpose.SAFETY if is_safety else Purpose.COMPLAINT
    return audit.opening(session, actor, report.person_id, purpose, now).read(report, "words")


def staff_to_name(session: Session) -> list[tuple[str, str]]:
    """List the staff somebody can name, by the letters that staff give them in person."""
    return [(str(staff.id), staff.code) for staff in all_staff(session)]


def _on_call(session: Session, actor: Actor) -> bool:
    code = queries.code_of(session, actor.person_id)
    return bool(code) and is_on_call(code, settings.current(session).on_call_staff)


def _add(
    session: Session, person_id: UUID, reader: Role, words: str, now: datetime,
    named_id: UUID | None, whose: Whose | None,
) -> Report:  # fmt: skip
    report = Report(
        id=uuid4(), person_id=person_id, at=now, whose=whose, reader=reader, named_id=named_id
    )
    if words:
        vault.seal(session, report, "words", words)
    session.add(report)
    session.flush()
    return report
