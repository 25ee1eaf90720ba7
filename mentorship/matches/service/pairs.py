"""A match from both people's yes to its end: introduction, agreement, rest, ending, closure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session, object_session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.kernel import audit, db, events, settings
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.kernel.states import after
from mentorship.kernel.words import _, by_line, local
from mentorship.matches.models import AgreementLine, Match, Proposal
from mentorship.matches.queries import closing as endings_of
from mentorship.matches.queries import offers, pairs, places, proposals
from mentorship.matches.rules.limits import check_paper, check_pause, is_agreed
from mentorship.matches.rules.reasons import ApartKind, ClosedAs, IntroducedBy
from mentorship.matches.rules.states import MATCH_STATES, MatchMove, MatchState
from mentorship.matches.service import closing, cooling, decisions, endings, standing
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.rules.copies import says
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service import end_shows
from mentorship.profiles.service.pause import rests


def introduce(
    session: Session, actor: Actor, match: Match, introduced_as: IntroducedBy, now: datetime
) -> None:
    """Note that the two were introduced, or that the mentee did not want it."""
    _hold(session, match)
    after(MATCH_STATES, match.state, MatchMove.BEGIN)
    if not standing.of_pair(session, match.mentee_id, match.mentor_id, now).ok:
        raise RuleBroken(_("A check is still open. Nothing was saved."), field="introduced_as")
    match.introduced_as, match.introduced_at = introduced_as, now
    match.introduced_by = actor.person_id
    session.flush()
    if match.proposal_id:
        told = [offer.id for offer in offers.of_proposal(session, match.proposal_id)]
        notices.overtake(session, told, NoticeKind.BOTH_SAID_YES)
    _record(session, actor, "introduced", match, now)
    _begin_if_ready(session, actor, match, now)


def agree(
    session: Session,
    actor: Actor,
    person: Person,
    match: Match,
    lines: Iterable[int],
    now: datetime,
    paper_on: date | None = None,
) -> None:
    """Note the lines of the agreement that somebody ticked, or whose signed paper staff have."""
    _hold(session, match)
    check_speaks_for(actor, person.id, person.human_id)
    if person.id not in _pair(match):
        raise NotFound
    after(MATCH_STATES, match.state, MatchMove.BEGIN)
    check_paper(paper_on, local(now).date())
    for line in lines:
        pairs.tick(
            session, match.id, person.id, line, agreed_at=now, paper_on=paper_on, how=actor.how,
            recorded_by=None if actor.for_(person.id) else actor.person_id,
        )  # fmt: skip
    offer = offers.to_person(session, match.proposal_id, person.id)
    if offer is not None and has_agreed(session, match, person.id):
        notices.untell(session, offer.id, person.id)
    audit.record(session, actor, "agreed", person.id, now)
    _begin_if_ready(session, actor, match, now)


def agreement_of(session: Session, match: Match) -> tuple[str, ...]:
    """Give the agreement's lines as they stood when both said yes."""
    return tuple(map(by_line, settings.at_version(session, match.agreement_version).agreement))


@says("agreement_line", "line")
def _line_agreed_to(row: AgreementLine, number: Any) -> str:
    session = object_session(row)
    match = session.get(Match, row.match_id) if session else None
    lines = agreement_of(session, match) if session and match else ()
    return lines[number] if number < len(lines) else str(number + 1)


def has_agreed(session: Session, match: Match, person_id: UUID) -> bool:
    """Tell whether somebody ticked every line."""
    lines = len(agreement_of(session, match))
    return is_agreed(lines, pairs.ticked(session, match.id, person_id))


def pause(
    session: Session,
    actor: Actor,
    match: Match,
    until: date | None,
    now: datetime,
    for_person: Person | None = None,
) -> None:
    """Let a match rest, until a day or until it is taken up again; nobody did anything wrong."""
    _hold(session, match)
    state = after(MATCH_STATES, match.state, MatchMove.REST if for_person else MatchMove.PAUSE)
    check_pause(until, local(now).date())
    pairs.move(
        session, match, state, rests_since=now, paused_until=until,
        paused_for=for_person.id if for_person else None,
    )  # fmt: skip
    _record(session, actor, "paused_match", match, now)
    _tell(session, match, NoticeKind.MATCH_PAUSED, now)
    events.publish(session, events.MatchPaused(*_about(match)), now)


def resume(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    """Take a match up again after its rest; nobody does while one of the two is away."""
    _hold(session, match)
    if _who_rests(session, match):
        raise RuleBroken(_("One of the two is away. Their talks go on when both are here again."))
    state = after(
        MATCH_STATES, match.state, MatchMove.WAKE if match.paused_for else MatchMove.RESUME
    )
    pairs.move(session, match, state, rests_since=None, paused_until=None, paused_for=None)
    _record(session, actor, "resumed_match", match, now)
    _tell(session, match, NoticeKind.MATCH_RESUMED, now)
    events.publish(session, events.MatchResumed(*_about(match)), now)


def begin_ending(
    session: Session, actor: Actor, match: Match, ending_as: ClosedAs, now: datetime
) -> None:
    """Start an ending; whoever is to be told is told by a person, not by this page."""
    _hold(session, match)
    state = after(MATCH_STATES, match.state, MatchMove.END)
    pairs.move(session, match, state, ending_at=now, ending_as=ending_as)
    endings_of.begun(session, match.id)
    _record(session, actor, "began_ending", match, now)
    events.publish(session, events.MatchEnding(*_about(match)), now)


def change_ending(
    session: Session, actor: Actor, match: Match, ending_as: ClosedAs, now: datetime
) -> None:
    """Go on with an ending in another of the three ways; what is done of its list stays done."""
    _hold(session, match)
    state = after(MATCH_STATES, match.state, MatchMove.CHANGE)
    pairs.move(session, match, state, ending_as=ending_as)
    _record(session, actor, "changed_ending", match, now)


def close(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    """Close a match whose list is done: its place is free, both hear the same at the same hour."""
    _hold(session, match)
    after(MATCH_STATES, match.state, MatchMove.CLOSE)
    closing.check_ready(session, match)
    _close(session, actor, match, MatchMove.CLOSE, match.ending_as or ClosedAs.ONE_SIDED, now)


def end_now(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    """Close a match at once, for safety; what is open of its list becomes a task for today."""
    _hold(session, match)
    _cut(session, actor, match, now)


def cut(session: Session, match: Match, now: datetime) -> None:
    """Close a match at once, because one of the two is gone or they must be kept apart."""
    _hold(session, match)
    if match.state is not MatchState.CLOSED:
        _cut(session, SYSTEM, match, now)


def rematch(session: Session, actor: Actor, match: Match, now: datetime) -> Proposal:
    """Propose the two of a closed match once more: no round does, only somebody who decides it."""
    if match.state is not MatchState.CLOSED:
        raise RuleBroken(_("These two still have each other. Nothing was changed."))
    if _has_somebody(session, match.mentee_id):
        raise RuleBroken(_("A decision about this mentee waits already. Nothing was changed."))
    mentee, mentor = (accounts.person(session, person_id) for person_id in _pair(match))
    made = decisions.propose(session, mentee, mentor, now, by_hand=True, made_by=actor.person_id)
    _record(session, actor, "proposed_again", match, now)
    return made


def _hold(session: Session, match: Match) -> None:
    if db.lock(session, Match, match.id) is None:
        raise NotFound


def _begin_if_ready(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    ready = match.introduced_at and all(has_agreed(session, match, p) for p in _pair(match))
    if ready:
        state = after(MATCH_STATES, match.state, MatchMove.BEGIN)
        pairs.move(session, match, state, began_at=now)
        _record(session, actor, "match_began", match, now)
        _tell(session, match, NoticeKind.MATCH_BEGAN, now)
        events.publish(session, events.MatchBegan(*_about(match)), now)
        for one in _who_rests(session, match)[:1]:
            pause(session, SYSTEM, match, None, now, for_person=accounts.person(session, one))


def _who_rests(session: Session, match: Match) -> list[UUID]:
    return [person_id for person_id in _pair(match) if rests(session, person_id)]


def _has_somebody(session: Session, mentee_id: UUID) -> bool:
    waits = proposals.open_of_mentee(session, mentee_id)
    return waits is not None or places.of_mentee(session, mentee_id) is not None


def _cut(session: Session, actor: Actor, match: Match, now: datetime) -> None:
    # Of whatever ends at once, only that it did is kept: why would tell of one of the two.
    endings_of.begun(session, match.id).at_once = True
    _close(session, actor, match, MatchMove.CUT, ClosedAs.ONE_SIDED, now)
    if closing.lines_left(session, match):
        events.publish(session, events.EndingLeftOpen(*_about(match)), now)


def _close(
    session: Session,
    actor: Actor,
    match: Match,
    move: MatchMove,
    closed_as: ClosedAs,
    now: datetime,
) -> None:
    state = after(MATCH_STATES, match.state, move)
    pairs.move(session, match, state, rests_since=None, closed_at=now, closed_as=closed_as)
    places.free(session, now, match_id=match.id)
    proposals.keep_apart(session, match.mentee_id, match.mentor_id, ApartKind.FORMER, None)
    _record(session, actor, "closed_match", match, now)
    told_from = endings.next_fixed_hour(session, now)
    _tell(session, match, NoticeKind.MATCH_ENDED, now, told_from)
    ending = endings_of.begun(session, match.id)
    ending.told_from = told_from
    is_told = closing.is_told(session, match, ending, Side.MENTEE, now)
    cooling.start(session, match.mentee_id, now, now if is_told else told_from)
    _end_showing(session, match, now)
    events.publish(session, events.MatchEnded(*_about(match)), now)


def _end_showing(session: Session, match: Match, now: datetime) -> None:
    # Showing ends with the match; a mentor who walks with others goes on showing it to them.
    for person_id in _pair(match):
        if not pairs.open_matches_of(session, person_id):
            end_shows(session, person_id, now)


def _pair(match: Match) -> tuple[UUID, UUID]:
    return match.mentee_id, match.mentor_id


def _about(match: Match) -> tuple[UUID, UUID, UUID]:
    return match.id, match.mentee_id, match.mentor_id


def _tell(
    session: Session,
    match: Match,
    kind: NoticeKind,
    now: datetime,
    visible_from: datetime | None = None,
) -> None:
    # Of what is told about one match, only the latest stands.
    notices.untell(session, match.id)
    for person_id in _pair(match):
        if match.state is MatchState.ENDING and _knows_end(session, match, person_id, now):
            continue
        offer = offers.to_person(session, match.proposal_id, person_id)
        if offer is not None:
            notices.untell(session, offer.id)
        notices.tell(session, person_id, kind, now, visible_from=visible_from, ref=match.id)


def _knows_end(session: Session, match: Match, person_id: UUID, now: datetime) -> bool:
    side = closing.side_in(match, person_id)
    return closing.is_told(session, match, endings_of.begun(session, match.id), side, now)


def _record(session: Session, actor: Actor, act: str, match: Match, now: datetime) -> None:
    audit.record_pair(session, actor, act, _pair(match), now)
