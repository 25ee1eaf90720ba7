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


class Rules(NamedTuple):
    """How an auction runs: the value of staying out, points in a score, the size of pools, how far
    a bid goes beyond what was bid before, and how many bids there are at most."""

    stay: Ints
    points: int
    best: int
    step: int
    most: int


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


def empty_state(agents: int, places: Places, price: Ints) -> State:
    """Return the state in which nobody is placed."""
    return State(
        np.zeros(agents, np.int64), price.copy(), np.full(agents, NONE),
        np.zeros_like(places.capacity), np.zeros(int(places.capacity.sum()), np.int64),
    )  # fmt: skip


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
    replace_top(key, node, size - 1, key[size - 1], node[size - 1])
    return size - 1


@nb.njit(cache=True)
def replace_top(key: Ints, node: Ints, size: int, k: int, x: int) -> None:
    """Put an entry on a heap in place of the smallest one."""
    at = 0
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
def worst_kept(i: int, price: Ints, points: int, best: int, pool: Pool) -> int:  # pragma: no cover
    """Return a value that `best` pairs reach at today's prices: those in the pool, if full."""
    lowest = FAR if pool.filled[i] == best else -FAR
    for t in range(pool.filled[i]):
        lowest = min(lowest, points * pool.score[i, t] - price[pool.target[i, t]])
    return int(lowest)


@nb.njit(cache=True)
def fill_pool(
    i: int, edges: Edges, price: Ints, points: int, best: int, pool: Pool
) -> int:  # pragma: no cover
    """Give one agent its `best` pairs by ``points * score - price``, the highest first.

    Each agent starts looking elsewhere in its row, so that among equal pairs different agents keep
    different ones.

    Returns
    -------
    int
        The value of the last pair kept: everything outside the pool is worth at most that, and
        stays so while prices only rise. If all pairs were kept, less than any value.
    """
    target = edges.target[edges.start[i] : edges.start[i + 1]]
    score = edges.score[edges.start[i] : edges.start[i + 1]]
    value = np.empty(best, np.int64)
    size, lowest = 0, worst_kept(i, price, points, best, pool) - 1
    middle = (i * STRIDE) % max(1, len(target))
    for first, last in ((middle, len(target)), (0, middle)):
        for e in range(first, last):
            w = points * np.int64(score[e]) - price[target[e]]
            if w > lowest:
                at = min(size, best - 1)
                while at > 0 and value[at - 1] < w:
                    value[at] = value[at - 1]
                    pool.target[i, at] = pool.target[i, at - 1]
                    pool.score[i, at] = pool.score[i, at - 1]
                    at -= 1
                value[at], pool.target[i, at], pool.score[i, at] = w, target[e], score[e]
                size = min(size + 1, best)
                if size == best:
                    lowest = value[best - 1]
    pool.filled[i] = size
    return int(lowest if size == best else -FAR)


@nb.njit(cache=True)
def best_two(
    i: int, pool: Pool, price: Ints, points: int, stay: int
) -> tuple[int, int, int]:  # pragma: no cover
    """Return the two highest values in a pool, at least `stay`, and the object of the first."""
    first, second, j = stay, stay, NONE
    for t in range(pool.filled[i]):
        w = points * pool.score[i, t] - price[pool.target[i, t]]
        if w > first:
            first, second, j = w, first, pool.target[i, t]
        elif w > second:
            second = w
    return first, second, j


@nb.njit(cache=True)
def auction(
    order: Ints,
    edges: Edges,
    pool: Pool,
    places: Places,
    state: State,
    paid: Ints,
    bound: Ints,
    rules: Rules,
) -> None:  # pragma: no cover
    """Let agents bid, one after another in `order`, until nobody free wants to.

    Whoever is outbid bids next. An agent whose best known pair may be beaten by one outside its
    pool fills it anew first.
    """
    points, left = rules.points, rules.most
    for who in order:
        i = who
        while i != NONE and left > 0:
            left -= 1
            first, second, j = best_two(i, pool, state.price, points, rules.stay[i])
            if first < bound[i]:
                bound[i] = fill_pool(i, edges, state.price, points, rules.best, pool)
            elif j == NONE:
                i = NONE
            else:
                bid = state.price[j] + first - max(second, bound[i]) + rules.step
                i = take_place(state, places, paid, i, j, bid)


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
