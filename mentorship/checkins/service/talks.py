"""The verbs of talks: set a rhythm, add, move and cancel a talk."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.models import Meeting, Rhythm
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.rules import talks as rules
from mentorship.checkins.rules.talks import Every, MeetingState, MeetingStep, Way
from mentorship.checkins.service.follow_ups import wind_pair
from mentorship.checkins.service.sweeping import plan
from mentorship.kernel import audit, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.matches.models import Match
from mentorship.matches.service.pair_page import name_of
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell


def match_for(session: Session, person_id: UUID, match_id: UUID | None = None) -> Match:
    """Give the match a person means: the chosen one of theirs, or the only one."""
    mine = queries.matches_of(session, person_id)
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


def set_rhythm(
    session: Session, actor: Actor, match: Match, every: Every, way: Way, minutes: int,
    first_day: date, first_time: time, now: datetime,
) -> Rhythm:  # fmt: skip
    """Give a pair its rhythm; talks that were ahead by the old one make room for the new."""
    first_at = rules.moment_of(first_day, first_time, settings.current(session).time_zone)
    rules.check_length(minutes)
    rules.check_ahead(first_at, now)
    before = queries.rhythm_of(session, match.id)
    if before is not None:
        before.replaced_at = now
        session.flush()
    queries.drop_ahead(session, match.id, now)
    rhythm = Rhythm(
        match_id=match.id, every=every, way=way, minutes=minutes, first_at=first_at,
        set_by=actor.person_id, set_at=now,
    )  # fmt: skip
    session.add(rhythm)
    session.flush()
    plan(session, rhythm, now)
    wind_pair(session, match.id, now)
    _record(session, actor, "set_rhythm", match, now)
    return rhythm


def add_talk(
    session: Session, actor: Actor, match: Match, day: date, at: time, minutes: int, way: Way,
    now: datetime,
) -> Meeting:  # fmt: skip
    """Add one talk beside the rhythm."""
    moment = rules.moment_of(day, at, settings.current(session).time_zone)
    rules.check_length(minutes)
    rules.check_ahead(moment, now)
    meeting = Meeting(
        match_id=match.id, at=moment, minutes=minutes, way=way, state=MeetingState.PLANNED
    )
    session.add(meeting)
    session.flush()
    wind_pair(session, match.id, now)
    _record(session, actor, "added_talk", match, now)
    return meeting


def move_talk(
    session: Session, actor: Actor, meeting: Meeting, day: date, at: time, now: datetime
) -> None:
    """Give a talk another time, and tell the other one."""
    moment = rules.moment_of(day, at, settings.current(session).time_zone)
    rules.check_ahead(moment, now)
    meeting.state = rules.meeting_after(meeting.state, MeetingStep.MOVE)
    meeting.at = moment
    _changed(session, actor, meeting, NoticeKind.TALK_MOVED, now)


def cancel_talk(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> None:
    """Take a talk off both lists, and tell the other one."""
    meeting.state = rules.meeting_after(meeting.state, MeetingStep.CANCEL)
    _changed(session, actor, meeting, NoticeKind.TALK_CANCELLED, now)


def _changed(
    session: Session, actor: Actor, meeting: Meeting, kind: NoticeKind, now: datetime
) -> None:
    session.flush()
    match = queries.match_of_pair(session, meeting.match_id)
    for person_id in (match.mentee_id, match.mentor_id):
        if not actor.for_(person_id):
            tell(session, person_id, kind, now, ref=meeting.id)
    wind_pair(session, match.id, now)
    _record(session, actor, kind.value, match, now)


def _record(session: Session, actor: Actor, act: str, match: Match, now: datetime) -> None:
    for person_id in (match.mentee_id, match.mentor_id):
        audit.record(session, actor, act, person_id, now)
