"""The rule for ties: of all optima, the one in which ids earlier in order come first.

The mentees, in the order of their ids, each get the mentor with the first id that any best
assignment in keeping with the earlier choices gives them; being placed comes before not being
placed. So the assignment is a function of the problem alone, whatever engine found an optimum.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.problem import Ints
from matching.reduction import NOBODY, Core, Optimum

Flags = NDArray[np.bool_]


class Moves(NamedTuple):
    """Where each agent is and may go; the last place is "outside", where there is room for all.

    `target[low[i]:high[i]]` are the places agent i may be at, rising; none if it stays. Those at
    place x are `holder[first[x]:first[x] + used[x]]`, agent i in slot `slot[i]`. `spare` counts
    empty places, and `empty` tells where a place may be left empty.
    """

    low: Ints
    high: Ints
    target: Ints
    place: Ints
    slot: Ints
    first: Ints
    used: Ints
    holder: Ints
    mentor: Ints
    spare: Ints
    empty: Flags


class Search(NamedTuple):
    """Scratch space: for whom a place was last reached, who goes there, from where, and a queue."""

    seen: Ints
    mover: Ints
    source: Ints
    queue: Ints


def seek(agent: int, home: int, moves: Moves, search: Search) -> int:
    """Find the first place an agent could have in an optimum; -1 if it is at that already.

    It can go there if a unit can be passed on from that place to the one left behind: by others
    who move, or by filling an empty place and leaving another empty. The path is left in `search`.
    """
    outside = len(moves.mentor) - 1
    seen, mover, source, queue = search
    for e in range(moves.low[agent], moves.high[agent]):
        wished = moves.target[e]
        if moves.mentor[wished] >= moves.mentor[home]:
            break
        head, tail = 0, 0
        if seen[wished] != agent:
            seen[wished], queue[0], tail = agent, wished, 1
        while head < tail:
            x = queue[head]
            head += 1
            for s in range(moves.first[x], moves.first[x] + moves.used[x]):
                k = moves.holder[s]
                for f in range(moves.low[k], moves.high[k]):
                    y = moves.target[f]
                    if seen[y] != agent:
                        seen[y], mover[y], source[y], queue[tail] = agent, k, x, y
                        tail += 1
            if x == outside:
                for y in range(outside):
                    if moves.empty[y] and seen[y] != agent:
                        seen[y], mover[y], source[y], queue[tail] = agent, NOBODY, x, y
                        tail += 1
            elif moves.spare[x] > 0 and seen[outside] != agent:
                seen[outside], mover[outside], source[outside] = agent, NOBODY, x
                queue[tail] = outside
                tail += 1
            if seen[home] == agent:
                return int(wished)
    return NOBODY


Seek = Callable[[int, int, Moves, Search], int]


def first_by_ids(core: Core, optimum: Optimum, find: Seek = seek) -> Ints:
    """Move from one optimum to the optimum that the rule prefers.

    Parameters
    ----------
    core : Core
    optimum : Optimum
    find : callable, optional
        `seek`, or the same compiled.

    Returns
    -------
    ndarray of int64, shape (a,)

    Notes
    -----
    An assignment is optimal exactly if every pair in it is tight, everyone with a price above 0
    is placed and every object with a price above 0 is full. So one optimum becomes another by
    moving agents round cycles of tight pairs, "outside" counting as an object; only pairs within
    a strongly connected part of these moves can ever change.
    """
    moves = _moves(core, optimum)
    size = len(moves.mentor)
    search = Search(np.full(size, NOBODY), *(np.empty(size, np.int64) for _ in range(3)))
    for agent in np.flatnonzero(moves.high > moves.low).tolist():
        if agent < core.mentees:
            home = int(moves.place[agent])
            wished = find(agent, home, moves, search)
            if wished != NOBODY:
                _pass_on(agent, wished, home, moves, search)
            _settle(agent, moves)
    return np.where(moves.place == size - 1, NOBODY, moves.place)


def _moves(core: Core, optimum: Optimum) -> Moves:
    """Collect the moves within strongly connected parts."""
    mate, duals = optimum.mate, optimum.duals
    agents, outside = len(mate), len(core.capacity)
    place = np.where(mate == NOBODY, outside, mate)
    owner, target = _targets(optimum, outside)
    used = np.bincount(place, minlength=outside + 1)
    spare = np.append(core.capacity - used[:-1], 0)
    empty = np.append(duals.objects == 0, False)
    part = _parts((owner, target), place, spare, empty)
    kept = part[place[owner]] == part[target]
    ends = np.cumsum(np.bincount(owner[kept], minlength=agents))
    low = np.append(0, ends)[:-1]
    first = np.concatenate([[0], np.cumsum(core.capacity)])
    slot = np.empty(agents, np.int64)
    by_place = np.argsort(place, kind="stable")
    slot[by_place] = np.arange(agents) + np.repeat(first - (np.cumsum(used) - used), used)
    holder = np.empty(first[-1] + agents, np.int64)
    holder[slot] = np.arange(agents)
    return Moves(
        low=low, high=np.where(ends - low > 1, ends, low), target=target[kept],
        place=place, slot=slot, first=first, used=used, holder=holder, spare=spare, empty=empty,
        mentor=np.append(core.mentor, len(core.mentor) + int(core.mentor.max(initial=0))),
    )  # fmt: skip


def _targets(optimum: Optimum, outside: int) -> tuple[Ints, Ints]:
    """Return agent and place of every tight pair, outside last for each agent who may be there."""
    may_leave = optimum.duals.agents == 0
    owner = np.repeat(
        np.arange(len(may_leave)),
        np.bincount(optimum.tight[0], minlength=len(may_leave)) + may_leave,
    )
    target = np.full(len(owner), outside)
    at = np.arange(len(optimum.tight[0])) + (np.cumsum(may_leave) - may_leave)[optimum.tight[0]]
    target[at] = optimum.tight[1]
    return owner, target


def _parts(moves: tuple[Ints, Ints], place: Ints, spare: Ints, empty: Flags) -> Ints:
    """Number the strongly connected parts of places and agents; return that of each place.

    An empty place can be filled from outside, and an empty one left behind.
    """
    owner, target = moves
    size, outside = len(spare), len(spare) - 1
    filled, left = np.flatnonzero(spare), np.flatnonzero(empty)
    agents = size + np.arange(len(place))
    start = np.concatenate([place, agents[owner], filled, np.full_like(left, outside)])
    end = np.concatenate([agents, target, np.full_like(filled, outside), left])
    shape = (size + len(place), size + len(place))
    graph = scipy.sparse.csr_array((np.ones(len(start), np.int8), (start, end)), shape=shape)
    part: Ints = scipy.sparse.csgraph.connected_components(
        graph, directed=True, connection="strong"
    )[1]
    return part[:size]


def _pass_on(agent: int, wished: int, home: int, moves: Moves, search: Search) -> None:
    """Move an agent, and everyone on the path from its new place to its old one."""
    _leave(agent, moves)
    at = home
    while at != wished:
        mover, before = int(search.mover[at]), int(search.source[at])
        if mover != NOBODY:
            _leave(mover, moves)
            _enter(mover, at, moves)
        else:
            moves.spare[before] -= 1
            moves.spare[at] += 1
        at = before
    _enter(agent, wished, moves)


def _leave(agent: int, moves: Moves) -> None:
    place, slot = moves.place[agent], moves.slot[agent]
    moves.used[place] -= 1
    last = moves.holder[moves.first[place] + moves.used[place]]
    moves.holder[slot], moves.slot[last] = last, slot


def _enter(agent: int, place: int, moves: Moves) -> None:
    slot = moves.first[place] + moves.used[place]
    moves.used[place] += 1
    moves.holder[slot], moves.slot[agent], moves.place[agent] = agent, slot, place


def _settle(agent: int, moves: Moves) -> None:
    """Keep an agent with its mentor from now on."""
    low, high = moves.low[agent], moves.high[agent]
    mentors = moves.mentor[moves.target[low:high]]
    kept = moves.mentor[moves.place[agent]]
    first, end = np.searchsorted(mentors, [kept, kept + 1])
    moves.low[agent], moves.high[agent] = low + first, low + (end if end - first > 1 else first)
