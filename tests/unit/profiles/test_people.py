"""In which list somebody stands, and who looks after whom."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mentorship.kernel.access import Actor, Role
from mentorship.kernel.errors import NotFound
from mentorship.profiles.rules.people import (
    Bond,
    Facts,
    Show,
    State,
    belongs,
    check_looks_after,
    state_of,
    waiting_weeks,
)

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(stopping=True, suspended=True, paused=True), State.ENDED),
        (Facts(suspended=True, paused=True), State.SUSPENDED),
        (Facts(paused=True, bond=Bond.TOGETHER), State.PAUSED),
        (Facts(ready=True, waiting=True, bond=Bond.ASKED), State.ASKED),
        (Facts(ready=True, waiting=True, bond=Bond.TOGETHER), State.TOGETHER),
        (Facts(ready=True, waiting=True, bond=Bond.RESTING), State.RESTING),
        (Facts(ready=True, waiting=True, bond=Bond.ENDING), State.ENDING),
        (Facts(ready=True, waiting=True, bond=Bond.AGREED), State.AGREED),
        (Facts(), State.NEW),
        (Facts(was_ready=True), State.NOT_READY),
        (Facts(was_ready=True, has_ties=True), State.HERE),
        (Facts(ready=True, was_ready=True, places=1), State.ROOM),
        (Facts(places=1, has_ties=True), State.HERE),
        (Facts(ready=True, waiting=True), State.WAITING),
        (Facts(ready=True, places=2), State.ROOM),
        (Facts(ready=True), State.HERE),
    ],
)
def test_what_stops_somebody_comes_first(facts: Facts, state: State) -> None:
    assert state_of(facts) is state


def test_everybody_stands_in_the_list_of_all_and_in_their_own() -> None:
    assert belongs(Show.ALL, State.SUSPENDED)
    assert belongs(Show.WAITING, State.WAITING)
    assert not belongs(Show.WAITING, State.ROOM)
    with_somebody = {state for state in State if belongs(Show.TALKING, state)}
    assert with_somebody == {State.AGREED, State.TOGETHER, State.RESTING, State.ENDING}


def test_weeks_are_counted_whole_and_only_for_who_waits() -> None:
    assert waiting_weeks(NOW - timedelta(days=20), NOW) == 2
    assert waiting_weeks(None, NOW) is None
    since = NOW - timedelta(days=20)
    weeks = {bond: waiting_weeks(since, NOW, bond) for bond in Bond}
    assert weeks == {**dict.fromkeys(Bond), Bond.ASKED: 2}


def test_only_a_coordinator_looks_after_others_and_never_after_themselves() -> None:
    human = uuid4()
    coordinator = Actor(uuid4(), human, frozenset({Role.COORDINATOR}))
    check_looks_after(coordinator, uuid4())
    with pytest.raises(NotFound):
        check_looks_after(coordinator, human)
    with pytest.raises(NotFound):
        check_looks_after(Actor(uuid4(), uuid4(), frozenset({Role.REVIEWER})), uuid4())
