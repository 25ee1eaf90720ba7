"""What ends because something else ended: consents, people, readiness, being kept apart.

Subscribers: each runs in the transaction of what it hears.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.kernel import events
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.states import can
from mentorship.matches.queries import cooling, pairs, places, proposals, rounds
from mentorship.matches.rules.states import MATCH_STATES, MatchMove, ProposalMove
from mentorship.matches.service import endings, resting
from mentorship.matches.service import pairs as matches


def on_consent_ended(session: Session, event: events.ConsentEnded, now: datetime) -> None:
    """End what rests on an answer that may not be used for matching any more."""
    if event.purpose == "match":
        _void_using(session, event, now)


def on_answer_changed(session: Session, event: events.AnswerChanged, now: datetime) -> None:
    """End what rests on an answer that is not the answer any more."""
    _void_using(session, event, now)


def on_kept_apart(session: Session, event: events.KeptApart, now: datetime) -> None:
    """End everything between two people who must never be brought together."""
    for proposal in proposals.open_between(session, event.one, event.other):
        endings.void(session, proposal.id, ProposalMove.BLOCK, now)
    for match in pairs.open_between(session, event.one, event.other):
        matches.cut(session, match, now)


def on_person_away(
    session: Session,
    event: events.PersonSuspended | events.PersonStopped | events.PersonPaused,
    now: datetime,
) -> None:
    """End somebody's proposals and offers, and let their matches rest, those that end as well."""
    _void_about(session, event.person_id, now)
    for match in pairs.open_matches_of(session, event.person_id):
        if can(MATCH_STATES, match.state, MatchMove.REST) and not match.rests:
            person = accounts.person(session, event.person_id)
            matches.pause(session, SYSTEM, match, None, now, for_person=person)


def on_person_back(
    session: Session,
    event: events.PersonRestored | events.PersonReturned | events.PersonResumed,
    now: datetime,
) -> None:
    """Take up the matches that rested because of somebody; what ended stays ended.

    Who came back while a pause of theirs still holds goes on resting, and so do their matches.
    """
    for match in pairs.paused_for(session, event.person_id):
        resting.take_up(session, match, now)


def on_readiness_ended(session: Session, event: events.ReadinessEnded, now: datetime) -> None:
    """End the proposals and offers of a mentor who may not be matched any more."""
    _void_about(session, event.person_id, now)


def on_welcome_taken_back(session: Session, event: events.WelcomeTakenBack, now: datetime) -> None:
    """End the proposals of a mentee who was looked for because of a talk that was not held."""
    _void_about(session, event.person_id, now)


def on_person_erased(session: Session, event: events.PersonErased, now: datetime) -> None:
    """End everything of somebody, then delete it; results of rounds they were in are blanked."""
    _void_about(session, event.person_id, now)
    for match in pairs.open_matches_of(session, event.person_id):
        matches.cut(session, match, now)
    rounds.blank(session, event.person_id, now)
    for queries in (rounds, places, pairs, proposals, cooling):
        queries.forget_person(session, event.person_id)


def _void_using(
    session: Session, event: events.ConsentEnded | events.AnswerChanged, now: datetime
) -> None:
    rounds.forget_fits_using(session, event.person_id, event.code)
    for proposal in proposals.open_using(session, event.person_id, event.code):
        endings.void(session, proposal.id, ProposalMove.WITHDRAW, now)


def _void_about(session: Session, person_id: UUID, now: datetime) -> None:
    for proposal in proposals.open_about(session, person_id):
        endings.void(session, proposal.id, ProposalMove.WITHDRAW, now)
