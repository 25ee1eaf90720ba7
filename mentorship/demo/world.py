"""The hands of the demo: acts for invented people through the services, at a moved moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import pyotp
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import joining, second_factor
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.people import make_secrets
from mentorship.demo import people
from mentorship.installation import Installation
from mentorship.kernel import clock, jobs, settings
from mentorship.kernel.access import SYSTEM, Actor, How, Role
from mentorship.kernel.duty import Shift
from mentorship.profiles import service as profiles
from mentorship.profiles.models import Review
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic
from mentorship.profiles.service import contact, readiness, room, welcome

Outcome = TypeVar("Outcome")
FIRST_HOUR, EVENING = time(10, 0), time(17, 0)
NEEDED = (Topic.LISTENING, Topic.LIMITS, Topic.SAFETY, Topic.CONFIDENTIALITY)
FURTHER = (Topic.TRAUMA, Topic.ENDINGS, Topic.OTHER)


@dataclass
class Known:
    """Somebody of the demo: how to sign in as them, and what state they were brought to."""

    person_id: UUID
    role: str
    name: str
    password: str
    number: int = 0
    called: str = ""
    totp_secret: str | None = None
    state: str = ""


@dataclass
class World:
    """The installation of the demo, its people, its chance and its day."""

    installation: Installation
    hasher: Hasher
    chance: Random
    today: date
    staff: dict[str, Known] = field(default_factory=dict)
    mentors: list[Known] = field(default_factory=list)
    mentees: list[Known] = field(default_factory=list)
    pairs: list[Known] = field(default_factory=list)
    quiet: list[Known] = field(default_factory=list)
    who: dict[str, Known] = field(default_factory=dict)
    no_more_room: set[int] = field(default_factory=set)
    first_late: int = 0

    def moment(self, days_ago: int, at: time = FIRST_HOUR) -> datetime:
        """Give a moment of the invented past."""
        zone = ZoneInfo("Europe/London")
        return datetime.combine(self.today - timedelta(days=days_ago), at, zone)

    def do(
        self, days_ago: int, act: Callable[[Session, datetime], Outcome], at: time = FIRST_HOUR
    ) -> Outcome:
        """Do something on a day of the past, in a transaction of its own."""
        now = self.moment(days_ago, at)
        with clock.fixed(now), self.installation.database.transaction() as session:
            return act(session, clock.now())

    def does(
        self, days_ago: int, who: Known, verb: Callable[..., Outcome], *given: object,
        at: time = FIRST_HOUR, **more: object,
    ) -> Outcome:  # fmt: skip
        """Let somebody do something: a verb that takes who acts, what is given, and the moment.

        Of people that are given their record is taken, of a finder what it finds.
        """

        def act(session: Session, now: datetime) -> Outcome:
            taken = [self._taken(session, one) for one in given]
            return verb(session, self.actor(session, who), *taken, now, **more)

        return self.do(days_ago, act, at)

    def look(self, find: Callable[[Session], Outcome]) -> Outcome:
        """Look something up, changing nothing."""
        with self.installation.database.reading() as session:
            return find(session)

    def work(self, days_ago: int, at: time = FIRST_HOUR) -> None:
        """Let the worker do what is due at a moment of the past."""
        with clock.fixed(self.moment(days_ago, at)):
            jobs.tick(self.installation.database, self.installation.works, clock.now())

    def day(self, days_ago: int) -> date:
        """Give a day of the invented past."""
        return self.today - timedelta(days=days_ago)

    def person(self, session: Session, known: Known) -> Person:
        """Load somebody's record."""
        return accounts.person(session, known.person_id)

    def actor(self, session: Session, known: Known) -> Actor:
        """Act as somebody; for whom has no sign-in, a coordinator notes what they say."""
        if not known.name:
            return self.actor(session, self.staff["rosa"]).on_behalf(How.PHONE)
        person = self.person(session, known)
        return Actor(person.id, person.human_id, accounts.roles(session, person.id))

    def found(self, days_ago: int) -> None:
        """Set the agency up, with its staff and their second factors."""
        self.do(
            days_ago,
            lambda session, now: settings.change(session, SYSTEM, now, **people.agency(now.date())),
        )
        for word, roles in people.STAFF:
            self.staff[word] = self.do(days_ago, self._employ(word, roles))
            self.enrol(self.staff[word], days_ago)
        june, rosa, ama = (str(self.staff[it].person_id) for it in ("june", "rosa", "ama"))
        nights = [Shift(day, EVENING, FIRST_HOUR, june, rosa) for day in range(7)]
        days_off = [Shift(day, FIRST_HOUR, EVENING, june) for day in (5, 6)]
        self.do(
            days_ago,
            lambda session, now: settings.change(
                session, SYSTEM, now, on_call=(*nights, *days_off), deputies=(ama,),
                languages=("en", "es", "ar"),
            ),
        )  # fmt: skip

    def join(self, kind: Kind, days_ago: int, number: int) -> Known:
        """Let somebody join with a card, say how to reach them, answer and agree."""
        coordinator = self.staff["rosa" if number % 2 else "ama"]
        card = self.does(days_ago, coordinator, joining.make_card, kind)
        known = self.do(days_ago, self._register(kind, number, card))
        return self._come_in(known, kind, days_ago, number)

    def take_in(self, kind: Kind, days_ago: int, number: int) -> Known:
        """Let somebody join who phones and has no sign-in: each step is noted for them."""
        rosa = self.staff["rosa"]

        def act(session: Session, now: datetime) -> Known:
            caller = self.actor(session, rosa).on_behalf(How.PHONE)
            made = joining.register_on_behalf(session, caller, kind, now)
            return Known(made.id, kind.value, "", "", number, people.called(number))

        return self._come_in(self.do(days_ago, act), kind, days_ago, number)

    def _come_in(self, known: Known, kind: Kind, days_ago: int, number: int) -> Known:
        self.do(days_ago, self._say_all(known, kind, number))
        (self.mentors if kind is Kind.MENTOR else self.mentees).append(known)
        return known

    def make_ready(self, known: Known, days_ago: int, places: int) -> None:
        """Bring a mentor through training, two decisions by two people, and room."""
        self.train(known, days_ago)
        for decision in Decision:
            self.decide(known, days_ago, decision, ReviewMove.APPROVE)
        self.confirm_room(known, days_ago, places)

    def train(self, known: Known, days_ago: int) -> None:
        """Note a mentor's trainings, the needed ones and one of the others, and a supervision."""
        further = FURTHER[known.number % len(FURTHER)]
        for topic in (*NEEDED, further):
            self.does(
                days_ago, self.staff["rosa"], readiness.record_training, known, topic,
                self.day(days_ago), 120,
            )  # fmt: skip
        self.does(
            days_ago, self.staff["rosa"], readiness.record_supervision, known, self.day(days_ago)
        )

    def decide(self, known: Known, days_ago: int, decision: Decision, move: ReviewMove) -> None:
        """Have two people decide about a mentor."""
        asked = self.ask_for_review(known, days_ago, decision)
        self.does(
            days_ago, self.staff["sol"], readiness.review,
            lambda session: session.get_one(Review, asked), move,
        )  # fmt: skip

    def ask_for_review(self, known: Known, days_ago: int, decision: Decision) -> UUID:
        """Be the first of the two who decide about a mentor."""
        rosa = self.staff["rosa"]
        return self.do(
            days_ago,
            lambda s, now: (
                readiness.decide_readiness(
                    s, self.actor(s, rosa), self.person(s, known), decision, now
                ).id
            ),
        )

    def confirm_room(self, known: Known, days_ago: int, places: int) -> None:
        """Let a mentor say how much room they have this month."""
        self.does(days_ago, known, room.confirm_room, known, places)

    def welcome(self, known: Known, days_ago: int) -> None:
        """Hold a mentee's welcome talk."""
        self.does(days_ago, self.staff["rosa"], welcome.welcome, known)

    def _employ(self, word: str, roles: frozenset[Role]) -> Callable[[Session, datetime], Known]:
        def act(session: Session, now: datetime) -> Known:
            secrets = make_secrets(self.hasher)
            made = joining.create_staff(session, SYSTEM, roles, word, secrets, now)
            main = Role.SAFEGUARDING if Role.SAFEGUARDING in roles else next(iter(roles))
            return Known(
                made.person_id, main.value, made.sign_in_name, secrets.password,
                called=word.capitalize(), state="at work",
            )  # fmt: skip

        return act

    def enrol(self, known: Known, days_ago: int) -> None:
        """Let a member of staff set up their second factor."""

        def act(session: Session, now: datetime) -> None:
            actor = self.actor(session, known)
            known.totp_secret = second_factor.own_secret(session, actor, now)
            attempt = second_factor.begin_code(session, actor, now)
            code = pyotp.TOTP(known.totp_secret).at(now)
            second_factor.enrol(session, actor, attempt, code, now, instead_of="")

        self.do(days_ago, act)

    def _taken(self, session: Session, given: object) -> object:
        if isinstance(given, Known):
            return self.person(session, given)
        return given(session) if callable(given) else given

    def _register(self, kind: Kind, number: int, card: str) -> Callable[[Session, datetime], Known]:
        def act(session: Session, now: datetime) -> Known:
            secrets = make_secrets(self.hasher)
            word = people.WORDS[number % len(people.WORDS)]
            said = joining.Joining(kind, word, secrets, card)
            made = joining.register(session, SYSTEM, said, now)
            return Known(
                made.person_id, kind.value, made.sign_in_name, secrets.password, number,
                people.called(number),
            )  # fmt: skip

        return act

    def _say_all(
        self, known: Known, kind: Kind, number: int
    ) -> Callable[[Session, datetime], None]:
        def act(session: Session, now: datetime) -> None:
            actor, person = self.actor(session, known), self.person(session, known)
            reach = people.reach_of(number)
            contact.save_first_contact(session, actor, person, reach, now)
            said = people.answers_of(kind, self.chance)
            for key, value in said.items():
                code = BY_KEY[key].code
                profiles.answer(session, actor, person, code, value, now)
                profiles.give_consent(session, actor, person, code, ConsentPurpose.MATCH, now)
            for key in ("languages", "times", "topics", "interests"):
                code = BY_KEY[key].code
                profiles.give_consent(session, actor, person, code, ConsentPurpose.SHOW, now)

        return act
