"""Statements about rounds and what they reckoned."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import Fit, FitMove, Round, RoundAnswer, RoundCount, RoundPerson
from mentorship.matches.rules.states import RoundState, RoundStep
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


def note_step(session: Session, round_id: UUID, step: RoundStep) -> None:
    """Note what is being done for a round that is on its way."""
    session.execute(update(Round).where(Round.id == round_id, Round.open).values(step=step))


def note_fair_costs(session: Session, round_id: UUID, points: int | None) -> None:
    """Note by how much the total is lower where the lowest fit is as high as it can be."""
    session.execute(update(Round).where(Round.id == round_id).values(fair_costs=points))


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


def add_answers(session: Session, round_id: UUID, used: Mapping[UUID, Mapping[str, UUID]]) -> None:
    """Note which answer versions of whom a round was reckoned from."""
    rows = [
        {"round_id": round_id, "answer_id": answer_id, "person_id": person_id, "code": code}
        for person_id, answers in used.items()
        for code, answer_id in answers.items()
    ]
    if rows:
        session.execute(insert(RoundAnswer), rows)


def answers_used(session: Session, round_id: UUID) -> dict[UUID, dict[str, UUID]]:
    """Give which answer versions of whom a round was reckoned from, by person and code."""
    used: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for row in session.scalars(select(RoundAnswer).where(RoundAnswer.round_id == round_id)):
        used[row.person_id][row.code] = row.answer_id
    return used


def people_in(session: Session, round_id: UUID) -> list[RoundPerson]:
    """List who was in a round."""
    return list(session.scalars(select(RoundPerson).where(RoundPerson.round_id == round_id)))


def blank(session: Session, person_id: UUID, now: datetime) -> None:
    """Take the result, and how it treated people, out of every round that somebody was in."""
    was_in = select(RoundPerson.round_id).where(RoundPerson.person_id == person_id)
    empty = {"result": None, "treatment": None, "fair_costs": None, "blanked_at": now}
    session.execute(update(Round).where(Round.id.in_(was_in)).values(empty))
    for model in (RoundPerson, RoundAnswer):
        session.execute(delete(model).where(model.person_id == person_id))


def fits_of(session: Session, mentee_id: UUID) -> list[Fit]:
    """List how the mentors fit a mentee: the proposed one, then the next in line."""
    return list(
        session.scalars(select(Fit).where(Fit.person_id == mentee_id).order_by(Fit.rank, Fit.id))
    )


def mentees_with_fits(session: Session, round_id: UUID) -> set[UUID]:
    """Give every mentee about whom something that a round reckoned is kept."""
    return set(session.scalars(select(Fit.person_id).where(Fit.round_id == round_id)))


def moves_of(session: Session, fit_id: UUID) -> list[FitMove]:
    """List who would go elsewhere if this mentor were chosen."""
    moves = select(FitMove).where(FitMove.fit_id == fit_id)
    return list(session.scalars(moves.order_by(FitMove.nth)))


def add_moves(session: Session, moves: list[dict[str, object]]) -> None:
    """Note who would go elsewhere, for many fits at once."""
    if moves:
        session.execute(insert(FitMove), moves)


def forget_fits(session: Session, mentee_ids: Collection[UUID]) -> None:
    """Delete what was reckoned about some mentees before."""
    session.execute(delete(Fit).where(Fit.person_id.in_(mentee_ids)))


def forget_fits_using(session: Session, person_id: UUID, code: str) -> None:
    """Delete the numbers that were reckoned from somebody's answer to a question."""
    used = select(RoundAnswer.round_id).where(
        RoundAnswer.person_id == person_id, RoundAnswer.code == code
    )
    either = or_(Fit.person_id == person_id, Fit.mentor_id == person_id)
    session.execute(delete(Fit).where(either, Fit.round_id.in_(used)))
    moved = or_(FitMove.mentee_id == person_id, FitMove.mentor_id == person_id)
    session.execute(delete(FitMove).where(moved))


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete the numbers that were reckoned about somebody."""
    either = or_(Fit.person_id == person_id, Fit.mentor_id == person_id)
    session.execute(delete(Fit).where(either))
