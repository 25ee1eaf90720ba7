"""From people to the proved result, and the pairs kept for the peers: seconds of each part."""

import json
import sys
import time

import numpy as np
from memory import peak_memory
from pools import CRITERIA, people

from matching import score, solve


def main(n, path):
    """Score and solve a pool drawn at random, after a small one has loaded everything."""
    solve(score(*people(50), CRITERIA), engine="compiled")
    pool = people(n)
    start = time.perf_counter()
    problem = score(*pool, CRITERIA)
    scored = time.perf_counter()
    solve(problem, engine="compiled")
    solved = time.perf_counter()
    np.savez(path, indptr=problem.indptr, indices=problem.indices, scores=problem.scores,
             capacity=problem.capacity)  # fmt: skip
    memory = peak_memory()
    print(json.dumps({
        "scoring": f"{scored - start:.2f} s", "solving": f"{solved - scored:.2f} s",
        "in all": f"{solved - start:.2f} s", "peak memory": f"{memory} MB",
        "feasible": f"{len(problem.scores) / (n * len(problem.mentors)):.0%}",
    }))  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
