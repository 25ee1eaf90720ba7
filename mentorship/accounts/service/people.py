"""What every verb of this feature needs: who acts, how they get in, words drawn and hashed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.rules import (
    CARD_LENGTH,
    CARD_SIGNS,
    PASSWORD_WORDS,
    RECOVERY_WORDS,
    some_words,
)
from mentorship.accounts.service.hashing import Hasher
from mentorship.kernel.access import Actor
from mentorship.kernel.chance import choice
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _, language


@dataclass(frozen=True, repr=False)
class Secrets:
    """A password and a recovery code with their hashes, made before any transaction."""

    password: str
    password_hash: str
    recovery: str
    recovery_hash: str


def acting_as(person: Person) -> Actor:
    """Give somebody as the one who acts before they are signed in."""
    return Actor(person.id, person.human_id, frozenset())


def own_id(actor: Actor) -> UUID:
    """Tell whose own page this is."""
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def own_sign_in(session: Session, person_id: UUID) -> SignIn:
    """Give how a person gets in, or say that they have no sign-in."""
    found = queries.sign_in_of(session, person_id)
    if found is None:
        raise RuleBroken(_("This person has no sign-in."))
    return found


def some_card() -> str:
    """Draw a code for a card."""
    return "".join(choice(CARD_SIGNS) for _nth in range(CARD_LENGTH))


def some_password() -> str:
    """Draw four words for a password, in the language of the moment."""
    return some_words(PASSWORD_WORDS, choice, language())


def some_recovery() -> str:
    """Draw six words for a recovery code, in the language of the moment."""
    return some_words(RECOVERY_WORDS, choice, language())


def make_secrets(hasher: Hasher, password: str | None = None) -> Secrets:
    """Hash a password, drawn unless given, and a fresh recovery code."""
    password, recovery = password or some_password(), some_recovery()
    return Secrets(password, hasher.hash(password), recovery, hasher.hash(recovery))
