"""People, their hats, how they get in, cards and counted attempts; sessions stand beside this."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import (
    Attempt,
    AttemptKey,
    Display,
    Hat,
    Invitation,
    Person,
    SignIn,
)
from mentorship.accounts.rules import CODE_LETTERS, Kind, Standing
from mentorship.accounts.rules.keyboards import plain_name
from mentorship.kernel import access, live_use
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.chance import choice
from mentorship.kernel.db import guarded, insert_or_ignore, lock
from mentorship.kernel.errors import NotFound
from mentorship.kernel.vault import blind_index
from mentorship.kernel.words import N_, _

NEEDED_HATS = {
    Role.ADMINISTRATOR: N_("an administrator"),
    Role.SAFEGUARDING: N_("a safeguarding lead"),
    Role.REVIEWER: N_("a reviewer"),
}


@access.sees(Person)
def may_see_person(_session: Session, actor: Actor, row: Person) -> bool:
    """Oneself; coordinators those who take part, administrators staff; never one's other record.

    A record that was put away opens to nobody else until its person comes back.
    """
    if actor.for_(row.id):
        return True
    if actor.human_id == row.human_id:
        return False
    if row.standing is Standing.PARKED:
        return False
    return actor.is_(Role.ADMINISTRATOR) if row.kind is Kind.STAFF else actor.is_coordinator


def person(session: Session, person_id: UUID) -> Person:
    """Give a person who is known to be there."""
    return session.get_one(Person, person_id)


def locked_person(session: Session, person_id: UUID) -> Person:
    """Give a person, held until the transaction ends; whoever was erased meanwhile is not found."""
    row = lock(session, Person, person_id)
    if row is None:
        raise NotFound
    return row


def participants(session: Session, kind: Kind) -> Sequence[Person]:
    """List the mentees, or the mentors, who are here."""
    here = select(Person).where(Person.kind == kind, Person.standing == Standing.HERE)
    return session.scalars(here.order_by(Person.joined_at, Person.id)).all()


def roles(session: Session, person_id: UUID) -> frozenset[Role]:
    """Tell which hats a person has."""
    return frozenset(session.scalars(select(Hat.role).where(Hat.person_id == person_id)))


def replace_hats(session: Session, person_id: UUID, chosen: frozenset[Role]) -> None:
    """Give a person exactly these hats."""
    session.execute(delete(Hat).where(Hat.person_id == person_id))
    session.add_all(Hat(person_id=person_id, role=role) for role in sorted(chosen))
    session.flush()


def staff_with(session: Session, role: Role) -> Sequence[Person]:
    """List the staff who have a hat and are here."""
    with_hat = select(Hat.person_id).where(Hat.role == role)
    here = select(Person).where(Person.id.in_(with_hat), Person.standing == Standing.HERE)
    return session.scalars(here.order_by(Person.joined_at, Person.id)).all()


@live_use.before_live_use
def missing_hats(session: Session) -> list[str]:
    """Name the hats that nobody wears; without a second pair of eyes no door may open."""
    return [_(words) for role, words in NEEDED_HATS.items() if not staff_with(session, role)]


def called_at_work(session: Session, human_id: UUID) -> str:
    """Tell the first name at work of whoever this is, as one of the staff."""
    staff = (Person.kind == Kind.STAFF, Person.human_id == human_id)
    return session.scalar(select(Person.called).where(*staff).order_by(Person.joined_at)) or ""


def is_called_so(session: Session, called: str) -> bool:
    """Tell whether a colleague, also a former one, has this first name at work."""
    staff = (Person.kind == Kind.STAFF, Person.called == called)
    return bool(session.scalar(select(exists().where(*staff))))


def all_staff(session: Session) -> Sequence[Person]:
    """List every staff record."""
    staff = select(Person).where(Person.kind == Kind.STAFF)
    return session.scalars(staff.order_by(Person.joined_at, Person.id)).all()


def free_code(session: Session) -> str:
    """Draw a code for a record that no other record has."""
    while True:
        code = "".join(choice(CODE_LETTERS) for _nth in range(6))
        if not session.scalar(select(exists().where(Person.code == code))):
            return code


def by_code(session: Session, code: str) -> Person | None:
    """Find a record by its code."""
    return session.scalar(select(Person).where(Person.code == code.strip().upper()))


def sign_in_of(session: Session, person_id: UUID) -> SignIn | None:
    """Give a person's sign-in, if they have one."""
    return session.scalar(select(SignIn).where(SignIn.person_id == person_id))


def display_of(session: Session, person_id: UUID) -> Display | None:
    """Give how a person wants every page, if they chose."""
    return session.get(Display, person_id)


def is_quiet(session: Session, person_id: UUID) -> bool:
    """Tell whether a person wants no mail and no names on their first page."""
    chosen = display_of(session, person_id)
    return chosen is not None and chosen.is_quiet


def by_name(session: Session, name: str) -> SignIn | None:
    """Find a sign-in by its name, as it was given or in letters that every phone has."""
    given, plain = (blind_index(session, "sign_in", one) for one in (name, plain_name(name)))
    found = session.scalars(select(SignIn).where(SignIn.name_index.in_([given, plain]))).all()
    return min(found, key=lambda one: one.name_index != given, default=None)


def name_taken(session: Session, name: str) -> bool:
    """Tell whether a sign-in name is in use."""
    return by_name(session, name) is not None


def claim_totp_step(session: Session, sign_in_id: UUID, step: int) -> bool:
    """Use up a step of the second factor, and tell whether nobody had used it before."""
    mine = update(SignIn).where(SignIn.id == sign_in_id, SignIn.totp_step < step)
    claimed = session.execute(mine.values(totp_step=step).returning(SignIn.id)).first()
    return claimed is not None


def sign_in_by_id(session: Session, sign_in_id: UUID) -> SignIn | None:
    """Give a sign-in that an attempt was about, unless it went meanwhile."""
    return session.get(SignIn, sign_in_id)


def note_enrolled(session: Session, sign_in_id: UUID, now: datetime) -> None:
    """Note that a second factor is set up, once."""
    mine = update(SignIn).where(SignIn.id == sign_in_id, SignIn.enrolled_at.is_(None))
    guarded(session, mine.values(enrolled_at=now))


def replace_hash(session: Session, sign_in_id: UUID, old: str, fresh: str) -> None:
    """Replace a password's hash by another of the same password."""
    mine = update(SignIn).where(SignIn.id == sign_in_id, SignIn.password_hash == old)
    session.execute(mine.values(password_hash=fresh))


def use_recovery(session: Session, sign_in_id: UUID, used: str, password_hash: str) -> None:
    """Use up a recovery code, once, for a new password."""
    mine = update(SignIn).where(SignIn.id == sign_in_id, SignIn.recovery_hash == used)
    guarded(session, mine.values(recovery_hash=None, password_hash=password_hash))


def invitation(session: Session, code: str, now: datetime) -> Invitation | None:
    """Find a card that can still be used."""
    index = blind_index(session, "invitation", code)
    good = select(Invitation).where(
        Invitation.code_hash == index, Invitation.used_at.is_(None), Invitation.ends_at > now
    )
    return session.scalar(good)


@access.sees(Invitation)
def may_see_invitation(_session: Session, actor: Actor, _card: Invitation) -> bool:
    """Let coordinators see every card, for any of them may have to cancel one that was lost."""
    return actor.is_coordinator


def invitations(session: Session) -> Sequence[tuple[Invitation, str | None]]:
    """List the cards with the work name of who made each, the newest first."""
    chosen = select(Invitation, Person.called).outerjoin(Person, Person.id == Invitation.made_by)
    found = session.execute(chosen.order_by(Invitation.made_at.desc(), Invitation.id))
    return [(card, called) for card, called in found]


def drop_invitation(session: Session, invitation_id: UUID) -> None:
    """Delete a card that nobody has used, once."""
    mine = delete(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
    guarded(session, mine)


def use_invitation(session: Session, invitation_id: UUID, now: datetime) -> None:
    """Use up a card, once."""
    mine = update(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
    guarded(session, mine.values(used_at=now))


def forget_bucket(session: Session, bucket: bytes, window: datetime) -> None:
    """Forget what was counted in a bucket."""
    session.execute(delete(Attempt).where(Attempt.bucket == bucket, Attempt.window == window))


def forget_invitations(session: Session, before: datetime) -> None:
    """Delete cards that were used or ended long ago."""
    session.execute(delete(Invitation).where(Invitation.ends_at < before))


def day_key(session: Session, now: datetime) -> bytes:
    """Give the key of today's counters, drawing it on the day's first attempt."""
    today = now.date()
    insert_or_ignore(session, AttemptKey, day=today, key=token_bytes(32))
    session.execute(delete(AttemptKey).where(AttemptKey.day < today))
    return session.get_one(AttemptKey, today).key


def attempts(session: Session, bucket: bytes, window: datetime) -> Attempt:
    """Give the counter of a bucket, held until the transaction ends."""
    insert_or_ignore(session, Attempt, bucket=bucket, window=window, count=0, last_at=window)
    found = select(Attempt).where(Attempt.bucket == bucket, Attempt.window == window)
    return session.scalars(found.with_for_update()).one()


def forget_attempts(session: Session, before: datetime) -> None:
    """Delete the counters of windows that are over."""
    session.execute(delete(Attempt).where(Attempt.window < before))


def to_erase(session: Session, now: datetime) -> Sequence[Person]:
    """List those whose time to come back is over."""
    return session.scalars(_to_erase(now).order_by(Person.erase_after, Person.id)).all()


def held_to_erase(session: Session, person_id: UUID, now: datetime) -> Person | None:
    """Give one of them, held until the transaction ends, unless they are erased or back by now."""
    return session.scalar(_to_erase(now).where(Person.id == person_id).with_for_update())


def _to_erase(now: datetime) -> Select[Person]:
    goes = Person.standing.in_([Standing.STOPPING, Standing.PARKED])
    return select(Person).where(goes, Person.erase_after <= now)


def delete_person(session: Session, person: Person) -> None:
    """Delete a person's own row, and with it whatever still refers to it: how they got in."""
    session.delete(person)
    session.flush()
