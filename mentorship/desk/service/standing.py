"""Where somebody stands who talks with nobody yet, in one or two sentences of their first page."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import follow_ups
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.kernel.words import _, format_date, local
from mentorship.matches.models import Match, Offer
from mentorship.matches.queries import pairs
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service import looked_for_again, next_step
from mentorship.profiles.queries.welcome import welcome_of


def standing_said(
    session: Session,
    person: Person,
    said_yes: Offer | None,
    now: datetime,
    *,
    is_asked: bool,
    is_told: bool,
    has_tasks: bool,
    they_come: bool,
) -> str:
    """Say where somebody stands who talks with nobody yet; empty where the page says it already."""
    for match in met_soon(session, person):
        return "" if is_asked else next_step(session, match, person.id)
    if said_yes:
        return _waits(session, person, said_yes, now, they_come=they_come)
    nothing = "" if has_tasks else _("Nothing needs your answer today.")
    rests, day = looked_for_again(session, person.id, now)
    if rests:
        return _looked_for_again(day) if day else nothing
    clock = follow_ups.open_of(session, Kind.WAITING, person.id, person.id)
    first = "" if is_asked else _before_we_look(session, person)
    if clock and person.waiting_since:
        promised = when_they_come()
        if not they_come:
            promised = _promised(session, clock, now, looking=not is_asked and not first)
        return f"{first} {promised}".strip()
    if is_asked or is_told:
        return ""
    looking = first or _("We are still looking for someone who fits.")
    return looking if person.waiting_since else nothing


def _before_we_look(session: Session, person: Person) -> str:
    """Say what comes before somebody is looked for; nothing once they had their first talk."""
    if person.kind is not PersonKind.MENTEE or welcome_of(session, person.id):
        return ""
    return _("Next comes a first talk with one of us. After it, we look for someone.")


def when_they_come() -> str:
    """Say when somebody speaks with those whom we do not call of our own accord."""
    return _("One of us speaks with you when you come by or call us.")


def _waits(
    session: Session, person: Person, said_yes: Offer, now: datetime, *, they_come: bool
) -> str:
    """Say the same until they hear, whatever happens meanwhile; past its day, that it is late."""
    said = _(
        "You said yes. We will tell you by %(day)s. Until then this page stays as it is, whatever "
        "happens. You need do nothing.",
        day=format_date(said_yes.answer_by),
    )
    if said_yes.is_late(local(now).date()):
        said = _(
            "You said yes. It takes longer than we said. There can be many reasons, also ours. We "
            "will tell you. You need do nothing."
        )
    clock = follow_ups.open_of(session, Kind.WAITING, person.id, person.id)
    if clock and person.waiting_since and they_come:
        return f"{said} {when_they_come()}"
    if clock and person.waiting_since:
        return f"{said} {_promised(session, clock, now, looking=False, beside=True)}"
    return said


def _looked_for_again(day: date) -> str:
    return _(
        "We give you some time now. We look for someone again from %(day)s on. You keep your "
        "place. Would you like it sooner? Tell one of us.",
        day=format_date(day),
    )


def met_soon(session: Session, person: Person) -> list[Match]:
    """List the matches of somebody that wait for what comes before the first talk."""
    matches = pairs.open_matches_of(session, person.id)
    return [match for match in matches if match.state is MatchState.INTRODUCTION]


def _promised(
    session: Session, clock: FollowUp, now: datetime, *, looking: bool, beside: bool = False
) -> str:
    """Say who speaks with them by which day; once that day is past, that it takes longer."""
    who = accounts.person(session, clock.taken_by) if clock.taken_by else None
    quiet = accounts.is_quiet(session, clock.person_id)
    name, day = who.called if who and not quiet else None, format_date(clock.due_at)
    if local(clock.due_at).date() < local(now).date():
        return _late(name or _("One of us"), looking=looking, beside=beside)
    if beside:
        return _(
            "%(who)s will also speak with you by %(day)s, to hear how you are.",
            who=name or _("One of us"), day=day,
        )  # fmt: skip
    if not looking:
        return _("%(who)s will speak with you by %(day)s.", who=name or _("One of us"), day=day)
    if name is None:
        return _("We are still looking. Somebody will speak with you by %(day)s.", day=day)
    return _(
        "We are still looking. %(who)s will speak with you by %(day)s, even if there is no news.",
        who=name, day=day,
    )  # fmt: skip


def _late(who: str, *, looking: bool, beside: bool) -> str:
    if beside:
        return _(
            "%(who)s will also speak with you, to hear how you are. "
            "That takes longer than we said.",
            who=who,
        )
    if looking:
        return _(
            "We are still looking. %(who)s will speak with you. That takes longer than we said.",
            who=who,
        )
    return _("%(who)s will speak with you. That takes longer than we said.", who=who)
