"""The people of an earlier round as they were in it, so that its result can be checked again.

An answer that may not be used any more is not opened, not even to check what was reckoned from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from matching.people import Mentee, Mentor
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit, vault
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.audit import Purpose
from mentorship.profiles import queries
from mentorship.profiles.queries.answers import records
from mentorship.profiles.release.people import as_mentee, as_mentor
from mentorship.profiles.rules.consent import ConsentPurpose

Versions = Mapping[UUID, Mapping[str, UUID]]


@dataclass(frozen=True)
class Seat:
    """Somebody's part in a round: their number, and what no answer says.

    `apart` lists the numbers of those a mentee was not to be brought together with; `group` and
    `ceiling` are a mentor's supervisor and how many more matches that one could hold.
    """

    number: str
    places: int = 0
    waiting_weeks: int = 0
    apart: Sequence[str] = field(default_factory=list)
    group: str | None = None
    ceiling: int = 0


def as_they_were(
    session: Session, seats: Mapping[UUID, Seat], used: Versions, now: datetime
) -> tuple[list[Mentee], list[Mentor]] | None:
    """Give the people of a round again; None if an answer it used may not be used any more."""
    known = records(session, seats)
    vault.bring_keys(session, seats)
    mentees, mentors = [], []
    for person in queries.people_by_id(session, seats):
        seat, live = seats[person.id], known[person.id].live(ConsentPurpose.MATCH, now)
        versions = used.get(person.id, {})
        if any(code not in live or live[code].id != one for code, one in versions.items()):
            return None
        leave = audit.opening(session, SYSTEM, person.id, Purpose.ROUND, now)
        answers = {code: live[code] for code in versions}
        if person.kind is Kind.MENTEE:
            mentee = as_mentee(leave, person, answers, seat.number, now)
            mentees.append(replace(mentee, waiting_weeks=seat.waiting_weeks))
        else:
            mentor = as_mentor(leave, answers, seat.number, seat.places)
            mentors.append(replace(mentor, group=seat.group))
    return mentees, mentors
