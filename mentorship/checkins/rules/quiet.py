"""The clock of who is quiet: when staff look at a record, and when one that was put away goes."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from mentorship.checkins.rules.follow_ups import CLOCKS, Kind
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import _

# Whoever was put away late is not gone the day after.
SHORTEST_PARKED = timedelta(days=30)
# Nobody waits for this look: it is not urgent, and it is not lost.
LOOK_WITHIN = timedelta(days=14)
# What waits for the person alone: it would stand there for ever, and holds the clock of nobody.
WAITS_FOR_THEM = (CLOCKS - {Kind.PAIR, Kind.CONTACT, Kind.WAITING}) | {
    Kind.QUIET, Kind.REACH, Kind.TALK_NEEDED, Kind.TELL,
}  # fmt: skip


def look_at(since: datetime, agency: Agency) -> datetime:
    """Tell when staff look at the record of somebody who was last here, or busy here, then."""
    return since + relativedelta(months=agency.quiet_months)


def erase_at(since: datetime, parked: datetime, agency: Agency) -> datetime:
    """Tell when a record that was put away goes for good, unless its person comes back."""
    return max(since + relativedelta(months=agency.erase_months), parked + SHORTEST_PARKED)


def check_may_park(*, is_here_again: bool) -> None:
    """Refuse to put away the record of somebody who was here since, or for whom something waits."""
    if is_here_again:
        sentence = _("They were here since, or something waits for them. Look at the row again.")
        raise RuleBroken(sentence, status=409)
