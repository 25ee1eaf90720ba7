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
from mentorship.kernel.access import SYSTEM, Actor, Role
from mentorship.profiles import service as profiles
from mentorship.profiles.queries.readiness import reviews_asked
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic
from mentorship.profiles.service import contact, readiness, room, welcome

Outcome = TypeVar("Outcome")
FIRST_HOUR = time(10, 0)


@dataclass
class Known:
    """Somebody of the demo: how to sign in as them, and what state they were brought to."""

    person_id: UUID
    role: str
    name: str
    password: str
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

    def moment(self, days_ago: int, at: time = FIRST_HOUR) -> datetime:
        """Give a moment of the invented past."""
        zone = ZoneInfo("Europe/London")
        return datetime.combine(self.today - timedelta(days=days_ago), at, zone)

    def do(self, days_ago: int, act: Callable[[Session, datetime], Outcome]) -> Outcome:
        """Do something on a day of the past, in a transaction of its own."""
        now = self.moment(days_ago)
        with clock.fixed(now), self.installation.database.transaction() as session:
            return act(session, clock.now())

    def work(self, days_ago: int, at: time = FIRST_HOUR) -> None:
        """Let the worker do what is due at a moment of the past."""
        with clock.fixed(self.moment(days_ago, at)):
            jobs.tick(self.installation.database, self.installation.works, clock.now())

    def person(self, session: Session, known: Known) -> Person:
        """Load somebody's record."""
        return accounts.person(session, known.person_id)

    def actor(self, session: Session, known: Known) -> Actor:
        """Act as somebody."""
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
            self.do(days_ago, self._enrol(self.staff[word]))
        june, ama = str(self.staff["june"].person_id), str(self.staff["ama"].person_id)
        self.do(
            days_ago,
            lambda session, now: settings.change(
                session, SYSTEM, now, on_call_staff=(june,), deputies=(ama,)
            ),
        )

    def join(self, kind: Kind, days_ago: int, number: int) -> Known:
        """Let somebody join with a card, say how to reach them, answer and agree."""
        coordinator = self.staff["rosa" if number % 2 else "ama"]
        card = self.do(
            days_ago, lambda s, now: joining.make_card(s, self.actor(s, coordinator), kind, now)
        )
        known = self.do(days_ago, self._register(kind, number, card))
        self.do(days_ago, self._say_all(known, kind, number))
        (self.mentors if kind is Kind.MENTOR else self.mentees).append(known)
        return known

    def make_ready(self, known: Known, days_ago: int, places: int) -> None:
        """Bring a mentor through training, two decisions by two people, and room."""
        review_ids = self.do(days_ago, self._train_and_ask(known))
        for review_id in review_ids:
            self.do(days_ago, self._approve_review(review_id))
        self.confirm_room(known, days_ago, places)

    def confirm_room(self, known: Known, days_ago: int, places: int) -> None:
        """Let a mentor say how much room they have this month."""
        self.do(
            days_ago,
            lambda s, now: room.confirm_room(
                s, self.actor(s, known), self.person(s, known), places, now
            ),
        )

    def welcome(self, known: Known, days_ago: int) -> None:
        """Hold a mentee's welcome talk."""
        self.do(
            days_ago,
            lambda s, now: welcome.welcome(
                s, self.actor(s, self.staff["rosa"]), self.person(s, known), now
            ),
        )

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

    def _enrol(self, known: Known) -> Callable[[Session, datetime], None]:
        def act(session: Session, now: datetime) -> None:
            actor = self.actor(session, known)
            known.totp_secret = second_factor.own_secret(session, actor, now)
            attempt = second_factor.begin_code(session, actor, now)
            code = pyotp.TOTP(known.totp_secret).at(now)
            second_factor.enrol(session, actor, attempt, code, now, instead_of="")

        return act

    def _register(self, kind: Kind, number: int, card: str) -> Callable[[Session, datetime], Known]:
        def act(session: Session, now: datetime) -> Known:
            secrets = make_secrets(self.hasher)
            word = people.WORDS[number % len(people.WORDS)]
            said = joining.Joining(kind, word, secrets, card)
            made = joining.register(session, SYSTEM, said, now)
            called = people.CALLED[number % len(people.CALLED)]
            return Known(made.person_id, kind.value, made.sign_in_name, secrets.password, called)

        return act

    def _say_all(
        self, known: Known, kind: Kind, number: int
    ) -> Callable[[Session, datetime], None]:
        def act(session: Session, now: datetime) -> None:
            actor, person = self.actor(session, known), self.person(session, known)
            reach = people.reach_of(number, known.called)
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

    def _train_and_ask(self, known: Known) -> Callable[[Session, datetime], list[UUID]]:
        def act(session: Session, now: datetime) -> list[UUID]:
            actor, mentor = self.actor(session, self.staff["rosa"]), self.person(session, known)
            for topic in (Topic.LISTENING, Topic.LIMITS, Topic.SAFETY, Topic.CONFIDENTIALITY):
                readiness.record_training(session, actor, mentor, topic, now.date(), 120, now)
            readiness.record_supervision(session, actor, mentor, now.date(), now)
            asked = (Decision.VETTING, Decision.AGREEMENT)
            return [
                readiness.decide_readiness(session, actor, mentor, decision, now).id
                for decision in asked
            ]

        return act

    def _approve_review(self, review_id: UUID) -> Callable[[Session, datetime], None]:
        def act(session: Session, now: datetime) -> None:
            reviewer = self.actor(session, self.staff["sol"])
            row = next(row for row in reviews_asked(session, reviewer) if row.id == review_id)
            readiness.review(session, reviewer, row, ReviewMove.APPROVE, now)

        return act
