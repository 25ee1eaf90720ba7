"""Medium problems: every engine reaches the same result, and proves it."""

import numpy as np
import pytest

from matching import Objective, Place, Status, problem_from_pairs, solve, verify
from matching.engines import ENGINES, scipy_engine


def medium(seed):
    """Draw a problem of some sixty mentees with groups, minima and waiting."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(20, 70)), int(rng.integers(10, 30))
    levels = int(rng.choice([1, 4, 10_000]))
    pairs = [
        (f"a{i:02}", f"x{j:02}", int(rng.integers(0, levels)))
        for i in range(n)
        for j in range(m)
        if rng.random() < 0.3
    ]
    ruled = seed % 3 == 0
    places = {
        f"x{j:02}": Place(
            capacity=int(rng.integers(1, 4)),
            minimum=int(ruled and rng.random() < 0.2),
            group=f"g{j % 3}" if ruled else None,
        )
        for j in range(m)
    }
    waiting = {f"a{i:02}": int(rng.integers(0, 60)) for i in range(n)}
    return problem_from_pairs(
        pairs, places, mentees=waiting, groups={f"g{k}": 12 for k in range(3)} if ruled else None
    )


def _agree(seed):
    problem = medium(seed)
    for objective in Objective:
        results = [solve(problem, objective, engine) for engine in sorted(ENGINES)]
        for result in results:
            verify(problem, result)
        assert len({result.pairs for result in results}) == 1
        assert len({(result.status, result.total, result.waiting) for result in results}) == 1
        if objective is Objective.COVERAGE:
            assert results[0].status is Status.OPTIMAL


@pytest.mark.parametrize("seed", range(6))
def test_engines_agree(seed):
    _agree(seed)


@pytest.mark.parametrize("seed", range(10, 22))
def test_leaving_most_pairs_out_at_first_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(scipy_engine, "MANY", 0)
    monkeypatch.setattr(scipy_engine, "BEST", 2)
    monkeypatch.setattr(scipy_engine, "EXTRA", 1)
    _agree(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 400))
def test_engines_agree_on_hundreds(seed):
    _agree(seed)


@pytest.mark.skipif("compiled" not in ENGINES, reason="needs the extra fast")
def test_the_number_of_threads_changes_no_byte():
    import numba  # noqa: PLC0415 - only where it is installed

    problem = medium(1)
    before = numba.get_num_threads()
    results = []
    for threads in {1, before}:
        numba.set_num_threads(threads)
        results.append(solve(problem, engine="compiled").to_json())
    numba.set_num_threads(before)
    assert len(set(results)) == 1
