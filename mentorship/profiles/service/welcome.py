"""The welcome talk: held by a coordinator, and what makes a mentee ready; taken back at once."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, events, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _
from mentorship.profiles import queries
from mentorship.profiles.models import Welcome
from mentorship.profiles.rules.people import check_looks_after


def welcome(session: Session, actor: Actor, mentee: Person, now: datetime) -> None:
    """Note that a mentee had their welcome talk; from then on somebody may be looked for."""
    check_looks_after(actor, mentee.human_id)
    if queries.welcome_of(session, mentee.id):
        raise RuleBroken(_("The welcome talk is already noted. Nothing was changed."))
    session.add(Welcome(person_id=mentee.id, held_at=now, held_by=actor.human_id))
    session.flush()
    audit.record(session, actor, "welcomed", mentee.id, now)
    events.publish(session, events.PersonWelcomed(mentee.id), now)


def may_take_back(session: Session, held_at: datetime | None, now: datetime) -> bool:
    """Tell whether the minutes are not over in which a welcome talk noted by mistake goes again."""
    minutes = settings.current(session).take_back_minutes
    return held_at is not None and now < held_at + timedelta(minutes=minutes)


def take_back_welcome(session: Session, actor: Actor, mentee: Person, now: datetime) -> None:
    """Take back that a mentee had their welcome talk, within minutes; it is to be held again."""
    check_looks_after(actor, mentee.human_id)
    held = queries.welcome_of(session, mentee.id)
    if held is None or not may_take_back(session, held.held_at, now):
        raise RuleBroken(_("It is too late to take this back. Nothing was changed."))
    taken_back = events.WelcomeTakenBack(mentee.id, held.held_at)
    queries.forget_welcome(session, mentee.id)
    audit.record(session, actor, "took_back_welcome", mentee.id, now)
    events.publish(session, taken_back, now)
