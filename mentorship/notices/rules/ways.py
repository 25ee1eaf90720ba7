"""How somebody is told besides the app, and when a call was made."""

from datetime import datetime, time
from enum import StrEnum

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _, local, zone


class Way(StrEnum):
    """How a notice reaches somebody besides the app, in which it always stands."""

    IN_APP = "in_app"
    PHONE = "phone"
    MAIL = "mail"


class Reached(StrEnum):
    """How one contact went: a call made, or that they came of their own accord."""

    REACHED = "reached"
    THEY_CAME = "they_came"
    NO_ANSWER = "no_answer"
    LEFT_NOTHING = "left_nothing"


REACHED_WORDS: dict[Reached, str] = {
    Reached.REACHED: N_("I reached them"),
    Reached.THEY_CAME: N_("They came or called by themselves"),
    Reached.NO_ANSWER: N_("No answer"),
    Reached.LEFT_NOTHING: N_("Somebody else answered, I left nothing"),
}


def way_for(*, signs_in: bool, wish: Way | None) -> Way:
    """In the app always; besides that as somebody wished, and by phone for who cannot look."""
    return (wish or Way.IN_APP) if signs_in else Way.PHONE


def is_told(reached: Reached) -> bool:
    """An attempt is not a contact: only who was reached, or came, has been told."""
    return reached in {Reached.REACHED, Reached.THEY_CAME}


def moment_today(at: time | None, now: datetime) -> datetime:
    """Give the moment of a time of today, or now where none was said; it is never ahead of us."""
    if at is None:
        return now
    moment = datetime.combine(local(now).date(), at, zone())
    if moment > now:
        raise RuleBroken(_("Write a time of today that has passed."), status=422, field="at")
    return moment.astimezone(now.tzinfo)
