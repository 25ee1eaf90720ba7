"""How many people a mentor offers to walk with, and for how long their word holds."""

from datetime import datetime, timedelta

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _

MOST_PLACES = 5


def check_places(places: int) -> None:
    """Refuse a number of places that nobody can offer."""
    if not 0 <= places <= MOST_PLACES:
        raise RuleBroken(_("Choose a number from 0 to %(n)s.", n=MOST_PLACES), field="places")


def room_left(ceiling: int, held: int) -> int:
    """Tell how many more matches whoever holds so many already can hold."""
    return max(0, ceiling - held)


def offered(places: int, confirmed_at: datetime | None, now: datetime, days: int) -> int:
    """Tell how many places count now: those the mentor said they have, lately."""
    return places if holds(confirmed_at, now, days) else 0


def holds(confirmed_at: datetime | None, now: datetime, days: int) -> bool:
    """Tell whether what a mentor said of their room is new enough to count."""
    return confirmed_at is not None and now < confirmed_at + timedelta(days=days)
