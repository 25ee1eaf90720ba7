"""Ending a pair: the list on the page of staff, and what each of the two reads, when."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mentorship.installation import Installation
from mentorship.matches import service
from mentorship.matches.rules.closing import LINES
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import acting
from tests.scenes import Scene

As = Callable[..., Visitor]
Begin = Callable[[Session, Scene, datetime], None]


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.active(session, now, scenes.of_the_cast(session, cast, now))


@pytest.fixture
def match_id(installation: Installation, scene: Scene) -> UUID:
    with installation.database.reading() as session:
        return scene.match(session).id


def state(installation: Installation, scene: Scene) -> MatchState:
    with installation.database.reading() as session:
        return scene.match(session).state


def test_staff_go_through_the_list_and_only_then_is_it_closed(
    cast: Cast, as_: As, installation: Installation, scene: Scene, match_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.end", {"closed_as": "one_sided"}, match_id=match_id)
    page = rosa.post("matches.close", match_id=match_id, status=409)
    assert page.says("Not closed yet. Still open: Spoke first with the one who wants it")
    page = rosa.post("matches.tick_line", {"done": "told_mentee"}, match_id=match_id, status=409)
    assert page.says("Choose the rule on contact first")
    assert rosa.post("matches.choose_contact", {}, match_id=match_id, status=422).problem("rule")
    rosa.post("matches.tick_line", {"done": "talk_mentee"}, match_id=match_id, status=422)
    rosa.post("matches.tick_line", {"done": "nothing"}, match_id=match_id, status=422)
    rosa.post("matches.choose_contact", {"rule": "0"}, match_id=match_id)
    for line in LINES[ClosedAs.ONE_SIDED]:
        if line != "contact":
            done = f"{line}.declined" if line.startswith("talk") else line
            rosa.post("matches.tick_line", {"done": done}, match_id=match_id)
    page = rosa.page("matches.pair", match_id=match_id)
    assert page.says("Offered, and they did not want it, Rosa")
    assert page.says("Everything is done.")
    rosa.post("matches.take_line_back", {"done": "thanked"}, match_id=match_id)
    rosa.post("matches.close", match_id=match_id, status=409)
    rosa.post("matches.tick_line", {"done": "thanked"}, match_id=match_id)
    rosa.post("matches.close", match_id=match_id)
    assert state(installation, scene) is MatchState.CLOSED


def test_each_of_the_two_reads_it_after_they_were_told_and_not_before(
    cast: Cast, as_: As, match_id: UUID
) -> None:
    rosa, noor, amara = as_(cast.rosa), as_(cast.noor), as_(cast.amara)
    rosa.post("matches.end", {"closed_as": "early"}, match_id=match_id)
    rosa.post("matches.choose_contact", {"rule": "2"}, match_id=match_id)
    for visitor in (noor, amara):
        assert not visitor.page("desk.home").says("Your talks come to an end")
        visitor.page("matches.farewell", match_id=match_id, status=404)
    rosa.post("matches.tick_line", {"done": "told_mentee"}, match_id=match_id)
    assert noor.page("desk.home").says("Your talks come to an end")
    assert noor.page("checkins.talks").says("A last talk is still possible.")
    page = noor.page("matches.farewell", match_id=match_id)
    assert page.says("Once your talks are over, you read here from when we look for someone again.")
    assert page.says("You may stay in touch if you both want to.")
    assert page.says("stay with us for 24 months")
    assert not amara.page("desk.home").says("Your talks come to an end")
    assert not amara.page("checkins.talks").says("come to an end")
    amara.page("matches.farewell", match_id=match_id, status=404)
    for stranger in (cast.kit, cast.rosa, cast.tom):
        as_(stranger).page("matches.farewell", match_id=match_id, status=404)


def test_whoever_asked_for_someone_else_sees_that_we_heard_it(
    cast: Cast, as_: As, match_id: UUID
) -> None:
    as_(cast.noor, stepped_up=True).post("matches.ask_another", {})
    home = as_(cast.noor).page("desk.home")
    assert home.says("You asked for someone else. One of us talks with you first")
    assert "/another" not in home.links
    assert not as_(cast.amara).page("desk.home").says("someone else")


def test_what_must_end_at_once_does_with_one_button_and_stays_on_the_list(
    cast: Cast, as_: As, installation: Installation, scene: Scene, match_id: UUID
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.end_now", match_id=match_id)
    assert state(installation, scene) is MatchState.CLOSED
    assert rosa.page("matches.open_pairs").says("8 open")
    rosa.post("matches.choose_contact", {"rule": "0"}, match_id=match_id)
    assert rosa.page("matches.open_pairs").says("7 open")
    rosa.post("matches.end_now", match_id=match_id, status=409)


def test_whoever_is_looked_for_again_reads_from_which_day_and_the_mentor_nothing_of_it(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    match_id = ended(installation, cast, _said_to_staff, now)
    again = "We look for someone again from"
    said = as_(cast.noor).page("matches.farewell", match_id=match_id)
    day = re.search(rf"{again} (.+?) on\.", said.text)
    assert day
    assert as_(cast.noor).page("desk.home").says(f"{again} {day[1]} on.")
    assert not as_(cast.amara).page("matches.farewell", match_id=match_id).says(again)


def test_two_who_parted_are_proposed_again_by_one_button_and_nobody_is_asked_yet(
    cast: Cast, as_: As, installation: Installation, scene: Scene, match_id: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session:
        staff, match = scene.staff(session), scene.match(session)
        service.begin_ending(session, staff, match, ClosedAs.PLANNED, now)
        scenes.say_goodbye(session, now, scene)
        service.close(session, staff, match, now)
    rosa = as_(cast.rosa)
    rosa.post("matches.rematch", match_id=match_id, to="matches.decision")
    assert not as_(cast.noor).page("desk.home").says("We may have found someone")
    rosa.post("matches.rematch", match_id=match_id, status=409)


def _asked(session: Session, scene: Scene, now: datetime) -> None:
    mentee = scene.person(session, Side.MENTEE)
    service.ask_another(session, acting(mentee), mentee, True, now)


def _said_to_staff(session: Session, scene: Scene, now: datetime) -> None:
    match, staff = scene.match(session), scene.staff(session)
    service.begin_ending(session, staff, match, ClosedAs.ONE_SIDED, now)


def ended(installation: Installation, cast: Cast, begin: Begin, now: datetime) -> UUID:
    """Bring Noor and Amara together once more, and to an end."""
    with installation.database.transaction() as session:
        scene = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        begin(session, scene, now)
        scenes.say_goodbye(session, now, scene)
        service.close(session, scene.staff(session), scene.match(session), now)
        return scene.match(session).id


@pytest.mark.parametrize("name", ["noor", "amara"])
def test_the_page_reads_the_same_whoever_of_the_two_wanted_it(
    cast: Cast, as_: As, installation: Installation, name: str, now: datetime
) -> None:
    pages = []
    for begin in (_asked, _said_to_staff):
        match_id = ended(installation, cast, begin, now)
        html = as_(getattr(cast, name)).page("matches.farewell", match_id=match_id).html
        pages.append(re.sub(r'value="[^"]*"', "", html))
    assert pages[0] == pages[1]
