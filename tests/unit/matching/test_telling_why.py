"""What is told of a pair to whom, what would change a result, and why there is none."""

import pytest

from matching import (
    Audience,
    BadInput,
    Changes,
    Criterion,
    Kind,
    Mentee,
    Mentor,
    Overlap,
    Place,
    Shortage,
    Status,
    Table,
    Wish,
    price_of_fair,
    problem_from_pairs,
    reasons_for,
    score,
    solve,
    unplaced,
    verify,
    what_if,
)

TOPICS = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=3)
FAITH = Criterion(key="faith", kind=Kind.SOFT, compare=Table.identity(3), weight=1, signed=True)
LANGUAGE = Criterion(key="language", kind=Kind.HARD, compare=Overlap())
SAFE = Criterion(
    key="safe", kind=Kind.HARD, compare=Overlap(), mentee_reads="safe_with", mentor_reads="gender"
)


def test_each_of_the_two_reads_only_what_the_other_shows() -> None:
    a = Mentee(id="a", answers={"topics": 3, "faith": 1})
    x = Mentor(id="x", answers={"topics": 1, "faith": 1})
    criteria = [TOPICS, FAITH]
    assert reasons_for(Audience.MENTEE, a, x, criteria, {"topics"}) == ("topics",)
    assert reasons_for(Audience.MENTOR, a, x, criteria, {"faith"}) == ("faith",)
    assert reasons_for(Audience.MENTOR, a, x, criteria, set()) == ()


def test_what_the_other_wishes_is_told_to_nobody() -> None:
    said = {"answers": {"faith": 1}}
    for wish in Wish:
        x = Mentor(id="x", wishes={"faith": wish}, **said)
        assert reasons_for(Audience.MENTEE, Mentee(id="a", **said), x, [FAITH], {"faith"}) == (
            "faith",
        )


def test_a_difference_is_a_reason_for_whoever_wishes_one() -> None:
    a = Mentee(id="a", answers={"faith": 1}, wishes={"faith": Wish.DIFFERENT})
    x = Mentor(id="x", answers={"faith": 2})
    assert reasons_for(Audience.MENTEE, a, x, [FAITH], {"faith"}) == ("faith",)
    assert reasons_for(Audience.MENTOR, a, x, [FAITH], {"faith"}) == ()


def test_each_side_is_told_of_the_answer_that_the_other_brings() -> None:
    a, x = Mentee(id="a", answers={"safe_with": 1}), Mentor(id="x", answers={"gender": 1})
    assert reasons_for(Audience.MENTEE, a, x, [SAFE], {"gender"}) == ("safe",)
    assert reasons_for(Audience.MENTOR, a, x, [SAFE], {"gender"}) == ()


def people() -> tuple[list[Mentee], list[Mentor]]:
    mentees = [
        Mentee(id="a", answers={"language": 1, "topics": 1, "faith": 0}),
        Mentee(id="b", answers={"language": 2, "topics": 2, "faith": 1}),
    ]
    return mentees, [Mentor(id="x", answers={"language": 1, "topics": 3, "faith": 1})]


def test_the_single_rule_in_the_way_is_named_if_it_may_be() -> None:
    mentees, mentors = people()
    mentors[0] = Mentor(id="x", answers=mentors[0].answers, places=2)
    problem = score(mentees, mentors, [LANGUAGE, TOPICS])
    result = solve(problem)
    assert [(one.mentee, one.reason) for one in result.unplaced] == [("b", "no feasible mentor")]
    assert unplaced(problem, result, "b", frozenset({"language"})) == ("language",)
    assert unplaced(problem, result, "b", frozenset()) == ()


def test_no_rule_is_named_where_two_stand_in_the_way_or_a_pair_is_blocked() -> None:
    mentees, mentors = people()
    rules = frozenset({"language", "safe"})
    both = score(mentees, mentors, [LANGUAGE, SAFE])
    assert unplaced(both, solve(both), "b", rules) == ()
    blocked = score(mentees, mentors, [LANGUAGE], blocked=[("b", "x")])
    assert unplaced(blocked, solve(blocked), "b", rules) == ()


def test_who_is_matched_or_scored_from_a_file_has_no_rule_in_the_way() -> None:
    problem = score(*people(), [LANGUAGE])
    with pytest.raises(BadInput, match="is matched"):
        unplaced(problem, solve(problem), "a", frozenset())
    plain = problem_from_pairs([("a", "x", 1)], {"x": 1}, mentees=["a", "b"])
    with pytest.raises(BadInput, match="made from people"):
        unplaced(plain, solve(plain), "b", frozenset())


@pytest.mark.parametrize(
    ("objective", "reasons"),
    [("coverage", {"b": "no room", "c": "no feasible mentor", "d": "listed"}),
     ("score", {"a": "lowers the total", "b": "lowers the total", "c": "no feasible mentor",
                "d": "listed"})],
)  # fmt: skip
def test_every_reason_for_staying_without_a_mentor(objective: str, reasons: dict[str, str]) -> None:
    problem = problem_from_pairs(
        [("a", "x", -1), ("b", "x", -2), ("d", "x", 5)], {"x": 1},
        mentees=["a", "b", "c", "d"], listed=["d"],
    )  # fmt: skip
    result = solve(problem, objective)
    assert {one.mentee: one.reason for one in result.unplaced} == reasons


def test_somebody_who_joins_is_matched_in_the_dry_run_alone() -> None:
    mentees, mentors = people()
    problem = score(mentees, mentors, [LANGUAGE, TOPICS])
    result = solve(problem)
    twin = Mentor(id="y", answers={"language": 2, "topics": 2})
    seen = what_if(problem, result, Changes(join=(twin,)))
    assert (seen.placed, [(m.mentee, m.before, m.after) for m in seen.moves]) == (
        1, [("b", None, "y")],
    )  # fmt: skip
    verify(seen.problem, seen.result)
    assert result == solve(problem)


def test_other_weights_change_the_dry_run_alone() -> None:
    mentees = [Mentee(id="a", answers={"topics": 1, "faith": 1}, wishes={"faith": Wish.SAME})]
    mentors = [
        Mentor(id="x", answers={"topics": 1, "faith": 0}),
        Mentor(id="y", answers={"topics": 2, "faith": 1}),
    ]
    problem = score(mentees, mentors, [TOPICS, FAITH])
    result = solve(problem)
    assert result.mentor_of("a") == "x"
    seen = what_if(problem, result, Changes(weights={"topics": 1, "faith": 9}))
    assert seen.result.mentor_of("a") == "y"
    assert (result.mentor_of("a"), seen.placed) == ("x", 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (Changes(weights={"magic": 1}), 'there is no criterion "magic"'),
        (Changes(join=(Mentor(id="x"),)), "already there"),
        (Changes(pin=(("a", "nobody"),)), 'unknown mentor "nobody"'),
        (Changes(pin=(("a", "x"),), forbid=(("a", "x"),)), "is forbidden"),
    ],
)
def test_changes_that_do_not_fit_are_refused(changes: Changes, sentence: str) -> None:
    problem = score(*people(), [LANGUAGE, TOPICS])
    with pytest.raises(BadInput, match=sentence):
        what_if(problem, solve(problem), changes)


def test_fairness_has_its_price() -> None:
    # The best total leaves b with 1; the fairest lifts the lowest to 4 and loses 3 points.
    pairs = [("a", "x", 10), ("a", "y", 4), ("b", "x", 4), ("b", "y", 1)]
    problem = problem_from_pairs(pairs, {"x": 1, "y": 1})
    assert solve(problem).lowest == 1
    assert solve(problem, "fair").lowest == 4
    assert price_of_fair(problem) == 3


def test_the_reason_why_not_everybody_can_be_placed_is_a_set_of_competitors() -> None:
    pairs = [("a", "x", 1), ("b", "x", 1), ("b", "y", 1), ("c", "y", 1), ("d", "y", 1)]
    why = solve(problem_from_pairs(pairs, {"x": 1, "y": 1}), "full")
    assert why.status is Status.INFEASIBLE
    assert why.infeasible
    assert why.infeasible.kind is Shortage.PLACES
    reach = {mentor for mentee, mentor, _ in pairs if mentee in why.infeasible.mentees}
    assert reach == set(why.infeasible.mentors)
    assert len(why.infeasible.mentees) > len(reach)


@pytest.mark.parametrize("objective", ["coverage", "fair", "score", "full"])
def test_the_minimum_that_cannot_be_met_is_named(objective: str) -> None:
    places = {"x": Place(capacity=2, minimum=2), "y": Place(capacity=1)}
    problem = problem_from_pairs([("a", "x", 1), ("a", "y", 1), ("b", "y", 1)], places)
    why = solve(problem, objective)
    assert why.infeasible
    assert (why.infeasible.kind, why.infeasible.mentors) == (Shortage.MENTEES, ("x",))
    assert why.infeasible.sentence == (
        "Too few mentees for the minimum of 1 mentor: 2 needed in all, 1 can go there."
    )
    verify(problem, why)


def test_the_group_whose_minima_exceed_its_ceiling_is_named() -> None:
    place = Place(capacity=1, minimum=1, group="g")
    problem = problem_from_pairs(
        [("a", "x", 1), ("b", "y", 1)], {"x": place, "y": place}, groups={"g": 1}
    )
    why = solve(problem)
    assert why.infeasible
    assert (why.infeasible.kind, why.infeasible.groups) == (Shortage.CEILING, ("g",))
    verify(problem, why)
