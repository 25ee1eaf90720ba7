"""What one change costs on a result that is kept, against solving again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching import BadInput, Changes, Kept, Status, solve, what_if
from tests.property.matching.brute import cases


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
