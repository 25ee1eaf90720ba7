"""A round: everyone who may be in it goes in, an exact assignment comes out as proposals.

Three steps, so that no transaction is held while the solver works: `prepare` reads, `solve`
reckons, `store` writes what still stands. Doing it twice comes to the same as once.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import matching
from matching import Objective, Pair, Problem, Result
from mentorship.accounts import queries as accounts
from mentorship.kernel import audit, db, jobs, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.kernel.words import _, local
from mentorship.matches.models import Round
from mentorship.matches.queries import offers, places, proposals, rounds
from mentorship.matches.rules.states import ROUND_STATES, ProposalMove, RoundMove, RoundState, after
from mentorship.matches.service import decisions, endings, fits
from mentorship.profiles import queries as profiles
from mentorship.profiles import release

JOB = "round"


@dataclass(frozen=True)
class Prepared:
    """What the solver gets, and who its numbers are."""

    pool: release.Pool
    problem: Problem
    objective: Objective
    promised: int


def start_round(session: Session, actor: Actor, now: datetime) -> Round:
    """Put a round in; only one is on its way at a time, and none while settings are missing."""
    if settings.is_shut(session):
        raise RuleBroken(
            _("Some settings are missing before live use. An administrator sees which.")
        )
    if rounds.running(session) is not None:
        raise RuleBroken(_("A round is running already. Look at it first."))
    row = Round(
        state=RoundState.WAITING, open=True, started_by=actor.person_id, started_at=now,
        settings_version=settings.current(session).version,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "started_round", None, now)
    jobs.enqueue(session, JOB, row.id, now)
    return row


def prepare(session: Session, round_id: UUID, now: datetime) -> Prepared | None:
    """Take a round up and gather everyone who may be in it; a finished one needs nothing."""
    row = db.lock(session, Round, round_id)
    if row is None or not row.open:
        return None
    rounds.move(session, row, after(ROUND_STATES, row.state, RoundMove.TAKE))
    pool = release.matching_pool(
        session, now, taken=_taken(session), excluded=_busy(session, now),
        apart=[(p.mentee_id, p.mentor_id) for p in proposals.apart_now(session, local(now).date())],
    )  # fmt: skip
    problem = matching.score(pool.mentees, pool.mentors, pool.criteria, blocked=pool.blocked)
    objective = Objective(settings.at_version(session, row.settings_version).objective)
    return Prepared(pool, problem, objective, sum(_taken(session).values()))


def solve(prepared: Prepared) -> Result:
    """Reckon the best assignment, and refuse one whose proof does not hold."""
    result = matching.solve(prepared.problem, prepared.objective)
    matching.verify(prepared.problem, result)
    return result


def store(
    session: Session, round_id: UUID, prepared: Prepared, result: Result, now: datetime
) -> None:
    """Write a round's result and make its proposals, once; what fell away meanwhile is left out."""
    row = db.lock(session, Round, round_id)
    if row is None or not row.open:
        raise Overtaken
    _write(session, row, prepared, result, now)
    for before in proposals.undecided_of_rounds(session):
        endings.void(session, before.id, ProposalMove.WITHDRAW, now)
    for pair in result.pairs:
        if _still_stands(session, prepared, pair, now):
            mentee = accounts.person(session, prepared.pool.people[pair.mentee])
            mentor = accounts.person(session, prepared.pool.people[pair.mentor])
            decisions.propose(session, mentee, mentor, now, round_id=row.id)
            fits.write(session, prepared.pool, prepared.problem, pair, now)


def give_up(session: Session, round_id: UUID, now: datetime) -> None:
    """Close a round that cannot be done, so that another one can start."""
    row = db.lock(session, Round, round_id)
    if row is not None and row.open:
        state = after(ROUND_STATES, row.state, RoundMove.GIVE_UP)
        rounds.move(session, row, state, open=False, finished_at=now)
        audit.record(session, SYSTEM, "gave_up_round", None, now)


def _taken(session: Session) -> Counter[UUID]:
    # Undecided proposals that stay have no place yet, but the mentor's room is meant for them.
    taken = Counter(place.mentor_id for place in places.taken(session))
    taken.update(proposal.mentor_id for proposal in proposals.kept(session))
    return taken


def _busy(session: Session, now: datetime) -> set[UUID]:
    placed = {place.mentee_id for place in places.taken(session)}
    kept = {proposal.mentee_id for proposal in proposals.kept(session)}
    return placed | kept | offers.not_told_yet(session, now)


def _write(session: Session, row: Round, prepared: Prepared, result: Result, now: datetime) -> None:
    pool = prepared.pool
    rounds.move(
        session, row, after(ROUND_STATES, row.state, RoundMove.STORE), open=False,
        finished_at=now, mentees=len(pool.mentees), mentors=len(pool.mentors),
        places=sum(mentor.places for mentor in pool.mentors), promised=prepared.promised,
        unused=pool.unused, placed=result.placed, total=result.total, lowest=result.lowest,
        certified=result.certificate is not None, result=result.to_json(),
    )  # fmt: skip
    left_out = {(side, why.value): people for (side, why), people in pool.left_out.items()}
    rounds.add_counts(session, row.id, left_out)
    rounds.add_people(session, row.id, list(pool.people.values()))
    audit.record(session, SYSTEM, "stored_round", None, now)


def _still_stands(session: Session, prepared: Prepared, pair: Pair, now: datetime) -> bool:
    mentee_id, mentor_id = prepared.pool.people[pair.mentee], prepared.pool.people[pair.mentor]
    unchanged = all(
        release.answer_versions(session, person, now) == prepared.pool.versions[person]
        for person in (mentee_id, mentor_id)
    )
    free = proposals.open_of_mentee(session, mentee_id) is None
    here = places.of_mentee(session, mentee_id) is None
    return unchanged and free and here and not profiles.is_apart(session, mentee_id, mentor_id)
