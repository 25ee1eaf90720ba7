"""The plan of who is on call: shown with its gaps, and changed line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.checkins.rules import duty
from mentorship.checkins.rules.duty import Stretch
from mentorship.checkins.rules.hours import is_staffed
from mentorship.desk.service.pages import who_may_stand_in
from mentorship.kernel import settings
from mentorship.kernel.access import Actor
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import Overtaken
from mentorship.kernel.words import _, local
from mentorship.notices.service.staff_mail import post_of, reached_on_call


@dataclass(frozen=True)
class Line:
    """One line of the plan, in words."""

    key: str
    when: str
    first: str
    second: str


@dataclass(frozen=True)
class PlanShown:
    """The plan as an administrator reads it: its lines, who is on call now, and its gaps.

    Whoever no mail reaches is named too: their hours count for nobody who raises a worry.
    """

    week: tuple[Line, ...]
    dates: tuple[Line, ...]
    now: tuple[str, ...]
    now_staffed: bool
    gaps: tuple[Stretch, ...]
    has_post: bool
    not_told: tuple[str, ...]


def plan_shown(session: Session, now: datetime) -> PlanShown:
    """Show the plan; whoever is named in it and is not here any more counts as nobody."""
    agency, names = settings.current(session), dict(who_may_stand_in(session))
    lines = [(it, Line(it.key, duty.shift_said(it), *_said(it, names))) for it in agency.on_call]
    plan = replace(agency, on_call=duty.only(agency.on_call, names))
    planned = {UUID(it) for shift in plan.on_call for it in (shift.first, shift.second) if it}
    told = reached_on_call(session, planned)
    return PlanShown(
        tuple(line for shift, line in lines if shift.is_weekly),
        tuple(line for shift, line in lines if not shift.is_weekly),
        tuple(names[who] for who in duty.on_call_at(now, plan)),
        is_staffed(now, agency),
        tuple(duty.gaps(now, plan)),
        post_of(session) is not None,
        tuple(sorted(names[str(it)] for it in planned if it not in told)),
    )


def put_on_call(session: Session, actor: Actor, shifts: Iterable[Shift], now: datetime) -> None:
    """Put lines into the plan."""
    plan = settings.current(session).on_call
    for shift in shifts:
        plan = duty.put_in(plan, shift, local(now).date())
    settings.change(session, actor, now, on_call=plan)


def take_off_call(session: Session, actor: Actor, key: str, now: datetime) -> None:
    """Take a line out of the plan, unless somebody was faster."""
    plan = settings.current(session).on_call
    left = duty.take_out(plan, key)
    if left == plan:
        raise Overtaken
    settings.change(session, actor, now, on_call=left)


def _said(shift: Shift, names: dict[str, str]) -> tuple[str, str]:
    gone = _("Somebody who is not here any more")
    first, second = (names.get(who, gone if who else "") for who in (shift.first, shift.second))
    return first or _("Nobody"), second
