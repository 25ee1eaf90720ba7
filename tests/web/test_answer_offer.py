"""Answering an offer: yes, not now or no; afterwards the page is the same whatever happens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

import pytest

from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.matches.queries.pairs import open_match_of
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service.decisions import propose
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import acting, agree, code, ready_mentor
from tests.scenes import Scene

As = Callable[..., Visitor]


@pytest.fixture
def scene(installation: Installation, cast: Cast, now: datetime) -> Scene:
    with installation.database.transaction() as session:
        return scenes.mentee_asked(session, now, scenes.of_the_cast(session, cast, now))


def offer_to(installation: Installation, scene: Scene, side: Side) -> UUID:
    with installation.database.reading() as session:
        offer = scene.offer(session, side)
        assert offer
        return offer.id


def state(installation: Installation, scene: Scene) -> ProposalState:
    with installation.database.reading() as session:
        return scene.row(session).state


def test_what_the_other_did_not_agree_to_show_is_not_there(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    page = as_(cast.noor).page("matches.offer", offer_id=offer_to(installation, scene, Side.MENTEE))
    with installation.database.reading() as session:
        codes = [scene.person(session, side).code for side in Side]
    assert not any(one in page.html for one in codes)
    assert "English" not in page.html


def test_what_the_other_agreed_to_show_is_read_until_they_stop_it(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        amara = scene.person(session, Side.MENTOR)
        agree(session, amara, now, "languages", purpose=ConsentPurpose.SHOW)
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor = as_(cast.noor)
    assert noor.page("matches.offer", offer_id=offer_id).says("English")
    with installation.database.transaction() as session:
        amara = scene.person(session, Side.MENTOR)
        show = ConsentPurpose.SHOW
        stop_consent(session, acting(amara), amara, code("languages"), show, now)
    assert "English" not in noor.page("matches.offer", offer_id=offer_id).html


def test_a_yes_asks_the_mentor_and_leaves_a_page_that_shows_nothing(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor = as_(cast.noor)
    noor.post("matches.answer_offer", {"answer": "yes", "called": "Sky"}, offer_id=offer_id)
    assert state(installation, scene) is ProposalState.MENTOR_ASKED
    page = noor.page("matches.offer", offer_id=offer_id)
    assert page.says("You said yes. We will tell you by")
    assert page.form() is None or "answer" not in page.html


def test_a_no_from_another_tab_after_a_yes_says_that_the_yes_stands_whatever_happened_since(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor, other_tab = as_(cast.noor), as_(cast.noor)
    other_tab.page("matches.offer", offer_id=offer_id)
    shown = other_tab.here
    noor.post("matches.answer_offer", {"answer": "yes", "called": "Sky"}, offer_id=offer_id)
    seen = []
    for _turn in range(2):
        other_tab.here = shown
        other_tab.post(
            "matches.answer_offer", {"answer": "no", "once": token_urlsafe(16)}, offer_id=offer_id,
            to="matches.offer",
        )  # fmt: skip
        page = other_tab.follow()
        assert page.says("You had answered this already. Your first answer stands.")
        assert page.says("You said yes. We will tell you by")
        assert page.says("Did you change your mind? Tell one of us.")
        assert "/how-is-it" in page.links
        seen.append(page.text)
        with installation.database.transaction() as session:
            if scene.row(session).state is ProposalState.MENTOR_ASKED:
                scene.say(session, Side.MENTOR, Answer.NO, now)
    assert seen[0] == seen[1]


def test_after_a_yes_both_pages_say_what_comes_and_that_they_stay_as_they_are(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor = as_(cast.noor)
    noor.post("matches.answer_offer", {"answer": "yes", "called": "Sky"}, offer_id=offer_id)
    page = noor.page("matches.offer", offer_id=offer_id)
    assert page.says("After a yes we ask the other person.")
    assert page.says("Until then, this page and your home page stay as they are")
    home = noor.page("desk.home")
    assert home.says("You said yes. We will tell you by")
    assert not home.says("We are still looking")


def test_a_question_never_stands_beside_the_end_of_the_one_before_it(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene.say(session, Side.MENTEE, Answer.YES, now)
        scene.say(session, Side.MENTOR, Answer.NO, now)
    later = now + timedelta(days=3)
    with clock.fixed(later):
        noor = as_(cast.noor)
        assert noor.page("desk.home").says("This one did not go ahead.")
        with installation.database.transaction() as session:
            mentee, mentor = scene.person(session, Side.MENTEE), ready_mentor(session, later)
            made = propose(session, mentee, mentor, later)
            again = Scene(scene.rosa, mentee.id, mentor.id, made.id)
            scenes.mentee_asked(session, later, again)
        question = noor.page("desk.home")
        with installation.database.transaction() as session:
            again.say(session, Side.MENTEE, Answer.YES, later)
        answered = noor.page("desk.home")
    assert question.says("There is a question for you.")
    assert answered.says("You said yes. We will tell you by")
    for home in (question, answered):
        assert home.says("The one before did not go ahead.")
        assert not home.says("This one did not go ahead.")


@pytest.mark.parametrize("key", ["languages", "times", "ways"])
def test_a_consent_that_the_mentee_stops_ends_what_the_mentor_is_looking_at(
    cast: Cast, as_: As, scene: Scene, installation: Installation, now: datetime, key: str
) -> None:
    with installation.database.transaction() as session:
        mentee = scene.person(session, Side.MENTEE)
        agree(session, mentee, now, "languages", purpose=ConsentPurpose.SHOW)
        scene.say(session, Side.MENTEE, Answer.YES, now)
    offer_id = offer_to(installation, scene, Side.MENTOR)
    amara, noor = as_(cast.amara), as_(cast.noor)
    assert amara.page("matches.offer", offer_id=offer_id).says("English")
    yes = {"answer": "yes", "called": "Ama"}
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=code(key))
    assert state(installation, scene) is ProposalState.WITHDRAWN
    read_before = amara.here
    page = amara.page("matches.offer", offer_id=offer_id)
    assert page.says("There is nothing to answer right now. We will tell you by")
    assert "English" not in page.html
    assert page.form(page.address) is None
    amara.here = read_before
    amara.post("matches.answer_offer", yes, offer_id=offer_id)
    page = amara.page("matches.offer", offer_id=offer_id)
    assert page.says("You said yes. We will tell you by")
    assert "English" not in page.html
    assert state(installation, scene) is ProposalState.WITHDRAWN
    with installation.database.reading() as session:
        assert open_match_of(session, cast.noor.person_id) is None
        assert scene.place(session) is None


def test_a_yes_without_a_name_is_said_beside_the_field(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    page = as_(cast.noor).post(
        "matches.answer_offer", {"answer": "yes"}, offer_id=offer_id, status=422
    )
    assert page.problem("called")
    assert state(installation, scene) is ProposalState.MENTEE_ASKED


def test_nothing_chosen_is_said_beside_the_field(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    page = as_(cast.noor).post("matches.answer_offer", {}, offer_id=offer_id, status=422)
    assert page.problem("answer")


def test_the_same_answer_twice_is_once(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor = as_(cast.noor)
    noor.post("matches.answer_offer", {"answer": "no"}, offer_id=offer_id)
    noor.again()
    assert state(installation, scene) is ProposalState.DECLINED


def test_an_offer_of_somebody_else_is_as_absent_as_a_random_one(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    for member in (cast.kit, cast.amara, cast.tom, cast.rosa, cast.ada):
        visitor = as_(member)
        there = visitor.page("matches.offer", offer_id=offer_id, status=404)
        absent = visitor.page("matches.offer", offer_id=uuid4(), status=404)
        assert there.html == absent.html
        visitor.post("matches.answer_offer", {"answer": "no"}, offer_id=offer_id, status=404)
    assert state(installation, scene) is ProposalState.MENTEE_ASKED


def test_signed_out_one_is_sent_to_sign_in(
    visitor: Visitor, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    visitor.page("matches.offer", offer_id=offer_id, to="accounts.sign_in")


def test_staff_record_a_yes_for_somebody(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    rosa = as_(cast.rosa)
    assert rosa.page("matches.offers_for", **whom).says("Read it out")
    said = {"answer": "yes", "called": "Sky"}
    rosa.post("matches.answer_offer_for", said, offer_id=offer_id, **whom)
    assert state(installation, scene) is ProposalState.MENTOR_ASKED


def test_after_a_not_now_stands_what_is_told_by_which_day(
    cast: Cast, as_: As, scene: Scene, installation: Installation
) -> None:
    offer_id = offer_to(installation, scene, Side.MENTEE)
    noor = as_(cast.noor)
    noor.page("matches.offer", offer_id=offer_id)
    noor.post("matches.answer_offer", {"answer": "not_now"}, offer_id=offer_id)
    page = noor.follow()
    assert page.says("You said not now. That is fine. We will tell you by")
    assert page.says("that this one is over.")
