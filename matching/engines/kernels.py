"""Compiled inner loops: pools of promising pairs, the auction, the exact repair.

Prices here are *net*: the price of an object less its bonus, so a pair is worth
``base[i] + scale * score - price[j]`` to an agent, and a price is at its floor, ``-bonus[j]``,
where a place costs nothing. Only arrays of integers come in and go out.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from matching.problem import AnyInts, Ints

NONE = -1
STRIDE = 7919
FAR = np.int64(1) << 61
Small = NDArray[np.int32]


class Edges(NamedTuple):
    """Every feasible pair, row by row, and what the pairs weigh."""

    start: Ints
    target: AnyInts
    score: AnyInts
    base: Ints
    scale: int


class Pool(NamedTuple):
    """The promising pairs of each agent, at most a fixed number, in rows that can grow."""

    target: Small
    score: Ints
    filled: Ints


class Places(NamedTuple):
    """Objects: their places, where each object's holders lie, and the lowest price."""

    capacity: Ints
    first: Ints
    floor: Ints


class State(NamedTuple):
    """An assignment and its prices, changed in place."""

    agent: Ints
    price: Ints
    mate: Ints
    used: Ints
    holder: Ints


class Work(NamedTuple):
    """Scratch space of the path searches, made once."""

    dist: Ints
    pred: Ints
    onto: Ints
    stamp: Ints
    key: Ints
    node: Ints
    popped: Ints
    seen: Ints
    seen_at: Ints


@nb.njit(cache=True)
def push(key: Ints, node: Ints, size: int, k: int, x: int) -> int:
    """Put an entry on a heap of two parallel arrays and return its size."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if key[up] <= k:
            break
        key[at], node[at] = key[up], node[up]
        at = up
    key[at], node[at] = k, x
    return size + 1


@nb.njit(cache=True)
def pop(key: Ints, node: Ints, size: int) -> int:
    """Take the smallest entry off a heap and return its size."""
    size -= 1
    k, x, at = key[size], node[size], 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and key[down + 1] < key[down]:
            down += 1
        if key[down] >= k:
            break
        key[at], node[at] = key[down], node[down]
        at = down
    key[at], node[at] = k, x
    return size


@nb.njit(cache=True)
def leave(state: State, places: Places, agent: int) -> None:  # pragma: no cover
    """Take an agent out of its place."""
    j = state.mate[agent]
    state.mate[agent] = NONE
    for t in range(places.first[j], places.first[j] + state.used[j]):
        if state.holder[t] == agent:
            state.used[j] -= 1
            state.holder[t] = state.holder[places.first[j] + state.used[j]]
            return


@nb.njit(cache=True)
def enter(state: State, places: Places, agent: int, j: int) -> None:  # pragma: no cover
    """Put an agent into a spare place."""
    state.mate[agent] = j
    state.holder[places.first[j] + state.used[j]] = agent
    state.used[j] += 1


@nb.njit(cache=True)
def fill_pool(
    i: int, edges: Edges, price: Ints, points: int, best: int, pool: Pool
) -> int:  # pragma: no cover
    """Give one agent its `best` pairs by ``points * score - price``; return the last one's value.

    Each agent starts looking elsewhere in its row, so that among equal pairs different agents keep
    different ones.
    """
    lo, hi = edges.start[i], edges.start[i + 1]
    value, place = np.empty(best, np.int64), np.empty(best, np.int64)
    size, lowest = 0, -FAR
    e = lo + (i * STRIDE) % max(1, hi - lo)
    for _ in range(hi - lo):
        e = lo if e + 1 == hi else e + 1
        w = points * np.int64(edges.score[e]) - price[edges.target[e]]
        if w > lowest:
            if size == best:
                size = pop(value, place, size)
            size = push(value, place, size, w, e)
            if size == best:
                lowest = value[0]
    pool.filled[i] = size
    for t in range(size):
        pool.target[i, t] = edges.target[place[t]]
        pool.score[i, t] = edges.score[place[t]]
    return int(lowest)


@nb.njit(parallel=True, cache=True)
def fill_pools(
    who: Ints, edges: Edges, price: Ints, points: int, best: int, pool: Pool, bound: Ints
) -> None:  # pragma: no cover
    """Fill the pools of some agents anew.

    `bound` becomes the value of the last pair kept: everything outside the pool is at most that,
    and stays so while prices only rise.
    """
    for at in nb.prange(len(who)):
        bound[who[at]] = fill_pool(who[at], edges, price, points, best, pool)


@nb.njit(cache=True)
def fill_few(
    who: Ints, edges: Edges, price: Ints, points: int, best: int, pool: Pool, bound: Ints
) -> None:  # pragma: no cover
    """Do what `fill_pools` does in one thread: for a few, threads cost more than they bring."""
    for i in who:
        bound[i] = fill_pool(i, edges, price, points, best, pool)


@nb.njit(cache=True)
def auction(
    queue: Ints,
    waiting: int,
    pool: Pool,
    places: Places,
    state: State,
    paid: Ints,
    bound: Ints,
    stay: Ints,
    points: int,
    step: int,
    most: int,
) -> tuple[int, Ints]:  # pragma: no cover
    """Let free agents bid until nobody wants to or all who do are stuck with a stale pool.

    Returns
    -------
    bids : int
    stuck : ndarray of int64
        Agents whose best known pair may be beaten by one outside their pool.
    """
    head, bids, stuck, count = 0, 0, np.empty(len(queue), np.int64), 0
    while waiting > 0 and bids < most:
        i = queue[head]
        head = 0 if head + 1 == len(queue) else head + 1
        waiting -= 1
        while i != NONE:
            first, second, b = stay[i], stay[i], NONE
            for t in range(pool.filled[i]):
                w = points * pool.score[i, t] - state.price[pool.target[i, t]]
                if w > first:
                    first, second, b = w, first, pool.target[i, t]
                elif w > second:
                    second = w
            bids += 1
            if first < bound[i]:
                stuck[count] = i
                count += 1
                break
            if b == NONE:
                break
            bid = state.price[b] + first - max(second, bound[i], stay[i]) + step
            i = take_place(state, places, paid, i, b, bid)
    return bids, stuck[:count]


@nb.njit(cache=True)
def take_place(state: State, places: Places, paid: Ints, agent: int, j: int, bid: int) -> int:
    """Give an agent the cheapest place of an object; return who had it, -1 for nobody."""
    first, gone = places.first[j], NONE
    if state.used[j] < places.capacity[j]:
        paid[first + state.used[j]] = bid
        enter(state, places, agent, j)
    else:
        at = first
        for t in range(first, first + places.capacity[j]):
            if paid[t] < paid[at]:
                at = t
        gone = state.holder[at]
        state.mate[gone] = NONE
        state.holder[at], paid[at], state.mate[agent] = agent, bid, j
    if state.used[j] == places.capacity[j]:
        lowest = paid[first]
        for t in range(first + 1, first + places.capacity[j]):
            lowest = min(lowest, paid[t])
        state.price[j] = max(state.price[j], lowest)
    return gone


@nb.njit(cache=True)
def keep_tight(edges: Edges, pool: Pool, places: Places, state: State) -> None:  # pragma: no cover
    """Set every agent's price to the best it can have, and free those who have less."""
    for i in range(len(state.mate)):
        best, own = np.int64(0), -FAR
        for t in range(pool.filled[i]):
            j = pool.target[i, t]
            w = edges.base[i] + edges.scale * pool.score[i, t] - state.price[j]
            best = max(best, w)
            if j == state.mate[i]:
                own = w
        state.agent[i] = best
        if state.mate[i] != NONE and own != best:
            leave(state, places, i)


@nb.njit(cache=True)
def reverse(pool: Pool, objects: int) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """List the pool's pairs by object: where each object's start, agents, scores."""
    start = np.zeros(objects + 1, np.int64)
    for i in range(len(pool.filled)):
        for t in range(pool.filled[i]):
            start[pool.target[i, t] + 1] += 1
    start = np.cumsum(start)
    at, agent = start[:-1].copy(), np.empty(start[-1], np.int64)
    score = np.empty(start[-1], np.int64)
    for i in range(len(pool.filled)):
        for t in range(pool.filled[i]):
            j = pool.target[i, t]
            agent[at[j]], score[at[j]] = i, pool.score[i, t]
            at[j] += 1
    return start, agent, score
