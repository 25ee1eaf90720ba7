"""In which lists a person stands, and what staff call the state they are in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mentorship.kernel.access import Actor
from mentorship.kernel.errors import NotFound


class Show(StrEnum):
    """The lists of people: a closed choice, because it stands in the address."""

    ALL = "all"
    WAITING = "waiting"
    ASKED = "asked"
    TALKING = "talking"
    ROOM = "room"
    PAUSED = "paused"
    NEW = "new"
    NOT_READY = "not_ready"
    ENDED = "ended"


class Bond(StrEnum):
    """How far somebody has come with another one."""

    ASKED = "asked"
    AGREED = "agreed"
    TOGETHER = "together"
    RESTING = "resting"
    ENDING = "ending"


class State(StrEnum):
    """What staff call the state of somebody who takes part."""

    ENDED = "ended"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    NEW = "new"
    NOT_READY = "not_ready"
    WAITING = "waiting"
    ASKED = "asked"
    AGREED = "agreed"
    TOGETHER = "together"
    RESTING = "resting"
    ENDING = "ending"
    ROOM = "room"
    HERE = "here"


@dataclass(frozen=True)
class Facts:
    """What decides about a person's state."""

    stopping: bool = False
    suspended: bool = False
    paused: bool = False
    ready: bool = False
    was_ready: bool = False
    waiting: bool = False
    places: int = 0
    has_ties: bool = False
    bond: Bond | None = None


TALKING = frozenset({State.AGREED, State.TOGETHER, State.RESTING, State.ENDING})


def state_of(facts: Facts) -> State:
    """Give the one state a person is in; what stops somebody comes first, then whom they have."""
    if facts.stopping:
        return State.ENDED
    if facts.suspended:
        return State.SUSPENDED
    if facts.paused:
        return State.PAUSED
    if facts.bond:
        return State(facts.bond.value)
    if not facts.ready:
        return _not_ready(facts)
    return _free(facts)


def _not_ready(facts: Facts) -> State:
    # Nobody is new who has somebody, or who was ready until a date passed or a check was closed.
    if facts.has_ties:
        return State.HERE
    return State.NOT_READY if facts.was_ready else State.NEW


def _free(facts: Facts) -> State:
    if facts.waiting:
        return State.WAITING
    return State.ROOM if facts.places > 0 else State.HERE


def belongs(show: Show, state: State) -> bool:
    """Tell whether a person in this state stands in a list."""
    if show is Show.TALKING:
        return state in TALKING
    return show is Show.ALL or show.value == state.value


def waiting_weeks(since: datetime | None, now: datetime, bond: Bond | None = None) -> int | None:
    """Tell how many whole weeks somebody has waited; nobody waits who has somebody."""
    waits = bond is None or bond is Bond.ASKED
    return (now - since).days // 7 if since and waits else None


def check_looks_after(actor: Actor, human_id: UUID) -> None:
    """Refuse whoever does not coordinate here, and everybody on a record of their own."""
    if not actor.is_coordinator or actor.human_id == human_id:
        raise NotFound
