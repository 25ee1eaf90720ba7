"""Noting that the welcome talk was held."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def test_a_coordinator_notes_the_talk_and_the_person_waits_from_then_on(
    cast: Cast, as_: As
) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.kit.person_id}
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.save_welcome", to="profiles.person", **ids)
    assert rosa.follow().says("Noted: the welcome talk was held.")
    waiting = rosa.page("profiles.people", query={"show": "waiting"})
    assert any(str(cast.kit.person_id) in link for link in waiting.links)


def test_the_same_form_twice_is_one_talk_and_a_second_one_is_refused(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.kit.person_id}
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.save_welcome", **ids)
    rosa.again()
    rosa.post("profiles.save_welcome", status=409, **ids)


def test_only_a_mentee_is_welcomed_and_only_by_a_coordinator(
    cast: Cast, as_: As, visitor: Visitor
) -> None:
    as_(cast.rosa).post("profiles.save_welcome", status=404, person_id=cast.tom.person_id)
    for stranger in (cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).post("profiles.save_welcome", status=404, person_id=cast.kit.person_id)
    visitor.post("profiles.save_welcome", to="accounts.sign_in", person_id=cast.kit.person_id)
