"""Whom somebody is asked about or talks with, for the lists of people and one person's page.

Profiles knows nothing of matches, which stand to its right: they say here how such ties are found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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


Ties = Callable[[Session, UUID | None], Mapping[UUID, Sequence[Tie]]]
Cools = Callable[[Session, UUID, date], date | None]
Talks = Callable[[Session, UUID], bool]
_TELLS: list[Ties] = []
_COOLS: list[Cools] = []
_TALKS: list[Talks] = []


def tells_ties(ties: Ties) -> Ties:
    """Register how the ties of everybody, or of one person, are found."""
    _TELLS.append(ties)
    return ties


def ties_of_all(session: Session) -> Mapping[UUID, Sequence[Tie]]:
    """Give the ties of everybody who has any, the closest first."""
    (ties,) = _TELLS
    return ties(session, None)


def ties_of_one(session: Session, person_id: UUID) -> Mapping[UUID, Sequence[Tie]]:
    """Give the ties of one person, the closest first."""
    (ties,) = _TELLS
    return ties(session, person_id)


def tells_cooling(cools: Cools) -> Cools:
    """Register how it is found from when rounds look again for somebody after an ending."""
    _COOLS.append(cools)
    return cools


def looked_for_from(session: Session, person_id: UUID, today: date) -> date | None:
    """Give the day from which rounds look for somebody again, if they pass them until then."""
    (cools,) = _COOLS
    return cools(session, person_id, today)


def tells_talks(talks: Talks) -> Talks:
    """Register how it is found whether somebody talks with another one."""
    _TALKS.append(talks)
    return talks


def has_talks(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody has talks that rest when they do."""
    (talks,) = _TALKS
    return talks(session, person_id)
