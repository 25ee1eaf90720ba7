"""Pauses: taken and ended by the person, set for safety by staff, over by themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.kernel import audit, events
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, local
from mentorship.profiles import queries
from mentorship.profiles.models import Pause
from mentorship.profiles.rules import pause as rules
from mentorship.profiles.rules.pause import PauseWhy
from mentorship.profiles.rules.people import check_looks_after
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service.room import close_room


def pause(
    session: Session,
    actor: Actor,
    person: Person,
    until: date | None,
    now: datetime,
    *,
    reach_monthly: bool = False,
) -> None:
    """Leave a person in peace until a day, or until they come back; no reason is asked."""
    check_speaks_for(actor, person.id, person.human_id)
    rules.check_until(until, local(now).date())
    _begin(session, actor, person, PauseWhy.OWN, now, until=until, reach_monthly=reach_monthly)
    audit.record(session, actor, "paused", person.id, now)


def resume(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Be there again; nothing needs explaining. A pause for safety stays."""
    check_speaks_for(actor, person.id, person.human_id)
    for open_pause in queries.open_pauses(session, person.id):
        if open_pause.why is not PauseWhy.SAFEGUARDING:
            _end(open_pause, actor, now)
    session.flush()
    audit.record(session, actor, "resumed", person.id, now)
    _tell_if_back(session, person, now)


def step_back(session: Session, actor: Actor, mentor: Person, now: datetime) -> None:
    """Let a mentor step back today: no new people, and somebody rings them. No reason is kept."""
    check_speaks_for(actor, mentor.id, mentor.human_id)
    _begin(session, actor, mentor, PauseWhy.STEP_BACK, now, until=None, reach_monthly=True)
    close_room(session, actor, mentor, now)
    audit.record(session, actor, "stepped_back", mentor.id, now)
    events.publish(session, events.MentorSteppedBack(mentor.id), now)


def pause_for_safety(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Stop all matching of a person in this transaction, because staff see a danger."""
    check_looks_after(actor, person.human_id)
    _begin(session, actor, person, PauseWhy.SAFEGUARDING, now, until=None, reach_monthly=True)
    audit.record(session, actor, "paused_for_safety", person.id, now)


def end_safety_pause(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """End a pause for safety; only the safeguarding lead does."""
    check_looks_after(actor, person.human_id)
    rules.check_may_end(PauseWhy.SAFEGUARDING, actor)
    held = queries.open_pause(session, person.id, PauseWhy.SAFEGUARDING)
    if held is None:
        raise RuleBroken(_("There is no such pause. Nothing was changed."))
    _end(held, actor, now)
    session.flush()
    audit.record(session, actor, "ended_safety_pause", person.id, now)
    _tell_if_back(session, person, now)


def rests(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody is not to be asked for now: paused, suspended or stopped."""
    is_here = accounts.person(session, person_id).standing is Standing.HERE
    return not is_here or bool(queries.open_pauses(session, person_id))


def end_due_pauses(session: Session, now: datetime) -> None:
    """End every pause whose first day back has come."""
    for over in queries.pauses_over(session, local(now).date()):
        _end(over, SYSTEM, now)
        session.flush()
        audit.record(session, SYSTEM, "pause_over", over.person_id, now)
        _tell_if_back(session, accounts.person(session, over.person_id), now)


def _begin(
    session: Session,
    actor: Actor,
    person: Person,
    why: PauseWhy,
    now: datetime,
    *,
    until: date | None,
    reach_monthly: bool,
) -> None:
    row = queries.open_pause(session, person.id, why)
    if row is None:
        row = Pause(person_id=person.id, why=why, began_at=now, began_by=actor.human_id)
        session.add(row)
    row.until, row.reach_monthly, row.how = until, reach_monthly, actor.how
    session.flush()
    events.publish(session, events.PersonPaused(person.id), now)


def _end(row: Pause, actor: Actor, now: datetime) -> None:
    row.ended_at, row.ended_by = now, actor.human_id


def _tell_if_back(session: Session, person: Person, now: datetime) -> None:
    if not queries.is_paused(session, person.id, local(now).date()):
        events.publish(session, events.PersonResumed(person.id), now)
