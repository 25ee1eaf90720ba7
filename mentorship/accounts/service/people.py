"""The verbs about people themselves: joining, staff, suspending, stopping, erasing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import choice, randbelow
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Hat, Invitation, Person, SignIn
from mentorship.accounts.rules import (
    CARD_LENGTH,
    CARD_LIFE,
    CARD_SIGNS,
    PASSWORD_WORDS,
    RECOVERY_WORDS,
    Kind,
    Standing,
    Turn,
    after,
    check_word,
    some_words,
    tidy_card,
    written_card,
)
from mentorship.accounts.service.hashing import Hasher
from mentorship.kernel import audit, events, settings, vault
from mentorship.kernel.access import STAFF, Actor, Role
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _

ROLE_OF = {Kind.MENTEE: Role.MENTEE, Kind.MENTOR: Role.MENTOR}


@dataclass(frozen=True, repr=False)
class Secrets:
    """A password and a recovery code with their hashes, made before any transaction."""

    password: str
    password_hash: str
    recovery: str
    recovery_hash: str


@dataclass(frozen=True)
class Joining:
    """What somebody has said on the way in."""

    kind: Kind
    word: str
    secrets: Secrets = field(repr=False)
    card: str | None = None


@dataclass(frozen=True)
class Registered:
    """Somebody who has just got a sign-in, and what to show them once."""

    person_id: UUID
    sign_in_name: str
    secrets: Secrets = field(repr=False)


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


def some_password() -> str:
    """Draw four words for a password."""
    return some_words(PASSWORD_WORDS, choice)


def some_recovery() -> str:
    """Draw six words for a recovery code."""
    return some_words(RECOVERY_WORDS, choice)


def make_secrets(hasher: Hasher, password: str | None = None) -> Secrets:
    """Hash a password, drawn unless given, and a fresh recovery code."""
    password, recovery = password or some_password(), some_recovery()
    return Secrets(password, hasher.hash(password), recovery, hasher.hash(recovery))


def make_card(session: Session, actor: Actor, kind: Kind, now: datetime) -> str:
    """Make a card with a one-time code, which is told here and never again."""
    code = "".join(choice(CARD_SIGNS) for _nth in range(CARD_LENGTH))
    card = Invitation(
        id=uuid4(), code_hash=vault.blind_index(session, "invitation", code), kind=kind,
        made_by=actor.person_id, made_at=now, ends_at=now + CARD_LIFE,
    )  # fmt: skip
    session.add(card)
    audit.record(session, actor, "made_card", None, now)
    return written_card(code)


def kind_on_card(session: Session, typed: str, now: datetime) -> Kind | None:
    """Tell for whom a card is, if it can still be used."""
    card = queries.invitation(session, tidy_card(typed), now)
    return card.kind if card else None


def register(session: Session, actor: Actor, joining: Joining, now: datetime) -> Registered:
    """Let somebody in: a record, a key, one hat, a sign-in; the card is used up."""
    _pass_the_door(session, joining, now)
    person = _new_person(session, joining.kind, now)
    session.add(Hat(person_id=person.id, role=ROLE_OF[joining.kind]))
    name = _give_sign_in(session, person, joining.word, joining.secrets)
    audit.record(session, actor if actor.person_id else acting_as(person), "joined", person.id, now)
    events.publish(session, events.PersonJoined(person.id), now)
    return Registered(person.id, name, joining.secrets)


def register_on_behalf(session: Session, actor: Actor, kind: Kind, now: datetime) -> Person:
    """Let somebody in who has no sign-in; a coordinator records each step for them."""
    person = _new_person(session, kind, now)
    person.assigned_to = actor.person_id
    session.add(Hat(person_id=person.id, role=ROLE_OF[kind]))
    audit.record(session, actor, "joined", person.id, now)
    events.publish(session, events.PersonJoined(person.id), now)
    return person


def create_staff(
    session: Session,
    actor: Actor,
    roles: frozenset[Role],
    word: str,
    secrets: Secrets,
    now: datetime,
    *,
    same_human_as: UUID | None = None,
) -> Registered:
    """Make a staff record with its hats and a sign-in; it is called by the word given."""
    if not roles or not roles <= STAFF:
        raise RuleBroken(_("Choose at least one role."), status=422, field="roles")
    person = _new_person(session, Kind.STAFF, now)
    if same_human_as:
        person.human_id = queries.person(session, same_human_as).human_id
    person.called = check_word(word).capitalize()
    session.add_all(Hat(person_id=person.id, role=role) for role in sorted(roles))
    name = _give_sign_in(session, person, word, secrets)
    audit.record(session, actor, "made_staff", person.id, now, ", ".join(sorted(roles)))
    return Registered(person.id, name, secrets)


def suspend(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Cut somebody's access in this transaction; any coordinator alone may."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("You cannot suspend yourself."))
    person.standing = after(person.standing, Turn.SUSPEND)
    queries.revoke_all(session, person.id, now)
    audit.record(session, actor, "suspended", person.id, now)
    events.publish(session, events.PersonSuspended(person.id), now)


def restore(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Lift a suspension."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("Somebody else decides about you."))
    person.standing = after(person.standing, Turn.RESTORE)
    audit.record(session, actor, "restored", person.id, now)
    events.publish(session, events.PersonRestored(person.id), now)


def ask_to_stop(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Hide somebody from everybody at once; what they asked for is done after the days to undo."""
    days = settings.current(session).stop_days
    person.standing = after(person.standing, Turn.ASK_TO_STOP)
    person.stop_asked_at, person.erase_after = now, now + timedelta(days=days)
    queries.revoke_all(session, person.id, now)
    audit.record(session, actor, "asked_to_stop", person.id, now)
    events.publish(session, events.PersonStopped(person.id), now)


def undo_stop(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Bring somebody back who had asked to stop; what was voided stays voided."""
    person.standing = after(person.standing, Turn.COME_BACK)
    person.stop_asked_at = person.erase_after = None
    audit.record(session, actor, "came_back", person.id, now)
    events.publish(session, events.PersonReturned(person.id), now)


def erase(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Erase somebody for good: every feature's rows, how they got in, and their key."""
    person.standing = after(person.standing, Turn.ERASE)
    audit.record(session, actor, "erased", person.id, now)
    events.publish(session, events.PersonErased(person.id), now)
    queries.delete_person_rows(session, person.id)
    person.called = person.waiting_since = person.stop_asked_at = person.erase_after = None
    person.assigned_to = None
    audit.write_entries(session)  # whatever was noted until here is sealed before the key goes
    vault.destroy_key(session, person.id)


def _pass_the_door(session: Session, joining: Joining, now: datetime) -> None:
    agency = settings.current(session)
    if agency.door is settings.Door.CLOSED or settings.is_shut(session, agency):
        raise RuleBroken(_("We are not taking new people for now."))
    if agency.door is settings.Door.OPEN and not joining.card:
        return
    card = queries.invitation(session, tidy_card(joining.card or ""), now)
    if card is None or card.kind is not joining.kind:
        raise RuleBroken(_("This code does not work. Ask the person who gave it to you."))
    queries.use_invitation(session, card.id, now)


def _new_person(session: Session, kind: Kind, now: datetime) -> Person:
    person_id = uuid4()
    vault.new_key(session, person_id, now)
    person = Person(
        id=person_id, human_id=person_id, kind=kind, standing=Standing.HERE,
        code=queries.free_code(session), joined_at=now,
        waiting_since=now if kind is Kind.MENTEE else None,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def _give_sign_in(session: Session, person: Person, word: str, secrets: Secrets) -> str:
    name = _free_name(session, check_word(word))
    sign_in = SignIn(
        id=uuid4(), person_id=person.id, name_index=vault.blind_index(session, "sign_in", name),
        password_hash=secrets.password_hash, recovery_hash=secrets.recovery_hash,
    )  # fmt: skip
    vault.seal(session, sign_in, "name", name)
    session.add(sign_in)
    session.flush()
    return name


def _free_name(session: Session, word: str) -> str:
    while True:
        name = f"{word}{randbelow(10_000):04}"
        if not queries.name_taken(session, name):
            return name
