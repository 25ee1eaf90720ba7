"""Arcs between mentors, groups and nobody, and the shortest paths over them."""

from dataclasses import dataclass, field

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.problem import AnyInts, Ints

NOBODY = -1
Floats = NDArray[np.float64]
# Who moves, her score after it, and the next node.
Reached = tuple[int, int, int]
# Start, end, cost, who moves, and her score after it.
Part = tuple[Ints, AnyInts, Ints | Floats, Ints, AnyInts]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """A graph of moves: which free mentee makes each, -1 for a mere place, and her score after."""

    graph: "scipy.sparse.csr_array"
    who: Ints
    score: AnyInts

    @classmethod
    def of(cls, part: Part, size: int) -> "Arcs":
        """Sort arcs by row; those between the same two nodes stand beside each other."""
        row, column, cost, who, score = part
        order = np.argsort(row, kind="stable")
        indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))])
        cells = (cost[order].astype(np.float64, copy=False), column[order], indptr)
        return cls(scipy.sparse.csr_array(cells, shape=(size, size)), who[order], score[order])

    def cheapest(self, row: int, column: int) -> tuple[int, int]:
        """Return who makes the cheapest of the moves between two nodes, and her score after it."""
        first, end = self.graph.indptr[row], self.graph.indptr[row + 1]
        between = first + np.flatnonzero(self.graph.indices[first:end] == column)
        at = between[np.argmin(self.graph.data[between])]
        return int(self.who[at]), int(self.score[at])


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Shortest paths to one node, or from it.

    Parameters
    ----------
    dist : ndarray of float64, shape (nodes,)
        Infinite where no path is known.
    step : ndarray of int32, shape (nodes,)
        The next node on the path.
    limit : float
        What is not farther is known exactly, what is not known is farther.
    arcs : Arcs
    within : Tree or None
        The narrower tree that this one completes.
    known : dict
        Moves that were looked up.
    """

    dist: Floats
    step: Ints
    limit: float
    arcs: Arcs
    within: "Tree | None" = None
    known: dict[int, Reached] = field(default_factory=dict)

    def move(self, node: int) -> Reached:
        """Return who makes the move between a node and the next on its path, her score, and it.

        Paths share their ends, so every move is looked up once.
        """
        if node not in self.known:
            self.known[node] = self._move(node)
        return self.known[node]

    def _move(self, node: int) -> Reached:
        if self.within and self.within.dist[node] <= self.within.limit:
            return self.within.move(node)
        after = int(self.step[node])
        return *self.arcs.cheapest(after, node), after
