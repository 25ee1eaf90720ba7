"""The verbs of logs and taps: log, change, take back, tap."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import CheckIn, CheckInVersion, Meeting, Tap
from mentorship.checkins.queries import bookings, follow_ups, talks
from mentorship.checkins.queries import logs as queries
from mentorship.checkins.rules import logs as rules
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import LogEntry, TapEntry
from mentorship.checkins.rules.talks import (
    MeetingState,
    MeetingStep,
    Way,
    day_of,
    meeting_after,
    moment_of,
)
from mentorship.checkins.service import clockwork, pace, silence
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.follow_ups import raise_, withdraw
from mentorship.checkins.service.running import wind_pair
from mentorship.checkins.service.talks import put_back
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.kernel.words import _
from mentorship.matches.models import Match
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake

LONG_ENOUGH = 60
Asked = set[tuple[UUID, Reason]]


@dataclass(frozen=True)
class Earlier:
    """What a log said until it was corrected, by the mentor alone or by staff for them."""

    until: datetime
    by_staff: bool
    said: LogEntry


def log(
    session: Session, actor: Actor, match: Match, entry: LogEntry, now: datetime,
    meeting: Meeting | None = None, *, one_more: bool = True,
) -> CheckIn:  # fmt: skip
    """Log a talk; a talk of that day that has begun is the one that is meant.

    Where nobody said that it is `one_more`, a second one of a day is asked about first.
    """
    _check(session, match, entry, now)
    if not one_more:
        _ask_whether_one_more(session, match, entry.on_day, meeting)
    meeting = meeting or _planned_on(session, match, entry.on_day, now)
    if meeting is not None:
        meeting.state = meeting_after(meeting.state, MeetingStep.LOG)
        bookings.free(session, [meeting.id])
    plan = meeting or talks.rhythm_of(session, match.id)
    row = CheckIn(
        id=uuid4(), match_id=match.id, meeting_id=meeting.id if meeting else None,
        person_id=match.mentee_id, mentor_id=match.mentor_id, how=actor.how,
        recorded_by=actor.person_id, logged_at=now,
        minutes=plan.minutes if plan else LONG_ENOUGH, way=plan.way if plan else Way.PHONE,
    )  # fmt: skip
    _write(session, row, entry, "")
    session.add(row)
    session.flush()
    _ask_staff(session, actor, row, match, _asked(session, row, match, entry), now)
    overtake(session, [match.id], NoticeKind.LOG_WAITING, NoticeKind.MATCH_BEGAN)
    audit.record(session, actor, "logged_talk", match.mentor_id, now)
    return row


def change_log(
    session: Session, actor: Actor, row: CheckIn, entry: LogEntry, now: datetime
) -> None:
    """Correct a log, alone within its hours and later through staff; what it said stays as a trace.

    What it no longer asks of staff is taken back, and what it asked before is not asked again.
    """
    if actor.how is None:
        _check_may_change(session, row, now)
    match = queries.match_of(session, row)
    _check(session, match, entry, now)
    before = entry_of(session, actor, row, now)
    entry = replace(entry, minutes=entry.minutes or row.minutes, way=entry.way or row.way.value)
    if entry == before:
        return
    asked = _asked(session, row, match, before)
    _keep_version(session, actor, row, before, now)
    _write(session, row, entry, before.note)
    session.flush()
    still = _asked(session, row, match, entry)
    if entry.note != before.note:
        asked.discard((match.mentor_id, Reason.NOTE))
    withdraw(session, actor, row.id, now, but={reason for _person, reason in still})
    _ask_staff(session, actor, row, match, still - asked, now)
    audit.record(session, actor, "changed_log", match.mentor_id, now)


def take_back(session: Session, actor: Actor, row: CheckIn, now: datetime) -> None:
    """Take a log back within its hours; the talk is unknown again."""
    _check_may_change(session, row, now)
    if row.taken_back_at is not None:
        raise Overtaken
    row.taken_back_at = now
    queries.drop_notes(session, row)
    match = queries.match_of(session, row)
    if row.meeting_id:
        meeting = session.get_one(Meeting, row.meeting_id)
        meeting.state = meeting_after(meeting.state, MeetingStep.UNLOG)
        put_back(session, match, meeting, now)
    session.flush()
    withdraw(session, actor, row.id, now)
    _look_again(session, match.id, now)
    audit.record(session, actor, "took_back_log", match.mentor_id, now)


def entry_of(session: Session, actor: Actor, row: CheckIn, now: datetime) -> LogEntry:
    """Give a log as it was said, for the mentor who said it or staff who correct it for them."""
    return _said(session, actor, row, now)


def trace_of(session: Session, actor: Actor, row: CheckIn, now: datetime) -> list[Earlier]:
    """Give what a log said before each correction, the newest first, for who may read the log."""
    return [
        Earlier(version.until, version.how is not None, _said(session, actor, version, now))
        for version in queries.versions_of(session, row)
    ]


def notes_of(session: Session, actor: Actor, match_id: UUID, now: datetime) -> list[str]:
    """Open the notes about a pair for staff who follow up; the opening is recorded."""
    return [
        audit.opening(session, actor, row.person_id, Purpose.FOLLOW_UP, now).read(row, "note")
        for row in queries.logs_of(session, match_id)
        if row.note is not None
    ]


def is_called(session: Session, row: CheckIn) -> bool:
    """Tell whether a log has somebody of staff call its mentor."""
    said = LogEntry(row.outcome, row.on_day, feeling=row.feeling, call_me=row.call_me)
    before = queries.feeling_before(session, queries.match_of(session, row).id, row)
    return bool(rules.asked_by_log(said, before))


def next_by(session: Session, match_id: UUID, now: datetime) -> datetime:
    """Tell by when the next log is expected: as the clock of the pair says, where it looks ahead.

    After a talk that was not held staff see to the pair, and the days count from now.
    """
    clock = follow_ups.clock_of(session, match_id)
    due = clockwork.due_of(session, clock).at if clock else now
    if due > now:
        return due
    agency = settings.current(session)
    planned = talks.next_planned(session, match_id, now)
    if planned is None:
        return now + timedelta(days=agency.later_log_days)
    return planned.at + timedelta(days=agency.talk_grace_days)


def tap(session: Session, actor: Actor, mentee: Person, entry: TapEntry, now: datetime) -> Tap:
    """Note what a mentee said in two taps, and put on the board what it asks of staff."""
    rules.check_tap(entry)
    row = Tap(
        id=uuid4(), person_id=mentee.id, at=now, how=actor.how, going=entry.going,
        not_heard=entry.not_heard, wants_to_talk=entry.wants_to_talk,
    )  # fmt: skip
    session.add(row)
    session.flush()
    match = next(iter(talks.matches_of(session, mentee.id)), None)
    for reason in rules.asked_by_tap(entry):
        raise_(
            session, actor, reason, mentee.id, now, cause_id=row.id,
            match_id=match.id if match else None,
        )  # fmt: skip
    silence.heard_of(session, mentee.id, now)
    audit.record(session, actor, "said_how_it_is", mentee.id, now)
    return row


def _check(session: Session, match: Match, entry: LogEntry, now: datetime) -> None:
    zone = zone_of(session, match.mentor_id)
    began = day_of(match.began_at or match.made_at, zone)
    rules.check_entry(entry, began, day_of(now, zone))


def _ask_whether_one_more(
    session: Session, match: Match, day: date, meeting: Meeting | None
) -> None:
    may_be_logged = meeting is None or meeting.state is MeetingState.PLANNED
    if may_be_logged and queries.is_logged_on(session, match.id, day):
        sentence = _(
            "You logged a talk with them on that day before. If you talked once more, tick this "
            "and save."
        )
        raise RuleBroken(sentence, status=422, field="again")


def _check_may_change(session: Session, row: CheckIn, now: datetime) -> None:
    rules.check_may_change(row.logged_at, now, settings.current(session).log_edit_hours)


def _said(session: Session, actor: Actor, row: CheckIn | CheckInVersion, now: datetime) -> LogEntry:
    note = ""
    if row.note is not None:
        purpose = Purpose.AGENDA if actor.how is None else Purpose.ON_BEHALF
        note = audit.opening(session, actor, row.person_id, purpose, now).read(row, "note")
    return LogEntry(
        row.outcome, row.on_day, row.minutes, row.way.value, row.feeling, row.call_me, row.worry,
        row.pause_asked, note,
    )  # fmt: skip


def _keep_version(
    session: Session, actor: Actor, row: CheckIn, said: LogEntry, now: datetime
) -> None:
    version = CheckInVersion(
        id=uuid4(), check_in_id=row.id, person_id=row.person_id, until=now, how=actor.how,
        corrected_by=actor.person_id, on_day=row.on_day, outcome=row.outcome, minutes=row.minutes,
        way=row.way, feeling=row.feeling, call_me=row.call_me, worry=row.worry,
        pause_asked=row.pause_asked, note_acted_at=row.note_acted_at,
    )  # fmt: skip
    if said.note:
        vault.seal(session, version, "note", said.note)
    session.add(version)


def _write(session: Session, row: CheckIn, entry: LogEntry, note_before: str) -> None:
    row.on_day, row.outcome, row.feeling = entry.on_day, entry.outcome, entry.feeling
    row.call_me, row.worry, row.pause_asked = entry.call_me, entry.worry, entry.pause_asked
    row.minutes = entry.minutes or row.minutes
    row.way = Way(entry.way) if entry.way else row.way
    if entry.note == note_before:
        return
    row.note = row.note_acted_at = None
    if entry.note:
        vault.seal(session, row, "note", entry.note)


def _asked(session: Session, row: CheckIn, match: Match, entry: LogEntry) -> Asked:
    before = queries.feeling_before(session, match.id, row)
    of_mentor = {(match.mentor_id, reason) for reason in rules.asked_by_log(entry, before)}
    return of_mentor | {(match.mentee_id, reason) for reason in rules.asked_about_mentee(entry)}


def _ask_staff(
    session: Session, actor: Actor, row: CheckIn, match: Match, asked: Asked, now: datetime
) -> None:
    for person_id, reason in sorted(asked):
        raise_(session, actor, reason, person_id, now, match_id=match.id, cause_id=row.id)
    _look_again(session, match.id, now)


def _look_again(session: Session, match_id: UUID, now: datetime) -> None:
    pace.look_again(session, match_id, now)
    wind_pair(session, match_id, now)


def _planned_on(session: Session, match: Match, day: date, now: datetime) -> Meeting | None:
    # A talk that has not begun cannot be the one that took place.
    zone = zone_of(session, match.mentor_id)
    start = moment_of(day, time(0), zone)
    end = moment_of(day + timedelta(days=1), time(0), zone)
    return talks.unlogged_between(session, match.id, start, min(end, now))
