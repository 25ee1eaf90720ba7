"""Minima and group ceilings as a plain assignment, and prices brought back from it.

A mentor with a minimum becomes two objects: one whose places carry a bonus that outweighs
everything else, and one for the rest. A group with P places and a ceiling C < P gets P - C
stand-ins, each with the same bonus, that occupy places nobody may use. What is left is an
assignment of agents to objects with capacities, which every engine here solves.

Places that nobody could ever take are left out, so that a capacity of millions costs no memory: one
place more than mentees who could come (or may, by the ceiling) is never taken by a mentee. So its
price is what a place in the group costs everybody, and the price of the places themselves 0: what
the prices are worth does not depend on how many were left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.levels import Model
from matching.problem import AnyInts, Ints, narrow_columns

NOBODY = -1
FEW = 8


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Core:
    """Agents for at most one object each, objects for at most `capacity` agents each.

    Parameters
    ----------
    indptr, indices, scores
        Pairs row by row: a agents (mentees first, then stand-ins), b objects.
    base : ndarray of int64, shape (a,)
    bonus : ndarray of int64, shape (b,)
        A pair weighs ``base[i] + scale * score + bonus[j]``; staying out weighs 0.
    scale : int
    capacity : ndarray of int64, shape (b,)
        At least 1 each.
    mentor : ndarray of int64, shape (b,)
        Column in the model of each object, rising.
    required : ndarray of bool, shape (b,)
        Objects made of places that must be filled.
    mentees : int
        How many of the agents are mentees.
    group : ndarray of int64, shape (a - mentees,)
        Group of each stand-in.
    """

    indptr: Ints
    indices: AnyInts
    scores: AnyInts
    base: Ints
    bonus: Ints
    scale: int
    capacity: Ints
    mentor: Ints
    required: NDArray[np.bool_]
    mentees: int
    group: Ints

    def weights(self) -> Ints:
        """Return the weight of every pair, shape (pairs,)."""
        weights = np.repeat(self.base, np.diff(self.indptr))
        weights += self.scale * self.scores.astype(np.int64)
        if self.required.any():
            weights += self.bonus[self.indices]
        return weights


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Integer prices of a core: `agents` shape (a,), `objects` shape (b,), all at least 0."""

    agents: Ints
    objects: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """What a solver of plain assignments returns.

    Parameters
    ----------
    mate : ndarray of int64, shape (a,)
        Object of each agent, -1 for none.
    duals : Duals
    tight : tuple of ndarray of int64, shapes (t,) and (t,)
        Agent and object of every pair that the prices meet exactly, row by row.
    """

    mate: Ints
    duals: Duals
    tight: tuple[Ints, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What an engine returns for a model.

    Parameters
    ----------
    mate : ndarray of int64, shape (a,)
        Mentor of each free mentee, -1 for nobody.
    mentees, places, minima, groups : ndarray of int64
        Prices, in the order of the model.
    kept : bool
        False if some minimum is not met; the prices then prove that none does better, each
        missing mentee counted at the model's bonus.
    core : Core
        What the model was reduced to.
    objects : ndarray of int64, shape (agents of the core,)
        Object of each agent of the core, stand-ins included, -1 for none.
    """

    mate: Ints
    mentees: Ints
    places: Ints
    minima: Ints
    groups: Ints
    kept: bool
    core: Core
    objects: Ints


def reduce_model(model: Model) -> Core:
    """Turn a model into a plain assignment.

    Parameters
    ----------
    model : Model

    Returns
    -------
    Core
        Shares the model's arrays when there is nothing to change.
    """
    kinds = _kinds(model)
    mentor, kind = np.nonzero(kinds > 0)
    required = kind == 0
    indptr, indices, scores = model.indptr, model.indices, model.scores
    if len(mentor) != len(model.capacity) or required.any():
        indptr, indices, scores = _onto_objects(model, mentor)
    surplus = _surplus(model, kinds.sum(axis=1))
    if surplus.any():
        indptr, indices, scores = _with_stand_ins(
            (indptr, indices, scores), surplus, model.group[mentor], required
        )
    stand_ins = np.repeat(np.arange(len(surplus)), surplus)
    return Core(
        indptr=indptr, indices=indices, scores=scores,
        base=np.concatenate([model.base, np.full(len(stand_ins), model.bonus, np.int64)]),
        bonus=np.where(required, model.bonus, 0), scale=model.scale,
        capacity=kinds[mentor, kind], mentor=mentor, required=required,
        mentees=len(model.rows), group=stand_ins,
    )  # fmt: skip


def _kinds(model: Model) -> Ints:
    """Return required and ordinary places by mentor, shape (m, 2), no more than could be taken."""
    kinds = np.stack([model.minimum, model.capacity - model.minimum], axis=1)
    if kinds.max(initial=0) > FEW:
        could_come = np.bincount(model.indices, minlength=len(kinds))
        may_come = np.append(model.ceiling, len(model.rows))[model.group]
        kinds = np.minimum(kinds, np.minimum(could_come, may_come)[:, None] + 1)
    return kinds


def _surplus(model: Model, capacity: Ints) -> Ints:
    """Return by how many places each group exceeds its ceiling."""
    places = np.zeros(len(model.ceiling), np.int64)
    grouped = model.group >= 0
    np.add.at(places, model.group[grouped], capacity[grouped])
    surplus: Ints = np.maximum(places - model.ceiling, 0)
    return surplus


def _onto_objects(model: Model, mentor: Ints) -> tuple[Ints, AnyInts, AnyInts]:
    """Repeat each pair for every object of its mentor, in order."""
    copies = np.bincount(mentor, minlength=len(model.capacity))
    first = np.cumsum(copies) - copies
    times = copies[model.indices]
    ends = np.concatenate([[0], np.cumsum(times)])
    offset = np.arange(ends[-1]) - np.repeat(ends[:-1], times)
    indices = np.repeat(first[model.indices], times) + offset
    return ends[model.indptr], narrow_columns(indices, len(mentor)), np.repeat(model.scores, times)


def _with_stand_ins(
    pairs: tuple[Ints, AnyInts, AnyInts],
    surplus: Ints,
    group: Ints,
    required: NDArray[np.bool_],
) -> tuple[Ints, AnyInts, AnyInts]:
    """Append one row for each place that a ceiling forbids."""
    indptr, indices, scores = pairs
    rows = [np.flatnonzero((group == k) & ~required) for k in np.flatnonzero(surplus)]
    counts = surplus[surplus > 0]
    added = np.concatenate([np.tile(row, n) for row, n in zip(rows, counts, strict=True)])
    sizes = np.concatenate([np.full(n, len(row)) for row, n in zip(rows, counts, strict=True)])
    return (
        np.concatenate([indptr, indptr[-1] + np.cumsum(sizes)]),
        np.concatenate([indices, added.astype(indices.dtype)]),
        np.concatenate([scores, np.zeros(len(added), scores.dtype)]),
    )


def _meets_minima(core: Core, mate: Ints) -> bool:
    used = np.bincount(mate[mate >= 0], minlength=len(core.capacity))
    return bool((used == core.capacity)[core.required].all())


def lift(model: Model, core: Core, mate: Ints, duals: Duals) -> Solution:
    """Bring an optimal assignment of a core and its prices back to the model.

    Parameters
    ----------
    model : Model
    core : Core
        Made from `model`.
    mate : ndarray of int64, shape (a,)
        Object of each agent, -1 for none.
    duals : Duals

    Returns
    -------
    Solution
    """
    u = duals.agents[: core.mentees]
    price = duals.objects - core.bonus
    groups = _group_prices(model, core, duals.objects)
    over = np.where(model.group >= 0, groups[model.group] if len(groups) else 0, 0)
    places, minima = np.zeros_like(model.capacity), np.zeros_like(model.capacity)
    ordinary, needed = ~core.required, core.required
    net = np.zeros_like(model.capacity)
    net[core.mentor[needed]] = price[needed]
    places = np.where(model.minimum > 0, np.maximum(net - over, 0), places)
    minima = np.where(model.minimum > 0, np.maximum(over - net, 0), minima)
    at = core.mentor[ordinary]
    places[at] = price[ordinary] - over[at]
    minima[at] = np.where(model.minimum[at] > 0, price[ordinary] - net[at], 0)
    if (model.capacity == 0).any():
        _price_full_mentors(model, u, over, places)
    objects = np.append(core.mentor, NOBODY)
    return Solution(
        objects[mate[: core.mentees]], u, places, minima, groups, _meets_minima(core, mate),
        core, mate,
    )  # fmt: skip


def _group_prices(model: Model, core: Core, prices: Ints) -> Ints:
    """Return the price of each ceiling: the cheapest place a stand-in could have."""
    groups = np.zeros(len(model.ceiling), np.int64)
    for k in np.unique(core.group):
        open_to_it = (model.group[core.mentor] == k) & ~core.required
        groups[k] = prices[open_to_it].min()
    return groups


def _price_full_mentors(model: Model, u: Ints, over: Ints, places: Ints) -> None:
    """Price mentors without a place left, who cost nothing at any price."""
    at = np.flatnonzero(model.capacity[model.indices] == 0)
    owner = np.repeat(np.arange(len(model.rows)), np.diff(model.indptr))[at]
    weight = model.base[owner] + model.scale * model.scores[at].astype(np.int64)
    column = model.indices[at].astype(np.int64)
    np.maximum.at(places, column, weight - u[owner] - over[column])
