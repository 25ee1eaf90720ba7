"""Compiled shortest paths that turn any prices and any tight assignment into the exact optimum.

Forward paths place one more agent, backward paths fill a place that is spare but still has a price.
After each, every price is again feasible and every pair in the assignment tight.
"""

import numba as nb
import numpy as np

from matching.engines.kernels import (
    NONE,
    Edges,
    Places,
    Pool,
    State,
    Work,
    enter,
    keep_tight,
    leave,
    pop,
    push,
    reverse,
)
from matching.problem import Ints


@nb.njit(cache=True)
def workspace(agents: int, objects: int, pairs: int) -> Work:  # pragma: no cover
    """Make the scratch space for pools with this many pairs."""
    room = pairs + objects + 8
    return Work(
        np.empty(objects, np.int64),
        np.empty(objects, np.int64),
        np.empty(objects, np.int64),
        np.zeros(objects, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(objects + 1, np.int64),
        np.empty(agents + objects + 1, np.int64),
        np.empty(agents + objects + 1, np.int64),
    )


@nb.njit(cache=True)
def insert(
    agent: int, edges: Edges, pool: Pool, places: Places, state: State, work: Work, turn: int
) -> None:  # pragma: no cover
    """Place a free agent by the shortest path to a spare place or to somebody who may leave."""
    end, gone, reached, popped = forward(agent, edges, pool, places, state, work, turn)
    length = state.agent[agent] if gone == agent else NONE
    if length == NONE:
        length = work.dist[end] if gone == NONE else work.dist[state.mate[gone]] + state.agent[gone]
    for t in range(reached):
        if work.seen_at[t] < length:
            state.agent[work.seen[t]] -= length - work.seen_at[t]
    for t in range(popped):
        j = work.popped[t]
        if work.dist[j] < length:
            state.price[j] += length - work.dist[j]
    if gone == agent:
        return
    j = end
    if gone != NONE:
        j = state.mate[gone]
        leave(state, places, gone)
    while True:
        mover = work.pred[j]
        before = state.mate[mover]
        if before != NONE:
            leave(state, places, mover)
        enter(state, places, mover, j)
        if before == NONE:
            return
        j = before


@nb.njit(cache=True)
def forward(
    agent: int, edges: Edges, pool: Pool, places: Places, state: State, work: Work, turn: int
) -> tuple[int, int, int, int]:  # pragma: no cover
    """Search from a free agent.

    Returns
    -------
    end : int
        Object with a spare place, -1 if the path ends with somebody leaving.
    gone : int
        Who leaves (perhaps the agent itself), -1 if nobody.
    reached, popped : int
        How many agents and objects were scanned.
    """
    limit, end, gone = state.agent[agent], NONE, agent
    work.seen[0], work.seen_at[0] = agent, 0
    low, reached, popped, size = 0, 1, 0, 0
    while True:
        while low < reached:
            i, so_far = work.seen[low], work.seen_at[low]
            low += 1
            rest = so_far + state.agent[i] - edges.base[i]
            for t in range(pool.filled[i]):
                j = pool.target[i, t]
                d = rest - edges.scale * pool.score[i, t] + state.price[j]
                if d < limit and (work.stamp[j] != turn or d < work.dist[j]):
                    work.stamp[j], work.dist[j], work.pred[j] = turn, d, i
                    if state.used[j] < places.capacity[j]:
                        limit, end, gone = d, j, NONE
                    else:
                        size = push(work.key, work.node, size, d, j)
        j = NONE
        while size > 0 and j == NONE:
            d, at = work.key[0], work.node[0]
            if d >= limit:
                break
            size = pop(work.key, work.node, size)
            if work.dist[at] == d:
                j = at
        if j == NONE:
            return end, gone, reached, popped
        work.popped[popped] = j
        popped += 1
        for t in range(places.first[j], places.first[j] + state.used[j]):
            i = state.holder[t]
            work.seen[reached], work.seen_at[reached] = i, work.dist[j]
            reached += 1
            if work.dist[j] + state.agent[i] < limit:
                limit, end, gone = work.dist[j] + state.agent[i], NONE, i


@nb.njit(cache=True)
def release(
    spare: int,
    edges: Edges,
    back: tuple[Ints, Ints, Ints],
    places: Places,
    state: State,
    work: Work,
    turn: int,
) -> None:  # pragma: no cover
    """Fill a spare place that has a price, or lower prices until it needs none."""
    start, agents, scores = back
    limit, last, joins = state.price[spare] - places.floor[spare], spare, NONE
    work.stamp[spare], work.dist[spare], popped = turn, 0, 0
    size = push(work.key, work.node, 0, 0, spare)
    while size > 0:
        d, j = work.key[0], work.node[0]
        if d >= limit:
            break
        size = pop(work.key, work.node, size)
        if work.dist[j] != d:
            continue
        work.popped[popped] = j
        popped += 1
        for e in range(start[j], start[j + 1]):
            i = agents[e]
            new = d + state.price[j] + state.agent[i] - edges.base[i] - edges.scale * scores[e]
            own = state.mate[i]
            if new >= limit or own == j:
                continue
            if own == NONE:
                limit, last, joins = new, j, i
            elif work.stamp[own] != turn or new < work.dist[own]:
                work.stamp[own], work.dist[own] = turn, new
                work.pred[own], work.onto[own] = i, j
                if new + state.price[own] - places.floor[own] < limit:
                    limit, last = new + state.price[own] - places.floor[own], own
                    joins = NONE
                size = push(work.key, work.node, size, new, own)
    lower_prices(places, state, work, popped, limit)
    pass_on(spare, last, joins, places, state, work)


@nb.njit(cache=True)
def lower_prices(
    places: Places, state: State, work: Work, popped: int, limit: int
) -> None:  # pragma: no cover
    """Lower the prices of objects nearer than `limit`, and let their holders gain."""
    for t in range(popped):
        j = work.popped[t]
        if work.dist[j] < limit:
            gain = limit - work.dist[j]
            state.price[j] -= gain
            for h in range(places.first[j], places.first[j] + state.used[j]):
                state.agent[state.holder[h]] += gain


@nb.njit(cache=True)
def pass_on(
    spare: int, last: int, joins: int, places: Places, state: State, work: Work
) -> None:  # pragma: no cover
    """Move everybody on the path one object on towards the spare place."""
    length, j = 0, last
    while j != spare:
        work.popped[length] = j
        length += 1
        j = work.onto[j]
    for t in range(length - 1, -1, -1):
        j = work.popped[t]
        mover = work.pred[j]
        leave(state, places, mover)
        enter(state, places, mover, work.onto[j])
    if joins != NONE:
        enter(state, places, joins, last)


@nb.njit(cache=True)
def repair(
    edges: Edges, pool: Pool, places: Places, state: State, order: Ints
) -> None:  # pragma: no cover
    """Make any prices and any assignment exactly optimal over the pairs in the pools."""
    objects = len(places.capacity)
    work = workspace(len(state.mate), objects, pool.filled.sum())
    back = reverse(pool, objects)
    keep_tight(edges, pool, places, state)
    turn = 0
    for i in order:
        if state.mate[i] == NONE and state.agent[i] > 0:
            turn += 1
            insert(i, edges, pool, places, state, work, turn)
    for j in range(objects):
        while state.used[j] < places.capacity[j] and state.price[j] > places.floor[j]:
            turn += 1
            release(j, edges, back, places, state, work, turn)
