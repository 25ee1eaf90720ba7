"""How well two people fit, kept for whoever decides: sealed under the mentee's key.

The numbers are the only sealed value about two people. They go when an answer goes that they were
reckoned from.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

import matching
from matching import Alternative, Move, Pair, Problem, Result
from mentorship.kernel import audit, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.matches.models import Fit
from mentorship.matches.queries import rounds
from mentorship.profiles import release

OTHERS = 3
MOVES_NAMED = 3


@dataclass(frozen=True)
class Numbers:
    """A mentor's score for a mentee, and by criterion what was earned of what could be.

    For a mentor next in line also what choosing them would cost everybody together: how many fewer
    would be placed, by how much the total would be lower, how many others would go elsewhere.
    """

    score: int
    points: Mapping[str, int]
    most: Mapping[str, int]
    fewer: int = 0
    lost: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Goes:
    """Somebody who would go to another mentor, or to none."""

    mentee_id: UUID
    mentor_id: UUID | None


@dataclass(frozen=True)
class Kept:
    """What is kept about one mentor for a mentee."""

    mentor_id: UUID
    numbers: Numbers
    goes: tuple[Goes, ...]


def next_in_line(problem: Problem, result: Result) -> dict[str, tuple[Alternative, ...]]:
    """Give for each mentee who is placed the next best mentors, with the cost to everybody."""
    if result.certificate is None:
        return {}
    kept = matching.Kept(problem, result)
    return {
        pair.mentee: kept.alternatives(pair.mentee, OTHERS)
        for pair in result.pairs
        if not pair.forced
    }


def write_chosen(
    session: Session,
    pool: release.Pool,
    round_id: UUID,
    problem: Problem,
    pairs: Collection[Pair],
    now: datetime,
) -> None:
    """Keep how the chosen mentors fit, and forget what was reckoned about these mentees before."""
    mentees = [pool.people[pair.mentee] for pair in pairs]
    rounds.forget_fits(session, mentees)
    vault.bring_keys(session, mentees)
    for pair in pairs:
        numbers = _numbers(problem, pair.mentee, pair.mentor)
        _add(session, _fit(pool, round_id, pair.mentee, pair.mentor, 0, now), numbers)
    session.flush()


def write_others(
    session: Session,
    pool: release.Pool,
    round_id: UUID,
    problem: Problem,
    found: Mapping[str, Sequence[Alternative]],
    now: datetime,
) -> None:
    """Keep the mentors next in line, what each would cost, and who would go elsewhere."""
    vault.bring_keys(session, [pool.people[mentee] for mentee in found])
    moves = []
    for mentee, others in found.items():
        for rank, one in enumerate(others, 1):
            fit = _fit(pool, round_id, mentee, one.mentor, rank, now)
            numbers = replace(
                _numbers(problem, mentee, one.mentor), fewer=one.fewer_placed, lost=one.lost,
                moved=len(one.moves),
            )  # fmt: skip
            _add(session, fit, numbers)
            moves += [_goes(pool, fit.id, nth, m) for nth, m in enumerate(one.moves[:MOVES_NAMED])]
    session.flush()
    rounds.add_moves(session, moves)


def read(session: Session, actor: Actor, mentee_id: UUID, now: datetime) -> list[Kept]:
    """Open what is kept about a mentee: the chosen mentor, then the next in line."""
    leave = audit.opening(session, actor, mentee_id, Purpose.PROPOSAL, now)
    return [
        Kept(
            fit.mentor_id,
            Numbers(**json.loads(leave.read(fit, "numbers"))),
            tuple(Goes(m.mentee_id, m.mentor_id) for m in rounds.moves_of(session, fit.id)),
        )
        for fit in rounds.fits_of(session, mentee_id)
    ]


def _numbers(problem: Problem, mentee: str, mentor: str) -> Numbers:
    why = matching.explain(problem, mentee, mentor)
    return Numbers(why.score, dict(why.points), dict(why.most))


def _fit(
    pool: release.Pool, round_id: UUID, mentee: str, mentor: str, rank: int, now: datetime
) -> Fit:
    return Fit(
        id=uuid4(), round_id=round_id, person_id=pool.people[mentee],
        mentor_id=pool.people[mentor], rank=rank, made_at=now,
    )  # fmt: skip


def _add(session: Session, fit: Fit, numbers: Numbers) -> None:
    vault.seal(session, fit, "numbers", json.dumps(asdict(numbers)))
    session.add(fit)


def _goes(pool: release.Pool, fit_id: UUID, nth: int, move: Move) -> dict[str, object]:
    return {
        "fit_id": fit_id,
        "nth": nth,
        "mentee_id": pool.people[move.mentee],
        "mentor_id": pool.people[move.after] if move.after else None,
    }
