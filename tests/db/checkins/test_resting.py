"""Who rests: the clocks that stand still, the way back, and that nobody rests unseen."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.service import standing
from mentorship.checkins import queries, service
from mentorship.checkins.models import Meeting
from mentorship.checkins.rules import wordings
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, Stage
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service.follow_ups import start_waiting
from mentorship.kernel import clock
from mentorship.kernel.errors import RuleBroken
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.rules.states import MatchState
from mentorship.matches.service import pairs, resting
from mentorship.notices.rules import Reached
from mentorship.profiles.service.pause import pause, pause_for_safety, resume, step_back
from tests.participants import acting, waiting_mentee
from tests.talking import Pair, open_rows, talking

DAY = timedelta(days=1)
RESTING = (Kind.REST, Kind.KEEP_TOUCH)


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def person(session: Session, person_id: UUID) -> Person:
    return accounts.person(session, person_id)


def states(session: Session, **of: object) -> dict[Kind, State]:
    return {row.kind: row.state for row in open_rows(session, **of) if row.kind not in RESTING}


def resting_clocks(session: Session) -> dict[Kind, tuple[State, datetime | None]]:
    rows = open_rows(session, state=State.PAUSED)
    return {row.kind: (row.state, row.snoozed_until) for row in rows}


def planned(session: Session, pair: Pair, now: datetime) -> Meeting:
    mentor, day = person(session, pair.mentor_id), (now + 20 * DAY).date()
    match = pair.match(session)
    return service.add_talk(
        session, acting(mentor), mentor, match, day, time(18), 60, Way.PHONE, now
    )  # fmt: skip


def watched(session: Session, person_id: UUID) -> list[tuple[Reason, datetime]]:
    rows = open_rows(session, person_id=person_id)
    return [(row.reason, row.due_at) for row in rows if row.kind in RESTING]


def test_a_pause_until_a_day_stops_the_clocks_and_says_when_they_go_on(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, until = person(session, pair.mentor_id), (now + 20 * DAY).date()
    pause(session, acting(mentor), mentor, until, now)
    mine = states(session, person_id=mentor.id)
    assert mine == {Kind.PAIR: State.PAUSED, Kind.CONTACT: State.PAUSED}
    assert watched(session, mentor.id) == []
    back = datetime(until.year, until.month, until.day, tzinfo=UTC)
    (row,) = open_rows(session, kind=Kind.PAIR)
    assert (row.snoozed_until, row.next_at) == (back, None)
    (shown,) = [r for r in queries.board(session, pair.rosa(session)).rows(Stage.PAUSED)
                if r.kind is Kind.PAIR]  # fmt: skip
    assert wordings.next_said(shown).startswith("back on")


def test_staff_go_on_speaking_with_the_one_whose_other_one_rests(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor = person(session, pair.mentor_id)
    pause(session, acting(mentor), mentor, None, now)
    assert states(session, person_id=pair.mentee_id) == {
        Kind.CONTACT: State.OPEN, Kind.PAIR_REVIEW: State.PAUSED,
    }  # fmt: skip


def test_staff_go_on_speaking_with_both_of_a_match_that_rests_without_a_day(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    pairs.pause(session, rosa, match, None, now)
    found = [(row.kind, row.state) for row in open_rows(session)]
    assert sorted(found) == [
        (Kind.CONTACT, State.OPEN), (Kind.CONTACT, State.OPEN), (Kind.PAIR, State.PAUSED),
        (Kind.PAIR_REVIEW, State.PAUSED),
    ]  # fmt: skip
    pairs.resume(session, rosa, match, now)
    pairs.pause(session, rosa, match, (now + 9 * DAY).date(), now)
    assert {row.state for row in open_rows(session)} == {State.PAUSED}


@pytest.mark.parametrize(
    ("monthly", "reason", "days"),
    [(True, Reason.RESTS_IN_TOUCH, 30), (False, Reason.RESTS, 90)],
)
def test_who_rests_without_a_day_is_seen_to_at_a_set_time_as_they_wish(
    session: Session, now: datetime, monthly: bool, reason: Reason, days: int
) -> None:
    noor = waiting_mentee(session, now)
    pause(session, acting(noor), noor, None, now, reach_monthly=monthly)
    assert watched(session, noor.id) == [(reason, now + days * DAY)]
    resume(session, acting(noor), noor, now + DAY)
    assert watched(session, noor.id) == []
    pause(session, acting(noor), noor, None, now, reach_monthly=monthly)
    pause(session, acting(noor), noor, (now + 5 * DAY).date(), now)
    assert watched(session, noor.id) == []


def test_a_look_is_answered_by_looking_and_a_contact_only_by_one(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, noor = pair.rosa(session), waiting_mentee(session, now)
    pause(session, acting(noor), noor, None, now)
    (look,) = open_rows(session, kind=Kind.REST)
    service.resolve(session, rosa, look, Outcome.LOOKED, now + 90 * DAY)
    assert (look.state, look.due_at) == (State.OPEN, now + 180 * DAY)
    pause(session, acting(noor), noor, None, now, reach_monthly=True)
    (touch,) = open_rows(session, kind=Kind.KEEP_TOUCH)
    with pytest.raises(RuleBroken):
        service.resolve(session, rosa, touch, Outcome.LOOKED, now + 30 * DAY)
    service.log_contact(session, rosa, touch, Reached.THEY_CAME, now + 30 * DAY)
    assert touch.due_at == now + 60 * DAY


def test_who_is_suspended_stepped_back_or_paused_for_safety_is_seen_to_as_well(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, mentor = pair.rosa(session), person(session, pair.mentor_id)
    step_back(session, acting(mentor), mentor, now)
    pause_for_safety(session, rosa, pair.mentee(session), now)
    for person_id in (pair.mentor_id, pair.mentee_id):
        assert watched(session, person_id) == [(Reason.RESTS_IN_TOUCH, now + 30 * DAY)]
    standing.suspend(session, rosa, mentor, now)
    assert watched(session, pair.mentor_id) == [(Reason.RESTS, now + 90 * DAY)]
    kinds = {row.kind for group in queries.board(session, rosa).groups for row in group.rows}
    assert Kind.REST in kinds
    standing.restore(session, rosa, mentor, now + DAY)
    assert watched(session, pair.mentor_id) == [(Reason.RESTS_IN_TOUCH, now + 31 * DAY)]
    assert states(session, person_id=pair.mentor_id)[Kind.CONTACT] is State.PAUSED


def test_who_rests_twice_over_is_still_seen_to_and_in_touch_only_if_all_say_so(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee = pair.mentee(session)
    pause(session, acting(mentee), mentee, None, now)
    pause_for_safety(session, pair.rosa(session), mentee, now + DAY)
    assert watched(session, mentee.id) == [(Reason.RESTS, now + 90 * DAY)]
    (look,) = open_rows(session, kind=Kind.REST)
    assert look.state is State.OPEN


def test_who_is_suspended_and_takes_back_a_stop_is_still_seen_to(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee = pair.mentee(session)
    standing.suspend(session, pair.rosa(session), mentee, now)
    standing.ask_to_stop(session, acting(mentee), mentee, now + DAY)
    standing.undo_stop(session, acting(mentee), mentee, now + 2 * DAY)
    assert watched(session, mentee.id) == [(Reason.RESTS, now + 90 * DAY)]


def test_no_day_is_named_where_one_of_what_stops_a_clock_has_none(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, mentee = pair.rosa(session), pair.mentee(session)
    mentor, until = person(session, pair.mentor_id), (now + 20 * DAY).date()
    pause(session, acting(mentor), mentor, until, now)
    back = datetime(until.year, until.month, until.day, tzinfo=UTC)
    assert resting_clocks(session)[Kind.PAIR] == (State.PAUSED, back)
    pause(session, acting(mentee), mentee, None, now)
    assert resting_clocks(session)[Kind.PAIR] == (State.PAUSED, None)
    standing.suspend(session, rosa, mentor, now + DAY)
    (row,) = open_rows(session, kind=Kind.CONTACT, person_id=mentor.id)
    assert (row.state, row.snoozed_until) == (State.PAUSED, None)


def test_a_contact_does_not_wait_for_a_match_that_rests_without_a_day_and_the_pair_does(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee, until = pair.mentee(session), (now + 20 * DAY).date()
    pairs.pause(session, pair.rosa(session), pair.match(session), None, now)
    pause(session, acting(mentee), mentee, until, now)
    back = datetime(until.year, until.month, until.day, tzinfo=UTC)
    assert resting_clocks(session) == {
        Kind.CONTACT: (State.PAUSED, back), Kind.PAIR: (State.PAUSED, None),
        Kind.PAIR_REVIEW: (State.PAUSED, None),
    }  # fmt: skip


def test_a_match_that_is_over_rests_for_nobody(session: Session, pair: Pair, now: datetime) -> None:
    mentor, match = person(session, pair.mentor_id), pair.match(session)
    pause(session, acting(mentor), mentor, None, now)
    assert match.rests_for_one
    pairs.cut(session, match, now + DAY)
    assert not match.rests_for_one


def test_who_takes_back_a_stop_goes_on_resting_and_is_still_seen_to(
    session: Session, now: datetime
) -> None:
    noor = waiting_mentee(session, now)
    start_waiting(session, acting(noor), noor.id, now)
    pause(session, acting(noor), noor, None, now)
    standing.ask_to_stop(session, acting(noor), noor, now + DAY)
    board = queries.board(session, talking(session, now).rosa(session))
    assert noor.code not in {row.who for group in board.groups for row in group.rows}
    standing.undo_stop(session, acting(noor), noor, now + 2 * DAY)
    assert watched(session, noor.id) == [(Reason.RESTS, now + 90 * DAY)]
    (waiting,) = open_rows(session, kind=Kind.WAITING, person_id=noor.id)
    assert waiting.state is State.PAUSED


def test_a_match_rests_until_the_last_pause_of_whom_it_rests_for_is_over(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor = person(session, pair.mentor_id)
    pause(session, acting(mentor), mentor, None, now)
    standing.ask_to_stop(session, acting(mentor), mentor, now + DAY)
    standing.undo_stop(session, acting(mentor), mentor, now + 2 * DAY)
    assert pair.match(session).state is MatchState.PAUSED
    resume(session, acting(mentor), mentor, now + 3 * DAY)
    assert pair.match(session).state is MatchState.ACTIVE


def test_a_match_rests_until_neither_of_the_two_rests_and_says_when_that_is(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, mentee = person(session, pair.mentor_id), pair.mentee(session)
    pause(session, acting(mentor), mentor, (now + 9 * DAY).date(), now)
    pause(session, acting(mentee), mentee, (now + 20 * DAY).date(), now + DAY)
    (row,) = open_rows(session, kind=Kind.PAIR)
    back = row.snoozed_until
    assert back is not None
    assert back.date() == (now + 20 * DAY).date()
    resume(session, acting(mentor), mentor, now + 2 * DAY)
    assert (row.state, row.snoozed_until) == (State.PAUSED, back)
    assert pair.match(session).state is MatchState.PAUSED
    resume(session, acting(mentee), mentee, now + 3 * DAY)
    assert (row.state, row.settled_at) == (State.OPEN, now + 3 * DAY)
    assert pair.match(session).state is MatchState.ACTIVE


def test_a_match_whose_day_has_come_rests_on_for_the_one_who_does(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee = pair.mentee(session)
    pairs.pause(session, pair.rosa(session), pair.match(session), (now + 5 * DAY).date(), now)
    pause(session, acting(mentee), mentee, None, now)
    with clock.fixed(now + 5 * DAY):
        resting.resume_due(session, pair.match_id, now + 5 * DAY)
    match = pair.match(session)
    assert (match.state, match.paused_until, match.paused_for) == (
        MatchState.PAUSED, None, mentee.id,
    )  # fmt: skip
    assert states(session, person_id=pair.mentor_id) == {
        Kind.PAIR: State.PAUSED, Kind.CONTACT: State.OPEN,
    }  # fmt: skip


def test_a_contact_in_a_pause_leaves_the_day_on_which_the_clock_goes_on(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentee = pair.mentee(session)
    pause(session, acting(mentee), mentee, (now + 20 * DAY).date(), now)
    (row,) = open_rows(session, kind=Kind.CONTACT, person_id=mentee.id)
    back = row.snoozed_until
    service.log_contact(session, pair.rosa(session), row, Reached.THEY_CAME, now + DAY)
    assert back is not None
    assert (row.state, row.snoozed_until) == (State.PAUSED, back)


def test_who_rests_after_an_ending_waits_from_when_they_are_back_and_only_once(
    session: Session, pair: Pair, now: datetime
) -> None:
    rosa, mentee = pair.rosa(session), pair.mentee(session)
    pairs.cut(session, pair.match(session), now)
    pause(session, acting(mentee), mentee, None, now)
    resume(session, acting(mentee), mentee, now + DAY)
    about = {"kind": Kind.WAITING, "person_id": mentee.id}
    assert open_rows(session, **about) == []
    pause(session, acting(mentee), mentee, None, now + 2 * DAY)
    (promised,) = open_rows(session, kind=Kind.AFTERCARE, person_id=mentee.id)
    service.log_contact(session, rosa, promised, Reached.THEY_CAME, now + 3 * DAY)
    assert open_rows(session, **about) == []
    resume(session, acting(mentee), mentee, now + 4 * DAY)
    assert [row.due_at for row in open_rows(session, **about)] == [now + 18 * DAY]


@pytest.mark.parametrize("days", [None, 9])
def test_a_rest_that_staff_agreed_goes_on_while_the_match_comes_to_its_end(
    session: Session, pair: Pair, now: datetime, days: int | None
) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    until = (now + days * DAY).date() if days else None
    talk = planned(session, pair, now)
    pairs.pause(session, rosa, match, until, now)
    pairs.begin_ending(session, rosa, match, ClosedAs.EARLY, now + DAY)
    assert service.standing([talk], [match], now + DAY) == []
    assert resting_clocks(session) == {Kind.PAIR: (State.PAUSED, None)}
    assert states(session, person_id=pair.mentee_id)[Kind.CONTACT] is State.OPEN
    # Nobody who comes or goes meanwhile takes it up, and no day does.
    mentor = person(session, pair.mentor_id)
    pause(session, acting(mentor), mentor, None, now + 2 * DAY)
    resume(session, acting(mentor), mentor, now + 3 * DAY)
    with clock.fixed(now + 10 * DAY):
        resting.resume_due(session, match.id, now + 10 * DAY)
    assert (match.state, match.rests) == (MatchState.ENDING, True)
    assert service.standing([talk], [match], now + 10 * DAY) == []
    assert resting_clocks(session) == {Kind.PAIR: (State.PAUSED, None)}
    # A last talk that the two plan stands all the same.
    last = planned(session, pair, now + 10 * DAY)
    assert service.standing([talk, last], [match], now + 10 * DAY) == [last]


def test_a_rest_of_one_of_the_two_is_over_with_it_also_while_the_match_comes_to_its_end(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, match = person(session, pair.mentor_id), pair.match(session)
    pairs.begin_ending(session, pair.rosa(session), match, ClosedAs.EARLY, now)
    pause(session, acting(mentor), mentor, None, now)
    assert (match.state, match.rests) == (MatchState.ENDING, True)
    with pytest.raises(RuleBroken, match="You rest for now"):
        planned(session, pair, now)
    resume(session, acting(mentor), mentor, now + DAY)
    assert (match.state, match.rests) == (MatchState.ENDING, False)
    assert planned(session, pair, now + DAY)
