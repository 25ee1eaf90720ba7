"""The eight causes for which an offer ends after the mentee's yes, each through its own verb.

The last two each have two forms. One side is the cause; the other one must not be able to tell.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service import standing
from mentorship.kernel.access import How
from mentorship.matches import service
from mentorship.matches.rules.reasons import Answer
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.readiness import Decision
from mentorship.profiles.service import readiness, stop_consent
from mentorship.profiles.service.apart import add_apart, save_known_as
from mentorship.profiles.service.pause import pause_for_safety
from tests.participants import acting, code
from tests.scenes import Scene

Cause = Callable[[Session, Scene, Side, datetime], None]
OTHER = {Side.MENTEE: Side.MENTOR, Side.MENTOR: Side.MENTEE}
NAME = "Rowan Elder"


def _no(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    scene.say(session, side, Answer.NO, now)


def _no_by_phone(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    person, offer = scene.person(session, side), scene.offer(session, side)
    assert offer
    told = scene.staff(session).on_behalf(How.PHONE)
    service.answer_offer(session, told, person, offer, Answer.NO, now)


def _not_now(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    scene.say(session, side, Answer.NOT_NOW, now)


def _consent_ended(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    person = scene.person(session, side)
    stop_consent(session, acting(person), person, code("ways"), ConsentPurpose.MATCH, now)


def _kept_apart(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    writer, named = scene.person(session, side), scene.person(session, OTHER[side])
    save_known_as(session, acting(named), named, [NAME], [], now)
    add_apart(session, acting(writer), writer, ApartKind.NAME, NAME, now)


def _recalled(session: Session, scene: Scene, _side: Side, now: datetime) -> None:
    service.recall(session, scene.staff(session), scene.row(session), now)


def _suspended(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    standing.suspend(session, scene.staff(session), scene.person(session, side), now)


def _stopped(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    person = scene.person(session, side)
    standing.ask_to_stop(session, acting(person), person, now)


def _deleted_at_once(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    told = scene.staff(session).on_behalf(How.IN_PERSON)
    standing.stop_now(session, told, scene.person(session, side), now)


def _staff_saw_a_danger(session: Session, scene: Scene, side: Side, now: datetime) -> None:
    pause_for_safety(session, scene.staff(session), scene.person(session, side), now)


def _staff_closed_readiness(session: Session, scene: Scene, _side: Side, now: datetime) -> None:
    mentor: Person = scene.person(session, Side.MENTOR)
    readiness.close_readiness(session, scene.staff(session), mentor, Decision.VETTING, now)


ANSWERS: tuple[Cause, ...] = (_no, _no_by_phone, _not_now)
OF_EITHER: tuple[Cause, ...] = (
    _consent_ended, _kept_apart, _recalled, _suspended, _stopped, _deleted_at_once,
    _staff_saw_a_danger,
)  # fmt: skip
# By the side that is the cause: after her yes, the mentee's own answer is none any more.
CAUSES: dict[Side, tuple[Cause, ...]] = {
    Side.MENTOR: (*ANSWERS, *OF_EITHER, _staff_closed_readiness),
    Side.MENTEE: OF_EITHER,
}
