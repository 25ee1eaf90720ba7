"""The rule for ties: of all optima, the one in which ids earlier in order come first.

The mentees, in the order of their ids, each get the mentor with the first id that any best
assignment in keeping with the earlier choices gives them; being placed comes before not being
placed. So the assignment is a function of the problem alone, whatever engine found an optimum.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from matching.problem import Ints
from matching.reduction import NOBODY, Core, Optimum


def first_by_ids(core: Core, optimum: Optimum) -> Ints:
    """Move from one optimum to the optimum that the rule prefers.

    Parameters
    ----------
    core : Core
    optimum : Optimum

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
    graph = _Moves(core, optimum)
    for agent in np.flatnonzero(graph.has_choice[: core.mentees]).tolist():
        graph.settle(agent)
    return graph.mate


class _Moves:
    """Tight pairs within strongly connected parts, and the assignment as it changes."""

    def __init__(self, core: Core, optimum: Optimum) -> None:
        mate, duals = optimum.mate, optimum.duals
        self.outside = len(core.capacity)
        self.mentor = np.append(core.mentor, len(core.mentor) + int(core.mentor.max(initial=0)))
        self.mate = mate.copy()
        self.settled = np.zeros(len(mate), np.bool_)
        may_leave = np.flatnonzero(duals.agents == 0)
        owner = np.concatenate([optimum.tight[0], may_leave])
        target = np.concatenate([optimum.tight[1], np.full(len(may_leave), self.outside)])
        free = np.flatnonzero(duals.objects == 0)
        used = np.bincount(mate[mate >= 0], minlength=self.outside)
        spare = free[used[free] < core.capacity[free]]
        self._keep_cycles(owner, target, free, spare)
        self.spare = np.append(core.capacity - used, 0)
        self.free = np.append(duals.objects == 0, False)

    def _keep_cycles(self, owner: Ints, target: Ints, free: Ints, spare: Ints) -> None:
        """Keep the pairs that lie on some cycle of moves, by agent and by object."""
        here = np.where(self.mate == NOBODY, self.outside, self.mate)
        start = np.concatenate([here[owner], spare, np.full(len(free), self.outside)])
        end = np.concatenate([target, np.full(len(spare), self.outside), free])
        size = self.outside + 1
        moves = csr_array((np.ones(len(start), np.int8), (start, end)), shape=(size, size))
        _, part = connected_components(moves, directed=True, connection="strong")
        kept = part[here[owner]] == part[target]
        owner, target = owner[kept], target[kept]
        self.targets = _grouped(owner, target, len(self.mate))
        self.takers = _grouped(target, owner, size)
        self.has_choice: NDArray[np.bool_] = np.array([len(t) > 1 for t in self.targets])

    def settle(self, agent: int) -> None:
        """Give an agent the first mentor it can have, and keep it there."""
        here = self.place(agent)
        self.settled[agent] = True
        wished = [t for t in self.targets[agent] if self.mentor[t] < self.mentor[here]]
        if wished:
            step = self._paths_to(here, set(wished))
            reached = [t for t in wished if t in step]
            if reached:
                self._move(agent, reached[0], here, step)
        keep = self.mentor[self.place(agent)]
        self.targets[agent] = [t for t in self.targets[agent] if self.mentor[t] == keep]
        self.settled[agent] = len(self.targets[agent]) == 1

    def place(self, agent: int) -> int:
        """Return the object an agent is at, "outside" for none."""
        at = int(self.mate[agent])
        return self.outside if at == NOBODY else at

    def _paths_to(self, goal: int, wished: set[int]) -> dict[int, tuple[int, int]]:
        """Search backwards for objects from which one unit can be passed on to `goal`.

        Returns
        -------
        dict of int to (int, int)
            For each such object, the agent that moves (-1 for a place that is merely left empty
            or filled from empty) and the object it moves to.
        """
        step: dict[int, tuple[int, int]] = {goal: (NOBODY, goal)}
        queue, best = [goal], min(wished, key=lambda t: int(self.mentor[t]))
        for target in queue:
            for agent in self.takers[target]:
                source = self.place(agent)
                if source not in step and not self.settled[agent] and target in self.targets[agent]:
                    step[source] = (agent, target)
                    queue.append(source)
            if self.free[target] and self.outside not in step:
                step[self.outside] = (NOBODY, target)
                queue.append(self.outside)
            if target == self.outside:
                for source in np.flatnonzero(self.free & (self.spare > 0)).tolist():
                    if source not in step:
                        step[source] = (NOBODY, target)
                        queue.append(source)
            if best in step:
                break
        return step

    def _move(self, agent: int, new: int, old: int, step: dict[int, tuple[int, int]]) -> None:
        """Move an agent, and everyone on the path from its new object to its old one."""
        self.mate[agent] = NOBODY if new == self.outside else new
        at = new
        while at != old:
            mover, target = step[at]
            if mover != NOBODY:
                self.mate[mover] = NOBODY if target == self.outside else target
            elif at == self.outside:
                self.spare[target] += 1
            else:
                self.spare[at] -= 1
            at = target


def _grouped(keys: Ints, values: Ints, size: int) -> list[list[int]]:
    """List the values of each key, rising."""
    order = np.lexsort((values, keys))
    bounds = np.cumsum(np.bincount(keys, minlength=size))[:-1]
    return [part.tolist() for part in np.split(values[order], bounds)]
