"""Logs and taps: noted once, changed within their hours, and heard by staff."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.service import standing
from mentorship.checkins import service
from mentorship.checkins.models import CheckIn, CheckInVersion, Meeting
from mentorship.checkins.queries import logs as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason
from mentorship.checkins.rules.logs import CallMe, Feeling, Going, LogEntry, TapEntry, Worry
from mentorship.checkins.rules.logs import Outcome as Talk
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.checkins.service import hearing
from mentorship.checkins.service.agendas import choose_zone
from mentorship.checkins.service.talks import add_moment
from mentorship.kernel import access, vault
from mentorship.kernel.access import Actor, How
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.events import PersonErased
from tests.cast import Cast
from tests.participants import acting, keep_apart
from tests.talking import Pair, open_rows, said, talking

DAY = timedelta(days=1)


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def log(session: Session, pair: Pair, now: datetime, **more: object) -> CheckIn:
    entry = said(now, **more)
    return service.log(session, pair.mentor(session), pair.match(session), entry, now)


def reasons(session: Session, person_id: object) -> set[Reason]:
    rows = open_rows(session, person_id=person_id)
    return {row.reason for row in rows if row.kind not in {Kind.PAIR, Kind.CONTACT}}


def weekly(session: Session, pair: Pair, now: datetime) -> None:
    service.set_rhythm(
        session, pair.mentor(session), pair.mentee(session), pair.match(session),
        Repeat(Every.WEEK), Way.VIDEO, 45, (now + DAY).date(), time(18), now,
    )  # fmt: skip


def test_a_log_takes_length_and_way_from_the_plan_and_settles_its_talk(
    session: Session, pair: Pair, now: datetime
) -> None:
    weekly(session, pair, now)
    row = log(session, pair, now + DAY + timedelta(hours=10))
    assert (row.minutes, row.way) == (45, Way.VIDEO)
    assert session.get_one(Meeting, row.meeting_id).state is MeetingState.LOGGED


def test_a_planned_talk_is_logged_once(session: Session, pair: Pair, now: datetime) -> None:
    weekly(session, pair, now)
    meeting = talks.next_planned(session, pair.match_id, now)
    later, mentor, match = now + 2 * DAY, pair.mentor(session), pair.match(session)
    service.log(session, mentor, match, said(later), later, meeting)
    with pytest.raises(RuleBroken):
        service.log(session, mentor, match, said(later), later, meeting)


def test_a_log_winds_the_clock_of_the_pair(session: Session, pair: Pair, now: datetime) -> None:
    (clock,) = open_rows(session, kind=Kind.PAIR)
    assert clock.reason is Reason.FIRST_TALK
    log(session, pair, now + DAY)
    assert (clock.reason, clock.due_at) == (Reason.NO_NEWS, now + 15 * DAY)
    log(session, pair, now + 8 * DAY, outcome=Talk.NO_ANSWER)
    assert (clock.reason, clock.due_at) == (Reason.NO_ANSWER, now + 8 * DAY)


def test_hard_twice_running_calls_staff_and_once_does_not(
    session: Session, pair: Pair, now: datetime
) -> None:
    log(session, pair, now + DAY, feeling=Feeling.HARD)
    assert reasons(session, pair.mentor_id) == set()
    log(session, pair, now + 2 * DAY, feeling=Feeling.HARD)
    assert reasons(session, pair.mentor_id) == {Reason.HARD_TWICE}


def test_a_change_within_the_hours_takes_back_what_is_no_longer_asked(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now, call_me=CallMe.TODAY)
    (call,) = open_rows(session, kind=Kind.CALL)
    service.change_log(session, pair.mentor(session), row, said(now), now + timedelta(hours=1))
    assert (call.state, call.closed_as) == (State.CLOSED, Outcome.TAKEN_BACK)


def test_what_staff_have_taken_stays_when_the_log_changes(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now, call_me=CallMe.TODAY)
    (call,) = open_rows(session, kind=Kind.CALL)
    service.take(session, pair.rosa(session), call, now)
    service.change_log(session, pair.mentor(session), row, said(now), now)
    assert call.state is State.OPEN


def on_phone(session: Session, pair: Pair) -> Actor:
    return pair.rosa(session).on_behalf(How.PHONE)


def versions(session: Session, row: CheckIn) -> list[CheckInVersion]:
    return list(queries.versions_of(session, row))


def test_a_correction_leaves_what_was_said_before_as_a_trace_with_its_note_sealed(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, later = pair.mentor(session), now + timedelta(hours=1)
    row = log(session, pair, now, note="First words.", feeling=Feeling.HARD)
    service.change_log(session, mentor, row, said(now, Talk.MOVED, note="Other words."), later)
    (version,) = versions(session, row)
    assert b"First" not in (version.note or b"")
    assert (version.person_id, version.corrected_by) == (pair.mentee_id, pair.mentor_id)
    (earlier,) = service.trace_of(session, mentor, row, later)
    assert (earlier.until, earlier.by_staff) == (later, False)
    assert (earlier.said.note, earlier.said.feeling) == ("First words.", Feeling.HARD)
    assert service.entry_of(session, mentor, row, later).note == "Other words."


def test_saving_a_log_as_it_is_leaves_no_trace(session: Session, pair: Pair, now: datetime) -> None:
    row = log(session, pair, now, note="A word.")
    same = service.entry_of(session, pair.mentor(session), row, now)
    service.change_log(session, pair.mentor(session), row, same, now)
    assert versions(session, row) == []


def test_staff_correct_a_log_for_the_mentor_at_any_time_and_the_clock_follows_its_day(
    session: Session, pair: Pair, now: datetime
) -> None:
    row, late = log(session, pair, now + 8 * DAY), now + 12 * DAY
    (clock,) = open_rows(session, kind=Kind.PAIR)
    assert clock.due_at == now + 22 * DAY
    service.change_log(session, on_phone(session, pair), row, said(now + 5 * DAY), late)
    noon_of_that_day = (now + 5 * DAY).replace(hour=12)
    assert clock.due_at == noon_of_that_day + 14 * DAY
    (version,) = versions(session, row)
    assert (version.how, version.corrected_by) == (How.PHONE, pair.rosa_id)


def test_a_correction_does_not_ask_again_for_what_staff_have_done(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now, call_me=CallMe.TODAY, worry=Worry.YES)
    (call,) = open_rows(session, kind=Kind.CALL, person_id=pair.mentor_id)
    service.resolve(session, pair.rosa(session), call, Outcome.SPOKE, now)
    corrected = said(now, Talk.NO_ANSWER, call_me=CallMe.TODAY)
    service.change_log(session, on_phone(session, pair), row, corrected, now + 2 * DAY)
    assert call.state is State.CLOSED
    assert Reason.WORRIED not in reasons(session, pair.mentee_id)


def test_another_note_asks_to_be_read_again_and_the_same_one_keeps_its_day_to_go(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, row = pair.mentor(session), log(session, pair, now, note="A word.")
    (look,) = open_rows(session, kind=Kind.LOOK, person_id=pair.mentor_id)
    service.resolve(session, pair.rosa(session), look, Outcome.SPOKE, now)
    service.change_log(session, mentor, row, said(now, minutes=20, note="A word."), now)
    assert (row.note_acted_at, look.state) == (now, State.CLOSED)
    service.change_log(session, mentor, row, said(now, minutes=20, note="Another."), now)
    assert (row.note_acted_at, look.state) == (None, State.OPEN)


def test_the_notes_of_earlier_versions_go_as_those_of_the_log_do(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor, row = pair.mentor(session), log(session, pair, now, note="First.")
    service.change_log(session, mentor, row, said(now, note="Second."), now)
    queries.act_on_notes(session, [row.id], now)
    service.sweep(session, now + 31 * DAY)
    session.expire_all()
    assert [version.note for version in versions(session, row)] == [None]
    other = log(session, pair, now + DAY, note="Third.")
    service.change_log(session, mentor, other, said(now, note="Fourth."), now + DAY)
    service.take_back(session, mentor, other, now + DAY)
    session.expire_all()
    assert [version.note for version in versions(session, other)] == [None]


def test_a_note_goes_thirty_days_after_staff_acted_on_it_and_not_before(
    session: Session, pair: Pair, now: datetime
) -> None:
    acted = log(session, pair, now, note="Acted on.")
    queries.act_on_notes(session, [acted.id], now + DAY)
    unread = log(session, pair, now + 2 * DAY, note="Not read yet.")
    service.sweep(session, now + 31 * DAY)
    session.expire_all()
    assert acted.note is not None
    for day in (31 * DAY + timedelta(minutes=1), 400 * DAY):
        service.sweep(session, now + day)
        session.expire_all()
        assert acted.note is None
        assert unread.note is not None


def test_erasing_one_of_the_two_leaves_of_the_trace_what_is_the_mentees(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now, feeling=Feeling.HARD, call_me=CallMe.TODAY, worry=Worry.YES)
    service.change_log(session, pair.mentor(session), row, said(now), now)
    hearing.on_erased(session, PersonErased(pair.mentor_id), now)
    session.expire_all()
    (version,) = versions(session, row)
    assert (version.worry, version.feeling, version.call_me) == (Worry.YES, None, CallMe.NO)
    hearing.on_erased(session, PersonErased(pair.mentee_id), now)
    assert session.query(CheckInVersion).count() == 0


def test_today_is_the_day_on_the_mentors_own_clock(
    session: Session, pair: Pair, now: datetime
) -> None:
    mentor = pair.mentor(session)
    person = accounts.person(session, pair.mentor_id)
    choose_zone(session, mentor, person, "Pacific/Auckland", now)
    evening = now.replace(hour=22)
    match, begun = pair.match(session), evening - timedelta(hours=1)
    meeting = add_moment(session, mentor, person, match, begun, 60, Way.PHONE, now)
    there = (now + DAY).date()
    row = service.log(session, mentor, match, LogEntry(Talk.HELD, there), evening)
    assert row.meeting_id == meeting.id
    with pytest.raises(RuleBroken):
        service.log(session, mentor, match, LogEntry(Talk.HELD, there + DAY), evening)


def test_after_its_hours_a_log_is_neither_changed_nor_taken_back(
    session: Session, pair: Pair, now: datetime
) -> None:
    row, mentor = log(session, pair, now), pair.mentor(session)
    late = now + timedelta(hours=25)
    with pytest.raises(RuleBroken):
        service.change_log(session, mentor, row, said(now), late)
    with pytest.raises(RuleBroken):
        service.take_back(session, mentor, row, late)
    assert row.taken_back_at is None


def test_taking_back_makes_the_talk_unknown_again(
    session: Session, pair: Pair, now: datetime
) -> None:
    weekly(session, pair, now)
    later = now + DAY + timedelta(hours=10)
    row = log(session, pair, later)
    service.take_back(session, pair.mentor(session), row, later)
    assert session.get_one(Meeting, row.meeting_id).state is MeetingState.PLANNED
    assert queries.logs_of(session, pair.match_id) == []


def test_a_note_is_sealed_under_the_mentees_key_and_goes_after_it_was_acted_on(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now, note="A word for the team.")
    assert b"team" not in (row.note or b"")
    assert row.person_id == pair.mentee_id
    (look,) = open_rows(session, kind=Kind.LOOK, person_id=pair.mentor_id)
    service.resolve(session, pair.rosa(session), look, Outcome.SPOKE, now)
    service.sweep(session, now + 29 * DAY)
    session.refresh(row)
    assert row.note is not None
    service.sweep(session, now + 31 * DAY)
    session.refresh(row)
    assert row.note is None


def test_a_mentee_never_sees_the_log_nor_a_mentor_the_taps(
    session: Session, pair: Pair, now: datetime
) -> None:
    row = log(session, pair, now)
    mentee = acting(pair.mentee(session))
    tap = service.tap(session, mentee, pair.mentee(session), TapEntry(Going.GOOD), now)
    with pytest.raises(NotFound):
        access.load(session, mentee, CheckIn, row.id)
    with pytest.raises(NotFound):
        access.load(session, pair.mentor(session), type(tap), tap.id)
    assert access.load(session, pair.mentor(session), CheckIn, row.id) is row


@pytest.mark.parametrize("name", ["mentee_id", "mentor_id"])
def test_staff_record_no_log_of_a_pair_one_of_whom_they_are_kept_apart_from(
    session: Session, cast: Cast, pair: Pair, now: datetime, name: str
) -> None:
    row = log(session, pair, now)
    rosa, lena = (it.actor(session).on_behalf(How.PHONE) for it in (cast.rosa, cast.lena))
    assert access.load(session, rosa, CheckIn, row.id) is row
    one = accounts.person(session, getattr(pair, name))
    keep_apart(session, one, [cast.rosa.person_id], cast.lena.actor(session), now)
    with pytest.raises(NotFound):
        access.load(session, rosa, CheckIn, row.id)
    assert access.load(session, lena, CheckIn, row.id) is row


def test_each_tap_reaches_staff_in_its_own_way(session: Session, pair: Pair, now: datetime) -> None:
    mentee, entry = pair.mentee(session), TapEntry(Going.NOT_GOOD, not_heard=True)
    before = reasons(session, pair.mentee_id)
    service.tap(session, acting(mentee), mentee, entry, now)
    asked = reasons(session, pair.mentee_id) - before - {Reason.SILENT}
    assert asked == {Reason.NOT_HEARD, Reason.NOT_GOOD}


def test_a_rhythm_makes_talks_once_however_often_it_is_planned(
    session: Session, pair: Pair, now: datetime
) -> None:
    weekly(session, pair, now)
    service.sweep(session, now)
    service.sweep(session, now)
    found = talks.meetings_of(session, [pair.match_id], now)
    assert len(found) == len({meeting.at for meeting in found}) == 6


def test_a_new_rhythm_takes_the_place_of_the_talks_ahead(
    session: Session, pair: Pair, now: datetime
) -> None:
    weekly(session, pair, now)
    service.set_rhythm(
        session, pair.mentor(session), pair.mentee(session), pair.match(session),
        Repeat(Every.TWO_WEEKS), Way.PHONE, 30, (now + 2 * DAY).date(), time(9), now,
    )  # fmt: skip
    found = talks.meetings_of(session, [pair.match_id], now)
    assert {meeting.way for meeting in found} == {Way.PHONE}


def test_a_moved_talk_is_told_to_the_other_one_and_a_cancelled_one_cannot_be_logged(
    session: Session, pair: Pair, now: datetime
) -> None:
    weekly(session, pair, now)
    meeting = talks.next_planned(session, pair.match_id, now)
    assert meeting
    mentor, person = pair.mentor(session), accounts.person(session, pair.mentor_id)
    service.move_talk(session, mentor, person, meeting, (now + 3 * DAY).date(), time(12), now)
    assert meeting.at.date() == (now + 3 * DAY).date()
    service.cancel_talk(session, mentor, person, meeting, now)
    with pytest.raises(RuleBroken):
        service.log(session, mentor, pair.match(session), said(now), now, meeting)


def test_erasing_a_mentor_leaves_the_mentee_what_was_written_about_her(
    session: Session, pair: Pair, now: datetime
) -> None:
    said_of_both = {"worry": Worry.YES, "feeling": Feeling.HARD, "call_me": CallMe.TODAY}
    row = log(session, pair, now, note="She likes mornings.", **said_of_both)
    mentor = accounts.person(session, pair.mentor_id)
    standing.stop_now(session, acting(mentor), mentor, now)
    session.expire_all()
    assert vault.open_sealed(session, row, "note") == "She likes mornings."
    assert (row.person_id, row.worry, row.mentor_id) == (pair.mentee_id, Worry.YES, None)
    assert (row.feeling, row.call_me) == (None, CallMe.NO)
    assert Reason.WORRIED in reasons(session, pair.mentee_id)
    assert reasons(session, pair.mentor_id) == set()


def test_erasing_a_mentee_leaves_no_log_about_her(
    session: Session, pair: Pair, now: datetime
) -> None:
    log(session, pair, now, note="She likes mornings.")
    hearing.on_erased(session, PersonErased(pair.mentee_id), now)
    assert session.query(CheckIn).count() == 0
