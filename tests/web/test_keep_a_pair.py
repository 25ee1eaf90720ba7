"""What staff do with a pair: introduce, record the agreement, let rest, end, close."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from mentorship.installation import Installation
from mentorship.kernel import access
from mentorship.kernel.errors import NotFound
from mentorship.matches import service
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service.decisions import propose
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import ready_mentor, waiting_mentee
from tests.scenes import Scene

As = Callable[..., Visitor]


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.introduction(session, now, scenes.of_the_cast(session, cast, now))


def match_of(installation: Installation, scene: Scene) -> tuple[UUID, MatchState]:
    with installation.database.reading() as session:
        match = scene.match(session)
        return match.id, match.state


def begin(installation: Installation, scene: Scene, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        scenes.agree_and_meet(session, now, scene)
    return match_of(installation, scene)[0]


def test_looking_back_on_a_match_is_noted_with_how_it_goes_on(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    match_id = begin(installation, scene, now)
    rosa = as_(cast.rosa)
    page = rosa.page("matches.pair", match_id=match_id)
    assert page.says("Meant to last until")
    assert page.says("Thursday 4 March 2027")
    assert page.says("Looking back on it by")
    assert page.says("Thursday 4 June 2026")
    refused = rosa.post("matches.look_back", {}, match_id=match_id, status=422)
    assert refused.problem("came_of")
    rosa.post("matches.look_back", {"came_of": "changes"}, match_id=match_id, to="matches.pair")
    assert rosa.page("matches.pair", match_id=match_id).says("Looked back: It goes on, and")


def test_introduction_and_both_agreements_make_it_active(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    rosa, noor = as_(cast.rosa), as_(cast.noor)
    with installation.database.reading() as session:
        offer = scene.offer(session, Side.MENTEE)
        assert offer
        offer_id = offer.id
    noor.page("matches.offer", offer_id=offer_id)
    noor.post("matches.agree", {"lines": ["0"]}, offer_id=offer_id, to="matches.offer")
    assert noor.follow().says("Saved. 1 line is still open.")
    noor.post("matches.agree", {"lines": ["0", "1"]}, offer_id=offer_id, to="matches.offer")
    assert noor.follow().says("Saved. Every line is agreed to.")
    whom = {"person_id": cast.amara.person_id, "how": "paper", "match_id": match_id}
    paper = {"lines": ["0", "1"], "paper_on": "2026-03-01"}
    rosa.post("matches.agree_for", paper, to="matches.pair", **whom)
    assert match_of(installation, scene)[1] is MatchState.INTRODUCTION
    rosa.post("matches.introduce", {"introduced_as": "waived"}, match_id=match_id)
    assert match_of(installation, scene)[1] is MatchState.ACTIVE
    assert noor.page("matches.offer", offer_id=offer_id).says("Sky")


def test_after_the_introduction_staff_read_whose_yes_is_missing_and_each_side_what_comes_next(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    with installation.database.reading() as session:
        offer = scene.offer(session, Side.MENTEE)
        assert offer
        offer_id = offer.id
    rosa, noor, amara = as_(cast.rosa), as_(cast.noor), as_(cast.amara)
    lines = {"lines": ["0", "1"]}
    noor.page("matches.offer", offer_id=offer_id)
    noor.post("matches.agree", lines, offer_id=offer_id)
    for page in (noor.page("matches.offer", offer_id=offer_id), noor.page("desk.home")):
        assert page.says("You said yes to all lines. Next, we introduce you.")
    assert not noor.page("matches.offer", offer_id=offer_id).says("Tick each one")
    assert not noor.page("desk.home").says("We will introduce you.")
    assert amara.page("desk.home").says("Before the first talk, there are lines to agree to.")
    rosa.page("matches.pair", match_id=match_id)
    rosa.post("matches.introduce", {"introduced_as": "in_person"}, match_id=match_id)
    for page in (rosa.page("matches.pair", match_id=match_id), rosa.page("matches.open_pairs")):
        assert page.says("Waiting for the mentor's yes to the agreement")
        assert not page.says("Waiting for the introduction")
    theirs = noor.page("desk.home")
    assert theirs.says("Your talks begin once the last step is done. We see to that")
    assert not theirs.says("We will introduce you")
    assert amara.page("desk.home").says("Before your talks begin, there are lines to agree to.")


def test_while_neither_agreed_staff_read_that_both_are_asked(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    rosa = as_(cast.rosa)
    assert rosa.page("matches.pair", match_id=match_id).says("Waiting for the introduction")
    rosa.post("matches.introduce", {"introduced_as": "in_person"}, match_id=match_id)
    said = "Waiting for both to say yes to the agreement"
    assert rosa.page("matches.open_pairs").says(said)
    whom = {"person_id": cast.amara.person_id, "how": "phone", "match_id": match_id}
    rosa.page("matches.agreement_for", **whom)
    rosa.post("matches.agree_for", {"lines": ["0", "1"]}, **whom)
    said = "Waiting for the mentee's yes to the agreement"
    assert rosa.page("matches.pair", match_id=match_id).says(said)


def test_what_may_not_be_done_yet_leads_back_to_the_pair(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    rosa = as_(cast.rosa)
    rosa.page("matches.pair", match_id=match_id)
    page = rosa.post("matches.close", {}, match_id=match_id, status=409)
    assert f"/people/pairs/{match_id}" in page.links


def test_staff_find_today_whom_to_bring_together_and_whose_yes_is_missing(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    rosa, missing = as_(cast.rosa), "Waiting for both to say yes to the agreement"
    today = rosa.page("desk.today")
    assert today.says("Both said yes: bring them together (1)")
    assert f"/people/pairs/{match_id}" in today.links
    for page in (today, rosa.page("matches.pair", match_id=match_id)):
        assert page.says(missing)
    rosa.post("matches.introduce", {"introduced_as": "in_person"}, match_id=match_id)
    assert not rosa.page("desk.today").says("bring them together")


def test_the_list_leads_to_every_open_pair(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    page = as_(cast.rosa).page("matches.open_pairs")
    assert page.says("Waiting for the introduction")
    assert not page.says("To know")
    assert f"/people/pairs/{match_id}" in page.links
    for member in (cast.noor, cast.amara, cast.ada):
        as_(member).page("matches.open_pairs", status=404)


def test_a_paper_of_tomorrow_is_refused_beside_its_field(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    whom = {"person_id": cast.amara.person_id, "how": "paper", "match_id": match_id}
    paper = {"lines": ["0"], "paper_on": "2026-12-01"}
    page = as_(cast.rosa).post("matches.agree_for", paper, status=422, **whom)
    assert page.problem("paper_on")


def test_without_a_match_there_is_nothing_to_agree_to_yet(cast: Cast, as_: As) -> None:
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    rosa = as_(cast.rosa)
    page = rosa.page("profiles.on_behalf", **whom)
    assert "/people/{person_id}/for/{how}/agreement".format(**whom) in page.links
    page = rosa.page("matches.agreements_for", **whom)
    assert page.says("There is nothing to agree to yet.")
    assert page.form() is None


def test_the_only_agreement_that_is_to_come_opens_at_once(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    page = rosa.page("matches.agreements_for", to="matches.agreement_for", **whom)
    assert str(match_id) in page.location


def test_of_two_pairs_of_a_mentor_the_agreement_goes_to_the_one_that_was_meant(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        mentor = ready_mentor(session, now, places=2)
        older = propose(session, waiting_mentee(session, now), mentor, now)
        before = Scene(cast.rosa.person_id, older.mentee_id, mentor.id, older.id)
        scenes.active(session, now, before)
        match = before.match(session)
        service.pause_match(session, before.staff(session), match, None, now)
        meant = scenes.introduction(
            session, now, scenes.another_for_the_same_mentor(session, before, now)
        )
        whom = {"person_id": mentor.id, "how": "phone"}
    match_id, _state = match_of(installation, meant)
    rosa = as_(cast.rosa)
    page = rosa.page("matches.pair", match_id=match_id)
    address = next(
        link for link in page.links if str(whom["person_id"]) in link and "agree" in link
    )
    assert str(match_id) in address
    only = rosa.page("matches.agreements_for", to="matches.agreement_for", **whom)
    assert str(match_id) in only.location
    rosa.follow()
    rosa.post(
        "matches.agree_for", {"lines": ["0", "1"]}, to="matches.pair", **whom, match_id=match_id
    )
    said = "agreed to 2 of 2 lines"
    assert rosa.page("matches.pair", match_id=match_id).says(said)


def test_of_two_agreements_that_are_to_come_staff_choose_one(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        mentor = ready_mentor(session, now, places=2)
        first = propose(session, waiting_mentee(session, now), mentor, now)
        before = Scene(cast.rosa.person_id, first.mentee_id, mentor.id, first.id)
        scenes.introduction(session, now, before)
        scenes.introduction(session, now, scenes.another_for_the_same_mentor(session, before, now))
        whom = {"person_id": mentor.id, "how": "phone"}
    listed = as_(cast.rosa).page("matches.agreements_for", **whom)
    match_id, _state = match_of(installation, before)
    assert len([link for link in listed.links if "/agreement/" in link]) == 2
    assert any(str(match_id) in link for link in listed.links)


def test_an_agreement_is_recorded_for_one_of_its_two_alone(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    whom = {"person_id": cast.tom.person_id, "how": "phone", "match_id": match_id}
    as_(cast.rosa).page("matches.agreement_for", status=404, **whom)


def test_a_pause_needs_a_later_day_and_can_be_taken_up(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    match_id = begin(installation, scene, now)
    rosa = as_(cast.rosa)
    page = rosa.post("matches.pause", {"until": "2026-03-04"}, match_id=match_id, status=422)
    assert page.problem("until")
    page = rosa.post("matches.pause", {"until": "soon"}, match_id=match_id, status=422)
    assert page.problem("until") == "To fix: Enter a day like 2026-11-30."
    rosa.post("matches.pause", {"until": "2026-04-01"}, match_id=match_id)
    assert match_of(installation, scene)[1] is MatchState.PAUSED
    rosa.post("matches.resume", match_id=match_id)
    assert match_of(installation, scene)[1] is MatchState.ACTIVE


@pytest.mark.parametrize("way", ["planned", "early", "one_sided"])
def test_closing_frees_the_place_and_cuts_both_off_at_once(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime, way: str
) -> None:
    match_id = begin(installation, scene, now)
    rosa = as_(cast.rosa)
    rosa.post("matches.end", {"closed_as": way}, match_id=match_id)
    with installation.database.transaction() as session:
        scenes.say_goodbye(session, now, scene)
    rosa.post("matches.close", match_id=match_id)
    with installation.database.reading() as session:
        assert scene.match(session).closed_as == way
        assert scene.place(session) is None
        for member in (cast.noor, cast.amara):
            with pytest.raises(NotFound):
                access.load(session, member.actor(session), Match, match_id)


def test_what_is_not_possible_any_more_changes_nothing(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    match_id, _state = match_of(installation, scene)
    as_(cast.rosa).post("matches.close", match_id=match_id, status=409)
    as_(cast.rosa).post(
        "matches.change_ending", {"closed_as": "early"}, match_id=match_id, status=409
    )
    as_(cast.rosa).post("matches.tick_line", {"done": "thanked"}, match_id=match_id, status=409)
    as_(cast.rosa).post("matches.choose_contact", {"rule": "0"}, match_id=match_id, status=409)
    as_(cast.rosa).post("matches.rematch", match_id=match_id, status=409)
    as_(cast.rosa).post("matches.resume", match_id=match_id, status=409)
    assert match_of(installation, scene)[1] is MatchState.INTRODUCTION


def test_nobody_but_coordinators_comes_near(
    cast: Cast, as_: As, visitor: Visitor, scene: Scene, installation: Installation
) -> None:
    match_id, before = match_of(installation, scene)
    for member in (cast.noor, cast.amara, cast.kit, cast.ada, cast.ruth):
        as_(member).page("matches.pair", match_id=match_id, status=404)
        as_(member).post("matches.end", {"closed_as": "early"}, match_id=match_id, status=404)
    visitor.page("matches.pair", match_id=match_id, to="accounts.sign_in")
    assert match_of(installation, scene)[1] is before


def test_staff_shorten_the_days_after_an_ending_with_one_button(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.closed(session, now, scenes.of_the_cast(session, cast, now))
    rosa = as_(cast.rosa)
    assert rosa.page("matches.open_pairs").says("We look again from")
    rosa.post("matches.look_again", person_id=cast.noor.person_id)
    assert not rosa.page("matches.open_pairs").says("We look again from")
    rosa.post("matches.look_again", person_id=cast.amara.person_id, status=404)
    as_(cast.noor).post("matches.look_again", person_id=cast.noor.person_id, status=404)
