"""When somebody is not to be matched or asked, and who may end that."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from mentorship.kernel.access import Actor, Role
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

LONGEST = timedelta(days=366)


class PauseWhy(StrEnum):
    """Whose pause it is; nobody's reason is stored."""

    OWN = "own"
    STEP_BACK = "step_back"
    SAFEGUARDING = "safeguarding"


class Rest(Protocol):
    """What the rules need to know of a pause."""

    @property
    def until(self) -> date | None:
        """The first day back, if there is one."""

    @property
    def ended_at(self) -> object | None:
        """When it was ended, if it was."""


def holds(pause: Rest, today: date) -> bool:
    """Tell whether a pause still holds today."""
    return pause.ended_at is None and (pause.until is None or pause.until > today)


def any_holds(pauses: Iterable[Rest], today: date) -> bool:
    """Tell whether any pause still holds today."""
    return any(holds(pause, today) for pause in pauses)


def check_until(until: date | None, today: date) -> None:
    """Refuse a first day back that is not ahead, or so far ahead that nobody would ask again."""
    if until is None:
        return
    if until <= today:
        raise RuleBroken(_("Choose a day that is still to come."), field="until")
    if until > today + LONGEST:
        raise RuleBroken(_("Choose a day within a year, or leave it open."), field="until")


def check_may_end(why: PauseWhy, actor: Actor) -> None:
    """Refuse to end a pause for safety, unless it is the safeguarding lead who does."""
    if why is PauseWhy.SAFEGUARDING and not actor.is_(Role.SAFEGUARDING):
        raise RuleBroken(_("Only the safeguarding lead can end this pause."))
