"""A round: everyone who may be in it goes in, an exact assignment comes out as proposals.

Steps, so that no transaction is held while the solver works: `prepare` reads, `solve` reckons,
`store` writes what still stands. Doing it twice comes to the same as once. What the next in line
would cost takes longer and is added to the proposals afterwards.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import matching
from matching import Alternative, Objective, Pair, Problem, Result
from mentorship.kernel import audit, db, jobs, live_use, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.kernel.states import after
from mentorship.kernel.words import _, local
from mentorship.matches.models import Round
from mentorship.matches.queries import cooling, offers, places, proposals, rounds
from mentorship.matches.rules.states import ROUND_STATES, RoundMove, RoundState, RoundStep
from mentorship.matches.service import decisions, endings, fits, seats, treatment
from mentorship.matches.service.treatment import Treatment
from mentorship.profiles import queries as profiles
from mentorship.profiles import release

JOB = "round"


# Exact like the others, and nothing to compile before the first round: a few thousand people are a
# moment's work for it.
ENGINE = "scipy"


@dataclass(frozen=True)
class Prepared:
    """Everyone who is in a round, what is best, and how many are promised already."""

    pool: release.Pool
    objective: Objective
    promised: int


@dataclass(frozen=True)
class Reckoned:
    """The best assignment there is, with its proof, what it is the best of, and whom it serves."""

    problem: Problem
    result: Result
    treatment: Treatment


def start_round(session: Session, actor: Actor, now: datetime) -> Round:
    """Put a round in; only one is on its way at a time, and none while settings are missing."""
    if live_use.is_shut(session):
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
    return gather(session, settings.at_version(session, row.settings_version), now)


def gather(session: Session, agency: Agency, now: datetime) -> Prepared:
    """Gather everyone who would be in a round that starts now."""
    taken, today = _taken(session), local(now).date()
    pool = release.matching_pool(
        session, now, agency=agency, taken=taken, excluded=_busy(session, now),
        cooling=cooling.people_in(session, today),
        apart=[(p.mentee_id, p.mentor_id) for p in proposals.apart_now(session, today)],
    )  # fmt: skip
    return Prepared(pool, Objective(agency.objective), sum(taken.values()))


def problem_of(pool: release.Pool) -> Problem:
    """Score every pair of a pool that keeps the hard rules."""
    return matching.score(
        pool.mentees, pool.mentors, pool.criteria, blocked=pool.blocked, groups=pool.groups
    )


def solve(prepared: Prepared, at: Callable[[RoundStep], None] = lambda _step: None) -> Reckoned:
    """Reckon the best assignment and check its proof, telling `at` which step comes next."""
    at(RoundStep.COMPARING)
    problem = problem_of(prepared.pool)
    at(RoundStep.SOLVING)
    result = matching.solve(problem, prepared.objective, ENGINE)
    at(RoundStep.CHECKING)
    matching.verify(problem, result)
    return Reckoned(problem, result, treatment.reckon(prepared.pool, problem, result))


def store(
    session: Session, round_id: UUID, prepared: Prepared, reckoned: Reckoned, now: datetime
) -> None:
    """Write a round's result and make its proposals, once; what fell away meanwhile is left out."""
    row = db.lock(session, Round, round_id)
    if row is None or not row.open:
        raise Overtaken
    _write(session, row, prepared, reckoned, now)
    endings.withdraw_undecided(session, now)
    people = prepared.pool.people
    standing = _standing(session, prepared, reckoned.result, now)
    pairs = [(people[pair.mentee], people[pair.mentor]) for pair in standing]
    decisions.propose_all(session, pairs, now, row.id)
    fits.write_chosen(session, prepared.pool, row.id, reckoned.problem, standing, now)


def store_next_in_line(
    session: Session,
    round_id: UUID,
    prepared: Prepared,
    found: Mapping[str, tuple[Alternative, ...]],
    costs: int | None,
    reckoned: Reckoned,
    now: datetime,
) -> None:
    """Write who is next in line for each mentee, of those whose answers are still the same.

    And what lifting the lowest fit would cost all of them together.
    """
    pool = prepared.pool
    unchanged = _unchanged(session, pool, now)
    still = rounds.mentees_with_fits(session, round_id) & unchanged
    kept = {
        mentee: tuple(one for one in others if pool.people[one.mentor] in unchanged)
        for mentee, others in found.items()
        if pool.people[mentee] in still
    }
    fits.write_others(session, pool, round_id, reckoned.problem, kept, now)
    rounds.note_fair_costs(session, round_id, costs)


def give_up(session: Session, round_id: UUID, now: datetime) -> None:
    """Close a round that cannot be done, so that another one can start."""
    row = db.lock(session, Round, round_id)
    if row is not None and row.open:
        state = after(ROUND_STATES, row.state, RoundMove.GIVE_UP)
        rounds.move(session, row, state, open=False, finished_at=now, step=None)
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


def _write(
    session: Session, row: Round, prepared: Prepared, reckoned: Reckoned, now: datetime
) -> None:
    pool, result = prepared.pool, reckoned.result
    figures = treatment.write(reckoned.treatment) if result.certificate else None
    rounds.move(
        session, row, after(ROUND_STATES, row.state, RoundMove.STORE), open=False,
        finished_at=now, mentees=len(pool.mentees), mentors=len(pool.mentors),
        places=sum(mentor.places for mentor in pool.mentors), promised=prepared.promised,
        unused=pool.unused, placed=result.placed, total=result.total, lowest=result.lowest,
        certified=result.certificate is not None, result=result.to_json(), treatment=figures,
        step=None,
    )  # fmt: skip
    left_out = {(side, why.value): people for (side, why), people in pool.left_out.items()}
    rounds.add_counts(session, row.id, left_out)
    seats.write(session, row.id, pool)
    rounds.add_answers(session, row.id, pool.versions)
    audit.record(session, SYSTEM, "stored_round", None, now)


def _standing(session: Session, prepared: Prepared, result: Result, now: datetime) -> list[Pair]:
    """Give the pairs of which nothing fell away while the solver worked."""
    people = prepared.pool.people
    unchanged = _unchanged(session, prepared.pool, now)
    taken = {place.mentee_id for place in places.taken(session)}
    busy = taken | proposals.mentees_in_open(session)
    apart = profiles.apart_pairs(session)
    return [
        pair
        for pair in result.pairs
        for mentee_id, mentor_id in [(people[pair.mentee], people[pair.mentor])]
        if {mentee_id, mentor_id} <= unchanged
        and mentee_id not in busy
        and (mentee_id, mentor_id) not in apart
    ]


def _unchanged(session: Session, pool: release.Pool, now: datetime) -> set[UUID]:
    """Give everyone in a round whose answers may still be used as they were."""
    used_now = release.versions_of_all(session, now)
    return {who for who, used in pool.versions.items() if used_now.get(who) == used}
