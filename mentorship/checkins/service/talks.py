"""The verbs of single talks: add, move and cancel one."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import Meeting
from mentorship.checkins.queries import bookings
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.rules import talks as rules
from mentorship.checkins.rules.bookings import check_free
from mentorship.checkins.rules.talks import MeetingState, MeetingStep, Way
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.running import wind_pair
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.matches.models import Match
from mentorship.matches.service.pair_page import name_of
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake, tell


def match_for(
    session: Session, actor: Actor, person_id: UUID, match_id: UUID | None = None
) -> Match:
    """Give the match a person means: the chosen one of theirs, or the only one."""
    mine = queries.matches_seen(session, actor, person_id)
    chosen = [match for match in mine if match_id in {None, match.id}]
    if not chosen:
        raise NotFound
    return chosen[0]


def other_of(match: Match, person_id: UUID) -> UUID:
    """Tell who the other one of a pair is."""
    return match.mentor_id if person_id == match.mentee_id else match.mentee_id


def called(session: Session, actor: Actor, match: Match, person_id: UUID, now: datetime) -> str:
    """Give the name somebody chose for the one they talk with; showing it is recorded."""
    return name_of(session, actor, match, person_id, now) or _("the one you talk with")


def add_talk(
    session: Session, actor: Actor, person: Person, match: Match, day: date, at: time,
    minutes: int, way: Way, now: datetime,
) -> Meeting:  # fmt: skip
    """Add one talk beside the rhythm, and tell the other one."""
    moment = rules.agreed(day, at, zone_of(session, person.id))
    rules.check_length(minutes)
    rules.check_ahead(moment, now)
    meeting = add_moment(session, actor, person, match, moment, minutes, way, now)
    tell(session, other_of(match, person.id), NoticeKind.TALK_PLANNED, now, ref=meeting.id)
    return meeting


def add_moment(
    session: Session, actor: Actor, person: Person, match: Match, moment: datetime, minutes: int,
    way: Way, now: datetime,
) -> Meeting:  # fmt: skip
    """Put a talk into both lists."""
    rules.check_both_here(rests_for_one=match.rests_for_one)
    meeting = Meeting(
        match_id=match.id, at=moment, minutes=minutes, way=way, state=MeetingState.PLANNED,
        changed_at=now, changes=0,
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    check_free(is_free=bookings.take(session, match, meeting))
    planned(session, match, now)
    record(session, actor, "added_talk", person, match, now)
    return meeting


def move_talk(
    session: Session, actor: Actor, person: Person, meeting: Meeting, day: date, at: time,
    now: datetime,
) -> None:  # fmt: skip
    """Give a talk another time, and tell the other one."""
    match = queries.match_of_pair(session, meeting.match_id)
    rules.check_both_here(rests_for_one=match.rests_for_one)
    moment = rules.agreed(day, at, zone_of(session, person.id))
    rules.check_ahead(moment, now)
    _turn(meeting, MeetingStep.MOVE, now)
    meeting.at = moment
    check_free(is_free=bookings.take(session, match, meeting))
    _changed(session, actor, person, meeting, NoticeKind.TALK_MOVED, now)


def cancel_talk(
    session: Session, actor: Actor, person: Person, meeting: Meeting, now: datetime
) -> None:
    """Take a talk off both lists, and tell the other one."""
    _turn(meeting, MeetingStep.CANCEL, now)
    bookings.free(session, [meeting.id])
    _changed(session, actor, person, meeting, NoticeKind.TALK_CANCELLED, now)


def put_back(session: Session, match: Match, meeting: Meeting, now: datetime) -> None:
    """Let a talk ahead take its time again; if it was taken meanwhile, both are told it is off."""
    if meeting.at <= now or bookings.take(session, match, meeting):
        return
    _turn(meeting, MeetingStep.CANCEL, now)
    session.flush()
    overtake(session, [meeting.id], NoticeKind.TALK_PLANNED, NoticeKind.TALK_MOVED)
    for person_id in (match.mentee_id, match.mentor_id):
        tell(session, person_id, NoticeKind.TALK_CANCELLED, now, ref=meeting.id)


def record(
    session: Session, actor: Actor, act: str, person: Person, match: Match, now: datetime
) -> None:
    """Note what one of a pair said about the talks of both."""
    audit.record_pair(session, actor, act, (match.mentee_id, match.mentor_id), now, person.id)


def planned(session: Session, match: Match, now: datetime) -> None:
    """Note that a pair has talks ahead: nobody asks them to plan, and their clock is set."""
    overtake(session, [match.id], NoticeKind.MATCH_BEGAN, NoticeKind.MATCH_RESUMED)
    wind_pair(session, match.id, now)


def _turn(meeting: Meeting, step: MeetingStep, now: datetime) -> None:
    meeting.state = rules.meeting_after(meeting.state, step)
    meeting.changed_at, meeting.changes = now, meeting.changes + 1


def _changed(
    session: Session, actor: Actor, person: Person, meeting: Meeting, kind: NoticeKind,
    now: datetime,
) -> None:  # fmt: skip
    session.flush()
    match = queries.match_of_pair(session, meeting.match_id)
    # Of what is told about one talk only the latest stands.
    overtake(session, [meeting.id], NoticeKind.TALK_PLANNED, NoticeKind.TALK_MOVED)
    tell(session, other_of(match, person.id), kind, now, ref=meeting.id)
    wind_pair(session, match.id, now)
    record(session, actor, kind.value, person, match, now)
