"""Joining: cards with a code, people who take part with or without a sign-in, staff."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Hat, Invitation, Person, SignIn
from mentorship.accounts.queries import browsers
from mentorship.accounts.rules import (
    CARD_LIFE,
    Kind,
    Standing,
    check_word,
    open_door,
    tidy_card,
    written_card,
)
from mentorship.accounts.rules.keyboards import plain_name
from mentorship.accounts.service.people import Secrets, acting_as, own_sign_in, some_card
from mentorship.accounts.service.second_factor import draw_secret
from mentorship.accounts.service.visits import Entered, enter
from mentorship.kernel import audit, events, live_use, settings, vault, words
from mentorship.kernel.access import STAFF, Actor, Role
from mentorship.kernel.chance import randbelow
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

ROLE_OF = {Kind.MENTEE: Role.MENTEE, Kind.MENTOR: Role.MENTOR}


@dataclass(frozen=True)
class Joining:
    """What somebody has said on the way in."""

    kind: Kind
    word: str
    secrets: Secrets = field(repr=False)
    card: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Registered:
    """Somebody who has just got a sign-in, and what to show them once."""

    person_id: UUID
    sign_in_name: str
    secrets: Secrets = field(repr=False)


@dataclass(frozen=True)
class CardMade:
    """A card as staff find it on the list: for whom, by whom, and what became of it."""

    id: UUID
    kind: Kind
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    is_open: bool


def make_card(session: Session, actor: Actor, kind: Kind, now: datetime) -> str:
    """Make a card with a one-time code, which is told here and never again."""
    code = some_card()
    card = Invitation(
        id=uuid4(), code_hash=vault.blind_index(session, "invitation", code), kind=kind,
        made_by=actor.person_id, made_at=now, ends_at=now + CARD_LIFE,
    )  # fmt: skip
    session.add(card)
    audit.record(session, actor, "made_card", None, now)
    return written_card(code)


def cards_made(session: Session, now: datetime) -> list[CardMade]:
    """List the cards that were made lately, without their codes."""
    return [
        CardMade(
            card.id, card.kind, name or _("Somebody who is no longer here"), card.made_at,
            card.ends_at, card.used_at, is_open=card.used_at is None and card.ends_at > now,
        )
        for card, name in queries.invitations(session)
    ]  # fmt: skip


def cancel_card(session: Session, actor: Actor, card: Invitation, now: datetime) -> None:
    """Let a card work no longer; one that was used stays as it is."""
    queries.drop_invitation(session, card.id)
    audit.record(session, actor, "cancelled_card", None, now)


def kind_on_card(session: Session, typed: str, now: datetime) -> Kind | None:
    """Tell for whom a card is, if it can still be used."""
    card = queries.invitation(session, tidy_card(typed), now)
    return card.kind if card else None


def door_now(session: Session, now: datetime) -> settings.Door:
    """Tell who may join today."""
    if live_use.is_shut(session):
        return settings.Door.CLOSED
    agency = settings.current(session)
    return open_door(agency.door, agency.closed_until, words.local(now).date())


def register(session: Session, actor: Actor, joining: Joining, now: datetime) -> Registered:
    """Let somebody in: a record, a key, one hat, a sign-in; the card is used up."""
    _pass_the_door(session, joining, now)
    person = _new_person(session, joining.kind, now)
    person.language = joining.language
    session.add(Hat(person_id=person.id, role=ROLE_OF[joining.kind]))
    name = give_sign_in(session, person, joining.word, joining.secrets)
    audit.record(session, actor if actor.person_id else acting_as(person), "joined", person.id, now)
    events.publish(session, events.PersonJoined(person.id), now)
    return Registered(person.id, name, joining.secrets)


def first_visit(session: Session, made: Registered, now: datetime, *, instead_of: str) -> Entered:
    """Begin the first session of somebody who has just joined."""
    return enter(session, queries.person(session, made.person_id), now, instead_of=instead_of)


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
    own_code: str = "",
) -> Registered:
    """Make a staff record with its hats and a sign-in; it is called by the word given.

    `own_code` is the code of another record of the same human, which is closed to them as staff.
    """
    if not roles or not roles <= STAFF:
        raise RuleBroken(_("Choose at least one role."), status=422, field="roles")
    called = check_word(word).capitalize()
    if queries.is_called_so(session, called):
        sentence = _("A colleague is called %(name)s already. Choose another word.", name=called)
        raise RuleBroken(sentence, status=422, field="word")
    person = _new_person(session, Kind.STAFF, now)
    if own_code:
        person.human_id = _human_with(session, own_code)
    person.called = called
    session.add_all(Hat(person_id=person.id, role=role) for role in sorted(roles))
    name = give_sign_in(session, person, word, secrets)
    draw_secret(session, own_sign_in(session, person.id))
    audit.record(session, actor, "made_staff", person.id, now, ", ".join(sorted(roles)))
    return Registered(person.id, name, secrets)


def change_hats(
    session: Session, actor: Actor, person: Person, roles: frozenset[Role], now: datetime
) -> None:
    """Give somebody of staff other hats; their sessions end, so that none keeps the old ones."""
    if actor.human_id == person.human_id:
        raise RuleBroken(_("Another administrator does this for you."))
    if not roles or not roles <= STAFF:
        raise RuleBroken(_("Choose at least one role."), status=422, field="roles")
    queries.replace_hats(session, person.id, roles)
    events.publish(session, events.HatsChanged(person.id), now)
    browsers.revoke_all(session, person.id, now)
    audit.record(session, actor, "changed_hats", person.id, now, ", ".join(sorted(roles)))


def give_sign_in(session: Session, person: Person, word: str, secrets: Secrets) -> str:
    """Give somebody a way in, and tell the name that was made of their word."""
    name = _free_name(session, plain_name(check_word(word)))
    sign_in = SignIn(
        id=uuid4(), person_id=person.id, name_index=vault.blind_index(session, "sign_in", name),
        password_hash=secrets.password_hash, recovery_hash=secrets.recovery_hash,
    )  # fmt: skip
    vault.seal(session, sign_in, "name", name)
    session.add(sign_in)
    session.flush()
    return name


def _pass_the_door(session: Session, joining: Joining, now: datetime) -> None:
    door = door_now(session, now)
    if door is settings.Door.CLOSED:
        raise RuleBroken(_("We are not taking new people for now."))
    if door is settings.Door.OPEN and not joining.card:
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


def _human_with(session: Session, code: str) -> UUID:
    other = queries.by_code(session, code)
    if other is None:
        raise RuleBroken(_("No record has this code."), status=422, field="own_code")
    return other.human_id


def _free_name(session: Session, word: str) -> str:
    while True:
        name = f"{word}{randbelow(10_000):04}"
        if not queries.name_taken(session, name):
            return name
