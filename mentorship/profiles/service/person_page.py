"""What staff see of one person: states, what may be used, how to reach them; never more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.queries import recovery
from mentorship.accounts.rules import Kind, Standing
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.audit import Purpose
from mentorship.kernel.words import local
from mentorship.profiles import queries
from mentorship.profiles.release import LeftOut, Shown, missing_for_a_round, staff_view
from mentorship.profiles.rules.contact import ContactShown
from mentorship.profiles.service.contact import contact_for_staff, why_nobody_calls
from mentorship.profiles.service.open_rows import OpenRow, open_rows_of
from mentorship.profiles.service.people import PauseShown, PersonLine, pauses_shown, person_line
from mentorship.profiles.service.ties import looked_for_from
from mentorship.profiles.service.welcome import may_take_back


@dataclass(frozen=True)
class PersonShown:
    """One person's page for staff, in frozen values."""

    line: PersonLine
    open_rows: Sequence[OpenRow]
    answers: Shown
    contact: ContactShown | None
    no_way: str
    contact_waits: bool
    pauses: list[PauseShown]
    missing: list[LeftOut]
    looked_for_from: date | None
    welcomed_at: datetime | None
    may_take_welcome_back: bool
    is_ready: bool
    places: int
    may_end_hold: bool
    standing: Standing
    has_sign_in: bool
    call_back_due: datetime | None

    @property
    def is_held(self) -> bool:
        """Tell whether a pause for safety holds."""
        return any(pause.for_safety for pause in self.pauses)

    @property
    def needs_welcome(self) -> bool:
        """Tell whether this is a mentee whose welcome talk has yet to be held."""
        return self.line.kind is Kind.MENTEE and self.welcomed_at is None


def person_shown(session: Session, actor: Actor, person: Person, now: datetime) -> PersonShown:
    """Open one person's record for staff; every opening is recorded."""
    held, asked = queries.welcome_of(session, person.id), recovery.waiting(session, person.id)
    return PersonShown(
        line=person_line(session, actor, person, now),
        open_rows=open_rows_of(session, actor, person.id, now),
        answers=staff_view(session, actor, person.id, now),
        contact=contact_for_staff(session, actor, person.id, Purpose.CONTACT, now),
        no_way=why_nobody_calls(session, person, now),
        contact_waits=queries.waiting_contact(session, person.id) is not None,
        pauses=pauses_shown(session, person, now),
        missing=missing_for_a_round(session, person, now),
        looked_for_from=looked_for_from(session, person.id, local(now).date()),
        welcomed_at=held.held_at if held else None,
        may_take_welcome_back=bool(held and may_take_back(session, held.held_at, now)),
        is_ready=queries.is_ready(session, person.id, local(now).date()),
        places=queries.places_offered(session, now).get(person.id, 0),
        may_end_hold=actor.is_(Role.SAFEGUARDING),
        standing=person.standing,
        has_sign_in=accounts.sign_in_of(session, person.id) is not None,
        call_back_due=asked.due_at if asked else None,
    )
