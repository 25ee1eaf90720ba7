"""One line of the plan of who is on call, as the settings keep it; rules about it stand elsewhere.

People in it are staff accounts; the words for a line are the agency's own days and hours.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True)
class Shift:
    """Hours on one day of every week (Monday is 0), or on one date in place of those.

    Hours that do not end later than they start end on the next day. On a date nobody may be named.
    """

    day: int | date
    starts: time
    ends: time
    first: str
    second: str = ""

    @property
    def is_weekly(self) -> bool:
        """Tell whether it comes back every week."""
        return isinstance(self.day, int)

    @property
    def key(self) -> str:
        """Name it among the others: no two have the same day and the same hours."""
        day = str(self.day) if isinstance(self.day, int) else self.day.isoformat()
        return f"{day} {self.starts:%H:%M} {self.ends:%H:%M}"


def shift_of(said: dict[str, Any]) -> Shift:
    """Read a line as the settings have it written."""
    day = said["day"] if isinstance(said["day"], int) else date.fromisoformat(said["day"])
    starts, ends = (time.fromisoformat(said[edge]) for edge in ("starts", "ends"))
    return Shift(day, starts, ends, said["first"], said["second"])
