"""When staff look back on a match with both, and what can come of it."""

from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import N_, _
from mentorship.matches.rules.states import MatchState


class CameOf(StrEnum):
    """How it goes on; nothing says why."""

    GOES_ON = "goes_on"
    CHANGES = "changes"
    ENDS = "ends"


CAME_OF_WORDS = {
    CameOf.GOES_ON: N_("It goes on as it is"),
    CameOf.CHANGES: N_("It goes on, and something changes"),
    CameOf.ENDS: N_("It is to come to its end: the ending is still to be begun"),
}


def meant_until(began: date, agency: Agency) -> date:
    """Tell until when a match is meant to last."""
    return began + relativedelta(months=agency.match_months)


def next_review(began: date, last: date | None, agency: Agency) -> date:
    """Tell the next day by which staff look back: once early, then whenever its time is over.

    A review answers every such day up to some days after it.
    """
    answered = last + timedelta(days=agency.review_ahead_days) if last else began
    end = meant_until(began, agency)
    if agency.review_months is not None:
        first = began + relativedelta(months=agency.review_months)
        if answered < first < end:
            return first
    times = 1
    while began + relativedelta(months=times * agency.match_months) <= answered:
        times += 1
    return began + relativedelta(months=times * agency.match_months)


def can_review(state: MatchState) -> bool:
    """Tell whether staff look back on a match: once it began, until its ending does."""
    return state in {MatchState.ACTIVE, MatchState.PAUSED}


def check_can_review(state: MatchState) -> None:
    """Refuse to look back on what has not begun, or is on its way to its end."""
    if not can_review(state):
        raise RuleBroken(_("There is nothing to look back on with these two now."))
