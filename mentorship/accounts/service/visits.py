"""The sessions of people's browsers: begun, renewed, listed and ended."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, Visit
from mentorship.accounts.queries import browsers
from mentorship.accounts.rules import IDLE_CHOICES, Kind, Way, idle_minutes, way_of
from mentorship.accounts.service.people import own_id, own_sign_in
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _


@dataclass(frozen=True)
class Entered:
    """Somebody who got in: the token for their browser, and where they go."""

    token: str = field(repr=False)
    way: Way


def begin_visit(
    session: Session, person: Person, now: datetime, *, half_in: bool, instead_of: str
) -> str:
    """Begin a session and give its token; the browser's session until now ends."""
    agency, staff = settings.current(session), person.kind is Kind.STAFF
    minutes = idle_minutes(
        own_sign_in(session, person.id).idle_minutes,
        agency.idle_minutes,
        agency.idle_minutes_staff_most,
        staff=staff,
    )
    hours = agency.absolute_hours_staff if staff else agency.absolute_hours
    token = token_urlsafe(32)
    visit = Visit(
        id=uuid4(), token_hash=vault.token_hash(token), person_id=person.id, began_at=now,
        seen_at=now.replace(second=0, microsecond=0), idle_minutes=minutes,
        idle_until=now + timedelta(minutes=minutes), ends_at=now + timedelta(hours=hours),
        half_in=half_in,
    )  # fmt: skip
    session.add(visit)
    session.flush()
    end_visit_of(session, instead_of, now)
    return token


def enter(session: Session, person: Person, now: datetime, *, instead_of: str) -> Entered:
    """Begin the session of somebody who has proved who they are, as far in as they may come."""
    way = way_of(person.kind, person.standing)
    half_in = way is not Way.INSIDE
    return Entered(begin_visit(session, person, now, half_in=half_in, instead_of=instead_of), way)


def enter_fully(session: Session, actor: Actor, now: datetime, *, instead_of: str) -> str:
    """Let somebody who was half in all the way in."""
    person = queries.person(session, own_id(actor))
    return begin_visit(session, person, now, half_in=False, instead_of=instead_of)


def enter_again(session: Session, actor: Actor, token: str, now: datetime) -> str:
    """Give a session in which the password was given lately; it ends when the old one would."""
    old = browsers.visit(session, token)
    fresh = enter_fully(session, actor, now, instead_of=token)
    lately = now + timedelta(minutes=settings.current(session).step_up_minutes)
    browsers.step_up(session, fresh, lately, ends_at=old.ends_at if old else None)
    audit.record(session, actor, "gave_password_again", actor.person_id, now)
    return fresh


def end_visit_of(session: Session, token: str, now: datetime) -> None:
    """End a browser's session; where there is none, nothing happens."""
    visit = browsers.visit(session, token)
    if visit:
        browsers.revoke(session, visit.id, now)


def end_visit(session: Session, actor: Actor, visit_id: UUID, now: datetime) -> None:
    """End one of the actor's own sessions; one of somebody else's is not there."""
    if visit_id in {visit.id for visit in browsers.visits_of(session, own_id(actor), now)}:
        browsers.revoke(session, visit_id, now)
        audit.record(session, actor, "ended_session", actor.person_id, now)


def end_every_visit(session: Session, actor: Actor, now: datetime) -> None:
    """End every session of the actor, this one too."""
    browsers.revoke_all(session, own_id(actor), now)
    audit.record(session, actor, "ended_sessions", actor.person_id, now)


def end_other_visits(session: Session, actor: Actor, token: str, now: datetime) -> None:
    """End every session of the actor but the one with this token."""
    here = browsers.visit(session, token)
    browsers.revoke_all(session, own_id(actor), now, but=here.id if here else None)


def choose_idle(session: Session, actor: Actor, minutes: int, now: datetime) -> None:
    """Choose after how many quiet minutes one is signed out, here and from now on."""
    if minutes not in IDLE_CHOICES:
        raise RuleBroken(_("Choose one of these."), status=422, field="minutes")
    agency = settings.current(session)
    sign_in = own_sign_in(session, own_id(actor))
    sign_in.idle_minutes = idle_minutes(
        minutes, agency.idle_minutes, agency.idle_minutes_staff_most, staff=actor.is_staff
    )
    session.flush()
    browsers.set_idle(session, own_id(actor), sign_in.idle_minutes, now)
    audit.record(session, actor, "chose_time_out", actor.person_id, now)
