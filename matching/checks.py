"""What `matching.verify` checks of prices and of reasons, in code that knows no solver.

The packing of levels is written down here a second time, so that a mistake in one does not hide in
both.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.errors import NotProved
from matching.problem import Ints, Problem
from matching.proof import (
    Certificate,
    Infeasible,
    Objective,
    Prices,
    Shortage,
    sentence,
)

PRICE_LIMIT = 1 << 60
WEIGHT_LIMIT = 1 << 52
BLOCK = 1 << 15


def refuse(wrong: bool, why: str) -> None:
    """Raise `NotProved` with a sentence if something is wrong."""
    if wrong:
        raise NotProved(why)


def refuse_first(wrong: NDArray[np.bool_], ids: Sequence[str], why: str) -> None:
    """Raise `NotProved` with the first id at which something is wrong."""
    for at in np.flatnonzero(wrong).tolist():
        raise NotProved(f'"{ids[at]}" {why}')


class Named(NamedTuple):
    """Whom a reason names: rows, columns and groups of the problem."""

    rows: Ints
    columns: Ints
    groups: Ints


class Proof:
    """The free part of a problem, in which prices are checked."""

    def __init__(self, problem: Problem, objective: Objective, mate: Ints) -> None:
        self.problem, self.objective = problem, objective
        self.free = problem.demand.copy()
        self.free[problem.forced[:, 0]] = False
        self.rows = np.flatnonzero(self.free & (mate >= 0))
        self.scores = problem.scores[problem.find(self.rows, mate[self.rows])]
        taken = np.bincount(problem.forced[:, 1], minlength=len(problem.mentors))
        self.capacity = problem.capacity - taken
        self.minimum = np.maximum(problem.minimum - taken, 0)
        self.ceiling = problem.ceiling.copy()
        for k in problem.group[problem.forced[:, 1]]:
            if k >= 0:
                self.ceiling[k] -= 1

    @property
    def owner(self) -> Ints:
        """Row of each pair."""
        return np.repeat(np.arange(len(self.free)), np.diff(self.problem.indptr))

    def check(self, proof: Certificate) -> None:
        """Check threshold, prices, value, count and cover."""
        self._check_threshold(proof)
        low, high = self._span(proof.threshold)
        base, scale = self._pack(low, high, proof.waiting_unit)
        signed = self.objective is Objective.FULL
        worth = self._worth(proof.prices, "prices", signed=signed)
        refuse(worth != proof.value, f"the prices are worth {worth}, not {proof.value}")
        reached = self._value(base, scale)
        refuse(worth != reached, f"the assignment is worth {reached}, its prices {worth}")
        self._check_prices(proof.prices, base, scale, proof.threshold)
        if proof.threshold is not None:
            self._check_counts(proof, proof.threshold)

    def _check_threshold(self, proof: Certificate) -> None:
        """Under `fair` the threshold is the lowest score, and comes with its two counts."""
        expected = None
        if self.objective is Objective.FAIR and len(self.rows):
            expected = int(self.scores.min())
        refuse(proof.threshold != expected, "the threshold is not the lowest score")
        for prices, name in ((proof.count, "count"), (proof.cover, "cover")):
            refuse((prices is None) != (expected is None), f"threshold and {name} do not agree")

    def _check_counts(self, proof: Certificate, threshold: int) -> None:
        """Check that all pairs place no more, and that those above the threshold place fewer."""
        assert proof.count is not None
        assert proof.cover is not None
        ones = np.ones(len(self.free), np.int64)
        counted = self._worth(proof.count, "prices of the count")
        refuse(counted != len(self.rows), "the count does not prove that no more could be placed")
        self._check_prices(proof.count, ones, 0, None)
        covered = self._worth(proof.cover, "prices of the cover")
        refuse(covered >= len(self.rows), "the cover does not prove that fewer would be placed")
        self._check_prices(proof.cover, ones, 0, threshold + 1)

    def _span(self, threshold: int | None) -> tuple[int, int]:
        """Return the lowest and highest score of the pairs considered."""
        scores = self.problem.scores
        if not self.free.all():
            scores = scores[np.repeat(self.free, np.diff(self.problem.indptr))]
        if threshold is not None:
            scores = scores[scores >= threshold]
        return (int(scores.min()), int(scores.max())) if scores.size else (0, 0)

    def _pack(self, low: int, high: int, unit: int) -> tuple[Ints, int]:
        """Pack the levels anew: base by mentee and scale, and check the waiting unit."""
        full = self.objective is Objective.FULL
        most = int(min(self.free.sum(), self.capacity.sum()))
        waiting = np.zeros_like(self.problem.waiting) if full else self.problem.waiting
        smallest = 1
        while not self._fits(most, (low, high), int(waiting[self.free].max(initial=0)) // smallest):
            smallest *= 2
        refuse(unit != smallest, f"the waiting unit is {smallest}, not {unit}")
        time = waiting // unit
        longest = int(time[self.free].max(initial=0))
        constant, scale = self._constants(most, (low, high), longest)
        if full:
            return np.zeros(len(self.free), np.int64), 1
        return np.where(self.free, time + constant, 0), scale

    def _constants(self, most: int, span: tuple[int, int], longest: int) -> tuple[int, int]:
        wait = most * longest + 1
        if self.objective is Objective.SCORE:
            return wait, (most + 1) * wait
        return (most * (span[1] - span[0]) + 1 - span[0]) * wait, wait

    def _fits(self, most: int, span: tuple[int, int], longest: int) -> bool:
        constant, scale = self._constants(most, span, longest)
        worst, best = constant + scale * span[0], constant + scale * span[1] + longest
        bonus = most * (best - worst) + max(abs(best), abs(worst)) + 1
        refuse(longest == 0 and 2 * bonus >= WEIGHT_LIMIT, "the scores are too far apart")
        return 2 * bonus < WEIGHT_LIMIT

    def _value(self, base: Ints, scale: int) -> int:
        return int(sum(base[self.rows].tolist()) + scale * sum(self.scores.tolist()))

    def _worth(self, prices: Prices, name: str, *, signed: bool = False) -> int:
        """Return what prices are worth, after checking how many, of which sign and size."""
        amounts = (
            (prices.mentees, self.free, signed),
            (prices.places, self.capacity, False),
            (prices.minima, self.minimum, False),
            (prices.groups, self.ceiling, False),
        )
        for values, amount, any_sign in amounts:
            refuse(len(values) != len(amount), f"the {name} are not as many as the people")
            refuse(any(abs(p) >= PRICE_LIMIT for p in values), f"the {name} are out of range")
            refuse(not any_sign and any(p < 0 for p in values), f"the {name} must not be negative")
        mentees, places, minima, groups = (
            sum(p * int(a) for p, a in zip(values, amount, strict=True))
            for values, amount, _ in amounts
        )
        return mentees + places - minima + groups

    def _check_prices(self, prices: Prices, base: Ints, scale: int, threshold: int | None) -> None:
        """Check on every feasible pair of free mentees that the prices cover its weight.

        In blocks that fit a processor's cache: what the dearest pair of each mentee is short of.
        """
        problem = self.problem
        over = np.append(np.array(prices.groups, np.int64), 0)[problem.group]
        net = np.array(prices.places, np.int64) - np.array(prices.minima, np.int64) + over
        spare = np.array(prices.mentees, np.int64) - base
        filled = np.flatnonzero(np.diff(problem.indptr))
        step = max(1, BLOCK * len(filled) // max(1, len(problem.scores)))
        for first in range(0, len(filled), step):
            rows = filled[first : first + step]
            start = problem.indptr[rows]
            pairs = slice(int(start[0]), int(problem.indptr[rows[-1] + 1]))
            scores = problem.scores[pairs]
            asked = scores * np.int64(scale) - net[problem.indices[pairs]]
            if threshold is not None:
                asked[scores < threshold] = -4 * PRICE_LIMIT
            short = self.free[rows] & (np.maximum.reduceat(asked, start - start[0]) > spare[rows])
            refuse_first(
                short, [problem.mentees[i] for i in rows], "has a pair dearer than its prices"
            )


def check_infeasible(problem: Problem, objective: Objective, why: Infeasible) -> None:
    """Check that those named really compete for too little, and that the sentence says so."""
    proof = Proof(problem, objective, np.full(len(problem.mentees), -1))
    try:
        named = Named(
            np.array([problem.mentee(person) for person in why.mentees], np.int64),
            np.array([problem.mentor(person) for person in why.mentors], np.int64),
            np.array([problem.groups.index(group) for group in why.groups], np.int64),
        )
    except ValueError:
        raise NotProved("the reason names somebody unknown") from None
    for ids in (why.mentees, why.mentors, why.groups):
        refuse(len(set(ids)) != len(ids), "the reason names somebody twice")
    true = CHECKS[why.kind](proof, named)
    refuse(why.sentence != true, f"the sentence should be: {true}")


def _low_ceiling(proof: Proof, named: Named) -> str:
    """Count what the minima in a group need, and what its ceiling leaves."""
    held = len(named.groups) == 1 and not len(named.rows)
    held = held and bool((proof.problem.group[named.columns] == named.groups[0]).all())
    refuse(not held, "a ceiling is that of one group and its mentors alone")
    needed, room = int(proof.minimum[named.columns].sum()), int(proof.ceiling[named.groups[0]])
    refuse(needed <= room, "the ceiling is not too low")
    return sentence(
        Shortage.CEILING, mentees=needed, mentors=len(named.columns), room=room,
        group=proof.problem.groups[named.groups[0]],
    )  # fmt: skip


def _few_mentees(proof: Proof, named: Named) -> str:
    """Count everybody who could go to any of some mentors, and what these need."""
    able = np.unique(proof.owner[np.isin(proof.problem.indices, named.columns)])
    able = able[proof.free[able]]
    refuse(bool(len(named.groups)), "a ceiling has no part in this reason")
    refuse(not np.array_equal(np.sort(named.rows), able), "these are not all who could go to them")
    needed = int(proof.minimum[named.columns].sum())
    refuse(len(able) >= needed, "there are mentees enough for these minima")
    return sentence(Shortage.MENTEES, mentees=len(able), mentors=len(named.columns), room=needed)


def _few_places(proof: Proof, named: Named) -> str:
    """Count the places of all mentors that some mentees could go to, ceilings included."""
    problem = proof.problem
    refuse(proof.objective is not Objective.FULL, "not everyone has to be placed")
    refuse(not proof.free[named.rows].all(), "somebody named here needs no place")
    reach = np.unique(problem.indices[np.isin(proof.owner, named.rows)]).astype(np.int64)
    refuse(not np.array_equal(np.sort(named.columns), reach), "these are not all they could go to")
    single = reach[~np.isin(problem.group[reach], named.groups)]
    others = np.isin(problem.group, named.groups)
    others[reach] = False
    kept_free = int(proof.minimum[others].sum())
    places = int(proof.capacity[single].sum() + proof.ceiling[named.groups].sum()) - kept_free
    refuse(places >= len(named.rows), "there are places enough for these mentees")
    return sentence(Shortage.PLACES, mentees=len(named.rows), mentors=len(reach), room=places)


CHECKS: dict[Shortage, Callable[[Proof, Named], str]] = {
    Shortage.CEILING: _low_ceiling,
    Shortage.MENTEES: _few_mentees,
    Shortage.PLACES: _few_places,
}
