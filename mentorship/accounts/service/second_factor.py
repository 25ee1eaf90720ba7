"""The second factor of staff: set up once, asked for at every sign-in, each code good for once."""

import hmac
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.queries import browsers
from mentorship.accounts.rules import totp_steps
from mentorship.accounts.service.attempts import Attempt, count, forgive
from mentorship.accounts.service.people import own_id, own_sign_in
from mentorship.accounts.service.visits import enter_fully
from mentorship.kernel import audit, events, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

LONGEST_WAIT = timedelta(minutes=15)


class WrongCode(RuleBroken):
    """The code is not one of the moment, or was used before."""

    def __init__(self) -> None:
        sentence = _("This code does not fit. Wait for the next one and type it at once.")
        super().__init__(sentence, status=422, field="code")


def begin_code(session: Session, actor: Actor, now: datetime) -> Attempt:
    """Count an attempt to give a code."""
    sign_in = own_sign_in(session, own_id(actor))
    bucket = count(session, f"code|{sign_in.id}", now, longest=LONGEST_WAIT)
    return Attempt(sign_in.id, None, (bucket,))


def draw_secret(session: Session, sign_in: SignIn) -> None:
    """Draw a secret for a second factor that is to be set up."""
    vault.seal(session, sign_in, "totp_secret", pyotp.random_base32())
    sign_in.enrolled_at = None
    session.flush()


def is_enrolled(session: Session, actor: Actor) -> bool:
    """Tell whether the actor's second factor is set up."""
    return own_sign_in(session, own_id(actor)).enrolled_at is not None


def own_secret(session: Session, actor: Actor, now: datetime) -> str:
    """Give the secret of a second factor that is still to be set up."""
    return _secret(session, _not_enrolled(session, actor), actor, now)


def enrol(
    session: Session, actor: Actor, attempt: Attempt, code: str, now: datetime, *, instead_of: str
) -> str:
    """Finish setting up a second factor with its first code, and let the actor all the way in."""
    sign_in = _not_enrolled(session, actor)
    _spend(session, sign_in, actor, attempt, code, now)
    queries.note_enrolled(session, sign_in.id, now)
    audit.record(session, actor, "set_up_second_factor", actor.person_id, now)
    return enter_fully(session, actor, now, instead_of=instead_of)


def give_code(
    session: Session, actor: Actor, attempt: Attempt, code: str, now: datetime, *, instead_of: str
) -> str:
    """Let somebody all the way in whose code is right, in a fresh session."""
    sign_in = own_sign_in(session, own_id(actor))
    if sign_in.enrolled_at is None:
        raise RuleBroken(_("Set up your second factor first."))
    _spend(session, sign_in, actor, attempt, code, now)
    return enter_fully(session, actor, now, instead_of=instead_of)


def replace_second_factor(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Take a lost second factor away: the next sign-in sets up a new one, and can do no more."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("Another administrator does this for you."))
    draw_secret(session, own_sign_in(session, person.id))
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "replaced_second_factor", person.id, now)
    events.publish(session, events.SecondFactorReplaced(person.id), now)


def _not_enrolled(session: Session, actor: Actor) -> SignIn:
    sign_in = own_sign_in(session, own_id(actor))
    if sign_in.enrolled_at:
        raise RuleBroken(_("Your second factor is set up already."))
    return sign_in


def _spend(
    session: Session, sign_in: SignIn, actor: Actor, attempt: Attempt, code: str, now: datetime
) -> None:
    if sign_in.totp_secret is None:
        raise WrongCode
    totp = pyotp.TOTP(_secret(session, sign_in, actor, now))
    for step in totp_steps(now):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            if not queries.claim_totp_step(session, sign_in.id, step):
                raise WrongCode
            forgive(session, attempt, now)
            return
    raise WrongCode


def _secret(session: Session, sign_in: SignIn, actor: Actor, now: datetime) -> str:
    own = audit.opening(session, actor, sign_in.person_id, audit.Purpose.OWN, now)
    return own.read(sign_in, "totp_secret")
