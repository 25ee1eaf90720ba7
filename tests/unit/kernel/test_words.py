"""Dates, times and weeks as people say them."""

from datetime import UTC, date, datetime

from mentorship.kernel import words


def test_a_day_is_written_with_its_weekday() -> None:
    assert words.format_date(date(2026, 11, 26)) == "Thursday 26 November 2026"


def test_a_time_is_told_in_the_zone_of_the_moment() -> None:
    with words.use_locale("en", "Asia/Kolkata"):
        assert words.format_time(datetime(2026, 11, 26, 13, 0, tzinfo=UTC)) == "18:30"


def test_a_moment_near_midnight_falls_on_the_day_of_the_zone() -> None:
    with words.use_locale("en", "Pacific/Auckland"):
        said = words.format_date(datetime(2026, 11, 26, 22, 0, tzinfo=UTC))
    assert said == "Friday 27 November 2026"


def test_weeks_are_counted_in_words() -> None:
    assert [words.format_weeks(n) for n in (0, 1, 5)] == [
        "less than a week",
        "1 week",
        "5 weeks",
    ]
