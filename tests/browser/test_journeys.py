"""The three journeys as one story: join, match, keep.

It is told on a phone, on one without script, and of people who have no sign-in. Nothing here looks
behind the pages. Time passes by moving the clock; the worker then does what it does every minute.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from flask import Flask

from mentorship.installation import Installation
from mentorship.kernel import clock, jobs
from tests.browser.conftest import Open
from tests.browser.steps import AtADesk, ByWordOfMouth, OnAPhone, TakingPart
from tests.cast import Cast, signed_in

TimePasses = Callable[..., None]


@pytest.fixture
def time_passes(installation: Installation) -> Iterator[TimePasses]:
    """Move the clock on, and let the worker do what is due by then."""
    with ExitStack() as held:

        def passing(**by: int) -> None:
            held.enter_context(clock.fixed(clock.now() + timedelta(**by)))
            jobs.tick(installation.database, installation.works, clock.now())

        yield passing


@pytest.fixture
def rosa(desk: Open, server: str, app: Flask, installation: Installation, cast: Cast) -> AtADesk:
    """Sit Rosa down at her desk."""
    context = desk()

    def enter() -> None:
        token = signed_in(installation, cast.rosa)
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": token, "url": server}])

    return AtADesk(context.new_page(), enter)


@pytest.mark.parametrize("opener", ["phone", "phone_without_script"])
def test_two_people_with_phones_join_match_and_are_kept_in_touch(
    request: pytest.FixtureRequest, opener: str, rosa: AtADesk, cast: Cast, time_passes: TimePasses
) -> None:
    a_phone: Open = request.getfixturevalue(opener)
    sky = OnAPhone(a_phone().new_page())
    amara = OnAPhone(a_phone().new_page(), cast.amara.sign_in_name, cast.amara.password)
    known = rosa.codes("all")
    sky.joins(rosa.makes_a_card())
    (code,) = rosa.codes("all") - known
    they_meet(rosa, code, sky, amara, time_passes)
    they_are_kept_in_touch(rosa, amara, time_passes)


def test_two_people_who_say_everything_to_a_coordinator_come_as_far(
    rosa: AtADesk, time_passes: TimePasses
) -> None:
    code = rosa.lets_in_somebody_without_a_sign_in()
    (amaras_code,) = rosa.codes("room")
    sky, amara = ByWordOfMouth(rosa, code), ByWordOfMouth(rosa, amaras_code)
    they_meet(rosa, code, sky, amara, time_passes)
    they_are_kept_in_touch(rosa, amara, time_passes)


def they_meet(
    rosa: AtADesk, code: str, sky: TakingPart, amara: TakingPart, time_passes: TimePasses
) -> None:
    """Tell how two people came to talk."""
    sky.says_how_to_be_reached()
    sky.lets_three_answers_be_used()
    rosa.notes_the_welcome_talk(code)

    rosa.starts_a_round()
    time_passes(minutes=1)
    rosa.sees_the_round_done()
    rosa.approves(code)
    time_passes(minutes=16)

    sky.says_yes(called="Sky")
    amara.says_yes(called="Wren")
    sky.agrees()
    amara.agrees()
    rosa.introduces(code)


def they_are_kept_in_touch(rosa: AtADesk, amara: TakingPart, time_passes: TimePasses) -> None:
    """Tell how staff saw that two people no longer talked, and what they did."""
    amara.plans_to_talk_every_week(first="2026-03-05", at="18:30")
    time_passes(days=1, hours=10)
    amara.logs("Yes")
    time_passes(days=7)
    amara.logs("It did not happen")
    rosa.finds_the_pair_that_did_not_talk(lane="Due this week")

    time_passes(days=8)
    rosa.finds_the_pair_that_did_not_talk(lane="Late")
    rosa.resolves_it()
