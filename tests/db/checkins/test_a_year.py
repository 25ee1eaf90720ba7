"""A year of many pairs under a moved clock, reckoned a second time from what happened.

People and staff do at random what they do. After each step of the clock, and after whatever was
done, the board must say of every pair what the diary says; whatever turned must be noted once.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import ModuleType
from uuid import UUID

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mentorship.checkins import tasks
from mentorship.checkins.models import FollowUp, FollowUpCause, FollowUpStep
from mentorship.checkins.rules import clocks, hours, pace
from mentorship.checkins.rules import follow_ups as rules
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.steps import State, Step
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.db import Database
from mentorship.kernel.duty import Shift
from mentorship.matches import tasks as matches
from mentorship.matches.rules import reviews
from mentorship.profiles import tasks as profiles
from mentorship.profiles.rules import readiness
from tests.agency_days import DAY, HOLIDAYS, HOUR, ON_CALL, ZONE
from tests.cast import Cast
from tests.diary import LOOK_BACK_MONTHS, SUPERVISION_DAYS, Row, Stands
from tests.lives import Life
from tests.races import Tally, race

# What stands on the board for other reasons than what a pair and staff do has tests of its own.
ELSEWHERE = {
    Kind.OFFER, Kind.TALK_NEEDED, Kind.REACH, Kind.TELL, Kind.SUSPENDED, Kind.TRAINING,
    Kind.CHECKS, Kind.AGREEMENT, Kind.QUIET, Kind.CHANGE,
}  # fmt: skip
NOT_OF_PAIRS = {
    Reason.STEPPED_BACK, Reason.CAME_BACK, Reason.SUSPENDED, Reason.OTHER_SUSPENDED,
    *(reason for reason, kind in rules.KIND_OF.items() if kind in ELSEWHERE),
}  # fmt: skip
KINDS = [kind for kind in Kind if kind not in ELSEWHERE]
WAITS = {State.SNOOZED, State.PAUSED}
FEW = exists().where(
    FollowUpCause.follow_up_id == FollowUp.id, FollowUpCause.ended_at.is_(None),
    FollowUpCause.reason == Reason.FEW_TALKS,
)  # fmt: skip
TWO_AT_ONCE = 0.15
FEW_LIVES = {"lives_": 6, "days": 45, "seed": 1}


def on_the_board(session: Session) -> dict[Row, Stands]:
    """Read where each row of these kinds stands."""
    row = FollowUp
    chosen = select(
        row.kind, row.person_id, row.subject_id, row.state, row.stage, row.reason, row.owner,
        row.snoozed_until, FEW,
    ).where(row.kind.in_(KINDS), row.state != State.CLOSED)  # fmt: skip
    found = session.execute(chosen).all()
    board = {
        (kind, person_id, subject_id): Stands(
            rules.shown_stage(state, stage), reason, Owner.COORDINATOR if state in WAITS else owner,
            until, few,
        )
        for kind, person_id, subject_id, state, stage, reason, owner, until, few in found
    }  # fmt: skip
    assert len(board) == len(found), "something stands there twice"
    return board


def sweep_once(database: Database, moment: datetime, *, two_at_once: bool) -> None:
    """Let a minute of the worker pass: what turned is noted once, what did not turn is not."""
    with settings.speaking(database):
        profiles.end_pauses(database, moment)
        matches.do_what_is_due(database, moment)
    with database.reading() as session:
        before, noted = standing(session), steps(session, moment)

    def minute() -> None:
        with settings.speaking(database):
            tasks.sweep_due(database, moment)

    def minute_of_two() -> None:
        # Whoever comes second is told that the other one was faster; the rest is for the next.
        with tally.attempt():
            minute()

    tally = Tally()
    if two_at_once:
        race(2, minute_of_two)
    minute()
    with database.reading() as session:
        after, more = standing(session), steps(session, moment) - noted
    for row_id, stood in before.items():
        reminded = more[row_id, True]
        assert more[row_id, False] == (after[row_id] != stood and not reminded), moment
        assert reminded <= 1, moment


def standing(session: Session) -> dict[UUID, tuple[object, ...]]:
    """Read how each row stands, and with whom."""
    row = FollowUp
    chosen = select(row.id, row.state, row.stage, row.owner, row.passed_to)
    found = session.execute(chosen.where(row.kind.in_(KINDS), row.state != State.CLOSED))
    return {row_id: tuple(stood) for row_id, *stood in found}


def steps(session: Session, moment: datetime) -> Counter[tuple[UUID, bool]]:
    """Count the steps of a moment that nobody made, by row, reminders apart."""
    chosen = select(FollowUpStep.follow_up_id, FollowUpStep.step == Step.REMINDED)
    by_itself = session.execute(
        chosen.where(FollowUpStep.by_id.is_(None), FollowUpStep.at == moment)
    )
    return Counter((row_id, bool(reminded)) for row_id, reminded in by_itself)


def agree(session: Session, lives: list[Life], moment: datetime) -> set[Stands]:
    """Hold the board against the diaries."""
    people = {person for life in lives for person in life.diary.people}
    board = {row: at for row, at in on_the_board(session).items() if row[1] in people}
    expected = {row: at for life in lives for row, at in life.diary.board(moment).items()}
    wrong = {
        row: (board.get(row), expected.get(row))
        for row in board.keys() | expected.keys()
        if board.get(row) != expected.get(row)
    }
    assert wrong == {}, moment
    return set(board.values())


def live_through(
    installation: Installation,
    cast: Cast,
    began: datetime,
    *,
    lives_: int,
    days: int,
    seed: int,
) -> set[Stands]:
    """Let many pairs live for days, and hold the board against their diaries."""
    chance, lives, database = random.Random(seed), list[Life](), installation.database
    with database.transaction() as session:
        rosa = str(cast.rosa.person_id)
        starts, ends = (time(hour) for hour in ON_CALL)
        shifts = tuple(Shift(day, starts, ends, rosa) for day in range(7))
        settings.change(
            session, SYSTEM, began, time_zone=ZONE.key, holidays=HOLIDAYS, on_call=shifts,
            deputies=(rosa,), supervision_days=SUPERVISION_DAYS, review_months=LOOK_BACK_MONTHS,
        )  # fmt: skip
    seen, moment = set[Stands](), began
    while moment < began + days * DAY:
        gone = chance.uniform(4, 66) * HOUR
        moment += timedelta(minutes=gone // timedelta(minutes=1))
        with clock.fixed(moment):
            sweep_once(database, moment, two_at_once=chance.random() < TWO_AT_ONCE)
            for life in lives:
                life.diary.swept(moment)
            with database.transaction() as session:
                seen |= agree(session, lives, moment)
                with settings.speaking(database):
                    if len(lives) < lives_:
                        lead, joining = cast.lena.actor(session), range(-(-lives_ // 30))
                        lives += [Life(session, chance, lead, moment) for _nth in joining]
                    for life in lives:
                        life.live(session, moment, gone / DAY)
                seen |= agree(session, lives, moment)
                check_what_was_noted(session, lives, moment)
    return seen


def check_what_was_noted(session: Session, lives: list[Life], moment: datetime) -> None:
    """Insist that each row was made as often as it had to be, and each mentor told once."""
    row, people = FollowUp, {person for life in lives for person in life.diary.people}
    chosen = select(row.kind, row.person_id, row.subject_id, func.count())
    grouped = chosen.where(row.kind.in_(KINDS)).group_by(row.kind, row.person_id, row.subject_id)
    made = {tuple(key): n for *key, n in session.execute(grouped) if key[1] in people}
    expected = {key: n for life in lives for key, n in life.diary.made.items()}
    assert made == expected, moment
    told = select(row.person_id, func.count()).join(
        FollowUpStep, FollowUpStep.follow_up_id == row.id
    )
    reminded = told.where(FollowUpStep.step == Step.REMINDED).group_by(row.person_id)
    reminders = {person_id: n for person_id, n in session.execute(reminded) if person_id in people}
    due = {life.diary.mentor: len(life.diary.reminded) for life in lives}
    assert reminders == {person_id: n for person_id, n in due.items() if n}, moment


def check_that_all_occurred(installation: Installation, seen: set[Stands]) -> None:
    """Insist that everything the board can say of a pair was said at some time."""
    with installation.database.reading() as session:
        made = set(session.scalars(select(FollowUp.kind)))
        taken = set(session.scalars(select(FollowUpStep.step)))
    assert made >= set(KINDS)
    assert taken >= set(Step)
    assert {it.reason for it in seen} == set(Reason) - NOT_OF_PAIRS - {Reason.FEW_TALKS}
    assert any(it.few for it in seen)


def test_the_board_says_what_the_diaries_say(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    seen = live_through(installation, cast, now, **FEW_LIVES)
    assert {it.stage for it in seen} == set(Stage)
    assert {it.owner for it in seen} == set(Owner)


@pytest.mark.only("sqlite", reason="the rules that are changed here know no database")
@pytest.mark.parametrize(
    ("where", "fault"),
    [
        (clocks, "pair_due"),
        (clocks, "contact_due"),
        (clocks, "waiting_due"),
        (hours, "after_work"),
        # What comes round after a month only takes longer to be seen.
        pytest.param(clocks, "silent_due", marks=pytest.mark.long),
        pytest.param(readiness, "supervision_until", marks=pytest.mark.long),
        pytest.param(reviews, "next_review", marks=pytest.mark.long),
        pytest.param(pace, "reckoned_at", marks=pytest.mark.long),
    ],
)
def test_a_clock_that_is_wrong_by_a_day_is_noticed(
    installation: Installation, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch,
    where: ModuleType, fault: str,
) -> None:  # fmt: skip
    right = getattr(where, fault)

    def wrong(*args: object, **more: object) -> object:
        due = right(*args, **more)
        if due is None or isinstance(due, date):
            return due and due + DAY
        return replace(due, at=due.at + DAY)

    monkeypatch.setattr(where, fault, wrong)
    with pytest.raises(AssertionError):
        live_through(installation, cast, now, **{**FEW_LIVES, "days": 60})


@pytest.mark.long
def test_a_year_of_five_hundred_matches(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    seen = live_through(installation, cast, now, lives_=500, days=365, seed=2)
    check_that_all_occurred(installation, seen)
