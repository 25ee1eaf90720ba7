import numba as nb
import numpy as np

from matching import ties
from matching.engines import certifying, kernels
from matching.engines.paths import repair
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Duals, Optimum

BEST = 16
EXTRA = 8
STEPS = (128, 16, 2)
FINE = 10_000
MOST_BIDS = 400

seek = nb.njit(cache=True)(ties.seek)


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
    edges = kernels.Edges(core.indptr, core.indices, core.scores, core.base, core.scale)
    first = np.cumsum(core.capacity) - core.capacity
    places = kernels.Places(core.capacity, first, -core.bonus)
    pool = _empty_pool(len(core.base))
    by_choice = np.argsort(np.diff(core.indptr), kind="stable")
    state = _bid(core, edges, places, pool, by_choice)
    tight, wrong = np.zeros_like(core.base), np.zeros_like(core.base)
    while True:
        repair(edges, pool, places, state, by_choice)
        if pool.filled.max(initial=0) + EXTRA > pool.target.shape[1]:
            pool = _wider(pool)
        certifying.certify(edges, state, pool, EXTRA, tight, wrong)
        if not wrong.any():
            break
    start = np.concatenate([[0], np.cumsum(tight)])
    target = np.empty(start[-1], np.int64)
    certifying.tight_pairs(edges, state, start, target)
    return Optimum(
        np.where(state.mate == kernels.NONE, NOBODY, state.mate),
        Duals(state.agent, state.price - places.floor),
        (np.repeat(np.arange(len(tight)), tight), target),
    )


def _empty_pool(agents: int) -> kernels.Pool:
    room = (agents, BEST + EXTRA)
    return kernels.Pool(np.empty(room, np.int32), np.empty(room, np.int64), np.zeros(agents, int))


def _wider(pool: kernels.Pool) -> kernels.Pool:
    """Return the same pools with twice the room."""
    return kernels.Pool(
        np.concatenate([pool.target, np.empty_like(pool.target)], axis=1),
        np.concatenate([pool.score, np.empty_like(pool.score)], axis=1),
        pool.filled,
    )


def _bid(
    core: Core, edges: kernels.Edges, places: kernels.Places, pool: kernels.Pool, order: Ints
) -> kernels.State:
    """Run the auction in points; its prices are only a start, so it may stop early."""
    low, high = _span(core)
    points = max(1, FINE // max(1, high - low))
    floor = -(core.bonus // core.scale) * points
    state = kernels.empty_state(len(core.base), places, floor)
    stay = _worth_of_staying_out(core, low, high) * points
    bound, paid = np.full(len(order), kernels.FAR), np.zeros_like(state.holder)
    before = 0
    for step in (max(1, (high - low) * points * step // FINE) for step in STEPS):
        state.price[:] = np.maximum(state.price - before, floor)
        bound[np.abs(bound) < kernels.FAR] += before
        state.mate[:], state.used[:] = kernels.NONE, 0
        rules = kernels.Rules(stay, points, BEST, step, MOST_BIDS * len(order))
        kernels.auction(order, edges, pool, places, state, paid, bound, rules)
        before = step
    state.price[:] = np.maximum(state.price // points * core.scale, places.floor)
    return state


def _span(core: Core) -> tuple[int, int]:
    scores = core.scores[: core.indptr[core.mentees]]
    return (int(scores.min()), int(scores.max())) if scores.size else (0, 0)


def _worth_of_staying_out(core: Core, low: int, high: int) -> Ints:
    """Return the value below which an agent does not bid, in scores.

    Low enough for agents to compete for being placed at all, where that is worth more than any
    score; high enough for those who cannot be placed to give up soon.
    """
    stay = np.maximum(-(core.base // core.scale), 2 * low - high)
    stay[core.mentees :] = low - 2 * (high - low) - 1
    return stay
