"""Lists of people, and one person's page."""

from collections.abc import Callable

from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def test_lists_hold_codes_states_and_weeks_and_lead_to_the_person(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    page = rosa.page("profiles.people")
    assert any(str(cast.noor.person_id) in link for link in page.links)
    assert not any(str(cast.kit.person_id) in link for link in page.links)
    assert cast.noor.sign_in_name not in page.html
    new = rosa.page("profiles.people", query={"show": "new"})
    assert any(str(cast.kit.person_id) in link for link in new.links)
    assert rosa.page("profiles.people", query={"show": "ended"}).says("Nobody is in this list now.")


def test_a_list_that_does_not_exist_is_not_found(cast: Cast, as_: As) -> None:
    as_(cast.rosa).page("profiles.people", query={"show": "mine"}, status=404)


def test_the_page_shows_only_what_may_be_used_and_says_that_it_is_recorded(
    cast: Cast, as_: As
) -> None:
    page = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert page.says("This opening is recorded, and the person can see it.")
    assert page.says("There is no way to reach them now.")
    assert cast.noor.sign_in_name not in page.html


def test_the_opening_stands_among_those_who_looked(cast: Cast, as_: As) -> None:
    as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    seen = as_(cast.noor, stepped_up=True).page("profiles.seen")
    assert seen.says("to read the answers you agreed to")


def test_a_coordinator_takes_a_person(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id}
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.take", to="profiles.person", **ids)
    assert rosa.follow().says("You look after this person now.")
    rosa.again()


def test_nobody_but_coordinators_sees_people(cast: Cast, as_: As, visitor: Visitor) -> None:
    ids = {"person_id": cast.noor.person_id}
    for stranger in (cast.noor, cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("profiles.people", status=404)
        as_(stranger).page("profiles.person", status=404, **ids)
        as_(stranger).post("profiles.take", status=404, **ids)
    visitor.page("profiles.people", to="accounts.sign_in")
    visitor.page("profiles.person", to="accounts.sign_in", **ids)


def test_staff_are_no_people_of_these_pages(cast: Cast, as_: As) -> None:
    as_(cast.rosa).page("profiles.person", person_id=cast.lena.person_id, status=404)
