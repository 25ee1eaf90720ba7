"""The welcome talk: held by a coordinator, and what makes a mentee ready."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, events
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
