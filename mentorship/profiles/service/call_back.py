"""The call-back to somebody who phoned: the safe way to ring them, and the code word they say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service import recovery
from mentorship.accounts.service.people import Secrets
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _
from mentorship.profiles import queries
from mentorship.profiles.rules.contact import Channel, ContactShown
from mentorship.profiles.service.contact import (
    code_word_matches,
    contact_for_staff,
    why_nobody_calls,
)


@dataclass(frozen=True)
class CallBackShown:
    """A call-back for staff: from when on, and once it is due how to ring."""

    code: str
    due_at: datetime
    is_due: bool
    tries: int
    contact: ContactShown | None
    no_way: str


def ask_call_back(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Note that somebody phoned who cannot get in; without a safe way to ring, it cannot be."""
    if not _may_be_rung(session, actor, person, now):
        raise RuleBroken(_("There is no safe way to ring them. They can come by at any time."))
    recovery.ask_call_back(session, actor, person, now)


def call_back_shown(session: Session, actor: Actor, person: Person, now: datetime) -> CallBackShown:
    """Show how to ring somebody back; their number is opened only once it is time to."""
    asked = recovery.waiting(session, person)
    is_due = asked.due_at <= now
    contact = None
    if is_due and _may_be_rung(session, actor, person, now):
        contact = contact_for_staff(session, actor, person.id, Purpose.SIGN_IN, now)
    no_way = why_nobody_calls(session, person, now)
    return CallBackShown(person.code, asked.due_at, is_due, asked.tries, contact, no_way)


def take_word(
    session: Session, actor: Actor, person: Person, said: str, secrets: Secrets, now: datetime
) -> str | None:
    """Give whoever said the code word their name and new words; anything else ends the matter."""
    right = code_word_matches(session, actor, person.id, said, now)
    return recovery.answer_call_back(session, actor, person, secrets, now, right=right)


def _may_be_rung(session: Session, actor: Actor, person: Person, now: datetime) -> bool:
    contact = queries.usable_contact(session, person.id, now)
    if contact is None:
        return False
    leave = audit.opening(session, actor, person.id, Purpose.SIGN_IN, now)
    return Channel(leave.read(contact, "channel")) is Channel.CALL
