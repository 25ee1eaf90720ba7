"""The eight causes for which an offer ends after the mentee's yes."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.service import standing
from mentorship.kernel import events
from mentorship.matches import service
from mentorship.matches.rules.reasons import Answer
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests.participants import acting, code
from tests.scenes import Scene

Cause = Callable[[Session, Scene, datetime], None]


def _no(session: Session, scene: Scene, now: datetime) -> None:
    scene.say(session, Side.MENTOR, Answer.NO, now)


def _not_now(session: Session, scene: Scene, now: datetime) -> None:
    scene.say(session, Side.MENTOR, Answer.NOT_NOW, now)


def _consent_ended(session: Session, scene: Scene, now: datetime) -> None:
    mentor = scene.person(session, Side.MENTOR)
    stop_consent(session, acting(mentor), mentor, code("ways"), ConsentPurpose.MATCH, now)


def _kept_apart(session: Session, scene: Scene, now: datetime) -> None:
    events.publish(session, events.KeptApart(scene.mentee, scene.mentor), now)


def _recalled(session: Session, scene: Scene, now: datetime) -> None:
    service.recall(session, scene.staff(session), scene.row(session), now)


def _suspended(session: Session, scene: Scene, now: datetime) -> None:
    standing.suspend(session, scene.staff(session), scene.person(session, Side.MENTOR), now)


def _stopped(session: Session, scene: Scene, now: datetime) -> None:
    mentor = scene.person(session, Side.MENTOR)
    standing.ask_to_stop(session, acting(mentor), mentor, now)


def _not_ready(session: Session, scene: Scene, now: datetime) -> None:
    events.publish(session, events.ReadinessEnded(scene.mentor), now)


CAUSES: tuple[Cause, ...] = (
    _no, _not_now, _consent_ended, _kept_apart, _recalled, _suspended, _stopped, _not_ready,
)  # fmt: skip
