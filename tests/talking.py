"""Pairs that talk, for tests of what comes after a match began."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.checkins.models import FollowUp
from mentorship.checkins.rules.logs import LogEntry, Outcome
from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.access import Actor, Role
from mentorship.kernel.clock import now
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from tests.cast import CAST, gathered, recalled, remember
from tests.databases import Template
from tests.participants import acting, add_person


@dataclass(frozen=True)
class Pair:
    """A mentee and a mentor whose match is active, and somebody who coordinates."""

    match_id: UUID
    mentee_id: UUID
    mentor_id: UUID
    rosa_id: UUID

    def match(self, session: Session) -> Match:
        """Give the match."""
        return session.get_one(Match, self.match_id)

    def mentor(self, session: Session) -> Actor:
        """Act as the mentor."""
        return acting(accounts.person(session, self.mentor_id))

    def mentee(self, session: Session) -> Person:
        """Give the mentee."""
        return accounts.person(session, self.mentee_id)

    def rosa(self, session: Session) -> Actor:
        """Act as the coordinator."""
        person = accounts.person(session, self.rosa_id)
        return Actor(person.id, person.human_id, frozenset({Role.COORDINATOR}))


def begin(session: Session, mentee_id: UUID, mentor_id: UUID, now: datetime) -> UUID:
    """Let two people begin to talk, as the introduction would."""
    match = Match(
        id=uuid4(), mentee_id=mentee_id, mentor_id=mentor_id, state=MatchState.ACTIVE,
        made_at=now, began_at=now, agreement_version=1,
    )  # fmt: skip
    session.add(match)
    session.flush()
    events.publish(session, events.MatchBegan(match.id, mentee_id, mentor_id), now)
    return match.id


def let_the_cast_talk(installation: Installation) -> None:
    """Let Noor and Amara begin to talk, and remember which match is theirs."""
    cast = gathered(installation, installation.config.home)
    with installation.database.transaction() as session:
        match_id = begin(session, cast.noor.person_id, cast.amara.person_id, now())
    remember(installation, "talking", {"match_id": match_id})


TALKING = Template("talking", let_the_cast_talk, CAST)


def match_of_the_cast(installation: Installation, shared: Path) -> UUID:
    """Tell which match is that of Noor and Amara in a copy of what they began in."""
    return UUID(recalled(installation, shared, "talking")["match_id"])


def talking(session: Session, now: datetime) -> Pair:
    """Give a pair whose match begins now."""
    rosa = add_person(session, Kind.STAFF, now)
    mentee, mentor = add_person(session, Kind.MENTEE, now), add_person(session, Kind.MENTOR, now)
    match_id = begin(session, mentee.id, mentor.id, now)
    return Pair(match_id, mentee.id, mentor.id, rosa.id)


def said(now: datetime, outcome: Outcome = Outcome.HELD, **more: object) -> LogEntry:
    """Say how a talk of today was."""
    return LogEntry(outcome, now.date(), **more)  # type: ignore[arg-type]


def open_rows(session: Session, **wanted: object) -> list[FollowUp]:
    """List the open follow-ups with these values."""
    found = session.query(FollowUp).filter_by(closed_at=None, **wanted)
    return list(found.order_by(FollowUp.opened_at))
