"""Asking for somebody else: a one-sided, silent ending, and what staff do with what was said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, events
from mentorship.kernel.access import Actor
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _
from mentorship.matches.models import ChangeAsked, Match
from mentorship.matches.queries import pairs
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service.pairs import begin_ending
from mentorship.profiles.rules.speaking import check_speaks_for


class Asking(StrEnum):
    """Whether there is anybody instead of whom a mentee may ask for somebody else."""

    OPEN = "open"
    ASKED = "asked"
    NOBODY = "nobody"


def asking(session: Session, mentee: Person) -> Asking:
    """Tell whether a mentee may ask for somebody else, did so, or has nobody now."""
    match = _own_match(session, mentee)
    if match is None:
        return Asking.NOBODY
    return Asking.ASKED if pairs.change_asked(session, match.id) else Asking.OPEN


def ask_another(
    session: Session,
    actor: Actor,
    mentee: Person,
    not_treated_right: bool,
    now: datetime,
) -> ChangeAsked:
    """Begin a one-sided, silent ending, because the mentee wants somebody else.

    Where staff have begun an ending that the mentee was not told of yet, asking reads the same.
    """
    check_speaks_for(actor, mentee.id, mentee.human_id)
    match = _own_match(session, mentee)
    if match is None:
        raise RuleBroken(_("You have no match right now. Nothing was changed."))
    if pairs.change_asked(session, match.id) is not None:
        raise RuleBroken(_("You asked for someone else. One of us will talk with you."))
    if match.state is not MatchState.ENDING:
        begin_ending(session, actor, match, ClosedAs.ONE_SIDED, now)
    audit.record(session, actor, "asked_for_another", mentee.id, now)
    asked = ChangeAsked(
        match_id=match.id, mentee_id=mentee.id, mentor_id=match.mentor_id,
        not_treated_right=not_treated_right, at=now, how=actor.how,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    events.publish(session, events.AnotherAsked(match.id, match.mentee_id, match.mentor_id), now)
    return asked


def look_at_change(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    """Note that staff looked at what a mentee said when they asked for somebody else."""
    pairs.look_at(session, match.id, actor.person_id, now)
    audit.record(session, actor, "looked_at_change", match.mentee_id, now)


def _own_match(session: Session, mentee: Person) -> Match | None:
    match = pairs.open_match_of(session, mentee.id)
    return match if match and match.mentee_id == mentee.id else None
