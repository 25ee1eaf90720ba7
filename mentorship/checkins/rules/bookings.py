"""Booked time: the quarter hours that a talk takes, and what is said when one of them is taken."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mentorship.checkins.rules.talks import day_of
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _, format_date

QUARTER = timedelta(minutes=15)
_MIDNIGHT = datetime(2000, 1, 1, tzinfo=UTC)


def quarters(at: datetime, minutes: int) -> list[datetime]:
    """List the quarter hours that a talk touches, each by its beginning."""
    first = at - (at - _MIDNIGHT) % QUARTER
    beyond = at + timedelta(minutes=minutes) - first
    return [first + n * QUARTER for n in range(-(-beyond // QUARTER))]


def check_free(*, is_free: bool) -> None:
    """Refuse a time that is taken; whose it is and for what is nobody's business."""
    if not is_free:
        # A form puts it beside the time; where only a button was pressed it is the page.
        raise RuleBroken(_("This time is taken. Choose another."), status=409, field="at")


def check_all_free(taken: Sequence[datetime], zone: str) -> None:
    """Refuse a rhythm of which some talks ahead fall on a taken time, and name the first day."""
    if taken:
        day = format_date(day_of(taken[0], zone))
        raise RuleBroken(
            _("On %(day)s this time is taken. Choose another.", day=day), status=409, field="at"
        )
