"""Suggested times lie in the hours of both, are few, and are answered once."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.checkins.rules.suggestions import (
    Shown,
    SuggestionState,
    check_hour,
    check_how_many,
    check_open,
    hours_of_both,
)
from mentorship.kernel.errors import RuleBroken

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
CAIRO, LONDON = "Africa/Cairo", "Europe/London"
NOON = NOW + timedelta(hours=2)


def test_a_moment_is_shown_by_the_persons_own_clock() -> None:
    evening = NOW.replace(hour=16)
    assert evening in Shown(CAIRO, {"wed-evening"})
    assert evening not in Shown(LONDON, {"wed-evening"})
    assert NOW.replace(hour=3) not in Shown(LONDON, {"wed-morning", "wed-night"})


def test_the_hours_of_both_lie_in_what_each_shows_and_ahead() -> None:
    mine = Shown(LONDON, {"wed-morning", "wed-afternoon"})
    theirs = Shown(CAIRO, {"wed-afternoon"})
    hours = hours_of_both(NOW, NOW + timedelta(days=1), mine, theirs)
    assert hours == [NOW + timedelta(hours=n) for n in (1, 2, 3, 4)][: len(hours)]
    assert hours
    assert all(hour in mine and hour in theirs for hour in hours)
    for hour in hours:
        check_hour(hour, mine, theirs)


@pytest.mark.parametrize("slots", [({"wed-night"}, {"wed-afternoon"}), ({"wed-afternoon"}, set())])
def test_an_hour_that_one_of_them_does_not_show_is_refused(slots: tuple[set[str], ...]) -> None:
    with pytest.raises(RuleBroken, match="in the list"):
        check_hour(NOON, Shown(LONDON, slots[0]), Shown(LONDON, slots[1]))


def test_at_least_one_is_chosen_and_at_most_three_wait() -> None:
    check_how_many(1, 2)
    for chosen, waiting in ((0, 0), (2, 2)):
        with pytest.raises(RuleBroken):
            check_how_many(chosen, waiting)


@pytest.mark.parametrize(
    ("state", "at"), [(SuggestionState.PASSED, NOON), (SuggestionState.OPEN, NOW)]
)
def test_what_was_answered_or_is_past_takes_no_answer(state: SuggestionState, at: datetime) -> None:
    check_open(SuggestionState.OPEN, NOON, NOW)
    with pytest.raises(RuleBroken, match="no longer open"):
        check_open(state, at, NOW)
