"""What the days of a pair hold: their talks, logs without a plan, and the hours both show."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.checkins.models import CheckIn, Meeting
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.queries.logs import unplanned_between
from mentorship.checkins.rules.talks import MeetingState, day_of, moment_of
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.ahead import standing
from mentorship.checkins.service.suggestions import hours_of_both
from mentorship.kernel.access import Actor
from mentorship.matches.models import Match


@dataclass
class Day:
    """One day by somebody's own clock."""

    talks: list[Meeting] = field(default_factory=list)
    unplanned: list[CheckIn] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)


def days_of(
    session: Session, actor: Actor, person: Person, match: Match, first: date, last: date,
    now: datetime,
) -> dict[date, Day]:  # fmt: skip
    """Give the days, first to last, on which there is a talk or an hour that both show.

    What the mentor logged without a plan is theirs alone to see.
    """
    zone = zone_of(session, person.id)
    start = moment_of(first, time(0), zone)
    end = moment_of(last + timedelta(days=1), time(0), zone)
    days: dict[date, Day] = defaultdict(Day)
    for row in standing(queries.meetings_of(session, [match.id], start), [match], now):
        if row.at < end and row.state is not MeetingState.CANCELLED:
            days[day_of(row.at, zone)].talks.append(row)
    if person.id == match.mentor_id:
        for log in unplanned_between(session, match.id, first, last):
            days[log.on_day].unplanned.append(log)
    for moment in hours_of_both(session, actor, person, match, start, end, now):
        days[day_of(moment, zone)].times.append(moment)
    return dict(days)
