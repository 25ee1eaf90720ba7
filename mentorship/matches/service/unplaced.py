"""Who would stay without a mentor in a round today, and the one thing that would change it.

Named is only what the agency or a mentor could do. What keeps people safe is never offered.
"""

from dataclasses import dataclass

import matching
from matching import Problem, Result
from mentorship.kernel.words import N_, _, one_of
from mentorship.matches.service import rounds
from mentorship.matches.service.trying import Dry

MOST = 20
# Where supervisors have a limit, it may be theirs that stands in the way.
ROOM = {
    False: N_("One more place with a mentor who fits"),
    True: N_("One more place with a mentor who fits, and room for whoever supervises them"),
}
WOULD_HELP = {
    "languages": N_("A mentor who speaks one of their languages"),
    "times": N_("A mentor with more time when they have time"),
    "ways": N_("A mentor who can meet in one of their ways"),
}


@dataclass(frozen=True)
class Waiting:
    """One mentee without a mentor, by code, and what would help."""

    code: str
    weeks: int
    would_help: str


@dataclass(frozen=True)
class NotPlaced:
    """Those who wait the longest, and how many there are in all."""

    rows: tuple[Waiting, ...]
    in_all: int


def not_placed(dry: Dry) -> NotPlaced:
    """Tell who would stay without a mentor in a round today, the longest waiting first."""
    pool = dry.prepared.pool
    problem = rounds.problem_of(pool)
    today = matching.solve(problem, dry.prepared.objective, rounds.ENGINE)
    left = {one.mentee: one.reason for one in today.unplaced if one.mentee in dry.codes}
    waiting = sorted(
        (one for one in pool.mentees if one.id in left), key=lambda one: -one.waiting_weeks
    )
    rows = tuple(
        Waiting(
            dry.codes[one.id], one.waiting_weeks,
            _would_help(problem, today, one.id, left[one.id]),
        )
        for one in waiting[:MOST]
    )  # fmt: skip
    return NotPlaced(rows, len(waiting))


def _would_help(problem: Problem, today: Result, mentee: str, reason: str) -> str:
    if reason == "no room":
        return _(ROOM[bool(problem.groups)])
    rules = matching.unplaced(problem, today, mentee, frozenset(WOULD_HELP), rounds.ENGINE)
    if not rules:
        return _("More than one thing would have to change")
    return one_of(_(WOULD_HELP[rule]) for rule in rules)
