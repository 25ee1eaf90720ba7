"""Checking an earlier round again, from the answers it used and the weights it ran under."""

from datetime import datetime

from sqlalchemy.orm import Session

import matching
from matching import BadInput, NotProved, OtherVersion, Result
from mentorship.kernel import settings
from mentorship.matches.models import Round
from mentorship.matches.queries import rounds
from mentorship.matches.rules.reasons import Check
from mentorship.matches.service import seats
from mentorship.profiles import release
from mentorship.profiles.questions.criteria import criteria


def check_round(session: Session, row: Round, now: datetime) -> Check:
    """Reckon every score of a round anew and check its stored result against its stored prices."""
    if row.result is None:
        return Check.BLANKED
    taken = seats.read(session, row.id, now)
    used = rounds.answers_used(session, row.id)
    people = release.as_they_were(session, taken, used, now)
    if people is None:
        return Check.NOT_ALL_USABLE
    mentees, mentors = people
    problem = matching.score(
        mentees,
        mentors,
        criteria(settings.at_version(session, row.settings_version)),
        blocked=[(seat.number, other) for seat in taken.values() for other in seat.apart],
        groups={seat.group: seat.ceiling for seat in taken.values() if seat.group},
    )
    try:
        matching.verify(problem, Result.from_json(row.result))
    except OtherVersion:
        return Check.OTHER_VERSION
    except (BadInput, NotProved):
        return Check.BROKEN
    return Check.HOLDS
