"""What the other pages of this feature show, as frozen values: lists, rounds, offers, pairs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.kernel import audit
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.words import _, format_date
from mentorship.matches.models import Match, Offer, Proposal, Round
from mentorship.matches.queries import offers, pairs, proposals, rounds
from mentorship.matches.rules.reasons import (
    CLOSED_WORDS,
    INTRODUCED_WORDS,
    MATCH_WORDS,
    ROUND_WORDS,
    STATE_WORDS,
    Answer,
    ClosedAs,
    IntroducedBy,
)
from mentorship.matches.rules.states import (
    ASKED,
    MATCH_STATES,
    OPEN_ROUNDS,
    MatchMove,
    MatchState,
    ProposalState,
    can,
)
from mentorship.matches.service.offers import awaits_answer
from mentorship.matches.service.pairs import agreement_of
from mentorship.matches.service.sheets import weeks_waiting
from mentorship.profiles import release
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release import LEFT_OUT_WORDS, Line

LISTS = {
    "waiting": (ProposalState.PROPOSED,),
    "held": (ProposalState.HELD,),
    "asked": (ProposalState.APPROVED, *ASKED),
    "ended": (),
}
ENDED_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One proposal in the list: codes, state, weeks; nothing that is sealed."""

    id: UUID
    mentee: str
    mentor: str
    state: str
    weeks: int


@dataclass(frozen=True)
class Decisions:
    """The list of decisions, and how long people have been waiting."""

    rows: tuple[Row, ...]
    longest: int
    middle: int


@dataclass(frozen=True)
class RoundLine:
    """One round in the list."""

    id: UUID
    state: str
    started_at: datetime
    placed: int
    mentees: int
    running: bool


@dataclass(frozen=True)
class RoundPage:
    """One round in counts."""

    id: UUID
    state: str
    running: bool
    done: bool
    started_at: datetime
    finished_at: datetime | None
    settings_version: int
    mentees: int
    mentors: int
    places: int
    promised: int
    unused: int
    placed: int
    mean: float | None
    lowest: float | None
    certified: bool
    blanked: bool
    left_out: tuple[tuple[Side, str, int], ...]


@dataclass(frozen=True)
class OfferPage:
    """One offer as the person asked sees it; after their answer it is the same for every end."""

    id: UUID
    side: Side
    open: bool
    lines: tuple[Line, ...]
    answer: Answer | None
    answer_by: date
    ended: bool
    over: bool
    match_id: UUID | None
    agreement: tuple[tuple[int, str, bool], ...]
    introduced: bool
    began: bool
    other_name: str


@dataclass(frozen=True)
class Half:
    """One of the two of a pair, as staff see them."""

    id: UUID
    code: str
    called: str
    agreed: int


@dataclass(frozen=True)
class PairPage:
    """One pair as staff see it: where it stands and what may be done."""

    id: UUID
    state: MatchState
    words: str
    mentee: Half
    mentor: Half
    agreement: tuple[str, ...]
    made_at: datetime
    introduced_as: IntroducedBy | None
    introduced_at: datetime | None
    began_at: datetime | None
    paused_until: date | None
    ending_at: datetime | None
    ending_as: ClosedAs | None
    closed_at: datetime | None
    closed_as: ClosedAs | None
    change_asked: bool
    not_treated_right: bool

    def can(self, move: str) -> bool:
        """Tell whether a move is possible now."""
        return can(MATCH_STATES, self.state, MatchMove(move))

    @property
    def tag(self) -> str:
        """Tell the kind of tag that goes with the state."""
        kinds = {MatchState.ACTIVE: "ok", MatchState.PAUSED: "paused", MatchState.CLOSED: "plain"}
        return kinds.get(self.state, "due")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """List what is known about the pair, in words."""
        days = [
            (_("Both said yes"), self.made_at),
            (_("Introduced"), self.introduced_at),
            (_("Began"), self.began_at),
            (_("Rests until"), self.paused_until),
            (_("Ending since"), self.ending_at),
            (_("Closed"), self.closed_at),
        ]
        kinds = [
            (_("How they were introduced"), INTRODUCED_WORDS.get(self.introduced_as or "")),
            (_("How it ends"), CLOSED_WORDS.get(self.closed_as or self.ending_as or "")),
        ]
        called = [(half.code, half.called) for half in (self.mentee, self.mentor)]
        return [
            *[(_("%(code)s goes by", code=code), name) for code, name in called if name],
            *[(label, format_date(day)) for label, day in days if day],
            *[(label, _(words)) for label, words in kinds if words],
        ]


def decisions(session: Session, actor: Actor, chosen: str, now: datetime) -> Decisions:
    """List the proposals of one list of the closed set, by codes alone."""
    if chosen == "ended":
        found = proposals.lately_ended(session, now - ENDED_SHOWN)
    else:
        found = proposals.of_state(session, LISTS[chosen])
    seen = [one for one in found if proposals.may_see_proposal(session, actor, one)]
    rows = tuple(_row(session, one, now) for one in seen)
    weeks = [row.weeks for row in rows]
    return Decisions(rows, max(weeks, default=0), int(median(weeks)) if weeks else 0)


def latest_rounds(session: Session) -> list[RoundLine]:
    """List the latest rounds."""
    return [
        RoundLine(
            row.id, _(ROUND_WORDS[row.state]), row.started_at, row.placed, row.mentees, row.open
        )
        for row in rounds.latest(session)
    ]


def round_page(session: Session, row: Round) -> RoundPage:
    """Show one round in counts."""
    left_out = tuple(
        (count.side, _(LEFT_OUT_WORDS[release.LeftOut(count.reason)]), count.people)
        for count in rounds.counts(session, row.id)
    )
    return RoundPage(
        id=row.id, state=_(ROUND_WORDS[row.state]), running=row.state in OPEN_ROUNDS,
        done=row.finished_at is not None, started_at=row.started_at, finished_at=row.finished_at,
        settings_version=row.settings_version, mentees=row.mentees, mentors=row.mentors,
        places=row.places, promised=row.promised, unused=row.unused, placed=row.placed,
        mean=round(row.total / row.placed / 100, 1) if row.placed else None,
        lowest=round(row.lowest / 100, 1) if row.lowest is not None else None,
        certified=row.certified, blanked=row.blanked_at is not None, left_out=left_out,
    )  # fmt: skip


def offer_page(session: Session, actor: Actor, offer: Offer, now: datetime) -> OfferPage:
    """Show an offer: what the other agreed to show while it can be answered, then only words."""
    proposal = session.get_one(Proposal, offer.proposal_id)
    match = pairs.of_proposal(session, proposal.id)
    open_ = awaits_answer(session, offer, now)
    other = proposal.mentor_id if offer.side is Side.MENTEE else proposal.mentee_id
    shown = release.shown_to(session, actor, other, now).lines if open_ else ()
    return OfferPage(
        id=offer.id, side=offer.side, open=open_, lines=shown, answer=offer.answer,
        answer_by=offer.answer_by, ended=bool(offer.told_from and offer.told_from <= now),
        over=match is not None and match.state is MatchState.CLOSED,
        match_id=match.id if match else None,
        agreement=agreement_lines(session, match, offer.person_id) if match else (),
        introduced=bool(match and match.introduced_at), began=bool(match and match.began_at),
        other_name=_name(session, actor, match, other, now),
    )  # fmt: skip


def agreement_lines(
    session: Session, match: Match, person_id: UUID
) -> tuple[tuple[int, str, bool], ...]:
    """Give the agreement's lines by number, and whether somebody ticked each."""
    ticked = pairs.ticked(session, match.id, person_id)
    return tuple((n, line, n in ticked) for n, line in enumerate(agreement_of(session, match)))


def pair_page(session: Session, actor: Actor, match: Match, now: datetime) -> PairPage:
    """Show staff one pair; the names the two chose are opened, and that is recorded."""
    change = pairs.change_asked(session, match.id)
    return PairPage(
        id=match.id, state=match.state, words=_(MATCH_WORDS[match.state]),
        mentee=_half(session, actor, match, match.mentee_id, now),
        mentor=_half(session, actor, match, match.mentor_id, now),
        agreement=agreement_of(session, match), made_at=match.made_at,
        introduced_as=match.introduced_as, introduced_at=match.introduced_at,
        began_at=match.began_at, paused_until=match.paused_until, ending_at=match.ending_at,
        ending_as=match.ending_as, closed_at=match.closed_at, closed_as=match.closed_as,
        change_asked=change is not None,
        not_treated_right=bool(change and change.not_treated_right and not change.looked_at),
    )  # fmt: skip


def name_of(session: Session, actor: Actor, match: Match, person_id: UUID, now: datetime) -> str:
    """Open the name that one of the two chose at their yes."""
    side = Side.MENTEE if person_id == match.mentee_id else Side.MENTOR
    offer = offers.to_side(session, match.proposal_id, side) if match.proposal_id else None
    if offer is None or offer.called is None:
        return ""
    leave = audit.opening(session, actor, person_id, Purpose.INTRODUCTION, now)
    return leave.read(offer, "called")


def _name(
    session: Session, actor: Actor, match: Match | None, person_id: UUID, now: datetime
) -> str:
    # The name is shown from the introduction on, and only while the match is open.
    if match is None or match.introduced_at is None or match.state is MatchState.CLOSED:
        return ""
    return name_of(session, actor, match, person_id, now)


def _half(session: Session, actor: Actor, match: Match, person_id: UUID, now: datetime) -> Half:
    return Half(
        id=person_id,
        code=accounts.person(session, person_id).code,
        called=name_of(session, actor, match, person_id, now),
        agreed=len(pairs.ticked(session, match.id, person_id)),
    )


def _row(session: Session, proposal: Proposal, now: datetime) -> Row:
    mentee = accounts.person(session, proposal.mentee_id)
    mentor = accounts.person(session, proposal.mentor_id)
    return Row(
        id=proposal.id, mentee=mentee.code, mentor=mentor.code,
        state=_(STATE_WORDS[proposal.state]), weeks=weeks_waiting(mentee, now),
    )  # fmt: skip
