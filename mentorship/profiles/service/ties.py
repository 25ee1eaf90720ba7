"""Whom somebody is asked about or talks with, for the lists of people and one person's page.

Profiles knows nothing of matches, which stand to its right: they say here how such ties are found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.profiles.rules.people import Bond


@dataclass(frozen=True)
class Tie:
    """How far somebody has come with another one, and the page of the two."""

    bond: Bond
    other_id: UUID
    endpoint: str
    takes: Mapping[str, UUID]


Ties = Callable[[Session], Mapping[UUID, Sequence[Tie]]]
_TELLS: list[Ties] = []


def tells_ties(ties: Ties) -> Ties:
    """Register how the ties of everybody are found."""
    _TELLS.append(ties)
    return ties


def ties_of_all(session: Session) -> Mapping[UUID, Sequence[Tie]]:
    """Give the ties of everybody who has any, the closest first."""
    (ties,) = _TELLS
    return ties(session)
