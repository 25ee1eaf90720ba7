"""What people of the demo act on, found for them, and the deeds that want more than one verb."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.service.recovery import recover_in_person
from mentorship.checkins.models import FollowUp, Meeting
from mentorship.checkins.queries.follow_ups import open_of_kind
from mentorship.checkins.queries.suggestions import open_of
from mentorship.checkins.queries.talks import next_planned
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.logs import LogEntry
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import agendas, logs, suggestions
from mentorship.demo.world import FIRST_HOUR, Known, World
from mentorship.kernel.words import local
from mentorship.matches.models import Match, Offer, Proposal
from mentorship.matches.queries import offers, pairs, proposals
from mentorship.matches.rules.closing import ExitTalk, Line, required
from mentorship.matches.rules.reasons import Answer, ClosedAs, IntroducedBy
from mentorship.matches.service import closing
from mentorship.matches.service import pairs as matches
from mentorship.matches.service.offers import answer_offer
from mentorship.profiles.questions.kinds import Side

AHEAD = timedelta(weeks=2)
# The hours that the rhythms of the demo take.
RHYTHM_HOURS = (18, 19)


def match_of(known: Known) -> Callable[[Session], Match]:
    """Find the open match of somebody who has one."""
    return lambda session: pairs.open_matches_of(session, known.person_id)[0]


def proposal_of(mentee: Known) -> Callable[[Session], Proposal]:
    """Find the open proposal of a mentee who has one."""

    def find(session: Session) -> Proposal:
        found = proposals.open_of_mentee(session, mentee.person_id)
        assert found is not None, "the last round proposed somebody"
        return found

    return find


def row_of(known: Known, kind: Kind) -> Callable[[Session], FollowUp]:
    """Find what stands on the board of one kind about somebody."""
    return lambda session: next(
        row for row in open_of_kind(session, kind) if row.person_id == known.person_id
    )


def talk_of(mentee: Known, after: datetime) -> Callable[[Session], Meeting]:
    """Find the next talk of a mentee after a moment."""

    def find(session: Session) -> Meeting:
        found = next_planned(session, match_of(mentee)(session).id, after)
        assert found is not None, "a pair with a rhythm has talks ahead"
        return found

    return find


def mentor_with(world: World, mentee: Known) -> Known:
    """Tell with whom a mentee talks, or may be going to."""

    def find(session: Session) -> Known:
        found = pairs.open_matches_of(session, mentee.person_id)
        row = found[0] if found else proposal_of(mentee)(session)
        return next(it for it in world.mentors if it.person_id == row.mentor_id)

    return world.look(find)


def answer(world: World, days_ago: int, mentee: Known, side: Side, said: Answer) -> None:
    """Let the mentee of a proposal, or its mentor, answer the offer that waits for them."""
    known = mentee if side is Side.MENTEE else mentor_with(world, mentee)

    def offer(session: Session) -> Offer | None:
        return offers.to_side(session, proposal_of(mentee)(session).id, side)

    world.does(days_ago, known, answer_offer, known, offer, said, called=known.called)


def bring_together(world: World, days_ago: int, mentee: Known, how: IntroducedBy) -> None:
    """Introduce two people who both said yes, and let both tick the agreement."""
    match = match_of(mentee)
    for known in (mentee, mentor_with(world, mentee)):
        world.does(days_ago, known, matches.agree, known, match, range(4))
    world.does(days_ago, world.staff["rosa"], matches.introduce, match, how)


def begin_to_end(world: World, days_ago: int, mentee: Known, kind: ClosedAs) -> None:
    """Begin to end a match in one of the three ways."""
    world.does(days_ago, world.staff["rosa"], matches.begin_ending, match_of(mentee), kind)


def end(
    world: World, days_ago: int, mentee: Known, kind: ClosedAs, talks: dict[Line, ExitTalk]
) -> None:
    """Go through the list of an ending, with what came of the talks about how it was."""
    rosa, match = world.staff["rosa"], match_of(mentee)
    world.does(days_ago, rosa, closing.choose_contact, match, 2)
    for line in required(kind):
        if line is not Line.CONTACT:
            world.does(days_ago, rosa, closing.tick, match, line, talks.get(line))
    world.does(days_ago, rosa, matches.close, match)


def log(world: World, days_ago: int, mentee: Known, entry: LogEntry) -> UUID:
    """Let a mentor log a talk, and tell which log it is."""
    mentor = mentor_with(world, mentee)

    def act(session: Session, now: datetime) -> UUID:
        return logs.log(
            session, world.actor(session, mentor), match_of(mentee)(session), entry, now
        ).id

    return world.do(days_ago, act)


def suggest(world: World, days_ago: int, known: Known) -> None:
    """Suggest two of the hours that both of a pair show."""

    def hours(session: Session) -> Sequence[datetime]:
        now = world.moment(days_ago)
        actor, person = world.actor(session, known), world.person(session, known)
        match = match_of(known)(session)
        found = suggestions.hours_of_both(session, actor, person, match, now, now + AHEAD, now)
        return [hour for hour in found if local(hour).hour not in RHYTHM_HOURS][-2:]

    world.does(days_ago, known, suggestions.suggest, known, match_of(known), hours, 30, Way.PHONE)


def answer_suggestion(
    world: World, days_ago: int, mentee: Known, verb: Callable[..., object]
) -> None:
    """Let a mentor pick the first of the times that a mentee suggested, or pass over them."""
    mentor = mentor_with(world, mentee)
    world.does(
        days_ago, mentor, verb, mentor,
        lambda session: open_of(session, [match_of(mentee)(session).id])[0],
    )  # fmt: skip


def take_calendar(world: World, days_ago: int, known: Known, title: Title, word: str = "") -> None:
    """Take one's talks into a calendar of one's own, under a word that says nothing."""
    world.does(days_ago, known, agendas.choose_word, known, title, word)
    world.does(days_ago, known, agendas.open_calendar, known)


def get_new_words(world: World, days_ago: int, known: Known) -> None:
    """Come by without the words to sign in, and get new ones."""
    secrets = make_secrets(world.hasher)
    world.does(days_ago, world.staff["rosa"], recover_in_person, known, secrets)
    known.password = secrets.password


def handle(
    world: World, days_ago: int, known: Known, kind: Kind, verb: Callable[..., object],
    *given: object, staff: str = "ama", at: time = FIRST_HOUR,
) -> None:  # fmt: skip
    """Let staff do something with what stands on the board about somebody."""
    world.does(days_ago, world.staff[staff], verb, row_of(known, kind), *given, at=at)
