"""The board of the demo: what people raise, whom staff call, and how each thing ends."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from mentorship.checkins.queries.follow_ups import open_of_kind
from mentorship.checkins.rules.contacts import QUESTIONS, SAFETY, Answer
from mentorship.checkins.rules.follow_ups import (
    ANSWERED_BY_CONTACT,
    Kind,
    Reason,
    SnoozeWhy,
    Stage,
)
from mentorship.checkins.rules.follow_ups import Outcome as Ended
from mentorship.checkins.rules.logs import (
    TapEntry,
)
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.steps import State
from mentorship.checkins.service import follow_ups, reports
from mentorship.demo import deeds, keeping
from mentorship.demo.people import channel_of
from mentorship.demo.world import Known, World
from mentorship.kernel.access import Role
from mentorship.notices.rules import Reached
from mentorship.profiles.queries import usable_contact
from mentorship.profiles.rules.contact import OUTGOING

WANTS_A_CALL = {Stage.DUE, Stage.LATE, Stage.CALL_TODAY, Stage.NEW}
FRIDAY, SUNDAY = 4, 6
NIGHT = time(21, 0)
# What people say to the five questions of a contact.
SAID = ((Answer.GOOD,) * 5, (Answer.GOOD, Answer.MIXED, Answer.NOT_SAID, Answer.GOOD, Answer.MIXED))


def call_all(world: World, days_ago: int) -> None:
    """Let staff speak with whom they should, but for one in six.

    Nobody works on Sundays, when none of these people may be called either.
    """
    everybody = (world.who["before"], *world.mentees, *world.mentors)
    known = {it.person_id: it for it in everybody}

    def act(session: Session, now: datetime) -> None:
        ama = world.actor(session, world.staff["ama"])
        due = [row for kind in sorted(ANSWERED_BY_CONTACT) for row in open_of_kind(session, kind)]
        put_off = {row.person_id for row in due if row.state is State.SNOOZED}
        to_call = [row for row in due if row.stage in WANTS_A_CALL and row.person_id in known]
        for number, row in enumerate(row for row in to_call if row.person_id not in put_off):
            reached = _reached(session, known[row.person_id], number + days_ago, now)
            if reached is not None:
                answers = dict(zip(QUESTIONS, SAID[number % 2], strict=True))
                follow_ups.log_contact(session, ama, row, reached, now, answers=answers)

    if world.day(days_ago).weekday() != SUNDAY:
        world.do(days_ago, act)


def one_says_unsafe(world: World, days_ago: int) -> None:
    """Reach somebody who says that they are not safe: they are called, and then more often."""
    if world.day(days_ago).weekday() == SUNDAY:
        days_ago -= 1
    row = deeds.row_of(world.pairs[5], Kind.CONTACT)
    world.does(
        days_ago, world.staff["rosa"], follow_ups.log_contact, row, Reached.REACHED,
        answers={SAFETY: Answer.NOT_GOOD},
    )  # fmt: skip


def one_complains_and_nobody_answers(world: World, days_ago: int) -> None:
    """Let somebody complain to the coordinators, who let the days for an answer go by."""
    known = world.pairs[2]
    world.does(
        days_ago, known, reports.complain, known.person_id, Role.COORDINATOR,
        "The room was locked, and I waited outside.",
    )  # fmt: skip


def one_who_rests_is_looked_after(world: World, days_ago: int) -> None:
    """Look how it stands with whoever is suspended."""
    deeds.handle(world, days_ago, world.mentors[-2], Kind.REST, follow_ups.resolve, Ended.LOOKED)


def a_note_is_seen_to(world: World, days_ago: int) -> None:
    """End one of two reasons of a row: the note was read, the call is still to come."""
    mentor = deeds.mentor_with(world, world.pairs[4])
    world.does(
        days_ago, world.staff["rosa"], follow_ups.resolve, deeds.row_of(mentor, Kind.LOOK),
        Ended.SPOKE, reasons=[Reason.NOTE],
    )  # fmt: skip


def staff_take_it_up(world: World, days_ago: int) -> None:
    """Let staff end what came onto the board, each in another way."""
    pairs = world.pairs
    deeds.handle(world, days_ago, pairs[4], Kind.CALL, follow_ups.take)
    deeds.handle(world, days_ago, pairs[4], Kind.CALL, follow_ups.resolve, Ended.SPOKE)
    deeds.handle(world, days_ago, pairs[5], Kind.LOOK, follow_ups.resolve, Ended.TALK_PLANNED)
    deeds.handle(world, days_ago, pairs[6], Kind.LOOK, follow_ups.resolve, Ended.OTHER_HELP)
    deeds.handle(world, days_ago, pairs[7], Kind.CALL, follow_ups.resolve, Ended.NO_LONGER_SO)


def worries_are_raised(world: World, days_ago: int) -> None:
    """Let people raise worries about safety, and one complain."""
    mentor = deeds.mentor_with(world, world.pairs[2])
    for known, whose, words in (
        (mentor, Whose.THEIRS, "She sounded frightened on the phone."),
        (world.pairs[4], Whose.SOMEONE_ELSE, "A friend of mine has nowhere to sleep."),
        (world.pairs[6], Whose.MINE, "He wrote to me again."),
    ):
        world.does(days_ago, known, reports.raise_safety, known.person_id, whose, words)
    world.does(
        days_ago, world.pairs[5], reports.complain, world.pairs[5].person_id, Role.SAFEGUARDING,
        "I was told a time twice, and nobody came.",
    )  # fmt: skip


def worries_are_settled(world: World, days_ago: int) -> None:
    """Let the safeguarding lead and who is on call end them."""
    mentor = deeds.mentor_with(world, world.pairs[2])
    for known, kind, ended in (
        (mentor, Kind.SAFETY, Ended.NO_DANGER),
        (world.pairs[4], Kind.SAFETY, Ended.HELP_CALLED),
        (world.pairs[6], Kind.SAFETY, Ended.PASSED_ON),
        (world.pairs[5], Kind.COMPLAINT, Ended.ANSWERED),
    ):
        deeds.handle(world, days_ago, known, kind, follow_ups.resolve, ended, staff="june")


def said_again(world: World, days_ago: int) -> None:
    """Let somebody say a second time what staff thought was settled; they are not reached."""
    keeping.tap(world, days_ago, world.pairs[7], TapEntry(not_heard=True))
    deeds.handle(world, days_ago, world.pairs[7], Kind.CALL, follow_ups.resolve, Ended.NOT_REACHED)


def some_are_put_off(world: World, days_ago: int) -> None:
    """Put some things off for a few days; what nobody has answered by then wakes up."""
    _put_off(world, days_ago, list(SnoozeWhy), days=3)


def more_are_put_off(world: World, days_ago: int) -> None:
    """Put off what waits for a day that was agreed, each for another reason."""
    _put_off(world, days_ago, list(SnoozeWhy), days=14)


def call_is_asked(world: World) -> None:
    """Let somebody ask for a call on the last day that was staffed: nobody has taken it yet."""
    yesterday = world.day(1).weekday()
    days_ago = 1 + max(0, yesterday - FRIDAY)
    keeping.tap(world, days_ago, world.pairs[2], TapEntry(wants_to_talk=True))


def worry_of_the_night(world: World, days_ago: int) -> None:
    """Let somebody raise a worry in the evening, when only those on call are there."""
    world.does(
        days_ago, world.pairs[0], reports.raise_safety, world.pairs[0].person_id, Whose.MINE,
        "Somebody waits outside my door again.", at=NIGHT,
    )  # fmt: skip


def _put_off(world: World, days_ago: int, whys: list[SnoozeWhy], days: int) -> None:
    until = world.moment(days_ago - days)

    def act(session: Session, now: datetime) -> None:
        rosa = world.actor(session, world.staff["rosa"])
        rows = [it for it in open_of_kind(session, Kind.CONTACT) if it.state is State.OPEN]
        for row, why in zip(rows, whys, strict=False):
            follow_ups.snooze(session, rosa, row, until, why, now)

    world.do(days_ago, act)


def _reached(session: Session, known: Known, number: int, now: datetime) -> Reached | None:
    if number % 6 == 0:
        return None
    if channel_of(known.number) not in OUTGOING:
        return Reached.THEY_CAME
    if usable_contact(session, known.person_id, now) is None:
        return None
    return Reached.NO_ANSWER if number % 11 == 0 else Reached.REACHED
