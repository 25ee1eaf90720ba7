"""How well two people fit, kept for whoever decides: sealed under the mentee's key.

The numbers are the only sealed value about two people. They name the answer versions they were
reckoned from, and go when one of those goes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import matching
from matching import Pair, Problem
from mentorship.kernel import audit, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.matches.models import Fit
from mentorship.matches.queries import rounds
from mentorship.profiles import release

OTHERS = 3


@dataclass(frozen=True)
class Numbers:
    """A mentor's score for a mentee, and by criterion what was earned of what could be."""

    mentor_id: UUID
    score: int
    points: Mapping[str, int]
    most: Mapping[str, int]


def write(
    session: Session,
    pool: release.Pool,
    problem: Problem,
    pair: Pair,
    now: datetime,
) -> None:
    """Keep how the chosen mentor fits a mentee, and the mentors next in line."""
    mentee_id = pool.people[pair.mentee]
    rounds.forget_fits(session, mentee_id)
    for rank, number in enumerate((pair.mentor, *_next_in_line(problem, pair))):
        mentor_id = pool.people[number]
        fit = Fit(person_id=mentee_id, mentor_id=mentor_id, rank=rank, made_at=now)
        vault.seal(session, fit, "numbers", _in_json(problem, pair.mentee, number))
        session.add(fit)
        session.flush()
        for person_id in (mentee_id, mentor_id):
            rounds.use_answers(session, fit.id, person_id, pool.versions[person_id])


def read(session: Session, actor: Actor, mentee_id: UUID, now: datetime) -> list[Numbers]:
    """Open what is kept about a mentee, the nearest mentor first."""
    leave = audit.opening(session, actor, mentee_id, Purpose.PROPOSAL, now)
    kept = rounds.fits_of(session, mentee_id)
    return [
        Numbers(mentor_id=fit.mentor_id, **json.loads(leave.read(fit, "numbers"))) for fit in kept
    ]


def _next_in_line(problem: Problem, pair: Pair) -> Iterator[str]:
    row = problem.row(problem.mentee(pair.mentee))
    scored = zip(problem.scores[row].tolist(), problem.indices[row].tolist(), strict=True)
    ranked = sorted(scored, key=lambda one: (-one[0], one[1]))
    others = [problem.mentors[at] for _score, at in ranked if problem.mentors[at] != pair.mentor]
    yield from others[:OTHERS]


def _in_json(problem: Problem, mentee: str, mentor: str) -> str:
    why = matching.explain(problem, mentee, mentor)
    return json.dumps({"score": why.score, "points": dict(why.points), "most": dict(why.most)})
