"""What every other match would cost everybody, from the prices of a result.

A result is a flow of mentees into mentors, their groups and out. Sending one mentee elsewhere sends
one unit round a cycle: somebody makes room, and so on, until the place left behind is settled. The
prices make every such move cost at least 0, so the cheapest way is a shortest path, and its length
is exactly what the best assignment with that pair is worth less.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matching.errors import BadInput
from matching.levels import Model, build_model
from matching.problem import Ints, Problem
from matching.proof import Certificate, Objective
from matching.result import Result

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Move:
    """One mentee who would go elsewhere; None stands for nobody."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another mentor for a mentee, and what that costs everybody together.

    Parameters
    ----------
    mentor : str
    score : int
        Of the pair, in units.
    fewer_placed : int
        How many fewer would be placed.
    lost : int
        Units by which the total would be lower (negative: higher).
    waiting_lost : int
        Waiting time by which those placed would have waited less.
    moves : tuple of Move
        Everybody else who would go elsewhere.
    """

    mentor: str
    score: int
    fewer_placed: int
    lost: int
    waiting_lost: int
    moves: tuple[Move, ...]


def alternatives(
    problem: Problem, result: Result, mentee: str, k: int | None = None
) -> tuple[Alternative, ...]:
    """Find the next best mentors for a mentee, each with its exact cost to everybody.

    Parameters
    ----------
    problem : Problem
    result : Result
        Optimal for `problem`.
    mentee : str
    k : int, optional
        How many at most; all unless given.

    Returns
    -------
    tuple of Alternative
        The cheapest first, ids deciding among equals. Mentors that no assignment could keep all
        rules with are left out. Under `fair`, only those that keep the lowest score.

    Raises
    ------
    BadInput
        If the mentee is unknown or promised, or the result has no prices.

    Examples
    --------
    >>> from matching import problem_from_pairs, solve
    >>> problem = problem_from_pairs(
    ...     [("a", "x", 9), ("a", "y", 7), ("b", "x", 8), ("b", "y", 3)], {"x": 1, "y": 1})
    >>> (other,) = alternatives(problem, solve(problem), "a")
    >>> other.mentor, other.lost, [(m.mentee, m.after) for m in other.moves]
    ('x', 3, [('b', 'y')])
    """
    return Kept(problem, result).alternatives(mentee, k)


class Kept:
    """A result made ready for many questions: the moves it allows, as a graph.

    Parameters
    ----------
    problem : Problem
    result : Result
    """

    def __init__(self, problem: Problem, result: Result) -> None:
        if result.certificate is None:
            raise BadInput("a result without prices has no alternatives")
        self.problem, self.proof = problem, result.certificate
        self.full = result.objective is Objective.FULL
        self.model = build_model(problem, result.objective, self.proof.threshold)
        self.mate = _mate(problem, result, self.model)
        self.net = _net_prices(problem, self.proof)
        self.hub = len(problem.mentors) + len(problem.groups)
        self._build()

    def alternatives(self, mentee: str, k: int | None = None) -> tuple[Alternative, ...]:
        """Answer `alternatives` for one mentee."""
        row = self.problem.mentee(mentee)
        at = int(np.searchsorted(self.model.rows, row))
        if at >= len(self.model.rows) or self.model.rows[at] != row:
            raise BadInput(f'mentee "{mentee}" is promised or only listed')
        home = int(self.here[at])
        dist, step = dijkstra(self.back, indices=home, return_predecessors=True)
        pairs = slice(int(self.model.indptr[at]), int(self.model.indptr[at + 1]))
        columns = self.model.indices[pairs].astype(np.int64)
        weight = self._base()[at] + self._scale() * self.model.scores[pairs].astype(np.int64)
        cost = self._price(at) + self.net[columns] - weight + dist[columns]
        cost[columns == home] = np.inf
        order = np.argsort(cost, kind="stable")[: int(np.isfinite(cost).sum())][:k]
        return tuple(self._describe(at, int(columns[e]), home, step) for e in order)

    def _price(self, at: int) -> int:
        return self.proof.prices.mentees[int(self.model.rows[at])]

    def _base(self) -> Ints:
        return np.zeros_like(self.model.base) if self.full else self.model.base

    def _scale(self) -> int:
        return 1 if self.full else self.model.scale

    def _build(self) -> None:
        """Lay out every move as an arc, and keep the cheapest of parallel ones."""
        problem, model, hub = self.problem, self.model, self.hub
        prices = np.array(self.proof.prices.mentees, np.int64)[model.rows]
        self.here = np.where(self.mate == NOBODY, hub, self.mate)
        owner = np.repeat(np.arange(len(model.rows)), np.diff(model.indptr))
        weight = self._base()[owner] + self._scale() * model.scores.astype(np.int64)
        target = model.indices.astype(np.int64)
        everyone = np.arange(len(model.rows))
        arcs = [(self.here[owner], target, prices[owner] + self.net[target] - weight, owner)]
        if not self.full:
            arcs.append((self.here, np.full(len(everyone), hub), prices, everyone))
        arcs += self._of_places(problem)
        start, end, cost, who = (np.concatenate(part) for part in zip(*arcs, strict=True))
        differ = start != end
        start, end, cost, who = start[differ], end[differ], cost[differ], who[differ]
        order = np.lexsort((who, cost, end, start))
        key = start[order] * (hub + 1) + end[order]
        first = order[np.flatnonzero(np.diff(key, prepend=-1))]
        shape = (hub + 1, hub + 1)
        self.back = csr_array((cost[first].astype(float), (end[first], start[first])), shape=shape)
        self.mover = csr_array((who[first] + 2, (end[first], start[first])), shape=shape)

    def _of_places(self, problem: Problem) -> list[tuple[Ints, Ints, Ints, Ints]]:
        """Arcs for places filled or left empty, in mentors and in groups."""
        model, proof, hub = self.model, self.proof.prices, self.hub
        count = len(problem.mentors)
        used = np.bincount(self.mate[self.mate >= 0], minlength=count)
        inside = np.bincount(model.group[self.mate[self.mate >= 0]] + 1,
                             minlength=len(problem.groups) + 1)[1:]  # fmt: skip
        top = np.where(model.group >= 0, count + model.group, hub)
        groups = count + np.arange(len(problem.groups))
        hubs = np.full(len(groups), hub)
        at = np.arange(count)
        more, less = used < model.capacity, used > model.minimum
        wider, smaller = inside < model.ceiling, inside > 0
        p, q = np.array(proof.places, np.int64), np.array(proof.minima, np.int64)
        g = np.array(proof.groups, np.int64)
        arcs = [
            (at[more], top[more], q[more]),
            (top[less], at[less], p[less]),
            (groups[wider], hubs[wider], np.zeros_like(g)[wider]),
            (hubs[smaller], groups[smaller], g[smaller]),
        ]
        return [(a, b, cost, np.full(len(a), NOBODY)) for a, b, cost in arcs]

    def _describe(self, at: int, column: int, home: int, step: Ints) -> Alternative:
        """Follow the moves from the new mentor to the place left behind, and add them up."""
        moves, node = [(at, home, column)], column
        while node != home:
            after = int(step[node])
            who = int(self.mover[after, node]) - 2
            if who != NOBODY:
                moves.append((who, node, after))
            node = after
        ids = self.problem.mentors
        others = tuple(
            Move(self.problem.mentees[self.model.rows[i]], self._name(a), self._name(b))
            for i, a, b in moves[1:]
        )
        score = self._score(at, column)
        return Alternative(
            mentor=ids[column],
            score=score,
            fewer_placed=sum((a < len(ids)) - (b < len(ids)) for _, a, b in moves),
            lost=sum(self._score(i, a) - self._score(i, b) for i, a, b in moves),
            waiting_lost=sum(
                ((a < len(ids)) - (b < len(ids))) * int(self.problem.waiting[self.model.rows[i]])
                for i, a, b in moves
            ),
            moves=others,
        )

    def _name(self, node: int) -> str | None:
        return self.problem.mentors[node] if node < len(self.problem.mentors) else None

    def _score(self, at: int, node: int) -> int:
        if node >= len(self.problem.mentors):
            return 0
        return self.problem.score_of(int(self.model.rows[at]), node) or 0


def _mate(problem: Problem, result: Result, model: Model) -> Ints:
    """Return the mentor of each free mentee of the model."""
    mate = np.full(len(problem.mentees), NOBODY)
    row = {person: at for at, person in enumerate(problem.mentees)}
    column = {person: at for at, person in enumerate(problem.mentors)}
    for pair in result.pairs:
        mate[row[pair.mentee]] = column[pair.mentor]
    free: Ints = mate[model.rows]
    return free


def _net_prices(problem: Problem, proof: Certificate) -> Ints:
    """Return what a place with each mentor costs, its group included."""
    over = np.append(np.array(proof.prices.groups, np.int64), 0)[problem.group]
    net: Ints = np.array(proof.prices.places) - np.array(proof.prices.minima) + over
    return net
