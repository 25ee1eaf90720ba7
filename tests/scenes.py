"""Scenes that tests of matches start from: two people and how far they have come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel.access import Actor, Role
from mentorship.matches import service, tasks
from mentorship.matches.models import Match, Offer, Place, Proposal
from mentorship.matches.queries import offers, pairs, places
from mentorship.matches.rules import closing
from mentorship.matches.rules.reasons import Answer, ClosedAs, IntroducedBy
from mentorship.matches.service.decisions import propose
from mentorship.profiles.questions.kinds import Side
from tests.cast import Cast
from tests.participants import acting, add_person, ready_mentor, waiting_mentee

LATER = timedelta(minutes=16)


@dataclass(frozen=True)
class Scene:
    """One proposal with its two people and the coordinator who decides."""

    rosa: UUID
    mentee: UUID
    mentor: UUID
    proposal: UUID

    def staff(self, session: Session) -> Actor:
        """Act as the coordinator."""
        person = accounts.person(session, self.rosa)
        return Actor(person.id, person.human_id, frozenset({Role.COORDINATOR}))

    def row(self, session: Session) -> Proposal:
        """Give the proposal."""
        return session.get_one(Proposal, self.proposal)

    def person(self, session: Session, side: Side) -> Person:
        """Give one of the two."""
        return accounts.person(session, self.mentee if side is Side.MENTEE else self.mentor)

    def offer(self, session: Session, side: Side) -> Offer | None:
        """Give the offer to one side."""
        return offers.to_side(session, self.proposal, side)

    def place(self, session: Session) -> Place | None:
        """Give the mentee's place."""
        return places.of_mentee(session, self.mentee)

    def match(self, session: Session) -> Match:
        """Give the match the proposal became."""
        found = pairs.of_proposal(session, self.proposal)
        assert found
        return found

    def approve(self, session: Session, now: datetime) -> None:
        """Have the coordinator approve."""
        row = self.row(session)
        service.approve(session, self.staff(session), row, row.version, now)

    def say(self, session: Session, side: Side, answer: Answer, now: datetime) -> None:
        """Have one of the two answer."""
        person, offer = self.person(session, side), self.offer(session, side)
        assert offer
        called = "Sky" if answer is Answer.YES else ""
        service.answer_offer(session, acting(person), person, offer, answer, now, called)


def proposed(session: Session, now: datetime, places: int = 1) -> Scene:
    """Propose a mentee and a mentor who fit."""
    rosa = add_person(session, Kind.STAFF, now)
    mentee, mentor = waiting_mentee(session, now), ready_mentor(session, now, places)
    made = propose(session, mentee, mentor, now)
    return Scene(rosa.id, mentee.id, mentor.id, made.id)


def of_the_cast(session: Session, cast: Cast, now: datetime) -> Scene:
    """Propose Noor and Amara, for Rosa to decide."""
    noor = accounts.person(session, cast.noor.person_id)
    amara = accounts.person(session, cast.amara.person_id)
    made = propose(session, noor, amara, now)
    return Scene(cast.rosa.person_id, noor.id, amara.id, made.id)


def another_for_the_same_mentor(session: Session, scene: Scene, now: datetime) -> Scene:
    """Propose another mentee to the mentor of a scene."""
    mentee = waiting_mentee(session, now)
    made = propose(session, mentee, scene.person(session, Side.MENTOR), now)
    return Scene(scene.rosa, mentee.id, scene.mentor, made.id)


def mentee_asked(session: Session, now: datetime, scene: Scene | None = None) -> Scene:
    """Approve, and let the minutes pass in which it can be taken back."""
    scene = scene or proposed(session, now)
    scene.approve(session, now)
    service.ask_mentee(session, scene.proposal, now + LATER)
    return scene


def mentor_asked(session: Session, now: datetime, scene: Scene | None = None) -> Scene:
    """Go on to the mentee's yes."""
    scene = mentee_asked(session, now, scene)
    scene.say(session, Side.MENTEE, Answer.YES, now + LATER)
    return scene


def introduction(session: Session, now: datetime, scene: Scene | None = None) -> Scene:
    """Go on to both people's yes."""
    scene = mentor_asked(session, now, scene)
    scene.say(session, Side.MENTOR, Answer.YES, now + LATER)
    return scene


def active(session: Session, now: datetime, scene: Scene | None = None) -> Scene:
    """Go on to the match that has begun."""
    scene = introduction(session, now, scene)
    agree_and_meet(session, now, scene)
    return scene


def closed(
    session: Session, now: datetime, scene: Scene | None = None, how: ClosedAs = ClosedAs.EARLY
) -> Scene:
    """Go on to the end of the match."""
    scene = active(session, now, scene)
    match, staff = scene.match(session), scene.staff(session)
    service.begin_ending(session, staff, match, how, now)
    say_goodbye(session, now, scene)
    service.close(session, staff, match, now)
    return scene


def say_goodbye(session: Session, now: datetime, scene: Scene) -> None:
    """Have staff go through every line that the ending needs."""
    match, staff = scene.match(session), scene.staff(session)
    for line in closing.still_open(match.ending_as or ClosedAs.ONE_SIDED, ()):
        if line is closing.Line.CONTACT:
            service.choose_contact(session, staff, match, 0, now)
        else:
            came_of = closing.ExitTalk.HELD if line in closing.TALKS else None
            service.tick(session, staff, match, line, came_of, now)


def agree_and_meet(session: Session, now: datetime, scene: Scene) -> None:
    """Have both tick every line, and introduce them."""
    match = scene.match(session)
    lines = range(len(service.agreement_of(session, match)))
    for side in Side:
        person = scene.person(session, side)
        service.agree(session, acting(person), person, match, lines, now)
    service.introduce(session, scene.staff(session), match, IntroducedBy.IN_PERSON, now)


def run_round(installation: Installation, actor: Actor, now: datetime) -> UUID:
    """Start a round and do it."""
    with installation.database.transaction() as session:
        round_id = service.start_round(session, actor, now).id
    tasks.work_round(installation.database, round_id, now)
    return round_id
