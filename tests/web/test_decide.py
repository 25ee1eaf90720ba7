"""Deciding on a proposal: approve, hold or decline, one after another."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.words import format_time
from mentorship.matches.queries import proposals
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service.decisions import propose
from mentorship.profiles.models import Room, Welcome
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor, words
from tests.participants import agree, keep_apart, say, waiting_mentee
from tests.scenes import Scene

As = Callable[..., Visitor]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.of_the_cast(session, cast, now)


def state(installation: Installation, scene: Scene) -> ProposalState:
    with installation.database.reading() as session:
        return scene.row(session).state


def test_the_list_shows_codes_and_nothing_that_is_sealed(cast: Cast, as_: As, scene: Scene) -> None:
    page = as_(cast.rosa).page("matches.decisions")
    assert page.says("Waiting for a decision")
    assert page.says("Middle wait: ")
    assert not page.says("wait longer than")
    assert "Noor" not in page.html


def test_a_list_that_does_not_exist_is_not_found(cast: Cast, as_: As, scene: Scene) -> None:
    as_(cast.rosa).page("matches.decisions", query={"show": "all"}, status=404)


def test_the_page_shows_the_rules_the_two_and_the_form_with_nothing_chosen(
    cast: Cast, as_: As, scene: Scene
) -> None:
    page = as_(cast.rosa).page("matches.decision", proposal_id=scene.proposal)
    assert page.says("A language in common Met")
    assert page.says("The two people")
    assert not page.soup.select('input[name="decision"][checked]')


def test_approving_takes_the_place_and_can_be_taken_back(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.decide", {"decision": "approve"}, proposal_id=scene.proposal)
    assert state(installation, scene) is ProposalState.APPROVED
    assert rosa.page("matches.decision", proposal_id=scene.proposal).says("Take back")
    rosa.post("matches.take_back", proposal_id=scene.proposal, to="matches.decision")
    assert state(installation, scene) is ProposalState.PROPOSED


def test_the_next_one_is_never_about_somebody_the_decider_is_kept_apart_from(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        other = waiting_mentee(session, now)
        amara = scene.person(session, Side.MENTOR)
        hidden = propose(session, other, amara, now).id
        keep_apart(session, other, [cast.rosa.person_id], cast.lena.actor(session), now)
        code = other.code
    rosa, said = as_(cast.rosa), {"decision": "decline", "decline_reason": "we_know_more"}
    page = rosa.page("matches.decision", proposal_id=scene.proposal)
    assert not page.holds(code)
    rosa.page("matches.decision", proposal_id=hidden, status=404)
    rosa.post("matches.decide", said, proposal_id=scene.proposal, to="matches.decisions")


def test_an_approval_that_is_recalled_ends(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scenes.mentee_asked(session, now, scene)
    rosa = as_(cast.rosa)
    rosa.post("matches.recall", proposal_id=scene.proposal, to="matches.decision")
    assert state(installation, scene) is ProposalState.RECALLED


def test_holding_needs_a_reason_and_a_day(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    page = rosa.post("matches.decide", {"decision": "hold"}, proposal_id=scene.proposal, status=422)
    assert page.problem("hold_reason")
    assert page.problem("until")
    held = {"decision": "hold", "hold_reason": "talk_first", "until": f"{now:%Y-%m-%d}"}
    page = rosa.post("matches.decide", held, proposal_id=scene.proposal, status=422)
    assert page.problem("until")
    assert state(installation, scene) is ProposalState.PROPOSED
    held["until"] = "2036-03-04"
    page = rosa.post("matches.decide", held, proposal_id=scene.proposal, status=422)
    assert page.problem("until") == "To fix: Choose a day within 60 days."
    held["until"] = f"{now + timedelta(days=2):%Y-%m-%d}"
    rosa.post("matches.decide", held, proposal_id=scene.proposal)
    assert state(installation, scene) is ProposalState.HELD


def test_declining_needs_a_reason_from_the_list_and_keeps_the_note(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    rosa = as_(cast.rosa)
    wrong = {"decision": "decline", "decline_reason": "because", "note": "Not yet."}
    page = rosa.post("matches.decide", wrong, proposal_id=scene.proposal, status=422)
    assert page.problem("decline_reason")
    assert "Not yet." in page.html
    right = {**wrong, "decline_reason": "too_little_fit"}
    rosa.post("matches.decide", right, proposal_id=scene.proposal, to="matches.decisions")
    assert state(installation, scene) is ProposalState.DECLINED
    assert rosa.page("matches.decision", proposal_id=scene.proposal).says("Not yet.")


def test_nothing_chosen_is_said_beside_the_field(cast: Cast, as_: As, scene: Scene) -> None:
    page = as_(cast.rosa).post("matches.decide", {}, proposal_id=scene.proposal, status=422)
    assert page.problem("decision")


def test_a_form_read_before_a_colleague_decided_saves_nothing(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    lena = as_(cast.lena)
    lena.page("matches.decision", proposal_id=scene.proposal)
    note = "Harbour is far for her"
    stale = {"decision": "decline", "decline_reason": "too_little_fit", "note": note}
    as_(cast.rosa).post("matches.decide", {"decision": "approve"}, proposal_id=scene.proposal)
    page = lena.post("matches.decide", stale, proposal_id=scene.proposal, status=422)
    assert page.says("This was decided meanwhile: Approved, not asked yet. Nothing was saved.")
    assert page.says(note), "what was typed is not lost"
    assert page.says("Rosa")
    assert state(installation, scene) is ProposalState.APPROVED


def test_a_form_without_a_reason_that_came_too_late_is_told_so(
    cast: Cast, as_: As, scene: Scene
) -> None:
    lena = as_(cast.lena)
    lena.page("matches.decision", proposal_id=scene.proposal)
    as_(cast.rosa).post("matches.decide", {"decision": "approve"}, proposal_id=scene.proposal)
    stale = {"decision": "decline"}
    page = lena.post("matches.decide", stale, proposal_id=scene.proposal, status=409)
    assert page.says("Nothing of yours was saved")


def test_the_same_form_twice_decides_once(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("matches.decide", {"decision": "approve"}, proposal_id=scene.proposal)
    rosa.again()
    with installation.database.reading() as session:
        assert scene.row(session).version == 2


COURT_BUTTON = "I have checked that they have no case in common"


@pytest.mark.parametrize("side", Side)
def test_an_open_court_case_is_looked_at_before_approval(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime, side: Side
) -> None:
    with installation.database.transaction() as session:
        person = scene.person(session, side)
        say(session, person, now, court_case="yes")
        agree(session, person, now, "court_case")
    rosa, ids = as_(cast.rosa), {"proposal_id": scene.proposal}
    page = rosa.page("matches.decision", **ids)
    assert page.says(COURT_BUTTON)
    assert page.says("A check is still open.")
    rosa.post("matches.decide", {"decision": "approve"}, status=422, **ids)
    rosa.page("matches.decision", **ids)
    rosa.post("matches.check_court", to="matches.decision", **ids)
    rosa.again()
    page = rosa.follow()
    assert not page.says(COURT_BUTTON)
    assert not page.says("A check is still open.")
    rosa.post("matches.decide", {"decision": "approve"}, **ids)
    assert state(installation, scene) is ProposalState.APPROVED


def test_the_button_for_court_cases_stands_for_no_other_check(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = scene.person(session, Side.MENTEE)
        say(session, noor, now, court_case="yes")  # without consent, so nobody may know
        session.execute(delete(Welcome).where(Welcome.person_id == noor.id))
    page = as_(cast.rosa).page("matches.decision", proposal_id=scene.proposal)
    assert page.says("A check is still open.")
    assert not page.says(COURT_BUTTON)


def test_nobody_but_coordinators_comes_near(
    cast: Cast, as_: As, visitor: Visitor, scene: Scene
) -> None:
    for member in (cast.noor, cast.amara, cast.kit, cast.ada, cast.ruth):
        as_(member).page("matches.decision", proposal_id=scene.proposal, status=404)
        as_(member).page("matches.decisions", status=404)
        as_(member).post("matches.check_court", proposal_id=scene.proposal, status=404)
    visitor.page("matches.decision", proposal_id=scene.proposal, to="accounts.sign_in")


def test_reading_the_verbs_is_not_allowed(cast: Cast, as_: As, scene: Scene) -> None:
    for endpoint in ("take_back", "recall", "choose", "check_court"):
        as_(cast.rosa).page(f"matches.{endpoint}", proposal_id=scene.proposal, status=405)


def test_what_staff_declined_comes_back_in_no_round_for_a_while(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    said = {"decision": "decline", "decline_reason": "too_little_fit"}
    as_(cast.rosa).post("matches.decide", said, proposal_id=scene.proposal)
    for days, expected in ((1, 0), (59, 0), (61, 1)):
        later = now + timedelta(days=days)
        with installation.database.transaction() as session:
            room = session.get_one(Room, scene.mentor)
            room.confirmed_at = later
        with clock.fixed(later):
            scenes.run_round(installation, SYSTEM, later)
        with installation.database.reading() as session:
            assert len(proposals.of_state(session, (ProposalState.PROPOSED,))) == expected


def test_a_pair_declined_before_says_who_decided_what_and_when(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    rosa, said = as_(cast.rosa), {"decision": "decline", "decline_reason": "too_little_fit"}
    assert not rosa.page("matches.decision", proposal_id=scene.proposal).says("declined these two")
    rosa.post("matches.decide", said, proposal_id=scene.proposal)
    with installation.database.transaction() as session:
        again = scenes.of_the_cast(session, cast, now + timedelta(hours=1))
    page = as_(cast.lena).page("matches.decision", proposal_id=again.proposal)
    assert page.says("Rosa declined these two on")
    assert page.says("They have too little in common")
    as_(cast.lena).post("matches.decide", {"decision": "approve"}, proposal_id=again.proposal)
    assert state(installation, again) is ProposalState.APPROVED


def test_an_approval_says_until_when_it_can_be_taken_back_and_then_is_no_decision(
    cast: Cast, as_: As, scene: Scene, now: datetime
) -> None:
    rosa, ids = as_(cast.rosa), {"proposal_id": scene.proposal}
    page = rosa.page("matches.decision", **ids)
    assert page.says("Needs a reason and a day.")
    with clock.fixed(now):
        rosa.post("matches.decide", {"decision": "approve"}, **ids)
        listed = rosa.follow()
        assert listed.says(f"You can take this back until {format_time(now + QUARTER)}.")
        assert listed.says(f"the mentee is asked at {format_time(now + QUARTER)}, and not before.")
        assert f"/decisions/{scene.proposal}" in listed.links
        assert not as_(cast.lena).page("matches.decisions").says("and not before")
        assert rosa.page("matches.decision", **ids).says("Decided by Rosa")
        rosa.post("matches.take_back", **ids)
        page = rosa.follow()
    assert page.says("Waiting for a decision")
    assert not page.says("Decided by")


def test_who_decides_reads_of_whom_the_other_side_would_see_nothing(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    def silent() -> int:
        page = as_(cast.rosa).page("matches.decision", proposal_id=scene.proposal)
        return page.text.count("show the other side nothing so far")

    assert silent() == 2
    with installation.database.transaction() as session:
        mentor = scene.person(session, Side.MENTOR)
        agree(session, mentor, now, "languages", purpose=ConsentPurpose.SHOW)
    assert silent() == 1


def test_what_the_criteria_add_comes_to_the_total(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for who, topics in (
            (cast.noor, ["safe_housing", "counselling"]),
            (cast.amara, ["counselling"]),
        ):
            person = accounts.person(session, who.person_id)
            say(session, person, now, topics=topics)
            agree(session, person, now, "topics")
    scenes.run_round(installation, SYSTEM, now)
    with installation.database.reading() as session:
        made = proposals.of_state(session, (ProposalState.PROPOSED,))[0]
    page = as_(cast.rosa).page("matches.decision", proposal_id=made.id)
    *added, total = [int(words(cell)) for cell in page.soup.select('td[data-label="Adds"]')]
    assert len(added) > 1
    assert sum(added) == total
    assert page.says(f"{total} of 100")
