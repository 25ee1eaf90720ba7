"""The registry of questions, checked values, and the numbers the matching compares."""

import re

import pytest

from matching.criteria import check_criteria
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.profiles.questions import BY_KEY, QUESTIONS, THREE, asked_of
from mentorship.profiles.questions.criteria import LABELS, WEIGHTS, criteria, criterion_key
from mentorship.profiles.questions.kinds import SLOTS, Kind, SeenBy, Side
from mentorship.profiles.rules.answers import checked, eased, is_must, read, said, stored
from mentorship.profiles.rules.encoding import asked, encoded

NAMED = {
    "languages", "times", "ways", "topics", "style", "interests", "age", "parenting", "road",
    "safe_with", "safe_with_of_mentor", "faith", "community", "distance",
}  # fmt: skip


def test_codes_are_fixed_unique_and_mean_nothing() -> None:
    assert list(QUESTIONS) == [f"q{n:02}" for n in range(1, len(QUESTIONS) + 1)]
    assert len(BY_KEY) == len(QUESTIONS)
    assert THREE == ("q01", "q02", "q03")


def test_every_question_says_why_and_every_list_has_options() -> None:
    for question in QUESTIONS.values():
        assert question.sides
        for side in question.sides:
            wording = question.asked[side]
            assert wording.label
            assert wording.asks.endswith("?")
            assert wording.why
            assert bool(question.offered(side)) is (question.kind is not Kind.WORDS)


def test_every_criterion_has_a_question_on_both_sides_a_label_and_a_weight() -> None:
    compared = criteria(Agency())
    check_criteria(compared)
    assert {criterion.key for criterion in compared} == NAMED == set(LABELS)
    assert set(WEIGHTS) == {c.key for c in compared if c.kind == "soft"}
    for side in Side:
        asked_keys = {question.key for question in asked_of(side)}
        for criterion in compared:
            reads = criterion.mentee_reads if side is Side.MENTEE else criterion.mentor_reads
            assert (reads or criterion.key) in asked_keys


def test_answers_that_are_compared_count_in_the_same_order() -> None:
    for one, other in (("gender", "safe_with"), ("road", "road_wish")):
        assert BY_KEY[one].compared == BY_KEY[other].compared


def test_an_agency_sets_weights() -> None:
    (topics,) = (c for c in criteria(Agency(weights={"topics": 7})) if c.key == "topics")
    assert topics.weight == 7


def test_the_hard_rules_are_language_times_and_ways() -> None:
    hard = {c.key for c in criteria(Agency()) if c.kind == "hard"}
    assert hard == {q.key for q in QUESTIONS.values() if q.hard} == {"languages", "times", "ways"}


def test_a_court_case_is_for_staff_alone_and_never_scored() -> None:
    court = BY_KEY["court_case"]
    assert (court.seen_by, court.criterion) == (SeenBy.STAFF, None)


def test_a_way_to_be_reached_is_for_the_match_alone_and_never_compared() -> None:
    way = BY_KEY["way_to_reach"]
    assert (way.seen_by, way.criterion, way.may_be_used, way.may_be_shown) == (
        SeenBy.MATCH, None, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("languages", ["so", "en", "en", " "], ("en", "so")),
        ("times", ["sun-night", "mon-morning"], ("mon-morning", "sun-night")),
        ("age_band", "from_25", ("from_25",)),
        ("pronouns", "  they \n them ", ("they them",)),
        ("pronouns", " ", ()),
        ("safe_with", ["must", "woman"], ("woman", "must")),
        ("road_wish", ["no_matter"], ("no_matter",)),
    ],
)
def test_what_was_given_becomes_a_checked_value(
    key: str, given: str | list[str], value: tuple[str, ...]
) -> None:
    assert checked(BY_KEY[key], Side.MENTEE, given) == value
    assert read(stored(value)) == value


@pytest.mark.parametrize(
    ("key", "side", "given"),
    [
        ("languages", Side.MENTEE, ["klingon"]),
        ("age_band", Side.MENTEE, ["from_18", "from_25"]),
        ("road", Side.MENTEE, ["further_along"]),
        ("road", Side.MENTOR, ["no_matter"]),
        ("safe_with", Side.MENTEE, ["must"]),
        ("road_wish", Side.MENTEE, ["no_matter", "further_along"]),
        ("gender_words", Side.MENTEE, "x" * 81),
    ],
)
def test_what_cannot_be_an_answer_is_refused_beside_its_field(
    key: str, side: Side, given: str | list[str]
) -> None:
    with pytest.raises(RuleBroken) as broken:
        checked(BY_KEY[key], side, given)
    assert (broken.value.field, broken.value.status) == ("answer", 422)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("languages", ("en", "so"), "English, Somali"),
        ("pronouns", ("they",), "they"),
        ("times", ("mon-morning", "mon-evening", "thu-night"),
         "Monday 8 to 12, 17 to 21; Thursday 21 to 24"),
    ],
)  # fmt: skip
def test_an_answer_is_said_in_words(key: str, value: tuple[str, ...], words: str) -> None:
    assert said(BY_KEY[key], value) == words


def test_a_must_is_known_and_can_be_eased() -> None:
    faith, safe = BY_KEY["faith_preference"], BY_KEY["safe_with"]
    assert is_must(faith, ("must_not",))
    assert not is_must(faith, ("same",))
    assert not is_must(BY_KEY["languages"], ("must",))
    assert eased(faith, ("must_not",)) == ("different",)
    assert eased(safe, ("woman", "must")) == ("woman",)


@pytest.mark.parametrize(
    ("key", "value", "number"),
    [
        ("times", (SLOTS[0], SLOTS[3]), 0b1001),
        ("style", ("5",), 4),
        ("parenting", ("no",), 1),
        ("safe_with", ("man", "must"), 0b10),
        ("faith", ("other_faith",), None),
        ("community", ("african", "other_community"), 0b1),
        ("road_wish", ("no_matter",), None),
        ("pronouns", ("they",), None),
        ("faith_preference", ("must",), None),
    ],
)
def test_an_answer_becomes_the_number_that_is_compared(
    key: str, value: tuple[str, ...], number: int | None
) -> None:
    assert encoded(BY_KEY[key], value) == number


def test_a_preference_becomes_a_wish_and_a_fact_asks_for_nothing() -> None:
    assert asked(BY_KEY["faith_preference"], ("must_not",)) == "must_not"
    assert asked(BY_KEY["safe_with"], ("woman", "must")) == "must"
    assert asked(BY_KEY["safe_with"], ("woman",)) is None
    assert asked(BY_KEY["faith"], ("sikh",)) is None


def test_each_side_has_its_own_criterion_for_who_they_feel_safe_with() -> None:
    safe = BY_KEY["safe_with"]
    assert criterion_key(safe, Side.MENTEE) == "safe_with"
    assert criterion_key(safe, Side.MENTOR) == "safe_with_of_mentor"
    assert criterion_key(BY_KEY["pronouns"], Side.MENTEE) == ""


def test_codes_are_the_only_part_of_a_question_in_an_address() -> None:
    assert all(re.fullmatch(r"q\d\d", code) for code in QUESTIONS)
