"""What alternatives cost, against solving again with the pair pinned."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Changes, Objective, Status, alternatives, solve, verify, what_if
from tests.property.matching.brute import cases


@pytest.mark.parametrize(
    "objective", [Objective.COVERAGE, Objective.SCORE, Objective.FULL], ids=str
)
@given(case=cases(), data=st.data())
@settings(deadline=None, max_examples=120)
def test_the_cost_of_each_alternative_is_what_pinning_it_costs(objective, case, data):
    problem = case.problem()
    result = solve(problem, objective)
    free = sorted(set(case.waiting) - case.listed - {a for a, _ in case.forced})
    if result.status is Status.INFEASIBLE or not free:
        return
    mentee = data.draw(st.sampled_from(free))
    listed = {one.mentor: one for one in alternatives(problem, result, mentee)}
    for mentor in sorted(b for a, b in case.pairs if a == mentee):
        if mentor == result.mentor_of(mentee):
            assert mentor not in listed
            continue
        place = case.places[mentor]
        room = place.capacity - sum(b == mentor for _, b in case.forced)
        if room == 0:
            assert mentor not in listed
            continue
        if place.group and case.groups[place.group] <= sum(
            case.places[b].group == place.group for _, b in case.forced
        ):
            assert mentor not in listed
            continue
        pinned = what_if(problem, result, Changes(pin=((mentee, mentor),)))
        if pinned.result.status is Status.INFEASIBLE:
            assert mentor not in listed
            continue
        cost = listed[mentor]
        assert (-cost.fewer_placed, -cost.lost) == (pinned.placed, pinned.total)
        assert -cost.waiting_lost == pinned.waiting or objective is Objective.FULL


@given(case=cases(), data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_change_is_solved_and_proved_and_leaves_the_result_alone(case, data):
    problem = case.problem()
    result = solve(problem)
    if result.status is Status.INFEASIBLE or not case.pairs:
        return
    pair = data.draw(st.sampled_from(sorted(case.pairs)))
    if pair in case.forced:
        return
    before = result.to_json()
    apart = what_if(problem, result, Changes(forbid=(pair,)))
    verify(apart.problem, apart.result)
    assert apart.result.mentor_of(pair[0]) != pair[1]
    assert result.to_json() == before
