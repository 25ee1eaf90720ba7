"""Keep-apart: what was written, what people go by, and who is kept apart from whom.

Humans are kept apart, not accounts: every record of one human counts.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import access
from mentorship.kernel.access import Actor, Role
from mentorship.profiles.models import ApartEntry, ApartPair, KnownAs, Readiness, Welcome
from mentorship.profiles.queries.closed import closed_records

_One, _Other = aliased(Person), aliased(Person)
_SameAsOne, _SameAsOther = aliased(Person), aliased(Person)


@access.sees(ApartEntry)
def may_see_entry(session: Session, actor: Actor, row: ApartEntry) -> bool:
    """Let the safeguarding lead alone see what somebody wrote whose record is open to them."""
    return actor.is_(Role.SAFEGUARDING) and row.person_id not in closed_records(session, actor)


def entries(session: Session) -> Sequence[ApartEntry]:
    """List everything anybody wrote, the oldest first."""
    return session.scalars(select(ApartEntry).order_by(ApartEntry.written_at)).all()


def entries_with_kind(session: Session) -> Sequence[tuple[ApartEntry, Kind]]:
    """List everything anybody wrote, with what kind of record wrote it, the oldest first."""
    written = select(ApartEntry, Person.kind).join(Person, Person.id == ApartEntry.person_id)
    return [
        (entry, kind) for entry, kind in session.execute(written.order_by(ApartEntry.written_at))
    ]


def entries_of(session: Session, person_id: UUID) -> Sequence[ApartEntry]:
    """List what one person wrote."""
    return session.scalars(select(ApartEntry).where(ApartEntry.person_id == person_id)).all()


def count_entries(session: Session, person_id: UUID) -> int:
    """Tell how many entries a person wrote."""
    mine = select(func.count()).select_from(ApartEntry).where(ApartEntry.person_id == person_id)
    return session.scalar(mine) or 0


def known_as(session: Session) -> Sequence[KnownAs]:
    """List every name and number anybody goes by."""
    return session.scalars(select(KnownAs)).all()


def count_known_as(session: Session, person_id: UUID) -> int:
    """Tell how many names and numbers a person gave."""
    mine = select(func.count()).select_from(KnownAs).where(KnownAs.person_id == person_id)
    return session.scalar(mine) or 0


def forget_known_as(session: Session, person_id: UUID) -> None:
    """Delete the names and numbers a person goes by."""
    session.execute(delete(KnownAs).where(KnownAs.person_id == person_id))


def apart_pairs(session: Session) -> set[tuple[UUID, UUID]]:
    """Give every two records whose humans are kept apart, both ways round."""
    pairs = (
        select(_SameAsOne.id, _SameAsOther.id)
        .select_from(ApartPair)
        .join(_One, _One.id == ApartPair.one_id)
        .join(_Other, _Other.id == ApartPair.other_id)
        .join(_SameAsOne, _SameAsOne.human_id == _One.human_id)
        .join(_SameAsOther, _SameAsOther.human_id == _Other.human_id)
    )
    found = {(one, other) for one, other in session.execute(pairs)}
    return found | {(other, one) for one, other in found}


def is_apart(session: Session, one: UUID, other: UUID) -> bool:
    """Tell whether two people are never to be brought together."""
    return (one, other) in apart_pairs(session)


def records_apart(session: Session, one: UUID, other: UUID) -> Sequence[tuple[UUID, UUID]]:
    """List every record of one human beside every record of the other."""
    mine, theirs = _records_of_same(session, one), _records_of_same(session, other)
    return list(product(mine, theirs))


def same_human(session: Session, one: UUID, other: UUID) -> bool:
    """Tell whether two records are of one human."""
    return human_of(session, one) == human_of(session, other)


def ties_of(session: Session, entry_id: UUID) -> Sequence[ApartPair]:
    """List the pairs that follow from an entry."""
    return session.scalars(select(ApartPair).where(ApartPair.entry_id == entry_id)).all()


def tied_entries(session: Session) -> set[UUID]:
    """Give every entry that keeps somebody apart from somebody."""
    return set(session.scalars(select(ApartPair.entry_id)))


def is_tied(session: Session, one: UUID, other: UUID, entry_id: UUID) -> bool:
    """Tell whether an entry already keeps these two apart; the smaller id comes first."""
    found = exists().where(
        ApartPair.one_id == one, ApartPair.other_id == other, ApartPair.entry_id == entry_id
    )
    return bool(session.scalar(select(found)))


def forget_ties(session: Session, entry_id: UUID) -> None:
    """Delete the pairs that follow from an entry."""
    session.execute(delete(ApartPair).where(ApartPair.entry_id == entry_id))


def forget_entry(session: Session, entry_id: UUID) -> None:
    """Delete an entry and the pairs that follow from it."""
    forget_ties(session, entry_id)
    session.execute(delete(ApartEntry).where(ApartEntry.id == entry_id))


def forget_apart(session: Session, person_id: UUID) -> None:
    """Delete what a person wrote and goes by, and every pair they are in."""
    in_pair = or_(ApartPair.one_id == person_id, ApartPair.other_id == person_id)
    session.execute(delete(ApartPair).where(in_pair))
    for entry in entries_of(session, person_id):
        forget_entry(session, entry.id)
    forget_known_as(session, person_id)


def came_at(session: Session, person_id: UUID) -> datetime | None:
    """Tell when a person became somebody who can be matched: ready, or welcomed."""
    ready = session.scalar(select(Readiness.ready_since).where(Readiness.person_id == person_id))
    held = session.scalar(select(Welcome.held_at).where(Welcome.person_id == person_id))
    return ready or held


def last_mentor_came_at(session: Session) -> datetime | None:
    """Tell when a mentor last became ready."""
    return session.scalar(select(func.max(Readiness.ready_since)))


def last_mentee_came_at(session: Session) -> datetime | None:
    """Tell when a mentee last had their welcome talk."""
    return session.scalar(select(func.max(Welcome.held_at)))


def human_of(session: Session, person_id: UUID) -> UUID:
    """Tell whose record this is."""
    return session.scalars(select(Person.human_id).where(Person.id == person_id)).one()


def _records_of_same(session: Session, person_id: UUID) -> Sequence[UUID]:
    same = select(Person.id).where(Person.human_id == human_of(session, person_id))
    return session.scalars(same).all()
