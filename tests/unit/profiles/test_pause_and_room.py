"""When a pause holds and who ends it; which places count."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from mentorship.kernel.access import Actor, Role
from mentorship.kernel.errors import RuleBroken
from mentorship.profiles.rules.pause import (
    PauseWhy,
    any_holds,
    check_may_end,
    check_until,
    holds,
)
from mentorship.profiles.rules.room import check_places, offered, room_left

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    until: date | None = None
    ended_at: datetime | None = None


def test_a_pause_holds_until_its_first_day_back() -> None:
    assert holds(Pause(), TODAY)
    assert holds(Pause(until=TODAY + DAY), TODAY)
    assert not holds(Pause(until=TODAY), TODAY)


def test_a_pause_that_was_ended_holds_no_longer() -> None:
    assert not holds(Pause(ended_at=NOW), TODAY)
    assert not any_holds([Pause(ended_at=NOW), Pause(until=TODAY)], TODAY)
    assert any_holds([Pause(ended_at=NOW), Pause()], TODAY)


@pytest.mark.parametrize("until", [TODAY, TODAY - DAY, TODAY + timedelta(days=400)])
def test_a_first_day_back_is_ahead_and_within_a_year(until: date) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_until(until, TODAY)
    assert broken.value.field == "until"


def test_a_pause_may_have_no_end_or_one_within_a_year() -> None:
    check_until(None, TODAY)
    check_until(TODAY + DAY, TODAY)


def test_only_the_safeguarding_lead_ends_a_pause_for_safety() -> None:
    coordinator = Actor(uuid4(), uuid4(), frozenset({Role.COORDINATOR}))
    lead = Actor(uuid4(), uuid4(), frozenset({Role.SAFEGUARDING}))
    check_may_end(PauseWhy.OWN, coordinator)
    check_may_end(PauseWhy.SAFEGUARDING, lead)
    with pytest.raises(RuleBroken):
        check_may_end(PauseWhy.SAFEGUARDING, coordinator)


@pytest.mark.parametrize("places", [-1, 6])
def test_nobody_offers_fewer_than_no_or_more_than_five_places(places: int) -> None:
    with pytest.raises(RuleBroken):
        check_places(places)


def test_places_count_while_the_mentor_said_so_lately() -> None:
    check_places(0)
    check_places(5)
    assert offered(2, NOW, NOW + 30 * DAY, days=31) == 2
    assert offered(2, NOW, NOW + 31 * DAY, days=31) == 0
    assert offered(2, None, NOW, days=31) == 0


def test_who_holds_as_many_as_they_can_or_more_has_no_room_left() -> None:
    assert [room_left(2, held) for held in (0, 1, 2, 3)] == [2, 1, 0, 0]
