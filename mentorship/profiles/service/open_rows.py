"""What else wants somebody for a person, for one person's page.

Profiles knows nothing of the board, which stands to its right: it says here how its rows are found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.access import Actor


@dataclass(frozen=True)
class OpenRow:
    """One thing that wants somebody: why, how urgent it is, its page, and where said who it is."""

    about: str
    why: str
    look: str
    urgency: str
    endpoint: str
    takes: Mapping[str, UUID]


Finds = Callable[[Session, Actor, UUID, datetime], Sequence[OpenRow]]
_FINDS: list[Finds] = []


def finds_open_rows(finds: Finds) -> Finds:
    """Register how the open rows of a person are found."""
    _FINDS.append(finds)
    return finds


def open_rows_of(
    session: Session, actor: Actor, person_id: UUID, now: datetime
) -> Sequence[OpenRow]:
    """Give what wants somebody for a person, the most urgent first."""
    (finds,) = _FINDS
    return finds(session, actor, person_id, now)
