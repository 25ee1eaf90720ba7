"""Whose records are closed to somebody: their own, and of everybody they are kept apart from.

The one place that says so, for every list, row and count that staff read. Staff who are kept apart
from somebody find nothing of them, by code or in a number, as if nobody were there.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from mentorship.accounts.models import Person
from mentorship.accounts.queries.near import tells_nearness
from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.profiles.models import ApartPair

_One, _Other = aliased(Person), aliased(Person)


@tells_nearness
@access.sees(Person)
def may_come_near(session: Session, actor: Actor, row: Person) -> bool:
    """Let nobody, staff included, open the record of somebody they are kept apart from."""
    return actor.for_(row.id) or row.human_id not in closed_with(session, [actor.human_id])


def closed_with(session: Session, humans: Collection[UUID | None]) -> frozenset[UUID]:
    """Give some humans and everybody kept apart from one of them.

    None of these reads, as staff, what is about another; it holds both ways round.
    """
    known = frozenset(human for human in humans if human is not None)
    return known | frozenset(session.scalars(_apart_from(known)))


def closed_records(session: Session, actor: Actor) -> frozenset[UUID]:
    """Give every record that is closed to somebody."""
    own, apart = Person.human_id == actor.human_id, Person.human_id.in_(_apart_from_actor(actor))
    return frozenset(session.scalars(select(Person.id).where(or_(own, apart))))


def open_to(actor: Actor, *humans: Any) -> list[ColumnElement[bool]]:
    """Say of columns of humans, in a statement, that none of those named there is closed."""
    apart = _apart_from_actor(actor)
    return [
        or_(human.is_(None), and_(human != actor.human_id, human.not_in(apart))) for human in humans
    ]


def _apart_from_actor(actor: Actor) -> CompoundSelect[tuple[UUID]]:
    return _apart_from([actor.human_id] if actor.human_id else [])


def _apart_from(humans: Collection[UUID]) -> CompoundSelect[tuple[UUID]]:
    # Stored once for two records; it holds both ways round, and for every record of either.
    return union_all(_beside(_One, humans, _Other), _beside(_Other, humans, _One))


def _beside(these: Any, humans: Collection[UUID], others: Any) -> Select[tuple[UUID]]:
    return (
        select(others.human_id)
        .select_from(ApartPair)
        .join(_One, _One.id == ApartPair.one_id)
        .join(_Other, _Other.id == ApartPair.other_id)
        .where(these.human_id.in_(humans))
    )
