"""By when staff look back on a match, and when they can."""

from datetime import date

import pytest

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.matches.rules.reviews import check_can_review, meant_until, next_review
from mentorship.matches.rules.states import MatchState

AGENCY, ONLY_THE_END = Agency(), Agency(review_months=None)
BEGAN = date(2026, 1, 31)
FIRST, END, AFTER = date(2026, 4, 30), date(2027, 1, 31), date(2028, 1, 31)


def test_the_first_time_is_early_and_then_whenever_the_time_of_a_match_is_over() -> None:
    assert meant_until(BEGAN, AGENCY) == END
    assert next_review(BEGAN, None, AGENCY) == FIRST
    assert next_review(BEGAN, FIRST, AGENCY) == END
    assert next_review(BEGAN, END, AGENCY) == AFTER


def test_it_can_come_some_days_before_its_day_and_late_answers_what_was_missed() -> None:
    assert next_review(BEGAN, date(2026, 3, 30), AGENCY) == FIRST
    assert next_review(BEGAN, date(2026, 3, 31), AGENCY) == END
    assert next_review(BEGAN, date(2027, 1, 1), AGENCY) == AFTER
    assert next_review(BEGAN, date(2027, 6, 1), AGENCY) == AFTER


def test_an_agency_can_look_back_only_when_the_time_is_over() -> None:
    assert next_review(BEGAN, None, ONLY_THE_END) == END
    assert next_review(BEGAN, None, Agency(review_months=12)) == END


@pytest.mark.parametrize("state", MatchState)
def test_only_what_has_begun_and_does_not_end_is_looked_back_on(state: MatchState) -> None:
    if state in {MatchState.ACTIVE, MatchState.PAUSED}:
        check_can_review(state)
    else:
        with pytest.raises(RuleBroken):
            check_can_review(state)
