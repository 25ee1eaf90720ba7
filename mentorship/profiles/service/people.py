"""The people whom staff look after: the lists, one person's page, who takes whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.kernel import access, audit
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound
from mentorship.kernel.events import KeptApart
from mentorship.kernel.words import local
from mentorship.profiles import queries
from mentorship.profiles.models import Pause
from mentorship.profiles.rules import people as rules
from mentorship.profiles.rules.pause import PauseWhy, holds
from mentorship.profiles.rules.people import Bond, Facts, Show, State
from mentorship.profiles.service.ties import Tie, ties_of_all, ties_of_one


@dataclass(frozen=True)
class TieShown:
    """Whom somebody is asked about or talks with, by code, and the page of the two."""

    code: str
    bond: Bond
    endpoint: str
    takes: Mapping[str, UUID]


@dataclass(frozen=True)
class PersonLine:
    """One line of a list: operational facts, nothing sealed."""

    id: UUID
    code: str
    kind: Kind
    state: State
    ties: tuple[TieShown, ...]
    weeks: int | None
    joined_at: datetime
    taken_by: str
    is_mine: bool


@dataclass(frozen=True)
class PauseShown:
    """A pause as staff see it: since when and until when, whether we may ring; never why."""

    for_safety: bool
    since: datetime
    until: date | None
    reach_monthly: bool


def load_person(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Load somebody who takes part for staff."""
    person = access.load(session, actor, Person, person_id)
    rules.check_looks_after(actor, person.human_id)
    if person.kind is Kind.STAFF:
        raise NotFound
    return person


def load_mentor(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Load a mentor for staff."""
    return _of_kind(load_person(session, actor, person_id), Kind.MENTOR)


def load_mentee(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Load a mentee for staff."""
    return _of_kind(load_person(session, actor, person_id), Kind.MENTEE)


def list_people(session: Session, actor: Actor, show: Show, now: datetime) -> list[PersonLine]:
    """List the people in a state, those who waited longest first."""
    known = _Known(session, actor, now, ties_of_all(session))
    people = known.to_see(queries.people_here(session))
    known.learn_codes(people)
    lines = [_line(person, known, actor, now) for person in people]
    chosen = [line for line in lines if rules.belongs(show, line.state)]
    return sorted(chosen, key=lambda line: (-(line.weeks or 0), line.code))


def person_line(session: Session, actor: Actor, person: Person, now: datetime) -> PersonLine:
    """Give one person's line."""
    known = _Known(session, actor, now, ties_of_one(session, person.id))
    others = {tie.other_id for tie in known.ties.get(person.id, ())}
    known.learn_codes(known.to_see(queries.people_by_id(session, others)))
    return _line(person, known, actor, now)


def pauses_shown(session: Session, person: Person, now: datetime) -> list[PauseShown]:
    """Give the pauses that hold now."""
    today = local(now).date()
    return [_pause(p) for p in queries.open_pauses(session, person.id) if holds(p, today)]


def take_person(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Have somebody looked after by whoever asks for it."""
    rules.check_looks_after(actor, person.human_id)
    person.assigned_to = actor.person_id
    session.flush()
    audit.record(session, actor, "took_person", person.id, now)


def on_kept_apart(session: Session, event: KeptApart, _now: datetime) -> None:
    """Have nobody looked after any more by somebody they are kept apart from."""
    queries.look_after_no_more(session, event.one, event.other)
    queries.look_after_no_more(session, event.other, event.one)


class _Known:
    """What decides about states, asked once for a whole list."""

    def __init__(
        self, session: Session, actor: Actor, now: datetime, ties: Mapping[UUID, Sequence[Tie]]
    ) -> None:
        today = local(now).date()
        self.closed = queries.closed_records(session, actor)
        self.ties = ties
        self.codes: dict[UUID, str] = {}
        self.paused = queries.paused_people(session, today)
        self.ready = queries.welcomed(session) | set(queries.ready_mentors(session, today))
        self.once_ready = queries.once_ready(session)
        self.places = queries.places_offered(session, now)
        self.staff = {staff.id: staff.called or staff.code for staff in queries.staff_here(session)}

    def to_see(self, people: Iterable[Person]) -> list[Person]:
        """Leave out those who are closed to the one who looks, and who was put away."""
        return [
            one for one in people
            if one.id not in self.closed and one.standing is not Standing.PARKED
        ]  # fmt: skip

    def learn_codes(self, people: Iterable[Person]) -> None:
        """Note the codes of those who may be named."""
        self.codes = {one.id: one.code for one in people}

    def shown(self, person: Person) -> tuple[TieShown, ...]:
        """Give whom a person is asked about or talks with, as far as they may be named."""
        return tuple(
            TieShown(self.codes[tie.other_id], tie.bond, tie.endpoint, tie.takes)
            for tie in self.ties.get(person.id, ()) if tie.other_id in self.codes
        )  # fmt: skip

    def bond(self, person: Person) -> Bond | None:
        """Tell how far a mentee has come with somebody; a mentor has several, or room for one."""
        its = self.ties.get(person.id) if person.kind is Kind.MENTEE else None
        return its[0].bond if its else None

    def of(self, person: Person) -> Facts:
        """Give the facts of one person."""
        return Facts(
            stopping=person.standing is Standing.STOPPING,
            suspended=person.standing is Standing.SUSPENDED,
            paused=person.id in self.paused,
            ready=person.id in self.ready,
            was_ready=person.id in self.once_ready,
            waiting=person.kind is Kind.MENTEE and person.waiting_since is not None,
            places=self.places.get(person.id, 0) - len(self.ties.get(person.id, ())),
            has_ties=person.id in self.ties,
            bond=self.bond(person),
        )


def _line(person: Person, known: _Known, actor: Actor, now: datetime) -> PersonLine:
    waits = person.waiting_since if person.kind is Kind.MENTEE else None
    return PersonLine(
        id=person.id,
        code=person.code,
        kind=person.kind,
        state=rules.state_of(known.of(person)),
        ties=known.shown(person),
        weeks=rules.waiting_weeks(waits, now, known.bond(person)),
        joined_at=person.joined_at,
        taken_by=known.staff.get(person.assigned_to, "") if person.assigned_to else "",
        is_mine=person.assigned_to is not None and person.assigned_to == actor.person_id,
    )


def _pause(row: Pause) -> PauseShown:
    return PauseShown(
        for_safety=row.why is PauseWhy.SAFEGUARDING,
        since=row.began_at,
        until=row.until,
        reach_monthly=row.reach_monthly,
    )


def _of_kind(person: Person, kind: Kind) -> Person:
    if person.kind is not kind:
        raise NotFound
    return person
