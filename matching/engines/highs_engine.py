"""The engine for a second opinion: HiGHS on the model as it stands, level by level.

It knows minima and ceilings as rows of a linear program, not through `matching.reduction`, and so
checks that as well.
"""

import numpy as np
import scipy

from matching.engines.prices import prices_of
from matching.errors import NotProved
from matching.levels import Model
from matching.problem import Ints
from matching.reduction import NOBODY, Core, Optimum

NEAR = 1e-6


def solve_model(model: Model, core: Core) -> Optimum | None:
    """Solve a model with HiGHS.

    Parameters
    ----------
    model : Model
    core : Core
        Of `model`; only for the prices.

    Returns
    -------
    Optimum or None
        None if the minima cannot be met.

    Notes
    -----
    The polytope is integral, and so is each of its faces: the levels are maximised one after
    another, each with the best values of those before as an equation, with small coefficients that
    doubles hold exactly. The prices come from value iteration in integers, which fails if the
    vertex is not optimal, so no rounding error gets through.
    """
    owner = np.repeat(np.arange(len(model.rows)), np.diff(model.indptr))
    if not len(owner):
        return None if model.minimum.any() else prices_of(core, core.weights(), _nobody(core))
    rows, limits = _rules(model, owner)
    fixed: list[Ints] = []
    values: list[int] = []
    chosen = np.zeros(len(owner))
    for base, scale in model.levels:
        worth = base[owner] + scale * model.scores.astype(np.int64)
        found = scipy.optimize.linprog(
            -worth.astype(float), A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs-ds",
            A_eq=scipy.sparse.csr_array(np.array(fixed)) if fixed else None, b_eq=values or None,
        )  # fmt: skip
        if found.status == 2 and not fixed:
            return None
        chosen = np.round(found.x) if found.x is not None else chosen
        if found.status != 0 or np.abs(found.x - chosen).max() > NEAR:
            raise NotProved("HiGHS did not find a vertex")
        fixed.append(worth)
        values.append(int(worth[chosen > 0].sum()))
    mate = np.full(len(model.rows), NOBODY)
    taken = np.flatnonzero(chosen > 0)
    mate[owner[taken]] = model.indices[taken]
    return prices_of(core, core.weights(), _onto_core(core, mate))


def _nobody(core: Core) -> Ints:
    """Return the assignment without mentees: stand-ins alone."""
    return _stand_ins(core, np.full(len(core.base), NOBODY))


def _rules(model: Model, owner: Ints) -> tuple["scipy.sparse.csr_array", Ints]:
    """Return the rules as rows: one mentor a mentee, places, ceilings, minima (turned round)."""
    pairs, ones = np.arange(len(owner)), np.ones(len(owner))
    column = model.indices.astype(np.int64)
    group = model.group[column]
    grouped = np.flatnonzero(group >= 0)

    def sums(rows: Ints, at: Ints, count: int) -> "scipy.sparse.csr_array":
        return scipy.sparse.csr_array((ones[: len(at)], (rows, at)), shape=(count, len(owner)))

    needed = np.flatnonzero(model.minimum > 0)
    by_mentor = sums(column, pairs, len(model.capacity))
    parts = [
        (sums(owner, pairs, len(model.rows)), np.ones(len(model.rows), np.int64)),
        (by_mentor, model.capacity),
        (sums(group[grouped], grouped, len(model.ceiling)), model.ceiling),
        (-by_mentor[needed], -model.minimum[needed]),
    ]
    used = [(rows, limits) for rows, limits in parts if rows.shape[0]]
    return scipy.sparse.vstack([rows for rows, _ in used], format="csr"), np.concatenate(
        [x for _, x in used]
    )


def _onto_core(core: Core, mate: Ints) -> Ints:
    """Say the same assignment in objects: required places first, then the others."""
    placed = np.full(len(core.base), NOBODY)
    for at, (mentor, places) in enumerate(zip(core.mentor, core.capacity, strict=True)):
        left = np.flatnonzero((mate == mentor) & (placed[: len(mate)] == NOBODY))
        placed[left[:places]] = at
    return _stand_ins(core, placed)


def _stand_ins(core: Core, placed: Ints) -> Ints:
    """Put every stand-in on a place that is left in its group."""
    used = np.bincount(placed[placed >= 0], minlength=len(core.capacity))
    for agent in range(core.mentees, len(placed)):
        open_to_it = core.indices[core.indptr[agent] : core.indptr[agent + 1]]
        spare = open_to_it[used[open_to_it] < core.capacity[open_to_it]]
        placed[agent] = spare[0]
        used[spare[0]] += 1
    return placed
