"""The moves that a result leaves open, as a graph whose arcs cost what the prices say.

Nodes are mentors, their groups, and a hub that stands for "nobody". An arc from x to y passes one
unit on: somebody at x goes to y, or a place at x stays empty and one at y is filled. The prices
make every arc cost at least 0, and a path costs what the assignment after it is worth less.
"""

from collections.abc import Iterator

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.arcs import NOBODY, Arcs, Floats, Part, Tree
from matching.engines.prices import rows_of
from matching.errors import BadInput
from matching.levels import build_model
from matching.problem import AnyInts, Ints, Problem
from matching.proof import Certificate, Objective
from matching.result import Result

NEAR = (6, 48, 384)
Flags = NDArray[np.bool_]


class Residual:
    """The graph of moves.

    Parameters
    ----------
    problem : Problem
    result : Result
    proof : Certificate
        Of the result.

    Notes
    -----
    A path is at least as long as each of its arcs. So arcs longer than a limit change nothing about
    the nodes within it: a few short arcs for each mentee settle nearly all nodes, and the others
    need only the longer arcs at their own end.
    """

    def __init__(self, problem: Problem, result: Result, proof: Certificate) -> None:
        self.problem, self.proof = problem, proof
        self.full = result.objective is Objective.FULL
        self.model = build_model(problem, result.objective, proof.threshold)
        self.base = np.zeros_like(self.model.base) if self.full else self.model.base
        self.scale = 1 if self.full else self.model.scale
        self.hub = len(problem.mentors) + len(problem.groups)
        self.mate = _mate(problem, result)[self.model.rows]
        self.here = np.where(self.mate == NOBODY, self.hub, self.mate)
        self.own = self._own_scores()
        self.prices = np.array(proof.prices.mentees, np.int64)[self.model.rows]
        self.net = _net_prices(problem, proof)
        owner = np.repeat(self.prices - self.base, np.diff(self.model.indptr))
        self.slack = owner + self.net[self.model.indices]
        self.slack -= self.model.scores * np.int64(self.scale)
        self.limits = self._limits()
        self.range = self._range()
        self.arcs: dict[tuple[float, bool], Arcs] = {}
        self.of_hub: dict[tuple[float, bool], Tree] = {}

    def _own_scores(self) -> Ints:
        """Return the score of each free mentee as things are, 0 for nobody."""
        own = np.zeros(len(self.mate), np.int64)
        placed = np.flatnonzero(self.mate != NOBODY)
        at = self.problem.find(self.model.rows[placed], self.mate[placed])
        own[placed] = self.problem.scores[at]
        return own

    def _range(self) -> tuple[int, int, int]:
        """Return the lowest and highest score and the longest wait for which the levels have room.

        Of nothing the range is empty.
        """
        scores = self.model.scores
        times = self.problem.waiting[self.model.rows] // self.model.waiting_unit
        low, high = (int(scores.min()), int(scores.max())) if scores.size else (0, -1)
        return low, high, int(times.max(initial=-1))

    def _limits(self) -> list[float]:
        """Return costs within which there are a few pairs for each mentee, and some more."""
        counts = [few * len(self.prices) for few in NEAR]
        at = [count for count in counts if count < len(self.slack)]
        near = np.partition(self.slack, at)[at] if at else self.slack[:0]
        return [*near.astype(float).tolist(), np.inf]

    def trees(self, node: int, *, towards: bool = True, within: float = np.inf) -> Iterator[Tree]:
        """Search for the shortest paths to a node, or from it: the near ones, then all.

        What is farther than `within` is of no use to the caller, and need not be found.
        """
        if node == self.hub:
            yield from self._trees_of_hub(towards)
            return
        tree: Tree | None = None
        for limit in self.limits:
            if tree is not None and np.isinf(limit):
                tree = self._complete(tree, node, towards)
            else:
                tree = self._search(node, limit, towards, within)
            yield tree

    def _trees_of_hub(self, towards: bool) -> Iterator[Tree]:
        """Search once for each limit; nearly every question needs these."""
        tree: Tree | None = None
        for limit in self.limits:
            if (limit, towards) not in self.of_hub:
                if tree is not None and np.isinf(limit):
                    self.of_hub[limit, towards] = self._complete(tree, self.hub, towards)
                else:
                    self.of_hub[limit, towards] = self._search(self.hub, limit, towards)
            tree = self.of_hub[limit, towards]
            yield tree

    def by_nobody(self, home: int) -> Floats:
        """Return how far each node is from `home` at most: by way of the hub.

        Infinite where the nearest arcs do not lead there.
        """
        away = next(self._trees_of_hub(towards=True))
        back = next(self._trees_of_hub(towards=False))
        farthest: Floats = away.dist + back.dist[home]
        return farthest

    def _search(self, node: int, limit: float, towards: bool, within: float = np.inf) -> Tree:
        if (limit, towards) not in self.arcs:
            near = np.flatnonzero(self.slack <= limit)
            self.arcs[limit, towards] = self._arcs(near, towards)
        arcs, limit = self.arcs[limit, towards], min(limit, within)
        dist, step = scipy.sparse.csgraph.dijkstra(
            arcs.graph, indices=node, return_predecessors=True, limit=limit
        )
        return Tree(dist, step, limit, arcs)

    def _complete(self, near: Tree, node: int, towards: bool) -> Tree:
        """Add every arc at nodes that are not near, and take the near ones as they are."""
        far = ~(near.dist <= near.limit)
        at = np.flatnonzero(~far)
        nobody = np.full_like(at, NOBODY)
        known = (np.full_like(at, node), at, near.dist[at], nobody, np.zeros_like(at))
        if towards:
            pairs, _ = rows_of(self.model.indptr, np.flatnonzero(far[self.here]))
        else:
            pairs = np.flatnonzero(far[self.model.indices])
        arcs = self._arcs(pairs, towards, far, known)
        dist, step = scipy.sparse.csgraph.dijkstra(
            arcs.graph, indices=node, return_predecessors=True
        )
        return Tree(dist, step, np.inf, arcs, near)

    def _arcs(
        self, pairs: Ints, towards: bool, far: Flags | None = None, known: Part | None = None
    ) -> Arcs:
        """Return the moves over some pairs and all those over places, in rows of where they end.

        Not `towards`: in rows of where they start. With `far`, only those that begin (end) there.
        """
        owner = np.searchsorted(self.model.indptr, pairs, side="right") - 1
        parts: list[Part] = [
            (self.here[owner], self.model.indices[pairs], self.slack[pairs], owner,
             self.model.scores[pairs])
        ]  # fmt: skip
        if not self.full:
            everyone, nothing = np.arange(len(self.here)), np.zeros_like(self.here)
            hub = np.full_like(self.here, self.hub)
            parts.append((self.here, hub, self.prices, everyone, nothing))
        parts += self._of_places()
        start, end, cost, who, score = (np.concatenate(part) for part in zip(*parts, strict=True))
        row, column = (end, start) if towards else (start, end)
        if far is not None and known is not None:
            own = far[column]
            found = (row[own], column[own], cost[own], who[own], score[own])
            row, column, cost, who, score = (
                np.concatenate(both) for both in zip(found, known, strict=True)
            )
        return Arcs.of((row, column, cost, who, score), self.hub + 1)

    def _of_places(self) -> list[Part]:
        """Arcs for places filled or left empty, in mentors and in groups."""
        model, proof, hub = self.model, self.proof.prices, self.hub
        count, groups = len(self.problem.mentors), len(self.problem.groups)
        used = np.bincount(self.mate[self.mate >= 0], minlength=count)
        inside = np.bincount(model.group[self.mate[self.mate >= 0]] + 1, minlength=groups + 1)[1:]
        top = np.where(model.group >= 0, count + model.group, hub)
        at, group = np.arange(count), count + np.arange(groups)
        more, less = used < model.capacity, used > model.minimum
        wider, smaller = inside < model.ceiling, inside > 0
        p, q, g = (np.array(one, np.int64) for one in (proof.places, proof.minima, proof.groups))
        arcs = [
            (at[more], top[more], q[more]),
            (top[less], at[less], p[less]),
            (group[wider], np.full(groups, hub)[wider], np.zeros_like(g)[wider]),
            (np.full(groups, hub)[smaller], group[smaller], g[smaller]),
        ]
        return [
            (start, end, cost, np.full_like(start, NOBODY), np.zeros_like(start))
            for start, end, cost in arcs
        ]

    def pairs_of(self, at: int) -> tuple[Ints, Ints, AnyInts]:
        """Return the mentors a free mentee could go to, what that costs by itself, and scores."""
        pairs = slice(int(self.model.indptr[at]), int(self.model.indptr[at + 1]))
        columns = self.model.indices[pairs].astype(np.int64)
        return columns, self.slack[pairs], self.model.scores[pairs]

    def slack_of_newcomer(self, mentors: Ints, scores: Ints, waiting: int) -> Ints:
        """Return what it costs by itself to place somebody new with each of some mentors.

        Raises
        ------
        BadInput
            If the packing of levels leaves no room for these scores or this waiting time.
        """
        time, (low, high, longest) = waiting // self.model.waiting_unit, self.range
        fits = ((low <= scores) & (scores <= high)).all() and time <= longest
        if not self.full and not fits:
            raise BadInput("these scores or this waiting time are out of range: solve again")
        first = int(self.problem.waiting[self.model.rows[0]]) // self.model.waiting_unit
        base = 0 if self.full else int(self.base[0]) - first + time
        slack: Ints = self.net[mentors] - base - self.scale * scores
        return slack


def _mate(problem: Problem, result: Result) -> Ints:
    """Return the mentor of each mentee."""
    mate = np.full(len(problem.mentees), NOBODY)
    row = {person: at for at, person in enumerate(problem.mentees)}
    column = {person: at for at, person in enumerate(problem.mentors)}
    for pair in result.pairs:
        mate[row[pair.mentee]] = column[pair.mentor]
    return mate


def _net_prices(problem: Problem, proof: Certificate) -> Ints:
    """Return what a place with each mentor costs, its group included."""
    over = np.append(np.array(proof.prices.groups, np.int64), 0)[problem.group]
    net: Ints = np.array(proof.prices.places) - np.array(proof.prices.minima) + over
    return net
