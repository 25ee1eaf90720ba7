"""Rhythms and meetings, and who may see them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select, union, update
from sqlalchemy.orm import Session

from mentorship.checkins.models import Meeting, Rhythm
from mentorship.checkins.queries import bookings
from mentorship.checkins.rules.talks import LONGEST, MeetingState
from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.kernel.db import changed_one, insert_or_ignore
from mentorship.matches.models import Match
from mentorship.matches.queries.pairs import may_see_match
from mentorship.matches.rules.states import MatchState

TALKING = (MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDING)


@access.sees(Meeting)
def may_see_meeting(session: Session, actor: Actor, meeting: Meeting) -> bool:
    """Let both people of an open match see their talks, and staff who record what one of them said.

    For whom those record it, the view checks beside this.
    """
    match = session.get(Match, meeting.match_id)
    if match is None or match.state not in TALKING:
        return False
    return is_of(actor, match) or records_for(session, actor, match)


def is_of(actor: Actor, match: Match) -> bool:
    """Tell whether the actor is one of the two."""
    return actor.for_(match.mentee_id) or actor.for_(match.mentor_id)


def records_for(session: Session, actor: Actor, match: Match) -> bool:
    """Tell whether the actor is of staff who record what one of the two said, and may see both."""
    return actor.how is not None and may_see_match(session, actor, match)


def matches_seen(session: Session, actor: Actor, person_id: UUID) -> list[Match]:
    """List the matches in which a person talks with somebody, as far as the actor may see them."""
    return [it for it in matches_of(session, person_id) if may_see_match(session, actor, it)]


def matches_of(session: Session, person_id: UUID) -> Sequence[Match]:
    """List the matches in which a person talks with somebody."""
    mine = (Match.mentee_id == person_id) | (Match.mentor_id == person_id)
    chosen = select(Match).where(mine, Match.state.in_(TALKING))
    return session.scalars(chosen.order_by(Match.made_at, Match.id)).all()


def match_of_pair(session: Session, match_id: UUID) -> Match:
    """Give one match."""
    return session.scalars(select(Match).where(Match.id == match_id)).one()


def rhythm_of(session: Session, match_id: UUID) -> Rhythm | None:
    """Give the rhythm that holds for a pair."""
    chosen = select(Rhythm).where(Rhythm.match_id == match_id, Rhythm.replaced_at.is_(None))
    return session.scalar(chosen)


def rhythms_between(
    session: Session, match_id: UUID, start: datetime, end: datetime
) -> Sequence[Rhythm]:
    """List the rhythms that a pair had at some time between two moments, the first one first."""
    chosen = select(Rhythm).where(
        Rhythm.match_id == match_id, Rhythm.set_at < end,
        or_(Rhythm.replaced_at.is_(None), Rhythm.replaced_at > start),
    )  # fmt: skip
    return session.scalars(chosen.order_by(Rhythm.set_at)).all()


def to_plan(session: Session, now: datetime, most: int) -> Sequence[Rhythm]:
    """List the rhythms of which a talk is to be planned now, by the stored moment, oldest first."""
    due = select(Rhythm).where(Rhythm.replaced_at.is_(None), Rhythm.plan_at <= now)
    first = due.order_by(Rhythm.plan_at).limit(most)
    return session.scalars(first.with_for_update(skip_locked=True)).all()


def take_up(session: Session, rhythm: Rhythm) -> bool:
    """Claim a rhythm that is to be planned, and tell whether nobody was faster."""
    still = update(Rhythm).where(Rhythm.id == rhythm.id, Rhythm.plan_at == rhythm.plan_at)
    return changed_one(session, still.values(plan_at=None))


def plan_again(session: Session, match_id: UUID, now: datetime) -> None:
    """Have the rhythm that holds for a pair planned at the next sweep."""
    holds = update(Rhythm).where(Rhythm.match_id == match_id, Rhythm.replaced_at.is_(None))
    session.execute(holds.values(plan_at=now))


def talk_with_somebody(session: Session, person_ids: Iterable[UUID]) -> set[UUID]:
    """Tell which of some people have a match in which they talk."""
    some = list(person_ids)
    sides = union(
        select(Match.mentee_id).where(Match.mentee_id.in_(some), Match.state.in_(TALKING)),
        select(Match.mentor_id).where(Match.mentor_id.in_(some), Match.state.in_(TALKING)),
    )
    return set(session.scalars(sides))


def add_slot(session: Session, rhythm: Rhythm, at: datetime, now: datetime) -> bool:
    """Add the talk of one slot of a rhythm, unless it was ever there; tell if its time was free.

    One whose time is taken leaves nothing, and may be added later.
    """
    meeting_id = uuid4()
    is_new = insert_or_ignore(
        session, Meeting, id=meeting_id, match_id=rhythm.match_id, rhythm_id=rhythm.id, slot_at=at,
        at=at, minutes=rhythm.minutes, way=rhythm.way, state=MeetingState.PLANNED,
        changed_at=now, changes=0,
    )  # fmt: skip
    if not is_new:
        return True
    meeting = session.get_one(Meeting, meeting_id)
    fits = bookings.take(session, match_of_pair(session, rhythm.match_id), meeting)
    if not fits:
        session.delete(meeting)
        session.flush()
    return fits


def drop_ahead(session: Session, match_id: UUID, now: datetime) -> None:
    """Take off the planned talks of a rhythm that lie ahead, because another one begins."""
    ahead = update(Meeting).where(
        Meeting.match_id == match_id,
        Meeting.at > now,
        Meeting.rhythm_id.is_not(None),
        Meeting.state == MeetingState.PLANNED,
    )
    values = {"state": MeetingState.CANCELLED, "changed_at": now, "changes": Meeting.changes + 1}
    dropped = session.scalars(ahead.values(values).returning(Meeting.id)).all()
    bookings.free(session, dropped)


def meetings_of(session: Session, match_ids: Iterable[UUID], since: datetime) -> Sequence[Meeting]:
    """List the talks of some matches from a moment on, without those that only made room."""
    made_room = exists().where(
        Rhythm.id == Meeting.rhythm_id,
        Rhythm.replaced_at.is_not(None),
        Meeting.state == MeetingState.CANCELLED,
    )
    chosen = select(Meeting).where(
        Meeting.match_id.in_(list(match_ids)), Meeting.at >= since, ~made_room
    )
    return session.scalars(chosen.order_by(Meeting.at)).all()


def ids_of_match(session: Session, match_id: UUID) -> Sequence[UUID]:
    """List every talk that a pair ever had on its lists."""
    return session.scalars(select(Meeting.id).where(Meeting.match_id == match_id)).all()


def said_outside(session: Session, match_ids: Iterable[UUID], since: datetime) -> Sequence[Meeting]:
    """List what a calendar outside may be told of: what is ahead, was lately, or changed since."""
    chosen = select(Meeting).where(
        Meeting.match_id.in_(list(match_ids)),
        or_(Meeting.at >= since, Meeting.changed_at >= since),
    )
    return session.scalars(chosen.order_by(Meeting.at)).all()


def planned_ends(session: Session, match_id: UUID, since: datetime) -> list[datetime]:
    """List the ends of a pair's talks that are neither logged nor taken off, from those that a
    moment may lie in to the first one after it; what comes later changes no clock.
    """
    planned = (Meeting.match_id == match_id, Meeting.state == MeetingState.PLANNED)
    after = select(Meeting.at).where(*planned, Meeting.at > since).order_by(Meeting.at).limit(1)
    last = session.scalar(after) or since
    longest = timedelta(minutes=LONGEST)
    chosen = select(Meeting.at, Meeting.minutes).where(
        *planned, Meeting.at > since - longest, Meeting.at <= last
    )
    return [at + timedelta(minutes=minutes) for at, minutes in session.execute(chosen)]


def planned_ahead(session: Session, match_id: UUID, now: datetime) -> Sequence[Meeting]:
    """List a pair's planned talks that are still to come, the next one first."""
    chosen = select(Meeting).where(
        Meeting.match_id == match_id, Meeting.state == MeetingState.PLANNED, Meeting.at > now
    )
    return session.scalars(chosen.order_by(Meeting.at)).all()


def next_planned(session: Session, match_id: UUID, now: datetime) -> Meeting | None:
    """Give a pair's next planned talk."""
    return next(iter(planned_ahead(session, match_id, now)), None)


def unlogged_between(
    session: Session, match_id: UUID, start: datetime, end: datetime
) -> Meeting | None:
    """Give the planned talk of a day that a log without one belongs to."""
    chosen = select(Meeting).where(
        Meeting.match_id == match_id,
        Meeting.state == MeetingState.PLANNED,
        Meeting.at >= start,
        Meeting.at < end,
    )
    return session.scalar(chosen.order_by(Meeting.at).limit(1))
