"""Single talks: their moments and where they stand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentorship.checkins.rules.talks import (
    MEETING_STATES,
    MeetingState,
    MeetingStep,
    Standing,
    agreed,
    check_ahead,
    check_both_here,
    check_length,
    day_of,
    meeting_after,
    moment_of,
    standing,
)
from mentorship.kernel.errors import RuleBroken

DUBLIN = "Europe/Dublin"
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


def wall(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(DUBLIN)).replace(tzinfo=None)


def test_a_time_that_the_spring_change_skips_moves_on_an_hour() -> None:
    skipped = moment_of(date(2026, 3, 29), time(1, 30), DUBLIN)
    assert wall(skipped).time() == time(2, 30)
    assert day_of(skipped, DUBLIN) == date(2026, 3, 29)


def test_nobody_can_agree_on_a_time_that_the_spring_change_skips() -> None:
    for at in (time(1), time(1, 30), time(1, 59)):
        with pytest.raises(RuleBroken) as broken:
            agreed(date(2026, 3, 29), at, DUBLIN)
        assert broken.value.field == "at"
    for at in (time(0, 59), time(2)):
        assert wall(agreed(date(2026, 3, 29), at, DUBLIN)).time() == at
    # The hour that comes twice in autumn is there: the first of the two is meant.
    assert agreed(date(2026, 10, 25), time(1, 30), DUBLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


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


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_calendar_reckons_with_is_refused(day: date) -> None:
    with pytest.raises(RuleBroken, match="within a year"):
        agreed(day, time(12), DUBLIN)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_time_that_passed_or_is_far_away_is_refused(days: int) -> None:
    with pytest.raises(RuleBroken):
        check_ahead(NOW + timedelta(days=days), NOW)
    check_ahead(NOW + timedelta(days=1), NOW)


def test_no_talk_is_planned_while_one_of_the_two_is_away() -> None:
    check_both_here(rests_for_one=False)
    with pytest.raises(RuleBroken, match="You rest for now"):
        check_both_here(rests_for_one=True)
