"""What stands on the list of talks beside the talks: how often, times that wait, when one is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentorship.accounts.models import Person
from mentorship.checkins import service
from mentorship.checkins.queries import suggestions
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.rules import talks as rules
from mentorship.checkins.rules.zones import said_for_two
from mentorship.checkins.views.blueprint import url_of
from mentorship.kernel import web
from mentorship.kernel.words import _
from mentorship.matches.models import Match
from mentorship.profiles.views.whom import Whom


@dataclass(frozen=True)
class TimeShown:
    """One suggested time that waits for an answer; `none` stands on the last one of a pair."""

    when: str
    who: str
    minutes: int
    way: str
    is_own: bool
    is_alone: bool
    pick: str
    none: str


@dataclass(frozen=True)
class RhythmShown:
    """How often a pair talks; `agree` stands where this one has not said yes, `change` where
    nobody is away.
    """

    said: str
    who: str
    agree: str
    change: str


def when_said(
    turn: web.Turn, person_id: UUID, match_id: UUID, moment: datetime, called: str
) -> str:
    """Say when a talk is, by both clocks where they differ."""
    match = queries.match_of_pair(turn.session, match_id)
    other = service.other_of(match, person_id)
    zones = [service.zone_of(turn.session, who) for who in (person_id, other)]
    return said_for_two(moment, zones[0], zones[1], called)


def rhythms_shown(
    look: web.Turn, whom: Whom, person: Person, matches: Iterable[Match], names: Mapping[str, str]
) -> list[RhythmShown]:
    """List how often somebody talks with whom, and whether they are asked about it."""
    shown = []
    for match in matches:
        name = names.get(str(match.id), "")
        said, asked = service.rhythm_said(look.session, match, person.id, name)
        if said:
            agree = url_of(whom, "agree_rhythm", match_id=match.id) if asked else ""
            change = "" if match.rests_for_one else url_of(whom, "rhythm", pair=match.id)
            shown.append(RhythmShown(said, name, agree, change))
    return shown


def open_times(
    look: web.Turn, whom: Whom, person: Person, names: Mapping[str, str]
) -> list[TimeShown]:
    """List the suggested times ahead that wait for an answer."""
    waiting = suggestions.open_of(look.session, [UUID(key) for key in names])
    found = [row for row in waiting if row.at > look.now]
    last = {row.match_id: row.id for row in found}
    of_pair = Counter(row.match_id for row in found)
    return [
        TimeShown(
            when_said(look, person.id, row.match_id, row.at, names[str(row.match_id)]),
            names[str(row.match_id)], row.minutes, _(rules.WAY_WORDS[row.way]),
            is_own=row.person_id == person.id, is_alone=of_pair[row.match_id] == 1,
            pick=url_of(whom, "pick_time", suggestion_id=row.id),
            none=url_of(whom, "no_time", suggestion_id=row.id) if row.id in last.values() else "",
        )
        for row in found
    ]  # fmt: skip
