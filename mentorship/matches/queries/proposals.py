"""Statements about proposals, the answers they rest on, and who no round brings together."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import access, db
from mentorship.kernel.access import Actor
from mentorship.matches.models import (
    PairApart,
    Proposal,
    ProposalNote,
    RoundAnswer,
    UsedAnswer,
)
from mentorship.matches.rules.reasons import ApartKind
from mentorship.matches.rules.states import (
    ENDED_PROPOSALS,
    OPEN_PROPOSALS,
    UNDECIDED,
    ProposalState,
)
from mentorship.profiles.queries import closed_with, open_to

# What a round proposed and nobody has looked at; the next round withdraws it.
UNTOUCHED = and_(Proposal.state == ProposalState.PROPOSED, Proposal.by_hand.is_(False))


@access.sees(Proposal)
def may_see_proposal(session: Session, actor: Actor, proposal: Proposal) -> bool:
    """Let coordinators see a proposal, unless one of the two is closed to them."""
    two = {proposal.mentee_human_id, proposal.mentor_human_id}
    return actor.is_coordinator and two.isdisjoint(closed_with(session, [actor.human_id]))


def move(session: Session, proposal: Proposal, state: ProposalState, **also: Any) -> None:
    """Bring a proposal from the state it was loaded in to another one, unless it moved since."""
    unmoved = update(Proposal).where(
        Proposal.id == proposal.id,
        Proposal.state == proposal.state,
        Proposal.version == proposal.version,
    )
    db.guarded(session, unmoved.values(state=state, version=proposal.version + 1, **also))
    session.refresh(proposal)


def of_state(
    session: Session, states: Collection[ProposalState], person_id: UUID | None = None
) -> list[Proposal]:
    """List the proposals in these states, or those of one person, the longest waiting first."""
    mine = or_(Proposal.mentee_id == person_id, Proposal.mentor_id == person_id)
    chosen = _of_state(states).where(mine) if person_id else _of_state(states)
    return list(session.scalars(chosen))


def seen_of_state(
    session: Session, actor: Actor, states: Collection[ProposalState]
) -> list[Proposal]:
    """List those in these states that a coordinator may see, the longest waiting mentee first."""
    return list(session.scalars(_of_state(states).where(*_open_to(actor))))


def lately_ended(session: Session, actor: Actor, since: datetime) -> list[Proposal]:
    """List the proposals a coordinator may see that ended since a moment, the newest first."""
    chosen = select(Proposal).where(
        Proposal.state.in_(ENDED_PROPOSALS), Proposal.ended_at >= since, *_open_to(actor)
    )
    return list(session.scalars(chosen.order_by(Proposal.ended_at.desc(), Proposal.id)))


def count_undecided(session: Session, actor: Actor) -> int:
    """Count the proposals that wait for a decision of somebody who may see them."""
    waiting = select(func.count()).where(Proposal.state == ProposalState.PROPOSED, *_open_to(actor))
    return session.scalar(waiting) or 0


def count_withdrawn_by_a_round(session: Session) -> int:
    """Count the proposals that a round which starts now would withdraw."""
    return session.scalar(select(func.count()).where(UNTOUCHED)) or 0


def next_undecided(session: Session, actor: Actor, after: UUID) -> Proposal | None:
    """Give the next proposal that waits for a decision of somebody, if another one does."""
    waiting = seen_of_state(session, actor, (ProposalState.PROPOSED,))
    return next((one for one in waiting if one.id != after), None)


def withdraw_undecided_of_rounds(session: Session, now: datetime) -> list[tuple[UUID, UUID]]:
    """Withdraw what an earlier round proposed and nobody has looked at, and tell whom it was about.

    All at once, held in the order of their ids: nobody was asked and no place was taken.
    """
    chosen = select(Proposal.id, Proposal.mentee_id, Proposal.mentor_id).where(UNTOUCHED)
    found = session.execute(chosen.order_by(Proposal.id).with_for_update()).all()
    withdrawn = {"state": ProposalState.WITHDRAWN, "version": Proposal.version + 1, "ended_at": now}
    session.execute(update(Proposal).where(UNTOUCHED).values(withdrawn))
    return [(mentee_id, mentor_id) for _id, mentee_id, mentor_id in found]


def open_about(session: Session, person_id: UUID) -> list[Proposal]:
    """List the open proposals that somebody is part of."""
    either = or_(Proposal.mentee_id == person_id, Proposal.mentor_id == person_id)
    chosen = select(Proposal).where(either, Proposal.state.in_(OPEN_PROPOSALS))
    return list(session.scalars(chosen.order_by(Proposal.id)))


def open_between(session: Session, one: UUID, other: UUID) -> list[Proposal]:
    """List the open proposals that would bring two people together."""
    return [p for p in open_about(session, one) if other in (p.mentee_id, p.mentor_id)]


def declined_between(session: Session, mentee_id: UUID, mentor_id: UUID) -> list[Proposal]:
    """List what staff declined between two people, the newest first."""
    chosen = select(Proposal).where(
        Proposal.mentee_id == mentee_id, Proposal.mentor_id == mentor_id,
        Proposal.state == ProposalState.DECLINED,
    )  # fmt: skip
    return list(session.scalars(chosen.order_by(Proposal.decided_at.desc(), Proposal.id)))


def open_using(session: Session, person_id: UUID, code: str) -> list[Proposal]:
    """List the open proposals that rest on somebody's answer to a question."""
    either = or_(Proposal.mentee_id == person_id, Proposal.mentor_id == person_id)
    by_round = select(RoundAnswer.round_id).where(
        RoundAnswer.person_id == person_id, RoundAnswer.code == code
    )
    by_people = select(UsedAnswer.proposal_id).where(
        UsedAnswer.person_id == person_id, UsedAnswer.code == code
    )
    rests = or_(Proposal.round_id.in_(by_round), Proposal.id.in_(by_people))
    chosen = select(Proposal).where(either, rests, Proposal.state.in_(OPEN_PROPOSALS))
    return list(session.scalars(chosen.order_by(Proposal.id)))


def open_of_mentee(session: Session, mentee_id: UUID) -> Proposal | None:
    """Give a mentee's open proposal, if there is one."""
    chosen = select(Proposal).where(
        Proposal.mentee_id == mentee_id, Proposal.state.in_(OPEN_PROPOSALS)
    )
    return session.scalar(chosen)


def mentees_in_open(session: Session) -> set[UUID]:
    """Give every mentee with an open proposal."""
    chosen = select(Proposal.mentee_id).where(Proposal.state.in_(OPEN_PROPOSALS))
    return set(session.scalars(chosen))


def to_ask(session: Session, now: datetime) -> list[UUID]:
    """List the approved proposals whose time to be taken back is over."""
    due = select(Proposal.id).where(
        Proposal.state == ProposalState.APPROVED, Proposal.ask_at <= now
    )
    return list(session.scalars(due.order_by(Proposal.id)))


def to_take_up(session: Session, today: date) -> list[UUID]:
    """List the proposals whose hold ends today or ended before."""
    due = select(Proposal.id).where(
        Proposal.state == ProposalState.HELD, Proposal.hold_until <= today
    )
    return list(session.scalars(due.order_by(Proposal.id)))


def undecided_with(session: Session, mentor_id: UUID) -> list[Proposal]:
    """List the undecided proposals with a mentor."""
    chosen = select(Proposal).where(Proposal.mentor_id == mentor_id, Proposal.state.in_(UNDECIDED))
    return list(session.scalars(chosen.order_by(Proposal.id)))


def use_answers(
    session: Session, proposal: Proposal, person_id: UUID, answers: Mapping[str, UUID]
) -> None:
    """Note which answer versions of a person a proposal rests on that people made."""
    session.add_all(
        UsedAnswer(proposal_id=proposal.id, answer_id=answer_id, person_id=person_id, code=code)
        for code, answer_id in answers.items()
    )
    session.flush()


def used_answers(session: Session, proposal: Proposal) -> set[UUID]:
    """Give the answer versions that a proposal rests on: its own, or those its round used."""
    own = select(UsedAnswer.answer_id).where(UsedAnswer.proposal_id == proposal.id)
    of_round = select(RoundAnswer.answer_id).where(
        RoundAnswer.round_id == proposal.round_id,
        RoundAnswer.person_id.in_((proposal.mentee_id, proposal.mentor_id)),
    )
    return {*session.scalars(own), *session.scalars(of_round)}


def note_of(session: Session, proposal_id: UUID) -> ProposalNote | None:
    """Give the newest note beside a proposal."""
    chosen = select(ProposalNote).where(ProposalNote.proposal_id == proposal_id)
    return session.scalar(chosen.order_by(ProposalNote.at.desc()).limit(1))


def forget_notes(session: Session, before: datetime) -> None:
    """Delete the notes written before a moment."""
    session.execute(delete(ProposalNote).where(ProposalNote.at < before))


def keep_apart(
    session: Session, mentee_id: UUID, mentor_id: UUID, kind: ApartKind, until: date | None
) -> None:
    """Keep two people out of each other's rounds; what lasts longer wins."""
    apart = session.get(PairApart, (mentee_id, mentor_id))
    if apart is None:
        session.add(PairApart(mentee_id=mentee_id, mentor_id=mentor_id, kind=kind, until=until))
    elif apart.until is not None:
        apart.kind, apart.until = kind, until
    session.flush()


def apart_now(session: Session, today: date) -> list[PairApart]:
    """List the pairs that no round brings together today."""
    lasting = or_(PairApart.until.is_(None), PairApart.until > today)
    return list(session.scalars(select(PairApart).where(lasting)))


def apart(session: Session, mentee_id: UUID, mentor_id: UUID) -> PairApart | None:
    """Tell what keeps two people out of each other's rounds, if anything did."""
    return session.get(PairApart, (mentee_id, mentor_id))


def forget_person(session: Session, person_id: UUID) -> None:
    """Delete every proposal and number about somebody, with what hangs on it."""
    for model, mentee in ((Proposal, Proposal.mentee_id), (PairApart, PairApart.mentee_id)):
        either = or_(mentee == person_id, model.mentor_id == person_id)
        session.execute(delete(model).where(either))


def kept(session: Session) -> list[Proposal]:
    """List the undecided proposals that a round keeps to: held ones, and those people made."""
    by_people = and_(Proposal.state == ProposalState.PROPOSED, Proposal.by_hand)
    chosen = select(Proposal).where(or_(Proposal.state == ProposalState.HELD, by_people))
    return list(session.scalars(chosen))


def _of_state(states: Collection[ProposalState]) -> Select[Proposal]:
    chosen = select(Proposal).join(Person, Person.id == Proposal.mentee_id)
    waiting_longest = (Person.waiting_since, Proposal.id)
    return chosen.where(Proposal.state.in_(states)).order_by(*waiting_longest)


def _open_to(actor: Actor) -> list[ColumnElement[bool]]:
    return open_to(actor, Proposal.mentee_human_id, Proposal.mentor_human_id)
