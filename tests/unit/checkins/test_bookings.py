"""Booked time: which quarter hours a talk touches, and what is said when one is taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.checkins.rules.bookings import QUARTER, check_all_free, check_free, quarters
from mentorship.checkins.rules.talks import LONGEST, SHORTEST
from mentorship.kernel.errors import RuleBroken

SIX = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
talks = st.tuples(st.integers(0, 600), st.integers(SHORTEST, LONGEST))


def test_a_talk_takes_the_quarters_it_touches_and_no_more() -> None:
    assert quarters(SIX, 30) == [SIX, SIX + QUARTER]
    assert quarters(SIX, 31) == [SIX, SIX + QUARTER, SIX + 2 * QUARTER]
    assert quarters(SIX + 14 * MINUTE, 10) == [SIX, SIX + QUARTER]


@given(talks, talks)
def test_two_talks_that_overlap_share_a_quarter(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    (start, long), (later, also) = sorted([one, other])
    shared = set(quarters(SIX + start * MINUTE, long)) & set(quarters(SIX + later * MINUTE, also))
    if later < start + long:
        assert shared
    elif later - later % 15 >= start + long:
        assert not shared


def test_a_taken_time_is_said_and_nothing_of_whose_it_is() -> None:
    check_free(is_free=True)
    check_all_free([], "UTC")
    with pytest.raises(RuleBroken) as broken:
        check_free(is_free=False)
    assert broken.value.sentence == "This time is taken. Choose another."
    late = SIX + timedelta(hours=5)
    with pytest.raises(RuleBroken) as broken:
        check_all_free([late, late + timedelta(weeks=1)], "Europe/Athens")
    said = "On Friday 6 March 2026 this time is taken. Choose another."
    assert broken.value.sentence == said
