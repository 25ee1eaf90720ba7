"""Nobody is booked twice: many at once, talks that move, end or rest, and who is erased."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import combinations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind
from mentorship.checkins import service
from mentorship.checkins.models import Meeting, Rhythm, TakenQuarter
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.errors import Overtaken, RuleBroken
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from tests.participants import add_person
from tests.races import Tally, in_turns, race
from tests.talking import Pair, begin, said, talking

RACERS = 8
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SIX = time(18)


def another_pair(session: Session, pair: Pair, now: datetime) -> Pair:
    """Give another mentee of the same mentor."""
    mentee = add_person(session, Kind.MENTEE, now)
    match_id = begin(session, mentee.id, pair.mentor_id, now)
    return Pair(match_id, mentee.id, pair.mentor_id, pair.rosa_id)


def add(
    session: Session, pair: Pair, now: datetime, day: timedelta = DAY, at: time = SIX
) -> Meeting:
    mentor = accounts.person(session, pair.mentor_id)
    return service.add_talk(
        session, pair.mentor(session), mentor, pair.match(session), (now + day).date(), at, 60,
        Way.PHONE, now,
    )  # fmt: skip


def set_weekly(session: Session, pair: Pair, now: datetime) -> Rhythm:
    mentor = accounts.person(session, pair.mentor_id)
    return service.set_rhythm(
        session, pair.mentor(session), mentor, pair.match(session), Repeat(Every.WEEK), Way.PHONE,
        60, (now + DAY).date(), SIX, now,
    )  # fmt: skip


def move(session: Session, pair: Pair, meeting: Meeting, day: timedelta, now: datetime) -> None:
    mentor = accounts.person(session, pair.mentor_id)
    at = (now + day).date()
    service.move_talk(session, pair.mentor(session), mentor, meeting, at, SIX, now)


def planned(session: Session, pair: Pair) -> list[datetime]:
    chosen = select(Meeting.at).where(
        Meeting.match_id == pair.match_id, Meeting.state == MeetingState.PLANNED
    )
    return list(session.scalars(chosen.order_by(Meeting.at)))


def taken(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(TakenQuarter)) or 0


def double_booked(session: Session) -> list[Meeting]:
    """List the planned talks that overlap another of the same person, from the talks alone."""
    chosen = select(Meeting, Match).join(Match, Match.id == Meeting.match_id)
    rows = session.execute(chosen.where(Meeting.state == MeetingState.PLANNED)).all()
    return [
        one
        for (one, of_one), (two, of_two) in combinations(rows, 2)
        if {of_one.mentee_id, of_one.mentor_id} & {of_two.mentee_id, of_two.mentor_id}
        and one.at < two.at + timedelta(minutes=two.minutes)
        and two.at < one.at + timedelta(minutes=one.minutes)
    ]


def pairs_of_one_mentor(installation: Installation, count: int, now: datetime) -> list[Pair]:
    with installation.database.transaction() as session:
        first = talking(session, now)
        return [first, *(another_pair(session, first, now) for _nth in range(count - 1))]


def race_for_one_evening(installation: Installation, pairs: list[Pair], now: datetime) -> Tally:
    """Let every pair add a talk at times of one evening that all overlap."""
    tally = Tally()

    def adding(pair: Pair, minute: int) -> Callable[[], None]:
        def act() -> None:
            with tally.attempt(), installation.database.transaction() as session:
                add(session, pair, now, at=time(18, minute))

        return act

    race(len(pairs), in_turns(*(adding(pair, 5 * nth) for nth, pair in enumerate(pairs))))
    return tally


def test_of_many_who_want_one_mentor_at_one_time_one_gets_it(
    installation: Installation, now: datetime
) -> None:
    pairs = pairs_of_one_mentor(installation, RACERS, now)
    tally = race_for_one_evening(installation, pairs, now)
    assert (tally.won, tally.lost) == (1, RACERS - 1)
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Meeting)) == 1
        assert double_booked(session) == []


def test_without_the_index_one_mentor_is_booked_many_times(
    installation: Installation, now: datetime
) -> None:
    pairs = pairs_of_one_mentor(installation, RACERS, now)
    with installation.database.engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_taken_quarter"))
    tally = race_for_one_evening(installation, pairs, now)
    assert tally.won == RACERS
    with installation.database.reading() as session:
        assert double_booked(session)


def test_the_database_itself_refuses_a_quarter_twice(
    installation: Installation, now: datetime
) -> None:
    (pair,) = pairs_of_one_mentor(installation, 1, now)
    with installation.database.transaction() as session:
        meeting_id = add(session, pair, now).id
    with pytest.raises(Overtaken), installation.database.transaction() as session:
        quarter = session.scalars(select(TakenQuarter)).first()
        assert quarter
        session.add(
            TakenQuarter(
                person_id=quarter.person_id, starts_at=quarter.starts_at, meeting_id=meeting_id
            )
        )


def test_whoever_sets_a_rhythm_races_with_single_talks_and_nobody_is_booked_twice(
    installation: Installation, now: datetime
) -> None:
    pairs = pairs_of_one_mentor(installation, RACERS, now)
    tally = Tally()

    def planning(nth: int, pair: Pair) -> Callable[[], None]:
        def act() -> None:
            with tally.attempt(), installation.database.transaction() as session:
                set_weekly(session, pair, now) if nth % 2 else add(session, pair, now)

        return act

    race(RACERS, in_turns(*(planning(nth, pair) for nth, pair in enumerate(pairs))))
    assert tally.won == 1
    with installation.database.reading() as session:
        assert double_booked(session) == []


def test_a_mentee_too_is_booked_once_and_one_s_own_talks_count(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    add(session, pair, now)
    with pytest.raises(RuleBroken):
        add(session, pair, now, at=time(18, 45))
    add(session, pair, now, at=time(19))


def test_a_moved_a_cancelled_and_a_logged_talk_free_their_time(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    other = another_pair(session, pair, now)
    person = accounts.person(session, pair.mentor_id)
    first = add(session, pair, now)
    move(session, pair, first, 2 * DAY, now)
    second = add(session, other, now)
    service.cancel_talk(session, other.mentor(session), person, second, now)
    third = add(session, pair, now)
    service.log(session, pair.mentor(session), pair.match(session), said(now), now, third)
    add(session, other, now)
    assert double_booked(session) == []


def test_a_talk_that_moves_within_its_own_hour_is_not_in_its_own_way(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    meeting = add(session, pair, now, at=time(18, 30))
    move(session, pair, meeting, DAY, now)
    assert planned(session, pair) == [meeting.at]
    assert taken(session) == 8


def test_a_log_taken_back_gives_the_talk_its_time_again_or_takes_it_off(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    other = another_pair(session, pair, now)
    for is_taken in (False, True):
        meeting = add(session, pair, now)
        mentor, match = pair.mentor(session), pair.match(session)
        log = service.log(session, mentor, match, said(now), now, meeting)
        if is_taken:
            add(session, other, now)
        service.take_back(session, mentor, log, now)
        assert (meeting.state is MeetingState.CANCELLED) == is_taken
        assert double_booked(session) == []
        if not is_taken:
            person = accounts.person(session, pair.mentor_id)
            service.cancel_talk(session, mentor, person, meeting, now)


def test_a_pair_that_rests_keeps_no_time_and_takes_up_what_is_still_free(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    other = another_pair(session, pair, now)
    lost, kept = add(session, pair, now), add(session, pair, now, 2 * DAY)
    about = (pair.match_id, pair.mentee_id, pair.mentor_id)
    events.publish(session, events.MatchPaused(*about), now)
    add(session, other, now)
    events.publish(session, events.MatchResumed(*about), now)
    assert (lost.state, kept.state) == (MeetingState.CANCELLED, MeetingState.PLANNED)
    assert double_booked(session) == []
    off = select(Notice).where(Notice.ref == lost.id, Notice.kind == NoticeKind.TALK_CANCELLED)
    told = {row.person_id for row in session.scalars(off)}
    assert told == {pair.mentee_id, pair.mentor_id}
    with pytest.raises(RuleBroken):
        add(session, other, now, 2 * DAY)


def test_the_rhythm_before_is_not_in_the_way_of_a_new_one(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    set_weekly(session, pair, now)
    ahead, before = planned(session, pair), taken(session)
    set_weekly(session, pair, now)
    assert planned(session, pair) == ahead
    assert taken(session) == before


def test_the_end_of_a_pair_frees_every_time_of_theirs(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    set_weekly(session, pair, now)
    add(session, pair, now, 2 * DAY)
    assert taken(session)
    pair.match(session).state = MatchState.CLOSED
    events.publish(session, events.MatchEnded(pair.match_id, pair.mentee_id, pair.mentor_id), now)
    assert taken(session) == 0


def test_whoever_is_erased_takes_nobody_s_time(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    add(session, pair, now)
    events.publish(session, events.PersonErased(pair.mentee_id), now)
    session.delete(pair.mentee(session))
    session.flush()
    assert taken(session) == 0


def test_the_sweep_skips_a_taken_time_and_plans_the_others(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    other = another_pair(session, pair, now)
    set_weekly(session, pair, now)
    ahead = planned(session, pair)
    blocking = add(session, other, now, ahead[-1] + WEEK - now)
    service.sweep(session, now + 2 * WEEK)
    found = planned(session, pair)
    assert found[: len(ahead)] == ahead
    assert found[len(ahead) :] == [ahead[-1] + 2 * WEEK]
    assert double_booked(session) == []
    person = accounts.person(session, pair.mentor_id)
    service.cancel_talk(session, other.mentor(session), person, blocking, now + 2 * WEEK)
    service.sweep(session, now + 2 * WEEK + DAY)
    assert blocking.at in planned(session, pair)


def test_what_is_past_is_forgotten_and_what_goes_on_is_not(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    meeting = add(session, pair, now)
    service.sweep(session, meeting.at + timedelta(minutes=50))
    assert taken(session) == 2
    service.sweep(session, meeting.at + timedelta(minutes=60))
    assert taken(session) == 0
