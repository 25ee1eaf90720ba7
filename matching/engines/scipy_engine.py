"""The engine that is always there: scipy for the assignment, value iteration for its prices."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.engines.prices import prices_of
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Optimum

DENSE_SHARE = 0.5
DENSE_CELLS = 4_000_000


def solve_core(core: Core) -> Optimum:
    """Solve a plain assignment with scipy.

    Parameters
    ----------
    core : Core

    Returns
    -------
    Optimum

    Notes
    -----
    `linear_sum_assignment` is the shortest augmenting path method of Crouse [1]_, and
    `min_weight_full_bipartite_matching` the sparse one of Jonker and Volgenant [2]_. Both raise
    when an agent has nowhere to go, and the sparse one takes an explicit zero for an absent pair:
    so every agent has a place of its own outside, and all costs are shifted above zero.

    References
    ----------
    .. [1] D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions
       on Aerospace and Electronic Systems 52 (4), 1679-1696, 2016.
    .. [2] R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse
       linear assignment problems", Computing 38, 325-340, 1987.
    """
    weights = core.weights()
    agents, slots = len(core.base), int(core.capacity.sum())
    if agents == 0 or len(weights) == 0:
        return prices_of(core, weights, np.full(agents, NOBODY))
    dense = agents * slots <= DENSE_CELLS and len(weights) > DENSE_SHARE * agents * len(
        core.capacity
    )
    return prices_of(core, weights, (_dense if dense else _sparse)(core, weights))


def _dense(core: Core, weights: Ints) -> Ints:
    agents = len(core.base)
    matrix = np.zeros((agents, len(core.capacity)))
    matrix[np.repeat(np.arange(agents), np.diff(core.indptr)), core.indices] = np.maximum(
        weights, 0
    )
    object_of = np.repeat(np.arange(len(core.capacity)), core.capacity)
    row, slot = linear_sum_assignment(matrix[:, object_of], maximize=True)
    mate = np.full(agents, NOBODY)
    mate[row] = np.where(matrix[row, object_of[slot]] > 0, object_of[slot], NOBODY)
    return mate


def _sparse(core: Core, weights: Ints) -> Ints:
    agents, first = len(core.base), np.cumsum(core.capacity) - core.capacity
    slots, dear = int(core.capacity.sum()), max(0, int(weights.max())) + 1
    at = np.flatnonzero(weights > 0)
    owner = np.repeat(np.arange(agents), np.diff(core.indptr))[at]
    times = core.capacity[core.indices[at]]
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    column = np.repeat(first[core.indices[at]], times) + offset
    outside = np.arange(agents)
    graph = csr_array(
        (
            np.concatenate([np.repeat(dear - weights[at], times), np.full(agents, dear)]).astype(
                np.float64
            ),
            (
                np.concatenate([np.repeat(owner, times), outside]),
                np.concatenate([column, slots + outside]),
            ),
        ),
        shape=(agents, slots + agents),
    )
    row, slot = min_weight_full_bipartite_matching(graph)
    object_of = np.concatenate(
        [np.repeat(np.arange(len(core.capacity)), core.capacity), np.full(agents, NOBODY)]
    )
    mate = np.full(agents, NOBODY)
    mate[row] = object_of[slot]
    return mate
