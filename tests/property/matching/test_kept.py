"""What one change costs on a result that is kept, against solving again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import BadInput, Changes, Kept, Objective, Status, problem_from_pairs, solve, what_if
from tests.property.matching.brute import assignments, cases, figures


def kept(case, objective):
    problem = case.problem()
    result = solve(problem, objective)
    free = sorted(set(case.waiting) - case.listed - {a for a, _ in case.forced})
    if result.status is Status.INFEASIBLE or not free:
        return None
    return problem, result, free


def same(effect, difference):
    return (-effect.fewer_placed, -effect.lost) == (difference.placed, difference.total)


@given(case=cases(), data=st.data(), objective=st.sampled_from(["coverage", "score", "full"]))
@settings(deadline=None, max_examples=200)
def test_the_cost_of_one_who_leaves_is_what_solving_without_her_says(case, data, objective):
    found = kept(case, objective)
    if found is None:
        return
    problem, result, free = found
    mentee = data.draw(st.sampled_from(free))
    gone = what_if(problem, result, Changes(leave=frozenset([mentee])))
    effect = Kept(problem, result).leave(mentee)
    assert (effect is None) == (gone.result.status is Status.INFEASIBLE)
    if effect is not None:
        assert same(effect, gone)
        assert -effect.waiting_lost == gone.waiting


@pytest.mark.parametrize("objective", list(Objective))
@given(case=cases(), data=st.data())
@settings(deadline=None, max_examples=80)
def test_the_cost_of_one_who_is_pinned_is_that_of_the_best_with_her_there(objective, case, data):
    """Of everything that keeps the lowest score, where that is the objective."""
    found = kept(case, objective)
    if found is None or not case.pairs:
        return
    problem, result, free = found
    mentee, mentor = data.draw(st.sampled_from(sorted(case.pairs)))
    if mentee not in free:
        return
    state, threshold = Kept(problem, result), result.certificate.threshold
    if threshold is not None and case.pairs[mentee, mentor] < threshold:
        with pytest.raises(BadInput, match="lies below the lowest score"):
            state.pin(mentee, mentor)
        assert mentor not in {one.mentor for one in state.alternatives(mentee)}
        return
    effect = state.pin(mentee, mentor)
    others = [one for one in state.alternatives(mentee) if one.mentor == mentor]
    best = _best_with(case, objective, threshold, (mentee, mentor))
    assert (effect is None) == (best is None)
    assert bool(others) == (best is not None and result.mentor_of(mentee) != mentor)
    for cost in ([effect] if effect else []) + others:
        was = (result.placed, result.total, result.waiting)
        lost = (cost.fewer_placed, cost.lost, cost.waiting_lost)
        assert tuple(one - less for one, less in zip(was, lost, strict=True)) == best


def _best_with(case, objective, threshold, pair):
    """Return placed, total and waiting of the best with a pair in it, by trying everything."""
    wanted = len(set(case.waiting) - case.listed) if objective is Objective.FULL else 0
    tried = [
        (placed, total, waiting)
        for mate in assignments(case)
        if mate.get(pair[0]) == pair[1]
        for placed, total, lowest, waiting in [figures(case, mate)]
        if placed >= wanted and (threshold is None or lowest is None or lowest >= threshold)
    ]
    by_total = objective is Objective.SCORE
    return max(tried, key=lambda one: (one[1], one[0], one[2]) if by_total else one, default=None)


def test_under_fair_a_kept_result_answers_only_what_its_prices_cover():
    problem = problem_from_pairs([("a", "x", 2), ("b", "y", 1)], {"x": 1, "y": 1})
    state = Kept(problem, solve(problem, "fair"))
    with pytest.raises(BadInput, match="the lowest score may change too: solve again"):
        state.leave("a")
    with pytest.raises(BadInput, match="one more may change everything: solve again"):
        state.join({"x": 1})


def test_a_pin_says_whether_the_pair_is_forbidden_or_lies_below_the_lowest_score():
    pairs = [("a", "x", 3), ("a", "y", 1), ("b", "y", 3)]
    problem = problem_from_pairs(pairs, {"x": 1, "y": 1})
    state = Kept(problem, solve(problem, "fair"))
    with pytest.raises(BadInput, match='pair "a", "y" lies below the lowest score'):
        state.pin("a", "y")
    with pytest.raises(BadInput, match='pair "b", "x" is forbidden'):
        state.pin("b", "x")


@given(case=cases(), data=st.data())
@settings(deadline=None, max_examples=200)
def test_one_who_joins_changes_what_leaving_would_change_back(case, data):
    found = kept(case, "coverage")
    if found is None:
        return
    problem, result, free = found
    mentee = data.draw(st.sampled_from(free))
    alone = what_if(problem, result, Changes(leave=frozenset([mentee])))
    if alone.result.status is Status.INFEASIBLE:
        return
    row = problem.row(problem.mentee(mentee))
    pairs = {
        problem.mentors[j]: s
        for j, s in zip(problem.indices[row].tolist(), problem.scores[row].tolist(), strict=True)
    }
    state = Kept(alone.problem, alone.result)
    try:
        _, effect = state.join(pairs, case.waiting[mentee])
    except BadInput:
        return
    assert (effect.fewer_placed, effect.lost) == (alone.placed, alone.total)
    assert effect.waiting_lost == alone.waiting
