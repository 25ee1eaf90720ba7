"""What one person may read of another, and what somebody would show, in frozen words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from matching.audiences import Audience, reasons_for
from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.kernel import audit
from mentorship.kernel.access import SYSTEM, Actor, How
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import _
from mentorship.profiles.models import Answer
from mentorship.profiles.queries.answers import choices, record
from mentorship.profiles.questions import BY_KEY, QUESTIONS
from mentorship.profiles.questions.kinds import SeenBy, Side
from mentorship.profiles.release.pairs import as_pair
from mentorship.profiles.rules.answers import said
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.reading import read

TIMES = BY_KEY["times"].code
WAY_TO_REACH = BY_KEY["way_to_reach"].code


@dataclass(frozen=True)
class Line:
    """One answer in words; `how` says how staff were told, if the person did not write it."""

    code: str
    label: str
    words: str
    since: datetime
    how: How | None


@dataclass(frozen=True)
class Shown:
    """What may be read now; from what is here, nothing can be told of what is not."""

    lines: tuple[Line, ...]


def shown_to(
    session: Session,
    viewer: Actor,
    subject_id: UUID,
    now: datetime,
    purpose: Purpose = Purpose.OFFER,
) -> Shown:
    """Give what a person lets the other side read; that the viewer is it, the caller knows."""
    return _shown(session, viewer, subject_id, _to_show(session, subject_id, now), now, purpose)


def shows_something(session: Session, subject_id: UUID, now: datetime) -> bool:
    """Tell whether the other side would read anything of somebody; nothing is opened for it."""
    return bool(_to_show(session, subject_id, now))


def what_they_would_see(session: Session, actor: Actor, now: datetime) -> Shown:
    """Give a person what the other side would read of them now."""
    if actor.person_id is None:
        raise NotFound
    live = _to_show(session, actor.person_id, now)
    return _shown(session, actor, actor.person_id, live, now, Purpose.OWN)


def staff_view(
    session: Session,
    actor: Actor,
    subject_id: UUID,
    now: datetime,
    purpose: Purpose = Purpose.REVIEW_ANSWERS,
) -> Shown:
    """Give a coordinator the answers that a person lets be used to find a match."""
    subject = accounts.person(session, subject_id)
    if not actor.is_coordinator or actor.human_id == subject.human_id:
        raise NotFound
    live = record(session, subject_id).live(ConsentPurpose.MATCH, now)
    return _shown(session, actor, subject_id, live, now, purpose)


def answer_versions(session: Session, person_id: UUID, now: datetime) -> dict[str, UUID]:
    """Give the versions of the answers that may be used to find a match now, by code."""
    return record(session, person_id).choices.live(ConsentPurpose.MATCH, now)


def versions_of_all(session: Session, now: datetime) -> dict[UUID, dict[str, UUID]]:
    """Give the same of everybody."""
    return {who: one.live(ConsentPurpose.MATCH, now) for who, one in choices(session).items()}


def what_fits(
    session: Session, side: Side, mentee_id: UUID, mentor_id: UUID, now: datetime
) -> frozenset[str]:
    """Give the codes of the other's shown answers that speak for the pair, as one side may know."""
    mentee, mentor, compared = as_pair(session, SYSTEM, mentee_id, mentor_id, now)
    other = mentor_id if side is Side.MENTEE else mentee_id
    shown = {QUESTIONS[code].key for code in _to_show(session, other, now)}
    speaks = set(reasons_for(Audience(side), mentee, mentor, compared, shown))
    of_other = {
        (c.mentor_reads if side is Side.MENTEE else c.mentee_reads) or c.key
        for c in compared
        if c.key in speaks
    }
    return frozenset(BY_KEY[key].code for key in of_other)


def hours_shown(session: Session, viewer: Actor, subject_id: UUID, now: datetime) -> frozenset[str]:
    """Give the parts of the week that a person shows the one they talk with, for planning."""
    row = _to_show(session, subject_id, now).get(TIMES)
    if row is None:
        return frozenset()
    leave = audit.opening(session, viewer, subject_id, Purpose.AGENDA, now)
    return frozenset(str(slot) for slot in read(leave, row))


def way_to_reach(
    session: Session,
    viewer: Actor,
    subject_id: UUID,
    now: datetime,
    purpose: Purpose = Purpose.MATCH,
) -> str:
    """Give the one way in which somebody lets their match reach them, empty if there is none.

    That the viewer is their match and they were introduced, the caller knows.
    """
    row = record(session, subject_id).live(ConsentPurpose.SHOW, now).get(WAY_TO_REACH)
    if row is None or accounts.person(session, subject_id).standing is not Standing.HERE:
        return ""
    leave = audit.opening(session, viewer, subject_id, purpose, now)
    return said(QUESTIONS[WAY_TO_REACH], read(leave, row))


def _to_show(session: Session, subject_id: UUID, now: datetime) -> dict[str, Answer]:
    live = record(session, subject_id).live(ConsentPurpose.SHOW, now)
    return {code: a for code, a in live.items() if QUESTIONS[code].seen_by is SeenBy.OTHER_SIDE}


def _shown(
    session: Session,
    viewer: Actor,
    subject_id: UUID,
    live: Mapping[str, Answer],
    now: datetime,
    purpose: Purpose,
) -> Shown:
    leave = audit.opening(session, viewer, subject_id, purpose, now)
    side = Side(accounts.person(session, subject_id).kind)
    lines = []
    for code in sorted(live):
        question, row = QUESTIONS[code], live[code]
        words = said(question, read(leave, row))
        lines.append(Line(code, _(question.asked[side].label), words, row.at, row.how))
    return Shown(tuple(lines))
