"""What staff decide about a proposal: approve, hold, decline, take back, recall, choose another."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, db, settings, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import NotFound, Overtaken, RuleBroken
from mentorship.kernel.states import after, can
from mentorship.kernel.words import _, local
from mentorship.matches.models import Proposal, ProposalNote
from mentorship.matches.queries import places, proposals
from mentorship.matches.rules.limits import apart_until, ask_at, check_hold, check_take_back
from mentorship.matches.rules.reasons import STATE_WORDS, ApartKind, DeclineReason, HoldReason
from mentorship.matches.rules.states import PROPOSAL_STATES, ProposalMove, ProposalState
from mentorship.matches.service import endings, standing, supervision
from mentorship.profiles import queries as profiles
from mentorship.profiles import release


def approve(
    session: Session, actor: Actor, proposal: Proposal, version: int, now: datetime
) -> None:
    """Take the place and start the minutes in which this can be taken back."""
    state = _take(session, proposal, version, ProposalMove.APPROVE)
    if not standing.of_proposal(session, proposal, now).ok:
        raise RuleBroken(_("A check is still open. Nothing was saved."), field="decision")
    minutes = settings.current(session).take_back_minutes
    proposals.move(session, proposal, state, ask_at=ask_at(now, minutes), **_decided(actor, now))
    _take_place(session, proposal, now)
    _record(session, actor, "approved_proposal", proposal, now)


def hold(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    version: int,
    reason: HoldReason,
    until: date,
    now: datetime,
) -> None:
    """Let a proposal wait until a day."""
    state = _take(session, proposal, version, ProposalMove.HOLD)
    check_hold(until, local(now).date(), settings.current(session).hold_most_days)
    proposals.move(
        session, proposal, state, hold_reason=reason, hold_until=until, **_decided(actor, now)
    )
    _record(session, actor, "held_proposal", proposal, now)


def decline(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    version: int,
    reason: DeclineReason,
    now: datetime,
    note: str = "",
) -> None:
    """End a proposal that nobody was asked about, and let no round make it again for a while.

    The two never hear of it.
    """
    _decline(session, actor, proposal, version, reason, now)
    _write_note(session, proposal, note, now)
    days, today = settings.current(session).not_now_days, local(now).date()
    until = apart_until(ApartKind.DECLINED, today, days)
    proposals.keep_apart(session, proposal.mentee_id, proposal.mentor_id, ApartKind.DECLINED, until)


def take_back(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
    """Undo an approval before anybody was asked."""
    state = _take(session, proposal, proposal.version, ProposalMove.TAKE_BACK)
    check_take_back(now, proposal.ask_at or now)
    proposals.move(session, proposal, state, ask_at=None)
    places.free(session, now, proposal_id=proposal.id)
    _record(session, actor, "took_back_approval", proposal, now)


def recall(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
    """End a proposal that was approved, for a reason of staff."""
    _take(session, proposal, proposal.version, ProposalMove.RECALL)
    endings.end(session, actor, proposal, ProposalMove.RECALL, now)


def take_up(session: Session, proposal_id: UUID, now: datetime) -> None:
    """Bring a held proposal back to those that wait, on the day its hold ends."""
    proposal = db.lock(session, Proposal, proposal_id)
    if proposal is not None and can(PROPOSAL_STATES, proposal.state, ProposalMove.TAKE_UP):
        proposals.move(session, proposal, ProposalState.PROPOSED, hold_until=None, hold_reason=None)
        _record(session, SYSTEM, "took_up_proposal", proposal, now)


def choose(
    session: Session,
    actor: Actor,
    before: Proposal,
    mentee: Person,
    mentor: Person,
    reason: str,
    now: datetime,
) -> Proposal:
    """Propose another mentor by hand; the proposal there was is declined.

    Nothing was found against that pair, so a later round may make it again.
    """
    _decline(session, actor, before, before.version, DeclineReason.OTHER_CHOSEN, now)
    made = propose(session, mentee, mentor, now, by_hand=True, made_by=actor.person_id)
    _write_note(session, made, reason, now)
    _record(session, actor, "proposed_by_hand", made, now)
    return made


def propose(
    session: Session,
    mentee: Person,
    mentor: Person,
    now: datetime,
    *,
    by_hand: bool = False,
    made_by: UUID | None = None,
) -> Proposal:
    """Make a proposal, and note the answer versions it rests on."""
    proposal = Proposal(
        mentee_id=mentee.id, mentor_id=mentor.id,
        mentee_human_id=mentee.human_id, mentor_human_id=mentor.human_id,
        state=ProposalState.PROPOSED, by_hand=by_hand, made_by=made_by, made_at=now,
    )  # fmt: skip
    if mentee.human_id == mentor.human_id:
        raise RuleBroken(_("Nobody can be matched with themselves."))
    session.add(proposal)
    session.flush()
    for person in (mentee, mentor):
        answers = release.answer_versions(session, person.id, now)
        proposals.use_answers(session, proposal, person.id, answers)
    return proposal


def propose_all(
    session: Session, pairs: Sequence[tuple[UUID, UUID]], now: datetime, round_id: UUID
) -> None:
    """Make a round's proposals at once; they rest on the answers that are noted with the round."""
    ids = {person_id for pair in pairs for person_id in pair}
    people = {person.id: person for person in profiles.people_by_id(session, ids)}
    session.add_all(
        Proposal(
            round_id=round_id, mentee_id=mentee_id, mentor_id=mentor_id,
            mentee_human_id=people[mentee_id].human_id, mentor_human_id=people[mentor_id].human_id,
            state=ProposalState.PROPOSED, made_at=now,
        )
        for mentee_id, mentor_id in pairs
    )  # fmt: skip
    session.flush()


def _take(session: Session, proposal: Proposal, version: int, move: ProposalMove) -> ProposalState:
    """Hold a proposal for this transaction, if it still stands as it was read."""
    if db.lock(session, Proposal, proposal.id) is None:
        raise NotFound
    if proposal.version != version:
        said = _(STATE_WORDS[proposal.state])
        sentence = _("This was decided meanwhile: %(state)s. Nothing was saved.", state=said)
        raise RuleBroken(sentence, field="decision")
    return after(PROPOSAL_STATES, proposal.state, move)


def _decline(
    session: Session, actor: Actor, proposal: Proposal, version: int, reason: DeclineReason,
    now: datetime,
) -> None:  # fmt: skip
    _take(session, proposal, version, ProposalMove.DECLINE)
    endings.end(
        session, actor, proposal, ProposalMove.DECLINE, now,
        decline_reason=reason, **_decided(actor, now),
    )  # fmt: skip


def _take_place(session: Session, proposal: Proposal, now: datetime) -> None:
    supervision.check_room(session, proposal.mentor_id)
    room = profiles.places_offered(session, now).get(proposal.mentor_id, 0)
    # Whoever they walk with since they had more room counts: each takes one of the places left.
    beyond = places.count_beyond(session, proposal.mentor_id, room)
    for slot_no in range(1, room - beyond + 1):
        if places.take(session, proposal, slot_no, now):
            return
    if places.of_mentee(session, proposal.mentee_id) is not None:
        raise Overtaken
    raise RuleBroken(_("This mentor has no place left. Nothing was saved."), field="decision")


def _decided(actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "decided_by": actor.person_id,
        "decider_human_id": actor.human_id,
        "decided_at": now,
    }


def _write_note(session: Session, proposal: Proposal, words: str, now: datetime) -> None:
    if words:
        note = ProposalNote(person_id=proposal.mentee_id, proposal_id=proposal.id, at=now)
        vault.seal(session, note, "words", words)
        session.add(note)
        session.flush()


def _record(session: Session, actor: Actor, act: str, proposal: Proposal, now: datetime) -> None:
    audit.record_pair(session, actor, act, (proposal.mentee_id, proposal.mentor_id), now)
