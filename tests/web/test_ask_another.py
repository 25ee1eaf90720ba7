"""Asking for somebody else: silent, without a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.service import raise_
from mentorship.installation import Installation
from mentorship.kernel.access import SYSTEM
from mentorship.matches import service
from mentorship.matches.models import ChangeAsked
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState
from mentorship.notices import service as notices
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor, words
from tests.participants import can_be_reached
from tests.scenes import Scene

As = Callable[..., Visitor]


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.active(session, now, scenes.of_the_cast(session, cast, now))


def state(installation: Installation, scene: Scene) -> MatchState:
    with installation.database.reading() as session:
        return scene.match(session).state


def test_a_mentee_asks_for_someone_else_and_the_mentor_hears_nothing(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.reading() as session:
        before = notices.waiting(session, cast.amara.person_id, now)
    as_(cast.noor, stepped_up=True).post("matches.ask_another", {"not_treated_right": "y"})
    assert state(installation, scene) is MatchState.ENDING
    with installation.database.reading() as session:
        assert notices.waiting(session, cast.amara.person_id, now) == before
        assert session.scalars(select(ChangeAsked)).one().not_treated_right


def test_who_asked_and_then_paused_has_no_talk_standing_nor_has_the_other(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    noor, amara = as_(cast.noor, stepped_up=True), as_(cast.amara)
    day = {"day": (now + timedelta(days=2)).date().isoformat(), "at": "18:00"}
    pair = {"who": str(scene_match(installation, scene)), "minutes": "60", "way": "phone"}
    noor.post("checkins.add", day | pair)
    noor.post("matches.ask_another", {})
    assert amara.page("desk.home").says("next talk")
    noor.post("profiles.save_pause", {})
    for one in (noor, amara):
        assert one.page("desk.home").says("your talks rest for now.")
        talks = one.page("checkins.talks")
        assert talks.says("your talks rest for now.")
        assert not talks.says("18:00")
        assert not one.page("checkins.month").says("18:00")
    noor.post("profiles.end_pause", {})
    for one in (noor, amara):
        assert one.page("desk.home").says("next talk")
        assert one.page("checkins.talks").says("18:00")
    assert state(installation, scene) is MatchState.ENDING


def scene_match(installation: Installation, scene: Scene) -> UUID:
    with installation.database.reading() as session:
        return scene.match(session).id


def test_the_password_is_asked_for_once_more(cast: Cast, as_: As, scene: Scene) -> None:
    as_(cast.noor).page("matches.another", to="accounts.step_up")


def test_who_talks_with_nobody_is_not_asked_and_is_told_where_to_say_what_is_not_right(
    cast: Cast, as_: As, installation: Installation
) -> None:
    kit = as_(cast.kit, stepped_up=True)
    page = kit.page("matches.another")
    assert page.says("You talk with nobody here right now.")
    assert page.form("/another") is None
    assert "/help/tell/not-right" in page.links
    for endpoint in ("checkins.tell", "checkins.how_is_it"):
        assert "/another" not in kit.page(endpoint).links
    assert "You have no match right now" in kit.post("matches.ask_another", {}, status=409).html


def test_what_was_not_right_is_not_lost_when_there_is_nothing_left_to_change(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    noor, ticked = as_(cast.noor, stepped_up=True), {"not_treated_right": "y"}
    noor.page("matches.another")
    with installation.database.transaction() as session:
        service.end_now(session, scene.staff(session), scene.match(session), now)
    noor.post("matches.ask_another", ticked, to="checkins.not_right")
    assert noor.follow().says("Nothing was changed. Tell us here what was not right")
    noor.post("checkins.complain", {"reader": "reviewer"})
    with installation.database.reading() as session:
        assert session.scalars(select(Report)).one().person_id == cast.noor.person_id
        assert session.scalars(select(ChangeAsked)).all() == []


def test_who_asked_already_and_then_ticks_it_is_led_to_where_it_is_heard(
    cast: Cast, as_: As, scene: Scene
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.page("matches.another")
    noor.post("matches.ask_another", {})
    assert noor.follow().says("Done. One of us talks with you first, and then with them.")
    page = noor.page("matches.another")
    assert page.says("You asked for someone else.")
    assert page.form("/another") is None
    noor.post("matches.ask_another", {"not_treated_right": "y"}, to="checkins.not_right")


def test_the_same_form_twice_is_once(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    noor = as_(cast.noor, stepped_up=True)
    noor.post("matches.ask_another", {})
    noor.again()
    with installation.database.reading() as session:
        assert len(session.scalars(select(ChangeAsked)).all()) == 1


def test_staff_record_it_for_somebody_and_see_it_on_the_pair(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.post("matches.ask_another_for", {"not_treated_right": "y"}, **whom)
    with installation.database.reading() as session:
        match_id = scene.match(session).id
    assert rosa.page("matches.pair", match_id=match_id).says("The mentee was not treated right")
    rosa.post("matches.look_at_change", match_id=match_id)
    page = rosa.page("matches.pair", match_id=match_id)
    assert not page.says("The mentee was not treated right")


def test_coordinators_have_it_on_their_board_until_the_match_is_closed(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    rosa, line = as_(cast.rosa), "Their talks are on the way to an end"
    assert not rosa.page("checkins.board").says(line)
    as_(cast.noor, stepped_up=True).post("matches.ask_another", {})
    assert rosa.page("checkins.board").says(line)
    with installation.database.reading() as session:
        match_id = scene.match(session).id
    with installation.database.transaction() as session:
        scenes.say_goodbye(session, now, scene)
    rosa.post("matches.close", match_id=match_id)
    board = rosa.page("checkins.board")
    assert not board.says(line)
    assert not board.says("Asked for someone else")


def test_it_is_a_row_of_its_own_for_today_and_says_to_talk_with_the_mentee_first(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match, noor = scene.match(session), accounts.person(session, cast.noor.person_id)
        can_be_reached(session, noor, now)
        for reason in (Reason.NOT_GOOD, Reason.WANTS_TO_TALK):
            raise_(session, SYSTEM, reason, noor.id, now, match_id=match.id)
    as_(cast.noor, stepped_up=True).post("matches.ask_another", {"not_treated_right": "y"})
    page = as_(cast.rosa).page("checkins.board")
    lane = next(it for it in page.soup.select("section.lane") if "For today" in words(it))
    rows = [words(it) for it in lane.select("tbody tr")]
    (row,) = [it for it in rows if "Asked for someone else: talk with the mentee first" in it]
    assert "Ask the mentee what they need. The mentor is told nothing yet" in row
    assert "Wants to talk with the team" not in row
    assert "not treated right" not in page.text
    with installation.database.reading() as session:
        asked = select(FollowUp.person_id).where(FollowUp.reason == Reason.CHANGE_ASKED)
        assert session.scalars(asked).all() == [cast.noor.person_id]
        about_mentor = select(FollowUp).where(FollowUp.person_id == cast.amara.person_id)
        assert all("another" not in row.reason for row in session.scalars(about_mentor))


def test_mentors_and_strangers_find_nothing(cast: Cast, as_: As, visitor: Visitor) -> None:
    as_(cast.amara, stepped_up=True).page("matches.another", status=404)
    as_(cast.ada, stepped_up=True).page("matches.another", status=404)
    visitor.page("matches.another", to="accounts.sign_in")


def test_asking_reads_the_same_when_staff_have_begun_an_ending_nobody_was_told_of(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match, staff = scene.match(session), scene.staff(session)
        service.begin_ending(session, staff, match, ClosedAs.EARLY, now)
    as_(cast.noor, stepped_up=True).post("matches.ask_another", {"not_treated_right": "y"})
    with installation.database.reading() as session:
        assert session.scalars(select(ChangeAsked)).one().not_treated_right
        assert scene.match(session).ending_as is ClosedAs.EARLY
    page = as_(cast.noor, stepped_up=True).post("matches.ask_another", {}, status=409)
    assert page.says("You asked for someone else. One of us will talk with you.")
