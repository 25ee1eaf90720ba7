"""What one feature tells those to its right, in the same transaction.

Events are facts that have just become true. Who listens is written in one table in
`mentorship.installation`; a kind of event that nobody was named for stops the start.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.errors import UnsafeToStart


@dataclass(frozen=True)
class Event:
    """A fact that has just become true."""


@dataclass(frozen=True)
class _AboutPerson(Event):
    person_id: UUID


class PersonJoined(_AboutPerson):
    """Somebody has finished joining."""


class PersonSuspended(_AboutPerson):
    """Somebody's access was cut by staff."""


class PersonRestored(_AboutPerson):
    """A suspension was lifted."""


class PersonStopped(_AboutPerson):
    """Somebody asked to stop; they are hidden from everybody at once."""


class PersonReturned(_AboutPerson):
    """Somebody took back their wish to stop."""


class PersonParked(_AboutPerson):
    """Somebody's record was put away by staff, because they were not here for long."""


class PersonErased(_AboutPerson):
    """A person's key is about to be destroyed: every feature deletes its rows about them."""


class PersonPaused(_AboutPerson):
    """Somebody is not to be matched or asked for now."""


class PersonResumed(_AboutPerson):
    """A pause is over."""


class QuietChosen(_AboutPerson):
    """Somebody wants no mail."""


class PersonWelcomed(_AboutPerson):
    """A mentee's welcome talk was recorded."""


@dataclass(frozen=True)
class WelcomeTakenBack(_AboutPerson):
    """A welcome talk was recorded by mistake, and is to be held again."""

    held_at: datetime


class ReadinessChanged(_AboutPerson):
    """What a mentor needs to be ready was noted, decided or taken back."""


class ReadinessEnded(_AboutPerson):
    """A mentor may not be matched any longer."""


class MentorSteppedBack(_AboutPerson):
    """A mentor asked to step back; staff ring them and take over the same day."""


class HatsChanged(_AboutPerson):
    """A member of staff has other roles now."""


class SecondFactorReplaced(_AboutPerson):
    """A member of staff got a new second factor."""


class SignedIn(_AboutPerson):
    """Somebody came in with their own name and password."""


class SignInRecovered(_AboutPerson):
    """Staff gave somebody who takes part new words to sign in with."""


@dataclass(frozen=True)
class _AboutCallBack(Event):
    person_id: UUID
    recovery_id: UUID


class CallBackAsked(_AboutCallBack):
    """Somebody phoned who cannot get in; the person will be rung back."""


class CallBackEnded(_AboutCallBack):
    """Nobody is rung back any longer, whatever came of it."""


@dataclass(frozen=True)
class AnswerChanged(Event):
    """A new version of an answer was saved."""

    person_id: UUID
    code: str


@dataclass(frozen=True)
class ConsentEnded(Event):
    """A consent was stopped or came to its end."""

    person_id: UUID
    code: str
    purpose: str


@dataclass(frozen=True)
class KeptApart(Event):
    """Two people must never be brought together."""

    one: UUID
    other: UUID


@dataclass(frozen=True)
class _AboutMatch(Event):
    match_id: UUID
    mentee_id: UUID
    mentor_id: UUID


class MatchBegan(_AboutMatch):
    """A match became active."""


class MatchPaused(_AboutMatch):
    """A match rests."""


class MatchResumed(_AboutMatch):
    """A match goes on."""


@dataclass(frozen=True)
class MatchReviewed(_AboutMatch):
    """Staff looked back on a match with both."""

    is_to_end: bool


class MatchEnding(_AboutMatch):
    """A match is on its way to its end."""


class AnotherAsked(_AboutMatch):
    """A mentee asked for somebody else than the one they have."""


class MatchEnded(_AboutMatch):
    """A match is closed."""


class EndingLeftOpen(_AboutMatch):
    """A match was closed at once, and what is owed to the two is still to be done."""


class EndingSettled(_AboutMatch):
    """What was left to do after a match that was closed at once is done."""


class MatchForgotten(_AboutMatch):
    """A match that was closed long ago is about to be deleted, with all that hangs on it."""


@dataclass(frozen=True)
class SettingsChanged(Event):
    """A new version of the agency's settings holds."""

    version: int


Subscriber = Callable[[Session, Any, datetime], None]
Subscription = tuple[type[Event], Subscriber]


class Subscribers:
    """Who listens to what, as sessions carry it."""

    def __init__(self, subscriptions: Iterable[Subscription], required: Iterable[type[Event]]):
        self._by_event: dict[type[Event], list[Subscriber]] = {}
        for event, subscriber in subscriptions:
            self._by_event.setdefault(event, []).append(subscriber)
        missing = [event.__name__ for event in required if event not in self._by_event]
        if missing:
            raise UnsafeToStart(f"Nobody listens to {', '.join(missing)}.")

    def of(self, event: Event) -> list[Subscriber]:
        """List who listens to `event`."""
        return self._by_event.get(type(event), [])


def every_kind() -> list[type[Event]]:
    """List every fact that can be told: each must be heard by somebody."""
    told = [one for one in globals().values() if isinstance(one, type) and issubclass(one, Event)]
    return [one for one in told if one is not Event and not one.__name__.startswith("_")]


def publish(session: Session, event: Event, now: datetime) -> None:
    """Tell everyone who listens, now and in this transaction."""
    subscribers: Subscribers = session.info["subscribers"]
    for subscriber in subscribers.of(event):
        subscriber(session, event, now)
