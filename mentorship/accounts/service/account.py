"""What the pages of one's own account, of staff and of cards show, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Person
from mentorship.accounts.queries import browsers
from mentorship.accounts.rules import Standing
from mentorship.accounts.service.people import own_id, own_sign_in
from mentorship.kernel import settings
from mentorship.kernel.access import Actor, Role


@dataclass(frozen=True)
class VisitShown:
    """One of somebody's sessions: since when, and whether it is this one; nothing of the device."""

    id: UUID
    began_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True)
class StaffShown:
    """One staff record, as administrators see it."""

    id: UUID
    called: str
    code: str
    roles: tuple[Role, ...]
    suspended: bool
    enrolled: bool
    is_own: bool


def own_minutes(session: Session, actor: Actor) -> int:
    """Tell after how many quiet minutes the actor is signed out."""
    chosen = own_sign_in(session, own_id(actor)).idle_minutes
    return chosen or settings.current(session).idle_minutes


def own_visits(session: Session, actor: Actor, token: str, now: datetime) -> list[VisitShown]:
    """List where the actor is signed in."""
    here = browsers.visit(session, token)
    return [
        VisitShown(
            row.id, row.began_at, row.seen_at, is_here=here is not None and row.id == here.id
        )
        for row in browsers.visits_of(session, own_id(actor), now)
    ]


def all_staff(session: Session, actor: Actor) -> list[StaffShown]:
    """List the staff records."""
    return [staff_shown(session, actor, person) for person in queries.all_staff(session)]


def staff_shown(session: Session, actor: Actor, person: Person) -> StaffShown:
    """Give one staff record."""
    return StaffShown(
        id=person.id,
        called=person.called or "",
        code=person.code,
        roles=tuple(sorted(queries.roles(session, person.id))),
        suspended=person.standing is Standing.SUSPENDED,
        enrolled=own_sign_in(session, person.id).enrolled_at is not None,
        is_own=person.human_id == actor.human_id,
    )
