"""Prices of an assignment that is already optimal, by value iteration."""

import numpy as np

from matching.errors import NotProved
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Duals, Optimum


def prices_of(core: Core, weights: Ints, mate: Ints) -> Optimum:
    """Compute the lowest prices of places under which nobody would rather be elsewhere.

    Parameters
    ----------
    core : Core
    weights : ndarray of int64, shape (pairs,)
        `core.weights()`.
    mate : ndarray of int64, shape (a,)
        Object of each agent, -1 for none.

    Returns
    -------
    Optimum

    Raises
    ------
    NotProved
        If the assignment is not optimal, so that there are no such prices.

    Notes
    -----
    The method of Bellman and Ford on the moves that are left: a price rises until no agent would
    pay more for the object, and only agents whose own object became dearer look again.
    """
    own = _own_weights(core, weights, mate)
    objects = np.zeros(len(core.capacity), np.int64)
    agents = own.copy()
    looking = np.arange(len(own))
    for _ in range(len(objects) + 2):
        if not looking.size:
            break
        pairs, owner = rows_of(core.indptr, looking)
        column = core.indices[pairs]
        raised = objects.copy()
        np.maximum.at(raised, column, weights[pairs] - agents[owner])
        dearer = np.append(raised > objects, False)
        objects = raised
        looking = np.flatnonzero(dearer[mate])
        agents[looking] = own[looking] - objects[mate[looking]]
    used = np.bincount(mate[mate >= 0], minlength=len(objects))
    if looking.size or agents.min(initial=0) < 0 or objects[used < core.capacity].any():
        raise NotProved("the assignment is not optimal: there are no prices for it")
    owner = np.repeat(np.arange(len(mate)), np.diff(core.indptr))
    at = np.flatnonzero(agents[owner] + objects[core.indices] == weights)
    return Optimum(mate, Duals(agents, objects), (owner[at], core.indices[at].astype(np.int64)))


def rows_of(indptr: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return where the pairs of some rows lie, and the row of each."""
    counts = indptr[rows + 1] - indptr[rows]
    starts = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(indptr[rows] - starts, counts), np.repeat(
        rows, counts
    )


def _own_weights(core: Core, weights: Ints, mate: Ints) -> Ints:
    """Return the weight of each agent's own pair, 0 for those outside."""
    owner = np.repeat(np.arange(len(mate)), np.diff(core.indptr))
    own = np.zeros(len(mate), np.int64)
    chosen = np.flatnonzero(core.indices == mate[owner])
    own[owner[chosen]] = weights[chosen]
    own[mate == NOBODY] = 0
    return own
