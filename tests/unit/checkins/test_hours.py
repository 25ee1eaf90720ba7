"""When staff are there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mentorship.checkins.rules.hours import (
    after_work,
    closing,
    end_of_next_staffed_day,
    is_staffed,
    next_reading,
)
from mentorship.kernel.settings import Agency

HOURS = Agency(time_zone="Europe/Dublin", staffed_weekdays=(0, 1, 2, 3, 4))
HOUR = timedelta(hours=1)
FRIDAY_EVENING = datetime(2026, 3, 6, 20, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_somebody_is_there_on_a_staffed_day_in_its_hours_alone() -> None:
    assert is_staffed(MONDAY_AT_NINE, HOURS)
    assert not is_staffed(FRIDAY_EVENING, HOURS)
    assert not is_staffed(datetime(2026, 3, 8, 12, tzinfo=UTC), HOURS)


def test_what_comes_on_friday_evening_is_read_on_monday_at_nine() -> None:
    assert next_reading(FRIDAY_EVENING, HOURS) == MONDAY_AT_NINE


def test_what_comes_before_nine_is_read_the_same_day() -> None:
    assert next_reading(datetime(2026, 3, 9, 6, tzinfo=UTC), HOURS) == MONDAY_AT_NINE


def test_what_comes_while_somebody_is_there_is_read_at_once() -> None:
    assert next_reading(MONDAY_AT_NINE, HOURS) == MONDAY_AT_NINE


def test_an_agency_that_named_no_day_promises_none() -> None:
    nobody = replace(HOURS, staffed_weekdays=())
    assert next_reading(FRIDAY_EVENING, nobody) is None
    assert end_of_next_staffed_day(FRIDAY_EVENING, nobody).weekday() == 5
    assert after_work(FRIDAY_EVENING, HOUR, nobody) == FRIDAY_EVENING + HOUR
    assert nobody.staffed_hours == ""


def test_hours_of_work_leave_out_nights_and_days_off() -> None:
    assert after_work(MONDAY_AT_NINE, 4 * HOUR, HOURS) == MONDAY_AT_NINE + 4 * HOUR
    assert after_work(FRIDAY_EVENING, 2 * HOUR, HOURS) == MONDAY_AT_NINE + 2 * HOUR
    assert after_work(MONDAY_AT_NINE, 20 * HOUR, HOURS) == MONDAY_AT_NINE + 52 * HOUR


def test_nobody_is_there_on_a_holiday_and_nothing_falls_due_on_it() -> None:
    monday = replace(HOURS, holidays=(MONDAY_AT_NINE.date(),))
    on_tuesday = MONDAY_AT_NINE + 24 * HOUR
    assert not is_staffed(MONDAY_AT_NINE, monday)
    assert next_reading(FRIDAY_EVENING, monday) == on_tuesday
    assert next_reading(MONDAY_AT_NINE - 3 * HOUR, monday) == on_tuesday
    assert end_of_next_staffed_day(FRIDAY_EVENING, monday) == on_tuesday + 8 * HOUR
    assert after_work(FRIDAY_EVENING - 5 * HOUR, 4 * HOUR, monday) == on_tuesday + 2 * HOUR


def test_a_year_of_holidays_and_much_work_come_to_an_end() -> None:
    off = tuple(MONDAY_AT_NINE.date() + timedelta(days=n) for n in range(366))
    shut = replace(HOURS, holidays=off, staffed_until_hour=10)
    found = after_work(MONDAY_AT_NINE, 2000 * HOUR, shut)
    assert found > MONDAY_AT_NINE + timedelta(days=366 + 2000)


def test_a_day_that_ends_at_midnight_is_whole() -> None:
    late = replace(HOURS, staffed_until_hour=24)
    assert is_staffed(datetime(2026, 3, 6, 23, 30, tzinfo=UTC), late)
    assert closing(FRIDAY_EVENING, late) == datetime(2026, 3, 7, 0, tzinfo=UTC)


def test_the_hours_are_said_as_people_say_them() -> None:
    assert HOURS.staffed_hours == "Monday to Friday, 9:00 to 17:00"
    some = replace(HOURS, staffed_weekdays=(0, 1, 3, 5), staffed_from_hour=10)
    assert some.staffed_hours == "Monday, Tuesday, Thursday, Saturday, 10:00 to 17:00"


def test_the_next_staffed_day_after_a_friday_is_monday() -> None:
    assert end_of_next_staffed_day(FRIDAY_EVENING, HOURS) == datetime(2026, 3, 9, 17, tzinfo=UTC)


def test_opening_hours_follow_the_clock_on_the_wall_through_the_spring_change() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert next_reading(saturday, HOURS) == datetime(2026, 3, 30, 8, tzinfo=UTC)
