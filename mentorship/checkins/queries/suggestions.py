"""Suggested times, and who may see them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import literal_column, select, update
from sqlalchemy.orm import Session

from mentorship.checkins.models import Suggestion
from mentorship.checkins.queries.talks import TALKING, is_of, records_for
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.kernel import access, settings
from mentorship.kernel.access import Actor
from mentorship.kernel.db import changed_one, guarded
from mentorship.matches.models import Match


@access.sees(Suggestion)
def may_see_suggestion(session: Session, actor: Actor, row: Suggestion) -> bool:
    """Let both people of an open match see it, and staff who record what one of them said."""
    match = session.get(Match, row.match_id)
    if match is None or match.state not in TALKING:
        return False
    return is_of(actor, match) or records_for(session, actor, match)


def open_of(session: Session, match_ids: Iterable[UUID]) -> Sequence[Suggestion]:
    """List the times that wait for an answer."""
    chosen = select(Suggestion).where(
        Suggestion.match_id.in_(list(match_ids)), Suggestion.state == SuggestionState.OPEN
    )
    return session.scalars(chosen.order_by(Suggestion.at)).all()


def settle(session: Session, row: Suggestion, state: SuggestionState) -> None:
    """Turn one suggestion that is still open; if it is not, somebody was faster."""
    still = update(Suggestion).where(
        Suggestion.id == row.id, Suggestion.state == SuggestionState.OPEN
    )
    guarded(session, still.values(state=state))
    session.refresh(row)


def unanswered(session: Session, now: datetime, most: int) -> Sequence[Suggestion]:
    """List the times that nobody has answered within the days for it, the oldest first."""
    since = now - timedelta(days=settings.current(session).suggestion_days)
    # Written out, so that SQLite knows its index of the open ones serves.
    open_ = Suggestion.state == literal_column("'open'")
    first = select(Suggestion).where(open_, Suggestion.made_at <= since)
    ordered = first.order_by(Suggestion.made_at).limit(most)
    return session.scalars(ordered.with_for_update(skip_locked=True)).all()


def give_back(session: Session, row: Suggestion) -> bool:
    """Pass over a time that nobody answered; tell whether it was still open."""
    still = update(Suggestion).where(
        Suggestion.id == row.id, Suggestion.state == SuggestionState.OPEN
    )
    return changed_one(session, still.values(state=SuggestionState.PASSED))


def pass_all(session: Session, match_id: UUID) -> None:
    """Pass over whatever is still open for a pair."""
    still = update(Suggestion).where(
        Suggestion.match_id == match_id, Suggestion.state == SuggestionState.OPEN
    )
    session.execute(still.values(state=SuggestionState.PASSED))


def pass_what_is_past(session: Session, match_id: UUID, now: datetime) -> None:
    """Pass over the open times of a pair that nobody can take any more."""
    past = update(Suggestion).where(
        Suggestion.match_id == match_id,
        Suggestion.state == SuggestionState.OPEN,
        Suggestion.at <= now,
    )
    session.execute(past.values(state=SuggestionState.PASSED))
