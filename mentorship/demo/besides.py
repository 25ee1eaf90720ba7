"""What else happens in the demo's agency: people come, rest and go, staff look after the rest."""

from datetime import time

from sqlalchemy.orm import Session

from mentorship.accounts.rules import Kind, Scheme
from mentorship.accounts.service import recovery, standing
from mentorship.accounts.service.display import choose_display
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.service.second_factor import replace_second_factor
from mentorship.checkins.rules.follow_ups import Kind as Row
from mentorship.checkins.rules.follow_ups import Outcome as Ended
from mentorship.checkins.service import follow_ups
from mentorship.demo import deeds
from mentorship.demo.people import CODE_WORD, channel_of, reach_of
from mentorship.demo.world import Known, World
from mentorship.kernel.access import SYSTEM
from mentorship.matches.rules.reviews import CameOf
from mentorship.matches.service.reviews import review_match
from mentorship.notices import service as notices
from mentorship.notices.models import Notice
from mentorship.notices.queries import to_tell
from mentorship.notices.rules import Reached, Way
from mentorship.profiles.queries.apart import entries_of
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.contact import Channel, Confirmed
from mentorship.profiles.rules.readiness import Decision, ReviewMove
from mentorship.profiles.service import answer, call_back, give_consent, stop_consent
from mentorship.profiles.service.apart import add_apart, clear_apart
from mentorship.profiles.service.contact import confirm_safe_contact, save_safe_contact
from mentorship.profiles.service.pause import pause, pause_for_safety, step_back
from mentorship.profiles.service.readiness import close_readiness, record_supervision

SUNDAY = 6
WAYS_CODE, INTERESTS, STYLE = (BY_KEY[key].code for key in ("ways", "interests", "style"))


def somebody_was_here_before(world: World, days_ago: int) -> None:
    """Let the first mentor join long before the others."""
    known = world.join(Kind.MENTOR, days_ago, 0)
    world.make_ready(known, days_ago - 2, places=1)
    world.does(days_ago, known, give_consent, known, STYLE, ConsentPurpose.MATCH, months=3)


def some_were_here_long_ago(world: World, days_ago: int) -> None:
    """Let three join by phone more than a year ago, and rest without a day ever since."""
    for number in range(3):
        known = world.take_in(Kind.MENTEE, days_ago, number)
        world.mentees.remove(known)
        world.quiet.append(known)
        world.does(days_ago - 2, known, pause, known, None)


def some_are_looked_at(world: World, days_ago: int) -> None:
    """Look at the records of those three: one is away, one is put away, one is still to look at."""
    for known, outcome in zip(world.quiet, (Ended.AWAY, Ended.PARKED), strict=False):
        deeds.handle(world, days_ago, known, Row.QUIET, follow_ups.resolve, outcome)


def contacts_change(world: World, days_ago: int) -> None:
    """Let two change how they are reached; staff make sure that it was them."""
    for known, how in (
        (world.pairs[0], Confirmed.OLD_CHANNEL),
        (world.pairs[2], Confirmed.IN_PERSON),
    ):
        world.does(days_ago, known, save_safe_contact, known, reach_of(known.number))
        world.does(days_ago, world.staff["rosa"], confirm_safe_contact, known, how, CODE_WORD)


def phones_are_chosen(world: World, days_ago: int) -> None:
    """Let somebody be told by phone, although they sign in."""
    world.does(days_ago, world.pairs[2], notices.choose_way, world.pairs[2], Way.PHONE)


def pages_look_as_they_like(world: World, days_ago: int) -> None:
    """Let some choose the colours of their pages, the key that leaves, and quiet."""
    for known, scheme, quiet in (
        (world.pairs[0], Scheme.DARK, True),
        (world.pairs[3], Scheme.LIGHT, False),
        (world.pairs[5], Scheme.AUTO, False),
    ):
        world.does(days_ago, known, choose_display, scheme, by_key=not quiet, quiet=quiet)


def some_are_kept_apart(world: World, days_ago: int) -> None:
    """Let two write whom they keep away from; the safeguarding lead has looked at one of it."""
    one, other = world.pairs[4], world.pairs[5]
    world.does(days_ago, one, add_apart, one, ApartKind.PLACE, "The market in the old town")
    world.does(days_ago, other, add_apart, other, ApartKind.CIRCLE, "Everybody from the harbour")
    world.does(
        days_ago, world.staff["june"], clear_apart,
        lambda session: entries_of(session, one.person_id)[0],
    )  # fmt: skip


def a_second_factor_is_lost(world: World, days_ago: int) -> None:
    """Let one of the staff lose her phone: she is kept out, and what she had is let go, until she
    has another factor.
    """
    kim, ama = world.staff["kim"], world.staff["ama"]
    deeds.handle(world, days_ago, world.pairs[3], Row.CONTACT, follow_ups.take)
    world.does(days_ago, kim, standing.suspend, ama)
    world.does(days_ago, kim, replace_second_factor, ama)
    world.does(days_ago, kim, standing.restore, ama)
    world.enrol(ama, days_ago)


def an_answer_changes(world: World, days_ago: int) -> None:
    """Let somebody change an answer, which switches off what was agreed to."""
    world.does(days_ago, world.pairs[5], answer, world.pairs[5], INTERESTS, ["music"])


def mentors_are_decided_on(world: World, days_ago: int) -> None:
    """Decide about two mentors: one not any more, the other not yet, which is asked again."""
    closed, declined = world.mentors[-2:]
    world.does(days_ago, world.staff["rosa"], close_readiness, closed, Decision.AGREEMENT)
    world.decide(declined, days_ago, Decision.VETTING, ReviewMove.DECLINE)
    world.ask_for_review(declined, days_ago, Decision.VETTING)


def one_is_too_young_perhaps(world: World, days_ago: int) -> None:
    """Stop all matching of somebody before a talk about safety."""
    world.does(days_ago, world.staff["rosa"], pause_for_safety, _new(world)[0])


def somebody_asks_to_go(world: World, days_ago: int) -> None:
    """Let somebody ask to be deleted, long enough ago that it is done."""
    world.does(days_ago, world.who["goes"], standing.ask_to_stop, world.who["goes"])


def mentors_are_supervised(world: World, days_ago: int) -> None:
    """Hold the supervision of half of those who talk with somebody; the others' is to come."""
    for mentee in world.pairs[::2]:
        mentor = deeds.mentor_with(world, mentee)
        world.does(days_ago, world.staff["rosa"], record_supervision, mentor, world.day(days_ago))


def the_first_one_is_told(world: World, days_ago: int) -> None:
    """Tell the first mentee that the talks can begin, when she comes by."""
    _tell(world, days_ago, world.who["before"], Reached.THEY_CAME, time(11))


def the_first_pair_is_looked_after(world: World, days_ago: int) -> None:
    """Supervise the first mentor, for the last time until now, and look back on their talks."""
    rosa, mentor = world.staff["rosa"], world.mentors[0]
    world.does(days_ago, rosa, record_supervision, mentor, world.day(days_ago))
    match = deeds.match_of(world.who["before"])
    world.does(days_ago, rosa, review_match, match, CameOf.GOES_ON)


def pairs_are_looked_back_on(world: World, days_ago: int) -> None:
    """Look back on three pairs with both, of whom one is to end; the others are still to come."""
    for nth, came_of in ((0, CameOf.GOES_ON), (1, CameOf.CHANGES), (4, CameOf.ENDS)):
        match = deeds.match_of(world.pairs[nth])
        world.does(days_ago, world.staff["ama"], review_match, match, came_of)


def one_is_suspended(world: World, days_ago: int) -> None:
    """Suspend a mentor."""
    world.does(days_ago, world.staff["rosa"], standing.suspend, world.mentors[-2])


def ways_back_in(world: World, days_ago: int) -> None:
    """Let one come by for new words, and two phone for them."""
    deeds.get_new_words(world, days_ago, world.who["unanswered"])
    for known in _who_is_rung(world)[:2]:
        world.does(days_ago, world.staff["rosa"], call_back.ask_call_back, known)


def call_backs_end(world: World, days_ago: int) -> None:
    """Ring one back who does not know the word; the other one says that it was not her."""
    secrets = make_secrets(world.hasher)
    wrong, own = _who_is_rung(world)[:2]
    world.does(days_ago, world.staff["rosa"], call_back.take_word, wrong, "kettle", secrets)
    world.does(days_ago, own, recovery.stop_call_back, own)


def a_call_back_waits(world: World, days_ago: int) -> None:
    """Let somebody phone who is to be rung back tomorrow."""
    world.does(days_ago, world.staff["rosa"], call_back.ask_call_back, _who_is_rung(world)[2])


def one_stops_the_three(world: World, days_ago: int) -> None:
    """Let somebody stop the use of one of the answers without which nobody can be looked for."""
    known = _new(world)[-1]
    world.does(days_ago, known, stop_consent, known, WAYS_CODE, ConsentPurpose.MATCH)


def somebody_stops(world: World, days_ago: int) -> None:
    """Let two ask to stop, so lately that it can be undone, and one of them take it back."""
    world.does(days_ago, _new(world)[1], standing.ask_to_stop, _new(world)[1])
    back = _new(world)[-1]
    for verb in (standing.ask_to_stop, standing.undo_stop):
        world.does(days_ago, back, verb, back)


def a_contact_waits(world: World, days_ago: int) -> None:
    """Let somebody give another way to be reached, because the old one is no longer safe."""
    known = world.pairs[1]
    reach = reach_of(known.number)
    world.does(days_ago, known, save_safe_contact, known, reach, old_still_safe=False)


def somebody_new_comes(world: World, days_ago: int) -> None:
    """Let somebody join whom nobody has spoken with yet."""
    world.join(Kind.MENTEE, days_ago, len(world.mentors) + len(world.mentees))


def new_mentors_are_ready(world: World, days_ago: int) -> None:
    """Make further mentors ready: one has room, a check of the other one is taken back."""
    ready, no_more = world.mentors[-4:-2]
    world.make_ready(ready, days_ago, places=2)
    world.make_ready(no_more, days_ago, places=0)
    world.does(days_ago, world.staff["rosa"], close_readiness, no_more, Decision.VETTING)


def some_rest(world: World, days_ago: int) -> None:
    """Let a mentee pause, and a mentor step back."""
    mentee = world.pairs[3]
    world.does(days_ago, mentee, pause, mentee, world.day(days_ago - 12))
    mentor = deeds.mentor_with(world, world.pairs[-1])
    world.does(days_ago, mentor, step_back, mentor)


def calls_are_made(world: World) -> None:
    """Try twice by phone to tell whoever has no sign-in that there is a question for them."""
    days_ago = 2 if world.day(3).weekday() == SUNDAY else 3
    known = world.who["by_phone"]
    for reached, at in ((Reached.NO_ANSWER, time(10)), (Reached.LEFT_NOTHING, time(11))):
        _tell(world, days_ago, known, reached, at)
    _tell(world, days_ago, world.pairs[2], Reached.THEY_CAME, time(11))


def _tell(world: World, days_ago: int, known: Known, reached: Reached, at: time) -> None:
    def find(session: Session) -> Notice:
        waiting = to_tell(session, SYSTEM, world.moment(days_ago, at))
        return next(row for row, *_rest in waiting if row.person_id == known.person_id)

    world.does(days_ago, world.staff["ama"], notices.log_call, find, reached, at=at)


def _who_is_rung(world: World) -> list[Known]:
    """List those of a pair whose safe way is a call, the latest first."""
    return [known for known in world.pairs[::-1] if channel_of(known.number) is Channel.CALL]


def _new(world: World) -> list[Known]:
    """List the mentees whose welcome talk is to come."""
    return [known for known in world.mentees if known.number % 7 == 6]
