"""Two people who must be kept apart are never brought together, whenever the block comes.

Tried for every pair of a small agency at every moment, and for random agencies with several blocks.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel import events
from mentorship.kernel.errors import RuleBroken
from mentorship.matches import service
from mentorship.matches.models import Match, Place, Proposal
from mentorship.matches.rules.states import ENDED_PROPOSALS, MatchState
from mentorship.profiles import queries
from mentorship.profiles.queries import apart
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.service.apart import add_apart, tie_apart
from tests.participants import acting, add_person, ready_mentor, waiting_mentee

EXAMPLES, EXAMPLES_LONG = 6, 200


class Moment(IntEnum):
    """When a block comes, in the life of a round."""

    BEFORE = 0
    WHILE_SOLVING = 1
    PROPOSED = 2
    APPROVED = 3


@dataclass(frozen=True)
class Plan:
    """An agency, and when which mentee names which mentor."""

    mentees: int
    places: tuple[int, ...]
    blocks: Mapping[tuple[int, int], Moment]


def every_single_block() -> Iterator[Plan]:
    """Block each pair of two and two, at each moment."""
    for mentee, mentor, moment in product(range(2), range(2), Moment):
        yield Plan(2, (1, 1), {(mentee, mentor): moment})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw an agency with a block for some of its pairs."""
    mentees = draw(st.integers(1, 4))
    places = tuple(draw(st.lists(st.integers(1, 2), min_size=1, max_size=3)))
    pairs = st.tuples(st.integers(0, mentees - 1), st.integers(0, len(places) - 1))
    blocks = st.dictionaries(pairs, st.sampled_from(Moment), min_size=1, max_size=6)
    return Plan(mentees, places, draw(blocks))


class Agency:
    """The people of a plan, and what has come of them so far."""

    def __init__(self, session: Session, plan: Plan, now: datetime) -> None:
        self.session, self.plan, self.now = session, plan, now
        self.rosa = acting(add_person(session, Kind.STAFF, now))
        self.mentees = [waiting_mentee(session, now) for _nth in range(plan.mentees)]
        self.mentors = [ready_mentor(session, now, places) for places in plan.places]
        self.blocked: set[tuple[UUID, UUID]] = set()

    def block(self, moment: Moment) -> None:
        """Let come the blocks of a moment."""
        for (mentee, mentor), comes in self.plan.blocks.items():
            if comes is moment:
                self._name(self.mentees[mentee], self.mentors[mentor])

    def _name(self, mentee: Person, mentor: Person) -> None:
        entry = add_apart(
            self.session, acting(mentee), mentee, ApartKind.NAME, "Somebody", self.now
        )
        tie_apart(self.session, self.rosa, entry, [mentor.id], self.now)
        self.blocked.add((mentee.id, mentor.id))

    def round(self) -> None:
        """Do a round, in which blocks come while the solver works."""
        row = service.start_round(self.session, self.rosa, self.now)
        prepared = service.prepare(self.session, row.id, self.now)
        assert prepared
        self.block(Moment.WHILE_SOLVING)
        service.store(self.session, row.id, prepared, service.solve(prepared), self.now)

    def approve_all(self) -> None:
        """Approve whatever can be approved."""
        for proposal in self.session.scalars(select(Proposal)).all():
            with suppress(RuleBroken):
                service.approve(self.session, self.rosa, proposal, proposal.version, self.now)

    def together(self) -> set[tuple[UUID, UUID]]:
        """List the pairs that are on their way to each other, or there."""
        proposed = select(Proposal).where(Proposal.state.not_in(ENDED_PROPOSALS))
        matched = select(Match).where(Match.state != MatchState.CLOSED)
        rows = [
            *self.session.scalars(proposed), *self.session.scalars(matched),
            *self.session.scalars(select(Place).where(Place.open)),
        ]  # fmt: skip
        return {(row.mentee_id, row.mentor_id) for row in rows}


def live(installation: Installation, plan: Plan, now: datetime) -> int:
    """Live a plan through, insist at each step, undo it, and tell how many came together."""
    with _undone(installation) as session:
        agency, most = Agency(session, plan, now), 0
        agency.block(Moment.BEFORE)
        for step in (
            agency.round, lambda: agency.block(Moment.PROPOSED), agency.approve_all,
            lambda: agency.block(Moment.APPROVED),
        ):  # fmt: skip
            step()
            session.flush()
            assert not agency.together() & agency.blocked
            most = max(most, len(agency.together()))
    return most


@contextmanager
def _undone(installation: Installation) -> Iterator[Session]:
    with Session(installation.database.engine, info={**installation.database.info}) as session:
        session.info["writes"] = True
        yield session
        session.rollback()


def test_no_block_of_any_pair_at_any_moment_is_broken(
    installation: Installation, now: datetime
) -> None:
    met = [live(installation, plan, now) for plan in every_single_block()]
    assert all(met)


def test_no_blocks_of_a_random_agency_are_broken(
    installation: Installation, now: datetime, pytestconfig: pytest.Config
) -> None:
    met: list[int] = []

    @settings(
        max_examples=EXAMPLES_LONG if pytestconfig.option.long else EXAMPLES, deadline=None,
        derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans())
    def holds(plan: Plan) -> None:
        met.append(live(installation, plan, now))

    holds()
    assert sum(map(bool, met)) * 2 >= len(met)


def test_a_round_and_a_decision_that_know_no_blocks_are_noticed(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (queries, apart):
        monkeypatch.setattr(module, "apart_pairs", lambda _session: set())
    with pytest.raises(AssertionError):
        live(installation, Plan(1, (1,), {(0, 0): Moment.BEFORE}), now)


def test_a_block_that_nobody_hears_is_noticed(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(installation.database.info, "subscribers", events.Subscribers((), ()))
    with pytest.raises(AssertionError):
        live(installation, Plan(1, (1,), {(0, 0): Moment.APPROVED}), now)
