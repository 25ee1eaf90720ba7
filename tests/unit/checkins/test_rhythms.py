"""Rhythms: what may be agreed on, how it is written, read back and said."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mentorship.checkins.rules.rhythms import (
    Every,
    Repeat,
    ahead_of,
    check_repeat,
    first_of,
    occurrences,
    plan_next,
    repeat_of,
    repeat_said,
    rule_of,
    standing_said,
)
from mentorship.kernel.errors import RuleBroken

DUBLIN = "Europe/Dublin"
FIRST = datetime(2026, 3, 17, 18, 30, tzinfo=ZoneInfo(DUBLIN))
DAY = timedelta(days=1)


def walls(repeat: Repeat, days: int, first: datetime = FIRST) -> list[datetime]:
    rule = rule_of(repeat, first, DUBLIN)
    found = occurrences(rule, first, DUBLIN, first, first + days * DAY)
    assert {moment.tzinfo for moment in found} == {UTC}
    return [moment.astimezone(ZoneInfo(DUBLIN)).replace(tzinfo=None) for moment in found]


@pytest.mark.parametrize(("every", "days"), [(Every.WEEK, 7), (Every.TWO_WEEKS, 14)])
def test_a_rhythm_keeps_its_time_on_the_wall_through_both_changes(every: Every, days: int) -> None:
    found = walls(Repeat(every), 364)
    assert len(found) == 364 // days + 1
    assert {wall.time() for wall in found} == {time(18, 30)}
    assert {b - a for a, b in pairwise(found)} == {timedelta(days=days)}


def test_a_monthly_rhythm_keeps_the_weekday_and_its_place_in_the_month() -> None:
    found = walls(Repeat(Every.MONTH), 364)
    assert len(found) == 13
    assert {(wall.weekday(), (wall.day - 1) // 7) for wall in found} == {(1, 2)}


def test_a_fifth_tuesday_becomes_the_last_one_so_that_no_month_is_left_out() -> None:
    fifth = datetime(2026, 3, 31, 18, 30, tzinfo=ZoneInfo(DUBLIN))
    found = walls(Repeat(Every.MONTH), 330, fifth)
    assert len(found) == 12
    assert all((wall + 7 * DAY).month != wall.month for wall in found)


def test_any_other_rhythm_begins_on_the_day_that_was_chosen() -> None:
    assert first_of(Repeat(Every.WEEK), FIRST.date(), FIRST.time(), DUBLIN) == FIRST


def test_days_of_one_s_own_begin_with_the_first_of_them_and_skip_weeks() -> None:
    repeat = Repeat(Every.DAYS, weeks=2, days=(0, 3))
    first = first_of(repeat, date(2026, 3, 18), time(9), DUBLIN)
    found = walls(repeat, 30, first)
    assert [wall.date().isoformat() for wall in found] == [
        "2026-03-19", "2026-03-30", "2026-04-02", "2026-04-13", "2026-04-16",
    ]  # fmt: skip


def test_a_rhythm_ends_with_its_last_day_or_its_last_talk() -> None:
    assert len(walls(Repeat(Every.WEEK, count=4), 364)) == 4
    until = walls(Repeat(Every.WEEK, last_day=date(2026, 4, 7)), 364)
    assert until[-1].date() == date(2026, 4, 7)


def test_a_rhythm_is_planned_again_when_its_next_talk_comes_near_or_one_was_skipped() -> None:
    weekly, ahead = rule_of(Repeat(Every.WEEK), FIRST, "UTC"), 28 * DAY
    after = FIRST + DAY
    assert plan_next(weekly, FIRST, "UTC", after, ahead, skipped=False) == FIRST + 7 * DAY
    tomorrow = plan_next(weekly, FIRST, "UTC", after, ahead, skipped=True)
    assert tomorrow is not None
    assert after < tomorrow < FIRST + 7 * DAY
    twice = rule_of(Repeat(Every.WEEK, count=2), FIRST, "UTC")
    assert plan_next(twice, FIRST, "UTC", after, ahead, skipped=False) is None


def test_a_rhythm_that_comes_and_ends_is_taken() -> None:
    for repeat in (Repeat(Every.MONTH, count=3), Repeat(Every.DAYS, weeks=2, days=(0, 3))):
        check_repeat(repeat, FIRST.date())


def test_a_rhythm_without_an_end_stops_within_ten_years() -> None:
    assert walls(Repeat(Every.WEEK), 365_000)[-1].year <= 2036


@pytest.mark.parametrize(
    ("repeat", "field"),
    [
        (Repeat(Every.DAYS, weeks=0, days=(1,)), "weeks"),
        (Repeat(Every.DAYS, weeks=-1, days=(1,)), "weeks"),
        (Repeat(Every.DAYS, weeks=10**9, days=(1,)), "weeks"),
        (Repeat(Every.DAYS), "days"),
        (Repeat(Every.WEEK, count=0), "count"),
        (Repeat(Every.WEEK, count=100_000), "count"),
        (Repeat(Every.WEEK, last_day=FIRST.date() - DAY), "last_day"),
        (Repeat(Every.WEEK, last_day=date(3026, 3, 17)), "last_day"),
    ],
)
def test_what_never_comes_or_never_ends_is_said_beside_its_field(
    repeat: Repeat, field: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_repeat(repeat, FIRST.date())
    assert (broken.value.field, broken.value.status) == (field, 422)


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        (Repeat(Every.WEEK), "every week, until you stop it"),
        (Repeat(Every.TWO_WEEKS, count=1), "every two weeks, 1 time"),
        (Repeat(Every.MONTH, last_day=date(2026, 9, 1)),
         "once a month, until Tuesday 1 September 2026"),
        (Repeat(Every.DAYS, days=(3, 0), count=8), "every week on Monday and Thursday, 8 times"),
        (Repeat(Every.DAYS, weeks=3, days=(6,)), "every 3 weeks on Sunday, until you stop it"),
    ],
)  # fmt: skip
def test_a_rhythm_is_said_in_words(repeat: Repeat, words: str) -> None:
    check_repeat(repeat, FIRST.date())
    rule = rule_of(repeat, FIRST, DUBLIN)
    assert repeat_said(repeat_of(rule, DUBLIN)) == words


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (True, True, "Agreed: every week."),
        (True, False, "Planned: every week. You said yes. A yes from Sam is still to come."),
        (False, True, "Planned: every week. There is a yes from Sam. Yours is still to come."),
        (False, False, "Planned: every week. Neither of you has said yes to this yet."),
    ],
)
def test_it_is_agreed_only_once_both_said_yes(mine: bool, theirs: bool, said: str) -> None:
    assert standing_said("every week", "Sam", mine=mine, theirs=theirs) == said


def test_what_is_ahead_counts_only_the_talks_that_are_left() -> None:
    repeat = Repeat(Every.WEEK, count=5)
    rule, now = rule_of(repeat, FIRST, DUBLIN), FIRST + 8 * DAY
    ahead, coming = ahead_of(repeat, rule, FIRST, DUBLIN, DUBLIN, now)
    assert ahead == Repeat(Every.WEEK, count=3)
    assert coming == (FIRST + 14 * DAY).astimezone(UTC)


def test_another_one_s_clock_moves_the_days_over_midnight() -> None:
    last = date(2026, 6, 30)
    repeat = Repeat(Every.DAYS, 1, (1, 6), last_day=last)
    rule = rule_of(repeat, FIRST, DUBLIN)
    ahead, coming = ahead_of(repeat, rule, FIRST, DUBLIN, "Asia/Tokyo", FIRST)
    assert ahead == Repeat(Every.DAYS, 1, (0, 2), last_day=last + DAY)
    assert coming == FIRST.astimezone(UTC)
    ahead, _coming = ahead_of(repeat, rule, FIRST, DUBLIN, "America/New_York", FIRST)
    assert ahead == repeat


def test_of_a_rhythm_that_is_over_nothing_is_ahead() -> None:
    repeat = Repeat(Every.WEEK, count=2)
    rule = rule_of(repeat, FIRST, DUBLIN)
    assert ahead_of(repeat, rule, FIRST, DUBLIN, DUBLIN, FIRST + 30 * DAY) == (repeat, None)
