"""Readiness: what was recorded about a mentor, what was decided, and who is ready."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.profiles.models import CourtCheck, Readiness, Review, Supervision, Training
from mentorship.profiles.queries.closed import closed_with, open_to
from mentorship.profiles.rules.readiness import Decision, ReviewState


@access.sees(Review)
def may_see_review(session: Session, actor: Actor, row: Review) -> bool:
    """Let a second pair of eyes see a decision, unless whom it is about is closed to them."""
    return actor.is_staff and row.about not in closed_with(session, [actor.human_id])


def trainings(session: Session, mentor_id: UUID) -> Sequence[Training]:
    """List a mentor's trainings, the newest first."""
    mine = select(Training).where(Training.person_id == mentor_id)
    return session.scalars(mine.order_by(Training.on.desc(), Training.topic)).all()


def supervisions(session: Session, mentor_id: UUID) -> Sequence[Supervision]:
    """List a mentor's supervisions, the newest first."""
    mine = select(Supervision).where(Supervision.person_id == mentor_id)
    return session.scalars(mine.order_by(Supervision.on.desc())).all()


def supervisors(session: Session) -> dict[UUID, UUID]:
    """Tell who supervises each mentor: the human who noted their newest supervision."""
    noted = select(Supervision.person_id, Supervision.recorded_by).where(
        Supervision.recorded_by.is_not(None)
    )
    rows = session.execute(noted.order_by(Supervision.on, Supervision.id))
    return {mentor_id: human_id for mentor_id, human_id in rows if human_id}


def reviews_about(session: Session, mentor_id: UUID) -> Sequence[Review]:
    """List the decisions about a mentor, the newest first."""
    mine = select(Review).where(Review.person_id == mentor_id)
    return session.scalars(mine.order_by(Review.asked_at.desc())).all()


def reviews_asked(session: Session, actor: Actor) -> Sequence[Review]:
    """List the decisions that wait for a second pair of eyes and may be this actor's."""
    waiting = select(Review).where(
        Review.state == ReviewState.ASKED,
        Review.asked_by != actor.human_id,
        *open_to(actor, Review.about),
    )
    return session.scalars(waiting.order_by(Review.asked_at)).all()


def standing_reviews(session: Session, mentor_id: UUID, decision: Decision) -> Sequence[Review]:
    """List the decisions of one kind about a mentor that are asked for or in force."""
    open_ones = select(Review).where(
        Review.person_id == mentor_id,
        Review.decision == decision,
        Review.state.in_([ReviewState.ASKED, ReviewState.APPROVED]),
    )
    return session.scalars(open_ones).all()


def readiness_of(session: Session, mentor_id: UUID) -> Readiness | None:
    """Give since when and until when a mentor is ready."""
    return session.scalar(select(Readiness).where(Readiness.person_id == mentor_id))


def ready_mentors(session: Session, today: date) -> dict[UUID, Readiness]:
    """Give every mentor who is ready today."""
    ready = select(Readiness).where(Readiness.ready_since.is_not(None), Readiness.last_day >= today)
    return {row.person_id: row for row in session.scalars(ready)}


def once_ready(session: Session) -> set[UUID]:
    """Give every mentor who is ready, or was until a date passed or a decision was taken back."""
    once = or_(Readiness.ready_since.is_not(None), Readiness.ended_at.is_not(None))
    return set(session.scalars(select(Readiness.person_id).where(once)))


def is_ready(session: Session, mentor_id: UUID, today: date) -> bool:
    """Tell whether a mentor is ready today, whatever the sweep has got round to."""
    row = readiness_of(session, mentor_id)
    return bool(row and row.ready_since and row.last_day and row.last_day >= today)


def readiness_over(session: Session, today: date) -> Sequence[UUID]:
    """List the mentors whose last day of being ready has passed and whom no other one sees to."""
    over = select(Readiness.person_id).where(
        Readiness.ready_since.is_not(None), Readiness.last_day < today
    )
    in_order = over.order_by(Readiness.person_id)
    return session.scalars(in_order.with_for_update(skip_locked=True)).all()


def court_checked(session: Session, mentee_id: UUID, mentor_id: UUID) -> bool:
    """Tell whether somebody looked at this pair because of a court case."""
    done = select(CourtCheck.id).where(
        CourtCheck.mentee_id == mentee_id, CourtCheck.mentor_id == mentor_id
    )
    return session.scalar(done) is not None


def forget_readiness(session: Session, person_id: UUID) -> None:
    """Delete everything recorded and decided about a mentor, and checks of pairs they are in."""
    for model in (Training, Supervision, Review, Readiness):
        session.execute(delete(model).where(model.person_id == person_id))
    pair = or_(CourtCheck.mentee_id == person_id, CourtCheck.mentor_id == person_id)
    session.execute(delete(CourtCheck).where(pair))
