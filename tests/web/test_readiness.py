"""Readiness of mentors: noting, deciding, the second person, taking back."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def asked(cast: Cast, as_: As, decision: str = "vetting") -> None:
    rosa, ids = as_(cast.rosa, stepped_up=True), {"person_id": cast.tom.person_id}
    rosa.page("profiles.ready", **ids)
    rosa.post("profiles.ask_review", {"ask-decision": decision}, **ids)


def test_trainings_and_supervisions_are_noted_with_their_days(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa, stepped_up=True), {"person_id": cast.tom.person_id}
    rosa.page("profiles.ready", **ids)
    training = {
        "training-topic": "listening", "training-on": "2026-03-02", "training-minutes": "90",
    }  # fmt: skip
    rosa.post("profiles.save_training", training, **ids)
    assert rosa.follow().says("Listening, 90 minutes")
    rosa.post("profiles.save_supervision", {"supervision-on": "2026-03-03"}, **ids)
    assert rosa.follow().says("Tuesday 3 March 2026")


def test_what_is_wrong_is_said_beside_its_field(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa, stepped_up=True), {"person_id": cast.tom.person_id}
    rosa.page("profiles.ready", **ids)
    page = rosa.post("profiles.save_training", {"training-minutes": "many"}, status=422, **ids)
    for name in ("training-topic", "training-on", "training-minutes"):
        assert page.problem(name)
    tomorrow = {"supervision-on": "2026-03-05"}
    page = rosa.post("profiles.save_supervision", tomorrow, status=422, **ids)
    assert page.problem("supervision-on")
    page = rosa.post("profiles.ask_review", {}, status=422, **ids)
    assert page.problem("ask-decision")


def test_it_wants_the_password_and_nobody_but_coordinators(
    cast: Cast, as_: As, visitor: Visitor
) -> None:
    ids = {"person_id": cast.tom.person_id}
    as_(cast.rosa).page("profiles.ready", to="accounts.step_up", **ids)
    visitor.page("profiles.ready", to="accounts.sign_in", **ids)
    for stranger in (cast.tom, cast.noor, cast.ruth, cast.ada):
        as_(stranger, stepped_up=True).page("profiles.ready", status=404, **ids)
        posts = ("save_training", "save_supervision", "ask_review")
        for endpoint in posts:
            as_(stranger, stepped_up=True).post(f"profiles.{endpoint}", {}, status=404, **ids)
    mentee = {"person_id": cast.noor.person_id}
    as_(cast.rosa, stepped_up=True).page("profiles.ready", status=404, **mentee)


def test_a_decision_is_taken_back_alone(cast: Cast, as_: As) -> None:
    asked(cast, as_)
    lena, ids = as_(cast.lena, stepped_up=True), {"person_id": cast.tom.person_id}
    lena.page("profiles.ready", **ids)
    lena.post("profiles.close_decision", decision="vetting", **ids)
    assert lena.follow().says("Taken back")
