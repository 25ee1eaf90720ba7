"""Readiness of mentors: what is recorded, what two people decide, and what follows from it."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.kernel import audit, events, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.db import lock
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.states import after
from mentorship.kernel.words import _, local
from mentorship.profiles import queries
from mentorship.profiles.models import CourtCheck, Readiness, Review, Supervision, Training
from mentorship.profiles.rules import readiness as rules
from mentorship.profiles.rules.people import check_looks_after
from mentorship.profiles.rules.readiness import (
    Decision,
    Need,
    ReviewMove,
    ReviewState,
    Standing,
    Topic,
    Trained,
)


def record_training(
    session: Session, actor: Actor, mentor: Person, topic: Topic, on: date, minutes: int,
    now: datetime,
) -> None:  # fmt: skip
    """Note a training a mentor took part in."""
    check_looks_after(actor, mentor.human_id)
    _check_past(on, now)
    session.add(
        Training(
            person_id=mentor.id, topic=topic, on=on, minutes=minutes, recorded_by=actor.human_id
        )
    )
    audit.record(session, actor, "recorded_training", mentor.id, now)
    refresh_readiness(session, mentor, now)


def record_supervision(
    session: Session, actor: Actor, mentor: Person, on: date, now: datetime
) -> None:
    """Note a supervision a mentor had."""
    check_looks_after(actor, mentor.human_id)
    _check_past(on, now)
    session.add(Supervision(person_id=mentor.id, on=on, recorded_by=actor.human_id))
    audit.record(session, actor, "recorded_supervision", mentor.id, now)
    refresh_readiness(session, mentor, now)


def decide_readiness(
    session: Session, actor: Actor, mentor: Person, decision: Decision, now: datetime
) -> Review:
    """Be the first of the two who decide, and ask for a second pair of eyes."""
    check_looks_after(actor, mentor.human_id)
    asked_by = rules.check_first_person(actor.human_id, mentor.human_id)
    standing = queries.standing_reviews(session, mentor.id, decision)
    if any(row.state is ReviewState.ASKED for row in standing):
        raise RuleBroken(_("A second person was already asked. Nothing was changed."))
    row = Review(
        person_id=mentor.id, about=mentor.human_id, decision=decision, state=ReviewState.ASKED,
        asked_by=asked_by, asked_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "asked_for_review", mentor.id, now)
    return row


def review(session: Session, actor: Actor, row: Review, move: ReviewMove, now: datetime) -> None:
    """Be the second of the two: approve or decline what the first one asked."""
    held = lock(session, Review, row.id) or row
    rules.check_second_person(held.asked_by, actor.human_id, held.about)
    held.state = after(rules.MOVES, held.state, move)
    held.decided_by, held.decided_at = actor.human_id, now
    if held.state is ReviewState.APPROVED:
        held.good_until = _last_day(session, now)
        _close_older(session, actor, held, now)
    session.flush()
    audit.record(session, actor, "reviewed", held.person_id, now)
    refresh_readiness(session, accounts.person(session, held.person_id), now)


def close_readiness(
    session: Session, actor: Actor, mentor: Person, decision: Decision, now: datetime
) -> None:
    """Take a decision back, alone and at once; two are needed only to open a door."""
    check_looks_after(actor, mentor.human_id)
    for row in queries.standing_reviews(session, mentor.id, decision):
        _close(actor, row, now)
    session.flush()
    audit.record(session, actor, "closed_readiness", mentor.id, now)
    refresh_readiness(session, mentor, now)


def readiness_standing(session: Session, mentor: Person) -> Standing:
    """Tell until when each thing a mentor needs is there."""
    agency = settings.current(session)
    trained = [
        Trained(row.topic, row.on, row.minutes) for row in queries.trainings(session, mentor.id)
    ]
    until = {
        Need.TRAINING: rules.training_until(
            trained, agency.training_topics, agency.training_hours, agency.training_months
        ),
        Need.SUPERVISION: rules.supervision_until(
            [row.on for row in queries.supervisions(session, mentor.id)], agency.supervision_days
        ),
        Need.VETTING: _decided_until(session, mentor, Decision.VETTING),
        Need.AGREEMENT: _decided_until(session, mentor, Decision.AGREEMENT),
    }
    return Standing({need: day for need, day in until.items() if day})


def refresh_readiness(session: Session, mentor: Person, now: datetime) -> None:
    """Work out anew whether a mentor is ready, and tell everyone when it is over."""
    session.flush()
    today = local(now).date()
    # Held before what it follows from is read: of two at once, the second one sees what is noted.
    row = lock(session, Readiness, mentor.id) or Readiness(person_id=mentor.id)
    standing = readiness_standing(session, mentor)
    was, is_now = row.ready_since is not None, standing.ready(today)
    row.last_day = standing.last_day
    if was != is_now:
        row.ready_since = now if is_now else None
    if was and not is_now:
        row.ended_at = now
    session.add(row)
    session.flush()
    events.publish(session, events.ReadinessChanged(mentor.id), now)
    if was and not is_now:
        events.publish(session, events.ReadinessEnded(mentor.id), now)


def end_due_readiness(session: Session, now: datetime) -> None:
    """End the readiness of every mentor for whom something is no longer in date."""
    for mentor_id in queries.readiness_over(session, local(now).date()):
        audit.record(session, SYSTEM, "readiness_over", mentor_id, now)
        refresh_readiness(session, accounts.person(session, mentor_id), now)


def check_court(
    session: Session, actor: Actor, mentee: Person, mentor: Person, now: datetime
) -> None:
    """Note that somebody looked at this pair because of a court case; nothing of the case."""
    check_looks_after(actor, mentee.human_id)
    check_looks_after(actor, mentor.human_id)
    if queries.court_checked(session, mentee.id, mentor.id):
        return
    row = CourtCheck(
        mentee_id=mentee.id, mentor_id=mentor.id, checked_by=actor.human_id, checked_at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "checked_court", mentee.id, now)


def _decided_until(session: Session, mentor: Person, decision: Decision) -> date | None:
    standing = queries.standing_reviews(session, mentor.id, decision)
    return max((row.good_until for row in standing if row.good_until), default=None)


def _close_older(session: Session, actor: Actor, newer: Review, now: datetime) -> None:
    for row in queries.standing_reviews(session, newer.person_id, newer.decision):
        if row.id != newer.id:
            _close(actor, row, now)


def _close(actor: Actor, row: Review, now: datetime) -> None:
    row.state = after(rules.MOVES, row.state, ReviewMove.CLOSE)
    row.closed_by, row.closed_at = actor.human_id, now


def _last_day(session: Session, now: datetime) -> date:
    months = settings.current(session).vetting_months
    return local(now).date() + relativedelta(months=months)


def _check_past(on: date, now: datetime) -> None:
    if on > local(now).date():
        raise RuleBroken(_("Choose a day that has been."), status=422, field="on")
