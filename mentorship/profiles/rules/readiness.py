"""When a mentor is ready, and how a reviewed decision moves. Never a record of what was found."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _


class Topic(StrEnum):
    """What a training was about; the agency's settings say which ones are needed."""

    LISTENING = "listening"
    LIMITS = "limits"
    SAFETY = "safety"
    CONFIDENTIALITY = "confidentiality"
    TRAUMA = "trauma"
    ENDINGS = "endings"
    OTHER = "other"


class Decision(StrEnum):
    """What two people decide together about a mentor."""

    VETTING = "vetting"
    AGREEMENT = "agreement"


class ReviewState(StrEnum):
    """Where a decision stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    CLOSED = "closed"


class ReviewMove(StrEnum):
    """What can happen to a decision."""

    APPROVE = "approve"
    DECLINE = "decline"
    CLOSE = "close"


MOVES = {
    (ReviewState.ASKED, ReviewMove.APPROVE): ReviewState.APPROVED,
    (ReviewState.ASKED, ReviewMove.DECLINE): ReviewState.DECLINED,
    (ReviewState.ASKED, ReviewMove.CLOSE): ReviewState.CLOSED,
    (ReviewState.APPROVED, ReviewMove.CLOSE): ReviewState.CLOSED,
}


class Need(StrEnum):
    """What a mentor needs before anybody is matched with them."""

    TRAINING = "training"
    VETTING = "vetting"
    SUPERVISION = "supervision"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class Trained:
    """One training: what about, when, how long."""

    topic: Topic
    on: date
    minutes: int


@dataclass(frozen=True)
class Standing:
    """Until when each need is met; a need that is not there is not met."""

    until: dict[Need, date]

    @property
    def last_day(self) -> date | None:
        """Tell the last day on which everything is met, if everything is."""
        return min(self.until.values()) if len(self.until) == len(Need) else None

    def ready(self, today: date) -> bool:
        """Tell whether everything is met today."""
        return self.last_day is not None and self.last_day >= today

    def unmet(self, today: date) -> list[Need]:
        """List what is not met today."""
        return [need for need in Need if self.until.get(need, date.min) < today]


def owed(until: Mapping[Need, date], *, talks: bool) -> Mapping[Need, date]:
    """Tell which days staff are to keep: those of who talks with somebody, or was found ready.

    Who is neither is no mentor any more, and nothing of theirs is to be renewed.
    """
    return until if talks or Need.AGREEMENT in until else {}


def check_first_person(asks: UUID | None, about: UUID) -> UUID:
    """Give the human who asks, unless there is none or the decision is about themselves."""
    if asks is None or asks == about:
        raise RuleBroken(_("Somebody else has to ask for this, not the person it is about."))
    return asks


def check_second_person(asked_by: UUID, decides: UUID | None, about: UUID) -> None:
    """Refuse a second pair of eyes that is the first one, or that looks at itself."""
    if decides is None or decides in (asked_by, about):
        raise RuleBroken(_("Somebody else has to decide this: two different people, and not you."))


def training_until(
    trainings: Collection[Trained], topics: Iterable[str], hours: int, months: int
) -> date | None:
    """Tell until when training is in date: every topic and hour there, the newest not too old."""
    covered = {training.topic.value for training in trainings}
    enough = sum(training.minutes for training in trainings) >= hours * 60
    if not trainings or not enough or not covered.issuperset(topics):
        return None
    return max(training.on for training in trainings) + relativedelta(months=months)


def supervision_until(dates: Collection[date], days: int) -> date | None:
    """Tell until when supervision is in date."""
    return max(dates) + timedelta(days=days) if dates else None
