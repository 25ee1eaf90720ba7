"""What the other pages of this feature show, as frozen values: lists, rounds, offers, pairs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import TypeGuard
from uuid import UUID

from sqlalchemy.orm import Session

from matching import BadInput, Infeasible, Result
from mentorship.accounts import queries as accounts
from mentorship.kernel.access import Actor
from mentorship.kernel.words import _, local
from mentorship.matches.models import Match, Offer, Proposal, Round
from mentorship.matches.queries import pairs, proposals, rounds
from mentorship.matches.rules.reasons import (
    ROUND_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    Answer,
)
from mentorship.matches.rules.states import (
    ASKED,
    OPEN_ROUNDS,
    MatchState,
    ProposalState,
    RoundStep,
)
from mentorship.matches.service.beginning import next_step
from mentorship.matches.service.offers import awaits_answer
from mentorship.matches.service.pair_page import name_of
from mentorship.matches.service.pairs import agreement_of
from mentorship.matches.service.sheets import weeks_waiting
from mentorship.matches.service.treatment import Strip, shown
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
class Approved:
    """One approved proposal of which the mentee was not asked yet, and when that is."""

    row: Row
    ask_at: datetime


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
    why_none: str
    blanked: bool
    left_out: tuple[tuple[Side, str, int], ...]
    step: str
    nth_step: int
    steps: int
    strip: Strip | None


@dataclass(frozen=True)
class OfferPage:
    """One offer as the person asked sees it; after their answer it is the same for every end."""

    id: UUID
    side: Side
    open: bool
    lines: tuple[Line, ...]
    fits: tuple[str, ...]
    answer: Answer | None
    answer_by: date
    late: bool
    ended: bool
    over: bool
    match_id: UUID | None
    agreement: tuple[tuple[int, str, bool], ...]
    next_step: str
    began: bool
    other_name: str
    other_way: str

    @property
    def agreed(self) -> bool:
        """Tell whether every line of the agreement is ticked."""
        return all(ticked for _number, _line, ticked in self.agreement)


def decisions(session: Session, actor: Actor, chosen: str, now: datetime) -> Decisions:
    """List the proposals of one list of the closed set, by codes alone."""
    if chosen == "ended":
        found = proposals.lately_ended(session, actor, now - ENDED_SHOWN)
    else:
        found = proposals.seen_of_state(session, actor, LISTS[chosen])
    rows = tuple(_row(session, one, now) for one in found)
    weeks = [row.weeks for row in rows]
    return Decisions(rows, max(weeks, default=0), int(median(weeks)) if weeks else 0)


def to_take_back(
    session: Session, actor: Actor, now: datetime, besides: UUID | None = None
) -> list[Approved]:
    """List what somebody approved a moment ago and can still take back, but the one at hand."""
    found = proposals.seen_of_state(session, actor, (ProposalState.APPROVED,))
    mine = [it for it in found if it.decided_by == actor.person_id and it.id != besides]
    return [Approved(_row(session, it, now), it.ask_at) for it in mine if it.ask_at]


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
        certified=row.certified, why_none=_why_none(row),
        blanked=row.blanked_at is not None, left_out=left_out,
        step=_(STEP_WORDS[row.step]) if row.step else "",
        nth_step=list(RoundStep).index(row.step) + 1 if row.step else 0, steps=len(RoundStep),
        strip=shown(row.treatment, row.fair_costs) if row.treatment else None,
    )  # fmt: skip


def _why_none(row: Round) -> str:
    # Only when everybody was to be placed can a round end without an assignment.
    why = None if row.certified or row.result is None else _stored(row.result)
    if why is None:
        return ""
    return _(
        "Not everybody can be placed: there are too few places. Mentees who compete for them: "
        "%(mentees)s. Mentors they can go to: %(mentors)s.",
        mentees=len(why.mentees), mentors=len(why.mentors),
    )  # fmt: skip


def _stored(text: str) -> Infeasible | None:
    try:
        return Result.from_json(text).infeasible
    except BadInput:
        # Of another version, or changed since: checking the round says which.
        return None


def offer_page(session: Session, actor: Actor, offer: Offer, now: datetime) -> OfferPage:
    """Show an offer: what the other agreed to show while it can be answered, then only words."""
    if offer.proposal_id is None:
        return _page_alone(offer, now)
    proposal = session.get_one(Proposal, offer.proposal_id)
    match = pairs.of_proposal(session, proposal.id)
    open_ = awaits_answer(session, offer, now)
    other = proposal.mentor_id if offer.side is Side.MENTEE else proposal.mentee_id
    shown = release.shown_to(session, actor, other, now).lines if open_ else ()
    fits = _what_fits(session, proposal, offer.side, now) if shown else frozenset()
    return OfferPage(
        id=offer.id, side=offer.side, open=open_, lines=shown,
        fits=tuple(line.label for line in shown if line.code in fits), answer=offer.answer,
        answer_by=offer.answer_by, late=offer.is_late(local(now).date()),
        ended=bool(offer.told_from and offer.told_from <= now),
        over=match is not None and match.state is MatchState.CLOSED,
        match_id=match.id if match else None,
        agreement=agreement_lines(session, match, offer.person_id) if match else (),
        next_step=next_step(session, match, offer.person_id) if match else "",
        began=bool(match and match.began_at),
        other_name=_name(session, actor, match, other, now),
        other_way=_way(session, actor, match, offer, other, now),
    )  # fmt: skip


def agreement_lines(
    session: Session, match: Match, person_id: UUID
) -> tuple[tuple[int, str, bool], ...]:
    """Give the agreement's lines by number, and whether somebody ticked each."""
    ticked = pairs.ticked(session, match.id, person_id)
    return tuple((n, line, n in ticked) for n, line in enumerate(agreement_of(session, match)))


def _page_alone(offer: Offer, now: datetime) -> OfferPage:
    # The other of the two was erased, and with them all that was about both.
    return OfferPage(
        id=offer.id, side=offer.side, open=False, lines=(), fits=(), answer=offer.answer,
        answer_by=offer.answer_by, late=offer.is_late(local(now).date()),
        ended=bool(offer.told_from and offer.told_from <= now),
        over=offer.told_from is None, match_id=None, agreement=(), next_step="", began=False,
        other_name="", other_way="",
    )  # fmt: skip


def _what_fits(session: Session, proposal: Proposal, side: Side, now: datetime) -> frozenset[str]:
    return release.what_fits(session, side, proposal.mentee_id, proposal.mentor_id, now)


def _name(
    session: Session, actor: Actor, match: Match | None, person_id: UUID, now: datetime
) -> str:
    if not _know_each_other(match):
        return ""
    return name_of(session, actor, match, person_id, now)


def _way(
    session: Session, actor: Actor, match: Match | None, offer: Offer, other: UUID, now: datetime
) -> str:
    # Staff who record for one of the two never read how the other one can be reached.
    if not _know_each_other(match) or not actor.for_(offer.person_id):
        return ""
    return release.way_to_reach(session, actor, other, now)


def _know_each_other(match: Match | None) -> TypeGuard[Match]:
    # Names are shown from the introduction on, and only while the match is open.
    if match is None or match.introduced_at is None:
        return False
    return match.state is not MatchState.CLOSED


def _row(session: Session, proposal: Proposal, now: datetime) -> Row:
    mentee = accounts.person(session, proposal.mentee_id)
    mentor = accounts.person(session, proposal.mentor_id)
    return Row(
        id=proposal.id, mentee=mentee.code, mentor=mentor.code,
        state=_(STATE_WORDS[proposal.state]), weeks=weeks_waiting(mentee, now),
    )  # fmt: skip
