"""Who may come near whom: accounts knows of no rule on this, and is told of one from the right."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel.access import Actor

Near = Callable[[Session, Actor, Person], bool]
_NEAR: list[Near] = []


def tells_nearness(near: Near) -> Near:
    """Register what tells whether somebody may come near a person, also one who is not here now."""
    _NEAR.append(near)
    return near


def may_come_near(session: Session, actor: Actor, person: Person) -> bool:
    """Tell whether somebody may come near a person."""
    (near,) = _NEAR
    return near(session, actor, person)
