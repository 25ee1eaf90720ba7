"""What logs and taps ask of staff, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import (
    WEEKS_SHOWN,
    CallMe,
    Feeling,
    Going,
    LogEntry,
    Outcome,
    TapEntry,
    Worry,
    asked_about_mentee,
    asked_by_log,
    asked_by_tap,
    by_week,
    check_entry,
    check_may_change,
    check_tap,
)
from mentorship.checkins.rules.reports import may_read
from mentorship.kernel.access import Role
from mentorship.kernel.errors import RuleBroken

TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
FINE = LogEntry(Outcome.HELD, TODAY)


def test_a_talk_that_was_fine_asks_nothing_of_staff() -> None:
    assert asked_by_log(FINE, Feeling.HARD) == []
    assert asked_about_mentee(FINE) == []


@pytest.mark.parametrize(
    ("before", "asked"),
    [(Feeling.HARD, [Reason.HARD_TWICE]), (Feeling.FINE, []), (None, [])],
)
def test_hard_counts_only_twice_running(before: Feeling | None, asked: list[Reason]) -> None:
    assert asked_by_log(LogEntry(Outcome.HELD, TODAY, feeling=Feeling.HARD), before) == asked


def test_each_wish_and_worry_asks_for_its_own() -> None:
    entry = LogEntry(
        Outcome.NOT_SAFE, TODAY, call_me=CallMe.TODAY, worry=Worry.YES, pause_asked=True, note="n"
    )
    assert asked_by_log(entry, None) == [Reason.ASKED_TODAY, Reason.NOTE]
    assert asked_about_mentee(entry) == [
        Reason.NOT_SAFE_TO_MEET,
        Reason.WORRIED,
        Reason.PAUSE_ASKED,
    ]
    mild = LogEntry(Outcome.HELD, TODAY, call_me=CallMe.THIS_WEEK, worry=Worry.A_LITTLE)
    assert asked_by_log(mild, None) == [Reason.ASKED_THIS_WEEK]
    assert asked_about_mentee(mild) == [Reason.A_LITTLE_WORRIED]


def test_taps_ask_for_a_call_or_a_look() -> None:
    assert asked_by_tap(TapEntry(Going.GOOD)) == []
    assert asked_by_tap(TapEntry(Going.NOT_GOOD, True, True)) == [
        Reason.WANTS_TO_TALK,
        Reason.NOT_HEARD,
        Reason.NOT_GOOD,
    ]


def test_taps_that_say_nothing_are_refused() -> None:
    with pytest.raises(RuleBroken):
        check_tap(TapEntry())
    check_tap(TapEntry(not_heard=True))


def test_a_talk_was_held_or_not_or_is_still_to_come() -> None:
    held = [outcome for outcome in Outcome if not outcome.is_not_held and not outcome.is_moved]
    assert held == [Outcome.HELD]
    assert [outcome for outcome in Outcome if outcome.is_moved] == [Outcome.MOVED]


@pytest.mark.parametrize("days", [1, -20, -100])
def test_a_day_ahead_before_the_beginning_or_long_ago_is_refused(days: int) -> None:
    began = TODAY - timedelta(days=10 if days == -20 else 200)
    entry = LogEntry(Outcome.HELD, TODAY + timedelta(days=days))
    with pytest.raises(RuleBroken) as broken:
        check_entry(entry, began, TODAY)
    assert broken.value.field == "day"


@pytest.mark.parametrize("minutes", [0, 481])
def test_a_length_that_no_talk_has_is_refused_beside_its_field(minutes: int) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_entry(LogEntry(Outcome.HELD, TODAY, minutes=minutes), TODAY, TODAY)
    assert broken.value.field == "minutes"
    check_entry(LogEntry(Outcome.HELD, TODAY, minutes=1), TODAY, TODAY)


def test_a_long_note_is_refused_beside_its_field() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_entry(LogEntry(Outcome.HELD, TODAY, note="x" * 301), TODAY, TODAY)
    assert broken.value.field == "note"
    check_entry(FINE, TODAY, TODAY)


def test_a_log_can_be_changed_for_its_hours_and_not_a_second_longer() -> None:
    check_may_change(NOW, NOW + timedelta(hours=24), 24)
    with pytest.raises(RuleBroken):
        check_may_change(NOW, NOW + timedelta(hours=24, seconds=1), 24)


def test_words_about_safety_open_to_who_is_on_call_and_the_lead() -> None:
    plain, lead = frozenset({Role.COORDINATOR}), frozenset({Role.SAFEGUARDING})
    assert may_read(Role.SAFEGUARDING, lead, is_safety=True, on_call=False)
    assert may_read(Role.SAFEGUARDING, plain, is_safety=True, on_call=True)
    assert not may_read(Role.SAFEGUARDING, plain, is_safety=True, on_call=False)


def test_a_complaint_opens_to_the_reader_chosen() -> None:
    reviewer = frozenset({Role.REVIEWER})
    assert may_read(Role.REVIEWER, reviewer, is_safety=False, on_call=True)
    assert not may_read(Role.COORDINATOR, reviewer, is_safety=False, on_call=True)


def test_each_week_tells_whether_a_talk_was_held() -> None:
    today = date(2026, 3, 4)
    monday = date(2026, 3, 2)
    logged = [
        (today, Outcome.NO_ANSWER), (monday, Outcome.HELD),
        (monday - timedelta(days=1), Outcome.MOVED),
    ]  # fmt: skip
    weeks = by_week(logged, today)
    assert len(weeks) == WEEKS_SHOWN
    assert weeks[-2:] == [(monday - timedelta(weeks=1), False), (monday, True)]
    assert {held for _monday, held in weeks[:-2]} == {None}
