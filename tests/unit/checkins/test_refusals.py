"""What staff cannot choose on the board, and what is seen to the same day."""

import pytest

from mentorship.checkins.rules.contacts import SAFETY, Answer, raises_concern
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.limits import check_may_call, check_reasons
from mentorship.kernel.errors import RuleBroken


def test_only_what_was_said_about_safety_is_seen_to_the_same_day() -> None:
    assert raises_concern({SAFETY: Answer.NOT_GOOD})
    assert not raises_concern({"activities": Answer.NOT_GOOD})


def test_whoever_looks_after_the_others_does_not_call() -> None:
    check_may_call(is_too_near=False)
    with pytest.raises(RuleBroken):
        check_may_call(is_too_near=True)


def test_only_reasons_that_stand_there_can_end() -> None:
    check_reasons([Reason.NOTE], [Reason.NOTE, Reason.WORRIED])
    for chosen in ([], [Reason.NOT_GOOD]):
        with pytest.raises(RuleBroken):
            check_reasons(chosen, [Reason.NOTE])
