"""Which talks ahead stand: those from before a rest do not, until the pair goes on."""

from collections.abc import Iterable
from datetime import datetime

from mentorship.checkins.models import Meeting
from mentorship.matches.models import Match


def standing(talks: Iterable[Meeting], matches: Iterable[Match], now: datetime) -> list[Meeting]:
    """Leave out the talks ahead of some pairs that rest, but for those planned since then."""
    rests = {match.id: match.rests_since for match in matches if match.rests_since}
    return [
        talk for talk in talks
        if talk.at <= now or talk.match_id not in rests or talk.changed_at > rests[talk.match_id]
    ]  # fmt: skip
