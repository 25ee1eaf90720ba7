"""Asking the two, the mentee first, and what follows from each answer."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, db, settings, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.words import _, local
from mentorship.matches.models import Match, Offer, Proposal
from mentorship.matches.queries import offers, places, proposals
from mentorship.matches.rules.limits import answer_by, apart_until
from mentorship.matches.rules.reasons import MOVE_OF_ANSWER, Answer, ApartKind
from mentorship.matches.rules.states import MatchState, ProposalMove, ProposalState
from mentorship.matches.service import endings, standing
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.speaking import check_speaks_for

AWAITS = {Side.MENTEE: ProposalState.MENTEE_ASKED, Side.MENTOR: ProposalState.MENTOR_ASKED}
APART_AFTER = {Answer.NO: ApartKind.NO, Answer.NOT_NOW: ApartKind.NOT_NOW}


def ask_mentee(session: Session, proposal_id: UUID, now: datetime) -> None:
    """Ask the mentee, once the time to take the approval back is over."""
    proposal = db.lock(session, Proposal, proposal_id)
    if proposal is None or proposal.state is not ProposalState.APPROVED:
        return
    if proposal.ask_at is None or proposal.ask_at > now:
        return
    if standing.of_proposal(session, proposal, now).ok:
        proposals.move(session, proposal, ProposalState.MENTEE_ASKED, ask_at=None)
        _ask(session, proposal, Side.MENTEE, now)
    else:
        endings.end(session, SYSTEM, proposal, ProposalMove.WITHDRAW, now)


def awaits_answer(session: Session, offer: Offer, now: datetime) -> bool:
    """Tell whether an offer can be shown and answered; one that does not stand any more is ended.

    Whoever was asked cannot tell an ended offer from one that is out with the other side.
    """
    proposal = _held(session, offer)
    if proposal is None or offer.answer or proposal.state is not AWAITS[offer.side]:
        return False
    if standing.of_proposal(session, proposal, now).ok:
        return True
    endings.end(session, SYSTEM, proposal, ProposalMove.WITHDRAW, now)
    return False


def answer_offer(
    session: Session,
    actor: Actor,
    person: Person,
    offer: Offer,
    answer: Answer,
    now: datetime,
    called: str = "",
) -> None:
    """Write down what somebody says to an offer; if it ended meanwhile, nothing follows from it."""
    check_speaks_for(actor, person.id, person.human_id)
    if offer.person_id != person.id:
        raise NotFound
    proposal = _held(session, offer)
    session.refresh(offer)
    if offer.answer or (offer.told_from and offer.told_from <= now):
        raise RuleBroken(_("There is nothing to answer here any more."))
    if answer is Answer.YES:
        _note_name(session, offer, called)
    offers.record_answer(
        session, offer, answer, answered_at=now, how=actor.how,
        recorded_by=None if actor.for_(person.id) else actor.person_id,
    )  # fmt: skip
    notices.untell(session, offer.id)
    audit.record(session, actor, "answered_offer", person.id, now)
    if proposal is not None and proposal.state is AWAITS[offer.side]:
        _follow(session, actor, proposal, offer, now)


def _held(session: Session, offer: Offer) -> Proposal | None:
    # A proposal is gone when the other of the two was erased.
    return db.lock(session, Proposal, offer.proposal_id) if offer.proposal_id else None


def _note_name(session: Session, offer: Offer, called: str) -> None:
    if not called:
        raise RuleBroken(_("Enter what we should call you."), status=422, field="called")
    vault.seal(session, offer, "called", called)
    session.flush()


def _follow(
    session: Session, actor: Actor, proposal: Proposal, offer: Offer, now: datetime
) -> None:
    if offer.answer is not Answer.YES:
        _keep_apart(session, proposal, offer, now)
        endings.end(session, actor, proposal, MOVE_OF_ANSWER[offer.answer or Answer.NO], now)
    elif not standing.of_proposal(session, proposal, now).ok:
        endings.end(session, SYSTEM, proposal, ProposalMove.WITHDRAW, now)
    elif offer.side is Side.MENTEE:
        proposals.move(session, proposal, ProposalState.MENTOR_ASKED)
        _ask(session, proposal, Side.MENTOR, now)
    else:
        _accept(session, proposal, now)


def _keep_apart(session: Session, proposal: Proposal, offer: Offer, now: datetime) -> None:
    kind = APART_AFTER[offer.answer or Answer.NO]
    until = apart_until(kind, local(now).date(), settings.current(session).not_now_days)
    proposals.keep_apart(session, proposal.mentee_id, proposal.mentor_id, kind, until)


def _ask(session: Session, proposal: Proposal, side: Side, now: datetime) -> None:
    agency = settings.current(session)
    person_id = proposal.mentee_id if side is Side.MENTEE else proposal.mentor_id
    by = answer_by(now, agency.offer_days, ZoneInfo(agency.time_zone))
    offer = Offer(
        proposal_id=proposal.id, person_id=person_id, side=side, asked_at=now, answer_by=by,
        chase_at=now + timedelta(days=agency.offer_days),
    )  # fmt: skip
    session.add(offer)
    session.flush()
    notices.tell(session, person_id, NoticeKind.OFFER_WAITING, now, ref=offer.id)
    audit.record(session, SYSTEM, "asked", person_id, now)


def _accept(session: Session, proposal: Proposal, now: datetime) -> None:
    proposals.move(session, proposal, ProposalState.ACCEPTED)
    match = Match(
        proposal_id=proposal.id, mentee_id=proposal.mentee_id, mentor_id=proposal.mentor_id,
        state=MatchState.INTRODUCTION, made_at=now,
        agreement_version=settings.current(session).version,
    )  # fmt: skip
    session.add(match)
    session.flush()
    places.pass_on(session, proposal.id, match.id)
    for offer in offers.of_proposal(session, proposal.id):
        notices.tell(session, offer.person_id, NoticeKind.BOTH_SAID_YES, now, ref=offer.id)
        audit.record(session, SYSTEM, "both_said_yes", offer.person_id, now)
