"""Every row that is about one person, whichever feature's table it stands in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Enum, inspect, or_, select
from sqlalchemy.orm import Session

from mentorship.kernel.db import Base, UtcDateTime
from mentorship.profiles.rules.copies import Part


def rows_about(session: Session, table: str, part: Part, person_id: UUID) -> Sequence[Base]:
    """List the rows of one table that are about a person, in the order of time."""
    model = owner = _model_of(table)
    chosen = select(model)
    if part.through:
        link = getattr(model, part.through)
        [key] = link.property.columns[0].foreign_keys
        owner = _model_of(key.column.table.name)
        chosen = chosen.join(owner, key.column == link)
    theirs = or_(*(getattr(owner, column) == person_id for column in part.of))
    return session.scalars(chosen.where(theirs).order_by(*_order(model, part))).all()


def _model_of(table: str) -> type[Any]:
    mappers = Base.registry.mappers
    [model] = [mapper.class_ for mapper in mappers if mapper.class_.__tablename__ == table]
    return model


def _order(model: type[Any], part: Part) -> list[Any]:
    shown = [getattr(model, column) for column in part.shows]
    times = [column for column in shown if isinstance(column.type, UtcDateTime | Date)]
    # What came at one moment stands in the same order for everybody, not by keys drawn at random.
    kinds = [column for column in shown if isinstance(column.type, Enum)]
    return [*times, *kinds, *inspect(model).primary_key]
