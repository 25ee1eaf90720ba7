"""Where people stand: suspended and back, stopping and back, erased for good."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person
from mentorship.accounts.queries import browsers
from mentorship.accounts.queries.near import may_come_near
from mentorship.accounts.queries.unsent import forget_unsent_of_staff
from mentorship.accounts.rules import STANDINGS, Standing, Turn
from mentorship.kernel import audit, events, settings, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.states import after
from mentorship.kernel.words import _


def suspend(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Cut somebody's access in this transaction; any coordinator alone may."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("You cannot suspend yourself."))
    _turn(session, person, Turn.SUSPEND)
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "suspended", person.id, now)
    events.publish(session, events.PersonSuspended(person.id), now)


def restore(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Lift a suspension."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("Somebody else decides about you."))
    _turn(session, person, Turn.RESTORE)
    audit.record(session, actor, "restored", person.id, now)
    events.publish(session, events.PersonRestored(person.id), now)


def ask_to_stop(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Hide somebody from everybody at once; what they asked for is done after the days to undo."""
    days = settings.current(session).stop_days
    person.suspended_before = person.standing is Standing.SUSPENDED
    _turn(session, person, Turn.ASK_TO_STOP)
    person.stop_asked_at, person.erase_after = now, now + timedelta(days=days)
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "asked_to_stop", person.id, now)
    events.publish(session, events.PersonStopped(person.id), now)


def stop_now(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Do at once what somebody asked for who told staff that they need no days to undo it."""
    if person.standing is not Standing.STOPPING:
        ask_to_stop(session, actor, person, now)
    erase(session, actor, person, now)


def undo_stop(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Bring somebody back who had asked to stop; what was voided stays voided.

    A suspension holds on: only staff lift it, and asking to stop must not be a way around them.
    """
    _turn(session, person, Turn.COME_BACK)
    person.stop_asked_at = person.erase_after = None
    audit.record(session, actor, "came_back", person.id, now)
    if person.suspended_before:
        _turn(session, person, Turn.SUSPEND)
        browsers.revoke_all(session, person.id, now)
        return
    events.publish(session, events.PersonReturned(person.id), now)


def park(
    session: Session, actor: Actor, person: Person, erase_after: datetime, now: datetime
) -> None:
    """Put away the record of somebody who was not here for long: nobody sees it until they come
    back, and it goes for good after a day.
    """
    _turn(session, person, Turn.PARK)
    person.erase_after = erase_after
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "parked", person.id, now)
    events.publish(session, events.PersonParked(person.id), now)


def find_parked(session: Session, actor: Actor, said: str) -> Person:
    """Find somebody whose record is put away by their sign-in name or their letters."""
    sign_in = queries.by_name(session, said)
    by_name = queries.person(session, sign_in.person_id) if sign_in else None
    found = by_name or queries.by_code(session, said)
    if found and found.standing is Standing.PARKED and may_come_near(session, actor, found):
        return found
    sentence = _("No record of this name or these letters is put away.")
    raise RuleBroken(sentence, status=422, field="who")


def bring_back(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Bring somebody back whose record was put away; they are asked nothing."""
    _turn(session, person, Turn.COME_BACK)
    person.erase_after = None
    audit.record(session, actor, "came_back", person.id, now)
    events.publish(session, events.PersonReturned(person.id), now)


def erase(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Erase somebody for good: every feature's rows, how they got in, their record, and their key.

    That somebody was here is what must not be found, so nothing is left that says so; only the
    chain of the audit keeps its entries, about an id that leads to nobody.
    """
    _turn(session, person, Turn.ERASE)
    audit.record(session, actor, "erased", person.id, now)
    events.publish(session, events.PersonErased(person.id), now)
    audit.write_entries(session)  # whatever was noted until here is sealed before the key goes
    vault.destroy_key(session, person.id)
    forget_unsent_of_staff(session)  # it may be about them
    queries.delete_person(session, person)


def _turn(session: Session, person: Person, turn: Turn) -> None:
    # As things stand now, and held: of two who decide at once, the second one is told.
    session.flush()
    queries.locked_person(session, person.id)
    person.standing = after(STANDINGS, person.standing, turn)
