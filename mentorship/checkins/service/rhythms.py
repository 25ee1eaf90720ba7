"""The verbs of a rhythm: one says how often, the other says yes to it or says something else."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import Rhythm
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.rules import rhythms as rules
from mentorship.checkins.rules import talks
from mentorship.checkins.rules.bookings import check_all_free
from mentorship.checkins.rules.rhythms import Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.sweeping import plan
from mentorship.checkins.service.talks import other_of, planned, record
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.matches.models import Match
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import overtake, tell
from mentorship.profiles.rules.copies import says


@dataclass(frozen=True)
class RhythmStands:
    """What holds for a pair, as one of them finds it in the form: the time by their own clock."""

    repeat: Repeat
    minutes: int
    way: Way
    day: date | None
    at: time


@says("rhythm", "rule")
def _in_a_copy(row: Any, rule: str) -> str:
    return rules.repeat_said(rules.repeat_of(rule, row.zone))


def rhythm_said(session: Session, match: Match, own: UUID, name: str) -> tuple[str, bool]:
    """Say how often a pair talks and who said yes to it, empty while nothing is planned; and
    tell whether this one is asked.
    """
    row = queries.rhythm_of(session, match.id)
    if row is None:
        return "", False
    mine, theirs = _yes_of(row, match, own)
    said = rules.repeat_said(rules.repeat_of(row.rule, row.zone))
    return rules.standing_said(said, name, mine=mine, theirs=theirs), not mine


def rhythm_stands(session: Session, match: Match, own: UUID, now: datetime) -> RhythmStands | None:
    """Give what holds for a pair, for one of them to change."""
    row = queries.rhythm_of(session, match.id)
    if row is None:
        return None
    zone, repeat = zone_of(session, own), rules.repeat_of(row.rule, row.zone)
    repeat, coming = rules.ahead_of(repeat, row.rule, row.first_at, row.zone, zone, now)
    wall = (coming or row.first_at).astimezone(ZoneInfo(zone))
    return RhythmStands(repeat, row.minutes, row.way, wall.date() if coming else None, wall.time())


def set_rhythm(
    session: Session, actor: Actor, person: Person, match: Match, repeat: Repeat, way: Way,
    minutes: int, first_day: date, first_time: time, now: datetime,
) -> Rhythm:  # fmt: skip
    """Give a pair its rhythm, by the clock of the one who says it, and ask the other one; the
    talks that were ahead by the old one make room for the new. What holds already is a yes to it.
    """
    said = RhythmStands(repeat, minutes, way, first_day, first_time)
    before = queries.rhythm_of(session, match.id)
    if before is not None and said == rhythm_stands(session, match, person.id, now):
        agree_rhythm(session, actor, person, match, now)
        return before
    talks.check_both_here(rests_for_one=match.rests_for_one)
    zone = zone_of(session, person.id)
    talks.check_length(minutes)
    talks.check_day(first_day)
    rules.check_repeat(repeat, first_day)
    first_at = rules.first_of(repeat, first_day, first_time, zone)
    talks.check_ahead(first_at, now)
    _make_room(session, match, before, now)
    rhythm = Rhythm(
        match_id=match.id, rule=rules.rule_of(repeat, first_at, zone), zone=zone, way=way,
        minutes=minutes, first_at=first_at, set_by=actor.person_id, set_at=now,
    )  # fmt: skip
    _say_yes(rhythm, match, person.id, now)
    session.add(rhythm)
    session.flush()
    check_all_free(plan(session, rhythm, now), zone)
    planned(session, match, now)
    tell(session, other_of(match, person.id), NoticeKind.RHYTHM_SAID, now, ref=match.id)
    record(session, actor, "set_rhythm", person, match, now)
    return rhythm


def agree_rhythm(
    session: Session, actor: Actor, person: Person, match: Match, now: datetime
) -> None:
    """Note that one of a pair says yes to how often they talk."""
    row = queries.rhythm_of(session, match.id)
    if row is None:
        raise NotFound
    mine, _theirs = _yes_of(row, match, person.id)
    if mine:
        return
    _say_yes(row, match, person.id, now)
    overtake(session, [match.id], NoticeKind.RHYTHM_SAID)
    record(session, actor, "agreed_rhythm", person, match, now)


def _yes_of(row: Rhythm, match: Match, own: UUID) -> tuple[bool, bool]:
    yes = (row.mentee_agreed_at is not None, row.mentor_agreed_at is not None)
    return yes if own == match.mentee_id else (yes[1], yes[0])


def _say_yes(row: Rhythm, match: Match, own: UUID, now: datetime) -> None:
    if own == match.mentee_id:
        row.mentee_agreed_at = now
    else:
        row.mentor_agreed_at = now


def _make_room(session: Session, match: Match, before: Rhythm | None, now: datetime) -> None:
    if before is not None:
        before.replaced_at = now
        session.flush()
    overtake(session, [match.id], NoticeKind.RHYTHM_SAID)
    queries.drop_ahead(session, match.id, now)
