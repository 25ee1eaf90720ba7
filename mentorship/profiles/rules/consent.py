"""When a consent lives: computed for a moment from its rows, never stored.

Two kinds of row, given and stopped, both bound to one version of an answer. What may follow what
stands in one table, `NEXT`; `state` reads the same from rows and the clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

MONTHS = (3, 6, 12)
ENDS_SOON = timedelta(days=30)


class ConsentPurpose(StrEnum):
    """What an answer may be used for."""

    MATCH = "match"
    SHOW = "show"


class Step(StrEnum):
    """The two kinds of row."""

    GIVEN = "given"
    STOPPED = "stopped"


class Because(StrEnum):
    """Why a consent stopped."""

    SAID = "said"
    CHANGED = "changed"
    ENDED = "ended"
    MATCH_OVER = "match_over"


class State(StrEnum):
    """Where one answer stands for one purpose."""

    OFF = "off"
    ON = "on"
    STOPPED = "stopped"
    ENDED = "ended"


class Happening(StrEnum):
    """What can happen to a consent."""

    GIVE = "give"
    STOP = "stop"
    UNDO = "undo"
    CHANGE = "change"
    END = "end"
    MATCH_OVER = "match_over"


NEXT: dict[tuple[State, Happening], State] = {
    (State.OFF, Happening.GIVE): State.ON,
    (State.ON, Happening.GIVE): State.ON,
    (State.STOPPED, Happening.GIVE): State.ON,
    (State.ENDED, Happening.GIVE): State.ON,
    (State.ON, Happening.STOP): State.STOPPED,
    (State.STOPPED, Happening.UNDO): State.ON,
    (State.ON, Happening.CHANGE): State.OFF,
    (State.STOPPED, Happening.CHANGE): State.OFF,
    (State.ENDED, Happening.CHANGE): State.OFF,
    (State.ON, Happening.END): State.ENDED,
    (State.ON, Happening.MATCH_OVER): State.ENDED,
}


@dataclass(frozen=True)
class Last:
    """The last row of one consent, as these rules need it.

    `firm` says that the answer it is bound to is a must: known without opening the answer, so that
    "waiting, needs a talk" can be told for everybody at any time.
    """

    step: Step
    answer_id: UUID
    ends_at: datetime
    because: Because | None
    firm: bool
    number: int = 0


def state(last: Last | None, answer_id: UUID | None, now: datetime) -> State:
    """Tell where a consent stands for the present version of the answer."""
    if last is None or last.answer_id != answer_id or last.because is Because.CHANGED:
        return State.OFF
    if last.step is Step.STOPPED:
        return State.STOPPED if last.because is Because.SAID else State.ENDED
    return State.ON if now < last.ends_at else State.ENDED


def stood(last: Last | None, answer_id: UUID | None, version: int, now: datetime) -> str:
    """Name how a consent stands, for a page to say later what it was made of; nothing is told."""
    is_on = state(last, answer_id, now) is State.ON
    return f"{'on' if is_on else 'off'}-{last.number if last else 0}-{version}"


def was_on(stood: str) -> bool:
    """Tell whether a consent was on where it stood so."""
    return stood.startswith("on-")


def is_live(last: Last | None, answer_id: UUID | None, now: datetime) -> bool:
    """Tell whether the answer may be used now."""
    return state(last, answer_id, now) is State.ON


def needs_talk(last: Last | None, answer_id: UUID | None, now: datetime) -> bool:
    """Tell whether a must has lost its consent, and nobody has said yet what is to become of it."""
    return last is not None and last.firm and not is_live(last, answer_id, now)


def may_undo(last: Last | None, answer_id: UUID | None, now: datetime) -> bool:
    """Tell whether a stop can be taken back, with the end it had."""
    stopped = state(last, answer_id, now) is State.STOPPED
    return stopped and last is not None and now < last.ends_at


def ends_soon(last: Last, now: datetime) -> bool:
    """Tell whether a live consent ends so soon that the person should hear of it."""
    return last.ends_at - now <= ENDS_SOON


def end_of(now: datetime, months: int, most: int) -> datetime:
    """Tell when a consent given now for so many months ends."""
    if months not in MONTHS or months > most:
        raise RuleBroken(_("Choose 3, 6 or 12 months."), status=422, field="months")
    return now + relativedelta(months=months)


def check_must(is_must: bool, match: bool) -> None:
    """Refuse a must that may not be used: nobody could keep to it."""
    if is_must and not match:
        sentence = _(
            "This can only hold if we may use it. "
            "Turn on “Use it to look for someone I can talk with”, or choose a softer answer."
        )
        raise RuleBroken(sentence, status=422, field="match")
