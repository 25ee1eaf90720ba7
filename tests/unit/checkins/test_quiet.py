"""When staff look at a record of which nothing was heard, and when one that was put away goes."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.checkins.rules import quiet
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency

AGENCY = Agency()
LEAP_DAY = datetime(2028, 2, 29, 12, tzinfo=UTC)


def test_staff_look_after_twelve_months_and_it_goes_after_twenty_four() -> None:
    assert quiet.look_at(LEAP_DAY, AGENCY) == datetime(2029, 2, 28, 12, tzinfo=UTC)
    parked = datetime(2029, 3, 20, tzinfo=UTC)
    assert quiet.erase_at(LEAP_DAY, parked, AGENCY) == datetime(2030, 2, 28, 12, tzinfo=UTC)


def test_what_was_put_away_late_stays_a_month_all_the_same() -> None:
    parked = datetime(2031, 1, 1, tzinfo=UTC)
    assert quiet.erase_at(LEAP_DAY, parked, AGENCY) == parked + timedelta(days=30)


def test_what_waits_for_the_person_alone_holds_no_clock_and_what_staff_owe_does() -> None:
    for kind in (Kind.REST, Kind.KEEP_TOUCH, Kind.QUIET, Kind.REACH, Kind.TALK_NEEDED, Kind.TELL):
        assert kind in quiet.WAITS_FOR_THEM
    for kind in (Kind.SAFETY, Kind.COMPLAINT, Kind.CALL, Kind.LOOK, Kind.OFFER, Kind.AFTERCARE):
        assert kind not in quiet.WAITS_FOR_THEM


def test_who_is_here_again_is_not_put_away() -> None:
    quiet.check_may_park(is_here_again=False)
    with pytest.raises(RuleBroken, match="They were here since"):
        quiet.check_may_park(is_here_again=True)
