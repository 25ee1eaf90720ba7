"""Medium problems: every engine reaches the same result, and proves it."""

from dataclasses import replace

import numpy as np
import pytest

from matching import (
    Criterion,
    Kind,
    Mentee,
    Mentor,
    NotProved,
    Objective,
    Overlap,
    Place,
    Status,
    problem_from_pairs,
    score,
    scoring,
    solve,
    verify,
)
from matching.engines import ENGINES, scipy_engine


def medium(seed):
    """Draw a problem of some sixty mentees with groups, minima, promises and waiting."""
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
    every_fifth = sorted(waiting)[::5]
    first = {a: b for a, b, _ in reversed(pairs)}
    mentors = {b: a for a, b in first.items() if a in every_fifth[::2]}
    return problem_from_pairs(
        pairs, places, mentees=waiting, groups={f"g{k}": 12 for k in range(3)} if ruled else None,
        listed=every_fifth[1::2] if ruled else (),
        forced=[(a, b) for b, a in mentors.items()] if ruled else (),
    )  # fmt: skip


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

    problem, before = medium(1), numba.get_num_threads()
    counts = range(1, numba.get_num_threads() + 1)
    assert len(problem.mentees) > counts[-1]
    results = set()
    for threads in counts:
        numba.set_num_threads(threads)
        results.add(solve(problem, engine="compiled").to_json())
    numba.set_num_threads(before)
    assert len(results) == 1


@pytest.mark.skipif("compiled" not in ENGINES, reason="needs the extra fast")
def test_the_number_of_threads_changes_no_score(monkeypatch):
    import numba  # noqa: PLC0415 - only where it is installed

    monkeypatch.setattr(scoring, "MANY", 0)
    topics = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=1)
    words = Criterion(key="words", kind=Kind.HARD, compare=Overlap())
    mentees = [Mentee(id=f"a{n}", answers={"topics": n, "words": n % 7}) for n in range(90)]
    mentors = [Mentor(id=f"x{n}", answers={"topics": 3 * n, "words": n % 5}) for n in range(40)]
    before, digests = numba.get_num_threads(), set()
    for threads in range(1, numba.get_num_threads() + 1):
        numba.set_num_threads(threads)
        digests.add(score(mentees, mentors, [topics, words]).digest())
    numba.set_num_threads(before)
    monkeypatch.undo()
    assert digests == {score(mentees, mentors, [topics, words]).digest()}


def _one_less(solution):
    mate = solution.mate.copy()
    mate[np.flatnonzero(mate >= 0)[:1]] = -1
    return replace(solution, mate=mate)


def _swapped(solution):
    mate = solution.mate.copy()
    first, other = np.flatnonzero(mate >= 0)[:2]
    mate[[first, other]] = mate[[other, first]]
    return replace(solution, mate=mate)


BROKEN = {
    "places one fewer": _one_less,
    "swaps two": _swapped,
    "asks too much": lambda s: replace(s, places=s.places + 1),
    "asks too little": lambda s: replace(s, mentees=s.mentees - (s.mentees > 0)),
}


@pytest.mark.parametrize("objective", [Objective.COVERAGE, Objective.FAIR, Objective.SCORE])
@pytest.mark.parametrize("fault", BROKEN)
def test_what_a_broken_engine_finds_is_never_returned(fault, objective, monkeypatch):
    good = ENGINES["scipy"]
    monkeypatch.setitem(ENGINES, "scipy", lambda model: BROKEN[fault](good(model)))
    with pytest.raises(NotProved):
        solve(medium(1), objective, "scipy")


def test_a_false_reason_of_a_broken_engine_is_never_returned(monkeypatch):
    good = ENGINES["scipy"]
    monkeypatch.setitem(ENGINES, "scipy", lambda model: _one_less(good(model)))
    problem = problem_from_pairs([("a", "x", 1), ("b", "y", 1)], {"x": 1, "y": 1})
    with pytest.raises(NotProved):
        solve(problem, "full", "scipy")
