"""The states of a consent: what may follow what, and the same read from rows and the clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.kernel.errors import RuleBroken
from mentorship.profiles.rules import consent
from mentorship.profiles.rules.choices import Choices
from mentorship.profiles.rules.consent import (
    NEXT,
    Because,
    ConsentPurpose,
    Happening,
    Last,
    State,
    Step,
)

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
STOPS = {
    Happening.STOP: Because.SAID,
    Happening.CHANGE: Because.CHANGED,
    Happening.END: Because.ENDED,
    Happening.MATCH_OVER: Because.MATCH_OVER,
}


def given_(answer_id: UUID, *, days: int = 90, firm: bool = False) -> Last:
    return Last(Step.GIVEN, answer_id, NOW + timedelta(days=days), None, firm)


def stopped(before: Last, because: Because) -> Last:
    return Last(Step.STOPPED, before.answer_id, before.ends_at, because, before.firm)


def test_every_state_can_be_left_and_every_happening_leads_somewhere() -> None:
    assert {state for state, _ in NEXT} == set(State)
    assert {happening for _, happening in NEXT} == set(Happening)
    assert set(NEXT.values()) == set(State)


@given(st.lists(st.sampled_from(Happening), max_size=12))
def test_rows_and_clock_tell_the_same_state_as_the_table(happenings: list[Happening]) -> None:
    state, answer_id = State.OFF, uuid4()
    last: Last | None = None
    for happening in happenings:
        if (state, happening) not in NEXT:
            continue
        state = NEXT[state, happening]
        if happening in {Happening.GIVE, Happening.UNDO}:
            last = given_(answer_id)
        else:
            assert last is not None
            last = stopped(last, STOPS[happening])
            if happening is Happening.CHANGE:
                answer_id = uuid4()
        assert consent.state(last, answer_id, NOW) is state


def test_a_consent_is_over_at_its_end_without_any_row_saying_so() -> None:
    one = given_(uuid4(), days=1)
    end = NOW + timedelta(days=1)
    assert consent.is_live(one, one.answer_id, end - timedelta(seconds=1))
    assert consent.state(one, one.answer_id, end) is State.ENDED


def test_a_consent_holds_for_its_version_of_the_answer_alone() -> None:
    assert consent.state(given_(uuid4()), uuid4(), NOW) is State.OFF
    assert consent.state(given_(uuid4()), None, NOW) is State.OFF


def test_only_what_was_said_to_stop_can_be_undone_and_only_before_its_end() -> None:
    one = given_(uuid4(), days=5)
    said = stopped(one, Because.SAID)
    assert consent.may_undo(said, one.answer_id, NOW)
    assert not consent.may_undo(said, one.answer_id, NOW + timedelta(days=5))
    assert not consent.may_undo(stopped(one, Because.MATCH_OVER), one.answer_id, NOW)
    assert not consent.may_undo(one, one.answer_id, NOW)
    assert not consent.may_undo(None, None, NOW)


def test_a_lost_must_waits_for_a_talk_and_nothing_else_does() -> None:
    firm, soft = given_(uuid4(), firm=True), given_(uuid4())
    assert not consent.needs_talk(firm, firm.answer_id, NOW)
    assert consent.needs_talk(stopped(firm, Because.SAID), firm.answer_id, NOW)
    assert consent.needs_talk(firm, firm.answer_id, NOW + timedelta(days=91))
    assert not consent.needs_talk(stopped(soft, Because.SAID), soft.answer_id, NOW)
    assert not consent.needs_talk(None, None, NOW)


@pytest.mark.parametrize(("months", "most"), [(1, 12), (0, 12), (24, 24), (12, 6)])
def test_other_lengths_than_the_offered_ones_are_refused(months: int, most: int) -> None:
    with pytest.raises(RuleBroken) as broken:
        consent.end_of(NOW, months, most)
    assert broken.value.field == "months"


def test_a_length_ends_on_the_same_day_of_a_later_month() -> None:
    assert consent.end_of(NOW, 6, 12) == datetime(2026, 9, 4, 10, 0, tzinfo=UTC)


def test_a_must_without_leave_to_use_it_is_refused() -> None:
    consent.check_must(is_must=True, match=True)
    consent.check_must(is_must=False, match=False)
    with pytest.raises(RuleBroken):
        consent.check_must(is_must=True, match=False)


def test_choices_tell_what_is_live_ending_and_undoable() -> None:
    one, other = uuid4(), uuid4()
    match, show = ConsentPurpose.MATCH, ConsentPurpose.SHOW
    choices = Choices(
        {"q01": one, "q04": other},
        {
            ("q01", match): given_(one, days=20),
            ("q04", match): given_(other),
            ("q04", show): stopped(given_(other), Because.SAID),
            ("q17", match): stopped(given_(uuid4(), firm=True), Because.SAID),
        },
    )
    assert choices.live(match, NOW) == {"q01": one, "q04": other}
    assert choices.live(show, NOW) == {}
    assert choices.ends_soon(NOW) == [("q01", match)]
    assert choices.ends_at("q01", match, NOW) == NOW + timedelta(days=20)
    assert choices.ends_at("q04", show, NOW) is None
    assert choices.may_undo("q04", show, NOW)
    assert choices.needs_talk(NOW) == ["q17"]
    assert not choices.can_look(NOW)


def test_how_a_consent_stands_has_another_name_after_each_change_of_it_or_of_its_answer() -> None:
    answer_id, later = uuid4(), NOW + timedelta(days=91)
    on = replace(given_(answer_id), number=1)
    off = replace(stopped(on, Because.SAID), number=2)
    again = replace(on, number=3)
    names = [
        consent.stood(None, None, 0, NOW), consent.stood(None, answer_id, 1, NOW),
        consent.stood(on, answer_id, 1, NOW), consent.stood(off, answer_id, 1, NOW),
        consent.stood(again, answer_id, 1, NOW), consent.stood(again, answer_id, 1, later),
        consent.stood(again, uuid4(), 2, NOW),
    ]  # fmt: skip
    assert len(set(names)) == len(names)
    assert [consent.was_on(name) for name in names] == [
        False, False, True, False, True, False, False,
    ]  # fmt: skip
    assert not consent.was_on("")
