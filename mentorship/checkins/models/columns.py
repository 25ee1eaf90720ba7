"""Column helpers that the tables of this feature share."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


def person(*, index: bool = False) -> Mapped[UUID]:
    """Point to somebody without whom the row says nothing."""
    return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=index)


def staff() -> Mapped[UUID | None]:
    """Point to somebody without whom the row still says something."""
    return mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


def match(*, index: bool = False) -> Mapped[UUID]:
    """Point to the match without which the row says nothing."""
    return mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=index)
