"""What a pair and staff do at random, and the diary of it: each deed is done and written down."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.service import standing
from mentorship.checkins import service
from mentorship.checkins.models import CheckIn, FollowUp, Meeting
from mentorship.checkins.rules.contacts import Answer
from mentorship.checkins.rules.follow_ups import Kind, Reason, SnoozeWhy, outcomes
from mentorship.checkins.rules.logs import (
    CallMe,
    Feeling,
    Going,
    LogEntry,
    Outcome,
    TapEntry,
    Worry,
)
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import Way
from mentorship.kernel import events
from mentorship.kernel.access import Actor, Role
from mentorship.matches.models import Match
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.service import pairs
from mentorship.matches.service.reviews import review_match
from mentorship.notices.rules import Reached
from mentorship.profiles.service import pause
from mentorship.profiles.service.readiness import record_supervision
from tests.agency_days import DAY, day_of, moment_of
from tests.diary import Diary, Log, Rest, Row, Talk
from tests.participants import acting, add_person, can_be_reached
from tests.talking import begin

SAFE_FOR, LOG_CHANGES = 85 * DAY, 24 * timedelta(hours=1)
HOW = (Outcome.HELD,) * 8 + (
    Outcome.MOVED, Outcome.NO_ANSWER, Outcome.DID_NOT_HAPPEN, Outcome.I_COULD_NOT,
    Outcome.NOT_SAFE,
)  # fmt: skip
# In every so many logs and taps something is said besides.
SELDOM = 8
READERS = (Role.COORDINATOR, Role.SAFEGUARDING, Role.REVIEWER)
CANNOT_WAIT = {Kind.SAFETY, Kind.COMPLAINT}
Deed = Callable[[Session, datetime], None]


class Life:
    """One pair, from the day on which both join, and somebody of staff who sees to them."""

    def __init__(self, session: Session, chance: random.Random, lead: Actor, now: datetime) -> None:
        self.chance, self.lead = chance, lead
        mentee, mentor = (
            add_person(session, kind, now) for kind in (PersonKind.MENTEE, PersonKind.MENTOR)
        )
        self.staff_id = add_person(session, PersonKind.STAFF, now).id
        self.diary = Diary(mentee.id, mentor.id, now)
        self.often = chance.choice((0.10, 0.35))
        self.begins = now + chance.randint(1, 12) * DAY
        self.logs: dict[UUID, tuple[Log, Feeling | None]] = {}
        self.meetings: dict[UUID, Talk] = {}
        self.last_safe = dict.fromkeys(self.diary.people, now)
        for person in (mentee, mentor):
            can_be_reached(session, person, now)
            events.publish(session, events.PersonJoined(person.id), now)
        self._supervise(session, now)

    def live(self, session: Session, now: datetime, days: float) -> None:
        """Do what is done in some days, at this moment."""
        often: list[tuple[float, Deed]] = [
            (self.often, self._log), (0.03, self._tap), (0.03, self._come_in),
            (0.04, self._plan), (0.01, self._take_off),
            (0.01, self._take_back), (0.06, self._ring), (0.05, self._put_off),
            (0.05, self._resolve), (0.04, self._take), (0.004, self._leave),
            (0.006, self._let_rest), (0.008, self._pause), (0.05, self._come_back),
            (0.012, self._worry), (0.01, self._complain), (0.003, self._end),
            (0.03, self._supervise), (0.02, self._look_back),
        ]  # fmt: skip
        if self.diary.began is None and now >= self.begins and not self.diary.rests:
            match_id = begin(session, self.diary.mentee, self.diary.mentor, now)
            self.diary.begin(match_id, now)
        for likely, deed in often:
            if self.chance.random() < likely * days:
                deed(session, now)

    # What the two do.

    def _log(self, session: Session, now: datetime) -> None:
        match = self._match(session)
        day = day_of(now - self.chance.choice((0, 0, 0, 1)) * DAY)
        if match is None or self.diary.rests or day < day_of(match.made_at):
            return
        entry = LogEntry(
            self.chance.choice(HOW), day, self.chance.choice((30, 60, 90)),
            feeling=self.chance.choice(list(Feeling)),
            call_me=self._seldom(CallMe), worry=self._seldom(Worry),
            pause_asked=self._is_seldom(), note="quince" if self._is_seldom() else "",
        )  # fmt: skip
        row = service.log(session, self._actor(session, self.diary.mentor), match, entry, now)
        if row.meeting_id:
            self.meetings[row.meeting_id].gone = True
        for person, kind, reason in self._asked_by(entry):
            self.diary.happened((kind, person, match.id), reason, now, row.id)
        log = Log(row.id, day, now, entry.outcome, row.minutes)
        self.diary.logged(log, now)
        self.logs[row.id] = (log, entry.feeling)

    def _asked_by(self, entry: LogEntry) -> list[tuple[UUID, Kind, Reason]]:
        mentor, mentee = self.diary.mentor, self.diary.mentee
        asked = {
            (mentor, Kind.CALL, Reason.ASKED_TODAY): entry.call_me is CallMe.TODAY,
            (mentor, Kind.LOOK, Reason.ASKED_THIS_WEEK): entry.call_me is CallMe.THIS_WEEK,
            (mentor, Kind.CALL, Reason.HARD_TWICE): self._is_hard_twice(entry),
            (mentor, Kind.LOOK, Reason.NOTE): bool(entry.note),
            (mentee, Kind.CALL, Reason.NOT_SAFE_TO_MEET): entry.outcome is Outcome.NOT_SAFE,
            (mentee, Kind.CALL, Reason.WORRIED): entry.worry is Worry.YES,
            (mentee, Kind.LOOK, Reason.A_LITTLE_WORRIED): entry.worry is Worry.A_LITTLE,
            (mentee, Kind.LOOK, Reason.PAUSE_ASKED): entry.pause_asked,
        }
        return [what for what, so in asked.items() if so]

    def _is_hard_twice(self, entry: LogEntry) -> bool:
        before = [
            (log.on_day, log.at, feeling) for log, feeling in self.logs.values()
            if not log.gone and log.on_day <= entry.on_day
        ]  # fmt: skip
        return entry.feeling is Feeling.HARD and bool(before) and max(before)[2] is Feeling.HARD

    def _take_back(self, session: Session, now: datetime) -> None:
        fresh = [
            log for log, _ in self.logs.values() if not log.gone and now <= log.at + LOG_CHANGES
        ]
        if not fresh or not self.diary.is_talking:
            return
        log = self.chance.choice(fresh)
        row = session.get_one(CheckIn, log.id)
        service.take_back(session, self._actor(session, self.diary.mentor), row, now)
        if row.meeting_id:
            self.meetings[row.meeting_id].gone = False
        self.diary.took_back(log, now)

    def _tap(self, session: Session, now: datetime) -> None:
        mentee = accounts.person(session, self.diary.mentee)
        entry = TapEntry(
            self.chance.choice(list(Going)), not_heard=self._is_seldom(),
            wants_to_talk=self._is_seldom(),
        )  # fmt: skip
        service.tap(session, acting(mentee), mentee, entry, now)
        asked = {
            (Kind.CALL, Reason.WANTS_TO_TALK): entry.wants_to_talk,
            (Kind.CALL, Reason.NOT_HEARD): entry.not_heard,
            (Kind.LOOK, Reason.NOT_GOOD): entry.going is Going.NOT_GOOD,
        }
        for (kind, reason), so in asked.items():
            if so:
                row = (kind, mentee.id, self.diary.subject(mentee.id))
                self.diary.happened(row, reason, now)
        self.diary.gave_a_sign(now)

    def _come_in(self, session: Session, now: datetime) -> None:
        events.publish(session, events.SignedIn(self.diary.mentee), now)
        self.diary.gave_a_sign(now)

    def _plan(self, session: Session, now: datetime) -> None:
        match, day = self._match(session), day_of(now + self.chance.randint(1, 60) * DAY)
        taken = {day_of(talk.end) for talk in self.diary.talks}
        if match is None or self.diary.rests or day in taken:
            return
        mentor = accounts.person(session, self.diary.mentor)
        meeting = service.add_talk(
            session, acting(mentor), mentor, match, day, time(9), 60, Way.PHONE, now
        )
        talk = Talk(moment_of(day, 10))
        self.meetings[meeting.id] = talk
        self.diary.talks.append(talk)

    def _take_off(self, session: Session, now: datetime) -> None:
        ahead = [key for key, it in self.meetings.items() if not it.gone and it.end > now + DAY]
        if not ahead or not self.diary.is_talking:
            return
        key = self.chance.choice(sorted(ahead))
        mentor, meeting = accounts.person(session, self.diary.mentor), session.get_one(Meeting, key)
        service.cancel_talk(session, acting(mentor), mentor, meeting, now)
        self.meetings[key].gone = True

    def _pause(self, session: Session, now: datetime) -> None:
        person = accounts.person(session, self._one())
        rest = Rest(person.id, self._day_or_none(now), self.chance.random() < 0.5)
        pause.pause(session, acting(person), person, rest.until, now, reach_monthly=rest.in_touch)
        self.diary.rest(rest, now)

    def _come_back(self, session: Session, now: datetime) -> None:
        if not self.diary.rests:
            return
        rest = self.chance.choice(self.diary.rests)
        if rest.of is not None:
            person = accounts.person(session, rest.of)
            pause.resume(session, acting(person), person, now)
        elif len(self.diary.rests) > 1:
            return  # nobody takes a match up of which one rests
        else:
            pairs.resume(session, self._staff(), session.get_one(Match, self.diary.match), now)
        self.diary.back(rest.of, now)

    def _worry(self, session: Session, now: datetime) -> None:
        person = self._one()
        whose = self.chance.choice(list(Whose))
        actor = self._actor(session, person)
        report = service.raise_safety(session, actor, person, whose, "quince", now)
        self.diary.happened((Kind.SAFETY, person, report.id), Reason.WORRIED_NOW, now)

    def _complain(self, session: Session, now: datetime) -> None:
        person, reader = self._one(), self.chance.choice(READERS)
        actor = self._actor(session, person)
        row = service.complain(session, actor, person, reader, "quince", now)
        self.diary.happened((Kind.COMPLAINT, person, row.subject_id), Reason.NOT_TREATED_RIGHT, now)

    # What staff do.

    def _ring(self, session: Session, now: datetime) -> None:
        person = self._one()
        row = self._row(session, person)
        reached = self.chance.choice((Reached.REACHED, Reached.THEY_CAME, Reached.NO_ANSWER))
        if now - self.last_safe[person] > SAFE_FOR:
            reached = Reached.THEY_CAME  # nobody said for long that ringing is still safe
        came = reached is not Reached.NO_ANSWER
        unsafe = came and self._is_seldom()
        answers = {"safety": Answer.NOT_GOOD if unsafe else Answer.GOOD}
        service.log_contact(
            session, self._staff(), row, reached, now, still_safe=came, answers=answers
        )
        if came:
            self.last_safe[person] = now
            self.diary.spoken_with(_key(row), now)
        if unsafe:
            about = row.match_id or person
            self.diary.happened((Kind.CALL, person, about), Reason.SAID_UNSAFE, now)

    def _put_off(self, session: Session, now: datetime) -> None:
        row = self._row(session, self._one())
        if row.state is State.PAUSED or row.kind in CANNOT_WAIT:
            return
        day = day_of(now + self.chance.randint(1, 25) * DAY)
        until = moment_of(day, 0)
        why = self.chance.choice(list(SnoozeWhy))
        service.snooze(session, self._staff(), row, until, why, now)
        self.diary.put_off(_key(row), until)

    def _resolve(self, session: Session, now: datetime) -> None:
        row = self._row(session, self._one())
        if not outcomes(row.kind):
            return
        task = self.diary.tasks.get(_key(row))
        standing_ = sorted({cause.reason for cause in task.causes if cause.stands}) if task else []
        chosen = (
            self.chance.sample(standing_, self.chance.randint(1, len(standing_))) if task else []
        )
        how = self.chance.choice(outcomes(row.kind))
        service.resolve(session, self._staff(), row, how, now, chosen or None)
        self.diary.resolved(_key(row), set(chosen), now)

    def _take(self, session: Session, now: datetime) -> None:
        row = self._row(session, self._one())
        service.take(session, self._staff(), row, now)
        self.diary.took(_key(row), now)

    def _leave(self, session: Session, now: datetime) -> None:
        """Whoever sees to them is away for a moment, and has nothing any more."""
        staff = accounts.person(session, self.staff_id)
        standing.suspend(session, self.lead, staff, now)
        standing.restore(session, self.lead, staff, now)
        self.diary.freed(now)

    def _supervise(self, session: Session, now: datetime) -> None:
        mentor = accounts.person(session, self.diary.mentor)
        record_supervision(session, self._staff(), mentor, day_of(now), now)
        self.diary.was_supervised(day_of(now), now)

    def _look_back(self, session: Session, now: datetime) -> None:
        match = self._match(session)
        if match is not None:
            review_match(session, self._staff(), match, CameOf.GOES_ON, now)
            self.diary.was_looked_back_on(now)

    def _let_rest(self, session: Session, now: datetime) -> None:
        match = self._match(session)
        if match is None or self.diary.rests:
            return
        until = self._day_or_none(now)
        pairs.pause(session, self._staff(), match, until, now)
        self.diary.rest(Rest(None, until), now)

    def _end(self, session: Session, now: datetime) -> None:
        match = self._match(session)
        if match is not None:
            pairs.cut(session, match, now)
            self.diary.end(now)

    # Small words.

    def _match(self, session: Session) -> Match | None:
        return session.get_one(Match, self.diary.match) if self.diary.is_talking else None

    def _one(self) -> UUID:
        return self.chance.choice(self.diary.people)

    def _actor(self, session: Session, person_id: UUID) -> Actor:
        return acting(accounts.person(session, person_id))

    def _staff(self) -> Actor:
        return Actor(self.staff_id, self.staff_id, frozenset({Role.COORDINATOR}))

    def _row(self, session: Session, person_id: UUID) -> FollowUp:
        """Give a row that stands on the board about somebody."""
        kind, about, subject = self.chance.choice(
            [row for row in sorted(self.diary.rows()) if row[1] == person_id]
        )
        chosen = select(FollowUp).where(
            FollowUp.kind == kind, FollowUp.person_id == about, FollowUp.subject_id == subject,
            FollowUp.state != State.CLOSED,
        )  # fmt: skip
        return session.scalars(chosen).one()

    def _day_or_none(self, now: datetime) -> date | None:
        days = self.chance.randint(3, 40)
        return day_of(now + days * DAY) if self.chance.random() < 0.5 else None

    def _is_seldom(self) -> bool:
        return self.chance.randrange(SELDOM) == 0

    def _seldom(self, choices: type[Enum]) -> Enum:
        return self.chance.choice(list(choices)) if self._is_seldom() else next(iter(choices))


def _key(row: FollowUp) -> Row:
    return row.kind, row.person_id, row.subject_id
