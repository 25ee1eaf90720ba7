"""Dry runs: what a round today would give, and what one change would do to it. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import matching
from matching import BadInput, Changes, Move, Status
from mentorship.kernel import settings
from mentorship.kernel.access import Actor
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import _
from mentorship.matches.rules.limits import gain_words
from mentorship.matches.rules.reasons import Try, Weigh
from mentorship.matches.service import rounds
from mentorship.matches.service.rounds import Prepared
from mentorship.profiles import queries as profiles
from mentorship.profiles.questions.criteria import WEIGHTS

MOVES_NAMED = 5
TWICE = 2


@dataclass(frozen=True)
class Dry:
    """Everyone who would be in a round today, with the codes of those whom staff may name."""

    prepared: Prepared
    codes: Mapping[str, str]
    agency: Agency

    @property
    def unnamed(self) -> set[str]:
        """Give the numbers of those who are closed to whoever tries it."""
        return self.prepared.pool.people.keys() - self.codes.keys()


@dataclass(frozen=True)
class Outcome:
    """What a round today would give, and what the change would do to it, in words."""

    placed: int
    mentees: int
    placed_then: int
    gain: str
    moves: tuple[str, ...]
    more_moves: int
    impossible: str = ""


def gather(session: Session, actor: Actor, now: datetime) -> Dry:
    """Gather everyone who would be in a round today; reading their answers is recorded."""
    agency = settings.current(session)
    prepared = rounds.gather(session, agency, now)
    people = prepared.pool.people
    named = set(people.values()) - profiles.closed_records(session, actor)
    codes = profiles.codes_of(session, named)
    known = {number: codes[who] for number, who in people.items() if who in codes}
    return Dry(prepared, known, agency)


def try_pair(dry: Dry, pair: tuple[UUID, UUID], what: Try) -> Outcome:
    """Try one change about a pair."""
    numbers = dry.prepared.pool.numbers
    mentee, mentor = (numbers.get(person_id) for person_id in pair)
    if mentee is None or mentor is None:
        return _impossible(dry, _("One of these two would not be in a round today."))
    return _outcome(dry, _changes(dry, mentee, mentor, what))


def try_weight(dry: Dry, criterion: str, how: Weigh) -> Outcome:
    """Try another weight of one criterion."""
    held = dry.agency.weights.get(criterion, WEIGHTS[criterion])
    weight = TWICE * held if how is Weigh.DOUBLE else 0
    return _outcome(dry, Changes(weights={criterion: weight}))


def _changes(dry: Dry, mentee: str, mentor: str, what: Try) -> Changes:
    match what:
        case Try.WITHOUT:
            return Changes(forbid=((mentee, mentor),))
        case Try.FIXED:
            return Changes(pin=((mentee, mentor),))
        case Try.AWAY:
            return Changes(leave=frozenset({mentor}))
        case Try.MORE:
            return _one_more_place(dry, mentor)


def _one_more_place(dry: Dry, mentor: str) -> Changes:
    twin, apart = dry.prepared.pool.one_more_place(mentor)
    return Changes(join=(twin,), forbid=apart)


def _outcome(dry: Dry, changes: Changes) -> Outcome:
    problem = rounds.problem_of(dry.prepared.pool)
    today = matching.solve(problem, dry.prepared.objective, rounds.ENGINE)
    if today.status is Status.INFEASIBLE:
        return _impossible(dry, _("A round today could not place everybody."))
    try:
        seen = matching.what_if(problem, today, changes, rounds.ENGINE)
    except BadInput:
        # Whatever the reason is, a rule that is never named among them.
        return _impossible(dry, _("This is not possible under the rules of today."))
    if seen.result.status is Status.INFEASIBLE:
        return _impossible(dry, _("Then a round could not place everybody."))
    named = [it for it in seen.moves if dry.unnamed.isdisjoint((it.mentee, it.after))]
    return Outcome(
        placed=today.placed, mentees=len(problem.mentees), placed_then=seen.result.placed,
        gain="" if changes.weights else gain_words(seen.total),
        moves=tuple(_said(dry, move) for move in named[:MOVES_NAMED]),
        more_moves=len(seen.moves) - len(named[:MOVES_NAMED]),
    )  # fmt: skip


def _said(dry: Dry, move: Move) -> str:
    mentee = dry.codes[move.mentee]
    if move.after is None:
        return _("%(code)s would have no one", code=mentee)
    # A place that is only tried is the same mentor's.
    after = dry.codes.get(move.after) or _("the new place")
    return _("%(code)s would be with %(mentor)s", code=mentee, mentor=after)


def _impossible(dry: Dry, sentence: str) -> Outcome:
    return Outcome(0, len(dry.prepared.pool.mentees), 0, "", (), 0, impossible=sentence)
