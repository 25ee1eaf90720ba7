"""Rhythms and single talks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mentorship.checkins.rules.talks import (
    MEETING_STATES,
    Every,
    MeetingState,
    MeetingStep,
    Standing,
    check_ahead,
    check_length,
    day_of,
    meeting_after,
    moment_of,
    moments,
    standing,
)
from mentorship.kernel.errors import RuleBroken

DUBLIN = "Europe/Dublin"
FIRST = datetime(2026, 3, 17, 18, 30, tzinfo=ZoneInfo(DUBLIN))
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


def wall(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(DUBLIN)).replace(tzinfo=None)


@pytest.mark.parametrize(("every", "days"), [(Every.WEEK, 7), (Every.TWO_WEEKS, 14)])
def test_a_rhythm_keeps_its_time_on_the_wall_through_both_changes(every: Every, days: int) -> None:
    found = moments(FIRST, every, DUBLIN, FIRST + timedelta(days=364))
    assert {wall(moment).time() for moment in found} == {time(18, 30)}
    assert [wall(b) - wall(a) for a, b in pairwise(found)] == [timedelta(days=days)] * (
        len(found) - 1
    )
    assert len({moment.hour for moment in found}) == 2, "the hour in UTC moves with the change"


def test_a_monthly_rhythm_keeps_the_weekday_and_its_place_in_the_month() -> None:
    found = [wall(m) for m in moments(FIRST, Every.MONTH, DUBLIN, FIRST + timedelta(days=364))]
    assert len(found) == 13
    assert {(m.weekday(), (m.day - 1) // 7) for m in found} == {(1, 2)}


def test_a_fifth_tuesday_becomes_the_last_one_so_that_no_month_is_left_out() -> None:
    fifth = datetime(2026, 3, 31, 18, 30, tzinfo=ZoneInfo(DUBLIN))
    found = [wall(m) for m in moments(fifth, Every.MONTH, DUBLIN, fifth + timedelta(days=330))]
    assert len(found) == 12
    assert all((m + timedelta(days=7)).month != m.month for m in found)


def test_a_rhythm_without_an_end_stops_within_ten_years() -> None:
    found = moments(FIRST, Every.WEEK, DUBLIN, FIRST + timedelta(days=365_000))
    assert found[-1] < FIRST + timedelta(days=3700)


def test_a_time_that_the_spring_change_skips_moves_on_an_hour() -> None:
    skipped = moment_of(date(2026, 3, 29), time(1, 30), DUBLIN)
    assert wall(skipped).time() == time(2, 30)
    assert day_of(skipped, DUBLIN) == date(2026, 3, 29)


def test_a_booked_time_that_passed_is_unknown_and_not_held() -> None:
    assert standing(MeetingState.PLANNED, NOW, 60, NOW) is Standing.AHEAD
    assert standing(MeetingState.PLANNED, NOW, 60, NOW + timedelta(hours=1)) is Standing.UNKNOWN
    assert standing(MeetingState.LOGGED, NOW, 60, NOW) is Standing.LOGGED
    assert standing(MeetingState.CANCELLED, NOW, 60, NOW) is Standing.CANCELLED


@pytest.mark.parametrize("state", list(MeetingState))
@pytest.mark.parametrize("step", list(MeetingStep))
def test_every_step_of_a_talk_leads_somewhere_or_is_refused(
    state: MeetingState, step: MeetingStep
) -> None:
    if (state, step) in MEETING_STATES:
        assert meeting_after(state, step) in MeetingState
    else:
        with pytest.raises(RuleBroken):
            meeting_after(state, step)


@pytest.mark.parametrize("minutes", [-1, 0, 9, 481, 10**9])
def test_a_length_that_no_talk_has_is_refused(minutes: int) -> None:
    with pytest.raises(RuleBroken):
        check_length(minutes)
    check_length(60)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_time_that_passed_or_is_far_away_is_refused(days: int) -> None:
    with pytest.raises(RuleBroken):
        check_ahead(NOW + timedelta(days=days), NOW)
    check_ahead(NOW + timedelta(days=1), NOW)
