"""What staff see of a mentor's readiness, in frozen values: dates and decisions, nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.kernel.words import local
from mentorship.profiles import queries
from mentorship.profiles.models import Review
from mentorship.profiles.rules.readiness import Decision, Need, ReviewState, Topic
from mentorship.profiles.service.readiness import readiness_standing


@dataclass(frozen=True)
class NeedShown:
    """One thing a mentor needs: whether it is there, and until when it is, or was."""

    need: Need
    is_met: bool
    until: date | None


@dataclass(frozen=True)
class TrainingShown:
    """A training as it was recorded."""

    topic: Topic
    on: date
    minutes: int


@dataclass(frozen=True)
class ReviewShown:
    """A decision: what was asked and when, and what came of it."""

    id: UUID
    code: str
    decision: Decision
    state: ReviewState
    asked_by: str
    asked_at: datetime
    decided_at: datetime | None
    good_until: date | None


@dataclass(frozen=True)
class ReadinessShown:
    """A mentor's readiness on one page."""

    person_id: UUID
    code: str
    is_ready: bool
    was_ready: bool
    needs: list[NeedShown]
    trainings: list[TrainingShown]
    supervisions: list[date]
    reviews: list[ReviewShown]


def readiness_shown(session: Session, mentor: Person, now: datetime) -> ReadinessShown:
    """Show what a mentor still needs, and what was recorded and decided."""
    today, standing = local(now).date(), readiness_standing(session, mentor)
    unmet = standing.unmet(today)
    trainings = queries.trainings(session, mentor.id)
    reviews = queries.reviews_about(session, mentor.id)
    return ReadinessShown(
        person_id=mentor.id,
        code=mentor.code,
        is_ready=standing.ready(today),
        was_ready=mentor.id in queries.once_ready(session),
        needs=[NeedShown(need, need not in unmet, standing.until.get(need)) for need in Need],
        trainings=[TrainingShown(row.topic, row.on, row.minutes) for row in trainings],
        supervisions=[row.on for row in queries.supervisions(session, mentor.id)],
        reviews=[_shown(session, row, mentor.code) for row in reviews],
    )


def review_shown(session: Session, row: Review) -> ReviewShown:
    """Show a second person what they are asked; of whom, only the code."""
    return _shown(session, row, queries.codes_of(session, {row.person_id})[row.person_id])


def _shown(session: Session, row: Review, code: str) -> ReviewShown:
    return ReviewShown(
        row.id, code, row.decision, row.state, accounts.called_at_work(session, row.asked_by),
        row.asked_at, row.decided_at, row.good_until,
    )  # fmt: skip
