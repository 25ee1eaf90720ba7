"""How somebody wants every page: what they chose, and choosing it."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Display
from mentorship.accounts.rules import Scheme
from mentorship.accounts.service.people import own_id
from mentorship.kernel import audit, events
from mentorship.kernel.access import Actor


def own_display(session: Session, actor: Actor) -> Display:
    """Give how the actor wants every page; what nobody chose is as it is for everybody."""
    own = own_id(actor)
    usual = Display(person_id=own, scheme=Scheme.AUTO, leaves_by_key=True, is_quiet=False)
    return queries.display_of(session, own) or usual


def choose_display(
    session: Session, actor: Actor, scheme: Scheme, now: datetime, *, by_key: bool, quiet: bool
) -> Display:
    """Choose how every page looks from now on; whoever wants it quiet gets no mail from now on."""
    own = own_id(actor)
    chosen = session.merge(
        Display(person_id=own, scheme=scheme, leaves_by_key=by_key, is_quiet=quiet)
    )
    session.flush()
    audit.record(session, actor, "chose_display", own, now)
    if quiet:
        events.publish(session, events.QuietChosen(own), now)
    return chosen
