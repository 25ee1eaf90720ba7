"""The engine that is always there: scipy for the assignment, value iteration for its prices."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.engines.prices import prices_of
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Optimum

DENSE_SHARE = 0.5
DENSE_CELLS = 4_000_000
MANY = 60
BEST = 20
EXTRA = 12
ROUNDS = 24


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
    so every agent has a place of its own outside, and all costs are shifted above zero. Where
    agents have many pairs, most of them are left out at first, and only those that the prices then
    do not cover come back.

    References
    ----------
    .. [1] D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions
       on Aerospace and Electronic Systems 52 (4), 1679-1696, 2016.
    .. [2] R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse
       linear assignment problems", Computing 38, 325-340, 1987.
    """
    weights = core.weights()
    if len(core.base) == 0 or len(weights) == 0:
        return prices_of(core, weights, np.full(len(core.base), NOBODY))
    if len(weights) > MANY * len(core.base):
        return _in_pools(core, weights)
    return prices_of(core, weights, _match(core, weights))


def _in_pools(core: Core, weights: Ints) -> Optimum:
    """Solve over promising pairs; add those the prices do not cover until they cover all."""
    owner = np.repeat(np.arange(len(core.base)), np.diff(core.indptr))
    kept = _promising(core, owner)
    while True:
        at = np.flatnonzero(kept)
        ends = np.cumsum(np.bincount(owner[at], minlength=len(core.base)))
        pool = replace(
            core, indptr=np.append(0, ends), indices=core.indices[at], scores=core.scores[at]
        )
        found = prices_of(pool, weights[at], _match(pool, weights[at]))
        over = weights - found.duals.agents[owner] - found.duals.objects[core.indices]
        short = np.flatnonzero(over > 0)
        if not len(short):
            tight = np.flatnonzero(over == 0)
            return replace(found, tight=(owner[tight], core.indices[tight].astype(np.int64)))
        order = np.lexsort((-over[short], owner[short]))
        rank = np.arange(len(order)) - np.searchsorted(owner[short][order], owner[short][order])
        kept[short[order[rank < EXTRA]]] = True


def _promising(core: Core, owner: Ints) -> NDArray[np.bool_]:
    """Mark each agent's best pairs at prices at which about as many want a place as there are."""
    points = core.scores.astype(np.float64)
    worth = points - _rough_prices(core, owner, points)[core.indices]
    kept = np.zeros(len(owner), np.bool_)
    for start, end in pairwise(core.indptr.tolist()):
        if end - start > BEST:
            kept[start + np.argpartition(worth[start:end], -BEST)[-BEST:]] = True
        else:
            kept[start:end] = True
    return kept


def _rough_prices(core: Core, owner: Ints, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Raise the price of what too many want and lower what too few want, in smaller and smaller
    steps."""
    price, step = -(core.bonus / core.scale), (points.max() - points.min()) / 8
    floor, filled = price.copy(), np.flatnonzero(np.diff(core.indptr))
    best = np.zeros(len(core.base))
    for _ in range(ROUNDS):
        worth = points - price[core.indices]
        best[filled] = np.maximum.reduceat(worth, core.indptr[filled])
        wanted = np.bincount(core.indices[worth >= best[owner]], minlength=len(price))
        price = np.maximum(floor, price + step * np.clip(wanted - core.capacity, -1, 2))
        step *= 0.85
    return price


def _match(core: Core, weights: Ints) -> Ints:
    """Choose the way that suits: dense where most pairs are feasible, else sparse."""
    agents, slots = len(core.base), int(core.capacity.sum())
    most = len(weights) > DENSE_SHARE * agents * len(core.capacity)
    return (_dense if most and agents * slots <= DENSE_CELLS else _sparse)(core, weights)


def _dense(core: Core, weights: Ints) -> Ints:
    agents = len(core.base)
    matrix = np.zeros((agents, len(core.capacity)))
    matrix[np.repeat(np.arange(agents), np.diff(core.indptr)), core.indices] = np.maximum(
        weights, 0
    )
    object_of = np.repeat(np.arange(len(core.capacity)), core.capacity)
    row, slot = scipy.optimize.linear_sum_assignment(matrix[:, object_of], maximize=True)
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
    graph = scipy.sparse.csr_array(
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
    row, slot = scipy.sparse.csgraph.min_weight_full_bipartite_matching(graph)
    object_of = np.concatenate(
        [np.repeat(np.arange(len(core.capacity)), core.capacity), np.full(agents, NOBODY)]
    )
    mate = np.full(agents, NOBODY)
    mate[row] = object_of[slot]
    return mate
