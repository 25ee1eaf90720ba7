"""Days off: what may be added, what is taken off and put back, and when it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship.checkins.rules.days_off import (
    MOST,
    NONE,
    Days,
    DaysOff,
    ahead,
    over_at,
    pack,
    put_back,
    unpack,
    with_days,
    without,
)
from mentorship.checkins.rules.suggestions import Shown, hours_of_both
from mentorship.kernel.errors import RuleBroken

DAY, YEAR = timedelta(days=1), timedelta(days=366)
TODAY = date(2026, 3, 4)  # a Wednesday
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
WEEK = Days(TODAY + 7 * DAY, TODAY + 14 * DAY)
CAIRO = "Africa/Cairo"


@pytest.mark.parametrize(("first", "last", "field", "says"), [
    (-1, -1, "first", "is over"), (-1, 3, "first", "is over"), (3, 2, "last", "before the first"),
    (3, 367, "last", "within a year"), (367, 368, "first", "within a year"),
])  # fmt: skip
def test_days_that_cannot_be_are_refused(first: int, last: int, field: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says) as broken:
        with_days(NONE, Days(TODAY + first * DAY, TODAY + last * DAY), TODAY)
    assert (broken.value.field, broken.value.status) == (field, 422)


def test_today_and_the_last_day_of_a_year_can_be_off() -> None:
    off = with_days(NONE, Days(TODAY, TODAY + YEAR), TODAY)
    assert TODAY in off
    assert TODAY + YEAR in off
    assert TODAY - DAY not in off
    assert TODAY + YEAR + DAY not in off


def test_the_list_holds_so_many_and_the_same_line_once_in_the_order_of_days() -> None:
    off = NONE
    for n in reversed(range(MOST)):
        off = with_days(off, Days(TODAY + n * DAY, TODAY + n * DAY), TODAY)
    assert list(off.listed) == sorted(off.listed)
    assert with_days(off, off.listed[3], TODAY) == off
    with pytest.raises(RuleBroken, match="full"):
        with_days(off, WEEK, TODAY)


def test_what_was_last_taken_off_can_be_put_back_until_the_list_changes() -> None:
    off = with_days(with_days(NONE, WEEK, TODAY), Days(TODAY, TODAY), TODAY)
    less = without(off, WEEK.key)
    assert WEEK.first not in less
    assert without(less, WEEK.key) == less
    assert put_back(less) == off
    for changed in (off, with_days(less, Days(TODAY + DAY, TODAY + DAY), TODAY)):
        with pytest.raises(RuleBroken, match="no longer"):
            put_back(changed)


@pytest.mark.parametrize("off", [NONE, DaysOff((WEEK,)), DaysOff((), WEEK), DaysOff((WEEK,), WEEK)])
def test_what_is_packed_is_read_again(off: DaysOff) -> None:
    assert unpack(pack(off)) == off


def test_what_is_over_falls_out_once_its_last_day_is() -> None:
    off = DaysOff((WEEK,), WEEK)
    assert ahead(off, WEEK.last) == off
    assert ahead(off, WEEK.last + DAY) == NONE


def test_it_is_over_at_the_end_of_the_earliest_last_day_by_their_clock() -> None:
    later = Days(WEEK.first, WEEK.last + DAY)
    assert over_at(NONE, CAIRO, NOW) is None
    midnight = datetime(2026, 3, 18, 22, tzinfo=UTC)
    assert over_at(DaysOff((later, WEEK)), CAIRO, NOW) == midnight
    assert over_at(DaysOff((WEEK,), later), CAIRO, NOW) == NOW + DAY


def test_an_hour_is_left_out_on_the_day_it_has_by_the_clock_of_whose_day_is_off() -> None:
    slots, hours = {"wed-night", "thu-night"}, (NOW, NOW + 2 * DAY)
    open_ = Shown("Europe/London", slots)
    assert {hour.day for hour in hours_of_both(*hours, open_, open_)} == {4, 5}
    off = Shown("Europe/London", slots, DaysOff((Days(TODAY, TODAY),)))
    assert {hour.day for hour in hours_of_both(*hours, open_, off)} == {5}
    # The last evening hour in London is the day after in Cairo.
    cairo = Shown(CAIRO, {"thu-morning"}, DaysOff((Days(TODAY, TODAY),)))
    assert datetime(2026, 3, 5, 7, tzinfo=UTC) in cairo
    assert datetime(2026, 3, 4, 7, tzinfo=UTC) not in cairo


def test_one_day_alone_is_not_said_twice() -> None:
    assert Days(TODAY, TODAY).said == "Wednesday 4 March 2026"
    assert WEEK.said == "Wednesday 11 March 2026 to Wednesday 18 March 2026"
