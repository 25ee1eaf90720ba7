"""Why there is no assignment: who competes for too little, after Hall.

References
----------
P. Hall, "On representatives of subsets", Journal of the London Mathematical Society 10 (1), 26-30,
1935.
"""

import numpy as np

from matching.engines.prices import rows_of
from matching.levels import Model
from matching.problem import Ints, Problem
from matching.proof import (
    Infeasible,
    Shortage,
    sentence,
)
from matching.reduction import Core, Solution


def too_low_ceiling(problem: Problem, model: Model) -> Infeasible | None:
    """Name a group whose minima exceed its ceiling, if there is one."""
    needed = np.zeros(len(model.ceiling), np.int64)
    grouped = model.group >= 0
    np.add.at(needed, model.group[grouped], model.minimum[grouped])
    for k in np.flatnonzero(needed > model.ceiling).tolist():
        members = np.flatnonzero((model.group == k) & (model.minimum > 0))
        return Infeasible(
            kind=Shortage.CEILING,
            sentence=sentence(
                Shortage.CEILING,
                mentees=int(needed[k]),
                mentors=len(members),
                room=int(model.ceiling[k]),
                group=problem.groups[k],
            ),
            mentors=tuple(problem.mentors[j] for j in members),
            groups=(problem.groups[k],),
        )
    return None


def shortage(problem: Problem, model: Model, solution: Solution) -> Infeasible:
    """Say why minima cannot be met (they are not kept) or why not everyone can be placed.

    Parameters
    ----------
    problem : Problem
    model : Model
        Of the problem, with pairs for which no assignment keeps to all rules.
    solution : Solution
        The best that an engine found for the model.

    Returns
    -------
    Infeasible
        A smallest closed set of competitors, found by following alternating paths from one who
        goes short.
    """
    find = _too_few_places if solution.kept else _too_few_mentees
    return find(problem, model, solution.core, solution.objects)


def _too_few_mentees(problem: Problem, model: Model, core: Core, mate: Ints) -> Infeasible:
    """Follow unfilled minima to every mentee who could fill them."""
    used = np.bincount(mate[mate >= 0], minlength=len(core.capacity))
    short = np.flatnonzero(core.required & (used < core.capacity))[:1]
    owner = np.repeat(np.arange(len(mate)), np.diff(core.indptr))
    reached = np.zeros(len(core.capacity) + 1, np.bool_)
    reached[short] = True
    while True:
        able = np.unique(owner[reached[core.indices]])
        wider = reached.copy()
        wider[mate[able]] = True
        wider[-1] = False
        if (wider == reached).all():
            break
        reached = wider
    mentors = np.unique(core.mentor[reached[:-1]])
    needed = int(model.minimum[mentors].sum())
    return Infeasible(
        kind=Shortage.MENTEES,
        sentence=sentence(Shortage.MENTEES, mentees=len(able), mentors=len(mentors), room=needed),
        mentees=tuple(problem.mentees[i] for i in model.rows[able]),
        mentors=tuple(problem.mentors[j] for j in mentors),
    )


def _too_few_places(problem: Problem, model: Model, core: Core, mate: Ints) -> Infeasible:
    """Follow an unplaced mentee to everyone who holds a place she could have."""
    agents = np.flatnonzero(mate[: core.mentees] < 0)[:1]
    seen = np.zeros(len(mate), np.bool_)
    while agents.size:
        seen[agents] = True
        pairs, _ = rows_of(core.indptr, agents)
        objects = np.unique(core.indices[pairs])
        agents = np.flatnonzero(np.isin(mate, objects) & ~seen)
    mentees = np.flatnonzero(seen[: core.mentees])
    groups = np.unique(core.group[seen[core.mentees :]])
    pairs, _ = rows_of(model.indptr, mentees)
    mentors = np.unique(model.indices[pairs])
    single = mentors[~np.isin(model.group[mentors], groups)]
    others = np.isin(model.group, groups)
    others[mentors] = False
    kept_free = int(model.minimum[others].sum())
    places = int(model.capacity[single].sum() + model.ceiling[groups].sum()) - kept_free
    return Infeasible(
        kind=Shortage.PLACES,
        sentence=sentence(Shortage.PLACES, mentees=len(mentees), mentors=len(mentors), room=places),
        mentees=tuple(problem.mentees[i] for i in model.rows[mentees]),
        mentors=tuple(problem.mentors[j] for j in mentors),
        groups=tuple(problem.groups[k] for k in groups),
    )
