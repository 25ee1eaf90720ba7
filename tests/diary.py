"""What happened to one pair, written down plainly, and what the board must say of it.

The second reckoning of the clocks: slow, from the diary alone, in the words of docs/keeping.md. It
knows the names on the board and the agency's numbers, and nothing of the code that keeps the board.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from mentorship.checkins.rules.follow_ups import Kind, Stage
from mentorship.checkins.rules.logs import Outcome

DAY = timedelta(days=1)
MONTH = 30 * DAY
# The numbers of practice that an agency begins with.
FIRST_TALK, EARLY, LATER = 14 * DAY, 14 * DAY, 30 * DAY
GRACE, AHEAD = 2 * DAY, 7 * DAY
CONTACTS_IN_FIRST_MONTH, CONTACT, WAITING, AFTERCARE = 2, 30 * DAY, 14 * DAY, 14 * DAY
LATE_PAIR, LATE_ELSE, CALL = 7 * DAY, DAY, 14 * DAY
TALKS_IN_A_MONTH, MINUTES_IN_A_MONTH = 4, 240
SILENT = 30 * DAY
# Two that an agency would choose larger: what has its day comes round in a short diary too.
SUPERVISION_DAYS, LOOK_BACK_MONTHS = 30, 1
MATCH_MONTHS, LOOKED_BACK_EARLY = 12, 30 * DAY

Row = tuple[Kind, UUID]


@dataclass
class Talk:
    """A talk that was planned, and when it was logged or taken off."""

    end: datetime
    gone: bool = False


@dataclass
class Told:
    """What a log said: when it was told, of which day, whether they talked and for how long."""

    at: datetime
    on_day: date
    minutes: int


@dataclass
class Rest:
    """A time in which the match rested, until a day or until it was taken up again."""

    since: datetime
    has_a_day: bool
    over: datetime | None = None


@dataclass
class Diary:
    """Everything that happened to one pair."""

    mentee: UUID
    mentor: UUID
    began: datetime
    logs: list[tuple[datetime, Outcome]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    settled: list[datetime] = field(default_factory=list)
    reached: dict[UUID, list[datetime]] = field(default_factory=dict)
    put_off: dict[Row, datetime] = field(default_factory=dict)
    supervised: list[date] = field(default_factory=list)
    looked_back: list[date] = field(default_factory=list)
    signs: list[datetime] = field(default_factory=list)
    ended: datetime | None = None

    @property
    def people(self) -> tuple[UUID, UUID]:
        """Name the two."""
        return self.mentee, self.mentor

    @property
    def resting(self) -> Rest | None:
        """Tell whether the match rests."""
        return self.rests[-1] if self.rests and self.rests[-1].over is None else None

    @property
    def _anew(self) -> list[datetime]:
        """List when the pair's clock began anew: staff settled it, or a rest was over."""
        return [*self.settled, *(rest.over for rest in self.rests if rest.over)]

    def contacts(self, person: UUID) -> list[datetime]:
        """List when staff reached somebody."""
        return self.reached.get(person, [])

    def board(self, now: datetime) -> dict[Row, Stage]:
        """Say what stands on the board, and in which group."""
        return {
            row: self._put_off_or(row, stage, now)
            for row, stage in (
                *self._of_the_pair(now),
                *self._of_each(now),
                *self._of_days(now),
                *self._of_silence(now),
            )
        }

    def _of_the_pair(self, now: datetime) -> Iterator[tuple[Row, Stage]]:
        if self.ended is None:
            both = min(self._pair(now), self._few_talks(now), key=list(Stage).index)
            yield (Kind.PAIR, self.mentor), Stage.PAUSED if self.resting else both

    def _of_each(self, now: datetime) -> Iterator[tuple[Row, Stage]]:
        for person in self.people:
            if self.ended is None:
                stopped = self.resting is not None and self.resting.has_a_day
                stage = Stage.PAUSED if stopped else self._contact(person, now)
                yield (Kind.CONTACT, person), stage
                continue
            since = [at for at in self.contacts(person) if at > self.ended]
            if since:
                due = since[-1] + WAITING
                yield (Kind.WAITING, person), stage_at(now, due, LATE_ELSE)
            else:
                due = self.ended + AFTERCARE
                yield (Kind.AFTERCARE, person), stage_at(now, due, LATE_ELSE)

    def _of_silence(self, now: datetime) -> Iterator[tuple[Row, Stage]]:
        heard = max([self.began, *self.signs, *self.contacts(self.mentee)])
        stage = stage_at(now, heard + SILENT, LATE_ELSE, ahead=DAY - DAY)
        yield (Kind.SILENCE, self.mentee), stage

    def _of_days(self, now: datetime) -> Iterator[tuple[Row, Stage]]:
        if self.ended is not None:
            return
        held = max(self.supervised) + SUPERVISION_DAYS * DAY
        yield (Kind.SUPERVISION, self.mentor), stage_at(now, morning_of(held, now), LATE_ELSE)
        back = stage_at(now, morning_of(self._look_back_day(), now), LATE_ELSE)
        yield (Kind.PAIR_REVIEW, self.mentee), Stage.PAUSED if self.resting else back

    def _look_back_day(self) -> date:
        """Find the first day of looking back that none which was held answers."""
        began = self.began.date()
        years = [months_later(began, MATCH_MONTHS * nth) for nth in range(1, 9)]
        days = [months_later(began, LOOK_BACK_MONTHS), *years]
        return next(
            day for day in days if all(day > held + LOOKED_BACK_EARLY for held in self.looked_back)
        )

    def _pair(self, now: datetime) -> Stage:
        """Say how the pair's own clock stands: do they meet?"""
        anew = self._anew
        start = max([self.began, *anew])
        counted = [log for log in self.logs if log[0] >= start and log[1] is not Outcome.MOVED]
        told = sorted(counted, key=lambda log: log[0])  # of two for one day the later word counts
        if told and told[-1][1] is not Outcome.HELD:
            return stage_at(now, self._silent_since(told), LATE_PAIR)
        last = told[-1][0] if told else start
        is_first = not told and not anew
        days = FIRST_TALK if is_first else EARLY if last < self.began + MONTH else LATER
        booked = [talk.end for talk in self.talks if not talk.gone and talk.end > last]
        due = min([last + days, *(end + GRACE for end in booked)])
        return stage_at(now, due, LATE_PAIR, is_first=is_first)

    def _few_talks(self, now: datetime) -> Stage:
        """Say how urgent it is that a month held less than was planned for it."""
        since, month = None, date.min
        for at, happened in sorted(self._of_months(now), key=lambda one: one[0]):
            month = happened or month
            if happened is None and at in self._anew:
                since = None
            elif happened is not None:
                since = (since or at) if self._is_short(month, at) else None
            elif since is not None and not self._is_short(month, at):
                since = None
        if since is None:
            return Stage.ON_TIME
        return Stage.LATE if now >= since + LATE_PAIR else Stage.DUE

    def _of_months(self, now: datetime) -> Iterator[tuple[datetime, date | None]]:
        """List what matters for the months: when each is reckoned, logs, and new beginnings."""
        for nth in range(13):
            month = months_later(self.began.date().replace(day=1), nth)
            reckoned = morning_of(months_later(month, 1), now) + GRACE
            if reckoned <= now:
                yield reckoned, month
        yield from ((at, None) for at in (*self._anew, *(told.at for told in self.told)))

    def _is_short(self, month: date, at: datetime) -> bool:
        """Tell whether a month held less than was planned, by what was told until a moment."""
        if self.began.date() > month:
            return False
        start, end = morning_of(month, at), morning_of(months_later(month, 1), at)
        rested = DAY - DAY
        for rest in self.rests:
            if rest.since <= at:
                rested += max(min(rest.over or at, at, end) - max(rest.since, start), DAY - DAY)
        held = [
            told.minutes
            for told in self.told
            if told.at <= at and start.date() <= told.on_day < end.date() and told.minutes
        ]
        awake = (end - start - rested) / (end - start)
        return len(held) < int(TALKS_IN_A_MONTH * awake) or sum(held) < int(
            MINUTES_IN_A_MONTH * awake
        )

    def _silent_since(self, told: list[tuple[datetime, Outcome]]) -> datetime:
        """Find the first of the talks in a row that did not take place."""
        since = told[-1][0]
        for at, how in reversed(told):
            if how is Outcome.HELD:
                return since
            since = at
        return since

    def _contact(self, person: UUID, now: datetime) -> Stage:
        """Say how staff's clock for one of the two stands: has somebody spoken with them?"""
        over = [rest.over for rest in self.rests if rest.over and rest.has_a_day]
        answered = sorted([*self.contacts(person), *over])
        last = answered[-1] if answered else self.began
        early = last < self.began + MONTH - DAY
        due = last + (MONTH / CONTACTS_IN_FIRST_MONTH if early else CONTACT)
        return stage_at(now, due, LATE_ELSE, is_first=not answered)

    def _put_off_or(self, row: Row, stage: Stage, now: datetime) -> Stage:
        until = self.put_off.get(row)
        waits = until is not None and now < until and stage is not Stage.PAUSED
        return Stage.SNOOZED if waits else stage


def morning_of(day: date, now: datetime) -> datetime:
    """Give the first moment of a day, by the clock of the agency."""
    return datetime.combine(day, time(0), now.tzinfo)


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def stage_at(
    now: datetime, due: datetime, late: timedelta, *, is_first: bool = False,
    ahead: timedelta = AHEAD,
) -> Stage:  # fmt: skip
    """Say how urgent something is by the day on which it is due."""
    if now >= due + CALL:
        return Stage.CALL_TODAY
    if now >= due + late:
        return Stage.LATE
    if now >= (due if is_first else due - ahead):
        return Stage.DUE
    return Stage.NEW if is_first else Stage.ON_TIME
