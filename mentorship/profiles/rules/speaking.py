"""Who may say something for whom: everyone for themselves, coordinators what they were told."""

from uuid import UUID

from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound


def check_speaks_for(actor: Actor, person_id: UUID, human_id: UUID) -> None:
    """Refuse whoever is neither the person nor a coordinator recording how they said it.

    Nobody records for another record of their own: it would be their own word in disguise.
    """
    if actor.for_(person_id):
        return
    if actor.is_coordinator and actor.how and actor.human_id != human_id:
        return
    raise NotFound
