"""Every row that is about one person, whichever feature's table it stands in."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel.db import Base


def tables_about_people() -> Iterator[tuple[type[Base], str]]:
    """Give every model whose rows are about one person, with the column that says about whom."""
    for mapper in sorted(Base.registry.mappers, key=lambda m: str(m.class_.__tablename__)):
        usual = "id" if mapper.class_ is Person else "person_id"
        owner = getattr(mapper.class_, "__sealed_for__", usual)
        if owner in mapper.columns:
            yield mapper.class_, owner


def rows_about(session: Session, model: type[Base], owner: str, person_id: UUID) -> Sequence[Base]:
    """List the rows of one table that are about a person."""
    theirs = select(model).where(getattr(model, owner) == person_id)
    return session.scalars(theirs.order_by(*inspect(model).primary_key)).all()


def columns_of(model: type[Base]) -> list[tuple[str, ColumnElement[Any]]]:
    """List the columns of a model by the name they have in code."""
    return [(prop.key, prop.columns[0]) for prop in inspect(model).column_attrs]
