"""Open complaints, for those who may read them and for nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.queries import complaints_for
from mentorship.checkins.rules.wordings import owner_said
from mentorship.kernel.access import Actor


@dataclass(frozen=True)
class Complaint:
    """One complaint on its reader's first page: of whom, by when it is answered, who has it."""

    id: UUID
    who: str
    answer_by: datetime
    holder: str
    is_late: bool


def complaints(session: Session, actor: Actor, now: datetime) -> tuple[Complaint, ...]:
    """List the open complaints that somebody may read, the first to be answered first."""
    return tuple(
        Complaint(row.id, row.who, row.due_at, owner_said(row), now > row.due_at)
        for row in complaints_for(session, actor)
    )
