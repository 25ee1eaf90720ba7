"""The months of a pair: what fell short stands on its row, calmly, and neither of the two hears."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins import queries, service
from mentorship.checkins.models import FollowUp, FollowUpCause, PairMonth
from mentorship.checkins.queries.boards import one
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, SnoozeWhy, Stage
from mentorship.checkins.rules.logs import Outcome as Talked
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.rules.wordings import whys_said
from mentorship.checkins.service.follow_ups import resolve
from mentorship.kernel import settings
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.service import pairs
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from tests.talking import Pair, open_rows, said, talking

DAY = timedelta(days=1)
# They began in March; June is reckoned on the third of July.
RECKONED = datetime(2026, 7, 3, tzinfo=UTC)
FEW = "talks of 4 planned in June 2026"


@pytest.fixture
def pair(session: Session, now: datetime) -> Pair:
    return talking(session, now)


def talk_on(
    session: Session, pair: Pair, *days: int, minutes: int = 60, outcome: Talked = Talked.HELD,
    month: int = 6,
) -> None:  # fmt: skip
    for day in days:
        moment = datetime(2026, month, day, 18, tzinfo=UTC)
        entry = said(moment, outcome, minutes=minutes)
        service.log(session, pair.mentor(session), pair.match(session), entry, moment)


def clock(session: Session) -> FollowUp:
    (row,) = open_rows(session, kind=Kind.PAIR)
    return row


def also(session: Session, pair: Pair) -> list[str]:
    said = whys_said(one(session, pair.rosa(session), clock(session)), RECKONED)
    return [why for why in said if "planned in" in why]


def test_a_month_with_too_few_talks_is_said_calmly_on_the_row_of_the_pair(
    session: Session, pair: Pair
) -> None:
    talk_on(session, pair, 5, 12, 19, 26, month=5)
    talk_on(session, pair, 2, 29)
    service.sweep(session, RECKONED - DAY)
    assert also(session, pair) == []
    service.sweep(session, RECKONED)
    assert also(session, pair) == [f"2 {FEW}"]
    assert (clock(session).stage, clock(session).reason) == (Stage.DUE, Reason.NO_NEWS)
    service.sweep(session, RECKONED + 7 * DAY)
    assert clock(session).stage is Stage.LATE


def test_a_month_that_falls_short_in_the_same_sweep_takes_no_reminder_from_the_mentor(
    session: Session, pair: Pair
) -> None:
    talk_on(session, pair, 30, month=5)
    service.sweep(session, RECKONED - DAY)
    service.sweep(session, RECKONED)
    assert also(session, pair) == [f"0 {FEW}"]
    reminded = session.query(Notice).filter_by(kind=NoticeKind.LOG_WAITING)
    assert [notice.person_id for notice in reminded] == [pair.mentor_id]


def test_enough_talks_and_enough_time_are_nothing_to_say(session: Session, pair: Pair) -> None:
    talk_on(session, pair, 2, 9, 16, 30)
    service.sweep(session, RECKONED)
    assert also(session, pair) == []
    assert clock(session).stage is Stage.ON_TIME


def test_what_is_unknown_moved_or_did_not_happen_is_not_held(
    session: Session, pair: Pair, now: datetime
) -> None:
    person = accounts.person(session, pair.mentor_id)
    service.add_talk(
        session, pair.mentor(session), person, pair.match(session), date(2026, 6, 24), time(18), 60,
        Way.PHONE, now,
    )  # fmt: skip
    talk_on(session, pair, 2, 9, 30)
    talk_on(session, pair, 16, outcome=Talked.MOVED)
    talk_on(session, pair, 17, outcome=Talked.NO_ANSWER)
    service.sweep(session, RECKONED)
    assert also(session, pair) == [f"3 {FEW}"]


def test_talks_that_are_short_are_said_in_minutes(session: Session, pair: Pair) -> None:
    talk_on(session, pair, 2, 9, 16, 30, minutes=20)
    service.sweep(session, RECKONED)
    assert also(session, pair) == ["80 minutes of 240 planned in June 2026"]


def test_a_late_log_takes_it_back_and_an_earlier_settling_stays(
    session: Session, pair: Pair
) -> None:
    talk_on(session, pair, 2, 9, 16)
    service.sweep(session, RECKONED)
    assert also(session, pair) == [f"3 {FEW}"]
    late = said(datetime(2026, 6, 30, 18, tzinfo=UTC), minutes=60)
    mentor, match = pair.mentor(session), pair.match(session)
    row = service.log(session, mentor, match, late, RECKONED + DAY)
    assert also(session, pair) == []
    assert clock(session).stage is Stage.ON_TIME
    # Taken back again, nothing more is said of a month that is behind them.
    service.take_back(session, mentor, row, RECKONED + DAY)
    assert also(session, pair) == []


def test_staff_settle_it_and_it_does_not_come_again_for_the_same_month(
    session: Session, pair: Pair
) -> None:
    talk_on(session, pair, 2)
    service.sweep(session, RECKONED)
    resolve(session, pair.rosa(session), clock(session), Outcome.SPOKE, RECKONED + DAY)
    assert also(session, pair) == []
    assert clock(session).stage is Stage.ON_TIME
    settings.change(session, pair.rosa(session), RECKONED + DAY, month_talks=3)
    service.sweep(session, RECKONED + 2 * DAY)
    assert also(session, pair) == []
    service.sweep(session, datetime(2026, 8, 3, tzinfo=UTC))
    assert also(session, pair) == ["0 talks of 3 planned in July 2026"]


def test_the_next_month_takes_its_place(session: Session, pair: Pair) -> None:
    talk_on(session, pair, 2)
    service.sweep(session, RECKONED)
    talk_on(session, pair, 7, 14, 21, 28, month=7)
    service.sweep(session, datetime(2026, 8, 3, tzinfo=UTC))
    assert also(session, pair) == []


def test_an_agency_that_counts_nothing_is_told_nothing(session: Session, pair: Pair) -> None:
    rosa = pair.rosa(session)
    settings.change(session, rosa, RECKONED - DAY, month_talks=None)
    talk_on(session, pair, 30, minutes=300)
    service.sweep(session, RECKONED)
    assert also(session, pair) == []
    settings.change(session, rosa, RECKONED, month_minutes=None)
    service.sweep(session, datetime(2026, 8, 3, tzinfo=UTC))
    assert also(session, pair) == []


def test_a_number_that_is_taken_away_takes_its_sentence_along(session: Session, pair: Pair) -> None:
    service.sweep(session, RECKONED)
    assert also(session, pair) == [f"0 {FEW}"]
    settings.change(
        session, pair.rosa(session), RECKONED + DAY, month_talks=None, month_minutes=None
    )
    service.sweep(session, RECKONED + DAY)
    assert also(session, pair) == []


def test_a_planned_pause_stands_still(session: Session, pair: Pair) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    pairs.pause(session, rosa, match, None, datetime(2026, 6, 16, tzinfo=UTC))
    talk_on(session, pair, 2, 9)
    pairs.resume(session, rosa, match, datetime(2026, 7, 1, tzinfo=UTC))
    service.sweep(session, RECKONED)
    assert also(session, pair) == []
    row = session.get_one(PairMonth, pair.match_id)
    assert (row.talks, row.talks_meant, row.minutes_meant) == (2, 2, 120)


def test_who_rests_when_it_is_reckoned_starts_anew(session: Session, pair: Pair) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    pairs.pause(session, rosa, match, None, datetime(2026, 6, 29, tzinfo=UTC))
    service.sweep(session, RECKONED)
    assert clock(session).state is State.PAUSED
    pairs.resume(session, rosa, match, RECKONED + DAY)
    assert also(session, pair) == []


def test_a_rarer_rhythm_is_what_a_pair_is_judged_by(
    session: Session, pair: Pair, now: datetime
) -> None:
    person = accounts.person(session, pair.mentor_id)
    service.set_rhythm(
        session, pair.mentor(session), person, pair.match(session), Repeat(Every.TWO_WEEKS),
        Way.PHONE, 45, date(2026, 3, 10), time(18), now,
    )  # fmt: skip
    talk_on(session, pair, 2, 16, minutes=45)
    service.sweep(session, RECKONED)
    row = session.get_one(PairMonth, pair.match_id)
    assert (row.talks_meant, row.minutes_meant) == (3, 135)
    assert also(session, pair) == ["2 talks of 3 planned in June 2026"]


def test_a_rhythm_that_is_over_or_began_within_the_month_is_no_measure(
    session: Session, pair: Pair, now: datetime
) -> None:
    person, mentor = accounts.person(session, pair.mentor_id), pair.mentor(session)
    for repeat, day, moment in (
        (Repeat(Every.WEEK, count=2), date(2026, 3, 10), now),
        (Repeat(Every.MONTH), date(2026, 6, 20), datetime(2026, 6, 10, tzinfo=UTC)),
    ):
        service.set_rhythm(
            session, mentor, person, pair.match(session), repeat, Way.PHONE, 60, day, time(18),
            moment,
        )  # fmt: skip
    service.sweep(session, RECKONED)
    assert session.get_one(PairMonth, pair.match_id).talks_meant == 4
    service.sweep(session, datetime(2026, 8, 3, tzinfo=UTC))
    assert session.get_one(PairMonth, pair.match_id).talks_meant == 1


def test_a_month_that_began_without_them_is_not_counted(session: Session, pair: Pair) -> None:
    service.sweep(session, datetime(2026, 4, 3, tzinfo=UTC))
    assert also(session, pair) == []
    service.sweep(session, datetime(2026, 5, 3, tzinfo=UTC))
    assert also(session, pair) == ["0 talks of 4 planned in April 2026"]


@pytest.mark.parametrize(
    ("number", "again"),
    [
        ({"month_talks": 3}, True), ({"month_minutes": None}, True),
        ({"talk_grace_days": 1}, True), ({"time_zone": "Asia/Kolkata"}, True),
        ({"contact_days": 20}, False), ({"late_days": 5}, False),
    ],
    ids=str,
)  # fmt: skip
def test_months_are_reckoned_anew_where_a_number_of_theirs_changed(
    session: Session, pair: Pair, now: datetime, number: dict[str, object], again: bool
) -> None:
    settings.change(session, pair.rosa(session), now, **number)
    (row,) = session.query(PairMonth)
    session.refresh(row)
    assert (row.reckon_at == now) is again


def test_what_is_put_off_stays_put_off(session: Session, pair: Pair) -> None:
    until = RECKONED + 5 * DAY
    service.snooze(
        session, pair.rosa(session), clock(session), until, SnoozeWhy.AWAY, RECKONED - DAY
    )
    service.sweep(session, RECKONED)
    assert clock(session).state is State.SNOOZED
    service.sweep(session, until)
    assert (clock(session).state, also(session, pair)) == (State.OPEN, [f"0 {FEW}"])


def test_nobody_is_counted_whose_talks_end(session: Session, pair: Pair) -> None:
    rosa, match = pair.rosa(session), pair.match(session)
    service.sweep(session, RECKONED)
    pairs.begin_ending(session, rosa, match, ClosedAs.PLANNED, RECKONED)
    assert also(session, pair) == []
    assert session.query(PairMonth).count() == 0


def test_neither_of_the_two_is_told(session: Session, pair: Pair) -> None:
    talk_on(session, pair, 25, 26)

    def told() -> int:
        session.flush()
        return session.query(Notice).filter(
            Notice.person_id.in_([pair.mentee_id, pair.mentor_id])
        ).count()  # fmt: skip

    before = told()
    service.sweep(session, RECKONED)
    assert [cause.reason for cause in session.query(FollowUpCause).filter_by(
        follow_up_id=clock(session).id, ended_at=None)] == [Reason.FEW_TALKS]  # fmt: skip
    service.sweep(session, RECKONED + 8 * DAY)
    assert told() == before
    assert clock(session).stage is Stage.LATE
    assert queries.board(session, pair.rosa(session)).rows(Stage.LATE)
