"""What single questions cost on a result that is kept: medians in milliseconds."""

import json
import sys
import time

import numpy as np
from pools import CRITERIA, people

from matching import Kept, score, solve

ASKED = 100


def main(n):
    """Ask about mentees drawn at random; the first question of each kind is not counted."""
    problem = score(*people(n), CRITERIA)
    result = solve(problem, engine="compiled")
    start = time.perf_counter()
    kept = Kept(problem, result)
    built = time.perf_counter() - start
    mates = {pair.mentee: pair.mentor for pair in result.pairs}
    asked = np.random.default_rng(0).choice(sorted(mates), ASKED + 1, replace=False).tolist()
    pairs = {mentee: pairs_of(problem, mentee) for mentee in asked}
    other = {m: next((x for x in pairs[m] if x != mates[m]), mates[m]) for m in asked}
    found = {"keeping it": f"{built * 1000:.0f} ms"}
    found["one leaves"] = median(asked, kept.leave)
    found["one joins"] = median(asked, lambda mentee: kept.join(pairs[mentee]))
    found["one pinned"] = median(asked, lambda mentee: kept.pin(mentee, other[mentee]))
    found["all alternatives, ten described"] = median(asked, lambda m: kept.alternatives(m, 10))
    print(json.dumps(found))


def pairs_of(problem, mentee):
    """Return the mentors a mentee could go to, with scores."""
    row = problem.row(problem.mentee(mentee))
    columns, scores = problem.indices[row].tolist(), problem.scores[row].tolist()
    return {problem.mentors[j]: score for j, score in zip(columns, scores, strict=True)}


def median(asked, question):
    """Return the median time of a question."""
    times = []
    for mentee in asked:
        start = time.perf_counter()
        question(mentee)
        times.append(time.perf_counter() - start)
    return f"{sorted(times[1:])[len(times) // 2] * 1000:.1f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]))
