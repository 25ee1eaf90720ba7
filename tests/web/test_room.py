"""Room for people, and stepping back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mentorship.installation import Installation
from mentorship.profiles import queries
from tests.cast import Cast
from tests.pages import Visitor, words

As = Callable[..., Visitor]


def test_a_mentor_says_how_much_room_there_is(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    amara.post("profiles.save_room", {"places": "3"})
    assert 'value="3"' in amara.page("profiles.room").html
    home = amara.page("desk.home")
    assert home.says("You have room for 3 people in all, with those you have now.")


def test_room_that_was_said_too_long_ago_does_not_count_on_the_first_page_either(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    for days, counts in ((30, True), (31, False)):
        with installation.database.transaction() as session:
            room = queries.room_of(session, cast.amara.person_id)
            assert room
            room.confirmed_at = now - timedelta(days=days)
            mentor = next(iter(queries.places_offered(session, now)), None)
            assert (mentor == cast.amara.person_id) is counts
        home = as_(cast.amara).page("desk.home")
        assert home.says("You have room for 2 people in all") is counts
        assert home.says("Please say it again. Until then we look for nobody new") is not counts
        done = [words(task) for task in home.soup.select("ul.tasks li")]
        assert any("Room this month" in task and "Not done yet" in task for task in done) is (
            not counts
        )


def test_a_number_nobody_can_offer_is_refused_beside_the_field(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    for wrong in ("6", "-1", "two", ""):
        page = amara.post("profiles.save_room", {"places": wrong}, status=422)
        assert page.problem("places")
    assert 'value="2"' in amara.page("profiles.room").html


def test_a_mentor_steps_back_without_a_reason(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    asked = amara.page("profiles.step_back")
    assert asked.says("We note only that you step back, and no reason.")
    amara.post("profiles.save_step_back")
    people = as_(cast.rosa).page("profiles.people", query={"show": "paused"})
    assert any(str(cast.amara.person_id) in link for link in people.links)


def test_staff_note_both_for_a_mentor(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.amara.person_id, "how": "phone"}
    rosa.post("profiles.save_room_for", {"places": "1"}, **ids)
    rosa.page("profiles.step_back_for", **ids)
    rosa.post("profiles.save_step_back_for", **ids)


def test_only_mentors_have_room(cast: Cast, as_: As, visitor: Visitor) -> None:
    for endpoint in ("profiles.room", "profiles.step_back"):
        as_(cast.noor).page(endpoint, status=404)
        as_(cast.rosa).page(endpoint, status=404)
        visitor.page(endpoint, to="accounts.sign_in")
    ids = {"person_id": cast.amara.person_id, "how": "phone"}
    as_(cast.tom).post("profiles.save_room_for", {"places": "1"}, status=404, **ids)
    ids = {"person_id": cast.noor.person_id, "how": "phone"}
    as_(cast.rosa).post("profiles.save_room_for", {"places": "1"}, status=404, **ids)
