"""Scores of random people, against judging every pair one by one."""

import random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    Criterion,
    Kind,
    Mentee,
    Mentor,
    Overlap,
    Table,
    Week,
    Wish,
    explain,
    score,
    scoring,
    solve,
)

CRITERIA = (
    Criterion(key="language", kind=Kind.HARD, compare=Overlap()),
    Criterion(key="times", kind=Kind.HARD, compare=Week(least=2)),
    Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=40),
    Criterion(key="age", kind=Kind.SOFT, compare=Table.nearness(4), weight=7, signed=True),
    Criterion(key="safe", kind=Kind.SOFT, compare=Overlap(enough=1), weight=3,
              mentee_reads="safe_with", mentor_reads="gender"),
)  # fmt: skip
ANSWERS = {"language": 3, "times": 2**70 - 1, "topics": 31, "age": 3, "safe_with": 7, "gender": 7}


@st.composite
def people(draw, make, prefix):
    return [
        make(
            id=f"{prefix}{at}",
            answers={k: draw(st.integers(0, top)) for k, top in ANSWERS.items()
                     if draw(st.integers(0, 5))},
            wishes={c.key: draw(st.sampled_from(list(Wish))) for c in CRITERIA
                    if not draw(st.integers(0, 2))},
        )
        for at in range(draw(st.integers(1, 4)))
    ]  # fmt: skip


@pytest.mark.parametrize("many", [0, scoring.MANY], ids=["compiled", "numpy"])
@given(mentees=people(Mentee, "a"), mentors=people(Mentor, "x"), data=st.data())
@settings(deadline=None, max_examples=150)
def test_every_pair_is_scored_as_it_is_explained(many, mentees, mentors, data):
    blocked = data.draw(st.sets(st.sampled_from([(a.id, b.id) for a in mentees for b in mentors])))
    with mock.patch.object(scoring, "MANY", many):
        problem = score(mentees, mentors, CRITERIA, blocked=blocked)
    for i, mentee in enumerate(problem.mentees):
        for j, mentor in enumerate(problem.mentors):
            why = explain(problem, mentee, mentor)
            assert sum(why.points.values()) == why.score
            assert 0 <= why.score <= 10_000
            assert sum(why.most.values()) == 10_000
            allowed = not why.unmet and (mentee, mentor) not in blocked
            assert why.feasible == allowed
            assert problem.score_of(i, j) == (why.score if allowed else None)


def crowd(make, prefix, count, seed):
    """Draw people, more than a word of 64 bits has room for."""
    chance = random.Random(seed)
    return [
        make(
            id=f"{prefix}{at:03}",
            answers={k: chance.randint(0, top) & chance.randint(0, top) for k, top in
                     ANSWERS.items() if chance.random() < 0.9},
            wishes={c.key: chance.choice(list(Wish)) for c in CRITERIA if chance.random() < 0.2},
        )
        for at in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("mentors", [64, 65, 200])
def test_the_compiled_way_scores_a_crowd_as_the_plain_one(mentors):
    people = crowd(Mentee, "a", 40, seed=1), crowd(Mentor, "x", mentors, seed=2)
    blocked = {(f"a{at % 40:03}", f"x{at % mentors:03}") for at in range(0, 400, 3)}
    found = []
    for many in (0, scoring.MANY):
        with mock.patch.object(scoring, "MANY", many):
            found.append(score(*people, CRITERIA, blocked=blocked))
    assert 0 < len(found[0].scores) < 40 * mentors
    assert found[0].digest() == found[1].digest()


@given(people(Mentee, "a"), people(Mentor, "x"))
@settings(deadline=None, max_examples=100)
def test_an_unknown_answer_never_meets_a_must_and_always_triggers_a_must_not(mentees, mentors):
    problem = score(mentees, mentors, CRITERIA)
    for mentee in mentees:
        for mentor in mentors:
            unmet = explain(problem, mentee.id, mentor.id).unmet
            for criterion in CRITERIA:
                known = None not in criterion.answers(mentee, mentor)
                asked = {mentee.wish(criterion.key), mentor.wish(criterion.key)}
                if not known and asked & {Wish.MUST, Wish.MUST_NOT}:
                    assert criterion.key in unmet


@given(mentees=people(Mentee, "a"), mentors=people(Mentor, "x"), data=st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_people_changes_no_byte(mentees, mentors, data):
    pairs = [(a.id, b.id) for a in mentees for b in mentors]
    blocked = data.draw(st.lists(st.sampled_from(pairs), unique=True))
    one = score(mentees, mentors, CRITERIA, blocked=blocked)
    other = score(
        data.draw(st.permutations(mentees)),
        data.draw(st.permutations(mentors)),
        CRITERIA,
        blocked=data.draw(st.permutations(blocked)),
    )
    assert one.digest() == other.digest()
    assert solve(one).to_json() == solve(other).to_json()
