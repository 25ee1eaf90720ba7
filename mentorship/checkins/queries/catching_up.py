"""Who may have fewer clocks than this version keeps, a few at a time, by their ids."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.follow_ups import BATCH
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState


def mentees_without_silence(session: Session, after: UUID) -> Sequence[UUID]:
    """List mentees who are here and of whom no silence would be noticed."""
    return _here(session, PersonKind.MENTEE, after, _has_none(Kind.SILENCE, Person.id))


def mentors(session: Session, after: UUID) -> Sequence[UUID]:
    """List mentors who are here."""
    return _here(session, PersonKind.MENTOR, after)


def matches_not_looked_back_on(session: Session, after: UUID) -> Sequence[UUID]:
    """List matches that go on and on which nobody would look back."""
    goes_on = Match.state.in_((MatchState.ACTIVE, MatchState.PAUSED))
    chosen = select(Match.id).where(
        goes_on, Match.id > after, _has_none(Kind.PAIR_REVIEW, Match.id)
    )
    return session.scalars(chosen.order_by(Match.id).limit(BATCH)).all()


def _here(
    session: Session, kind: PersonKind, after: UUID, *also: ColumnElement[bool]
) -> Sequence[UUID]:
    chosen = select(Person.id).where(
        Person.kind == kind, Person.standing == Standing.HERE, Person.id > after, *also
    )
    return session.scalars(chosen.order_by(Person.id).limit(BATCH)).all()


def _has_none(kind: Kind, subject_id: Any) -> ColumnElement[bool]:
    return ~exists().where(
        FollowUp.kind == kind, FollowUp.subject_id == subject_id, FollowUp.closed_at.is_(None)
    )
