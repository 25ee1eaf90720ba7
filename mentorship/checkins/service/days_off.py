"""The verbs of days off: say on which days the weekly hours do not hold, and take that back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import Agenda
from mentorship.checkins.queries import agendas as queries
from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.rules import days_off as rules
from mentorship.checkins.rules.days_off import Days, DaysOff
from mentorship.checkins.rules.talks import day_of
from mentorship.checkins.service.agendas import zone_in
from mentorship.kernel import audit, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.audit import Opening, Purpose
from mentorship.kernel.words import _, joined
from mentorship.profiles.rules.copies import says


@says("agenda", "days_off")
def _in_a_copy(_row: Any, packed: str) -> str:
    off = rules.unpack(packed)
    said = [days.said for days in off.listed]
    if off.taken_off:
        said.append(_("%(days)s (taken off)", days=off.taken_off.said))
    return joined(said)


def days_off_of(session: Session, actor: Actor, person: Person, now: datetime) -> DaysOff:
    """Give somebody's list, to themselves or to staff who record for them."""
    return _ahead(session, actor, queries.agenda_of(session, person.id), now)


def clock_compared(session: Session, person_id: UUID, now: datetime) -> tuple[str, DaysOff]:
    """Give somebody's clock and list to be compared; whoever plans with them sees neither."""
    row = queries.agenda_of(session, person_id)
    return zone_in(session, row), _ahead(session, SYSTEM, row, now)


def add_days(session: Session, actor: Actor, person: Person, days: Days, now: datetime) -> None:
    """Add days on which the weekly hours do not hold."""
    _change(session, actor, person, lambda off, today: rules.with_days(off, days, today), now)


def take_off_days(session: Session, actor: Actor, person: Person, key: str, now: datetime) -> None:
    """Take days off the list."""
    _change(session, actor, person, lambda off, _today: rules.without(off, key), now)


def put_back_days(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Put back the days that were last taken off."""
    _change(session, actor, person, lambda off, _today: rules.put_back(off), now)


def forget_days(session: Session, now: datetime) -> int:
    """Forget the days that are over, and those taken off a day ago."""
    due = queries.days_over(session, now, BATCH)
    for row in due:
        off = _ahead(session, SYSTEM, row, now)
        _keep(session, row, replace(off, taken_off=None), now)
    return len(due)


def _change(
    session: Session, actor: Actor, person: Person, change: Callable[[DaysOff, date], DaysOff],
    now: datetime,
) -> None:  # fmt: skip
    row = queries.own_agenda(session, person.id)
    today = day_of(now, zone_in(session, row))
    _keep(session, row, change(_ahead(session, actor, row, now), today), now)
    audit.record(session, actor, "changed_days_off", person.id, now)


def _ahead(session: Session, actor: Actor, row: Agenda | None, now: datetime) -> DaysOff:
    if row is None or row.days_off is None:
        return rules.NONE
    kept = rules.unpack(_opened(session, actor, row.person_id, now).read(row, "days_off"))
    return rules.ahead(kept, day_of(now, zone_in(session, row)))


def _opened(session: Session, actor: Actor, person_id: UUID, now: datetime) -> Opening:
    by_others = Purpose.ON_BEHALF if actor.is_coordinator else Purpose.AGENDA
    purpose = Purpose.OWN if actor.for_(person_id) else by_others
    return audit.opening(session, actor, person_id, purpose, now)


def _keep(session: Session, row: Agenda, off: DaysOff, now: datetime) -> None:
    row.days_over_at = rules.over_at(off, zone_in(session, row), now)
    row.days_off = None
    if off != rules.NONE:
        vault.seal(session, row, "days_off", rules.pack(off))
    session.flush()
