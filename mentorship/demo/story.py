"""The story of the demo, told from its first day to its last."""

from collections.abc import Callable
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.accounts.service.hashing import Hasher
from mentorship.demo import besides, board, keeping, rounds
from mentorship.demo.world import Known, World
from mentorship.installation import Installation
from mentorship.kernel import chance
from mentorship.kernel.words import use_locale
from mentorship.matches.queries import offers, pairs
from mentorship.profiles.queries import is_paused, is_ready, people_by_id

FOUNDED, LONG_AGO, BEFORE, JOINING = 430, 425, 100, 54
FEWEST_PEOPLE = 40
# Most of the later mentees come every other day between these two.
LATE_FROM, LATE_UNTIL, LATE_DAYS = 33, 11, 12

# What happens on which day, counted back from today.
CALENDAR: dict[int, tuple[Callable[[World, int], None], ...]] = {
    33: (keeping.two_talk_rarely,),
    30: (keeping.say_how_it_is, board.worries_are_raised, besides.contacts_change),
    28: (
        board.staff_take_it_up, board.worries_are_settled, besides.phones_are_chosen,
        besides.pages_look_as_they_like,
    ),
    26: (board.said_again, besides.some_are_kept_apart, besides.some_are_looked_at),
    21: (board.some_are_put_off, keeping.a_pair_rests),
    20: (besides.mentors_are_supervised,),
    18: (rounds.middle,),
    17: (rounds.middle_is_answered,),
    keeping.ENDED: (rounds.middle_ends, keeping.one_ends_as_planned),
    15: (rounds.wish_is_stopped, keeping.two_talk_rarely),
    14: (rounds.middle_begins, keeping.a_log_is_changed),
    12: (besides.mentors_are_decided_on, besides.a_second_factor_is_lost,
         besides.an_answer_changes),
    11: (rounds.late_answer, besides.one_is_too_young_perhaps),
    10: (keeping.times_are_suggested, board.one_says_unsafe, besides.one_is_suspended),
    9: (keeping.times_are_answered, keeping.calendars_are_taken, besides.somebody_asks_to_go),
    8: (board.one_complains_and_nobody_answers, besides.ways_back_in, besides.one_stops_the_three),
    7: (besides.call_backs_end, besides.pairs_are_looked_back_on),
    6: (keeping.one_asks_for_another, keeping.talks_change, besides.a_contact_waits),
    5: (board.one_who_rests_is_looked_after, besides.somebody_stops,),
    4: (rounds.last, keeping.another_pair_rests),
    3: (rounds.last_is_answered, keeping.much_is_logged, keeping.endings),
    2: (board.a_note_is_seen_to, besides.somebody_new_comes, besides.some_rest,
        besides.new_mentors_are_ready),
    1: (rounds.last_begins, keeping.last_taps, besides.a_call_back_waits,
        board.more_are_put_off, board.worry_of_the_night),
}  # fmt: skip


def tell(installation: Installation, people: int, seed: int, today: date) -> list[Known]:
    """Live the story through, and give everybody in it who can sign in."""
    with chance.seeded(seed), use_locale("en", "Europe/London"):
        world = World(installation, Hasher(installation.config), Random(seed), today)  # noqa: S311
        world.found(FOUNDED)
        besides.some_were_here_long_ago(world, LONG_AGO)
        _the_first_two(world)
        people = max(people, FEWEST_PEOPLE)
        _first_people_join(world, people)
        rounds.first(world)
        keeping.plan_all(world)
        for days_ago in range(keeping.FIRST_TALK - 1, 0, -1):
            _a_day_goes_by(world, days_ago, people)
        world.work(0, rounds.MIDNIGHT)
        rounds.approve_just_now(world)
        return _who_can_be_signed_in_as(world)


def _the_first_two(world: World) -> None:
    besides.somebody_was_here_before(world, BEFORE)
    rounds.before(world, BEFORE - 3)
    besides.the_first_one_is_told(world, BEFORE - 8)
    for days_ago in (88, 74, 62):
        keeping.two_talk_rarely(world, days_ago)
    besides.the_first_pair_is_looked_after(world, 62)


def _first_people_join(world: World, people: int) -> None:
    mentors = people * 3 // 8
    for number in range(1, mentors):
        known = world.join(Kind.MENTOR, JOINING, number)
        if number < mentors - 4:
            world.make_ready(known, JOINING - 2, places=1)
    # One who was ready is not any more; the last three are decided on later.
    world.make_ready(world.mentors[-2], JOINING - 2, places=0)
    world.first_late = mentors + (people - mentors) * 4 // 9
    for number in range(mentors, world.first_late):
        _mentee_joins(world, JOINING - 3, number)


def _mentee_joins(world: World, days_ago: int, number: int) -> None:
    # The first one after the middle round phones, and has no sign-in.
    is_welcomed = number % 7 != 6
    by_phone = is_welcomed and days_ago < rounds.MIDDLE and all(it.name for it in world.mentees)
    known = (world.take_in if by_phone else world.join)(Kind.MENTEE, days_ago, number)
    if is_welcomed:
        world.welcome(known, days_ago - 1)


def _a_day_goes_by(world: World, days_ago: int, people: int) -> None:
    world.work(days_ago)
    if days_ago in range(LATE_UNTIL, LATE_FROM + 1, 2):
        _late_ones_join(world, days_ago, people)
    # What was to be done in the last days still stands on the board.
    if days_ago > rounds.LAST:
        board.call_all(world, days_ago)
        keeping.log_all(world, days_ago)
    for happen in CALENDAR.get(days_ago, ()):
        happen(world, days_ago)
    if days_ago == 1:
        besides.calls_are_made(world)
        board.call_is_asked(world)


def _late_ones_join(world: World, days_ago: int, people: int) -> None:
    there = len(world.mentors) + len(world.mentees)
    # The very last one comes when the rounds are over.
    late, day = people - world.first_late - 1, (LATE_FROM - days_ago) // 2 + 1
    for number in range(there, world.first_late + late * day // LATE_DAYS):
        _mentee_joins(world, days_ago, number)


def _who_can_be_signed_in_as(world: World) -> list[Known]:
    taking_part = [*world.mentees, *world.mentors]
    with world.installation.database.reading() as session:
        # Of whom everything was deleted there is nothing left to come back to.
        there = {it.id: it for it in people_by_id(session, {it.person_id for it in taking_part})}
        for known in taking_part:
            if known.person_id in there:
                known.state = _state(session, there[known.person_id], world.today)
    return [*world.staff.values(), *(it for it in taking_part if it.name and it.state)]


def _state(session: Session, person: Person, today: date) -> str:
    """Say in a word where somebody stands."""
    if person.standing is not Standing.HERE:
        return person.standing.value
    if is_paused(session, person.id, today):
        return "paused"
    if offers.waiting(session, person.id):
        return "asked"
    matches = pairs.open_matches_of(session, person.id)
    if matches:
        return matches[0].state.value
    is_mentor = person.kind is Kind.MENTOR
    return "not ready" if is_mentor and not is_ready(session, person.id, today) else "waiting"
