"""Dates, limits and measures of rounds, offers and matches."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules import limits
from mentorship.matches.rules.reasons import ApartKind

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (100, "Strong"),
        (80, "Strong"),
        (79, "Good"),
        (65, "Good"),
        (64, "Possible"),
        (50, "Possible"),
        (49, "Little in common"),
    ],
)
def test_a_fit_is_said_in_words_first(points: int, words: str) -> None:
    assert limits.fit_words(points) == words


@pytest.mark.parametrize(
    ("score", "most", "points"),
    [(8650, 10_000, 87), (8649, 10_000, 86), (0, 10_000, 0), (1, 0, 0), (10_000, 10_000, 100)],
)
def test_points_are_rounded_half_up(score: int, most: int, points: int) -> None:
    assert limits.points(score, most) == points


@given(st.lists(st.integers(0, 3000), min_size=1))
def test_shares_come_to_the_points_of_the_whole_and_each_is_at_most_a_point_off(
    earned: list[int],
) -> None:
    shares = limits.shares(earned, 10_000)
    assert sum(shares) == limits.points(sum(earned), 10_000)
    off = (abs(100 * share - part) for share, part in zip(shares, earned, strict=True))
    assert max(off) <= 100


def test_under_three_points_there_is_no_real_difference() -> None:
    assert limits.no_real_difference(80, 82)
    assert not limits.no_real_difference(80, 83)


@pytest.mark.parametrize(
    ("fewer", "lost", "said"),
    [
        (1, 0, "1 person fewer placed"),
        (2, 900, "2 people fewer placed"),
        (0, 299, "3.0 points less in all: no real difference"),
        (0, -100, "0.0 points less in all: no real difference"),
        (0, 2_450, "24.5 points less in all"),
        (0, -450, "4.5 points more in all"),
    ],
)
def test_what_another_choice_costs_is_said_in_words(fewer: int, lost: int, said: str) -> None:
    assert limits.cost_words(fewer, lost) == said


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (0, "The fits in all stay the same."),
        (450, "4.5 points more in all."),
        (-5, "0.1 points less in all."),
    ],
)
def test_what_a_change_brings_is_said_in_words(units: int, said: str) -> None:
    assert limits.gain_words(units) == said


def test_the_mentee_is_asked_when_the_minutes_are_over() -> None:
    assert limits.ask_at(NOON, 15) == NOON + timedelta(minutes=15)
    limits.check_take_back(NOON, NOON + timedelta(minutes=1))
    with pytest.raises(RuleBroken):
        limits.check_take_back(NOON, NOON)


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (datetime(2026, 3, 4, 10, 0, tzinfo=UTC), datetime(2026, 3, 5, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 10, 1, tzinfo=UTC), datetime(2026, 3, 6, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 9, 59, tzinfo=UTC), datetime(2026, 3, 5, 10, 0, tzinfo=UTC)),
    ],
)
def test_everyone_is_told_at_the_fixed_hour_a_day_later_at_the_earliest(
    ended: datetime, told: datetime
) -> None:
    assert limits.told_from(ended, 24, 10, ZoneInfo("UTC")) == told


def test_the_fixed_hour_is_the_hour_of_the_place() -> None:
    # In the night in which clocks go forward, ten o'clock stays ten o'clock.
    ended = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
    told = limits.told_from(ended, 24, 10, ZoneInfo("Europe/Berlin"))
    assert told.astimezone(UTC) == datetime(2026, 3, 29, 8, 0, tzinfo=UTC)


def test_the_printed_day_leaves_both_their_days_to_answer() -> None:
    assert limits.answer_by(NOON, 5, ZoneInfo("UTC")) == date(2026, 3, 16)


def test_not_now_and_a_decline_keep_apart_for_a_while_and_no_for_good() -> None:
    assert limits.apart_until(ApartKind.NOT_NOW, TODAY, 60) == date(2026, 5, 3)
    assert limits.apart_until(ApartKind.DECLINED, TODAY, 60) == date(2026, 5, 3)
    assert limits.apart_until(ApartKind.NO, TODAY, 60) is None


def test_a_hold_and_a_pause_end_after_today() -> None:
    limits.check_hold(TODAY + timedelta(days=1), TODAY, 60)
    limits.check_pause(TODAY + timedelta(days=1), TODAY)
    limits.check_pause(None, TODAY)
    for refused in (lambda: limits.check_hold(TODAY, TODAY, 60),
                    lambda: limits.check_pause(TODAY, TODAY)):  # fmt: skip
        with pytest.raises(RuleBroken) as broken:
            refused()
        assert broken.value.field == "until"


def test_a_hold_ends_within_the_days_of_the_agency() -> None:
    limits.check_hold(TODAY + timedelta(days=60), TODAY, 60)
    with pytest.raises(RuleBroken, match=r"Choose a day within 60 days\.") as broken:
        limits.check_hold(TODAY + timedelta(days=61), TODAY, 60)
    assert broken.value.field == "until"


def test_a_paper_is_not_signed_tomorrow() -> None:
    limits.check_paper(None, TODAY)
    limits.check_paper(TODAY, TODAY)
    with pytest.raises(RuleBroken) as broken:
        limits.check_paper(TODAY + timedelta(days=1), TODAY)
    assert broken.value.field == "paper_on"


def test_the_agreement_needs_every_line() -> None:
    assert limits.is_agreed(2, frozenset({0, 1}))
    assert limits.is_agreed(0, frozenset())
    assert not limits.is_agreed(2, frozenset({1}))


def test_two_mentees_not_treated_right_mean_a_review() -> None:
    assert limits.needs_look(2)
    assert not limits.needs_look(1)


def test_a_round_looks_again_for_a_mentee_some_days_after_the_end() -> None:
    assert limits.looked_for_from(TODAY, 14) == TODAY + timedelta(days=14)


def test_a_supervisor_takes_one_more_only_below_the_limit() -> None:
    limits.check_supervisor(1, 2)
    for held in (2, 3):
        with pytest.raises(RuleBroken, match="no room for one more"):
            limits.check_supervisor(held, 2)
