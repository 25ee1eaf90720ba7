"""Somebody new without a sign-in, and what is recorded for them."""

from collections.abc import Callable

from flask import Flask

from mentorship.kernel.behalf import FOR
from mentorship.profiles.views.steps import STEPS
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


NEW = {"adult": "yes", "kind": "mentee", "told": "y"}


def test_somebody_new_gets_a_code_and_every_step_can_be_recorded(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    rosa.post("profiles.save_new_person", NEW, to="profiles.choose_how")
    page = rosa.follow()
    assert page.says("Their code is")
    ways = [link for link in page.links if "/for/" in link]
    assert [link.rsplit("/", 1)[1] for link in ways] == ["in-person", "phone", "paper"]
    tasks = rosa.open(ways[0])
    assert tasks.says("You are recording what somebody told you in person.")
    own = ("reach-me", "known-as", "apart", "choices", "pause")
    assert [link for link in tasks.links if link.endswith(own) and rosa.open(link)]
    assert all(any(link.endswith(name) for link in tasks.links) for name in own)


def test_no_step_leads_nowhere(app: Flask) -> None:
    below = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith(FOR)}
    assert [step.endpoint for step in STEPS if step.endpoint not in below] == []


def test_of_somebody_who_is_not_18_nothing_is_stored(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    before = len(rosa.page("profiles.people", query={"show": "all"}).links)
    page = rosa.post("profiles.save_new_person", {**NEW, "adult": "no"}, status=422)
    assert page.says("Nothing was stored")
    assert page.says("555 0101")
    assert len(rosa.page("profiles.people", query={"show": "all"}).links) == before


def test_what_is_missing_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    page = as_(cast.rosa).post("profiles.save_new_person", {}, status=422)
    for name in ("adult", "kind", "told"):
        assert page.problem(name)


def test_the_same_form_twice_is_one_person(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    rosa.post("profiles.save_new_person", NEW)
    first = rosa.here.location if rosa.here else ""
    assert rosa.again().location == first


def test_nobody_but_coordinators_comes_here(cast: Cast, as_: As, visitor: Visitor) -> None:
    ids = {"person_id": cast.noor.person_id}
    for stranger in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("profiles.new_person", status=404)
        as_(stranger).page("profiles.choose_how", status=404, **ids)
        as_(stranger).page("profiles.on_behalf", status=404, how="phone", **ids)
    visitor.page("profiles.new_person", to="accounts.sign_in")
    as_(cast.rosa).page("profiles.new_person")
