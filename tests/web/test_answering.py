"""Answering, agreeing and stopping, as somebody does it in a browser without script."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.access import How
from mentorship.profiles.models import Answer, Consent
from mentorship.profiles.queries.answers import record
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.rules.consent import ConsentPurpose, State
from tests.cast import Cast, Member
from tests.pages import Visitor
from tests.participants import code
from tests.talking import begin

As = Callable[..., Visitor]
TOPICS, SAFE, FAITH, TIMES = code("topics"), code("safe_with"), code("faith"), code("times")


def state(
    installation: Installation, who: Member, asked: str, purpose: ConsentPurpose, now: datetime
) -> State:
    with installation.database.reading() as session:
        return record(session, who.person_id).choices.state(asked, purpose, now)


@pytest.fixture
def noor(cast: Cast, as_: As) -> Visitor:
    """Give Noor's browser."""
    return as_(cast.noor)


def test_every_question_can_be_opened_and_nothing_is_ticked(noor: Visitor) -> None:
    for asked in (q.code for q in QUESTIONS.values() if "mentee" in q.sides):
        page = noor.page("profiles.choice", code=asked)
        ticked = page.soup.select("input[name=match][checked], input[name=show][checked]")
        assert ticked == []


def test_an_answer_is_saved_with_its_switches_off_and_leads_on(
    noor: Visitor, cast: Cast, installation: Installation, now: datetime
) -> None:
    noor.page("profiles.choice", code=TOPICS)
    noor.post("profiles.save_choice", {"answer": ["work"]}, code=TOPICS, to="profiles.choice")
    for purpose in ConsentPurpose:
        assert state(installation, cast.noor, TOPICS, purpose, now) is State.OFF
    assert noor.page("profiles.choices").says("Work and skills")


def test_ticked_switches_are_turned_on_and_stopped_with_one_click_and_undo(
    noor: Visitor, cast: Cast, installation: Installation, now: datetime
) -> None:
    given = {"answer": ["work"], "match": "y", "show": "y", "months": "3", "to_list": "y"}
    noor.post("profiles.save_choice", given, code=TOPICS, to="profiles.choices")
    assert noor.follow().says("3 shown") is False
    for purpose in ConsentPurpose:
        assert state(installation, cast.noor, TOPICS, purpose, now) is State.ON
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=TOPICS, to="profiles.choices")
    assert noor.follow().says("We stopped using this to find a match")
    assert state(installation, cast.noor, TOPICS, ConsentPurpose.MATCH, now) is State.STOPPED
    assert state(installation, cast.noor, TOPICS, ConsentPurpose.SHOW, now) is State.ON
    noor.post("profiles.undo_choice", {"purpose": "match"}, code=TOPICS, to="profiles.choices")
    assert state(installation, cast.noor, TOPICS, ConsentPurpose.MATCH, now) is State.ON


def test_whoever_is_looked_for_no_more_by_a_change_is_told_so_at_once(
    noor: Visitor, cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    no_more = "We cannot look for someone now. You have not let us use: Times."
    noor.post("profiles.save_choice", {"answer": ["work"], "to_list": "y"}, code=TOPICS)
    assert not noor.follow().says("We cannot look")
    evening = {"answer": ["mon-evening"], "to_list": "y"}
    noor.post("profiles.save_choice", evening, code=TIMES, to="profiles.choices")
    assert noor.follow().says(no_more)
    noor.post("profiles.save_choice", {**evening, "match": "y"}, code=TIMES)
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=TIMES, to="profiles.choices")
    assert noor.follow().says(no_more)
    noor.post("profiles.undo_choice", {"purpose": "match"}, code=TIMES, to="profiles.choices")
    noor.page("profiles.choices")
    noor.post("profiles.save_choices", {"on": []}, to="profiles.choices")
    page = noor.follow()
    assert page.says("You have not let us use: Languages, Times, Ways to meet.")


def test_whoever_talks_with_somebody_is_not_told_that_nobody_is_looked_for(
    noor: Visitor, cast: Cast, installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, now)
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=TIMES, to="profiles.choices")
    page = noor.follow()
    assert page.says("We stopped using this")
    assert not page.says("We cannot look")


def test_a_stop_sent_twice_is_one_stop(
    noor: Visitor, cast: Cast, installation: Installation
) -> None:
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=TIMES)
    noor.again(to="profiles.choices")
    with installation.database.reading() as session:
        steps = session.scalars(
            select(Consent).where(Consent.code == TIMES, Consent.person_id == cast.noor.person_id)
        ).all()
    assert [step.number for step in steps] == [1, 2]


def test_the_list_saves_its_switches_as_they_stand(
    noor: Visitor, cast: Cast, installation: Installation, now: datetime
) -> None:
    noor.page("profiles.choices")
    on = ["q01-match", "q02-match", "q01-show"]
    noor.post("profiles.save_choices", {"on": on}, to="profiles.choices")
    match, show = ConsentPurpose.MATCH, ConsentPurpose.SHOW
    assert state(installation, cast.noor, "q01", show, now) is State.ON
    assert state(installation, cast.noor, "q02", match, now) is State.ON
    assert state(installation, cast.noor, "q03", match, now) is State.STOPPED
    assert noor.page("profiles.preview").says("English")


def two_tabs(cast: Cast, as_: As) -> tuple[Visitor, Visitor]:
    one, other = as_(cast.noor), as_(cast.noor)
    one.page("profiles.choices")
    other.page("profiles.choices")
    return one, other


SINCE = "Some of this was changed on another page since. That stays as it is now."


def test_a_page_from_before_a_stop_does_not_turn_it_on_again(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    old, newer = two_tabs(cast, as_)
    newer.post("profiles.stop_choice", {"purpose": "match"}, code=TIMES)
    old.post("profiles.save_choices", to="profiles.choices")
    assert state(installation, cast.noor, TIMES, ConsentPurpose.MATCH, now) is State.STOPPED
    page = old.follow()
    assert page.says(SINCE)
    # On the page as it is now, what is turned on is said anew.
    on = [str(it["value"]) for it in page.soup.select("input[name=on][checked]")]
    old.post("profiles.save_choices", {"on": [*on, f"{TIMES}-match"]}, to="profiles.choices")
    assert state(installation, cast.noor, TIMES, ConsentPurpose.MATCH, now) is State.ON
    assert not old.follow().says(SINCE)


def test_what_an_old_page_stops_is_stopped_and_what_it_turns_on_is_not(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    old, newer = two_tabs(cast, as_)
    on = ["q01-match", "q02-match", "q03-match"]
    newer.post("profiles.save_choices", {"on": [*on, "q01-show"]}, to="profiles.choices")
    newer.follow()
    newer.post("profiles.stop_choice", {"purpose": "show"}, code="q01")
    old.post("profiles.save_choices", {"on": ["q01-match", "q01-show", "q02-match"]})
    match, show = ConsentPurpose.MATCH, ConsentPurpose.SHOW
    assert state(installation, cast.noor, "q01", show, now) is State.STOPPED
    assert state(installation, cast.noor, "q03", match, now) is State.STOPPED
    assert state(installation, cast.noor, "q01", match, now) is State.ON
    assert old.follow().says(SINCE)


def test_an_answer_that_was_changed_since_is_not_turned_on_by_the_page_of_the_one_before(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    old, newer = as_(cast.noor), as_(cast.noor)
    for page in (old, newer):
        page.page("profiles.choice", code=TOPICS)
    newer.post("profiles.save_choice", {"answer": ["work"]}, code=TOPICS)
    ticked = {"answer": ["health"], "match": "y"}
    refused = old.post("profiles.save_choice", ticked, code=TOPICS, status=422)
    assert "This was changed on another page since." in refused.problem("match")
    for purpose in ConsentPurpose:
        assert state(installation, cast.noor, TOPICS, purpose, now) is State.OFF
    assert noor_said(installation, cast) == 1
    old.post("profiles.save_choice", ticked, code=TOPICS, to="profiles.choice")
    assert state(installation, cast.noor, TOPICS, ConsentPurpose.MATCH, now) is State.ON


def noor_said(installation: Installation, cast: Cast) -> int:
    with installation.database.reading() as session:
        return record(session, cast.noor.person_id).rows[TOPICS].version


@pytest.mark.parametrize(
    ("asked", "sent", "field", "sentence"),
    [
        (TOPICS, {"answer": ["no such thing"]}, "answer", "Choose from the list."),
        (SAFE, {"answer": ["must"], "match": "y"}, "answer", "Choose who first"),
        (SAFE, {"answer": ["woman", "must"]}, "match", "can only hold if we may use it"),
        (code("age_band"), {"answer": ["from_18", "from_25"]}, "answer", ""),
        (code("pronouns"), {"answer": "x" * 81}, "answer", "Write at most 80"),
        (TOPICS, {"answer": ["work"], "match": "y", "months": "999"}, "months", "Choose 3, 6"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence(
    noor: Visitor, asked: str, sent: dict[str, object], field: str, sentence: str
) -> None:
    noor.page("profiles.choice", code=asked)
    status = 422 if sentence else 303
    noor.post("profiles.save_choice", sent, code=asked, status=status)
    if sentence:
        assert noor.here
        assert sentence in noor.here.html


def test_taking_an_answer_back_leaves_the_history(
    noor: Visitor, cast: Cast, installation: Installation
) -> None:
    noor.post("profiles.save_choice", {"answer": ["muslim"]}, code=FAITH)
    noor.post("profiles.save_choice", {"clear": "y"}, code=FAITH)
    page = noor.page("profiles.history", code=FAITH)
    assert page.says("Muslim")
    assert page.says("You took your answer back")
    with installation.database.reading() as session:
        assert FAITH not in record(session, cast.noor.person_id).rows


def test_a_must_that_lost_its_consent_asks_what_shall_hold(
    noor: Visitor, cast: Cast, installation: Installation, now: datetime
) -> None:
    sent = {"answer": ["woman", "must"], "match": "y", "to_list": "y"}
    noor.post("profiles.save_choice", sent, code=SAFE)
    noor.page("profiles.optional")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=SAFE, to="profiles.optional")
    assert noor.follow().says("You said this has to hold.")
    noor.post("profiles.keep_choice", code=SAFE, to="profiles.optional")
    assert state(installation, cast.noor, SAFE, ConsentPurpose.MATCH, now) is State.ON
    noor.page("profiles.optional")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=SAFE)
    noor.page("profiles.choices")
    noor.post("profiles.ease_choice", code=SAFE, to="profiles.choice")
    assert not noor.page("profiles.choices").says("You said this has to hold.")


def test_what_ends_soon_is_kept_with_one_button(
    noor: Visitor, cast: Cast, installation: Installation, as_: As, now: datetime
) -> None:
    later = now + timedelta(days=350)
    with clock.fixed(later):
        again = as_(cast.noor)
        assert again.page("profiles.choices").says("Ending soon")
        again.post("profiles.keep_choices", to="profiles.choices")
        assert again.follow().says("3 choices kept.")
    much_later = now + timedelta(days=400)
    assert state(installation, cast.noor, TIMES, ConsentPurpose.MATCH, much_later) is State.ON


def test_going_on_without_an_answer_is_not_skipping(as_: As, cast: Cast) -> None:
    kit = as_(cast.kit)
    page = kit.page("profiles.three_one", code="q01")
    assert page.says("we cannot look for someone yet")
    page = kit.post("profiles.save_three_one", status=422, code="q01")
    assert page.problem("answer").endswith("Choose at least one, or skip this question.")
    kit.page("profiles.three", to="profiles.three_one")


def test_the_list_counts_only_what_there_is(as_: As, cast: Cast) -> None:
    assert as_(cast.noor).page("profiles.choices").says("Your choices: 3 used.")
    assert not as_(cast.kit).page("profiles.choices").says("Your choices:")


def test_the_first_three_one_by_one_and_the_plain_question(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    kit = as_(cast.kit)
    kit.page("profiles.three", to="profiles.three_one")
    kit.page("profiles.three_use")
    assert kit.here
    assert kit.here.says("Without languages, times and way to meet we cannot look.")
    for asked, value in (("q01", ["en"]), ("q02", ["mon-evening"]), ("q03", ["phone"])):
        kit.post("profiles.save_three_one", {"answer": value}, code=asked)
    page = kit.post("profiles.save_three_use", status=422)
    assert page.says("The other person sees them only if you turned that on, under your choices.")
    kit.post("profiles.save_three_use", {"use": "yes"}, to="desk.home")
    with installation.database.reading() as session:
        choices = record(session, cast.kit.person_id).choices
    assert choices.can_look(now)
    assert choices.live(ConsentPurpose.SHOW, now) == {}


def test_staff_record_what_somebody_said_and_it_is_marked(
    cast: Cast, as_: As, installation: Installation
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("profiles.choice_for", code=TOPICS, **whom)
    sent = {"answer": ["courts"], "match": "y", "to_list": "y"}
    rosa.post("profiles.save_choice_for", sent, code=TOPICS, to="profiles.choices_for", **whom)
    assert rosa.follow().says("Courts and records")
    with installation.database.reading() as session:
        newest = session.scalars(select(Answer).where(Answer.code == TOPICS)).one()
    assert (newest.how, newest.recorded_by) == (How.PHONE, cast.rosa.person_id)
    assert as_(cast.noor).page("profiles.choices").says("Recorded by staff. You said it by phone.")


def test_staff_see_no_answer_that_may_not_be_used(cast: Cast, as_: As, noor: Visitor) -> None:
    noor.post("profiles.save_choice", {"answer": ["sikh"], "show": "y"}, code=FAITH)
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "paper"}
    assert "Sikh" not in rosa.page("profiles.choices_for", **whom).text
    page = rosa.page("profiles.choice_for", code=FAITH, **whom)
    assert page.soup.select("input[name=answer][checked]") == []


def test_staff_record_every_click_for_somebody(
    cast: Cast, as_: As, installation: Installation, now: datetime
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.kit.person_id, "how": "in-person"}
    rosa.page("profiles.three_for", to="profiles.three_one_for", **whom)
    rosa.page("profiles.three_one_for", code="q01", **whom)
    for asked, value in (("q01", ["en"]), ("q02", ["mon-evening"]), ("q03", ["phone"])):
        rosa.post("profiles.save_three_one_for", {"answer": value}, code=asked, **whom)
    rosa.page("profiles.three_use_for", **whom)
    rosa.post("profiles.save_three_use_for", {"use": "yes"}, to="profiles.on_behalf", **whom)
    must = {"answer": ["woman", "must"], "match": "y"}
    rosa.post("profiles.save_choice_for", must, code=SAFE, **whom)
    sent = {"purpose": "match"}
    rosa.page("profiles.choice_for", code=SAFE, **whom)
    rosa.post("profiles.stop_choice_for", sent, code=SAFE, to="profiles.choices_for", **whom)
    assert rosa.follow().says("does it still have to hold?")
    rosa.post("profiles.undo_choice_for", sent, code=SAFE, **whom)
    assert state(installation, cast.kit, SAFE, ConsentPurpose.MATCH, now) is State.ON
    rosa.post("profiles.stop_choice_for", sent, code=SAFE, **whom)
    rosa.post("profiles.keep_choice_for", code=SAFE, **whom)
    rosa.post("profiles.ease_choice_for", code=SAFE, to="profiles.choice_for", **whom)
    rosa.post("profiles.keep_choices_for", to="profiles.choices_for", **whom)
    with installation.database.reading() as session:
        known = record(session, cast.kit.person_id)
        steps = session.scalars(select(Consent).where(Consent.person_id == cast.kit.person_id))
        assert {step.recorded_by for step in steps} == {cast.rosa.person_id}
    assert known.choices.can_look(now)
    assert known.choices.needs_talk(now) == []


def test_the_history_tells_each_step_in_words(noor: Visitor) -> None:
    sent = {"answer": ["work"], "match": "y", "months": "3", "to_list": "y"}
    noor.post("profiles.save_choice", sent, code=TOPICS)
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "match"}, code=TOPICS)
    page = noor.page("profiles.history", code=TOPICS)
    assert page.says("You said yes to find a match, until Thursday 4 June 2026")
    assert page.says("Stopped, because you said so: to find a match")


def test_a_purpose_that_is_none_is_not_found(noor: Visitor) -> None:
    noor.page("profiles.choices")
    noor.post("profiles.stop_choice", {"purpose": "sell"}, code=TOPICS, status=404)


def test_questions_of_the_other_side_and_unknown_ones_are_not_found(noor: Visitor) -> None:
    for asked in (code("road"), "q99", "languages"):
        noor.page("profiles.choice", code=asked, status=404)


def test_strangers_find_nothing_and_visitors_are_sent_to_sign_in(
    cast: Cast, as_: As, visitor: Visitor
) -> None:
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    as_(cast.amara).page("profiles.choices_for", status=404, **whom)
    as_(cast.rosa).page("profiles.choices", status=404)
    visitor.page("profiles.choices", to="accounts.sign_in")


def test_saving_is_only_for_posts(app: Flask, noor: Visitor) -> None:
    for address in ("/choices/q01/stop", "/choices/q01/undo", "/choices/keep"):
        assert noor.client.get(address).status_code in {404, 405}


def test_a_page_reads_like_no_dating_site_and_tells_nothing_over_a_shoulder(
    cast: Cast, as_: As
) -> None:
    pages = [as_(cast.noor).page("profiles.choices"), as_(cast.amara).page("profiles.own_dates")]
    pages += [
        as_(cast.noor).page("profiles.choice", code=code(key)) for key in ("topics", "road_wish")
    ]
    for page in pages:
        for telling in ("find my match", "not long out", "trauma", "feels safe", "court case"):
            assert telling not in page.text.lower(), (page.address, telling)


def test_a_question_says_of_its_switches_and_words_only_what_is_true(noor: Visitor) -> None:
    court = noor.page("profiles.choice", code=code("court_case"))
    assert court.says("It is off. You can stop with one click at any time.")
    assert not court.says("Both are off.")
    assert noor.page("profiles.choice", code=TOPICS).says("Both are off.")
    own_words = noor.page("profiles.choice", code=code("gender_words"))
    assert own_words.says("No computer compares these words.")
    assert not own_words.says("A computer compares answers.")
    for asked in ("gender_words", "way_to_reach"):
        assert noor.page("profiles.choice", code=code(asked)).says("we call for help."), asked


def test_the_list_leads_to_whom_to_be_kept_apart_from(noor: Visitor) -> None:
    assert {"/apart", "/known-as"} <= set(noor.page("profiles.choices").links)
