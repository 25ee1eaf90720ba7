"""Both read on while their match ends: whatever is asked for after the end shows nothing."""

import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask

from mentorship.checkins.service import talks
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.matches.service import pairs
from tests.forms import samples
from tests.full import Full
from tests.pages import Visitor
from tests.participants import acting
from tests.races import patiently, race

As = Callable[..., Visitor]

READS_AFTER = 3
# Of each of the two: the page of a talk twice, and its file.
PARTS = ("", "", "/calendar")


def read_through_the_end(
    installation: Installation, full: Full, as_: As
) -> tuple[set[int], set[int], set[int]]:
    """Have six browsers read while the match ends, and give what came before, meanwhile, after."""
    meeting = samples(installation, full)["meeting_id"][0]
    asked = [(name, f"/talks/{meeting}{more}") for name in ("iris", "adam") for more in PARTS]
    came: tuple[set[int], set[int], set[int]] = set(), set(), set()
    all_have_read, is_over = threading.Barrier(len(asked) + 1), threading.Event()

    def reader(visitor: Visitor, address: str) -> Callable[[], None]:
        def read() -> None:
            before, meanwhile, after = came
            before.add(visitor.client.get(address).status_code)
            all_have_read.wait(60)
            while not is_over.is_set():
                meanwhile.add(visitor.client.get(address).status_code)
            after |= {visitor.client.get(address).status_code for _nth in range(READS_AFTER)}

        return read

    def end() -> None:
        all_have_read.wait(60)
        try:
            patiently(lambda: end_it(installation, full))
        finally:
            is_over.set()

    acts = [end, *(reader(as_(full.everybody()[name]), address) for name, address in asked)]

    def do_one() -> None:
        acts.pop()()

    race(len(acts), do_one)
    return came


def end_it(installation: Installation, full: Full) -> None:
    with installation.database.transaction() as session:
        iris = full.person(session, "iris")
        match = talks.match_for(session, acting(iris), iris.id)
        pairs.cut(session, match, clock.now())


def test_whatever_is_asked_for_after_the_end_is_not_there(
    installation: Installation, full: Full, as_: As
) -> None:
    before, meanwhile, after = read_through_the_end(installation, full, as_)
    assert before == {200}
    assert meanwhile <= {200, 404}
    assert after == {404}


def test_a_page_that_is_kept_to_be_faster_is_noticed(
    app: Flask, installation: Installation, full: Full, as_: As
) -> None:
    views: Any = app.view_functions
    views["checkins.meeting"] = cache(views["checkins.meeting"])
    _before, _meanwhile, after = read_through_the_end(installation, full, as_)
    assert 200 in after
