"""Lists of people, and one person's page."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import register_on_behalf
from mentorship.checkins.models import FollowUp
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service.follow_ups import raise_
from mentorship.installation import Installation
from mentorship.kernel.access import SYSTEM
from mentorship.matches import service
from mentorship.matches.rules.reasons import ClosedAs
from tests import scenes
from tests.cast import Cast, Member
from tests.pages import Page, Visitor, words
from tests.participants import keep_apart
from tests.scenes import Scene

As = Callable[..., Visitor]
Far = Callable[[Session, datetime, Scene], object]
STOP = "Stop looking now, there is a danger"
SUSPEND, RESTORE, STAY = "Suspend now", "Lift the suspension", "They want to stay"


def resting(session: Session, now: datetime, scene: Scene) -> None:
    scenes.active(session, now, scene)
    service.pause_match(session, scene.staff(session), scene.match(session), None, now)


def ending(session: Session, now: datetime, scene: Scene) -> None:
    scenes.active(session, now, scene)
    match, staff = scene.match(session), scene.staff(session)
    service.begin_ending(session, staff, match, ClosedAs.EARLY, now)


def code_of(installation: Installation, member: Member) -> str:
    with installation.database.reading() as session:
        return accounts.person(session, member.person_id).code


def offered(page: Page) -> set[str]:
    """Tell which of the verbs about somebody's standing a page offers."""
    return {verb for verb in (SUSPEND, RESTORE, STAY) if page.says(verb)}


def test_lists_hold_codes_states_and_weeks_and_lead_to_the_person(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    page = rosa.page("profiles.people")
    assert any(str(cast.noor.person_id) in link for link in page.links)
    assert not any(str(cast.kit.person_id) in link for link in page.links)
    assert cast.noor.sign_in_name not in page.html
    new = rosa.page("profiles.people", query={"show": "new"})
    assert any(str(cast.kit.person_id) in link for link in new.links)
    assert rosa.page("profiles.people", query={"show": "ended"}).says("Nobody is in this list now.")


@pytest.mark.parametrize(
    ("far", "state", "show", "page"),
    [
        (scenes.mentee_asked, "Asked", "asked", "/decisions/"),
        (scenes.mentor_asked, "Asked", "asked", "/decisions/"),
        (scenes.introduction, "Both said yes", "talking", "/people/pairs/"),
        (scenes.active, "Has somebody", "talking", "/people/pairs/"),
        (resting, "Pair paused", "talking", "/people/pairs/"),
        (ending, "Ending", "talking", "/people/pairs/"),
    ],
)
def test_who_has_somebody_waits_no_more_and_leads_to_the_pair(
    cast: Cast, as_: As, installation: Installation, now: datetime, far: Far, state: str,
    show: str, page: str,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        far(session, now, scenes.of_the_cast(session, cast, now))
    rosa, whom = as_(cast.rosa), str(cast.noor.person_id)
    assert not any(whom in link for link in rosa.page("profiles.people").links)
    listed = rosa.page("profiles.people", query={"show": show})
    row = next(it for it in listed.soup.select("tbody tr") if whom in str(it))
    cells = {str(it["data-label"]): words(it) for it in row.select("td")}
    assert cells["State"] == state
    assert cells["With"].startswith(code_of(installation, cast.amara))
    assert (cells["Waiting"] == "–") == (show == "talking")
    assert any(link.startswith(page) for link in listed.links)
    for member in (cast.noor, cast.amara):
        shown = rosa.page("profiles.person", person_id=member.person_id)
        assert any(link.startswith(page) for link in shown.links)


def test_a_mentor_has_room_as_long_as_a_place_is_free(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    def has_room() -> bool:
        page = as_(cast.rosa).page("profiles.people", query={"show": "room"})
        return any(str(cast.amara.person_id) in link for link in page.links)

    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
    assert has_room()
    with installation.database.transaction() as session:
        scenes.mentee_asked(session, now, scenes.another_for_the_same_mentor(session, scene, now))
    assert not has_room()


def keep_from_rosa(session: Session, cast: Cast, now: datetime) -> None:
    amara = accounts.person(session, cast.amara.person_id)
    keep_apart(session, amara, [cast.rosa.person_id], cast.lena.actor(session), now)


def be_rosa(session: Session, cast: Cast, _now: datetime) -> None:
    rosa = accounts.person(session, cast.rosa.person_id)
    accounts.person(session, cast.amara.person_id).human_id = rosa.human_id


@pytest.mark.parametrize("how", [keep_from_rosa, be_rosa])
def test_a_pair_of_one_s_own_or_with_somebody_to_be_kept_from_is_not_named(
    cast: Cast, as_: As, installation: Installation, now: datetime,
    how: Callable[[Session, Cast, datetime], None],
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        match_id = scene.match(session).id
        raise_(session, SYSTEM, Reason.NO_NEWS, scene.mentee, now, match_id=match_id)
        how(session, cast, now)
    rosa, mentor = as_(cast.rosa), code_of(installation, cast.amara)
    for page in (
        rosa.page("profiles.person", person_id=cast.noor.person_id),
        rosa.page("profiles.people", query={"show": "talking"}),
    ):
        assert page.says("Has somebody")
        assert mentor not in page.text
        assert not any(link.startswith("/people/pairs/") for link in page.links)


def test_a_list_that_does_not_exist_is_not_found(cast: Cast, as_: As) -> None:
    as_(cast.rosa).page("profiles.people", query={"show": "mine"}, status=404)


def test_the_page_shows_only_what_may_be_used_and_says_that_it_is_recorded(
    cast: Cast, as_: As
) -> None:
    page = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert page.says("This opening is recorded, and the person can see it.")
    assert page.says("No safe way to reach them now")
    assert cast.noor.sign_in_name not in page.html


def test_the_opening_stands_among_those_who_looked(cast: Cast, as_: As) -> None:
    as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    seen = as_(cast.noor, stepped_up=True).page("profiles.seen")
    assert seen.says("to read the answers you agreed to")


def test_what_is_open_for_somebody_stands_first_on_their_page_safety_before_all(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        for reason in (Reason.WANTS_TO_TALK, Reason.WORRIED_NOW):
            raise_(session, SYSTEM, reason, cast.noor.person_id, now)
        wanted = select(FollowUp.id).where(FollowUp.reason == Reason.WORRIED_NOW)
        safety_id = session.scalars(wanted).one()
    rosa = as_(cast.rosa)
    strangers = rosa.page("profiles.person", person_id=cast.kit.person_id)
    assert f"/follow-up/{safety_id}" not in strangers.links
    page = rosa.page("profiles.person", person_id=cast.noor.person_id)
    assert f"/follow-up/{safety_id}" in page.links
    order = ["Open for them", "worried about someone's safety", "Wants to talk", "Joined"]
    places = [page.text.index(said) for said in order]
    assert places == sorted(places)


def test_a_coordinator_takes_a_person(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id}
    rosa.page("profiles.person", **ids)
    rosa.post("profiles.take", to="profiles.person", **ids)
    assert rosa.follow().says("You look after this person now.")
    rosa.again()


def test_the_page_offers_what_goes_with_where_somebody_stands(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id}
    page = rosa.page("profiles.person", **ids)
    assert offered(page) == {SUSPEND}
    assert any(link.endswith("/back-in") for link in page.links)
    rosa.post("accounts.suspend", to="profiles.person", **ids)
    page = rosa.follow()
    assert offered(page) == {RESTORE}
    assert not any(link.endswith("/back-in") for link in page.links)
    rosa.post("accounts.restore", to="profiles.person", **ids)
    assert offered(rosa.follow()) == {SUSPEND}


def test_what_acts_at_once_stands_apart_with_what_it_does(cast: Cast, as_: As) -> None:
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id}
    page = rosa.page("profiles.person", **ids)
    card = next(it for it in page.soup.select("section.card.call"))
    assert words(card.find("h2")) == "If there is a danger"
    assert [words(button) for button in card.select("button")] == [STOP, SUSPEND]
    assert sum(words(button) in {STOP, SUSPEND} for button in page.soup.select("button")) == 2
    assert "cannot sign in" in words(card)
    rosa.post("profiles.hold", to="profiles.person", **ids)
    page = rosa.follow()
    assert page.says("Nobody is looked for: this was stopped because of a danger.")
    assert page.says("The safeguarding lead can end the stop.")
    assert as_(cast.lena).page("profiles.person", **ids).says("End the stop")


def test_what_is_still_missing_before_a_round_is_said(cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    noor = rosa.page("profiles.person", person_id=cast.noor.person_id)
    assert not noor.says("Before a round takes them")
    kit = rosa.page("profiles.person", person_id=cast.kit.person_id)
    assert kit.says("The welcome talk is to come.")
    assert kit.says("We may not use all of their languages, times and way to meet.")
    tom = rosa.page("profiles.person", person_id=cast.tom.person_id)
    assert tom.says("Training and checks are not complete")


def test_a_wish_to_stop_is_taken_back_as_it_was_said(cast: Cast, as_: As) -> None:
    as_(cast.noor, stepped_up=True).post("accounts.ask_to_stop", to="desk.front")
    rosa, ids = as_(cast.rosa), {"person_id": cast.noor.person_id}
    assert offered(rosa.page("profiles.person", **ids)) == {STAY}
    rosa.post("accounts.undo_stop_for", to="profiles.person", how="phone", **ids)
    assert offered(rosa.follow()) == {SUSPEND}
    seen = as_(cast.noor, stepped_up=True).page("profiles.seen")
    assert seen.says("by phone")


def test_whoever_has_no_sign_in_is_not_let_back_in(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        actor = cast.rosa.actor(session)
        person_id = register_on_behalf(session, actor, Kind.MENTEE, now).id
    page = as_(cast.rosa).page("profiles.person", person_id=person_id)
    assert offered(page) == {SUSPEND}
    assert not any(link.endswith("/back-in") for link in page.links)


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


def test_the_list_leads_to_cards_and_to_somebody_new(
    cast: Cast, as_: Callable[..., Visitor]
) -> None:
    links = as_(cast.rosa).page("profiles.people").links
    assert {"/people/cards", "/people/new"} <= set(links)


def test_whom_rounds_pass_after_an_ending_says_so_with_the_day(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.closed(session, now, scenes.of_the_cast(session, cast, now))
    page = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert page.says("We look again from")
    assert "/people/pairs" in page.links
