"""Answers in versions and consents in steps, as the service keeps them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import events
from mentorship.kernel.access import How
from mentorship.kernel.errors import NotFound, Overtaken, RuleBroken
from mentorship.profiles.models import Answer, Consent
from mentorship.profiles.queries.answers import record
from mentorship.profiles.questions import THREE
from mentorship.profiles.rules.consent import ConsentPurpose, State
from mentorship.profiles.service import (
    answer,
    ease,
    end_passed,
    end_shows,
    give_consent,
    keep,
    stop_consent,
    undo_stop_consent,
    use_three,
)
from mentorship.profiles.service.consent import set_switches
from tests.participants import acting, add_person, agree, code, say

MATCH, SHOW = ConsentPurpose.MATCH, ConsentPurpose.SHOW
AGE, TOPICS, SAFE = code("age_band"), code("topics"), code("safe_with")


@pytest.fixture
def noor(session: Session, now: datetime) -> Person:
    """Give a mentee."""
    return add_person(session, Kind.MENTEE, now)


@pytest.fixture
def rosa(session: Session, now: datetime) -> Person:
    """Give a coordinator."""
    return add_person(session, Kind.STAFF, now)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Collect what is told to the features on the right."""
    heard: list[events.Event] = []

    def hear(_session: Session, event: events.Event, _now: datetime) -> None:
        heard.append(event)

    monkeypatch.setattr(events, "publish", hear)
    return heard


def state(session: Session, person: Person, code_: str, now: datetime, of: Any = MATCH) -> State:
    return record(session, person.id).choices.state(code_, of, now)


def test_every_change_is_a_new_version_and_the_same_again_is_none(
    session: Session, noor: Person, now: datetime
) -> None:
    for value in ("from_25", "from_25", "from_35", ""):
        say(session, noor, now, age_band=value)
    versions = session.scalars(select(Answer).order_by(Answer.version)).all()
    assert [version.version for version in versions] == [1, 2, 3]
    assert versions[2].value is None
    assert record(session, noor.id).rows == {}


def test_a_new_answer_is_off_for_both_purposes(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, age_band="from_25")
    assert {state(session, noor, AGE, now, of) for of in ConsentPurpose} == {State.OFF}


def test_changing_an_answer_switches_it_off_and_tells_it(
    session: Session, noor: Person, now: datetime, told: list[events.Event]
) -> None:
    say(session, noor, now, age_band="from_25")
    agree(session, noor, now, "age_band")
    told.clear()
    say(session, noor, now, age_band="from_35")
    assert state(session, noor, AGE, now) is State.OFF
    assert told == [
        events.ConsentEnded(noor.id, AGE, "match"),
        events.AnswerChanged(noor.id, AGE),
    ]


def test_going_back_to_an_earlier_answer_does_not_bring_its_consent_back(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, age_band="from_25")
    agree(session, noor, now, "age_band")
    say(session, noor, now, age_band="from_35")
    say(session, noor, now, age_band="from_25")
    assert state(session, noor, AGE, now) is State.OFF


def test_stop_is_at_once_and_undo_gives_the_old_end(
    session: Session, noor: Person, now: datetime, told: list[events.Event]
) -> None:
    actor = acting(noor)
    say(session, noor, now, topics=["work"])
    give_consent(session, actor, noor, TOPICS, MATCH, now, months=3)
    end = record(session, noor.id).choices.ends_at(TOPICS, MATCH, now)
    stop_consent(session, actor, noor, TOPICS, MATCH, now)
    assert state(session, noor, TOPICS, now) is State.STOPPED
    assert events.ConsentEnded(noor.id, TOPICS, "match") in told
    later = now + timedelta(days=10)
    undo_stop_consent(session, actor, noor, TOPICS, MATCH, later)
    assert record(session, noor.id).choices.ends_at(TOPICS, MATCH, later) == end


def test_stopping_what_is_not_on_changes_nothing(
    session: Session, noor: Person, now: datetime
) -> None:
    stop_consent(session, acting(noor), noor, AGE, SHOW, now)
    assert session.scalars(select(Consent)).all() == []


def test_a_stop_cannot_be_undone_after_the_old_end_or_another_answer(
    session: Session, noor: Person, now: datetime
) -> None:
    actor = acting(noor)
    say(session, noor, now, topics=["work"])
    agree(session, noor, now, "topics")
    stop_consent(session, actor, noor, TOPICS, MATCH, now)
    with pytest.raises(RuleBroken, match="no longer be undone"):
        undo_stop_consent(session, actor, noor, TOPICS, MATCH, now + timedelta(days=400))
    say(session, noor, now, topics=["work", "health"])
    with pytest.raises(RuleBroken, match="no longer be undone"):
        undo_stop_consent(session, actor, noor, TOPICS, MATCH, now)


def test_a_consent_is_over_at_its_end_and_this_is_told_once(
    session: Session, noor: Person, now: datetime, told: list[events.Event]
) -> None:
    say(session, noor, now, topics=["work"])
    give_consent(session, acting(noor), noor, TOPICS, SHOW, now, months=3)
    later = now + timedelta(days=100)
    assert state(session, noor, TOPICS, later, SHOW) is State.ENDED
    told.clear()
    assert (end_passed(session, later), end_passed(session, later)) == (1, 0)
    assert told == [events.ConsentEnded(noor.id, TOPICS, "show")]
    assert state(session, noor, TOPICS, later, SHOW) is State.ENDED


def test_an_end_that_passed_unseen_is_told_when_the_answer_changes(
    session: Session, noor: Person, now: datetime, told: list[events.Event]
) -> None:
    say(session, noor, now, topics=["work"])
    give_consent(session, acting(noor), noor, TOPICS, MATCH, now, months=3)
    later = now + timedelta(days=100)
    told.clear()
    say(session, noor, later, topics=["health"])
    assert events.ConsentEnded(noor.id, TOPICS, "match") in told
    assert end_passed(session, later) == 0


def test_showing_ends_with_the_match_and_using_goes_on(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, topics=["work"])
    agree(session, noor, now, "topics")
    agree(session, noor, now, "topics", purpose=SHOW)
    end_shows(session, noor.id, now)
    assert state(session, noor, TOPICS, now, SHOW) is State.ENDED
    assert state(session, noor, TOPICS, now, MATCH) is State.ON


def test_a_must_is_only_saved_with_its_match_switch_on(
    session: Session, noor: Person, now: datetime
) -> None:
    actor = acting(noor)
    with pytest.raises(RuleBroken) as broken:
        answer(session, actor, noor, SAFE, ["woman", "must"], now)
    assert (broken.value.field, broken.value.status) == ("match", 422)
    answer(session, actor, noor, SAFE, ["woman", "must"], now, match_months=12)
    assert state(session, noor, SAFE, now) is State.ON


@pytest.mark.parametrize("way", ["stopped", "ended"])
def test_whoever_loses_the_consent_of_a_must_waits_for_a_talk_until_they_said_what_holds(
    session: Session, noor: Person, now: datetime, way: str
) -> None:
    actor = acting(noor)
    answer(session, actor, noor, SAFE, ["woman", "must"], now, match_months=3)
    later = now + timedelta(days=100 if way == "ended" else 1)
    if way == "stopped":
        stop_consent(session, actor, noor, SAFE, MATCH, later)
    assert record(session, noor.id).choices.needs_talk(later) == [SAFE]
    give_consent(session, actor, noor, SAFE, MATCH, later)
    assert record(session, noor.id).choices.needs_talk(later) == []
    stop_consent(session, actor, noor, SAFE, MATCH, later)
    ease(session, actor, noor, SAFE, later)
    assert record(session, noor.id).choices.needs_talk(later) == []
    assert state(session, noor, SAFE, later) is State.OFF
    with pytest.raises(NotFound):
        ease(session, actor, noor, AGE, later)


def test_the_three_answers_are_used_with_one_word_and_only_together(
    session: Session, noor: Person, now: datetime
) -> None:
    actor = acting(noor)
    say(session, noor, now, languages=["en"], times=["mon-morning"])
    with pytest.raises(RuleBroken, match="all three"):
        use_three(session, actor, noor, now)
    say(session, noor, now, ways=["phone"])
    use_three(session, actor, noor, now)
    choices = record(session, noor.id).choices
    assert choices.can_look(now)
    assert choices.live(SHOW, now) == {}
    assert set(choices.live(MATCH, now)) == set(THREE)


def test_keep_gives_anew_what_ends_soon_and_nothing_else(
    session: Session, noor: Person, now: datetime
) -> None:
    actor = acting(noor)
    say(session, noor, now, topics=["work"], age_band="from_25")
    give_consent(session, actor, noor, TOPICS, MATCH, now, months=3)
    give_consent(session, actor, noor, AGE, MATCH, now, months=12)
    soon = now + timedelta(days=70)
    assert keep(session, actor, noor, soon) == 1
    ends_at = record(session, noor.id).choices.ends_at(TOPICS, MATCH, soon)
    assert ends_at is not None
    assert ends_at > now + timedelta(days=400)


def test_only_an_answer_that_is_there_can_be_agreed_to(
    session: Session, noor: Person, now: datetime
) -> None:
    with pytest.raises(RuleBroken, match="Answer the question"):
        agree(session, noor, now, "age_band")


def test_a_court_case_is_never_shown_to_the_other_side(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, court_case="yes")
    with pytest.raises(RuleBroken, match="never shown"):
        agree(session, noor, now, "court_case", purpose=SHOW)


def test_what_staff_record_says_who_and_how(
    session: Session, noor: Person, rosa: Person, now: datetime
) -> None:
    told_by_phone = acting(rosa, How.PHONE)
    answer(session, told_by_phone, noor, TOPICS, ["work"], now, match_months=6)
    version = session.scalars(select(Answer)).one()
    step = session.scalars(select(Consent)).one()
    for row in (version, step):
        assert (row.how, row.recorded_by) == (How.PHONE, rosa.id)
    say(session, noor, now, topics=["health"])
    newest = record(session, noor.id).rows[TOPICS]
    assert (newest.how, newest.recorded_by) == (None, None)


def test_nobody_answers_for_others_unless_a_coordinator_was_told(
    session: Session, noor: Person, rosa: Person, now: datetime
) -> None:
    amara = add_person(session, Kind.MENTOR, now)
    same_human = add_person(session, Kind.STAFF, now, human_id=noor.human_id)
    for actor in (acting(amara), acting(rosa), acting(same_human, How.PHONE)):
        with pytest.raises(NotFound):
            answer(session, actor, noor, TOPICS, ["work"], now)


def test_nobody_is_asked_the_other_sides_questions(
    session: Session, noor: Person, rosa: Person, now: datetime
) -> None:
    for who, asked in ((noor, "road"), (noor, "q99"), (rosa, "topics")):
        with pytest.raises(NotFound):
            question = code(asked) if asked != "q99" else asked
            answer(session, acting(who), who, question, ["further_along"], now)


def test_a_page_turns_on_only_what_stands_as_it_stood_there(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, topics=["work"])
    match, off = f"{TOPICS}-match", record(session, noor.id).stood(TOPICS, MATCH, now)

    def sent(*on: str, stood: str) -> bool:
        return set_switches(session, acting(noor), noor, [f"{match}-{stood}"], on, now)

    def is_on() -> bool:
        return TOPICS in record(session, noor.id).live(MATCH, now)

    assert not sent(match, stood=off)
    assert is_on()
    on = record(session, noor.id).stood(TOPICS, MATCH, now)
    stop_consent(session, acting(noor), noor, TOPICS, MATCH, now)
    for before in (on, off, ""):
        assert sent(match, stood=before)
        assert not is_on(), before
    assert not sent(match, stood=record(session, noor.id).stood(TOPICS, MATCH, now))
    assert is_on()
    # What is turned off is turned off, however old the page.
    assert sent(stood=on)
    assert not is_on()


def test_a_consent_that_ended_by_itself_is_not_given_again_by_a_page_from_before(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, topics=["work"])
    give_consent(session, acting(noor), noor, TOPICS, MATCH, now, 3)
    name = f"{TOPICS}-match"
    listed = [f"{name}-{record(session, noor.id).stood(TOPICS, MATCH, now)}"]
    later = now + timedelta(days=200)
    assert set_switches(session, acting(noor), noor, listed, [name], later)
    assert TOPICS not in record(session, noor.id).live(MATCH, later)


def test_two_who_turn_on_the_same_at_once_are_not_both_first(
    session: Session, noor: Person, now: datetime
) -> None:
    say(session, noor, now, topics=["work"])
    stood = record(session, noor.id).stood(TOPICS, MATCH, now)
    give_consent(session, acting(noor), noor, TOPICS, MATCH, now, stood=stood)
    with pytest.raises(Overtaken):
        give_consent(session, acting(noor), noor, TOPICS, MATCH, now, stood=stood)
