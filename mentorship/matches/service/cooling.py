"""The days after an ending: nobody is matched anew the next minute, unless staff decide so."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.words import local
from mentorship.matches.queries import cooling
from mentorship.matches.rules.limits import looked_for_from
from mentorship.profiles.queries import closed_records
from mentorship.profiles.rules.people import check_looks_after
from mentorship.profiles.service.ties import tells_cooling


@dataclass(frozen=True)
class CoolingRow:
    """Somebody whom no round looks for yet, by code, and until when."""

    person_id: UUID
    code: str
    until: date


def start(session: Session, person_id: UUID, now: datetime, told_from: datetime) -> None:
    """Let the days of the agency begin for a mentee whose match has just closed."""
    days = settings.current(session).cooling_days
    until = looked_for_from(local(now).date(), days)
    cooling.start(session, person_id, until, told_from)


def look_again(session: Session, actor: Actor, mentee: Person, now: datetime) -> None:
    """Let the next round look for a mentee at once, by a decision of staff."""
    check_looks_after(actor, mentee.human_id)
    cooling.shorten(session, mentee.id, local(now).date(), actor.person_id, now)
    audit.record(session, actor, "shortened_cooling", mentee.id, now)


@tells_cooling
def cools_until(session: Session, person_id: UUID, today: date) -> date | None:
    """Give the day from which rounds look for a mentee again, if it is still to come."""
    row = cooling.of(session, person_id)
    return row.until if row is not None and row.until > today else None


def looked_for_again(session: Session, person_id: UUID, now: datetime) -> tuple[bool, date | None]:
    """Tell whether somebody rests after an ending, and from when we look, once they were told."""
    row = cooling.of(session, person_id)
    if row is None or row.until <= local(now).date():
        return False, None
    return True, row.until if row.told_from <= now else None


def cooling_rows(session: Session, actor: Actor, now: datetime) -> list[CoolingRow]:
    """List the mentees whom no round looks for yet after an ending."""
    closed = closed_records(session, actor)
    return [
        CoolingRow(person.id, person.code, row.until)
        for row, person in cooling.running(session, local(now).date())
        if person.id not in closed
    ]
