"""Who may say something for whom."""

from uuid import UUID

import pytest

from mentorship.kernel.access import Actor, How, Role
from mentorship.kernel.errors import NotFound
from mentorship.profiles.rules.speaking import check_speaks_for

NOOR, HUMAN, ROSA = (UUID(int=n) for n in (1, 2, 3))
STAFF = Actor(ROSA, ROSA, frozenset({Role.COORDINATOR}))


def test_everybody_speaks_for_themselves_and_staff_say_how_they_were_told() -> None:
    check_speaks_for(Actor(NOOR, HUMAN, frozenset({Role.MENTEE})), NOOR, HUMAN)
    check_speaks_for(STAFF.on_behalf(How.PHONE), NOOR, HUMAN)


@pytest.mark.parametrize(
    ("actor", "human"),
    [
        (Actor(ROSA, ROSA, frozenset({Role.MENTOR})), HUMAN),
        (STAFF, HUMAN),
        (STAFF.on_behalf(How.PAPER), ROSA),
    ],
    ids=["another participant", "staff who were told nothing", "staff for a record of their own"],
)
def test_nobody_else_does(actor: Actor, human: UUID) -> None:
    with pytest.raises(NotFound):
        check_speaks_for(actor, NOOR, human)
