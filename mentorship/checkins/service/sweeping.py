"""The sweep: what is due turns, once, however often and wherever it runs."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import FollowUp, Rhythm
from mentorship.checkins.queries import bookings, logs, talks
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.rules import ladders
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, Stage, State, Step
from mentorship.checkins.rules.rhythms import occurrences
from mentorship.checkins.service import passing
from mentorship.checkins.service.follow_ups import close, raise_
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.settings import Agency
from mentorship.matches.queries import offers
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import alert_on_call, overtake, tell
from mentorship.profiles.queries import answers, unreachable

ASKS_ABOUT_IT = {
    Reason.NO_SAFE_WAY: NoticeKind.SAFE_CONTACT_ENDED,
    Reason.WAY_TO_CONFIRM: NoticeKind.SAFE_CONTACT_CHANGED,
}


def sweep(session: Session, now: datetime) -> int:
    """Turn what is due now, and tell how many turned; what was past for long is folded into one."""
    agency = settings.current(session)
    bookings.forget_past(session, now)
    plan_ahead(session, now)
    logs.blank_notes(session, now, agency.note_days)
    _find_unanswered(session, agency, now)
    _close_talked_over(session, now)
    _find_unreachable(session, now)
    return sum(_advance(session, row, agency, now) for row in queries.due_now(session, now))


def plan_ahead(session: Session, now: datetime) -> None:
    """Add the talks of every active rhythm for the weeks ahead."""
    for rhythm in talks.active_rhythms(session):
        plan(session, rhythm, now)


def plan(session: Session, rhythm: Rhythm, now: datetime) -> list[datetime]:
    """Add the talks of one rhythm for the weeks ahead, and tell which times were taken.

    Those that are there stay as they are.
    """
    agency = settings.current(session)
    until = now + timedelta(weeks=agency.meetings_ahead_weeks)
    moments = occurrences(rhythm.rule, rhythm.first_at, rhythm.zone, now, until)
    return [at for at in moments if not talks.add_slot(session, rhythm, at, now)]


def _find_unanswered(session: Session, agency: Agency, now: datetime) -> None:
    waiting = offers.unanswered(session, now - timedelta(days=agency.offer_days))
    for row in queries.open_of_kind(session, Kind.OFFER):
        if row.subject_id not in {offer.id for offer in waiting}:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for offer in waiting:
        if not queries.was_ever(session, Kind.OFFER, offer.id):
            raise_(
                session, SYSTEM, Reason.OFFER_UNANSWERED, offer.person_id, now, subject_id=offer.id
            )


def _close_talked_over(session: Session, now: datetime) -> None:
    for row in queries.open_of_kind(session, Kind.TALK_NEEDED):
        choices = answers.record(session, row.person_id).choices
        may_be_looked_for = choices.can_look(now) and not choices.needs_talk(now)
        if may_be_looked_for or talks.matches_of(session, row.person_id):
            close(session, SYSTEM, row, Outcome.OVER, now)


def _find_unreachable(session: Session, now: datetime) -> None:
    found = {
        person_id: (Reason.WAY_TO_CONFIRM if waits else Reason.NO_SAFE_WAY, since)
        for person_id, (waits, since) in unreachable(session, now).items()
    }
    for row in queries.open_of_kind(session, Kind.REACH):
        if row.person_id not in found or found[row.person_id][0] is not row.reason:
            close(session, SYSTEM, row, Outcome.OVER, now)
    for person_id, (reason, since) in found.items():
        if not queries.was_ever(session, Kind.REACH, person_id, since):
            raise_(session, SYSTEM, reason, person_id, now)
            tell(session, person_id, ASKS_ABOUT_IT[reason], now)


def _advance(session: Session, row: FollowUp, agency: Agency, now: datetime) -> bool:
    before = row.passed_to
    woke = row.state is State.SNOOZED
    marks = ladders.ladder(
        row.reason, row.opened_at, row.due_at, agency, taken=row.taken_by is not None
    )
    mark = ladders.mark_at(marks, now)
    owner, passed_to = passing.goes_to(session, row, mark.owner)
    turned = queries.turn(
        session, row, state=State.OPEN, stage=mark.stage, owner=owner, passed_to=passed_to,
        snoozed_until=None, next_at=ladders.next_after(marks, now),
    )  # fmt: skip
    if turned:
        step = _step(mark, woke=woke)
        queries.add_step(session, row.id, step, None, now, stage=mark.stage)
        _tell_those_concerned(session, row, mark, before, now)
    return turned


def _step(mark: ladders.Mark, *, woke: bool) -> Step:
    if woke:
        return Step.WOKE
    return Step.REMINDED if mark.remind else Step.TURNED


def _tell_those_concerned(
    session: Session, row: FollowUp, mark: ladders.Mark, before: UUID | None, now: datetime
) -> None:
    if mark.remind:
        overtake(session, row.subject_id, NoticeKind.LOG_WAITING)
        tell(session, row.person_id, NoticeKind.LOG_WAITING, now, ref=row.subject_id)
    passing.tell_them(session, row, before, now)
    if mark.stage is Stage.SAFETY:
        alert_on_call(session, now)
