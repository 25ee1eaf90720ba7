"""Noting that the welcome talk was held."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mentorship.kernel import clock
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


def test_a_talk_noted_by_mistake_is_taken_back_within_minutes_and_not_later(
    cast: Cast, as_: As, now: datetime
) -> None:
    ids = {"person_id": cast.kit.person_id}
    rosa = as_(cast.rosa)
    rosa.post("profiles.save_no_welcome", status=409, **ids)
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.save_welcome", **ids)
    with clock.fixed(now + timedelta(minutes=14)):
        rosa.page("profiles.person", **ids)
        rosa.post("profiles.save_no_welcome", to="profiles.person", **ids)
        page = rosa.follow()
        assert page.says("Taken back. The welcome talk is to be held.")
        assert page.says("The welcome talk was held")
        rosa.post("profiles.save_welcome", **ids)
    with clock.fixed(now + timedelta(minutes=29)):
        late = as_(cast.rosa)
        assert not late.page("profiles.person", **ids).says("take it back")
        late.post("profiles.save_no_welcome", status=409, **ids)
    for stranger in (cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).post("profiles.save_no_welcome", status=404, **ids)
