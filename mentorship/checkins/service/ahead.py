"""Which talks ahead stand: those of a pair that rests do not, until it goes on."""

from collections.abc import Iterable
from datetime import datetime

from mentorship.checkins.models import Meeting
from mentorship.matches.models import Match
from mentorship.matches.rules.states import rests


def is_resting(match: Match) -> bool:
    """Tell whether a pair rests, also while it comes to its end."""
    return rests(match.state, match.paused_for)


def standing(talks: Iterable[Meeting], matches: Iterable[Match], now: datetime) -> list[Meeting]:
    """Leave out the talks ahead of those of some pairs that rest."""
    resting = {match.id for match in matches if is_resting(match)}
    return [talk for talk in talks if talk.at <= now or talk.match_id not in resting]
