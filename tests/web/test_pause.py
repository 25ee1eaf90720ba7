"""Pausing and coming back."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def test_somebody_pauses_and_comes_back(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_pause", {"reach_monthly": "y"})
    page = noor.page("profiles.pause")
    assert page.says("You are paused until you come back.")
    noor.post("profiles.end_pause")
    assert not noor.page("profiles.pause").says("You are paused")


def test_a_pause_until_a_day_says_the_day(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("profiles.save_pause", {"until": "2026-03-20"})
    assert noor.page("profiles.pause").says("You are paused until Friday 20 March 2026.")
    assert noor.page("desk.home").says("You are paused until Friday 20 March 2026.")


def test_a_day_that_has_been_or_is_none_is_refused_beside_the_field(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor, stepped_up=True)
    for wrong in ("2026-03-04", "2030-01-01", "soon"):
        page = noor.post("profiles.save_pause", {"until": wrong}, status=422)
        assert page.problem("until")


def test_staff_pause_somebody_as_they_were_told(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.post("profiles.save_pause_for", {"reach_monthly": "y"}, **ids)
    person = rosa.page("profiles.person", person_id=cast.noor.person_id)
    assert person.says("We may reach them once a month.")
    rosa.page("profiles.pause_for", **ids)
    rosa.post("profiles.end_pause_for", **ids)
    person = rosa.page("profiles.person", person_id=cast.noor.person_id)
    assert not person.says("Paused")


def test_strangers_pause_nobody(cast: Cast, as_: As, visitor: Visitor) -> None:
    ids = {"person_id": cast.noor.person_id, "how": "phone"}
    as_(cast.kit, stepped_up=True).post("profiles.save_pause_for", {}, status=404, **ids)
    as_(cast.noor).page("profiles.pause", to="accounts.step_up")
    visitor.page("profiles.pause", to="accounts.sign_in")


def test_staff_stop_everything_for_safety_and_the_lead_alone_ends_it(cast: Cast, as_: As) -> None:
    rosa, lena, ids = as_(cast.rosa), as_(cast.lena), {"person_id": cast.noor.person_id}
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.hold", **ids)
    assert rosa.follow().says("Paused until further notice.")
    rosa.post("profiles.end_hold", status=404, **ids)
    noor = as_(cast.noor, stepped_up=True)
    assert not noor.page("profiles.pause").says("You are paused")
    lena.page("profiles.person", **ids)
    lena.post("profiles.end_hold", **ids)
    assert not lena.follow().says("Paused until further notice.")
    as_(cast.kit).post("profiles.hold", status=404, **ids)
