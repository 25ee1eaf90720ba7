"""When a mentor is ready, and that two different people decide."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.states import after
from mentorship.profiles.rules.readiness import (
    MOVES,
    Need,
    ReviewMove,
    ReviewState,
    Standing,
    Topic,
    Trained,
    check_first_person,
    check_second_person,
    owed,
    supervision_until,
    training_until,
)

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
TOPICS = ("listening", "limits")
ONE, OTHER, ABOUT = uuid4(), uuid4(), uuid4()


def trained(*topics: Topic, minutes: int = 180, on: date = TODAY) -> list[Trained]:
    return [Trained(topic, on, minutes) for topic in topics]


def test_training_counts_once_every_topic_and_hour_is_there() -> None:
    both = trained(Topic.LISTENING, Topic.LIMITS)
    assert training_until(both, TOPICS, hours=6, months=12) == date(2027, 3, 4)


def test_training_does_not_count_without_a_topic_or_an_hour_or_at_all() -> None:
    assert training_until(trained(Topic.LISTENING, minutes=600), TOPICS, 6, 12) is None
    assert training_until(trained(Topic.LISTENING, Topic.LIMITS, minutes=60), TOPICS, 6, 12) is None
    assert training_until([], (), 0, 12) is None


def test_training_is_in_date_from_the_newest_on() -> None:
    both = trained(Topic.LISTENING, Topic.LIMITS, on=date(2024, 1, 1)) + trained(Topic.OTHER)
    assert training_until(both, TOPICS, hours=6, months=12) == date(2027, 3, 4)


def test_supervision_is_in_date_from_the_newest_on() -> None:
    assert supervision_until([], 60) is None
    assert supervision_until([TODAY - 30 * DAY, TODAY], 60) == TODAY + 60 * DAY


def test_a_mentor_is_ready_until_the_first_thing_is_over() -> None:
    standing = Standing({need: TODAY + n * DAY for n, need in enumerate(Need)})
    assert standing.last_day == TODAY
    assert standing.ready(TODAY)
    assert not standing.ready(TODAY + DAY)
    assert standing.unmet(TODAY + DAY) == [next(iter(Need))]


@pytest.mark.parametrize("missing", list(Need))
def test_a_mentor_who_lacks_one_thing_is_not_ready(missing: Need) -> None:
    standing = Standing({need: TODAY for need in Need if need is not missing})
    assert standing.last_day is None
    assert not standing.ready(TODAY)
    assert standing.unmet(TODAY) == [missing]


def test_a_decision_goes_only_where_the_table_says() -> None:
    for state in ReviewState:
        for move in ReviewMove:
            if (state, move) in MOVES:
                assert after(MOVES, state, move) is MOVES[state, move]
            else:
                with pytest.raises(RuleBroken):
                    after(MOVES, state, move)


def test_two_different_people_may_decide_about_a_third() -> None:
    assert check_first_person(ONE, ABOUT) == ONE
    check_second_person(ONE, OTHER, ABOUT)


@pytest.mark.parametrize("asks", [None, ABOUT])
def test_nobody_asks_for_a_decision_about_themselves(asks: UUID | None) -> None:
    with pytest.raises(RuleBroken):
        check_first_person(asks, ABOUT)


@pytest.mark.parametrize("decides", [None, ONE, ABOUT])
def test_the_second_person_is_neither_the_first_nor_the_one_it_is_about(
    decides: UUID | None,
) -> None:
    with pytest.raises(RuleBroken):
        check_second_person(ONE, decides, ABOUT)


def test_only_who_talks_with_somebody_or_was_found_ready_has_anything_to_renew() -> None:
    supervised = {Need.SUPERVISION: TODAY}
    found_ready = {**supervised, Need.AGREEMENT: TODAY - 400 * DAY}
    assert owed(supervised, talks=False) == {}
    assert owed(supervised, talks=True) == supervised
    assert owed(found_ready, talks=False) == found_ready
