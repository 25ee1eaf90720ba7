"""The list of an ending: what each kind needs, in which order, and the words for the two."""

from datetime import UTC, datetime
from itertools import product

import pytest

from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules import closing as rules
from mentorship.matches.rules.closing import ExitTalk, Line
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.profiles.questions.kinds import Side


@pytest.mark.parametrize("way", ClosedAs)
def test_every_kind_of_ending_needs_both_told_both_asked_and_a_rule_on_contact(
    way: ClosedAs,
) -> None:
    needed = set(rules.required(way))
    assert needed >= {*rules.TOLD.values(), *rules.TALKS, Line.CONTACT, Line.NEXT_STEP}
    for line in needed:
        with pytest.raises(RuleBroken) as broken:
            rules.check_all_done(way, needed - {line})
        assert rules.LINE_WORDS[line] in broken.value.sentence
    rules.check_all_done(way, needed)


def test_each_kind_has_lines_of_its_own() -> None:
    assert Line.FIRST_HEARD in rules.required(ClosedAs.ONE_SIDED)
    assert Line.LAST_TALK in rules.required(ClosedAs.PLANNED)
    assert Line.LAST_TALK in rules.LINES[ClosedAs.EARLY]
    assert Line.LAST_TALK not in rules.required(ClosedAs.EARLY)
    assert Line.LAST_TALK not in rules.LINES[ClosedAs.ONE_SIDED]


@pytest.mark.parametrize(
    ("way", "line", "came_of", "done", "said"),
    [
        (ClosedAs.PLANNED, Line.FIRST_HEARD, None, (), "does not go with this ending"),
        (ClosedAs.PLANNED, Line.CONTACT, None, (), "does not go with this ending"),
        (ClosedAs.EARLY, Line.TOLD_MENTOR, None, (), "Choose the rule on contact first"),
        (ClosedAs.EARLY, Line.TALK_MENTEE, None, (Line.CONTACT,), "Choose what came of it"),
    ],
)
def test_a_line_that_says_too_little_or_comes_too_early_is_not_ticked(
    way: ClosedAs, line: Line, came_of: ExitTalk | None, done: tuple[Line, ...], said: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_tick(way, line, came_of, done)
    assert said in broken.value.sentence


def test_a_line_that_goes_with_the_ending_and_says_enough_is_ticked() -> None:
    rules.check_tick(ClosedAs.PLANNED, Line.LAST_TALK, None, ())
    rules.check_tick(ClosedAs.EARLY, Line.TOLD_MENTOR, None, (Line.CONTACT,))


def test_what_a_pair_left_behind_is_kept_for_its_months() -> None:
    closed_at = datetime(2026, 3, 31, tzinfo=UTC)
    assert rules.kept_until(closed_at, 6) == datetime(2026, 9, 30, tzinfo=UTC)
    assert rules.closed_before(rules.kept_until(closed_at, 6), 6) <= closed_at


def test_the_rule_stays_once_somebody_was_told_it() -> None:
    rules.check_contact([Line.CONTACT, Line.LAST_TALK])
    rules.check_take_back(Line.TOLD_MENTEE, [Line.CONTACT, Line.TOLD_MENTEE])
    for check in (rules.check_contact, lambda done: rules.check_take_back(Line.CONTACT, done)):
        with pytest.raises(RuleBroken):
            check([Line.CONTACT, Line.TOLD_MENTEE])


def test_the_words_for_the_two_name_no_reason_and_nobody_who_wanted_it() -> None:
    assert set(rules.FAREWELLS) == set(product(ClosedAs, Side))
    for said in rules.FAREWELLS.values():
        words = set(" ".join(said).casefold().replace(".", "").split())
        assert not words & {"asked", "wanted", "because", "decided", "they", "she", "he"}
