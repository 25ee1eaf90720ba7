"""The demo's three rounds: what staff decided, and what people said when they were asked."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from mentorship.accounts.rules import Kind
from mentorship.demo import deeds
from mentorship.demo.world import Known, World
from mentorship.kernel.access import Actor
from mentorship.matches.models import Proposal
from mentorship.matches.queries import proposals
from mentorship.matches.rules.reasons import Answer, DeclineReason, HoldReason, IntroducedBy
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service import decisions
from mentorship.matches.service.rounds import start_round
from mentorship.profiles.queries import is_ready, welcome_of
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import answer, give_consent, stop_consent
from mentorship.profiles.service.apart import add_apart, save_known_as
from mentorship.profiles.service.readiness import check_court

FIRST, MIDDLE, LAST = 44, 18, 4
# Whose number comes after all the others'.
LONG_HERE = 68
LATER, MIDNIGHT = time(12, 0), time(0, 0)
HELD = (
    HoldReason.CHECK_OPEN, HoldReason.TALK_FIRST, HoldReason.BETTER_TIME, HoldReason.ASK_COLLEAGUE,
)  # fmt: skip
INTRODUCED = (IntroducedBy.THREE_WAY_CALL, IntroducedBy.IN_PERSON, IntroducedBy.WAIVED)
NAME, NUMBER = "Robin Marsh", "555 0298"
COURT, SAFE_WITH = BY_KEY["court_case"].code, BY_KEY["safe_with"].code
MIDDLE_CAST = ("begins", "unanswered", "refused", "recalled", "kept_apart", "wishes", "goes")


def before(world: World, days_ago: int) -> None:
    """Bring the first two together, long before all others, in a round of their own; the mentee
    has no sign-in.
    """
    mentee = world.take_in(Kind.MENTEE, days_ago, LONG_HERE)
    world.mentees.remove(mentee)
    world.who["before"] = mentee
    world.welcome(mentee, days_ago - 1)
    world.does(days_ago - 2, world.staff["rosa"], start_round)
    world.work(days_ago - 2)
    _approve(world, days_ago - 2, [mentee])
    _both_say_yes(world, days_ago - 3, mentee)
    deeds.bring_together(world, days_ago - 4, mentee, IntroducedBy.IN_PERSON)


def first(world: World) -> None:
    """Bring most of the first people together; some decisions want another day."""
    asked = [known for known in world.mentees if _is_welcomed(world, known)]
    world.does(FIRST + 1, asked[0], answer, asked[0], COURT, "yes")
    world.does(FIRST + 1, asked[0], give_consent, asked[0], COURT, ConsentPurpose.MATCH)
    _hold_round(world, FIRST, places=0)
    *world.pairs, better_known, little_fit = asked
    for mentee, reason in zip(world.pairs, HELD, strict=False):
        _hold(world, FIRST, mentee, reason)
    _decline(world, FIRST, better_known, DeclineReason.WE_KNOW_MORE)
    _decline(world, FIRST, little_fit, DeclineReason.TOO_LITTLE_FIT)
    world.who |= {"better_known": better_known, "little_fit": little_fit}
    mentor = deeds.mentor_with(world, asked[0])
    world.does(FIRST - 1, world.staff["rosa"], check_court, asked[0], mentor)
    _approve(world, FIRST - 1, world.pairs)
    for number, mentee in enumerate(world.pairs):
        _both_say_yes(world, FIRST - 2, mentee)
        deeds.bring_together(world, FIRST - 4, mentee, INTRODUCED[number % len(INTRODUCED)])
    # Two want nobody else, and one will soon not be ready any more.
    world.no_more_room = {deeds.mentor_with(world, it).number for it in world.pairs[-2:]}
    world.no_more_room.add(world.mentors[-2].number)


def middle(world: World, days_ago: int) -> None:
    """Make a round of which little comes, and decide on it."""
    late = [known for known in world.mentees if known.number >= world.first_late]
    world.who |= zip(MIDDLE_CAST, (it for it in late if _is_welcomed(world, it)), strict=False)
    wishes, ama = world.who["wishes"], world.staff["ama"]
    world.does(days_ago, wishes, answer, wishes, SAFE_WITH, ["woman", "must"], match_months=12)
    _hold_round(world, days_ago, places=2)
    _decline(world, days_ago, world.who["little_fit"], DeclineReason.TOO_MUCH_NOW)
    by_hand, other = world.who["better_known"], deeds.mentor_with(world, world.pairs[0])
    world.does(
        days_ago, ama, decisions.choose, deeds.proposal_of(by_hand), by_hand, other,
        "The other one is good with papers, and she asked for that.",
    )  # fmt: skip
    _approve(world, days_ago, [world.who[name] for name in MIDDLE_CAST[:6]])


def middle_is_answered(world: World, days_ago: int) -> None:
    """Let those answer who do so soon."""
    _both_say_yes(world, days_ago, world.who["begins"])
    deeds.answer(world, days_ago, world.who["refused"], Side.MENTEE, Answer.YES)


def middle_ends(world: World, days_ago: int) -> None:
    """Let offers end, each from another cause."""
    refused, recalled, apart = (world.who[it] for it in ("refused", "recalled", "kept_apart"))
    deeds.answer(world, days_ago, refused, Side.MENTOR, Answer.NO)
    recall = deeds.proposal_of(recalled)
    world.does(days_ago, world.staff["ama"], decisions.recall, recall)
    mentor = deeds.mentor_with(world, apart)
    world.does(days_ago, mentor, save_known_as, mentor, [NAME], [NUMBER])
    for kind, words in ((ApartKind.NAME, NAME), (ApartKind.PHONE, NUMBER)):
        world.does(days_ago, apart, add_apart, apart, kind, words)


def wish_is_stopped(world: World, days_ago: int) -> None:
    """Let somebody stop the use of what they said must be so: a talk is needed first."""
    wishes = world.who["wishes"]
    world.does(days_ago, wishes, stop_consent, wishes, SAFE_WITH, ConsentPurpose.MATCH)


def middle_begins(world: World, days_ago: int) -> None:
    """Bring the one pair together that comes of the middle round."""
    deeds.bring_together(world, days_ago, world.who["begins"], IntroducedBy.IN_PERSON)


def late_answer(world: World, days_ago: int) -> None:
    """Let somebody answer after staff had to ask."""
    deeds.answer(world, days_ago, world.who["unanswered"], Side.MENTEE, Answer.NOT_NOW)


def last(world: World, days_ago: int) -> None:
    """Make the round that is under way when a visitor comes, and decide on most of it."""
    # Two go on with the one they talk with, and are asked nothing.
    for mentor in [deeds.mentor_with(world, mentee) for mentee in world.pairs[:2]]:
        world.confirm_room(mentor, days_ago, places=1)
        world.no_more_room.add(mentor.number)
    _hold_round(world, days_ago, places=3)
    proposed = [known for known in world.mentees if _waits_for_decision(world, known)]
    world.who["by_phone"] = next(known for known in proposed if not known.name)
    rest = [known for known in proposed if known.name]
    # Two mentors are to be asked: not the same one twice.
    one = rest.pop(0)
    with_one = deeds.mentor_with(world, one)
    other = next(it for it in rest if deeds.mentor_with(world, it) is not with_one)
    rest.remove(other)
    world.who |= {"asks_one": one, "asks_other": other}
    names = ("silent", "silent_too", "newly", "to_introduce", "approved")
    world.who |= zip(names, rest, strict=False)
    chosen = ("by_phone", "asks_one", "asks_other", *names[:4])
    _approve(world, days_ago, [world.who[name] for name in chosen])
    _hold(world, days_ago, world.who["better_known"], HoldReason.TALK_FIRST)


def last_is_answered(world: World, days_ago: int) -> None:
    """Let some of those say yes who were asked last."""
    for name in ("asks_one", "asks_other"):
        deeds.answer(world, days_ago, world.who[name], Side.MENTEE, Answer.YES)
    for name in ("newly", "to_introduce"):
        _both_say_yes(world, days_ago, world.who[name])


def last_begins(world: World, days_ago: int) -> None:
    """Bring one of them together; the other waits for the introduction."""
    deeds.bring_together(world, days_ago, world.who["newly"], IntroducedBy.IN_PERSON)


def approve_just_now(world: World) -> None:
    """Approve one more, so lately that it can still be taken back."""
    chosen = deeds.proposal_of(world.who["approved"])
    world.does(0, world.staff["ama"], _approve_it, chosen, at=MIDNIGHT)


def _hold_round(world: World, days_ago: int, *, places: int) -> None:
    """Run a round, after those mentors said what room they have who go on having any."""
    for mentor in world.mentors if places else ():
        if _has_room(world, mentor):
            world.confirm_room(mentor, days_ago, places)
    world.does(days_ago, world.staff["rosa"], start_round)
    world.work(days_ago)


def _has_room(world: World, mentor: Known) -> bool:
    here = world.look(lambda session: is_ready(session, mentor.person_id, world.today))
    return here and mentor.number not in world.no_more_room


def _is_welcomed(world: World, known: Known) -> bool:
    return world.look(lambda session: welcome_of(session, known.person_id) is not None)


def _waits_for_decision(world: World, known: Known) -> bool:
    def find(session: Session) -> bool:
        waiting = proposals.of_state(session, {ProposalState.PROPOSED})
        return any(it.mentee_id == known.person_id and not it.by_hand for it in waiting)

    return world.look(find)


def _approve(world: World, days_ago: int, mentees: list[Known]) -> None:
    for mentee in mentees:
        world.does(days_ago, world.staff["ama"], _approve_it, deeds.proposal_of(mentee))
    world.work(days_ago, LATER)


def _approve_it(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
    decisions.approve(session, actor, proposal, proposal.version, now)


def _hold(world: World, days_ago: int, mentee: Known, reason: HoldReason) -> None:
    def act(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
        until = world.day(days_ago) + timedelta(days=7)
        decisions.hold(session, actor, proposal, proposal.version, reason, until, now)

    world.does(days_ago, world.staff["ama"], act, deeds.proposal_of(mentee))


def _decline(world: World, days_ago: int, mentee: Known, reason: DeclineReason) -> None:
    def act(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
        decisions.decline(session, actor, proposal, proposal.version, reason, now)

    world.does(days_ago, world.staff["ama"], act, deeds.proposal_of(mentee))


def _both_say_yes(world: World, days_ago: int, mentee: Known) -> None:
    for side in (Side.MENTEE, Side.MENTOR):
        deeds.answer(world, days_ago, mentee, side, Answer.YES)
