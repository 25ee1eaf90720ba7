"""The fast engine: an auction finds good prices, shortest paths make them exact.

References
----------
.. [1] D. P. Bertsekas, "The auction algorithm: a distributed relaxation method for the assignment
   problem", Annals of Operations Research 14, 105-123, 1988.
.. [2] H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
   Quarterly 2, 83-97, 1955.
.. [3] R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
   assignment problems", Computing 38, 325-340, 1987.
"""

import numpy as np

from matching.engines import certifying, kernels
from matching.engines.paths import repair
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Duals, Optimum

BEST = 24
EXTRA = 8
STEPS = (128, 16, 2)
FINE = 10_000
FEW = 1_000
MOST_BIDS = 400


def solve_core(core: Core) -> Optimum:
    """Solve a plain assignment with compiled code.

    Parameters
    ----------
    core : Core

    Returns
    -------
    Optimum

    Notes
    -----
    Each agent keeps a pool of its best pairs. The auction [1]_ bids within the pools; while prices
    only rise, a pair outside a pool is worth at most what the worst pair inside was worth when the
    pool was filled, so a pool is filled anew only when its best pair falls below that bound. The
    repair is the method of shortest augmenting paths [2]_ [3]_ within the pools. Every feasible
    pair is then checked; a violated one joins its pool, and the repair runs again.
    """
    agents, objects = len(core.base), len(core.capacity)
    edges = kernels.Edges(core.indptr, core.indices, core.scores, core.base, core.scale)
    first = np.cumsum(core.capacity) - core.capacity
    places = kernels.Places(core.capacity, first, -core.bonus)
    pool = _empty_pool(agents, BEST + EXTRA)
    state = _bid(core, edges, places, pool)
    np.maximum(state.price * core.scale, places.floor, out=state.price)
    order = np.argsort(np.diff(core.indptr), kind="stable")
    tight, wrong = np.zeros(agents, np.int64), np.zeros(agents, np.int64)
    while True:
        repair(edges, pool, places, state, order)
        if pool.filled.max(initial=0) + EXTRA > pool.target.shape[1]:
            pool = _wider(pool)
        certifying.certify(edges, state, pool, EXTRA, tight, wrong)
        if not wrong.any():
            break
    start = np.concatenate([[0], np.cumsum(tight)])
    target = np.empty(start[-1], np.int64)
    certifying.tight_pairs(edges, state, start, target)
    mate = np.where(state.mate == kernels.NONE, NOBODY, state.mate)
    duals = Duals(state.agent, state.price - places.floor)
    assert len(duals.objects) == objects
    return Optimum(mate, duals, (np.repeat(np.arange(agents), tight), target))


def _empty_pool(agents: int, width: int) -> kernels.Pool:
    return kernels.Pool(
        np.empty((agents, width), np.int32),
        np.empty((agents, width), np.int64),
        np.zeros(agents, np.int64),
    )


def _wider(pool: kernels.Pool) -> kernels.Pool:
    """Return the same pools with twice the room."""
    return kernels.Pool(
        np.concatenate([pool.target, np.empty_like(pool.target)], axis=1),
        np.concatenate([pool.score, np.empty_like(pool.score)], axis=1),
        pool.filled,
    )


def _bid(
    core: Core, edges: kernels.Edges, places: kernels.Places, pool: kernels.Pool
) -> kernels.State:
    """Run the auction in points; its prices are only a start, so it may stop early."""
    agents, slots = len(core.base), int(core.capacity.sum())
    low, high = _span(core)
    points = max(1, FINE // max(1, high - low))
    state = kernels.State(
        np.zeros(agents, np.int64), -(core.bonus // core.scale) * points,
        np.full(agents, kernels.NONE), np.zeros_like(core.capacity), np.zeros(slots, np.int64),
    )  # fmt: skip
    floor = state.price.copy()
    stay = _worth_of_staying_out(core, low, high) * points
    bound, paid = np.full(agents, kernels.FAR), np.zeros(slots, np.int64)
    steps = [max(1, (high - low) * points * step // FINE) for step in STEPS]
    by_choice = np.argsort(np.diff(core.indptr), kind="stable")
    for at, step in enumerate(steps):
        if at:
            state.price[:] = np.maximum(state.price - steps[at - 1], floor)
            bound[bound > -kernels.FAR] += steps[at - 1]
            state.mate[:], state.used[:] = kernels.NONE, 0
        who, bids, fresh = by_choice, 0, at > 0
        while len(who) and bids < MOST_BIDS * agents:
            if not fresh:
                fill = kernels.fill_pools if len(who) > FEW else kernels.fill_few
                fill(who, edges, state.price, points, BEST, pool, bound)
            fresh = False
            queue = np.empty(agents, np.int64)
            queue[: len(who)] = who
            more, who = kernels.auction(
                queue, len(who), pool, places, state, paid, bound, stay, points, step,
                MOST_BIDS * agents,
            )  # fmt: skip
            bids += more
    state.price[:] = -(-state.price // points)
    return state


def _span(core: Core) -> tuple[int, int]:
    scores = core.scores[: core.indptr[core.mentees]]
    return (int(scores.min()), int(scores.max())) if scores.size else (0, 0)


def _worth_of_staying_out(core: Core, low: int, high: int) -> Ints:
    """Return the value below which an agent does not bid, in scores: low enough to compete."""
    stay = np.maximum(-(core.base // core.scale), low)
    stay[core.mentees :] = low - 2 * (high - low) - 1
    return stay
