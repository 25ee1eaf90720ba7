"""The agency's own numbers decide, where the program once had numbers of its own."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.checkins import service
from mentorship.checkins.models import FollowUp, Suggestion
from mentorship.checkins.queries.suggestions import unanswered
from mentorship.checkins.rules.follow_ups import Outcome, Reason, SnoozeWhy
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service.follow_ups import raise_, resolve
from mentorship.kernel import settings
from mentorship.kernel.errors import RuleBroken
from tests.talking import Pair, talking

DAY = timedelta(days=1)


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def asks(session: Session, pair: Pair, now: datetime) -> FollowUp:
    return raise_(session, pair.rosa(session), Reason.NOT_GOOD, pair.mentee_id, now)


@pytest.mark.parametrize("days", [5, 60])
def test_the_same_thing_again_opens_the_old_row_within_the_days(
    session: Session, pair: Pair, now: datetime, days: int
) -> None:
    settings.change(session, pair.rosa(session), now, reopen_days=days)
    first = asks(session, pair, now)
    for since, is_same in ((days, True), (days + 1, False)):
        resolve(session, pair.rosa(session), first, Outcome.SPOKE, now)
        again = asks(session, pair, now + since * DAY)
        assert (again.id == first.id) == is_same


@pytest.mark.parametrize("days", [2, 90])
def test_something_is_put_off_for_at_most_the_days(
    session: Session, pair: Pair, now: datetime, days: int
) -> None:
    rosa, row = pair.rosa(session), asks(session, pair, now)
    settings.change(session, rosa, now, snooze_most_days=days)
    with pytest.raises(RuleBroken, match=f"within {days} days"):
        service.snooze(session, rosa, row, now + (days + 1) * DAY, SnoozeWhy.AWAY, now)
    service.snooze(session, rosa, row, now + days * DAY, SnoozeWhy.AWAY, now)
    assert row.snoozed_until == now + days * DAY


@pytest.mark.parametrize("days", [1, 7])
def test_suggested_times_wait_for_the_days(
    session: Session, pair: Pair, now: datetime, days: int
) -> None:
    settings.change(session, pair.rosa(session), now, suggestion_days=days)
    session.add(
        Suggestion(
            match_id=pair.match_id, person_id=pair.mentee_id, at=now + 20 * DAY, minutes=30,
            way=Way.PHONE, made_at=now, slot_no=1, state=SuggestionState.OPEN,
        )
    )  # fmt: skip
    session.flush()
    assert unanswered(session, now + days * DAY - DAY / 24, 9) == []
    assert len(unanswered(session, now + days * DAY, 9)) == 1
