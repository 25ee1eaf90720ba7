"""What people of the demo do or ask: each a step that the world takes on a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.logs import TapEntry
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import agendas, logs, reports, suggestions
from mentorship.demo.world import Known, World
from mentorship.kernel.access import Actor
from mentorship.matches.models import Match, Proposal
from mentorship.matches.queries import offers, pairs
from mentorship.matches.rules.closing import TALKS, ExitTalk, Line, required
from mentorship.matches.rules.reasons import (
    ClosedAs,
    DeclineReason,
    HoldReason,
)
from mentorship.matches.service import closing, decisions
from mentorship.matches.service import pairs as matches

AHEAD = timedelta(weeks=2)


def suggest_times(world: World, mentee: Known) -> Callable[[Session, datetime], None]:
    """Suggest two of the hours that both show, if there are any."""

    def act(session: Session, now: datetime) -> None:
        actor, person = world.actor(session, mentee), world.person(session, mentee)
        match = pairs.open_match_of(session, mentee.person_id)
        if match is None:
            return
        found = suggestions.hours_of_both(session, actor, person, match, now, now + AHEAD, now)
        if found:
            suggestions.suggest(session, actor, person, match, found[-2:], 30, Way.PHONE, now)

    return act


def live_by_own_clock(world: World, mentee: Known) -> Callable[[Session, datetime], None]:
    """Go by another clock than the agency's, with a calendar that shows a word of one's own."""

    def act(session: Session, now: datetime) -> None:
        actor, person = world.actor(session, mentee), world.person(session, mentee)
        agendas.choose_zone(session, actor, person, "Europe/Athens", now)
        agendas.choose_word(session, actor, person, Title.OWN, "Errand", now)
        agendas.open_calendar(session, actor, person, now)

    return act


def hold(world: World, proposal_id: UUID) -> Callable[[Session, datetime], None]:
    """Put a proposal off until somebody was talked with."""

    def act(session: Session, now: datetime) -> None:
        proposal = session.get_one(Proposal, proposal_id)
        decisions.hold(
            session, world.actor(session, world.staff["ama"]), proposal, proposal.version,
            HoldReason.TALK_FIRST, world.today + timedelta(days=7), now,
        )  # fmt: skip

    return act


def decline(world: World, proposal_id: UUID) -> Callable[[Session, datetime], None]:
    """Decline a proposal."""

    def act(session: Session, now: datetime) -> None:
        proposal = session.get_one(Proposal, proposal_id)
        decisions.decline(
            session, world.actor(session, world.staff["ama"]), proposal, proposal.version,
            DeclineReason.TOO_MUCH_NOW, now,
        )  # fmt: skip

    return act


def tap(world: World, mentee: Known, entry: TapEntry) -> Callable[[Session, datetime], None]:
    """Say in two taps how it is going."""

    def act(session: Session, now: datetime) -> None:
        actor, person = world.actor(session, mentee), world.person(session, mentee)
        logs.tap(session, actor, person, entry, now)

    return act


def raise_safety(world: World, mentee: Known) -> Callable[[Session, datetime], None]:
    """Raise a worry about one's own safety."""

    def act(session: Session, now: datetime) -> None:
        reports.raise_safety(
            session, world.actor(session, mentee), mentee.person_id, Whose.MINE,
            "Somebody waits outside my door again.", now,
        )  # fmt: skip

    return act


def rest(world: World, mentee: Known) -> Callable[[Session, datetime], None]:
    """Let a match rest for a while."""

    def act(session: Session, now: datetime) -> None:
        match = pairs.open_match_of(session, mentee.person_id)
        if match is not None:
            rosa, until = world.actor(session, world.staff["rosa"]), timedelta(days=20)
            matches.pause(session, rosa, match, world.today + until, now)

    return act


def end(world: World, mentee: Known) -> Callable[[Session, datetime], None]:
    """End a match as planned."""

    def act(session: Session, now: datetime) -> None:
        match = pairs.open_match_of(session, mentee.person_id)
        if match is not None:
            rosa = world.actor(session, world.staff["rosa"])
            matches.begin_ending(session, rosa, match, ClosedAs.PLANNED, now)
            _say_goodbye(session, rosa, match, now)
            matches.close(session, rosa, match, now)

    return act


def _say_goodbye(session: Session, rosa: Actor, match: Match, now: datetime) -> None:
    closing.choose_contact(session, rosa, match, 2, now)
    for line in required(ClosedAs.PLANNED):
        if line is not Line.CONTACT:
            came_of = ExitTalk.HELD if line in TALKS else None
            closing.tick(session, rosa, match, line, came_of, now)


def is_matched(known: Known) -> Callable[[Session, datetime], bool]:
    """Ask whether a mentee has a match."""
    return lambda session, _now: pairs.open_match_of(session, known.person_id) is not None


def walks_with_somebody(known: Known) -> Callable[[Session, datetime], bool]:
    """Ask whether a mentor has a match."""
    return lambda session, _now: bool(pairs.open_matches_of(session, known.person_id))


def is_asked(known: Known) -> Callable[[Session, datetime], bool]:
    """Ask whether an offer waits for somebody."""
    return lambda session, _now: bool(offers.waiting(session, known.person_id))
