"""The states of follow-ups, their ladders, and the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.checkins.rules import clocks, follow_ups, ladders, limits, wordings
from mentorship.checkins.rules.clocks import (
    Said,
    contact_due,
    heard,
    pair_due,
    resting_due,
    waiting_due,
)
from mentorship.checkins.rules.follow_ups import KIND_OF, Kind, Owner, Reason, Stage
from mentorship.checkins.rules.follow_ups import Outcome as Ended
from mentorship.checkins.rules.ladders import Mark
from mentorship.checkins.rules.logs import Outcome
from mentorship.checkins.rules.steps import OPEN_STATES, STATES, State, Step
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Agency
from mentorship.kernel.states import after

AGENCY = Agency()
STAFFED = Agency(staffed_weekdays=(0, 1, 2, 3, 4))
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@given(st.lists(st.sampled_from(Step)))
def test_whatever_happens_a_follow_up_stands_in_one_of_its_states(steps: list[Step]) -> None:
    state = State.OPEN
    for step in steps:
        if (state, step) in STATES:
            state = after(STATES, state, step)
        else:
            with pytest.raises(RuleBroken):
                after(STATES, state, step)
    assert state in State


def test_every_state_can_be_reached_and_what_is_closed_opens_only_if_it_happens_again() -> None:
    assert {State.OPEN, *STATES.values()} == set(State)
    assert [step for state, step in STATES if state is State.CLOSED] == [Step.AGAIN]
    assert all((state, Step.CLOSED) in STATES for state in OPEN_STATES)


def test_everything_the_board_can_hold_has_its_words() -> None:
    assert set(KIND_OF) == set(Reason) == set(wordings.REASON_SAID)
    assert set(wordings.STAGE_SAID) == set(wordings.STAGE_KIND) == set(Stage)
    assert set(wordings.NEXT_SAID) == set(Stage)
    assert set(wordings.OWNER_SAID) == set(Owner)
    assert set(wordings.STEP_SAID) == set(Step)
    assert set(wordings.OUTCOME_SAID) == set(Ended)
    not_called = {Kind.SILENCE, Kind.REST, Kind.QUIET, Kind.REACH}
    in_other_words = {Kind.CHANGE, Kind.LOOK, Kind.COMPLAINT, Kind.TALK_NEEDED}
    to_do = {KIND_OF[reason] for reason in wordings.TO_DO}
    assert to_do == follow_ups.DATED | not_called | in_other_words


def stages(reason: Reason, days: list[int], *, taken: bool = False) -> list[Stage]:
    marks = ladders.ladder(reason, NOW, NOW + 14 * DAY, AGENCY, taken=taken)
    return [ladders.mark_at(marks, NOW + n * DAY).stage for n in days]


def test_a_pair_without_news_becomes_due_late_and_a_call() -> None:
    assert stages(Reason.NO_NEWS, [0, 6, 7, 20, 21, 27, 28]) == [
        Stage.ON_TIME, Stage.ON_TIME, Stage.DUE, Stage.DUE, Stage.LATE, Stage.LATE,
        Stage.CALL_TODAY,
    ]  # fmt: skip


def test_a_record_to_look_at_becomes_late_and_never_a_call() -> None:
    assert stages(Reason.QUIET_FOR_LONG, [0, 7, 14, 15, 400]) == [
        Stage.ON_TIME, Stage.DUE, Stage.DUE, Stage.LATE, Stage.LATE,
    ]  # fmt: skip


def test_somebody_new_is_new_until_their_day_comes() -> None:
    assert stages(Reason.NEW_PERSON, [0, 13, 14, 15]) == [
        Stage.NEW, Stage.NEW, Stage.DUE, Stage.LATE,
    ]  # fmt: skip


def test_nobody_is_silent_before_their_day() -> None:
    assert stages(Reason.SILENT, [0, 13, 14, 15, 28]) == [
        Stage.ON_TIME, Stage.ON_TIME, Stage.DUE, Stage.LATE, Stage.CALL_TODAY,
    ]  # fmt: skip
    assert clocks.silent_due(NOW, AGENCY) == NOW + 30 * DAY


def test_there_is_one_reminder_and_none_for_who_told_us_that_it_did_not_happen() -> None:
    def reminders(reason: Reason) -> list[Mark]:
        marks = ladders.ladder(reason, NOW, NOW, AGENCY, taken=False)
        return [mark for mark in marks if mark.remind_until]

    assert [mark.at for mark in reminders(Reason.NO_NEWS)] == [NOW + 3 * DAY]
    for told_us in (Reason.NOT_HELD, Reason.NO_ANSWER, Reason.COULD_NOT):
        assert reminders(told_us) == []


def passed(
    reason: Reason, opened: datetime, *, taken: bool = False
) -> list[tuple[Owner, timedelta]]:
    marks = ladders.ladder(reason, opened, opened, STAFFED, taken=taken)
    return [(mark.owner, mark.at - opened) for mark in marks]


def test_a_call_passes_to_the_deputy_and_the_lead_by_staffed_hours_until_it_is_taken() -> None:
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)
    assert passed(Reason.ASKED_TODAY, friday) == [
        (Owner.COORDINATOR, timedelta(0)),
        (Owner.DEPUTY, timedelta(days=2, hours=20)),  # Monday at 11: two hours on each day
        (Owner.LEAD, timedelta(days=3)),
    ]
    # What is taken has a working day to end, and then it goes on as well.
    assert passed(Reason.ASKED_TODAY, friday, taken=True) == [
        (Owner.COORDINATOR, timedelta(0)),
        (Owner.DEPUTY, timedelta(days=3)),
        (Owner.LEAD, timedelta(days=4)),
    ]


def test_a_worry_passes_on_by_the_clock_and_outside_the_hours_is_with_who_is_on_call() -> None:
    sunday, midday = datetime(2026, 3, 8, 23, tzinfo=UTC), datetime(2026, 3, 4, 10, tzinfo=UTC)
    four, eight = timedelta(hours=4), timedelta(hours=8)
    later = [(Owner.DEPUTY, four), (Owner.LEAD, eight)]
    assert passed(Reason.WORRIED_NOW, sunday) == [(Owner.ON_CALL, timedelta(0)), *later]
    assert passed(Reason.WORRIED_NOW, midday) == [(Owner.COORDINATOR, timedelta(0)), *later]
    assert passed(Reason.WORRIED_NOW, midday + four) == [
        (Owner.COORDINATOR, timedelta(0)), (Owner.ON_CALL, timedelta(hours=3)), *later,
    ]  # fmt: skip
    assert passed(Reason.WORRIED_NOW, sunday, taken=True) == [
        (Owner.COORDINATOR, timedelta(0)), *later,
    ]  # fmt: skip


def test_a_complaint_that_nobody_answers_in_its_days_goes_on_to_another_reader() -> None:
    assert passed(Reason.NOT_TREATED_RIGHT, NOW) == [
        (Owner.COORDINATOR, timedelta(0)), (Owner.READER, 5 * DAY),
    ]  # fmt: skip


def test_the_hours_count_from_when_it_was_taken_or_somebody_was_spoken_with() -> None:
    hour, opened = timedelta(hours=1), datetime(2026, 3, 4, 10, tzinfo=UTC)
    for reason, owners in ((Reason.WORRIED_NOW, 4), (Reason.ASKED_TODAY, 24)):
        marks = ladders.ladder(
            reason, opened, opened, STAFFED, taken=True, counted_from=opened + 3 * hour
        )
        assert marks[1].at == opened + (3 + owners) * hour, reason


@given(st.sampled_from(Reason), st.integers(0, 60), st.integers(0, 90), st.booleans())
def test_the_next_mark_is_always_ahead(reason: Reason, due: int, at: int, taken: bool) -> None:
    marks = ladders.ladder(reason, NOW, NOW + due * DAY, AGENCY, taken=taken)
    moment = NOW + at * DAY
    ahead = ladders.next_after(marks, moment)
    assert ahead is None or ahead > moment
    assert ladders.mark_at(marks, moment) in marks


def test_put_off_and_paused_have_their_own_groups() -> None:
    assert follow_ups.shown_stage(State.SNOOZED, Stage.LATE) is Stage.SNOOZED
    assert follow_ups.shown_stage(State.PAUSED, Stage.LATE) is Stage.PAUSED
    assert follow_ups.shown_stage(State.OPEN, Stage.LATE) is Stage.LATE


def test_a_safety_report_ends_only_with_one_of_its_own_outcomes() -> None:
    with pytest.raises(RuleBroken):
        limits.check_outcome(Kind.SAFETY, Ended.SPOKE)
    limits.check_outcome(Kind.SAFETY, Ended.NO_DANGER)
    limits.check_outcome(Kind.PAIR, Ended.SPOKE)


@pytest.mark.parametrize("what", [Kind.CONTACT, Kind.WAITING, Kind.KEEP_TOUCH])
def test_only_a_contact_answers_a_clock_of_contact_whatever_outcome_is_chosen(what: Kind) -> None:
    for outcome in Ended:
        with pytest.raises(RuleBroken, match="Only a contact"):
            limits.check_outcome(what, outcome)


@pytest.mark.parametrize("what", sorted(follow_ups.DATED))
def test_what_has_its_day_is_answered_by_being_done_alone(what: Kind) -> None:
    for outcome in Ended:
        with pytest.raises(RuleBroken, match="Only doing it"):
            limits.check_outcome(what, outcome)


def test_a_pair_is_settled_by_what_was_done_and_not_by_an_attempt() -> None:
    for outcome in (Ended.NOT_REACHED, Ended.NO_LONGER_SO):
        with pytest.raises(RuleBroken):
            limits.check_outcome(Kind.PAIR, outcome)


@pytest.mark.parametrize(("what", "days"), [(Kind.SAFETY, 1), (Kind.PAIR, 0), (Kind.PAIR, 61)])
def test_what_cannot_wait_is_not_put_off_nor_anything_into_the_past_or_far_away(
    what: Kind, days: int
) -> None:
    with pytest.raises(RuleBroken):
        limits.check_snooze(what, NOW + days * DAY, NOW, 60)
    limits.check_snooze(Kind.PAIR, NOW + DAY, NOW, 60)


def test_small_questions_of_the_board() -> None:
    assert follow_ups.is_more_urgent(Reason.ASKED_TODAY, Reason.NOTE)
    assert not follow_ups.is_more_urgent(Reason.NOTE, Reason.ASKED_TODAY)


def test_the_first_talk_is_due_within_its_days_or_after_the_first_planned_one() -> None:
    due = pair_due(NOW, None, [], [], AGENCY)
    assert (due.at, due.reason) == (NOW + 14 * DAY, Reason.FIRST_TALK)
    assert pair_due(NOW, None, [], [NOW + 3 * DAY], AGENCY).at == NOW + 5 * DAY


def test_after_a_talk_the_next_is_due_by_the_plan_or_by_the_month() -> None:
    held = [Said(NOW + DAY, Outcome.HELD)]
    assert pair_due(NOW, None, held, [], AGENCY).at == NOW + 15 * DAY
    late = [Said(NOW + 40 * DAY, Outcome.HELD)]
    assert pair_due(NOW, None, late, [], AGENCY).at == NOW + 70 * DAY
    planned = [NOW + 8 * DAY, NOW + 15 * DAY, NOW]
    due = pair_due(NOW, None, held, planned, AGENCY)
    assert (due.at, due.reason) == (NOW + 10 * DAY, Reason.LOG_AWAITED)
    assert pair_due(NOW, NOW + DAY, [], planned, AGENCY).reason is Reason.LOG_AWAITED


def test_a_talk_planned_far_ahead_does_not_silence_the_clock() -> None:
    for far in (100, 300):
        held, planned = [Said(NOW + 5 * DAY, Outcome.HELD)], [NOW + far * DAY]
        assert pair_due(NOW, None, held, planned, AGENCY).at == NOW + 19 * DAY
        assert pair_due(NOW, None, [], planned, AGENCY).at == NOW + 14 * DAY


def test_however_often_a_talk_is_moved_the_clock_runs_on() -> None:
    moved = [Said(NOW + n * DAY, Outcome.MOVED) for n in range(2, 30, 4)]
    held = Said(NOW + DAY, Outcome.HELD)
    missed = Said(NOW + 3 * DAY, Outcome.NO_ANSWER)
    assert pair_due(NOW, None, moved, [], AGENCY).at == NOW + 14 * DAY
    assert pair_due(NOW, None, [held, *moved], [], AGENCY).at == NOW + 15 * DAY
    due = pair_due(NOW, None, [held, missed, *moved], [], AGENCY)
    assert (due.at, due.reason) == (NOW + 3 * DAY, Reason.NO_ANSWER)


def test_talks_that_did_not_take_place_count_from_the_first_of_them() -> None:
    said = [
        Said(NOW + DAY, Outcome.HELD),
        Said(NOW + 8 * DAY, Outcome.NO_ANSWER),
        Said(NOW + 15 * DAY, Outcome.I_COULD_NOT),
    ]
    due = pair_due(NOW, None, said, [], AGENCY)
    assert (due.at, due.reason) == (NOW + 8 * DAY, Reason.COULD_NOT)
    assert pair_due(NOW, None, said[1:], [], AGENCY).at == NOW + 8 * DAY
    assert pair_due(NOW, None, said[:2], [], AGENCY).reason is Reason.NO_ANSWER
    unsaid = [Said(NOW + DAY, Outcome.DID_NOT_HAPPEN)]
    assert pair_due(NOW, None, unsaid, [], AGENCY).reason is Reason.NOT_HELD


def test_a_pair_was_heard_of_at_the_last_talk_that_was_held_or_when_staff_settled_it() -> None:
    held, missed = Said(NOW + 3 * DAY, Outcome.HELD), Said(NOW + 9 * DAY, Outcome.NO_ANSWER)
    assert heard(NOW, None, []) == NOW
    assert heard(NOW, None, [held, missed]) == NOW + 3 * DAY
    assert heard(NOW, NOW + 5 * DAY, [held, missed]) == NOW + 5 * DAY


def test_what_staff_settled_no_longer_counts() -> None:
    said = [Said(NOW + DAY, Outcome.NO_ANSWER)]
    due = pair_due(NOW, NOW + 2 * DAY, said, [], AGENCY)
    assert (due.at, due.reason) == (NOW + 16 * DAY, Reason.NO_NEWS)


def test_staff_owe_two_contacts_in_the_first_month_and_then_one_a_month() -> None:
    first = contact_due(NOW, NOW, AGENCY)
    second = contact_due(NOW, first, AGENCY)
    assert [first - NOW, second - NOW] == [15 * DAY, 30 * DAY]
    assert contact_due(NOW, second, AGENCY) == second + 30 * DAY
    assert waiting_due(NOW, AGENCY) == NOW + 14 * DAY
    assert waiting_due(NOW, AGENCY, is_new=True) == NOW + 7 * DAY


def test_a_concern_brings_contacts_closer_for_its_weeks_and_never_puts_one_off() -> None:
    old = NOW - 100 * DAY
    assert contact_due(old, NOW, AGENCY, NOW - DAY) == NOW + 7 * DAY
    assert contact_due(old, NOW - 25 * DAY, AGENCY, NOW) == NOW + 5 * DAY
    assert contact_due(old, NOW, AGENCY, NOW - 28 * DAY) == NOW + 30 * DAY
    assert waiting_due(NOW, AGENCY, NOW) == NOW + 7 * DAY


def test_who_rests_without_a_day_hears_monthly_if_they_said_so_or_is_looked_at() -> None:
    assert resting_due(NOW, AGENCY, in_touch=True) == NOW + 30 * DAY
    assert resting_due(NOW, AGENCY, in_touch=False) == NOW + 90 * DAY
