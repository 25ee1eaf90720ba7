"""The verbs of getting in and staying in: sign-in, second factor, password again, recovery, ends.

Hashing happens between two transactions, never inside one: `begin` counts the attempt and tells
what to compare with, the caller compares, and `finish` acts on the outcome. What a stranger sees is
the same for every cause.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

import pyotp
from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, SignIn, Visit
from mentorship.accounts.rules import (
    ATTEMPT_WINDOW,
    Kind,
    Standing,
    idle_minutes,
    wait_after,
)
from mentorship.accounts.service.people import Secrets
from mentorship.kernel import audit, events, settings, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

TOTP_SECONDS = 30


@dataclass(frozen=True, repr=False)
class Attempt:
    """A sign-in that was begun: what the typed secret is to be compared with."""

    sign_in_id: UUID | None
    kept: str | None


@dataclass(frozen=True)
class Entered:
    """Somebody who got in: the token for their browser, and whether a second factor is due."""

    token: str
    half_in: bool
    stopping: bool = False


def begin(session: Session, name: str, address: str, now: datetime) -> Attempt:
    """Count an attempt and tell what to compare; a name nobody has is treated alike."""
    _slow_down(session, f"name|{vault.normalised(name)}", now)
    _slow_down(session, f"from|{_network(address)}", now, free=20)
    found = queries.by_name(session, name)
    return Attempt(found.id, found.password_hash) if found else Attempt(None, None)


def finish(
    session: Session, attempt: Attempt, now: datetime, *, right: bool, old_token: str = ""
) -> Entered | None:
    """Open a session for somebody whose password was right; for everybody else note and refuse."""
    sign_in = session.get(SignIn, attempt.sign_in_id) if attempt.sign_in_id else None
    person = queries.person(session, sign_in.person_id) if sign_in else None
    if not (right and sign_in and person and _may_enter(sign_in, person)):
        audit.record(session, SYSTEM, "sign_in_refused", person.id if person else None, now)
        return None
    staff = person.kind is Kind.STAFF
    token = _open_visit(session, sign_in, person, now, half_in=staff)
    _close_old(session, old_token, now)
    audit.record(session, _as(person), "signed_in", person.id, now)
    return Entered(token, half_in=staff, stopping=person.standing is Standing.STOPPING)


def enter(session: Session, person_id: UUID, now: datetime, old_token: str = "") -> Entered:
    """Open the first session of somebody who has just joined."""
    sign_in = _sign_in(session, person_id)
    person = queries.person(session, person_id)
    token = _open_visit(session, sign_in, person, now, half_in=person.kind is Kind.STAFF)
    _close_old(session, old_token, now)
    return Entered(token, half_in=person.kind is Kind.STAFF)


def leave(session: Session, token: str, now: datetime) -> None:
    """End this browser's session; where there is none, nothing happens."""
    visit = queries.visit(session, token)
    if visit:
        queries.revoke(session, visit.id, now)


def end_visit(session: Session, actor: Actor, visit_id: UUID, now: datetime) -> None:
    """End one of the actor's own sessions."""
    theirs = {visit.id for visit in queries.visits_of(session, _person_id(actor), now)}
    if visit_id in theirs:
        queries.revoke(session, visit_id, now)
        audit.record(session, actor, "ended_session", actor.person_id, now)


def end_other_visits(session: Session, actor: Actor, token: str, now: datetime) -> None:
    """End every session of the actor but this one."""
    here = queries.visit(session, token)
    queries.revoke_all(session, _person_id(actor), now, but=here.id if here else None)
    audit.record(session, actor, "ended_sessions", actor.person_id, now)


def step_up(session: Session, actor: Actor, token: str, now: datetime) -> str:
    """Give a fresh session in which the password was given lately, and end the old one."""
    person = queries.person(session, _person_id(actor))
    fresh = _open_visit(session, _sign_in(session, person.id), person, now, half_in=False)
    visit = queries.visit(session, fresh)
    if visit is None:
        raise LookupError("the session that was just opened is not there")
    minutes = settings.current(session).step_up_minutes
    visit.stepped_up_until = now + timedelta(minutes=minutes)
    old = queries.visit(session, token)
    if old:
        visit.ends_at = old.ends_at
        queries.revoke(session, old.id, now)
    audit.record(session, actor, "gave_password_again", actor.person_id, now)
    return fresh


def own_attempt(session: Session, actor: Actor, now: datetime) -> Attempt:
    """Count an attempt to give one's own password again."""
    _slow_down(session, f"again|{actor.person_id}", now)
    sign_in = _sign_in(session, _person_id(actor))
    return Attempt(sign_in.id, sign_in.password_hash)


def enrolment(session: Session, actor: Actor, now: datetime) -> str:
    """Give the secret of a second factor that is being set up, drawing it at the first look."""
    sign_in = _sign_in(session, _person_id(actor))
    if sign_in.enrolled_at:
        raise RuleBroken(_("Your second factor is set up already."))
    if sign_in.totp_secret is None:
        vault.seal(session, sign_in, "totp_secret", pyotp.random_base32())
    return _totp_secret(session, sign_in, actor, now)


def enrol(session: Session, actor: Actor, code: str, now: datetime) -> bool:
    """Finish setting up a second factor with its first code; a wrong code counts as an attempt."""
    sign_in = _sign_in(session, _person_id(actor))
    if sign_in.enrolled_at:
        raise RuleBroken(_("Your second factor is set up already."))
    right = _spend_code(session, sign_in, actor, code, now)
    if right:
        sign_in.enrolled_at = now
        audit.record(session, actor, "set_up_second_factor", actor.person_id, now)
    return right


def second_factor(session: Session, actor: Actor, code: str, now: datetime) -> bool:
    """Tell whether the code of the moment was given, and use it up; a wrong one counts."""
    sign_in = _sign_in(session, _person_id(actor))
    if not sign_in.enrolled_at:
        raise RuleBroken(_("Set up your second factor first."))
    return _spend_code(session, sign_in, actor, code, now)


def all_the_way_in(session: Session, actor: Actor, token: str, now: datetime) -> str:
    """Replace a session that waited for the second factor by one that does not."""
    person = queries.person(session, _person_id(actor))
    fresh = _open_visit(session, _sign_in(session, person.id), person, now, half_in=False)
    _close_old(session, token, now)
    return fresh


def is_enrolled(session: Session, actor: Actor) -> bool:
    """Tell whether the actor's second factor is set up."""
    return _sign_in(session, _person_id(actor)).enrolled_at is not None


def reset_second_factor(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Take a lost second factor away, so that the next sign-in sets a new one up."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("Another administrator does this for you."))
    sign_in = _sign_in(session, person.id)
    sign_in.totp_secret, sign_in.totp_step, sign_in.enrolled_at = None, 0, None
    queries.revoke_all(session, person.id, now)
    audit.record(session, actor, "replaced_second_factor", person.id, now)
    events.publish(session, events.SecondFactorReplaced(person.id), now)


def change_password(
    session: Session, actor: Actor, secrets: Secrets, token: str, now: datetime
) -> None:
    """Give oneself a new password; every other session ends."""
    sign_in = _sign_in(session, _person_id(actor))
    sign_in.password_hash = secrets.password_hash
    audit.record(session, actor, "changed_password", actor.person_id, now)
    here = queries.visit(session, token)
    queries.revoke_all(session, sign_in.person_id, now, but=here.id if here else None)


def new_recovery_code(session: Session, actor: Actor, secrets: Secrets, now: datetime) -> None:
    """Give oneself a new recovery code; the old one no longer works."""
    _sign_in(session, _person_id(actor)).recovery_hash = secrets.recovery_hash
    audit.record(session, actor, "new_recovery_code", actor.person_id, now)


def begin_recovery(session: Session, name: str, address: str, now: datetime) -> Attempt:
    """Count an attempt to come back with a recovery code."""
    _slow_down(session, f"recovery|{vault.normalised(name)}", now)
    _slow_down(session, f"from|{_network(address)}", now, free=20)
    found = queries.by_name(session, name)
    return Attempt(found.id, found.recovery_hash) if found else Attempt(None, None)


def recover(
    session: Session, attempt: Attempt, secrets: Secrets, now: datetime, *, right: bool
) -> bool:
    """Give a new password to somebody whose recovery code was right; the code is used up."""
    sign_in = session.get(SignIn, attempt.sign_in_id) if attempt.sign_in_id else None
    person = queries.person(session, sign_in.person_id) if sign_in else None
    if not (right and sign_in and person and attempt.kept and _may_enter(sign_in, person)):
        audit.record(session, SYSTEM, "recovery_refused", person.id if person else None, now)
        return False
    queries.use_recovery(session, sign_in.id, attempt.kept)
    sign_in.password_hash = secrets.password_hash
    queries.revoke_all(session, person.id, now)
    audit.record(session, _as(person), "recovered", person.id, now)
    return True


def recover_in_person(
    session: Session, actor: Actor, person: Person, secrets: Secrets, now: datetime
) -> str:
    """Give somebody whom staff know a new password, and tell their sign-in name."""
    sign_in = _sign_in(session, person.id)
    if person.kind is Kind.STAFF or not actor.is_coordinator or actor.how is None:
        raise RuleBroken(_("Say how you know that it is them."))
    sign_in.password_hash = secrets.password_hash
    sign_in.recovery_hash = secrets.recovery_hash
    queries.revoke_all(session, person.id, now)
    audit.record(session, actor, "recovered_for", person.id, now)
    leave_to_read = audit.opening(session, actor, person.id, audit.Purpose.SIGN_IN, now)
    return leave_to_read.read(sign_in, "name")


def rehashed(session: Session, attempt: Attempt, fresh: str) -> None:
    """Keep a hash made with today's parameters."""
    sign_in = session.get(SignIn, attempt.sign_in_id) if attempt.sign_in_id else None
    if sign_in:
        sign_in.password_hash = fresh


def choose_idle(session: Session, actor: Actor, minutes: int, now: datetime) -> None:
    """Choose after how many quiet minutes one is signed out."""
    _sign_in(session, _person_id(actor)).idle_minutes = minutes
    audit.record(session, actor, "chose_time_out", actor.person_id, now)


def own_name(session: Session, actor: Actor, now: datetime) -> str:
    """Tell somebody their own sign-in name."""
    own = audit.opening(session, actor, _person_id(actor), audit.Purpose.OWN, now)
    return own.read(_sign_in(session, _person_id(actor)), "name")


def _open_visit(
    session: Session, sign_in: SignIn, person: Person, now: datetime, *, half_in: bool
) -> str:
    agency, staff = settings.current(session), person.kind is Kind.STAFF
    idle = idle_minutes(
        sign_in.idle_minutes, agency.idle_minutes, agency.idle_minutes_staff_most, staff=staff
    )
    hours = agency.absolute_hours_staff if staff else agency.absolute_hours
    token = token_urlsafe(32)
    visit = Visit(
        id=uuid4(), token_hash=vault.token_hash(token), person_id=person.id, began_at=now,
        seen_at=now.replace(second=0, microsecond=0), idle_minutes=idle,
        idle_until=now + timedelta(minutes=idle), ends_at=now + timedelta(hours=hours),
        half_in=half_in,
    )  # fmt: skip
    session.add(visit)
    session.flush()
    return token


def _close_old(session: Session, token: str, now: datetime) -> None:
    if token:
        leave(session, token, now)


def _may_enter(sign_in: SignIn, person: Person) -> bool:
    return not sign_in.disabled and person.standing in {Standing.HERE, Standing.STOPPING}


def _spend_code(session: Session, sign_in: SignIn, actor: Actor, code: str, now: datetime) -> bool:
    _slow_down(session, f"code|{sign_in.id}", now)
    totp = pyotp.TOTP(_totp_secret(session, sign_in, actor, now))
    today = int(now.timestamp()) // TOTP_SECONDS
    for step in (today - 1, today, today + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            return queries.claim_totp_step(session, sign_in.id, step)
    return False


def _totp_secret(session: Session, sign_in: SignIn, actor: Actor, now: datetime) -> str:
    own = audit.opening(session, actor, sign_in.person_id, audit.Purpose.OWN, now)
    return own.read(sign_in, "totp_secret")


def _slow_down(session: Session, what: str, now: datetime, free: int = 0) -> None:
    window = datetime.fromtimestamp(
        now.timestamp() // ATTEMPT_WINDOW.total_seconds() * ATTEMPT_WINDOW.total_seconds(),
        now.tzinfo,
    )
    bucket = hmac.digest(queries.day_key(session, now), what.encode(), "sha256")
    counter = queries.attempts(session, bucket, window)
    if wait_after(counter.count - free, counter.last_at) > now:
        raise RuleBroken(_("That was quick. Wait a moment and try again."), status=429)
    counter.count, counter.last_at = counter.count + 1, now


def _network(address: str) -> str:
    # Only a part of the address counts, and only under today's key: no address is kept.
    return ":".join(address.split(":")[:4]) if ":" in address else address.rpartition(".")[0]


def _sign_in(session: Session, person_id: UUID) -> SignIn:
    found = queries.sign_in_of(session, person_id)
    if found is None:
        raise RuleBroken(_("This person has no sign-in."))
    return found


def _person_id(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise RuleBroken(_("Sign in first."))
    return actor.person_id


def _as(person: Person) -> Actor:
    return Actor(person.id, person.human_id, frozenset())
