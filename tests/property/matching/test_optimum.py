"""Every objective and engine against trying everything."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import NotProved, Objective, Pair, Result, Status, Unplaced, solve, verify
from matching.engines import ENGINES
from tests.property.matching.brute import assignments, best, cases, first_of_the_best, rank

ENGINE_NAMES = sorted(ENGINES)
OBJECTIVES = list(Objective)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("engine", ENGINE_NAMES)
@given(case=cases())
@settings(deadline=None, max_examples=40)
def test_nothing_better_exists(objective, engine, case):
    _check_against_everything(objective, engine, case)


@pytest.mark.long
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("engine", ENGINE_NAMES)
@given(case=cases(mentees=5))
@settings(deadline=None, max_examples=1500)
def test_nothing_better_exists_in_thousands(objective, engine, case):
    _check_against_everything(objective, engine, case)


def _check_against_everything(objective, engine, case):
    problem = case.problem()
    result = solve(problem, objective, engine)
    verify(problem, result)
    expected = best(case, objective)
    assert (result.status is Status.INFEASIBLE) == (expected is None)
    if expected is not None:
        mate = {pair.mentee: pair.mentor for pair in result.pairs}
        assert rank(objective, case, mate) == expected


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(case=cases(scores=st.integers(0, 1)))
@settings(deadline=None, max_examples=40)
def test_ties_follow_the_ids_in_every_engine(objective, case):
    if best(case, objective) is None:
        return
    expected = first_of_the_best(case, objective)
    for engine in ENGINE_NAMES:
        result = solve(case.problem(), objective, engine)
        assert {pair.mentee: pair.mentor for pair in result.pairs} == expected


@given(case=cases(), objective=st.sampled_from(OBJECTIVES), data=st.data())
@settings(deadline=None, max_examples=60)
def test_places_that_nobody_can_take_change_nothing(case, objective, data):
    wide = data.draw(st.sets(st.sampled_from(sorted(case.places))))
    some, many = (
        replace(
            case,
            places={b: replace(p, capacity=most if b in wide else p.capacity)
                    for b, p in case.places.items()},
        ).problem()
        for most in (len(case.waiting), 2_000_000_000)
    )  # fmt: skip
    for engine in ENGINE_NAMES:
        result = solve(many, objective, engine)
        verify(many, result)
        assert result.pairs == solve(some, objective, engine).pairs


@pytest.mark.parametrize("engine", ENGINE_NAMES)
@given(case=cases(), seed=st.integers(0, 99), objective=st.sampled_from(OBJECTIVES))
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_changes_no_byte(engine, case, seed, objective):
    def shuffled(rows):
        return random.Random(seed).sample(rows, len(rows))

    one = solve(case.problem(), objective, engine).to_json()
    other = solve(case.problem(shuffled), objective, engine).to_json()
    assert one.encode() == other.encode()


@given(case=cases(), objective=st.sampled_from(OBJECTIVES))
@settings(deadline=None, max_examples=40)
def test_json_keeps_everything(case, objective):
    result = solve(case.problem(), objective)
    assert Result.from_json(result.to_json()) == result


@given(case=cases(), data=st.data(), objective=st.sampled_from(OBJECTIVES))
@settings(deadline=None, max_examples=150)
def test_no_changed_number_is_accepted(case, data, objective):
    problem = case.problem()
    result = solve(problem, objective)
    if result.certificate is None:
        return
    step = data.draw(st.sampled_from([-2, -1, 1, 2]))
    field = data.draw(st.sampled_from(["total", "placed", "waiting", "value"]))
    if field == "value":
        proof = replace(result.certificate, value=result.certificate.value + step)
        wrong = replace(result, certificate=proof)
    else:
        wrong = replace(result, **{field: getattr(result, field) + step})
    with pytest.raises(NotProved):
        verify(problem, wrong)


@given(case=cases(), data=st.data(), objective=st.sampled_from(OBJECTIVES))
@settings(deadline=None, max_examples=150)
def test_another_assignment_is_proved_only_if_it_is_as_good(case, data, objective):
    """Put in any assignment that keeps the rules, with honest sums: the prices tell."""
    problem = case.problem()
    result = solve(problem, objective)
    if result.status is Status.INFEASIBLE:
        return
    wanted = len(set(case.waiting) - case.listed) if objective is Objective.FULL else 0
    mate = data.draw(st.sampled_from([m for m in assignments(case) if len(m) >= wanted]))
    pairs = tuple(
        Pair(a, b, case.pairs[a, b], (a, b) in case.forced) for a, b in sorted(mate.items())
    )
    other = replace(
        result,
        pairs=pairs,
        placed=len(pairs),
        total=sum(pair.score for pair in pairs),
        lowest=min((pair.score for pair in pairs if not pair.forced), default=None),
        waiting=sum(case.waiting[pair.mentee] for pair in pairs),
        unplaced=tuple(_without(case, objective, a) for a in sorted(case.waiting.keys() - mate)),
    )
    if rank(objective, case, mate) == best(case, objective):
        verify(problem, other)
    else:
        with pytest.raises(NotProved):
            verify(problem, other)


def _without(case, objective, mentee):
    """Say why a mentee has no match."""
    scores = [score for (a, _), score in case.pairs.items() if a == mentee]
    if mentee in case.listed:
        return Unplaced(mentee, "listed")
    if not scores:
        return Unplaced(mentee, "no feasible mentor")
    lowers = objective is Objective.SCORE and max(scores) < 0
    return Unplaced(mentee, "lowers the total" if lowers else "no room")
