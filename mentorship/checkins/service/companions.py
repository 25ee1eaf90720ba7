"""The one somebody talks with: only what that one shows, how to reach them, and the talks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.checkins.queries import talks as queries
from mentorship.checkins.queries.logs import logs_of
from mentorship.checkins.rules.logs import WEEKS_SHOWN, by_week
from mentorship.checkins.rules.zones import moment_said
from mentorship.checkins.service.agendas import zone_of
from mentorship.checkins.service.rhythms import rhythm_said
from mentorship.checkins.service.talks import called, match_for, other_of
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.words import local
from mentorship.matches.queries import pairs
from mentorship.profiles import release
from mentorship.profiles.release import Line


@dataclass(frozen=True)
class CompanionPage:
    """One of a pair as the other may read them."""

    match_id: UUID
    called: str
    is_mentor: bool
    lines: tuple[Line, ...]
    way: str
    rhythm: str
    asked_rhythm: bool
    next_talk: str
    resting: bool
    can_plan: bool
    asked: bool
    weeks: tuple[tuple[date, bool | None], ...]

    @property
    def weeks_logged(self) -> int:
        """Count the weeks of which something was logged."""
        return sum(held is not None for _monday, held in self.weeks)


def companion_page(
    session: Session, actor: Actor, own: UUID, match_id: UUID, now: datetime
) -> CompanionPage:
    """Show somebody the one they talk with; what is not shown leaves no gap. It is recorded.

    Whoever looks as a mentor is given their own logs too, which the mentee never sees.
    """
    match = match_for(session, actor, own, match_id)
    other, is_mentor = other_of(match, own), own == match.mentor_id
    is_here = accounts.person(session, other).standing is Standing.HERE
    shown = release.shown_to(session, actor, other, now, Purpose.MATCH) if is_here else None
    planned = queries.next_planned(session, match.id, now)
    today = local(now).date()
    since = today - timedelta(weeks=WEEKS_SHOWN)
    logged = [
        (row.on_day, row.outcome)
        for row in (logs_of(session, match.id) if is_mentor else ())
        if row.on_day >= since
    ]
    name = called(session, actor, match, other, now)
    rhythm, asked_rhythm = rhythm_said(session, match, own, name)
    return CompanionPage(
        match_id=match.id,
        called=name,
        is_mentor=is_mentor,
        lines=shown.lines if shown else (),
        way=release.way_to_reach(session, actor, other, now),
        rhythm=rhythm,
        asked_rhythm=asked_rhythm,
        next_talk=moment_said(planned.at, zone_of(session, own)) if planned else "",
        resting=match.rests,
        can_plan=not match.rests_for_one,
        asked=pairs.change_asked(session, match.id) is not None,
        weeks=tuple(by_week(logged, today)) if is_mentor else (),
    )
