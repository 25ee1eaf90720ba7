"""Getting in: name and password, and the way back with a recovery code.

Hashing happens between two transactions, never inside one: an attempt is begun, which counts it and
tells what to compare with; the caller compares; then somebody is let in or refused. What a stranger
sees is the same for every cause.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.queries import browsers
from mentorship.accounts.queries.unsent import path_of
from mentorship.accounts.rules import Standing
from mentorship.accounts.rules.keyboards import plain_name
from mentorship.accounts.service.attempts import Attempt, count, count_from, forgive
from mentorship.accounts.service.people import Secrets, acting_as, own_id, own_sign_in
from mentorship.accounts.service.standing import bring_back
from mentorship.accounts.service.visits import Entered, end_other_visits, enter, enter_again
from mentorship.kernel import audit, events, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _


class Refused(RuleBroken):
    """Name and secret do not go together; why is nobody's business."""

    def __init__(self, field: str) -> None:
        sentence = _("This name and these words do not go together. Look at both once more.")
        super().__init__(sentence, status=422, field=field)


def begin_sign_in(session: Session, name: str, address: str, now: datetime) -> Attempt:
    """Count an attempt to sign in, and tell what the password is to be compared with."""
    buckets = _counted(session, "name", name, address, now)
    found = queries.by_name(session, name)
    return Attempt(found.id, found.password_hash, buckets) if found else Attempt(None, None)


def begin_recovery(session: Session, name: str, address: str, now: datetime) -> Attempt:
    """Count an attempt to come back, and tell what the recovery code is to be compared with."""
    buckets = _counted(session, "back", name, address, now)
    found = queries.by_name(session, name)
    return Attempt(found.id, found.recovery_hash, buckets) if found else Attempt(None, None)


def begin_again(session: Session, actor: Actor, now: datetime) -> Attempt:
    """Count an attempt to give one's own password once more."""
    buckets = (count(session, f"again|{actor.person_id}", now),)
    sign_in = own_sign_in(session, own_id(actor))
    return Attempt(sign_in.id, sign_in.password_hash, buckets)


def sign_in(
    session: Session,
    attempt: Attempt,
    now: datetime,
    *,
    right: bool,
    fresh: str | None = None,
    instead_of: str = "",
) -> Entered:
    """Begin a session for somebody whose password was right, and keep a fresher hash of it."""
    kept, person = _let_in(session, attempt, "password", right=right)
    if fresh:
        queries.replace_hash(session, kept.id, str(attempt.kept), fresh)
    forgive(session, attempt, now)
    audit.record(session, acting_as(person), "signed_in", person.id, now)
    if person.standing is Standing.PARKED:
        bring_back(session, acting_as(person), person, now)
    events.publish(session, events.SignedIn(person.id), now)
    return enter(session, person, now, instead_of=instead_of)


def left_at(session: Session, token: str, now: datetime) -> str:
    """Tell at which page something waits that somebody who got in had typed before."""
    visit = browsers.visit(session, token)
    return path_of(session, visit.person_id, now) if visit and visit.person_id else ""


def give_again(
    session: Session, actor: Actor, attempt: Attempt, token: str, now: datetime, *, right: bool
) -> str:
    """Give a fresh session to somebody who gave their password once more."""
    if not right:
        raise RuleBroken(_("This is not your password."), status=422, field="password")
    forgive(session, attempt, now)
    return enter_again(session, actor, token, now)


def refuse(session: Session, attempt: Attempt, now: datetime) -> None:
    """Note that somebody was refused, in the same way whether or not the name is known."""
    kept = queries.sign_in_by_id(session, attempt.sign_in_id) if attempt.sign_in_id else None
    audit.record(session, SYSTEM, "sign_in_refused", kept.person_id if kept else None, now)


def recover(
    session: Session, attempt: Attempt, secrets: Secrets, now: datetime, *, right: bool
) -> None:
    """Give a new password to somebody whose recovery code was right; the code is used up."""
    sign_in, person = _let_in(session, attempt, "words", right=right)
    queries.use_recovery(session, sign_in.id, str(attempt.kept), secrets.password_hash)
    browsers.revoke_all(session, person.id, now)
    forgive(session, attempt, now)
    audit.record(session, acting_as(person), "recovered", person.id, now)


def change_password(
    session: Session,
    actor: Actor,
    attempt: Attempt,
    password_hash: str,
    token: str,
    now: datetime,
    *,
    right: bool,
) -> None:
    """Give oneself a new password with the one until now; every other session ends."""
    if not right:
        raise RuleBroken(_("This is not your password until now."), status=422, field="current")
    own_sign_in(session, own_id(actor)).password_hash = password_hash
    forgive(session, attempt, now)
    end_other_visits(session, actor, token, now)
    audit.record(session, actor, "changed_password", actor.person_id, now)


def new_recovery_code(session: Session, actor: Actor, recovery_hash: str, now: datetime) -> None:
    """Give oneself a new recovery code; the old one no longer works."""
    own_sign_in(session, own_id(actor)).recovery_hash = recovery_hash
    audit.record(session, actor, "new_recovery_code", actor.person_id, now)


def own_name(session: Session, actor: Actor, now: datetime) -> str:
    """Tell somebody their own sign-in name."""
    own = audit.opening(session, actor, own_id(actor), audit.Purpose.OWN, now)
    return own.read(own_sign_in(session, own_id(actor)), "name")


def _counted(
    session: Session, what: str, name: str, address: str, now: datetime
) -> tuple[bytes, ...]:
    by_name = count(session, f"{what}|{vault.normalised(plain_name(name))}", now)
    return by_name, *count_from(session, address, now)


def _let_in(
    session: Session, attempt: Attempt, field: str, *, right: bool
) -> tuple[SignIn, Person]:
    sign_in = queries.sign_in_by_id(session, attempt.sign_in_id) if attempt.sign_in_id else None
    if sign_in is None or not right:
        raise Refused(field)
    person = queries.locked_person(session, sign_in.person_id)
    if person.standing not in {Standing.HERE, Standing.STOPPING, Standing.PARKED}:
        raise Refused(field)
    return sign_in, person
