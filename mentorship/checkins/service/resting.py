"""Who rests: whose clocks stand still, until when, and that nobody rests unseen."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.queries import person as load_person
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules import clocks
from mentorship.checkins.rules.follow_ups import WHILE_RESTING, Kind, Outcome, Reason
from mentorship.checkins.rules.talks import moment_of
from mentorship.checkins.service.follow_ups import close, raise_
from mentorship.checkins.service.running import pause
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from mentorship.profiles.queries import open_pauses
from mentorship.profiles.service.pause import rests


def may_run(session: Session, row: FollowUp) -> bool:
    """Tell whether a clock runs: nobody it is about rests, and its match does not."""
    if rests(session, row.person_id):
        return False
    if row.match_id is None:
        return True
    match = talks.match_of_pair(session, row.match_id)
    is_paused = match.state is MatchState.PAUSED
    # While a match rests without a day, staff go on speaking with each of the two who is there.
    return not is_paused or (row.kind is Kind.CONTACT and match.paused_until is None)


def stop_clocks(session: Session, person_id: UUID, now: datetime) -> None:
    """Stop the clocks of somebody who rests, and say when it is over."""
    back = _back_of(session, person_id)
    for clock in queries.clocks_of_person(session, person_id):
        if clock.kind not in WHILE_RESTING:
            pause(session, SYSTEM, clock, now, back)


def back_of_match(session: Session, match: Match) -> datetime | None:
    """Tell when a match that rests goes on, if there is such a day."""
    if match.paused_until is not None:
        return moment_of(match.paused_until, time(0), settings.current(session).time_zone)
    return _back_of(session, match.paused_for) if match.paused_for else None


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
        in_touch = wanted is Reason.RESTS_IN_TOUCH
        due = clocks.resting_due(now, settings.current(session), in_touch=in_touch)
        raise_(session, SYSTEM, wanted, person_id, now, due=due)


def _watched_as(session: Session, person_id: UUID) -> Reason | None:
    if load_person(session, person_id).standing is Standing.SUSPENDED:
        return Reason.RESTS
    open_ended = [held for held in open_pauses(session, person_id) if held.until is None]
    if not open_ended:
        return None
    agreed = all(held.reach_monthly for held in open_ended)
    return Reason.RESTS_IN_TOUCH if agreed else Reason.RESTS


def _back_of(session: Session, person_id: UUID) -> datetime | None:
    days = [held.until for held in open_pauses(session, person_id)]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return None
    return moment_of(max(known), time(0), settings.current(session).time_zone)
