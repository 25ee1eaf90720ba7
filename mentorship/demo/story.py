"""The story of the demo, told from its first day to its last."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.rules import Kind
from mentorship.accounts.service.hashing import Hasher
from mentorship.checkins.queries.follow_ups import open_of_kind
from mentorship.checkins.rules.follow_ups import ANSWERED_BY_CONTACT, Stage
from mentorship.checkins.rules.logs import CallMe, Feeling, Going, LogEntry, Outcome, TapEntry
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import logs, talks
from mentorship.checkins.service.follow_ups import log_contact
from mentorship.demo import deeds
from mentorship.demo.world import Known, World
from mentorship.installation import Installation
from mentorship.kernel import chance
from mentorship.kernel.words import use_locale, zone
from mentorship.matches.models import Match, Proposal
from mentorship.matches.queries import offers, pairs, proposals
from mentorship.matches.rules.reasons import (
    Answer,
    IntroducedBy,
)
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service import decisions
from mentorship.matches.service import pairs as matches
from mentorship.matches.service.offers import answer_offer
from mentorship.matches.service.rounds import start_round
from mentorship.notices.rules import Reached

FOUNDED, FIRST_ROUND, FIRST_TALK, LATE_JOINING, SECOND_ROUND = 58, 44, 38, 30, 4
FEWEST_PEOPLE = 24
WANTS_A_CALL = {Stage.DUE, Stage.LATE, Stage.CALL_TODAY, Stage.NEW}
SUNDAY = 6
# The last day has only begun: nothing lies ahead of whoever opens the demo on it.
MIDNIGHT = time(0, 0)
LATER = time(12, 0)
# A mentor who talks with two people does so at different hours.
EVENINGS = (time(18, 30), time(19, 30))


def tell(installation: Installation, people: int, seed: int, today: date) -> list[Known]:
    """Live the story through, and give everybody in it with how to sign in as them."""
    with chance.seeded(seed), use_locale("en", "Europe/London"):
        world = World(installation, Hasher(installation.config), Random(seed), today)  # noqa: S311
        world.found(FOUNDED)
        people = max(people, FEWEST_PEOPLE)
        _first_people_join(world, people)
        _first_round(world)
        _weeks_go_by(world, people)
        _second_round(world)
        world.work(0, MIDNIGHT)
        return [*world.staff.values(), *world.mentees, *world.mentors]


def _first_people_join(world: World, people: int) -> None:
    mentors = people * 2 // 5
    for number in range(mentors):
        known = world.join(Kind.MENTOR, FOUNDED - 4, number)
        world.make_ready(known, FOUNDED - 6, places=1 + number % 2)
    for number in range((people - mentors) // 2):
        _mentee_joins(world, FOUNDED - 7, mentors + number)


def _mentee_joins(world: World, days_ago: int, number: int) -> None:
    known = world.join(Kind.MENTEE, days_ago, number)
    if number % 7 != 6:
        world.welcome(known, days_ago - 1)
    known.state = "waiting"


def _first_round(world: World) -> None:
    made = _round(world, FIRST_ROUND)
    for proposal_id in made:
        _decide(world, FIRST_ROUND, proposal_id, decisions.approve)
    world.work(FIRST_ROUND, LATER)
    for side, days_ago in ((world.mentees, FIRST_ROUND - 1), (world.mentors, FIRST_ROUND - 2)):
        for known in side:
            _answer(world, days_ago, known, Answer.YES)
    _introduce_all(world, FIRST_ROUND - 4)


def _introduce_all(world: World, days_ago: int) -> None:
    def act(session: Session, now: datetime) -> None:
        rosa = world.actor(session, world.staff["rosa"])
        for known in (*world.mentees, *world.mentors):
            for match in pairs.open_matches_of(session, known.person_id):
                _agree(world, session, known, match, now)
        for match in {m.id: m for k in world.mentees for m in _of(session, k)}.values():
            matches.introduce(session, rosa, match, IntroducedBy.THREE_WAY_CALL, now)

    world.do(days_ago, act)


def _agree(world: World, session: Session, known: Known, match: Match, now: datetime) -> None:
    lines = range(len(matches.agreement_of(session, match)))
    actor, person = world.actor(session, known), world.person(session, known)
    matches.agree(session, actor, person, match, lines, now)


def _weeks_go_by(world: World, people: int) -> None:
    active = [known for known in world.mentees if world.do(FIRST_TALK, deeds.is_matched(known))]
    for number, mentee in enumerate(active):
        mentee.state = "active"
        _plan(world, mentee, number)
    for days_ago in range(FIRST_TALK - 1, SECOND_ROUND, -1):
        world.work(days_ago)
        world.do(days_ago, _staff_call(world, days_ago))
        there = len(world.mentors) + len(world.mentees)
        if days_ago <= LATE_JOINING and there < people:
            _mentee_joins(world, days_ago, there)
        for number, mentee in enumerate(active):
            if days_ago % 7 == number % 7 and not _has_gone_silent(number, days_ago):
                _log(world, mentee, days_ago, _entry(number, days_ago))
    _things_happen(world, active)
    for mentor in world.mentors:
        mentor.state = (
            "active" if world.do(SECOND_ROUND, deeds.walks_with_somebody(mentor)) else "waiting"
        )


def _staff_call(world: World, days_ago: int) -> Callable[[Session, datetime], None]:
    """Staff ring whom they should, but for one in six; the last days' calls are still to make.

    Nobody works on Sundays, when none of these people may be called either.
    """

    def act(session: Session, now: datetime) -> None:
        if now.astimezone(zone()).weekday() == SUNDAY:
            return
        ama = world.actor(session, world.staff["ama"])
        due = [row for kind in sorted(ANSWERED_BY_CONTACT) for row in open_of_kind(session, kind)]
        for number, row in enumerate(row for row in due if row.stage in WANTS_A_CALL):
            if (number + days_ago) % 6:
                log_contact(session, ama, row, Reached.REACHED, now)

    return act


def _has_gone_silent(number: int, days_ago: int) -> bool:
    """One mentor in five stops writing after a few weeks, one lately."""
    return (number % 5 == 1 and days_ago < 26) or (number % 5 == 3 and days_ago < 14)


def _entry(number: int, days_ago: int) -> Callable[[date], LogEntry]:
    outcome = Outcome.MOVED if (number + days_ago) % 9 == 0 else Outcome.HELD
    hard = number % 5 == 2 and days_ago < 18
    feeling = Feeling.HARD if hard else Feeling.FINE
    if outcome is not Outcome.HELD:
        return lambda day: LogEntry(outcome, day)
    return lambda day: LogEntry(outcome, day, minutes=60, way=Way.PHONE, feeling=feeling)


def _things_happen(world: World, active: list[Known]) -> None:
    """Each kind of thing that staff must not lose sight of happens to somebody."""
    taps = (
        TapEntry(not_heard=True),
        TapEntry(going=Going.NOT_GOOD),
        TapEntry(wants_to_talk=True),
        TapEntry(going=Going.GOOD),
    )
    for mentee, entry in zip(active, taps, strict=False):
        world.do(SECOND_ROUND, deeds.tap(world, mentee, entry))
    world.do(1, deeds.raise_safety(world, active[0]))
    world.do(1, deeds.live_by_own_clock(world, active[0]))
    world.do(1, deeds.suggest_times(world, active[0]))
    world.do(1, deeds.suggest_times(world, active[1]))
    world.do(SECOND_ROUND, deeds.rest(world, active[-1]))
    active[-1].state = "paused"
    world.do(16, deeds.end(world, active[-2]))
    active[-2].state = "ended"
    _log(world, active[4 % len(active)], SECOND_ROUND, lambda day: LogEntry(
        Outcome.NO_ANSWER, day, call_me=CallMe.TODAY
    ))  # fmt: skip


def _second_round(world: World) -> None:
    for mentor in world.mentors:
        world.confirm_room(mentor, SECOND_ROUND, places=2)
    made = _round(world, SECOND_ROUND)
    for proposal_id in made[:5]:
        _decide(world, SECOND_ROUND, proposal_id, decisions.approve)
    world.work(SECOND_ROUND, LATER)
    asked = [known for known in world.mentees if world.do(SECOND_ROUND - 1, deeds.is_asked(known))]
    for known in asked[2:]:
        _answer(world, SECOND_ROUND - 1, known, Answer.YES)
    for known in (*asked[:2], *world.mentors):
        if world.do(SECOND_ROUND - 2, deeds.is_asked(known)):
            known.state = "asked"
    if len(made) > 7:
        world.do(SECOND_ROUND - 1, deeds.hold(world, made[5]))
        world.do(SECOND_ROUND - 1, deeds.decline(world, made[6]))


def _round(world: World, days_ago: int) -> list[UUID]:
    world.do(days_ago, lambda s, now: start_round(s, world.actor(s, world.staff["rosa"]), now))
    world.work(days_ago)
    return world.do(
        days_ago,
        lambda s, _now: [p.id for p in proposals.of_state(s, {ProposalState.PROPOSED})],
    )


def _decide(world: World, days_ago: int, proposal_id: UUID, verb: Callable[..., None]) -> None:
    def act(session: Session, now: datetime) -> None:
        proposal = session.get_one(Proposal, proposal_id)
        verb(session, world.actor(session, world.staff["ama"]), proposal, proposal.version, now)

    world.do(days_ago, act)


def _answer(world: World, days_ago: int, known: Known, answer: Answer) -> None:
    def act(session: Session, now: datetime) -> None:
        for offer in offers.waiting(session, known.person_id):
            answer_offer(
                session, world.actor(session, known), world.person(session, known), offer, answer,
                now, called=known.called,
            )  # fmt: skip

    world.do(days_ago, act)


def _plan(world: World, mentee: Known, number: int) -> None:
    def act(session: Session, now: datetime) -> None:
        match = pairs.open_match_of(session, mentee.person_id)
        if match is not None:
            first = world.today - timedelta(days=FIRST_TALK - 1 - number % 7)
            of_mentor = pairs.open_matches_of(session, match.mentor_id)
            evening = EVENINGS[of_mentor.index(match)]
            talks.set_rhythm(
                session, world.actor(session, mentee), world.person(session, mentee), match,
                Repeat(Every.WEEK), Way.PHONE, 60, first, evening, now,
            )  # fmt: skip

    world.do(FIRST_TALK, act)


def _log(world: World, mentee: Known, days_ago: int, entry: Callable[[date], LogEntry]) -> None:
    def act(session: Session, now: datetime) -> None:
        match = pairs.open_match_of(session, mentee.person_id)
        if match is not None:
            mentor = next(m for m in world.mentors if m.person_id == match.mentor_id)
            day = world.today - timedelta(days=days_ago)
            said = entry(day)
            logs.log(session, world.actor(session, mentor), match, said, now)

    world.do(days_ago, act)


def _of(session: Session, known: Known) -> Iterable[Match]:
    match = pairs.open_match_of(session, known.person_id)
    return [match] if match else []
