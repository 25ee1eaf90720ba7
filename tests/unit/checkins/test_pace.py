"""What a month of a pair was meant to hold, and when it fell short."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship.checkins.rules import ladders, pace
from mentorship.checkins.rules.follow_ups import Owner, Reason, Stage
from mentorship.checkins.rules.pace import Held, Meant, Reckoned, pace_said
from mentorship.checkins.rules.rhythms import is_over
from mentorship.kernel.settings import Agency

AGENCY = Agency()
DAY = timedelta(days=1)
JUNE = date(2026, 6, 1)
SPAN = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
TENTH, TWENTIETH = datetime(2026, 6, 10, tzinfo=UTC), datetime(2026, 6, 20, tzinfo=UTC)


def test_a_month_is_reckoned_when_the_log_of_its_last_day_is_due() -> None:
    over = datetime(2026, 7, 3, tzinfo=UTC)
    assert pace.reckoned_at(JUNE, AGENCY) == over
    assert pace.month_to_reckon(over, AGENCY) == JUNE
    assert pace.month_to_reckon(over - timedelta(seconds=1), AGENCY) == date(2026, 5, 1)
    assert pace.month_to_reckon(datetime(2026, 1, 9, tzinfo=UTC), AGENCY) == date(2025, 12, 1)


def test_the_months_are_those_of_the_agency() -> None:
    there = Agency(time_zone="America/New_York", talk_grace_days=0)
    assert pace.span_of(JUNE, there)[0] == datetime(2026, 6, 1, 4, tzinfo=UTC)
    assert pace.reckoned_at(JUNE, there) == datetime(2026, 7, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rests", "planned"),
    [
        ([], (4, 240)),
        ([(TENTH, TWENTIETH)], (2, 160)),
        ([(SPAN[0] - DAY, SPAN[1] + DAY)], (0, 0)),
        ([(SPAN[1], SPAN[1] + DAY)], (4, 240)),
    ],
)
def test_a_rest_stands_still(
    rests: list[tuple[datetime, datetime]], planned: tuple[int, int]
) -> None:
    meant = pace.meant(AGENCY, SPAN, rests, None)
    assert (meant.talks, meant.minutes) == planned


def test_a_pair_whose_rhythm_is_rarer_is_judged_by_it_and_never_by_more() -> None:
    assert pace.meant(AGENCY, SPAN, [], Meant(2, 90)) == Meant(2, 90)
    assert pace.meant(AGENCY, SPAN, [], Meant(9, 540)) == Meant(4, 240)


def test_what_the_agency_left_empty_is_not_asked() -> None:
    nothing = Agency(month_talks=None, month_minutes=None)
    assert pace.meant(nothing, SPAN, [], Meant(2, 90)) == Meant(None, None)
    assert not pace.fell_short(Held(0, 0), Meant(None, None))


def test_too_few_talks_or_too_little_time_is_short() -> None:
    meant = Meant(4, 240)
    assert pace.fell_short(Held(3, 300), meant)
    assert pace.fell_short(Held(4, 239), meant)
    assert not pace.fell_short(Held(4, 240), meant)


def test_slots_on_a_rest_do_not_count() -> None:
    moments = [(SPAN[0], 30), (TENTH, 30), (TWENTIETH, 45), (SPAN[1], 60)]
    assert pace.slots_in(SPAN, [(TENTH, TWENTIETH)], moments) == Meant(2, 75)


def test_a_rhythm_is_over_after_its_last_talk() -> None:
    rule = "FREQ=WEEKLY;COUNT=2"
    assert not is_over(rule, TENTH, "UTC", TENTH + 7 * DAY)
    assert is_over(rule, TENTH, "UTC", TENTH + 8 * DAY)


def test_what_fell_short_is_said_in_numbers() -> None:
    def said(held: Held) -> str:
        return pace_said(Reckoned(date(2026, 10, 1), held, Meant(4, 240)))

    assert said(Held(2, 120)) == "2 talks of 4 planned in October 2026"
    assert said(Held(1, 240)) == "1 talk of 4 planned in October 2026"
    assert said(Held(4, 90)) == "90 minutes of 240 planned in October 2026"


def test_of_two_ladders_the_more_urgent_mark_holds() -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    marks = ladders.ladder(Reason.NO_NEWS, now, now + 20 * DAY, AGENCY, taken=False)
    both = ladders.together(marks, ladders.few_talks(now + 5 * DAY, AGENCY))
    held = {day: ladders.mark_at(both, now + day * DAY).stage for day in (0, 4, 5, 11, 12, 30, 34)}
    assert held == {
        0: Stage.ON_TIME, 4: Stage.ON_TIME, 5: Stage.DUE, 11: Stage.DUE, 12: Stage.LATE,
        30: Stage.LATE, 34: Stage.CALL_TODAY,
    }  # fmt: skip
    assert [mark.at for mark in both if mark.remind_until] == [now + 23 * DAY]
    # What is late for the month turns next into a call, and not into what it is already.
    assert ladders.next_after(both, now + 24 * DAY) == now + 34 * DAY
    assert {mark.owner for mark in both} == {Owner.COORDINATOR, Owner.DEPUTY, Owner.LEAD}
    # Whoever comes back late is not reminded of what is late by itself.
    reminds = {
        day: ladders.mark_at(both, now + day * DAY).reminds(now + day * DAY)
        for day in (22, 23, 26, 27)
    }
    assert reminds == {22: False, 23: True, 26: True, 27: False}


def test_a_month_that_fell_short_asks_for_no_call() -> None:
    few = ladders.few_talks(TENTH, AGENCY)
    assert ladders.mark_at(few, TENTH + 400 * DAY).stage is Stage.LATE
