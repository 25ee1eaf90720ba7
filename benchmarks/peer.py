"""One way to solve one pool, in a process of its own: prints seconds, placed, total and memory.

Run by `benchmarks/run.py`. Every peer gets the same feasible pairs and the same weights,
``B + score`` with B large enough that placing one more always wins; a peer that knows only square
or dense input gets one column for each place.
"""

import json
import sys
import time
from importlib import import_module

import numpy as np
from memory import peak_memory


def load(path):
    """Read a pool: indptr, mentor, score, capacity."""
    data = np.load(path)
    return tuple(data[name] for name in ("indptr", "indices", "scores", "capacity"))


def weights(indptr, scores, capacity):
    """Return B + score for every pair."""
    most = min(len(indptr) - 1, int(capacity.sum()))
    low, high = int(scores.min()), int(scores.max())
    return most * (high - low) + 1 - low + scores.astype(np.int64)


def slots(indptr, indices, values, capacity):
    """Return rows, columns and values with one column for each place."""
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    times = capacity[indices]
    first = np.cumsum(capacity) - capacity
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    columns = np.repeat(first[indices], times) + offset
    return np.repeat(rows, times), columns, np.repeat(values, times)


def dense(indptr, indices, values, capacity):
    """Return the matrix of weights, 0 where a pair is not feasible."""
    rows, columns, cells = slots(indptr, indices, values, capacity)
    matrix = np.zeros((len(indptr) - 1, int(capacity.sum())))
    matrix[rows, columns] = cells
    return matrix


def scipy_dense(indptr, indices, scores, capacity):
    linear_sum_assignment = import_module("scipy.optimize").linear_sum_assignment

    matrix = dense(indptr, indices, weights(indptr, scores, capacity), capacity)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return matched(rows, columns, matrix, capacity)


def lapx(indptr, indices, scores, capacity):
    lap = import_module("lap")

    matrix = dense(indptr, indices, weights(indptr, scores, capacity), capacity)
    _, columns, _ = lap.lapjv(matrix.max() - matrix, extend_cost=True)
    return matched(np.arange(len(columns)), columns, matrix, capacity)


def munkres(indptr, indices, scores, capacity):
    solver = import_module("munkres").Munkres()

    matrix = dense(indptr, indices, weights(indptr, scores, capacity), capacity)
    found = solver.compute((matrix.max() - matrix).astype(int).tolist())
    rows, columns = np.array(found).T
    return matched(rows, columns, matrix, capacity)


def matched(rows, columns, matrix, capacity):
    """Return the mentor of each mentee from a dense answer."""
    mate = np.full(matrix.shape[0], -1)
    real = (columns >= 0) & (matrix[rows, columns] > 0)
    mate[rows[real]] = np.repeat(np.arange(len(capacity)), capacity)[columns[real]]
    return mate


def scipy_sparse(indptr, indices, scores, capacity):
    csr_array = import_module("scipy.sparse").csr_array
    solve = import_module("scipy.sparse.csgraph").min_weight_full_bipartite_matching

    n, total = len(indptr) - 1, int(capacity.sum())
    values = weights(indptr, scores, capacity)
    rows, columns, cells = slots(indptr, indices, values, capacity)
    out = np.arange(n)
    dear = float(values.max() + 1)
    graph = csr_array(
        (np.concatenate([dear - cells, np.full(n, dear)]),
         (np.concatenate([rows, out]), np.concatenate([columns, total + out]))),
        shape=(n, total + n),
    )  # fmt: skip
    _, chosen = solve(graph)
    return np.append(np.repeat(np.arange(len(capacity)), capacity), np.full(n, -1))[chosen]


def ortools(indptr, indices, scores, capacity):
    min_cost_flow = import_module("ortools.graph.python.min_cost_flow")

    n, m = len(indptr) - 1, len(capacity)
    values, rows = weights(indptr, scores, capacity), np.repeat(np.arange(n), np.diff(indptr))
    indices = indices.astype(np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    ones = np.ones(len(rows), np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(rows, n + indices, ones, -values)
    flow.add_arcs_with_capacity_and_unit_cost(
        n + np.arange(m), np.full(m, n + m), capacity, np.zeros(m, np.int64))  # fmt: skip
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(n), np.full(n, n + m), np.ones(n, np.int64), np.zeros(n, np.int64))  # fmt: skip
    flow.set_nodes_supplies(np.arange(n + m + 1), np.r_[np.ones(n), np.zeros(m), -n].astype(int))
    assert flow.solve() == flow.OPTIMAL
    mate = np.full(n, -1)
    used = flow.flows(pairs) > 0
    mate[rows[used]] = indices[used]
    return mate


def highs(indptr, indices, scores, capacity):
    """Run HiGHS on the linear program: every mentee once at most, every place once at most."""
    linprog = import_module("scipy.optimize").linprog
    sparse = import_module("scipy.sparse")

    n, pairs = len(indptr) - 1, np.arange(len(indices))
    rows, ones = np.repeat(np.arange(n), np.diff(indptr)), np.ones(len(indices))
    once = sparse.csr_array((ones, (rows, pairs)), shape=(n, len(pairs)))
    room = sparse.csr_array((ones, (indices, pairs)), shape=(len(capacity), len(pairs)))
    found = linprog(
        -weights(indptr, scores, capacity).astype(float), A_ub=sparse.vstack([once, room]),
        b_ub=np.concatenate([np.ones(n), capacity]), bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    mate, used = np.full(n, -1), found.x > 0.5
    mate[rows[used]] = indices[used]
    return mate


def stable(indptr, indices, scores, capacity):
    """Run `matching` from PyPI: hospitals and residents by the scores as both sides' ranking."""
    game_of = import_module("matching.games").HospitalResident
    sys.setrecursionlimit(100_000)

    n, m = len(indptr) - 1, len(capacity)
    wished = []
    for i in range(n):
        row = slice(indptr[i], indptr[i + 1])
        wished.append(indices[row][np.argsort(-scores[row], kind="stable")])
    rows = np.repeat(np.arange(n), np.diff(indptr))
    order = np.lexsort((rows, -scores, indices))
    ranked = np.split(rows[order], np.cumsum(np.bincount(indices, minlength=m))[:-1])
    game = game_of.create_from_dictionaries(
        {f"e{i}": [f"o{j}" for j in row] for i, row in enumerate(wished) if len(row)},
        {f"o{j}": [f"e{i}" for i in row] for j, row in enumerate(ranked) if len(row)},
        {f"o{j}": int(capacity[j]) for j, row in enumerate(ranked) if len(row)},
    )
    mate = np.full(n, -1)
    for hospital, residents in game.solve().items():
        for resident in residents:
            mate[int(resident.name[1:])] = int(hospital.name[1:])
    return mate


def ours(engine):
    """Return what runs one of our engines: pairs in, verified certificate and ties settled out."""

    def run(indptr, indices, scores, capacity):
        matching = import_module("matching")
        building = import_module("matching.building")

        n = len(indptr) - 1
        places = [building.Place(capacity=count) for count in capacity.tolist()]
        problem = building.assemble(
            mentees=tuple(f"e{i:06}" for i in range(n)),
            mentors=[(f"o{j:06}", place) for j, place in enumerate(places)],
            edges=(indptr, indices, scores), waiting=[0] * n, demand=[True] * n,
            forced=[], ceilings={},
        )  # fmt: skip
        result = matching.solve(problem, "coverage", engine)
        mate = np.full(n, -1)
        for pair in result.pairs:
            mate[int(pair.mentee[1:])] = int(pair.mentor[1:])
        return mate

    return run


PEERS = {
    "dense scipy": scipy_dense,
    "sparse scipy": scipy_sparse,
    "OR-tools": ortools,
    "lapx": lapx,
    "HiGHS": highs,
    "munkres": munkres,
    "matching (PyPI)": stable,
    "ours: scipy": ours("scipy"),
    "ours: highs": ours("highs"),
    "ours: compiled": ours("compiled"),
}


TINY = (np.array([0, 1, 2]), np.array([0, 1]), np.array([5, 3]), np.array([1, 1]))


def main(name, path):
    """Solve one pool with one peer; everything is loaded and compiled before the clock starts.

    What takes less than a second is done five times, and the median counts; of processor time,
    which other work on the machine cannot stretch as much, the least.
    """
    solve = PEERS[name]
    solve(*TINY)
    pool = load(path)
    times, busy = [], []
    while sum(times) < 1 and len(times) < 5:
        start, start_busy = time.perf_counter(), time.process_time()
        mate = solve(*pool)
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - start_busy)
    memory = peak_memory()
    indptr, indices, scores, _ = pool
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    total = int(scores[indices == mate[rows]].sum())
    found = {"seconds": sorted(times)[len(times) // 2], "placed": int((mate >= 0).sum())}
    print(json.dumps({**found, "total": total, "memory": memory, "busy": min(busy)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
