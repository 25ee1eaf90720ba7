"""Who rests: whose clocks stand still, until when, and that nobody rests unseen."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules.follow_ups import OF_PAIR, WHILE_RESTING, Kind, Outcome, Reason
from mentorship.checkins.rules.talks import moment_of
from mentorship.checkins.service.follow_ups import close, raise_
from mentorship.checkins.service.running import pause, resume
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from mentorship.profiles.queries import open_pauses
from mentorship.profiles.service.pause import rests


def see_to(session: Session, clocks: Iterable[FollowUp], now: datetime) -> None:
    """Stop those of some clocks that are not to run, and let the others run again from now."""
    for clock in clocks:
        if may_run(session, clock):
            resume(session, SYSTEM, clock, now)
        elif clock.kind not in WHILE_RESTING:
            pause(session, SYSTEM, clock, now, _goes_on(session, clock))


def may_run(session: Session, row: FollowUp) -> bool:
    """Tell whether a clock runs: the one it is about does not rest, and its match does not.

    A match rests as soon as one of the two does.
    """
    if rests(session, row.person_id):
        return False
    if row.match_id is None:
        return True
    match = talks.match_of_pair(session, row.match_id)
    # While a match rests without a day, staff go on speaking with each of the two who is there.
    return not match.rests or (row.kind is Kind.CONTACT and _goes_on_itself(match) is None)


def clocks_around(session: Session, person_id: UUID) -> list[FollowUp]:
    """List the clocks that somebody's rest concerns: their own and those of their matches."""
    found = {clock.id: clock for clock in queries.clocks_of_person(session, person_id)}
    for match in talks.matches_of(session, person_id):
        found |= {clock.id: clock for clock in queries.clocks_of_match(session, match.id)}
    return list(found.values())


def watch(session: Session, person_id: UUID, now: datetime) -> None:
    """Have staff see to somebody who rests without a day; close it where that is not so.

    While somebody has asked to stop it stays as it was: the board does not show it.
    """
    if load_person(session, person_id).standing is Standing.STOPPING:
        return
    wanted = _watched_as(session, person_id)
    for row in queries.open_about(session, person_id, WHILE_RESTING):
        if row.reason is wanted:
            return
        close(session, SYSTEM, row, Outcome.OVER, now)
    if wanted is not None:
        raise_(session, SYSTEM, wanted, person_id, now)


def _watched_as(session: Session, person_id: UUID) -> Reason | None:
    if load_person(session, person_id).standing is Standing.SUSPENDED:
        return Reason.RESTS
    open_ended = [held for held in open_pauses(session, person_id) if held.until is None]
    if not open_ended:
        return None
    agreed = all(held.reach_monthly for held in open_ended)
    return Reason.RESTS_IN_TOUCH if agreed else Reason.RESTS


def _goes_on(session: Session, row: FollowUp) -> datetime | None:
    """Tell when a clock goes on, if everything that stops it has such a day."""
    match = talks.match_of_pair(session, row.match_id) if row.match_id else None
    people = _both(match) if match and row.kind in OF_PAIR else [row.person_id]
    days = [held.until for one in people for held in open_pauses(session, one)]
    away = any(load_person(session, one).standing is not Standing.HERE for one in people)
    if match is not None and match.rests and not match.rests_for_one:
        # A contact waits for a match that rests until a day, and not for one that just rests.
        day = _goes_on_itself(match)
        days += [day] if row.kind in OF_PAIR or day else []
    known = [day for day in days if day is not None]
    if away or not known or len(known) < len(days):
        return None
    return moment_of(max(known), time(0), settings.current(session).time_zone)


def _goes_on_itself(match: Match) -> date | None:
    """Tell on which day a match that rests goes on; one on its way to its end does not."""
    return match.paused_until if match.state is MatchState.PAUSED else None


def _both(match: Match) -> list[UUID]:
    return [match.mentee_id, match.mentor_id]
