"""Two people before a decision: whether they may be brought together, and what they compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from matching.criteria import Criterion, Facts, Table, judge
from matching.people import Mentee, Mentor
from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.kernel import audit, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.audit import Purpose
from mentorship.profiles import queries
from mentorship.profiles.models import Answer
from mentorship.profiles.queries.answers import Record, record
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.questions.criteria import criteria
from mentorship.profiles.questions.kinds import YES
from mentorship.profiles.release.people import as_mentee, as_mentor
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.checks import open_check
from mentorship.profiles.service.reading import read

AWAY = "away"
COURT = BY_KEY["court_case"].code


@dataclass(frozen=True)
class Verdict:
    """Whether two people may be brought together.

    `unmet` lists the criteria whose hard rule is not met, or `AWAY` when one of them cannot be
    looked for now. What an open check is about is never named.
    """

    unmet: tuple[str, ...]
    open_check: bool

    @property
    def ok(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.unmet and not self.open_check


def may_introduce(
    session: Session, mentee_id: UUID, mentor_id: UUID, now: datetime, *, has_place: bool = False
) -> Verdict:
    """Tell whether two people may be brought together, from what may be used at this moment."""
    people = [accounts.person(session, who) for who in (mentee_id, mentor_id)]
    if any(_is_away(person, record(session, person.id), now) for person in people):
        return Verdict((AWAY,), open_check=False)
    mentee, mentor, compared = as_pair(session, SYSTEM, mentee_id, mentor_id, now)
    unmet = tuple(c.key for c in compared if not _is_met(c, mentee, mentor))
    waits = needs_court_check(session, mentee_id, mentor_id, now)
    return Verdict(
        unmet, waits or open_check(session, mentee_id, mentor_id, now, has_place=has_place)
    )


def as_pair(
    session: Session, actor: Actor, mentee_id: UUID, mentor_id: UUID, now: datetime
) -> tuple[Mentee, Mentor, tuple[Criterion, ...]]:
    """Give two people as the matching knows them, and the criteria, to explain one proposal."""
    mentee = accounts.person(session, mentee_id)
    asks = audit.opening(session, actor, mentee_id, Purpose.PROPOSAL, now)
    offers = audit.opening(session, actor, mentor_id, Purpose.PROPOSAL, now)
    return (
        as_mentee(asks, mentee, _usable(session, mentee_id, now), "mentee", now),
        as_mentor(offers, _usable(session, mentor_id, now), "mentor", places=1),
        criteria(settings.current(session)),
    )


def court_case_open(session: Session, person_id: UUID, now: datetime) -> bool:
    """Tell whether a person said that a court case is open, and lets us use it."""
    live = record(session, person_id).live(ConsentPurpose.MATCH, now)
    if COURT not in live:
        return False
    leave = audit.opening(session, SYSTEM, person_id, Purpose.PROPOSAL, now)
    return YES in read(leave, live[COURT])


def needs_court_check(session: Session, mentee_id: UUID, mentor_id: UUID, now: datetime) -> bool:
    """Tell whether somebody has yet to look at two people because of a court case."""
    is_open = any(court_case_open(session, who, now) for who in (mentee_id, mentor_id))
    return is_open and not queries.court_checked(session, mentee_id, mentor_id)


def _usable(session: Session, person_id: UUID, now: datetime) -> Mapping[str, Answer]:
    return record(session, person_id).live(ConsentPurpose.MATCH, now)


def _is_away(person: Person, of: Record, now: datetime) -> bool:
    choices = of.choices
    looking = choices.can_look(now) and not choices.needs_talk(now)
    return person.standing is not Standing.HERE or not looking


def _is_met(criterion: Criterion, mentee: Mentee, mentor: Mentor) -> bool:
    wishes = mentee.wish(criterion.key), mentor.wish(criterion.key)
    return judge(criterion, _facts(criterion, mentee, mentor), wishes).allowed


def _facts(criterion: Criterion, mentee: Mentee, mentor: Mentor) -> Facts | None:
    mine, theirs = criterion.answers(mentee, mentor)
    if mine is None or theirs is None:
        return None
    if isinstance(criterion.compare, Table):
        return Facts(mine, theirs)
    return Facts((mine & theirs).bit_count(), mine.bit_count())
