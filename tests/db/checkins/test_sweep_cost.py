"""What a sweep costs: it asks for what is due, by an index of just that, and for nothing else."""

import re
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins import service, tasks
from mentorship.checkins.models import Meeting, Rhythm
from mentorship.checkins.queries import logs, talks
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.logs import Outcome
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import sweeping
from mentorship.installation import Installation
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.models import Proposal
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import MatchState, ProposalMove
from mentorship.matches.service import endings
from mentorship.profiles.questions.kinds import Side
from tests import scenes
from tests.databases import Kind as DatabaseKind
from tests.full import Full
from tests.participants import add_person, can_be_reached
from tests.races import race
from tests.statements import asked, plan_of
from tests.sweeping import DUE
from tests.talking import Pair, open_rows, said, talking

READ_WHOLE = re.compile(r"(?:SCAN|Seq Scan on) (\w+)")
# Staff and settings are few; and what one statement has found already is no table.
SMALL = {"setting_version", "hat", "anon_1"}
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def set_weekly(session: Session, pair: Pair, now: datetime) -> Rhythm:
    person = accounts.person(session, pair.mentor_id)
    return service.set_rhythm(
        session, pair.mentor(session), person, pair.match(session), Repeat(Every.WEEK), Way.PHONE,
        60, (now + DAY).date(), time(18), now,
    )  # fmt: skip


def _prefer_an_index(session: Session, kind: DatabaseKind) -> None:
    if kind is DatabaseKind.POSTGRESQL:
        # It would rather read a table of a few rows as a whole.
        session.execute(text("SET LOCAL enable_seqscan = off"))


def test_what_is_due_is_found_by_its_own_index(
    session: Session, now: datetime, kind: DatabaseKind
) -> None:
    _prefer_an_index(session, kind)
    for index, ask in DUE.items():
        with asked(session) as found:
            ask(session, now)
        assert any(index in plan_of(session, *one) for one in found), index


def test_no_question_of_a_sweep_reads_a_table_as_a_whole(
    installation: Installation, full: Full, now: datetime, kind: DatabaseKind
) -> None:
    with installation.database.transaction() as session:
        with asked(session) as found:
            assert service.sweep(session, now + 40 * DAY) > 5
        _prefer_an_index(session, kind)
        plans = [plan_of(session, *one) for one in dict(found).items()]
    assert {name for plan in plans for name in READ_WHOLE.findall(plan)} <= SMALL


def cost(session: Session, now: datetime) -> int:
    with asked(session) as found:
        service.sweep(session, now)
    return len(found)


def test_a_sweep_asks_no_more_where_more_pairs_talk_and_nothing_is_due(
    session: Session, now: datetime
) -> None:
    set_weekly(session, talking(session, now), now)
    service.sweep(session, now)
    one = cost(session, now)
    for _nth in range(5):
        set_weekly(session, talking(session, now), now)
    service.sweep(session, now)
    assert cost(session, now) == one


def test_the_clock_of_a_pair_costs_the_same_however_long_they_have_talked(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)

    def rows_of_one_log(day: int) -> int:
        moment, read = now + day * DAY, 0
        service.log(session, pair.mentor(session), pair.match(session), said(moment), moment)
        with asked(session):
            read += len(logs.said_of(session, pair.match_id, "UTC"))
            read += len(talks.planned_ends(session, pair.match_id, moment))
        return read

    early = rows_of_one_log(1)
    for day in range(8, 50, 7):
        rows_of_one_log(day)
    assert rows_of_one_log(50) == early == 1


def test_what_did_not_take_place_counts_from_the_last_talk_that_did(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    told = [Outcome.NO_ANSWER, Outcome.HELD, Outcome.MOVED, Outcome.NO_ANSWER, Outcome.NO_ANSWER]
    for day, outcome in enumerate(told, 1):
        moment = now + day * DAY
        entry = said(moment, outcome)
        service.log(session, pair.mentor(session), pair.match(session), entry, moment)
    assert [log.outcome for log in logs.said_of(session, pair.match_id, "UTC")] == told[1:]


def test_the_ends_that_a_clock_looks_at_are_of_what_goes_on_and_of_the_next_one(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    person = accounts.person(session, pair.mentor_id)
    for hour in (9, 11, 14, 20):
        service.add_talk(
            session, pair.mentor(session), person, pair.match(session), (now + DAY).date(),
            time(hour), 60, Way.PHONE, now,
        )  # fmt: skip
    midnight = (now + DAY).replace(hour=0)
    ends = talks.planned_ends(session, pair.match_id, midnight + timedelta(hours=11.5))
    assert [end - midnight for end in sorted(ends)] == [timedelta(hours=n) for n in (10, 12, 15)]


def test_a_rhythm_is_planned_when_its_next_talk_comes_near_and_not_before(
    session: Session, now: datetime
) -> None:
    rhythm = set_weekly(session, talking(session, now), now)
    first = rhythm.first_at
    assert rhythm.plan_at == first
    service.sweep(session, first - timedelta(minutes=1))
    assert session.query(Meeting).count() == 6
    service.sweep(session, first)
    assert session.query(Meeting).count() == 7
    assert rhythm.plan_at == first + WEEK


def test_a_rhythm_that_ends_is_planned_no_more(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    person = accounts.person(session, pair.mentor_id)
    rhythm = service.set_rhythm(
        session, pair.mentor(session), person, pair.match(session), Repeat(Every.WEEK, count=8),
        Way.PHONE, 60, (now + DAY).date(), time(18), now,
    )  # fmt: skip
    for week in range(12):
        service.sweep(session, now + week * WEEK)
    assert session.query(Meeting).count() == 8
    assert rhythm.plan_at is None


def test_the_rhythm_of_a_pair_that_rests_waits_until_they_go_on(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    rhythm = set_weekly(session, pair, now)
    pair.match(session).state = MatchState.PAUSED
    service.sweep(session, now + 2 * WEEK)
    assert rhythm.plan_at is None
    assert session.query(Meeting).count() == 6
    pair.match(session).state = MatchState.ACTIVE
    about = (pair.match_id, pair.mentee_id, pair.mentor_id)
    events.publish(session, events.MatchResumed(*about), now + 3 * WEEK)
    session.refresh(rhythm)
    service.sweep(session, now + 3 * WEEK)
    assert session.query(Meeting).count() == 9
    assert rhythm.plan_at


def test_after_a_standstill_a_rhythm_plans_what_is_ahead_and_nothing_that_was_missed(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    set_weekly(session, pair, now)
    service.sweep(session, now + 20 * WEEK)
    later = talks.meetings_of(session, [pair.match_id], now + 6 * WEEK)
    assert len(later) == 6
    assert min(meeting.at for meeting in later) > now + 20 * WEEK


def test_two_who_plan_at_once_add_each_talk_once(installation: Installation, now: datetime) -> None:
    with installation.database.transaction() as session:
        for _nth in range(3):
            set_weekly(session, talking(session, now), now)
    later = now + 2 * WEEK
    race(4, lambda: tasks.sweep_due(installation.database, later))
    with installation.database.reading() as session:
        slots = [(row.rhythm_id, row.slot_at) for row in session.query(Meeting)]
        assert len(slots) == len(set(slots)) == 3 * 8


def test_what_another_sweep_has_claimed_is_left_to_it(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        set_weekly(session, talking(session, now), now)
    later = now + 2 * WEEK
    with installation.database.reading() as session:
        (stale,) = session.query(Rhythm).all()
    tasks.sweep_due(installation.database, later)
    with installation.database.transaction() as session:
        held = session.merge(stale, load=False)
        assert not talks.take_up(session, held)


def test_a_sweep_of_much_goes_on_batch_by_batch(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    monkeypatch.setattr(tasks, "BATCH", 2)
    with installation.database.transaction() as session:
        for _nth in range(5):
            set_weekly(session, talking(session, now), now)
    tasks.sweep_due(installation.database, now + WEEK)
    with installation.database.reading() as session:
        assert session.query(Meeting).count() == 5 * 7


def test_an_offer_without_an_answer_is_a_task_once_and_no_longer_after_the_answer(
    session: Session, now: datetime
) -> None:
    scene, late = scenes.mentee_asked(session, now), now + 6 * DAY

    def asked_for() -> list[UUID]:
        return [row.person_id for row in open_rows(session, kind=Kind.OFFER)]

    service.sweep(session, now + 4 * DAY)
    assert asked_for() == []
    for _nth in range(2):
        service.sweep(session, late)
        assert asked_for() == [scene.mentee]
    scene.say(session, Side.MENTEE, Answer.YES, late)
    service.sweep(session, late)
    assert asked_for() == []


def test_an_offer_that_ended_unanswered_is_no_task(session: Session, now: datetime) -> None:
    proposal = session.get_one(Proposal, scenes.mentee_asked(session, now).proposal)
    endings.end(session, SYSTEM, proposal, ProposalMove.WITHDRAW, now + DAY)
    service.sweep(session, now + 6 * DAY)
    assert open_rows(session, kind=Kind.OFFER) == []


def test_who_comes_back_is_asked_about_a_way_that_ended_while_they_were_gone(
    session: Session, now: datetime
) -> None:
    person = add_person(session, PersonKind.MENTEE, now)
    can_be_reached(session, person, now)
    person.standing = Standing.SUSPENDED
    service.sweep(session, now + 91 * DAY)
    assert open_rows(session, kind=Kind.REACH) == []
    person.standing = Standing.HERE
    events.publish(session, events.PersonRestored(person.id), now + 92 * DAY)
    service.sweep(session, now + 92 * DAY)
    assert [row.person_id for row in open_rows(session, kind=Kind.REACH)] == [person.id]


def test_the_settings_are_read_once_in_a_transaction_and_anew_after_a_change(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        with asked(session) as found:
            settings.current(session)
            before = settings.current(session)
        assert sum("setting_version" in statement for statement, _values in found) == 1
        settings.change(session, SYSTEM, now, note_days=before.note_days + 1)
        assert settings.current(session).note_days == before.note_days + 1
    with installation.database.reading() as session:
        assert settings.current(session).note_days == before.note_days + 1
