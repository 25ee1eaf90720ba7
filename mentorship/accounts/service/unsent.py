"""What somebody had typed into a form when their session had ended: kept for them, and given back.

It is sealed under their own key, for them alone, and for a day. The device keeps nothing of it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.models import Unsent
from mentorship.accounts.queries import unsent
from mentorship.accounts.rules import UNSENT_LIFE, Standing, typed
from mentorship.accounts.service.people import own_id
from mentorship.kernel import audit, vault
from mentorship.kernel.access import Actor


def keep_unsent(
    session: Session, person_id: UUID, path: str, said: Sequence[tuple[str, str]], now: datetime
) -> bool:
    """Keep what somebody had typed at an address, and tell whether there was any.

    What staff typed may be about somebody else: it goes when anybody is erased.
    """
    person, own = queries.person(session, person_id), typed(said)
    if not own or person.standing is not Standing.HERE:
        return False
    unsent.forget_unsent_of(session, person_id)
    row = Unsent(id=uuid4(), person_id=person_id, path=path, until=now + UNSENT_LIFE)
    vault.seal(session, row, "words", json.dumps(own))
    session.add(row)
    session.flush()
    return True


def give_unsent(session: Session, actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Give somebody what they had typed."""
    row = unsent.unsent_of(session, own_id(actor), now)
    if row is None:
        return []
    words = audit.opening(session, actor, own_id(actor), audit.Purpose.OWN, now).read(row, "words")
    return [(name, value) for name, value in json.loads(words)]
