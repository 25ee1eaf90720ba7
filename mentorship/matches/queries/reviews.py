"""Statements about the times when staff looked back on a match with both."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.matches.models import MatchReview


def reviews_of(session: Session, match_id: UUID) -> Sequence[MatchReview]:
    """List when staff looked back on a match and what came of it, the newest first."""
    chosen = select(MatchReview).where(MatchReview.match_id == match_id)
    return session.scalars(chosen.order_by(MatchReview.at.desc(), MatchReview.id)).all()
