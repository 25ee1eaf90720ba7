"""Who is on call when, by the clock on the agency's wall, and what the plan may hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from mentorship.checkins.rules import duty
from mentorship.checkins.rules.duty import Stretch
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency

HOUR = timedelta(hours=1)
WEEKDAYS = (0, 1, 2, 3, 4)
NIGHTS = tuple(Shift(day, time(17), time(9), "ann", "ben") for day in WEEKDAYS)
SATURDAY = Shift(5, time(9), time(9), "cleo")
SUNDAY = Shift(6, time(9), time(9), "dan")
DUBLIN = Agency(
    time_zone="Europe/Dublin", staffed_weekdays=WEEKDAYS, on_call=(*NIGHTS, SATURDAY, SUNDAY)
)
# A Friday of winter, when the clock of Dublin is that of Greenwich.
FRIDAY = datetime(2026, 3, 6, tzinfo=UTC)
TODAY = FRIDAY.date()


def at(hour: float, plan: Agency = DUBLIN) -> tuple[str, ...]:
    return duty.on_call_at(FRIDAY + hour * HOUR, plan)


def test_hours_begin_on_their_minute_and_cross_midnight_into_the_next_day() -> None:
    assert at(16.99) == ()
    assert at(17) == ("ann", "ben")
    assert at(24 + 8.99) == ("ann", "ben")
    assert at(24 + 9) == ("cleo",)
    assert at(48 + 9) == ("dan",)


def test_a_date_holds_in_place_of_the_week_for_its_hours_alone() -> None:
    party = Shift(TODAY, time(20), time(2), "eve")
    plan = replace(DUBLIN, on_call=(*DUBLIN.on_call, party))
    assert [at(hour, plan)[0] for hour in (19, 20, 25, 26)] == ["ann", "eve", "eve", "ann"]
    off = replace(DUBLIN, on_call=(*DUBLIN.on_call, replace(party, first="")))
    assert [at(hour, off)[:1] for hour in (19, 20, 26)] == [("ann",), (), ("ann",)]


def test_who_is_not_there_is_not_on_call_and_the_second_stands_in() -> None:
    plan = replace(DUBLIN, on_call=duty.only(DUBLIN.on_call, {"ben"}))
    assert at(18, plan) == ("ben",)
    assert at(24 + 12, plan) == ()


@pytest.mark.parametrize(
    ("sunday", "one_before", "first_after"),
    [
        # In spring the hour from one to two is not there, in autumn it is there twice.
        (date(2026, 3, 29), "2026-03-29T07:59+00:00", "2026-03-29T08:00+00:00"),
        (date(2026, 10, 25), "2026-10-25T08:59+00:00", "2026-10-25T09:00+00:00"),
    ],
)
def test_the_plan_keeps_to_the_wall_through_both_changes_of_the_clock(
    sunday: date, one_before: str, first_after: str
) -> None:
    before, after = (datetime.fromisoformat(said) for said in (one_before, first_after))
    assert duty.on_call_at(before, DUBLIN) == ("cleo",)
    assert duty.on_call_at(after, DUBLIN) == ("dan",)
    assert duty.gaps(before - 30 * HOUR, DUBLIN) == []
    turn = (Shift(5, time(22), time(1, 30), "cleo"), Shift(6, time(1, 30), time(9), "dan"))
    night = replace(DUBLIN, staffed_weekdays=(), on_call=turn)
    start = datetime.combine(sunday, time(0), UTC) - 3 * HOUR
    assert duty.gaps(start + 2 * HOUR, night)[0].starts == after


def test_the_next_person_reads_it_now_or_when_somebody_comes_or_is_on_call() -> None:
    weekend = replace(DUBLIN, on_call=(SATURDAY,))
    for hour, expected in ((12, 12), (18, 33), (34, 34)):
        assert duty.next_reading(FRIDAY + hour * HOUR, weekend) == FRIDAY + expected * HOUR
    on_sunday = FRIDAY + 60 * HOUR
    assert duty.next_reading(on_sunday, weekend) == FRIDAY + 81 * HOUR, "staffed on Monday at nine"
    nobody = Agency(time_zone="Europe/Dublin")
    assert duty.next_reading(FRIDAY, nobody) is None
    # Where a date without anybody is over, the week goes on.
    off = Shift(TODAY + timedelta(days=1), time(9), time(12), "")
    late = replace(weekend, on_call=(SATURDAY, off))
    assert duty.next_reading(FRIDAY + 30 * HOUR, late) == FRIDAY + 36 * HOUR


def test_changes_are_all_moments_at_which_somebody_else_may_be_on_call() -> None:
    found = duty.changes(FRIDAY + 17 * HOUR, FRIDAY + 60 * HOUR, DUBLIN)
    assert found == [FRIDAY + 33 * HOUR, FRIDAY + 57 * HOUR]


def test_a_plan_without_a_gap_has_none_and_every_gap_is_named_once() -> None:
    assert duty.gaps(FRIDAY, DUBLIN) == []
    no_sunday = replace(DUBLIN, on_call=(*NIGHTS, SATURDAY))
    gap = Stretch(FRIDAY + 57 * HOUR, FRIDAY + 81 * HOUR)
    assert duty.gaps(FRIDAY, no_sunday) == [gap]
    within = FRIDAY + 60 * HOUR
    assert duty.gaps(within, no_sunday)[0] == Stretch(within, gap.ends)


def test_gaps_are_named_on_dates_and_days_off_ahead_also() -> None:
    easter, leave = date(2026, 4, 6), Shift(date(2026, 5, 2), time(9), time(9), "")
    plan = replace(DUBLIN, holidays=(easter, TODAY), on_call=(*DUBLIN.on_call, leave))
    said = [(gap.starts, gap.ends) for gap in duty.gaps(FRIDAY, plan)]
    assert said == [
        (datetime(2026, 3, 6, 9, tzinfo=UTC), datetime(2026, 3, 6, 17, tzinfo=UTC)),
        (datetime(2026, 4, 6, 8, tzinfo=UTC), datetime(2026, 4, 6, 16, tzinfo=UTC)),
        (datetime(2026, 5, 2, 8, tzinfo=UTC), datetime(2026, 5, 2, 23, tzinfo=UTC)),
    ]


def test_a_line_goes_in_at_its_place_and_the_same_day_and_hours_replace_it() -> None:
    monday, dated = Shift(0, time(18), time(6), "ann"), Shift(TODAY, time(9), time(17), "ann")
    plan = duty.put_in(duty.put_in((SATURDAY,), dated, TODAY), monday, TODAY)
    assert plan == (monday, SATURDAY, dated)
    other = replace(monday, first="ben", second="ann")
    assert duty.put_in(plan, other, TODAY) == (other, SATURDAY, dated)
    assert duty.take_out(plan, monday.key) == (SATURDAY, dated)


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ((SATURDAY,), Shift(6, time(8), time(10), "ann")),
        ((SATURDAY,), Shift(5, time(8), time(9, 1), "ann")),
        ((SUNDAY,), Shift(0, time(8, 59), time(12), "ann")),
        ((Shift(0, time(0), time(3), "ann"),), Shift(6, time(23), time(1), "ann")),
        ((Shift(TODAY, time(9), time(17), "ann"),), Shift(TODAY, time(16), time(18), "")),
    ],
)
def test_nobody_is_named_twice_for_the_same_hours(plan: tuple[Shift, ...], line: Shift) -> None:
    with pytest.raises(RuleBroken, match="in the plan already") as broken:
        duty.put_in(plan, line, TODAY)
    assert broken.value.field == "starts"


def test_lines_that_only_touch_and_a_date_beside_its_day_of_the_week_go_together() -> None:
    plan: tuple[Shift, ...] = ()
    friday = Shift(TODAY, time(17), time(9), "eve")
    for line in (*NIGHTS, SATURDAY, SUNDAY, Shift(0, time(9), time(17), "eve"), friday):
        plan = duty.put_in(plan, line, TODAY)
    assert len(plan) == 9


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Shift(0, time(9), time(17), ""), "first"),
        (Shift(TODAY, time(9), time(17), "", "ann"), "first"),
        (Shift(0, time(9), time(17), "ann", "ann"), "second"),
        (Shift(TODAY - timedelta(days=1), time(9), time(17), "ann"), "day"),
    ],
)
def test_a_line_that_says_nothing_is_refused(line: Shift, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        duty.put_in((), line, TODAY)
    assert (broken.value.status, broken.value.field) == (422, field)


def test_what_is_past_falls_out_and_a_night_that_began_yesterday_is_still_on() -> None:
    yesterday = TODAY - timedelta(days=1)
    past, still_on = (Shift(yesterday, time(9), ends, "ann") for ends in (time(17), time(8)))
    assert duty.put_in((past, still_on), SUNDAY, TODAY) == (SUNDAY, still_on)


def test_a_plan_comes_to_an_end() -> None:
    days = [TODAY + timedelta(days=n) for n in range(duty.MOST_LINES)]
    plan = tuple(Shift(day, time(9), time(17), "ann") for day in days)
    with pytest.raises(RuleBroken, match="Take some out first"):
        duty.put_in(plan, SUNDAY, TODAY)


def test_a_line_is_said_with_its_day_and_where_it_ends() -> None:
    assert duty.shift_said(NIGHTS[0]) == "Monday, 17:00 to 09:00 of the next day"
    assert duty.shift_said(Shift(TODAY, time(9), time(17), "ann")) == (
        "Friday 6 March 2026, 09:00 to 17:00"
    )
