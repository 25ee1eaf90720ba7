"""Somebody for whom staff recorded everything until now comes into their own record.

Staff give a code in person. With it the person makes a sign-in name and a password that no staff
member knows. What was recorded for them stays as it is, marked, and theirs to change.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import OwnCode, Person
from mentorship.accounts.queries import own_codes
from mentorship.accounts.rules import (
    CARD_LIFE,
    Kind,
    Standing,
    tidy_card,
    written_card,
)
from mentorship.accounts.service.joining import Registered, give_sign_in
from mentorship.accounts.service.people import Secrets, acting_as, some_card
from mentorship.kernel import audit, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _


def make_own_code(session: Session, actor: Actor, person: Person, now: datetime) -> str:
    """Make a code for somebody without a sign-in, told here and never again; one at a time."""
    _check_has_none(session, person)
    code = some_card()
    own_codes.drop_code_of(session, person.id)
    session.add(OwnCode(
        person_id=person.id, code_hash=vault.blind_index(session, "own_code", code),
        made_by=actor.person_id, made_at=now, ends_at=now + CARD_LIFE,
    ))  # fmt: skip
    session.flush()
    audit.record(session, actor, "made_own_code", person.id, now)
    return written_card(code)


def kind_on_own_code(session: Session, typed: str, now: datetime) -> Kind | None:
    """Tell as what somebody comes in whose code still works."""
    row = own_codes.code_like(session, tidy_card(typed), now)
    return queries.person(session, row.person_id).kind if row else None


def take_over(
    session: Session, typed: str, word: str, secrets: Secrets, now: datetime
) -> Registered:
    """Give somebody the sign-in to their own record; the code is used up."""
    row = own_codes.code_like(session, tidy_card(typed), now)
    if row is None:
        raise RuleBroken(_("This code does not work. Ask the person who gave it to you."))
    person = queries.locked_person(session, row.person_id)
    _check_has_none(session, person)
    own_codes.use_code(session, row)
    name = give_sign_in(session, person, word, secrets)
    audit.record(session, acting_as(person), "took_over", person.id, now)
    return Registered(person.id, name, secrets)


def _check_has_none(session: Session, person: Person) -> None:
    if person.kind is Kind.STAFF or person.standing is not Standing.HERE:
        raise RuleBroken(_("That is not possible for this person now."))
    if queries.sign_in_of(session, person.id):
        raise RuleBroken(_("They have a sign-in already."))
