"""What a decision page shows, opened and put into frozen words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.states import can
from mentorship.kernel.words import _, joined, ngettext
from mentorship.matches.models import Proposal
from mentorship.matches.queries import places, proposals
from mentorship.matches.rules.limits import (
    FULL_SCORE,
    cost_words,
    fit_words,
    no_real_difference,
    points,
)
from mentorship.matches.rules.reasons import DECLINE_WORDS, HOLD_WORDS, STATE_WORDS
from mentorship.matches.rules.states import PROPOSAL_STATES, UNDECIDED, ProposalMove, ProposalState
from mentorship.matches.service import fits, standing
from mentorship.matches.service.fits import Goes, Kept, Numbers
from mentorship.matches.service.whys import Why, whys
from mentorship.profiles import queries as profiles
from mentorship.profiles import release
from mentorship.profiles.questions.criteria import LABELS
from mentorship.profiles.release import Line, Shown

HARD = ("languages", "times", "ways")
MOST_CHANGES = 3


@dataclass(frozen=True)
class Somebody:
    """One of the two, by code, with the answers they let be used."""

    id: UUID
    code: str
    waiting_weeks: int | None
    lines: tuple[Line, ...]
    shows: bool


@dataclass(frozen=True)
class Rule:
    """One hard rule in words, and whether it is met."""

    words: str
    met: bool


@dataclass(frozen=True)
class Other:
    """Another mentor for the same mentee, what it costs everybody, and who else would move."""

    id: UUID
    code: str
    words: str
    points: int
    stronger: str
    weaker: str
    cost: str
    moves: str


@dataclass(frozen=True)
class Before:
    """What staff decided about the same two earlier: who, when and why."""

    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on the page of one proposal."""

    id: UUID
    version: int
    state: ProposalState
    by_hand: bool
    made_at: datetime
    mentee: Somebody
    mentor: Somebody
    rules: tuple[Rule, ...]
    open_check: bool
    open_court_check: bool
    words: str
    points: int | None
    why: tuple[Why, ...]
    rest: int
    changes: tuple[str, ...]
    others: tuple[Other, ...]
    before: tuple[Before, ...]
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    hold_until: date | None
    ask_at: datetime | None
    note: str
    left: int

    @property
    def state_words(self) -> str:
        """Say where it stands."""
        return _(STATE_WORDS[self.state])

    @property
    def waits(self) -> bool:
        """Tell whether it still waits for a decision."""
        return self.state in UNDECIDED

    @property
    def is_decided(self) -> bool:
        """Tell whether somebody's decision holds; one that was taken back or is over does not."""
        return self.decided_at is not None and self.state is not ProposalState.PROPOSED

    @property
    def can_take_back(self) -> bool:
        """Tell whether an approval can be taken back."""
        return can(PROPOSAL_STATES, self.state, ProposalMove.TAKE_BACK)

    @property
    def can_recall(self) -> bool:
        """Tell whether it can be recalled."""
        return can(PROPOSAL_STATES, self.state, ProposalMove.RECALL)

    @property
    def may_be_approved(self) -> bool:
        """Tell whether every hard rule is met; nobody overrides one."""
        return self.waits and all(rule.met for rule in self.rules)


def sheet(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> Sheet:
    """Open everything that a decision on a proposal needs; the opening is recorded."""
    mentee = _somebody(session, actor, proposal.mentee_id, now)
    mentor = _somebody(session, actor, proposal.mentor_id, now)
    stand = standing.of_proposal(session, proposal, now)
    known = fits.read(session, actor, mentee.id, now)
    own = next((one.numbers for one in known if one.mentor_id == mentor.id), None)
    closed = profiles.closed_records(session, actor)
    others = _others(session, known, own, closed | {mentor.id})
    reached = points(own.score, FULL_SCORE) if own else None
    why, rest = whys(session, own, mentee.lines, mentor.lines) if own else ((), 0)
    return Sheet(
        id=proposal.id, version=proposal.version, state=proposal.state, by_hand=proposal.by_hand,
        made_at=proposal.made_at, mentee=mentee, mentor=mentor,
        rules=_rules(session, proposal, stand, now), open_check=stand.open_check,
        open_court_check=_open_court_check(session, proposal, now),
        words=fit_words(reached) if reached is not None else "", points=reached, why=why,
        rest=rest, changes=_changes(reached, others, proposal.state), others=others,
        before=_before(session, proposal), decided_by=_decider(session, proposal),
        decided_at=proposal.decided_at, decided_why=_why(proposal),
        hold_until=proposal.hold_until if proposal.state is ProposalState.HELD else None,
        ask_at=proposal.ask_at, note=_note(session, actor, proposal, now),
        left=proposals.count_undecided(session, actor),
    )  # fmt: skip


def weeks_waiting(person: Person, now: datetime) -> int:
    """Tell for how many whole weeks somebody has been waiting."""
    return (now - (person.waiting_since or now)).days // 7


def free_places(session: Session, mentor_id: UUID, now: datetime) -> int:
    """Tell how many places of a mentor are free."""
    offered = profiles.places_offered(session, now).get(mentor_id, 0)
    return max(0, offered - places.count_taken(session, mentor_id))


def _somebody(session: Session, actor: Actor, person_id: UUID, now: datetime) -> Somebody:
    person = accounts.person(session, person_id)
    weeks = weeks_waiting(person, now) if person.kind is Kind.MENTEE else None
    shown: Shown = release.staff_view(session, actor, person_id, now, Purpose.PROPOSAL)
    shows = release.shows_something(session, person_id, now)
    return Somebody(person_id, person.code, weeks, shown.lines, shows)


def _rules(
    session: Session, proposal: Proposal, stand: standing.Standing, now: datetime
) -> tuple[Rule, ...]:
    away = release.AWAY in stand.unmet
    listed = [Rule(_(LABELS[key]), not away and key not in stand.unmet) for key in HARD]
    wishes = [Rule(_(LABELS[k]), met=False) for k in stand.unmet if k in LABELS and k not in HARD]
    own = places.of_mentee(session, proposal.mentee_id)
    room = free_places(session, proposal.mentor_id, now) > 0 or own is not None
    return (*listed, *wishes, Rule(_("A free place with this mentor"), room))


def _open_court_check(session: Session, proposal: Proposal, now: datetime) -> bool:
    # Says nothing of any other check: this one is open or done whatever the others are.
    waits = proposal.state in UNDECIDED
    return waits and release.needs_court_check(session, proposal.mentee_id, proposal.mentor_id, now)


def _others(
    session: Session, known: list[Kept], own: Numbers | None, but: frozenset[UUID]
) -> tuple[Other, ...]:
    return tuple(
        Other(
            id=one.mentor_id,
            code=accounts.person(session, one.mentor_id).code,
            words=fit_words(points(one.numbers.score, FULL_SCORE)),
            points=points(one.numbers.score, FULL_SCORE),
            stronger=_stands_out(one.numbers, own),
            weaker=_stands_out(own, one.numbers),
            cost=cost_words(one.numbers.fewer, one.numbers.lost),
            moves=_who_moves(session, one, but),
        )
        for one in known
        if one.mentor_id not in but
    )


def _stands_out(one: Numbers | None, other: Numbers | None) -> str:
    if one is None or other is None:
        return ""
    ahead = {key: earned - other.points.get(key, 0) for key, earned in one.points.items()}
    best = max(ahead, key=lambda key: ahead[key], default="")
    return _(LABELS[best]) if best and ahead[best] > 0 else ""


def _who_moves(session: Session, one: Kept, but: frozenset[UUID]) -> str:
    if not one.numbers.moved:
        return _("No one else moves")
    named = [goes for goes in one.goes if but.isdisjoint((goes.mentee_id, goes.mentor_id))]
    said = [_who_goes(session, goes) for goes in named]
    rest = one.numbers.moved - len(said)
    if rest:
        said.append(ngettext("%(n)s other moves", "%(n)s others move", rest))
    return joined(said)


def _who_goes(session: Session, goes: Goes) -> str:
    mentee = accounts.person(session, goes.mentee_id).code
    if goes.mentor_id is None:
        return _("%(code)s would have no one", code=mentee)
    mentor = accounts.person(session, goes.mentor_id).code
    return _("%(code)s moves to %(mentor)s", code=mentee, mentor=mentor)


def _changes(
    reached: int | None, others: tuple[Other, ...], state: ProposalState
) -> tuple[str, ...]:
    # Only what the agency or a mentor could do: never the mentee's hours, never what is not said.
    if reached is None or not others or state not in UNDECIDED:
        return ()
    code, next_points = others[0].code, others[0].points
    lines = [_("If you decline: %(code)s (%(points)s) is next.", code=code, points=next_points)]
    lines += [
        _(
            "If %(code)s had one more place: %(before)s becomes %(after)s.",
            code=other.code, before=reached, after=other.points,
        )
        for other in others
        if other.points > reached and not no_real_difference(other.points, reached)
    ]  # fmt: skip
    return tuple(lines[:MOST_CHANGES])


def _why(proposal: Proposal) -> str:
    if proposal.state is ProposalState.DECLINED and proposal.decline_reason:
        return _(DECLINE_WORDS[proposal.decline_reason])
    if proposal.state is ProposalState.HELD and proposal.hold_reason:
        return _(HOLD_WORDS[proposal.hold_reason])
    return ""


def _before(session: Session, proposal: Proposal) -> tuple[Before, ...]:
    declined = proposals.declined_between(session, proposal.mentee_id, proposal.mentor_id)
    return tuple(
        Before(_decider(session, one), one.decided_at, _(DECLINE_WORDS[one.decline_reason]))
        for one in declined
        if one.id != proposal.id and one.decided_at and one.decline_reason
    )


def _decider(session: Session, proposal: Proposal) -> str:
    who = proposal.decided_by and accounts.person(session, proposal.decided_by).called
    return who or _("somebody")


def _note(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> str:
    note = proposals.note_of(session, proposal.id)
    if note is None:
        return ""
    leave = audit.opening(session, actor, proposal.mentee_id, Purpose.PROPOSAL, now)
    return leave.read(note, "words")
