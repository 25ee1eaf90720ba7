"""Who had which part in a round, each sealed under their own key, so that it can be checked again.

A round's result speaks in random numbers that only this round used. Whose number is whose stands
nowhere else.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.kernel import audit, vault
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.audit import Purpose
from mentorship.matches.models import RoundPerson
from mentorship.matches.queries import rounds
from mentorship.profiles import release
from mentorship.profiles.release import Seat


def write(session: Session, round_id: UUID, pool: release.Pool) -> None:
    """Keep everybody's part in a round."""
    apart: dict[str, list[str]] = defaultdict(list)
    for mentee, mentor in sorted(pool.blocked):
        apart[mentee].append(mentor)
    seats = [
        *(
            Seat(one.id, waiting_weeks=one.waiting_weeks, apart=apart[one.id])
            for one in pool.mentees
        ),
        *(
            Seat(
                one.id,
                places=one.places,
                group=one.group,
                ceiling=pool.groups[one.group] if one.group else 0,
            )
            for one in pool.mentors
        ),
    ]
    vault.bring_keys(session, pool.people.values())
    for seat in seats:
        row = RoundPerson(id=uuid4(), round_id=round_id, person_id=pool.people[seat.number])
        vault.seal(session, row, "part", json.dumps(asdict(seat)))
        session.add(row)
    session.flush()


def read(session: Session, round_id: UUID, now: datetime) -> Mapping[UUID, Seat]:
    """Open everybody's part in a round."""
    rows = rounds.people_in(session, round_id)
    vault.bring_keys(session, [row.person_id for row in rows])
    return {row.person_id: Seat(**json.loads(_opened(session, row, now))) for row in rows}


def _opened(session: Session, row: RoundPerson, now: datetime) -> str:
    return audit.opening(session, SYSTEM, row.person_id, Purpose.ROUND, now).read(row, "part")
