"""Compiled inner loops over every pair: do the prices hold, and who meets them exactly?"""

import numba as nb
import numpy as np

from matching.engines.kernels import Edges, Pool, State
from matching.problem import Ints


@nb.njit(cache=True)
def certify_row(
    i: int, edges: Edges, state: State, pool: Pool, extra: int
) -> tuple[int, int]:  # pragma: no cover
    """Check one agent's pairs; return how many are tight, and how many violated ones were added."""
    limit, added, exact = state.agent[i] - edges.base[i], 0, 0
    for e in range(edges.start[i], edges.start[i + 1]):
        j = edges.target[e]
        over = edges.scale * np.int64(edges.score[e]) - state.price[j] - limit
        if over == 0:
            exact += 1
        elif over > 0 and added < extra:
            at = pool.filled[i]
            pool.target[i, at], pool.score[i, at] = j, edges.score[e]
            pool.filled[i] = at + 1
            added += 1
    return exact, added


@nb.njit(parallel=True, cache=True)
def certify(
    edges: Edges, state: State, pool: Pool, extra: int, tight: Ints, wrong: Ints
) -> None:  # pragma: no cover
    """Check every feasible pair against the prices, and add violated ones to the pools.

    Parameters
    ----------
    extra : int
        Violated pairs to add for each agent at most; the pools have room for them.
    tight, wrong : ndarray of int64, shape (a,)
        Become the number of pairs of each agent that the prices meet exactly, and that were added.
    """
    for i in nb.prange(len(state.agent)):
        tight[i], wrong[i] = certify_row(i, edges, state, pool, extra)


@nb.njit(cache=True)
def list_tight(i: int, edges: Edges, state: State, at: int, out: Ints) -> None:  # pragma: no cover
    """List the objects of one agent's tight pairs from position `at` on."""
    limit = state.agent[i] - edges.base[i]
    for e in range(edges.start[i], edges.start[i + 1]):
        j = edges.target[e]
        if edges.scale * np.int64(edges.score[e]) - state.price[j] == limit:
            out[at] = j
            at += 1


@nb.njit(parallel=True, cache=True)
def tight_pairs(edges: Edges, state: State, start: Ints, target: Ints) -> None:  # pragma: no cover
    """List the objects of every pair that the prices meet exactly, agent by agent."""
    for i in nb.prange(len(state.agent)):
        list_tight(i, edges, state, start[i], target)
