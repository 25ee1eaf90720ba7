"""What happened to one pair, written down plainly, and what the board must say of it.

The second reckoning of the board: slow, from the diary alone, in the words of docs/keeping.md. It
knows the names on the board and the agency's numbers, and nothing of the code that keeps the board.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.logs import Outcome
from tests.agency_days import (
    DAY,
    call_is_with,
    day_of,
    evening_after,
    moment_of,
    months_later,
    worry_is_with,
)

MONTH = 30 * DAY
# The numbers of practice that an agency begins with.
FIRST_TALK, EARLY, LATER = 14 * DAY, 14 * DAY, 30 * DAY
GRACE, AHEAD, REMIND = 2 * DAY, 7 * DAY, 3 * DAY
NEW, CONTACT, WAITING, AFTERCARE = 7 * DAY, 30 * DAY, 14 * DAY, 14 * DAY
CONTACTS_IN_FIRST_MONTH = 2
SOON, CLOSER_FOR = 7 * DAY, 28 * DAY
IN_TOUCH, LOOK = 30 * DAY, 90 * DAY
LATE_PAIR, LATE_ELSE, CALL = 7 * DAY, DAY, 14 * DAY
ANSWER = 5 * DAY
AGAIN_WITHIN = 30 * DAY
SILENT, MATCH_MONTHS, LOOKED_BACK_EARLY = 30 * DAY, 12, 30 * DAY
TALKS_IN_A_MONTH, MINUTES_IN_A_MONTH = 4, 240
# Two that an agency would choose larger: what has its day comes round in a short diary too.
SUPERVISION_DAYS, LOOK_BACK_MONTHS = 30, 1

NOT_HELD = {Outcome.NO_ANSWER: Reason.NO_ANSWER, Outcome.I_COULD_NOT: Reason.COULD_NOT,
            Outcome.DID_NOT_HAPPEN: Reason.NOT_HELD, Outcome.NOT_SAFE: Reason.NOT_HELD}  # fmt: skip
CONCERNS = {Reason.WORRIED_NOW, Reason.WORRIED, Reason.NOT_SAFE_TO_MEET, Reason.SAID_UNSAFE}
OF_CONTACT = {Kind.CONTACT, Kind.WAITING, Kind.SILENCE, Kind.REST, Kind.KEEP_TOUCH}
OF_PAIR = {Kind.PAIR, Kind.PAIR_REVIEW}
OF_REST = {Kind.REST, Kind.KEEP_TOUCH}

URGENT = list(Stage)

# What a row is for, whom it is about, and what it is about: a match, a report, or themselves.
Row = tuple[Kind, UUID, UUID]


class Stands(NamedTuple):
    """Where a row stands: how urgent, why, and with whom; or until when it waits.

    `few` is said of a pair besides: its last month held less than was meant.
    """

    stage: Stage
    reason: Reason
    owner: Owner = Owner.COORDINATOR
    until: datetime | None = None
    few: bool = False


@dataclass
class Talk:
    """A talk that was planned, and whether it was logged or taken off."""

    end: datetime
    gone: bool = False


@dataclass
class Log:
    """What was said of one talk, for which day, and whether it was taken back."""

    id: UUID
    on_day: date
    at: datetime
    outcome: Outcome
    minutes: int
    gone: bool = False

    @property
    def counts_at(self) -> datetime:
        """Tell from when it counts: noon of its day, or when it was said, if that was earlier."""
        return min(moment_of(self.on_day, 12), self.at)


@dataclass
class Rest:
    """A time in which somebody rested, or staff let the match rest; until a day or for now."""

    of: UUID | None
    until: date | None
    in_touch: bool = False


@dataclass
class Clock:
    """A clock: from when it runs, and whether it was answered before."""

    since: datetime
    answered: bool = False


@dataclass
class Cause:
    """One reason of a task, what gave it, and how it is with it now."""

    reason: Reason
    at: datetime
    about: UUID
    given_by: UUID | None = None
    stands: bool = True
    taken_back: bool = False


@dataclass
class Task:
    """Something that happened, and stands there until its last reason ends."""

    opened: datetime
    due: datetime
    causes: list[Cause] = field(default_factory=list)
    closed: datetime | None = None

    @property
    def reason(self) -> Reason:
        """Give the most urgent reason that still stands."""
        return min((it.reason for it in self.causes if it.stands), key=list(Reason).index)


@dataclass
class Hand:
    """Whether somebody has a row, from when its hours count, and until when it is put off."""

    taken: bool = False
    counted: datetime | None = None
    put_off: datetime | None = None


@dataclass
class Diary:
    """Everything that happened to one pair."""

    mentee: UUID
    mentor: UUID
    joined: datetime
    match: UUID | None = None
    began: datetime | None = None
    ended: datetime | None = None
    logs: list[Log] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    clocks: dict[Row, Clock] = field(default_factory=dict)
    tasks: dict[Row, Task] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)
    stopped: set[Row] = field(default_factory=set)
    hands: dict[Row, Hand] = field(default_factory=dict)
    reminded: list[datetime] = field(default_factory=list)
    supervised: date = date.min
    looked_back: list[date] = field(default_factory=list)
    still: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    month: date | None = None
    few_since: datetime | None = None
    made: Counter[Row] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Both join on one day, and wait."""
        for person in self.people:
            self._start((Kind.WAITING, person, person), self.joined)
        self._start((Kind.SILENCE, self.mentee, self.mentee), self.joined)

    @property
    def people(self) -> tuple[UUID, UUID]:
        """Name the two."""
        return self.mentee, self.mentor

    @property
    def is_talking(self) -> bool:
        """Tell whether the two have each other now."""
        return self.began is not None and self.ended is None

    def subject(self, person: UUID) -> UUID:
        """Tell what a task about somebody is about: the match they have, or themselves."""
        return self.match if self.is_talking and self.match else person

    # What happens.

    def begin(self, match: UUID, now: datetime) -> None:
        """The two get each other, and wait no more."""
        self.match, self.began = match, now
        for person in self.people:
            self._end((Kind.WAITING, person, person))
            self._start((Kind.CONTACT, person, match), now)
        self._start((Kind.PAIR, self.mentor, match), now)
        self._start((Kind.PAIR_REVIEW, self.mentee, match), now)
        self._start((Kind.SUPERVISION, self.mentor, self.mentor), now)

    def end(self, now: datetime) -> None:
        """The match ends at once; staff see to what is left, and promise each a contact."""
        assert self.match
        self.ended = now
        self.rests = [rest for rest in self.rests if rest.of]
        self._end((Kind.PAIR, self.mentor, self.match))
        self._end((Kind.PAIR_REVIEW, self.mentee, self.match))
        self._end((Kind.SUPERVISION, self.mentor, self.mentor))
        self.few_since = None
        for person in self.people:
            self._end((Kind.CONTACT, person, self.match))
            row = (Kind.AFTERCARE, person, self.match)
            self.happened(row, Reason.ENDED, now, due=now + AFTERCARE)
            self.happened((Kind.LOOK, person, self.match), Reason.ENDING, now)

    def happened(
        self, row: Row, reason: Reason, now: datetime, given_by: UUID | None = None,
        due: datetime | None = None,
    ) -> None:  # fmt: skip
        """Something asks for staff; the same again within its days opens the same row."""
        task = self.tasks.get(row)
        if task is None or (task.closed and now - task.closed > AGAIN_WITHIN):
            self.made[row] += 1
            self.hands.pop(row, None)
            task = self.tasks[row] = Task(now, due or evening_after(now))
        elif task.closed:
            self.hands.pop(row, None)
            task.opened, task.due, task.closed = now, due or evening_after(now), None
        self._hand(row).put_off = None
        cause = Cause(reason, now, row[1], given_by)
        task.causes.append(cause)
        self.causes.append(cause)

    def resolved(self, row: Row, reasons: set[Reason], now: datetime) -> None:
        """Staff say how it ended, for some of its reasons; a clock starts anew instead."""
        if row in self.clocks:
            self._answer(row, now)
            return
        for cause in self.tasks[row].causes:
            cause.stands &= cause.reason not in reasons
        self._close_if_over(row, now)

    def logged(self, log: Log, now: datetime) -> None:
        """The mentor says of a talk how it was."""
        self.logs.append(log)
        self._look_at_the_month(now)

    def gave_a_sign(self, now: datetime) -> None:
        """The mentee signs in or says how it is; where nobody asked yet, nothing is noted."""
        row = (Kind.SILENCE, self.mentee, self.mentee)
        if row in self.stopped:
            return
        if self._clock(row, now).stage is Stage.ON_TIME:
            self.clocks[row] = Clock(now, answered=True)
        else:
            self._answer(row, now)

    def was_supervised(self, day: date, now: datetime) -> None:
        """The mentor had a supervision; the next one is due some days after it."""
        row = (Kind.SUPERVISION, self.mentor, self.mentor)
        if row in self.clocks and day != self.supervised:
            self._answer(row, now)
        self.supervised = day

    def was_looked_back_on(self, now: datetime) -> None:
        """Staff look back on the match with both; it goes on."""
        assert self.match
        self.looked_back.append(day_of(now))
        self._answer((Kind.PAIR_REVIEW, self.mentee, self.match), now)

    def took_back(self, log: Log, now: datetime) -> None:
        """A log is taken back, and what it asked for where nobody has taken that."""
        log.gone = True
        self._look_at_the_month(now)
        for row, task in self.tasks.items():
            if task.closed or self._hand(row).taken:
                continue
            for cause in task.causes:
                if cause.given_by == log.id and cause.stands:
                    cause.stands, cause.taken_back = False, True
            self._close_if_over(row, now)

    def took(self, row: Row, now: datetime) -> None:
        """Somebody of staff has it."""
        self._hand(row).taken, self._hand(row).counted = True, now

    def put_off(self, row: Row, until: datetime) -> None:
        """Staff put it off."""
        self._hand(row).put_off = until

    def freed(self, now: datetime) -> None:
        """Whoever had the rows is not here any more."""
        for hand in self.hands.values():
            if hand.taken:
                hand.taken, hand.counted = False, now

    def spoken_with(self, row: Row, now: datetime) -> None:
        """Staff spoke with somebody, about one row: it answers every clock of contact."""
        person = row[1]
        if row[0] not in OF_CONTACT:
            self._hand(row).counted = now
        for clock in list(self.clocks):
            if clock[0] in OF_CONTACT and clock[1] == person:
                self._answer(clock, now)
        for promised, task in self.tasks.items():
            if promised[0] is Kind.AFTERCARE and promised[1] == person and not task.closed:
                self.resolved(promised, {Reason.ENDED}, now)

    def rest(self, rest: Rest, now: datetime) -> None:
        """Somebody rests, or staff let the match rest."""
        self.rests = [it for it in self.rests if it.of != rest.of] + [rest]
        self._look_at_rests(now)

    def back(self, of: UUID | None, now: datetime) -> None:
        """The rest of somebody, or of the match, is over."""
        self.rests = [it for it in self.rests if it.of != of]
        self._look_at_rests(now)
        if of is not None:
            self._wait_again(of, now)

    def swept(self, now: datetime) -> None:
        """A minute passes: who was to come back is back, what was put off too, mentors are told."""
        for rest in [it for it in self.rests if it.until and it.until <= day_of(now)]:
            self.back(rest.of, now)
        for hand in self.hands.values():
            if hand.put_off and hand.put_off <= now:
                hand.put_off, hand.counted = None, now
        self._reckon(now)
        if self.match and (Kind.PAIR, self.mentor, self.match) in self.clocks:
            self._remind((Kind.PAIR, self.mentor, self.match), now)

    # What the board must say.

    def board(self, now: datetime) -> dict[Row, Stands]:
        """Say what stands on the board, and where."""
        clocks = {row: self._clock(row, now) for row in self.clocks}
        tasks = {row: self._task(row, it, now) for row, it in self.tasks.items() if not it.closed}
        return clocks | tasks

    def rows(self) -> list[Row]:
        """List what stands on the board."""
        return [*self.clocks, *(row for row, task in self.tasks.items() if not task.closed)]

    def _clock(self, row: Row, now: datetime) -> Stands:
        due, reason = self._due(row)
        if row in self.stopped:
            few = row[0] is Kind.PAIR and self.few_since is not None
            return Stands(Stage.PAUSED, reason, until=self._goes_on(row), few=few)
        late = LATE_PAIR if row[0] is Kind.PAIR else LATE_ELSE
        is_first = reason in {Reason.FIRST_TALK, Reason.FIRST_CONTACT, Reason.NEW_PERSON}
        came = None if self.clocks[row].answered else self.clocks[row].since
        stands = self._dated(row, due, reason, late, now, is_first=is_first, came=came)
        if row[0] is Kind.PAIR and self.few_since:
            few = Stage.LATE if now >= self.few_since + LATE_PAIR else Stage.DUE
            stands = stands._replace(few=True)
            if stands.stage is not Stage.SNOOZED and URGENT.index(few) < URGENT.index(stands.stage):
                stands = stands._replace(stage=few)
        return stands

    def _task(self, row: Row, task: Task, now: datetime) -> Stands:
        hand, kind = self._hand(row), row[0]
        since = max(task.opened, hand.counted or task.opened)
        if kind is Kind.SAFETY:
            return Stands(Stage.SAFETY, task.reason, worry_is_with(since, now, taken=hand.taken))
        if kind is Kind.COMPLAINT:
            late = now >= since + ANSWER
            stage, owner = (Stage.LATE, Owner.READER) if late else (Stage.DUE, Owner.COORDINATOR)
            return Stands(stage, task.reason, owner)
        if hand.put_off:
            return Stands(Stage.SNOOZED, task.reason, until=hand.put_off)
        if kind is Kind.CALL:
            return Stands(Stage.CALL_TODAY, task.reason, call_is_with(since, now, taken=hand.taken))
        return self._dated(row, task.due, task.reason, LATE_ELSE, now)

    def _dated(
        self, row: Row, due: datetime, reason: Reason, late: timedelta, now: datetime, *,
        is_first: bool = False, came: datetime | None = None,
    ) -> Stands:  # fmt: skip
        hand = self._hand(row)
        if hand.put_off:
            return Stands(Stage.SNOOZED, reason, until=hand.put_off)
        if now >= due + CALL:
            # What was due before it came here could be taken by nobody until then.
            since = max(due + CALL, hand.counted or due, came or due)
            return Stands(Stage.CALL_TODAY, reason, call_is_with(since, now, taken=hand.taken))
        if now >= due + late:
            return Stands(Stage.LATE, reason)
        ahead = timedelta() if is_first or reason is Reason.SILENT else AHEAD
        if now >= due - ahead:
            return Stands(Stage.DUE, reason)
        return Stands(Stage.NEW if is_first else Stage.ON_TIME, reason)

    def _due(self, row: Row) -> tuple[datetime, Reason]:
        """Say when a clock is due, and why."""
        kind, person, _subject = row
        clock = self.clocks[row]
        if kind is Kind.PAIR:
            return self._pair(clock)
        if kind is Kind.CONTACT:
            return self._contact(clock)
        if kind is Kind.SILENCE:
            return clock.since + SILENT, Reason.SILENT
        if kind is Kind.SUPERVISION:
            day = self.supervised + SUPERVISION_DAYS * DAY
            return moment_of(day, 0), Reason.SUPERVISION_ENDS
        if kind is Kind.PAIR_REVIEW:
            return moment_of(self._look_back_day(), 0), Reason.REVIEW_DUE
        if kind is Kind.REST:
            return clock.since + LOOK, Reason.RESTS
        if kind is Kind.KEEP_TOUCH:
            return clock.since + IN_TOUCH, Reason.RESTS_IN_TOUCH
        due = clock.since + (WAITING if clock.answered else NEW)
        reason = Reason.STILL_WAITING if clock.answered else Reason.NEW_PERSON
        return self._closer(due, clock.since, {person}), reason

    def _pair(self, clock: Clock) -> tuple[datetime, Reason]:
        """Say how the pair's own clock stands: do they meet?"""
        assert self.began
        counted = [
            log for log in self.logs
            if not log.gone and log.counts_at >= clock.since and log.outcome is not Outcome.MOVED
        ]  # fmt: skip
        # Of two for one day the later word counts.
        told = sorted(counted, key=lambda log: (log.on_day, log.at))
        if told and told[-1].outcome in NOT_HELD:
            return self._silent_since(told), NOT_HELD[told[-1].outcome]
        last = told[-1].counts_at if told else clock.since
        is_first = not told and not clock.answered
        days = FIRST_TALK if is_first else EARLY if last < self.began + MONTH else LATER
        booked = [talk.end + GRACE for talk in self.talks if not talk.gone and talk.end > last]
        due = min([last + days, *booked])
        otherwise = Reason.LOG_AWAITED if due < last + days else Reason.NO_NEWS
        return due, Reason.FIRST_TALK if is_first else otherwise

    def _silent_since(self, told: list[Log]) -> datetime:
        """Find the first of the talks in a row that did not take place."""
        since = told[-1].counts_at
        for log in reversed(told):
            if log.outcome is Outcome.HELD:
                break
            since = log.counts_at
        return since

    def _contact(self, clock: Clock) -> tuple[datetime, Reason]:
        """Say how staff's clock for one of the two stands: has somebody spoken with them?"""
        assert self.began
        early = clock.since < self.began + MONTH - DAY
        due = clock.since + (MONTH / CONTACTS_IN_FIRST_MONTH if early else CONTACT)
        reason = Reason.CONTACT_DUE if clock.answered else Reason.FIRST_CONTACT
        return self._closer(due, clock.since, set(self.people)), reason

    def _closer(self, due: datetime, last: datetime, about: set[UUID]) -> datetime:
        """Bring a contact forward for some weeks after a concern; never put one off."""
        worries = [
            it.at for it in self.causes
            if it.about in about and it.reason in CONCERNS and not it.taken_back
        ]  # fmt: skip
        if not worries or last >= max(worries) + CLOSER_FOR:
            return due
        return min(due, max(last, *worries) + SOON)

    def _look_back_day(self) -> date:
        """Find the first day of looking back that none which was held answers."""
        assert self.began
        began = day_of(self.began)
        years = [months_later(began, MATCH_MONTHS * nth) for nth in range(1, 9)]
        days = [months_later(began, LOOK_BACK_MONTHS), *years]
        return next(
            day for day in days if all(day > held + LOOKED_BACK_EARLY for held in self.looked_back)
        )

    # The months.

    def _reckon(self, now: datetime) -> None:
        """Reckon each month once it is over and its last talk should have been logged."""
        if not self.is_talking or not self.match:
            return
        month = months_later(day_of(now - GRACE).replace(day=1), -1)
        if month != self.month:
            self.month = month
            is_short = self._is_short(month, now)
            since = moment_of(months_later(month, 1), 0) + GRACE
            if not is_short:
                self.few_since = None
            elif self.clocks[Kind.PAIR, self.mentor, self.match].since <= since:
                self.few_since = self.few_since or since

    def _look_at_the_month(self, now: datetime) -> None:
        """A late log can make it enough; it makes nothing short that stood well."""
        if self.few_since and self.month and not self._is_short(self.month, now):
            self.few_since = None

    def _is_short(self, month: date, now: datetime) -> bool:
        """Tell whether a month held less than was meant, the time of rest left out."""
        assert self.began
        if day_of(self.began) > month:
            return False
        start, end = moment_of(month, 0), moment_of(months_later(month, 1), 0)
        rested = sum(
            (
                max(min(over or now, end) - max(since, start), timedelta())
                for since, over in self.still
            ),
            timedelta(),
        )
        held = [
            log.minutes for log in self.logs
            if not log.gone and log.outcome is Outcome.HELD
            and month <= log.on_day < months_later(month, 1)
        ]  # fmt: skip
        awake = (end - start - rested) / (end - start)
        talks, minutes = int(TALKS_IN_A_MONTH * awake), int(MINUTES_IN_A_MONTH * awake)
        return len(held) < talks or sum(held) < minutes

    def _remind(self, row: Row, now: datetime) -> None:
        """Remind the mentor once, some days after the pair was due, unless a log told us."""
        due, reason = self._due(row)
        since = due + REMIND
        waits = row in self.stopped or self._hand(row).put_off
        # What became more urgent after it and was seen with it is what is told.
        is_passed = self.few_since and since < self.few_since + LATE_PAIR <= now
        in_time = since <= now < due + LATE_PAIR and not is_passed
        told = reason in NOT_HELD.values() or any(at >= since for at in self.reminded)
        if in_time and not waits and not told:
            self.reminded.append(now)

    # Who rests.

    def _look_at_rests(self, now: datetime) -> None:
        """Stop what is to stand still, let run what is not, and see to who rests for now."""
        for row, clock in self.clocks.items():
            rests = bool(self._rests_for(row))
            if rests and row not in self.stopped:
                self.stopped.add(row)
                if row[0] is Kind.PAIR:
                    self.still.append((now, None))
                self._hand(row).put_off = None
            elif not rests and row in self.stopped:
                self.stopped.remove(row)
                promised = row[0] is Kind.WAITING and self._due(row)[0] > now
                if not promised:
                    clock.since, clock.answered = now, True
                if row[0] is Kind.PAIR:
                    self.still[-1] = (self.still[-1][0], now)
                    self.few_since = None
        for person in self.people:
            self._watch(person, now)

    def _rests_for(self, row: Row) -> list[Rest]:
        """List the rests for which a clock stands still."""
        kind, person, _subject = row
        if kind in OF_REST:
            return []
        own = [rest for rest in self.rests if rest.of == person]
        if kind in OF_PAIR:
            return self.rests
        if kind is Kind.CONTACT:
            return own + [rest for rest in self.rests if rest.of is None and rest.until]
        return own

    def _goes_on(self, row: Row) -> datetime | None:
        days = [rest.until for rest in self._rests_for(row)]
        known = [day for day in days if day]
        return moment_of(max(known), 0) if known == days else None

    def _watch(self, person: UUID, now: datetime) -> None:
        """Have staff see to somebody who rests without a day."""
        wanted = {
            Kind.KEEP_TOUCH if rest.in_touch else Kind.REST
            for rest in self.rests if rest.of == person and rest.until is None
        }  # fmt: skip
        for kind in OF_REST:
            row = (kind, person, person)
            if kind in wanted and row not in self.clocks:
                self._start(row, now)
            elif kind not in wanted and row in self.clocks:
                self._end(row)

    def _wait_again(self, person: UUID, now: datetime) -> None:
        """Let somebody wait who has nobody, does not rest and is promised no contact."""
        row = (Kind.WAITING, person, person)
        promised = any(
            it[:2] == (Kind.AFTERCARE, person) and not task.closed
            for it, task in self.tasks.items()
        )  # fmt: skip
        rests = any(rest.of == person for rest in self.rests)
        if self.is_talking or promised or rests:
            return
        if row in self.clocks:
            self._hand(row).put_off = None
        else:
            self._start(row, now)
            self.clocks[row].answered = True

    # Rows.

    def _hand(self, row: Row) -> Hand:
        return self.hands.setdefault(row, Hand())

    def _start(self, row: Row, now: datetime) -> None:
        self.clocks[row] = Clock(now)
        self.hands.pop(row, None)
        self.made[row] += 1

    def _answer(self, row: Row, now: datetime) -> None:
        if row[0] is Kind.PAIR:
            self.few_since = None
        self.clocks[row] = Clock(now, answered=True)
        self.hands.pop(row, None)

    def _end(self, row: Row) -> None:
        self.clocks.pop(row, None)
        self.stopped.discard(row)

    def _close_if_over(self, row: Row, now: datetime) -> None:
        task = self.tasks[row]
        if not task.closed and not any(cause.stands for cause in task.causes):
            task.closed = now
            if row[0] is Kind.AFTERCARE:
                self._wait_again(row[1], now)
