"""What has its day: it stands on the board before it, and only doing it answers it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.service import standing
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.follow_ups import clocks_of_match
from mentorship.checkins.rules.follow_ups import DATED, NEED_OF, Kind, Outcome, Reason, Stage
from mentorship.checkins.rules.steps import State
from mentorship.kernel import settings
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.service import pairs
from mentorship.matches.service.reviews import review_match
from mentorship.notices.rules import Reached
from mentorship.profiles.rules.readiness import Decision, ReviewMove, Topic
from mentorship.profiles.service import readiness
from mentorship.profiles.service.pause import pause
from tests.participants import acting
from tests.talking import Pair, open_rows, talking

DAY = timedelta(days=1)


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def mentor(session: Session, pair: Pair) -> Person:
    return accounts.person(session, pair.mentor_id)


def supervised(session: Session, pair: Pair, on: date, now: datetime) -> None:
    readiness.record_supervision(session, pair.rosa(session), mentor(session, pair), on, now)


def decided(session: Session, pair: Pair, decision: Decision, now: datetime) -> None:
    row = readiness.decide_readiness(
        session, pair.rosa(session), mentor(session, pair), decision, now
    )
    ruth = UUID(int=7)
    reviewer = Actor(ruth, ruth, frozenset({Role.REVIEWER}))
    readiness.review(session, reviewer, row, ReviewMove.APPROVE, now)


def dated(session: Session, pair: Pair) -> dict[Kind, FollowUp]:
    rows = open_rows(session, person_id=pair.mentor_id)
    return {row.kind: row for row in rows if row.kind in NEED_OF}


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def stage_at(session: Session, row: FollowUp, moment: datetime) -> Stage:
    service.sweep(session, moment)
    session.refresh(row)
    return row.stage


def test_supervision_is_due_in_the_week_before_its_day_and_late_after_it(
    session: Session, pair: Pair, now: datetime
) -> None:
    supervised(session, pair, now.date(), now)
    row = dated(session, pair)[Kind.SUPERVISION]
    due = midnight(now.date() + 60 * DAY)
    assert (row.reason, row.due_at, row.stage) == (Reason.SUPERVISION_ENDS, due, Stage.ON_TIME)
    later = [due - 7 * DAY - DAY / 24, due - 7 * DAY, due + DAY - DAY / 24, due + DAY]
    assert [stage_at(session, row, moment) for moment in later] == [
        Stage.ON_TIME, Stage.DUE, Stage.DUE, Stage.LATE,
    ]  # fmt: skip
    held = due + 3 * DAY
    supervised(session, pair, held.date(), held)
    assert row.due_at == midnight(held.date() + 60 * DAY)
    assert (row.stage, row.state, row.taken_by) == (Stage.ON_TIME, State.OPEN, None)


def test_each_thing_a_mentor_needs_has_a_day_of_its_own(
    session: Session, pair: Pair, now: datetime
) -> None:
    for topic in (Topic.LISTENING, Topic.LIMITS, Topic.SAFETY, Topic.CONFIDENTIALITY):
        readiness.record_training(
            session, pair.rosa(session), mentor(session, pair), topic, now.date(), 120, now
        )
    supervised(session, pair, now.date() - 3 * DAY, now)
    for decision in Decision:
        decided(session, pair, decision, now)
    assert {kind: row.due_at for kind, row in dated(session, pair).items()} == {
        Kind.TRAINING: midnight(now.date() + relativedelta(months=12)),
        Kind.SUPERVISION: midnight(now.date() + 57 * DAY),
        Kind.CHECKS: midnight(now.date() + relativedelta(months=24)),
        Kind.AGREEMENT: midnight(now.date() + relativedelta(months=24)),
    }


def test_neither_a_click_nor_a_call_answers_it(session: Session, pair: Pair, now: datetime) -> None:
    supervised(session, pair, now.date(), now)
    for row in (dated(session, pair)[Kind.SUPERVISION], review_of(session, pair)):
        due = row.due_at
        for outcome in Outcome:
            with pytest.raises(RuleBroken, match="Only doing it"):
                service.resolve(session, pair.rosa(session), row, outcome, now)
        service.log_contact(session, pair.rosa(session), row, Reached.THEY_CAME, now + DAY)
        assert (row.due_at, row.closed_at) == (due, None)


def test_a_decision_that_is_taken_back_is_not_to_be_renewed(
    session: Session, pair: Pair, now: datetime
) -> None:
    decided(session, pair, Decision.VETTING, now)
    assert set(dated(session, pair)) == {Kind.CHECKS}
    readiness.close_readiness(
        session, pair.rosa(session), mentor(session, pair), Decision.VETTING, now
    )
    assert dated(session, pair) == {}


def test_who_is_not_a_mentor_any_more_has_nothing_to_renew(
    session: Session, pair: Pair, now: datetime
) -> None:
    supervised(session, pair, now.date(), now)
    decided(session, pair, Decision.AGREEMENT, now)
    pairs.cut(session, pair.match(session), now)
    assert set(dated(session, pair)) == {Kind.SUPERVISION, Kind.AGREEMENT}
    readiness.close_readiness(
        session, pair.rosa(session), mentor(session, pair), Decision.AGREEMENT, now
    )
    assert dated(session, pair) == {}


def test_while_a_mentor_rests_their_dates_wait(session: Session, pair: Pair, now: datetime) -> None:
    supervised(session, pair, now.date(), now)
    pause(session, acting(mentor(session, pair)), mentor(session, pair), None, now)
    decided(session, pair, Decision.VETTING, now)
    assert {kind: row.state for kind, row in dated(session, pair).items()} == {
        Kind.SUPERVISION: State.PAUSED, Kind.CHECKS: State.PAUSED,
    }  # fmt: skip


def test_whoever_comes_back_to_a_record_that_was_put_away_finds_their_dates_kept(
    session: Session, pair: Pair, now: datetime
) -> None:
    supervised(session, pair, now.date(), now)
    decided(session, pair, Decision.AGREEMENT, now)
    pairs.cut(session, pair.match(session), now)
    rosa, person = pair.rosa(session), mentor(session, pair)
    standing.park(session, rosa, person, now + 99 * DAY, now)
    assert dated(session, pair) == {}
    standing.bring_back(session, rosa, person, now + 9 * DAY)
    assert set(dated(session, pair)) == {Kind.SUPERVISION, Kind.AGREEMENT}


def test_a_changed_number_moves_the_day_at_the_next_sweep(
    session: Session, pair: Pair, now: datetime
) -> None:
    supervised(session, pair, now.date(), now)
    row = dated(session, pair)[Kind.SUPERVISION]
    settings.change(session, pair.rosa(session), now, supervision_days=30, match_months=2)
    service.sweep(session, now)
    assert row.due_at == midnight(now.date() + 30 * DAY)
    assert review_of(session, pair).due_at == midnight(now.date() + relativedelta(months=2))


def test_where_the_agency_asks_for_more_training_the_day_stays(
    session: Session, pair: Pair, now: datetime
) -> None:
    settings.change(session, pair.rosa(session), now, training_topics=("listening",))
    readiness.record_training(
        session, pair.rosa(session), mentor(session, pair), Topic.LISTENING, now.date(), 600, now
    )
    row = dated(session, pair)[Kind.TRAINING]
    due = row.due_at
    settings.change(session, pair.rosa(session), now, training_topics=("listening", "safety"))
    service.sweep(session, now)
    assert (row.due_at, row.closed_at) == (due, None)


def review_of(session: Session, pair: Pair) -> FollowUp:
    (row,) = open_rows(session, kind=Kind.PAIR_REVIEW, match_id=pair.match_id)
    return row


def test_looking_back_on_a_match_is_due_and_answered_by_doing_it(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = review_of(session, pair)
    first = midnight(now.date() + relativedelta(months=3))
    assert (row.due_at, row.person_id, row.stage) == (first, pair.mentee_id, Stage.ON_TIME)
    assert stage_at(session, row, first - 7 * DAY) is Stage.DUE
    assert stage_at(session, row, first + DAY) is Stage.LATE
    match, rosa = pair.match(session), pair.rosa(session)
    review_match(session, rosa, match, CameOf.CHANGES, first + 2 * DAY)
    end = midnight(now.date() + relativedelta(months=12))
    assert (row.due_at, row.stage, row.closed_at) == (end, Stage.ON_TIME, None)
    assert open_rows(session, reason=Reason.ENDING) == []


def test_what_is_to_end_is_a_task_until_it_has_ended(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    review_match(session, rosa, match, CameOf.ENDS, now)
    assert [row.person_id for row in open_rows(session, reason=Reason.ENDING)] == [pair.mentee_id]
    pairs.begin_ending(session, rosa, match, ClosedAs.PLANNED, now)
    assert open_rows(session, kind=Kind.PAIR_REVIEW) == []
    with pytest.raises(RuleBroken, match="nothing to look back on"):
        review_match(session, rosa, match, CameOf.GOES_ON, now)


def test_looking_back_waits_while_a_match_rests_and_ends_with_it(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    row = review_of(session, pair)
    due = row.due_at
    pairs.pause(session, rosa, match, None, now)
    assert row.state is State.PAUSED
    pairs.resume(session, rosa, match, now + 9 * DAY)
    assert (row.state, row.due_at) == (State.OPEN, due)
    pairs.cut(session, match, now + 9 * DAY)
    assert [it for it in clocks_of_match(session, match.id) if it.kind in DATED] == []
