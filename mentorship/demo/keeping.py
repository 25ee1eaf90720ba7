"""How pairs of the demo talk, what they say of it, and how they rest and end."""

from datetime import date, time, timedelta

from mentorship.checkins.models import CheckIn
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.days_off import Days
from mentorship.checkins.rules.logs import (
    CallMe,
    Feeling,
    Going,
    LogEntry,
    Outcome,
    TapEntry,
    Worry,
)
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import (
    agendas,
    days_off,
    logs,
    reports,
    rhythms,
    suggestions,
    talks,
)
from mentorship.demo import deeds
from mentorship.demo.world import Known, World
from mentorship.kernel.access import Role
from mentorship.matches.rules.closing import ExitTalk, Line
from mentorship.matches.rules.reasons import ClosedAs
from mentorship.matches.service import ask_another
from mentorship.matches.service import pairs as matches

FIRST_TALK, ENDED = 38, 16
EVENING, NIGHT = time(18, 30), time(21, 0)
TAPS = (
    TapEntry(going=Going.GOOD), TapEntry(going=Going.MIXED), TapEntry(wants_to_talk=True),
    TapEntry(going=Going.NOT_GOOD), TapEntry(going=Going.NOT_GOOD), TapEntry(not_heard=True),
)  # fmt: skip
WAYS = (Way.PHONE, Way.VIDEO, Way.IN_PERSON, Way.TEXT)


def plan_all(world: World) -> None:
    """Give each pair a rhythm of its own; most mentors said yes to it since."""
    for number, mentee in enumerate(world.pairs):
        first = world.day(FIRST_TALK - 1 - number % 7)
        world.does(
            FIRST_TALK, mentee, rhythms.set_rhythm, mentee, deeds.match_of(mentee),
            _repeat(world, number, first), WAYS[number % 4], 60, first, EVENING,
        )  # fmt: skip
    for number, mentee in enumerate(world.pairs):
        mentor = deeds.mentor_with(world, mentee)
        if number % 4 != 1:
            world.does(FIRST_TALK, mentor, rhythms.agree_rhythm, mentor, deeds.match_of(mentee))


def log_all(world: World, days_ago: int) -> None:
    """Let the mentors log who had a talk the evening before and still write."""
    for number, mentee in enumerate(world.pairs):
        talked_on = days_ago + 1
        has_talk = (FIRST_TALK - 1 - talked_on) % 7 == number % 7
        ended = days_ago < ENDED and mentee is world.pairs[-2]
        if has_talk and not ended and not _has_gone_silent(number, days_ago):
            deeds.log(world, days_ago, mentee, _entry(number, world.day(talked_on), talked_on))


def two_talk_rarely(world: World, days_ago: int) -> None:
    """Let the first pair talk, as they do twice a month."""
    entry = LogEntry(Outcome.HELD, world.day(days_ago), minutes=60, feeling=Feeling.FINE)
    deeds.log(world, days_ago, world.who["before"], entry)


def say_how_it_is(world: World, days_ago: int) -> None:
    """Let mentees say in two taps how it is going, as they have for weeks."""
    for mentee, entry in zip(world.pairs[2:], TAPS, strict=False):
        tap(world, days_ago, mentee, entry)


def a_pair_rests(world: World, days_ago: int) -> None:
    """Let a pair rest for some days, after which the worker takes it up again."""
    _rest(world, days_ago, world.pairs[0], 3)


def another_pair_rests(world: World, days_ago: int) -> None:
    """Let a pair rest beyond today."""
    _rest(world, days_ago, world.pairs[5], 20)


def one_ends_as_planned(world: World, days_ago: int) -> None:
    """End a match as planned."""
    mentee, kind = world.pairs[-2], ClosedAs.PLANNED
    deeds.begin_to_end(world, days_ago, mentee, kind)
    talks = {Line.TALK_MENTEE: ExitTalk.HELD, Line.TALK_MENTOR: ExitTalk.DECLINED}
    deeds.end(world, days_ago, mentee, kind, talks)


def one_asks_for_another(world: World, days_ago: int) -> None:
    """Let a mentee ask for somebody else, without a reason."""
    mentee = world.who["begins"]
    world.does(days_ago, mentee, ask_another, mentee, False)


def endings(world: World, days_ago: int) -> None:
    """Close the match of whoever asked for somebody else, and begin to end one early."""
    talks = {Line.TALK_MENTEE: ExitTalk.HELD, Line.TALK_MENTOR: ExitTalk.NOT_REACHED}
    deeds.end(world, days_ago, world.who["begins"], ClosedAs.ONE_SIDED, talks)
    deeds.begin_to_end(world, days_ago, world.pairs[4], ClosedAs.EARLY)


def times_are_suggested(world: World, days_ago: int) -> None:
    """Let two mentees suggest times."""
    for mentee in world.pairs[1:3]:
        deeds.suggest(world, days_ago, mentee)


def times_are_answered(world: World, days_ago: int) -> None:
    """Let one mentor pick a time, and the other one find none."""
    deeds.answer_suggestion(world, days_ago, world.pairs[1], suggestions.pick)
    deeds.answer_suggestion(world, days_ago, world.pairs[2], suggestions.pass_over)


def talks_change(world: World, days_ago: int) -> None:
    """Let one mentor move a talk, and another one take one off."""
    now = world.moment(days_ago)
    for mentee, verb, given in (
        (world.pairs[0], talks.cancel_talk, ()),
        (world.pairs[4], talks.move_talk, (world.today + timedelta(days=9), NIGHT)),
    ):
        mentor, talk = deeds.mentor_with(world, mentee), deeds.talk_of(mentee, now)
        world.does(days_ago, mentor, verb, mentor, talk, *given)


def calendars_are_taken(world: World, days_ago: int) -> None:
    """Let some go by another clock, or take their talks along under a word of their own."""
    one, two, three = world.pairs[:3]
    world.does(days_ago, one, agendas.choose_zone, one, "Europe/Athens")
    deeds.take_calendar(world, days_ago, one, Title.OWN, "Errand")
    first = world.today + timedelta(days=20)
    off = Days(first, first + timedelta(days=7))
    world.does(days_ago, two, days_off.add_days, two, off)
    deeds.take_calendar(world, days_ago, two, Title.BUSY)
    deeds.take_calendar(world, days_ago, three, Title.CALL)


def a_log_is_changed(world: World, days_ago: int) -> None:
    """Let a mentor ask for a call, and say a moment later that there is no need."""
    mentee = world.pairs[4]
    said = LogEntry(Outcome.HELD, world.day(days_ago), feeling=Feeling.MIXED)
    asks = LogEntry(Outcome.HELD, world.day(days_ago), call_me=CallMe.TODAY)
    row_id = deeds.log(world, days_ago, mentee, asks)
    world.does(
        days_ago, deeds.mentor_with(world, mentee), logs.change_log,
        lambda session: session.get_one(CheckIn, row_id), said,
    )  # fmt: skip


def much_is_logged(world: World, days_ago: int) -> None:
    """Let mentors say what is hard to say: each kind of thing that staff must not lose sight of."""
    day = world.day(days_ago)
    for nth, entry in (
        (0, LogEntry(Outcome.NOT_SAFE, day, worry=Worry.A_LITTLE, note="We meet at noon now.")),
        (2, LogEntry(Outcome.DID_NOT_HAPPEN, day, pause_asked=True)),
        (3, LogEntry(Outcome.HELD, day, worry=Worry.YES, feeling=Feeling.MIXED)),
        (
            4,
            LogEntry(
                Outcome.I_COULD_NOT,
                day,
                call_me=CallMe.THIS_WEEK,
                note="My hours at work change.",
            ),
        ),
        (0, LogEntry(Outcome.NO_ANSWER, day, call_me=CallMe.TODAY)),
    ):
        deeds.log(world, days_ago, world.pairs[nth], entry)


def last_taps(world: World, days_ago: int) -> None:
    """Let two say that they have not heard or want to talk, and one complain."""
    silent = world.pairs[1]
    tap(world, days_ago, silent, TapEntry(not_heard=True))
    world.does(
        days_ago, silent, reports.complain, silent.person_id, Role.REVIEWER,
        "I asked three times whether somebody could come with me.",
    )  # fmt: skip
    deeds.suggest(world, days_ago, world.pairs[0])
    deeds.suggest(world, days_ago, world.pairs[1])


def tap(world: World, days_ago: int, mentee: Known, entry: TapEntry) -> None:
    """Let a mentee say in two taps how it is."""
    world.does(days_ago, mentee, logs.tap, mentee, entry)


def _rest(world: World, days_ago: int, mentee: Known, days: int) -> None:
    until = world.day(days_ago) + timedelta(days=days)
    world.does(days_ago, world.staff["rosa"], matches.pause, deeds.match_of(mentee), until)


def _repeat(world: World, number: int, first: date) -> Repeat:
    return {
        1: Repeat(Every.TWO_WEEKS),
        2: Repeat(Every.WEEK, last_day=world.today + timedelta(days=90)),
        3: Repeat(Every.WEEK, count=3),
        4: Repeat(Every.DAYS, days=(first.weekday(), (first.weekday() + 3) % 7)),
        5: Repeat(Every.MONTH),
    }.get(number, Repeat(Every.WEEK))


def _has_gone_silent(number: int, days_ago: int) -> bool:
    """One mentor in five stops writing after a few weeks, one lately."""
    return (number % 5 == 1 and days_ago < 26) or (number % 5 == 3 and days_ago < 14)


def _entry(number: int, day: date, days_ago: int) -> LogEntry:
    if (number + days_ago) % 9 == 0:
        return LogEntry(Outcome.MOVED, day)
    hard = number % 5 == 2 and days_ago < 18
    feeling = Feeling.HARD if hard else Feeling.FINE
    return LogEntry(Outcome.HELD, day, minutes=60, way=WAYS[number % 4], feeling=feeling)
