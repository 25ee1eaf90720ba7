"""A year of many matches under a moved clock, reckoned a second time from what happened.

People do at random what people do. After every step of the clock the board must say of every pair
what the diary says, and whatever turned must be noted once.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import ModuleType
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp, FollowUpStep, Meeting
from mentorship.checkins.rules import clocks, pace
from mentorship.checkins.rules import follow_ups as rules
from mentorship.checkins.rules.follow_ups import Kind, SnoozeWhy, Stage
from mentorship.checkins.rules.logs import Going, Outcome, TapEntry
from mentorship.checkins.rules.steps import State, Step
from mentorship.checkins.rules.talks import Way
from mentorship.installation import Installation
from mentorship.kernel import clock, events, settings
from mentorship.kernel.access import SYSTEM
from mentorship.matches.rules import reviews
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.service import pairs
from mentorship.matches.service.reviews import review_match
from mentorship.notices.rules import Reached
from mentorship.profiles.rules import readiness
from mentorship.profiles.service.readiness import record_supervision
from tests.diary import (
    DAY,
    LOOK_BACK_MONTHS,
    SUPERVISION_DAYS,
    Diary,
    Rest,
    Row,
    Talk,
    Told,
)
from tests.participants import acting, can_be_reached
from tests.talking import Pair, said, talking

SAFE_FOR = 85 * DAY
CONTACTS = (Kind.CONTACT, Kind.WAITING, Kind.AFTERCARE)
BY_CONTACT = (*CONTACTS, Kind.SILENCE)
KINDS = (Kind.PAIR, *CONTACTS, Kind.SUPERVISION, Kind.PAIR_REVIEW, Kind.SILENCE)
HOW = (Outcome.HELD,) * 7 + (
    Outcome.MOVED, Outcome.NO_ANSWER, Outcome.DID_NOT_HAPPEN, Outcome.I_COULD_NOT
)  # fmt: skip


class Life:
    """One pair, what they and staff do at random, and the diary of it."""

    def __init__(self, session: Session, chance: random.Random, now: datetime) -> None:
        self.pair: Pair = talking(session, now)
        self.chance = chance
        self.talks_often = chance.random() < 0.5
        self.diary = Diary(self.pair.mentee_id, self.pair.mentor_id, now)
        self.meetings: dict[UUID, Talk] = {}
        for person_id in self.diary.people:
            can_be_reached(session, accounts.person(session, person_id), now)
        self._supervise(session, now)
        self._come_in(session, now)

    def live(self, session: Session, now: datetime) -> None:
        """Do what is done on this day."""
        acts: list[tuple[float, Callable[[Session, datetime], None]]] = [
            (0.35 if self.talks_often else 0.10, self._log), (0.04, self._plan),
            (0.01, self._take_off), (0.05, self._ring), (0.02, self._put_off),
            (0.01, self._settle), (0.006, self._rest), (0.005, self._end),
            (0.03, self._supervise), (0.02, self._look_back), (0.02, self._come_in),
            (0.02, self._say_how_it_is),
        ]  # fmt: skip
        self._take_up_again(session, now)
        for likely, act in acts:
            if self.chance.random() < likely:
                act(session, now)

    def _log(self, session: Session, now: datetime) -> None:
        if self.diary.ended or self.diary.resting:
            return
        outcome, days = self.chance.choice(HOW), self.chance.choice((0, 0, 0, 1, 5))
        happened = now - days * DAY
        if happened.date() < self.diary.began.date():
            return
        entry = said(happened, outcome, minutes=self.chance.choice((30, 60, 90)))
        mentor, match = self.pair.mentor(session), self.pair.match(session)
        row = service.log(session, mentor, match, entry, now)
        noon = datetime.combine(entry.on_day, time(12), now.tzinfo)
        self.diary.logs.append((min(noon, now), outcome))
        if outcome is Outcome.HELD:
            self.diary.told.append(Told(now, entry.on_day, entry.minutes or 0))
        if row.meeting_id:
            self.meetings[row.meeting_id].gone = True

    def _plan(self, session: Session, now: datetime) -> None:
        if self.diary.ended or self.diary.resting:
            return
        day = (now + self.chance.randint(1, 60) * DAY).date()
        if any(talk.end.date() == day for talk in self.diary.talks):
            return
        mentor, match = self.pair.mentor(session), self.pair.match(session)
        person = accounts.person(session, self.pair.mentor_id)
        meeting = service.add_talk(session, mentor, person, match, day, time(9), 60, Way.PHONE, now)
        talk = Talk(datetime.combine(day, time(10), now.tzinfo))
        self.meetings[meeting.id] = talk
        self.diary.talks.append(talk)

    def _take_off(self, session: Session, now: datetime) -> None:
        ahead = [key for key, it in self.meetings.items() if not it.gone and it.end > now + DAY]
        if not ahead or self.diary.ended:
            return
        key = self.chance.choice(ahead)
        person = accounts.person(session, self.pair.mentor_id)
        meeting = session.get_one(Meeting, key)
        service.cancel_talk(session, self.pair.mentor(session), person, meeting, now)
        self.meetings[key].gone = True

    def _ring(self, session: Session, now: datetime) -> None:
        person = self.chance.choice(self.diary.people)
        row = self._row(session, person, *CONTACTS)
        reached = self.chance.choice((Reached.REACHED, Reached.THEY_CAME, Reached.NO_ANSWER))
        if now - max([self.diary.began, *self.diary.contacts(person)]) > SAFE_FOR:
            reached = Reached.THEY_CAME  # nobody said for long that ringing is still safe
        came = reached is not Reached.NO_ANSWER
        service.log_contact(session, self.pair.rosa(session), row, reached, now, still_safe=came)
        if came:
            self.diary.reached.setdefault(person, []).append(now)
            for kind in BY_CONTACT:
                self.diary.put_off.pop((kind, person), None)

    def _put_off(self, session: Session, now: datetime) -> None:
        person = self.chance.choice(self.diary.people)
        row = self._row(session, person, *KINDS)
        if row.state is State.PAUSED:
            return
        until = now + self.chance.randint(1, 25) * DAY
        service.snooze(session, self.pair.rosa(session), row, until, SnoozeWhy.PLANNED, now)
        self.diary.put_off[row.kind, person] = until

    def _settle(self, session: Session, now: datetime) -> None:
        if self.diary.ended:
            return
        row = self._row(session, self.pair.mentor_id, Kind.PAIR)
        service.resolve(session, self.pair.rosa(session), row, rules.Outcome.SPOKE, now)
        self.diary.settled.append(now)
        self.diary.put_off.pop((Kind.PAIR, self.pair.mentor_id), None)

    def _come_in(self, session: Session, now: datetime) -> None:
        events.publish(session, events.SignedIn(self.pair.mentee_id), now)
        self._gave_a_sign(now)

    def _say_how_it_is(self, session: Session, now: datetime) -> None:
        mentee = self.pair.mentee(session)
        service.tap(session, acting(mentee), mentee, TapEntry(going=Going.MIXED), now)
        self._gave_a_sign(now)

    def _gave_a_sign(self, now: datetime) -> None:
        row = (Kind.SILENCE, self.pair.mentee_id)
        self.diary.signs.append(now)
        self.diary.put_off.pop(row, None)

    def _supervise(self, session: Session, now: datetime) -> None:
        mentor = accounts.person(session, self.pair.mentor_id)
        record_supervision(session, self.pair.rosa(session), mentor, now.date(), now)
        self.diary.supervised.append(now.date())
        self.diary.put_off.pop((Kind.SUPERVISION, self.pair.mentor_id), None)

    def _look_back(self, session: Session, now: datetime) -> None:
        if self.diary.ended:
            return
        rosa, match = self.pair.rosa(session), self.pair.match(session)
        review_match(session, rosa, match, CameOf.GOES_ON, now)
        self.diary.looked_back.append(now.date())
        self.diary.put_off.pop((Kind.PAIR_REVIEW, self.pair.mentee_id), None)

    def _rest(self, session: Session, now: datetime) -> None:
        if self.diary.ended or self.diary.resting:
            return
        until: date | None = None
        if self.chance.random() < 0.5:
            until = (now + self.chance.randint(3, 40) * DAY).date()
        pairs.pause(session, self.pair.rosa(session), self.pair.match(session), until, now)
        self.diary.rests.append(Rest(now, until is not None))
        for row in ((Kind.PAIR, self.pair.mentor_id), (Kind.PAIR_REVIEW, self.pair.mentee_id)):
            self.diary.put_off.pop(row, None)
        if until is not None:
            for person in self.diary.people:
                self.diary.put_off.pop((Kind.CONTACT, person), None)

    def _take_up_again(self, session: Session, now: datetime) -> None:
        rest = self.diary.resting
        if rest is not None and not self.diary.ended and self.chance.random() < 0.06:
            pairs.resume(session, self.pair.rosa(session), self.pair.match(session), now)
            rest.over = now

    def _end(self, session: Session, now: datetime) -> None:
        if self.diary.ended is None:
            pairs.cut(session, self.pair.match(session), now)
            self.diary.ended = now
            self.diary.put_off.clear()

    def _row(self, session: Session, person_id: UUID, *kinds: Kind) -> FollowUp:
        """Give a row of the board about somebody."""
        chosen = select(FollowUp).where(
            FollowUp.person_id == person_id, FollowUp.kind.in_(kinds),
            FollowUp.state != State.CLOSED,
        )  # fmt: skip
        return self.chance.choice(sorted(session.scalars(chosen), key=lambda row: row.kind))


def on_the_board(session: Session) -> dict[Row, Stage]:
    """Read the group in which each row of these kinds stands."""
    chosen = select(FollowUp.kind, FollowUp.person_id, FollowUp.state, FollowUp.stage).where(
        FollowUp.kind.in_(KINDS), FollowUp.state != State.CLOSED
    )
    return {
        (kind, person_id): rules.shown_stage(state, stage)
        for kind, person_id, state, stage in session.execute(chosen)
    }


def sweep_once(session: Session, moment: datetime) -> None:
    """Sweep until nothing is due: what turned is noted once, and what did not turn is not."""
    before, noted = standing(session), steps(session, moment)
    while service.sweep(session, moment):
        pass
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


def live_through(
    installation: Installation, began: datetime, *, pairs_: int, days: int, seed: int
) -> None:
    """Let many pairs live for days, and hold the board against their diaries."""
    chance, lives = random.Random(seed), []
    seen: Counter[Stage] = Counter()
    with installation.database.transaction() as session:
        settings.change(
            session, SYSTEM, began, supervision_days=SUPERVISION_DAYS,
            review_months=LOOK_BACK_MONTHS,
        )  # fmt: skip
    for day in range(days):
        moment = began + day * DAY + timedelta(minutes=chance.randint(0, 600))
        with clock.fixed(moment), installation.database.transaction() as session:
            if len(lives) < pairs_:
                lives += [Life(session, chance, moment) for _ in range(-(-pairs_ // 30))]
            for life in lives:
                life.live(session, moment)
            sweep_once(session, moment)
            board = on_the_board(session)
        expected = {row: at for life in lives for row, at in life.diary.board(moment).items()}
        wrong = {row: (board.get(row), at) for row, at in expected.items() if board.get(row) != at}
        assert wrong == {}, moment
        assert board.keys() == expected.keys()
        seen.update(board.values())
    assert set(seen) >= set(Stage) - {Stage.SAFETY}


def test_the_board_says_what_the_diaries_say(installation: Installation, now: datetime) -> None:
    # So that a whole month of theirs is over within the days.
    live_through(installation, now + 20 * DAY, pairs_=12, days=60, seed=1)


@pytest.mark.only("sqlite", reason="the rules that are changed here know no database")
@pytest.mark.parametrize(
    ("where", "fault"),
    [
        (clocks, "pair_due"),
        (clocks, "contact_due"),
        (clocks, "waiting_due"),
        (readiness, "supervision_until"),
        (reviews, "next_review"),
        (pace, "reckoned_at"),
        (clocks, "silent_due"),
    ],
)
def test_a_clock_that_is_wrong_by_a_day_is_noticed(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch, where: ModuleType,
    fault: str,
) -> None:  # fmt: skip
    right = getattr(where, fault)

    def wrong(*args: object) -> object:
        due = right(*args)
        if due is None or isinstance(due, date):
            return due and due + DAY
        return replace(due, at=due.at + DAY)

    monkeypatch.setattr(where, fault, wrong)
    with pytest.raises(AssertionError):
        live_through(installation, now + 20 * DAY, pairs_=12, days=100, seed=1)


@pytest.mark.long
def test_a_year_of_five_hundred_matches(installation: Installation, now: datetime) -> None:
    live_through(installation, now, pairs_=500, days=365, seed=2)
