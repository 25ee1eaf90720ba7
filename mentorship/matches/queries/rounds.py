"""Statements about rounds and what they reckoned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import Fit, FitAnswer, Round, RoundCount, RoundPerson
from mentorship.matches.rules.states import RoundState
from mentorship.profiles.questions.kinds import Side


@access.sees(Round)
def may_see_round(_session: Session, actor: Actor, _row: Round) -> bool:
    """Let coordinators see rounds: they hold counts."""
    return actor.is_coordinator


def latest(session: Session, limit: int = 20) -> list[Round]:
    """List the latest rounds, the newest first."""
    chosen = select(Round).order_by(Round.started_at.desc(), Round.id)
    return list(session.scalars(chosen.limit(limit)))


def running(session: Session) -> Round | None:
    """Give the round that is on its way, if one is."""
    return session.scalar(select(Round).where(Round.open))


def move(session: Session, row: Round, state: RoundState, **also: Any) -> None:
    """Bring a round to another state, unless it moved since."""
    unmoved = update(Round).where(Round.id == row.id, Round.state == row.state)
    db.guarded(session, unmoved.values(state=state, **also))
    session.refresh(row)


def counts(session: Session, round_id: UUID) -> list[RoundCount]:
    """List how many people were not in a round, by side and reason."""
    chosen = select(RoundCount).where(RoundCount.round_id == round_id)
    return list(session.scalars(chosen.order_by(RoundCount.side, RoundCount.people.desc())))


def add_counts(session: Session, round_id: UUID, left_out: Mapping[tuple[Side, str], int]) -> None:
    """Note how many people were not in a round, by side and reason."""
    session.add_all(
        RoundCount(round_id=round_id, side=side, reason=reason, people=people)
        for (side, reason), people in left_out.items()
    )


def add_people(session: Session, round_id: UUID, people: list[UUID]) -> None:
    """Note who was in a round."""
    session.add_all(RoundPerson(round_id=round_id, person_id=person) for person in people)


def blank(session: Session, person_id: UUID, now: datetime) -> None:
    """Take the result out of every round that somebody was in."""
    was_in = select(RoundPerson.round_id).where(RoundPerson.person_id == person_id)
    session.execute(update(Round).where(Round.id.in_(was_in)).values(result=None, blanked_at=now))
    session.execute(delete(RoundPerson).where(RoundPerson.person_id == person_id))


def fits_of(session: Session, mentee_id: UUID) -> list[Fit]:
    """List how the mentors fit a mentee, the nearest first."""
    return list(
        session.scalars(select(Fit).where(Fit.person_id == mentee_id).order_by(Fit.rank, Fit.id))
    )


def forget_fits(session: Session, mentee_id: UUID) -> None:
    """Delete what was reckoned about a mentee before."""
    session.execute(delete(Fit).where(Fit.person_id == mentee_id))


def forget_fits_using(session: Session, person_id: UUID, code: str) -> None:
    """Delete the numbers that were reckoned from somebody's answer to a question."""
    used = select(FitAnswer.fit_id).where(FitAnswer.person_id == person_id, FitAnswer.code == code)
    session.execute(delete(Fit).where(Fit.id.in_(used)))


def use_answers(
    session: Session, fit_id: UUID, person_id: UUID, answers: Mapping[str, UUID]
) -> None:
    """Note which answer versions of a person a fit was reckoned from."""
    session.add_all(
        FitAnswer(fit_id=fit_id, answer_id=answer_id, person_id=person_id, code=code)
        for code, answer_id in answers.items()
    )


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete the numbers that were reckoned about somebody."""
    either = or_(Fit.person_id == person_id, Fit.mentor_id == person_id)
    session.execute(delete(Fit).where(either))
