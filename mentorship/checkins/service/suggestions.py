"""The verbs of suggested times: suggest up to three, pick one, say that none fits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import Meeting, Suggestion
from mentorship.checkins.queries import suggestions as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules import suggestions as rules
from mentorship.checkins.rules.suggestions import Shown, SuggestionState
from mentorship.checkins.rules.talks import (
    FARTHEST,
    Way,
    check_ahead,
    check_both_here,
    check_length,
)
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.days_off import clock_compared
from mentorship.checkins.service.talks import add_moment, other_of, record
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.matches.models import Match
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake, tell
from mentorship.profiles.release import hours_shown


def hours_of(session: Session, actor: Actor, person_id: UUID, now: datetime) -> Shown:
    """Give somebody's clock and the hours they show; reading them is recorded."""
    slots = hours_shown(session, actor, person_id, now)
    if not slots:
        return Shown(zone_of(session, person_id), slots)
    zone, off = clock_compared(session, person_id, now)
    return Shown(zone, slots, off)


def hours_of_both(
    session: Session, actor: Actor, person: Person, match: Match, start: datetime, end: datetime,
    now: datetime,
) -> list[datetime]:  # fmt: skip
    """List the full hours between two moments that lie in what both of a pair show."""
    mine, theirs = _both(session, actor, person, match, now)
    return rules.hours_of_both(max(start, now), min(end, now + FARTHEST), mine, theirs)


def suggest(
    session: Session, actor: Actor, person: Person, match: Match, moments: Sequence[datetime],
    minutes: int, way: Way, now: datetime,
) -> None:  # fmt: skip
    """Suggest times out of the hours both show, and tell the other one."""
    check_both_here(rests_for_one=match.rests_for_one)
    check_length(minutes)
    queries.pass_what_is_past(session, match.id, now)
    waiting = queries.open_of(session, [match.id])
    rules.check_how_many(len(moments), len(waiting))
    hours = _both(session, actor, person, match, now)
    free = [no for no in range(1, rules.MOST + 1) if no not in {row.slot_no for row in waiting}]
    for slot_no, moment in zip(free, moments, strict=False):
        check_ahead(moment, now, field="times")
        rules.check_hour(moment, *hours)
        session.add(
            Suggestion(
                match_id=match.id, person_id=person.id, slot_no=slot_no, at=moment,
                minutes=minutes, way=way, made_at=now, state=SuggestionState.OPEN,
            )
        )  # fmt: skip
    session.flush()
    tell(session, other_of(match, person.id), NoticeKind.TALK_SUGGESTED, now, ref=match.id)
    record(session, actor, "suggested_talk", person, match, now)


def pick(session: Session, actor: Actor, person: Person, row: Suggestion, now: datetime) -> Meeting:
    """Pick one of the times that the other one suggested; the others are no longer open."""
    match = _of_the_other(session, person, row)
    rules.check_open(row.state, row.at, now)
    queries.settle(session, row, SuggestionState.PICKED)
    queries.pass_all(session, match.id)
    overtake(session, [match.id], NoticeKind.TALK_SUGGESTED)
    meeting = add_moment(session, actor, person, match, row.at, row.minutes, row.way, now)
    tell(session, row.person_id, NoticeKind.TALK_PLANNED, now, ref=meeting.id)
    return meeting


def pass_over(
    session: Session, actor: Actor, person: Person, row: Suggestion, now: datetime
) -> None:
    """Pass over the times that wait: the other one says that none fits, or one takes them back."""
    match = talks.match_of_pair(session, row.match_id)
    rules.check_open(row.state, row.at, now)
    queries.pass_all(session, match.id)
    overtake(session, [match.id], NoticeKind.TALK_SUGGESTED)
    if row.person_id != person.id:
        tell(session, row.person_id, NoticeKind.TALK_NOT_FOUND, now, ref=match.id)
    record(session, actor, "passed_over_times", person, match, now)


def _both(
    session: Session, actor: Actor, person: Person, match: Match, now: datetime
) -> tuple[Shown, Shown]:
    other = other_of(match, person.id)
    return hours_of(session, actor, person.id, now), hours_of(session, actor, other, now)


def _of_the_other(session: Session, person: Person, row: Suggestion) -> Match:
    if row.person_id == person.id:
        raise NotFound
    return talks.match_of_pair(session, row.match_id)
