"""The sweep: what is due turns once, and the board is what the facts make it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.checkins import queries, service, tasks
from mentorship.checkins.models import FollowUp, FollowUpStep
from mentorship.checkins.queries import follow_ups
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, SnoozeWhy, Stage
from mentorship.checkins.rules.logs import CallMe
from mentorship.checkins.rules.steps import State, Step
from mentorship.checkins.service.follow_ups import raise_, withdraw
from mentorship.installation import Installation
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service import pairs
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind, Reached
from tests.participants import can_be_reached
from tests.races import race
from tests.talking import Pair, open_rows, said, talking

DAY = timedelta(days=1)


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def pair_clock(session: Session) -> FollowUp:
    (row,) = open_rows(session, kind=Kind.PAIR)
    session.refresh(row)
    return row


def steps(session: Session, row: FollowUp, step: Step) -> int:
    chosen = select(func.count()).where(
        FollowUpStep.follow_up_id == row.id, FollowUpStep.step == step
    )
    return session.scalars(chosen).one()


def test_a_silent_pair_becomes_due_late_and_a_call_with_one_reminder(
    session: Session, pair: Pair, now: datetime
) -> None:
    seen = []
    for days in range(30):
        service.sweep(session, now + days * DAY)
        seen.append(pair_clock(session).stage)
    assert [seen[n] for n in (0, 13, 14, 20, 21, 27, 28)] == [
        Stage.NEW, Stage.NEW, Stage.DUE, Stage.DUE, Stage.LATE, Stage.LATE, Stage.CALL_TODAY,
    ]  # fmt: skip
    told = select(Notice).where(Notice.kind == NoticeKind.LOG_WAITING)
    assert [notice.person_id for notice in session.scalars(told)] == [pair.mentor_id]


def test_twice_is_once(session: Session, pair: Pair, now: datetime) -> None:
    assert service.sweep(session, now + 22 * DAY) > 0
    assert service.sweep(session, now + 22 * DAY) == 0
    assert steps(session, pair_clock(session), Step.TURNED) == 1


def test_after_a_long_standstill_what_passed_is_folded_into_one_step(
    session: Session, pair: Pair, now: datetime
) -> None:
    service.sweep(session, now + 100 * DAY)
    row = pair_clock(session)
    assert (row.stage, row.next_at) == (Stage.CALL_TODAY, None)
    assert steps(session, row, Step.TURNED) == 1
    assert steps(session, row, Step.REMINDED) == 0


def test_two_sweepers_at_once_come_to_the_same_as_one(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        made = [talking(session, now) for _ in range(5)]
    later = now + 22 * DAY
    race(4, lambda: tasks.sweep_due(installation.database, later))
    with installation.database.reading() as session:
        turned = select(FollowUpStep.follow_up_id).where(FollowUpStep.step == Step.TURNED)
        ids = list(session.scalars(turned))
        late = select(FollowUp).where(FollowUp.kind == Kind.PAIR, FollowUp.stage == Stage.LATE)
        assert len(ids) == len(set(ids))
        assert len(list(session.scalars(late))) == len(made)


def test_an_attempt_does_not_answer_a_clock_and_a_contact_does(
    session: Session, pair: Pair, now: datetime
) -> None:
    (row,) = open_rows(session, kind=Kind.CONTACT, person_id=pair.mentee_id)
    due, rosa = row.due_at, pair.rosa(session)
    can_be_reached(session, pair.mentee(session), now)
    service.log_contact(session, rosa, row, Reached.NO_ANSWER, now + 5 * DAY)
    assert row.due_at == due
    service.log_contact(session, rosa, row, Reached.REACHED, now + 5 * DAY)
    assert row.due_at == now + 20 * DAY


def test_what_is_put_off_comes_back_on_its_day_or_when_it_happens_again(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa = pair.rosa(session)
    row = raise_(session, SYSTEM, Reason.NOT_GOOD, pair.mentee_id, now)
    service.snooze(session, rosa, row, now + 5 * DAY, SnoozeWhy.AWAY, now)
    service.sweep(session, now + 4 * DAY)
    session.refresh(row)
    assert row.state is State.SNOOZED
    service.sweep(session, now + 5 * DAY)
    session.refresh(row)
    assert row.state is State.OPEN
    service.snooze(session, rosa, row, now + 9 * DAY, SnoozeWhy.AWAY, now + 5 * DAY)
    again = raise_(session, SYSTEM, Reason.NOT_GOOD, pair.mentee_id, now + 6 * DAY)
    assert again.id == row.id
    assert again.state is State.OPEN


def test_what_was_resolved_opens_again_by_itself_with_its_history(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = raise_(session, SYSTEM, Reason.NOT_HEARD, pair.mentee_id, now)
    service.resolve(session, pair.rosa(session), row, Outcome.SPOKE, now)
    assert row.state is State.CLOSED
    again = raise_(session, SYSTEM, Reason.NOT_HEARD, pair.mentee_id, now + DAY)
    assert again.id == row.id
    assert (again.state, again.taken_by, again.closed_as) == (State.OPEN, None, None)
    assert steps(session, row, Step.AGAIN) == 1


def test_each_reason_stands_there_by_itself_and_is_taken_back_by_itself(
    session: Session, pair: Pair, now: datetime
) -> None:
    one, other, rosa = uuid4(), uuid4(), pair.rosa(session)
    row = raise_(session, SYSTEM, Reason.NOT_GOOD, pair.mentee_id, now, cause_id=one)
    raise_(session, SYSTEM, Reason.A_LITTLE_WORRIED, pair.mentee_id, now, cause_id=other)
    raise_(session, SYSTEM, Reason.NOT_GOOD, pair.mentee_id, now, cause_id=other)
    raise_(session, SYSTEM, Reason.NOT_GOOD, pair.mentee_id, now, cause_id=other)
    (shown_row,) = [r for r in queries.board(session, rosa).rows(Stage.DUE) if r.id == row.id]
    assert (shown_row.reason, shown_row.also) == (Reason.NOT_GOOD, (Reason.A_LITTLE_WORRIED,))
    withdraw(session, SYSTEM, one, now)
    assert (row.state, row.reason) == (State.OPEN, Reason.NOT_GOOD)
    withdraw(session, SYSTEM, other, now)
    assert (row.state, row.closed_as) == (State.CLOSED, Outcome.TAKEN_BACK)


def test_ending_one_reason_leaves_the_note_that_stood_behind_it(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa = pair.rosa(session)
    entry = said(now, note="plum", call_me=CallMe.THIS_WEEK)
    log = service.log(session, pair.mentor(session), pair.match(session), entry, now)
    (row,) = open_rows(session, kind=Kind.LOOK)
    with pytest.raises(RuleBroken):
        service.resolve(session, rosa, row, Outcome.SPOKE, now, [Reason.NOT_GOOD])
    service.resolve(session, rosa, row, Outcome.SPOKE, now, [Reason.ASKED_THIS_WEEK])
    session.refresh(log)
    assert (row.state, row.reason, log.note_acted_at) == (State.OPEN, Reason.NOTE, None)
    service.resolve(session, rosa, row, Outcome.SPOKE, now, [Reason.NOTE])
    session.refresh(log)
    assert (row.state, log.note_acted_at) == (State.CLOSED, now)


def test_a_changed_number_moves_the_deadlines_that_were_stored_before(
    session: Session, pair: Pair, now: datetime
) -> None:
    settings.change(session, SYSTEM, now, first_talk_days=7, contact_days=10, late_days=1)
    service.sweep(session, now)
    row = pair_clock(session)
    assert (row.due_at, row.stage, row.next_at) == (now + 7 * DAY, Stage.NEW, now + 7 * DAY)


def test_a_reminder_is_given_once_though_the_numbers_change(
    session: Session, pair: Pair, now: datetime
) -> None:
    service.sweep(session, now + 17 * DAY)
    settings.change(session, SYSTEM, now + 18 * DAY, late_days=9)
    service.sweep(session, now + 18 * DAY)
    assert steps(session, pair_clock(session), Step.REMINDED) == 1


def test_who_is_reminded_when_a_row_comes_back_is_reminded_once(
    session: Session, pair: Pair, now: datetime
) -> None:
    service.snooze(
        session, pair.rosa(session), pair_clock(session), now + 18 * DAY, SnoozeWhy.AWAY, now
    )
    service.sweep(session, now + 18 * DAY)
    row = pair_clock(session)
    assert (row.state, steps(session, row, Step.REMINDED)) == (State.OPEN, 1)
    settings.change(session, SYSTEM, now + 19 * DAY, late_days=9)
    service.sweep(session, now + 19 * DAY)
    assert steps(session, row, Step.REMINDED) == 1


def test_what_is_closed_can_neither_be_taken_nor_closed_again(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa = pair.rosa(session)
    row = raise_(session, SYSTEM, Reason.NOT_HEARD, pair.mentee_id, now)
    service.resolve(session, rosa, row, Outcome.SPOKE, now)
    with pytest.raises(RuleBroken):
        service.take(session, rosa, row, now)
    with pytest.raises(RuleBroken):
        service.resolve(session, rosa, row, Outcome.SPOKE, now)


def test_a_pause_stops_the_clocks_and_they_run_again_from_its_end(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    pairs.pause(session, rosa, match, None, now + DAY)
    service.sweep(session, now + 60 * DAY)
    assert pair_clock(session).state is State.PAUSED
    pairs.resume(session, rosa, match, now + 60 * DAY)
    row = pair_clock(session)
    assert (row.state, row.stage) == (State.OPEN, Stage.ON_TIME)
    assert row.due_at > now + 60 * DAY


def test_an_ending_promises_each_of_the_two_one_contact_and_then_they_wait(
    session: Session, pair: Pair, now: datetime
) -> None:
    about = (pair.match_id, pair.mentee_id, pair.mentor_id)
    pair.match(session).state = MatchState.CLOSED
    events.publish(session, events.MatchEnded(*about), now)
    care = open_rows(session, kind=Kind.AFTERCARE)
    assert {row.person_id for row in care} == {pair.mentee_id, pair.mentor_id}
    assert {row.due_at for row in care} == {now + 14 * DAY}
    assert open_rows(session, kind=Kind.PAIR) == []
    service.log_contact(session, pair.rosa(session), care[0], Reached.THEY_CAME, now + 14 * DAY)
    (waiting,) = open_rows(session, kind=Kind.WAITING)
    assert (waiting.person_id, waiting.due_at) == (care[0].person_id, now + 28 * DAY)


def test_a_contact_logged_on_another_row_is_the_one_that_was_promised_after_the_ending(
    session: Session, pair: Pair, now: datetime
) -> None:
    pair.match(session).state = MatchState.CLOSED
    about = (pair.match_id, pair.mentee_id, pair.mentor_id)
    events.publish(session, events.MatchEnded(*about), now)
    other = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, pair.mentee_id, now + 13 * DAY)
    came = (pair.rosa(session), other, Reached.THEY_CAME, now + 13 * DAY)
    service.log_contact(session, *came)
    (left,) = open_rows(session, kind=Kind.AFTERCARE)
    assert left.person_id == pair.mentor_id
    (waiting,) = open_rows(session, kind=Kind.WAITING)
    assert (waiting.person_id, waiting.due_at) == (pair.mentee_id, now + 27 * DAY)


def test_the_board_shows_what_nobody_has_first_and_its_groups_in_their_order(
    session: Session, pair: Pair, now: datetime
) -> None:
    one = raise_(session, SYSTEM, Reason.NOT_HEARD, pair.mentee_id, now)
    two = raise_(session, SYSTEM, Reason.ASKED_TODAY, pair.mentor_id, now + DAY)
    service.take(session, pair.rosa(session), one, now + DAY)
    found = queries.board(session, pair.rosa(session))
    assert [row.id for row in found.rows(Stage.CALL_TODAY)] == [two.id, one.id]
    order = [group.stage for group in found.groups]
    assert order == sorted(order, key=list(Stage).index)
    assert found.needs_a_look >= 2


def test_a_turn_that_another_sweeper_made_first_changes_nothing(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        talking(session, now)
    with installation.database.reading() as session:
        stale = session.scalars(select(FollowUp).where(FollowUp.kind == Kind.PAIR)).one()
    tasks.sweep_due(installation.database, now + 22 * DAY)
    with installation.database.transaction() as session:
        held = session.merge(stale, load=False)
        assert not follow_ups.turn(session, held, stage=Stage.NEW, next_at=None)
        assert held.stage is Stage.LATE
