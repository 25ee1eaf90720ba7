"""Figures of how a result treats people, against counting by hand and pair by pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, Result, Status, fairness, problem_from_pairs, solve
from tests.property.matching.brute import cases


def test_twenty_one_people_by_hand() -> None:
    """Person n scores n and has waited 20 - n: the fifth percentile is the second lowest."""
    ids = [f"a{n:02}" for n in range(21)]
    problem = problem_from_pairs(
        [(who, f"x{who}", n) for n, who in enumerate(ids)], {f"x{who}": 1 for who in ids},
        mentees={who: 20 - n for n, who in enumerate(ids)}, forced=[("a00", "xa00")],
    )  # fmt: skip
    found = fairness(problem, solve(problem))
    # The one who was promised counts like the others.
    assert (found.placed, found.total, found.lowest) == (21, 210, 0)
    assert (found.fifth, found.median) == (1, 10)
    # By how long they waited: six, then five, five and five; each with its median score.
    assert found.median_by_waiting == ((5, 17), (10, 12), (15, 7), (20, 2))
    assert found.blocking_pairs == 0


def test_who_waited_alike_is_counted_in_the_order_of_ids() -> None:
    problem = problem_from_pairs(
        [(f"a{n}", f"x{n}", n % 2) for n in range(8)], {f"x{n}": 1 for n in range(8)},
        mentees={f"a{n}": 3 for n in range(8)},
    )  # fmt: skip
    found = fairness(problem, solve(problem))
    assert found.median_by_waiting == ((3, 0),) * 4
    assert (found.fifth, found.median) == (0, 0)


def test_nobody_placed_has_no_figures() -> None:
    problem = problem_from_pairs([], {"x": 1}, mentees=["a"])
    found = fairness(problem, solve(problem))
    assert (found.placed, found.total, found.median_by_waiting) == (0, 0, ())
    assert found.lowest is found.fifth is found.median is None


def test_a_pair_of_equals_blocks_nothing() -> None:
    # Whichever of a and b has x: the other would rather, but scores no higher there.
    pairs = [("a", "x", 5), ("a", "y", 1), ("b", "x", 5), ("b", "y", 1)]
    problem = problem_from_pairs(pairs, {"x": 1, "y": 1})
    assert fairness(problem, solve(problem)).blocking_pairs == 0


@given(case=cases(), objective=st.sampled_from(["coverage", "fair", "score"]))
@settings(deadline=None, max_examples=100)
def test_blocking_pairs_are_those_in_which_both_would_rather(case, objective) -> None:
    problem = case.problem()
    result = solve(problem, objective)
    if result.status is Status.OPTIMAL:
        assert fairness(problem, result).blocking_pairs == _blocking(case, problem, result)


def _blocking(case, problem: Problem, result: Result) -> int:
    mine = {pair.mentee: pair.score for pair in result.pairs}
    theirs = {
        b: sorted(pair.score for pair in result.pairs if pair.mentor == b) for b in problem.mentors
    }
    return sum(
        a not in case.listed
        and (a not in mine or score > mine[a])
        and (len(theirs[b]) < case.places[b].capacity or (bool(theirs[b]) and score > theirs[b][0]))
        for (a, b), score in case.pairs.items()
    )
