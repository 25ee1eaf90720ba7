"""How a round treats people, told in totals: nothing of a group of fewer than five."""

from dataclasses import replace

import pytest

import matching
from matching import Criterion, Kind, Mentee, Mentor, Overlap, Problem, Result, score, solve
from mentorship.matches.service import treatment
from mentorship.profiles import release
from mentorship.profiles.questions import BY_KEY

LANGUAGES = BY_KEY["languages"].compared
TOPICS = Criterion(key="topics", kind=Kind.SOFT, compare=Overlap(), weight=1)


def a_round(people: int, **languages: int) -> tuple[release.Pool, Problem, Result]:
    """Let mentee n wait n weeks and have n topics of 20; the first few talk each language."""
    bits = {1 << LANGUAGES.index(key): how_many for key, how_many in languages.items()}
    mentees = tuple(
        Mentee(
            id=f"a{n:02}", waiting_weeks=n,
            answers={"topics": (1 << 20) - 1,
                     "languages": sum(bit for bit, most in bits.items() if n < most)},
        )
        for n in range(people)
    )  # fmt: skip
    mentors = tuple(Mentor(id=f"x{n:02}", answers={"topics": (1 << n) - 1}) for n in range(people))
    pool = release.Pool(
        mentees=mentees, mentors=mentors, criteria=(TOPICS,), blocked=frozenset(), groups={},
        people={}, versions={}, left_out={}, unused=0,
    )  # fmt: skip
    problem = score(mentees, mentors, [TOPICS])
    return pool, problem, solve(problem)


def test_all_figures_of_twenty_people_are_told() -> None:
    found = treatment.reckon(*a_round(20, ar=5, en=20, so=4))
    assert (found.longest_wait, found.middle_wait) == (19, 9)
    assert (found.fifth, found.middle) == (0, 4_500)
    assert [weeks for weeks, _fit in found.by_waiting] == [4, 9, 14, 19]
    assert found.by_language == (("ar", 2), ("en", 9))


@pytest.mark.parametrize(("people", "told"), [(4, False), (5, True), (19, True)])
def test_nothing_is_told_of_fewer_than_five(people: int, told: bool) -> None:
    found = treatment.reckon(*a_round(people, ar=people, so=4))
    assert (found.fifth is not None) == (found.middle is not None) == told
    assert found.by_waiting == ()
    assert [key for key, _weeks in found.by_language] == (["ar"] if told else [])


def test_a_round_without_people_has_figures_too() -> None:
    found = treatment.reckon(*a_round(0))
    assert (found.longest_wait, found.middle_wait, found.by_language) == (0, 0, ())


def test_what_is_kept_is_shown_in_points_and_names() -> None:
    found = replace(treatment.reckon(*a_round(20, ar=5)), better_apart=4)
    strip = treatment.shown(treatment.write(found), 250)
    assert (strip.middle, strip.fair_costs, strip.better_apart) == (45.0, 2.5, "fewer than 5")
    assert strip.by_language == (("Arabic", 2),)
    assert strip.by_waiting[0] == ("up to 4 weeks", f"{found.by_waiting[0][1] / 100:.1f}")
    for pairs, said in ((0, "0"), (5, "5")):
        kept = treatment.write(replace(found, better_apart=pairs))
        assert treatment.shown(kept, None).better_apart == said


@pytest.mark.parametrize(
    ("objective", "costs"), [("coverage", 300), ("fair", 300), ("score", None), ("full", None)]
)
def test_the_price_of_the_highest_lowest_fit_is_told_where_as_many_are_placed(
    objective: str, costs: int | None
) -> None:
    pairs = [("a", "x", 1000), ("a", "y", 400), ("b", "x", 400), ("b", "y", 100)]
    problem = matching.problem_from_pairs(pairs, {"x": 1, "y": 1})
    assert treatment.fair_costs(problem, matching.Objective(objective), "scipy") == costs
