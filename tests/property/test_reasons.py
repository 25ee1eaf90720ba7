"""Reasons say only what somebody let be used: on the sheet of a decision, and on an offer.

One agency twice, in which only that differs which nobody agreed to. A round runs in both; then
every sheet that a coordinator reads and all that each side is told of the other must be the same.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matching import Objective
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel.access import Actor
from mentorship.matches.models import Proposal
from mentorship.matches.queries import proposals
from mentorship.matches.rules.states import ProposalState
from mentorship.matches.service import fits, rounds
from mentorship.matches.service.sheets import sheet
from mentorship.profiles.models import Answer
from mentorship.profiles.queries.answers import Record, record
from mentorship.profiles.questions import QUESTIONS, THREE, asked_of
from mentorship.profiles.questions.kinds import SeenBy, Side
from mentorship.profiles.release import matching_pool, pairs, showing, shown_to, what_fits
from mentorship.profiles.rules.answers import is_must
from mentorship.profiles.rules.consent import ConsentPurpose
from tests.participants import acting, add_person
from tests.property.test_non_interference import (
    LIVE,
    NEVER,
    SIDES,
    SUPERVISOR,
    Population,
    Profile,
    Said,
    said,
    settled,
    undone,
    values,
)

EXAMPLES, EXAMPLES_OF_A_LEAK, EXAMPLES_LONG = 8, 25, 200

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Compare = Callable[[tuple[Population, Population]], int]


@st.composite
def populations(draw: st.DrawFn) -> tuple[Population, Population]:
    """Draw some people, and the same people with all changed that may neither be used nor shown."""
    before, after = [], []
    for side in SIDES:
        asked = [q for q in asked_of(side) if q.code in THREE or draw(st.booleans())]
        profile = {q.code: replace(draw(said(q, side)), shown=draw(st.booleans())) for q in asked}
        before.append(profile)
        after.append(dict(_changed(draw, profile, side)))
    return tuple(before), tuple(after)


def _changed(draw: st.DrawFn, profile: Profile, side: Side) -> Iterator[tuple[str, Said]]:
    for question in asked_of(side):
        one = profile.get(question.code)
        if one is None:
            if draw(st.booleans()):
                yield question.code, Said(draw(values(question, side)), NEVER)
        elif one.use == LIVE or one.shown:
            yield question.code, replace(one, earlier=draw(values(question, side)))
        else:
            # Whether a must was lost keeps somebody out of a round; what it said does not.
            firm = is_must(question, one.value)
            kept = values(question, side).filter(lambda v, q=question, f=firm: is_must(q, v) is f)
            yield question.code, replace(one, value=draw(kept))


@pytest.fixture
def compare(installation: Installation, now: datetime) -> Compare:
    """Read all reasons in both agencies, insist that they are the same, and count the sheets."""

    def both(pair: tuple[Population, Population]) -> int:
        one, other = (reasons_of(installation, people, now) for people in pair)
        assert one == other
        return len(one)

    return both


def check(compare: Compare, examples: int, phases: Collection[Phase] = tuple(Phase)) -> None:
    """Hold the property for many agencies, in at least half of which somebody decides."""
    read: list[int] = []

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, phases=phases,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(populations())
    def holds(pair: tuple[Population, Population]) -> None:
        read.append(compare(pair))

    holds()
    assert sum(count > 0 for count in read) * 2 >= len(read)


def test_reasons_say_only_what_may_be_used_or_shown(compare: Compare) -> None:
    check(compare, EXAMPLES)


@pytest.mark.long
def test_reasons_say_only_what_may_be_used_or_shown_in_many_agencies(compare: Compare) -> None:
    check(compare, EXAMPLES_LONG)


class _Everything(Record):
    """A record of which everything may be used and shown."""

    def live(self, _purpose: ConsentPurpose, _now: datetime) -> dict[str, Answer]:
        return dict(self.rows)


def _everything(session: Session, person_id: UUID) -> Record:
    known = record(session, person_id)
    return _Everything(known.rows, known.choices)


def _whoever_reads_gets_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "record", _everything)


def _everything_is_weighed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pairs, "_usable", lambda session, who, _now: record(session, who).rows)


def _everything_is_shown(patch: pytest.MonkeyPatch) -> None:
    def every(session: Session, who: UUID, _now: datetime) -> dict[str, Answer]:
        rows = record(session, who).rows
        return {code: a for code, a in rows.items() if QUESTIONS[code].seen_by is SeenBy.OTHER_SIDE}

    patch.setattr(showing, "_to_show", every)


@pytest.mark.parametrize(
    "leak", [_whoever_reads_gets_everything, _everything_is_weighed, _everything_is_shown]
)
def test_a_reason_that_says_more_is_noticed(
    compare: Compare, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        check(compare, EXAMPLES_OF_A_LEAK, phases=[Phase.generate])


def reasons_of(installation: Installation, people: Population, now: datetime) -> list[str]:
    """Give all that is said about each proposal of a round, with the same names in every agency."""
    with undone(installation) as session:
        rosa = acting(add_person(session, Kind.STAFF, now))
        them = [settled(session, side, one, now) for side, one in zip(SIDES, people, strict=True)]
        number = {person.id: f"p{at}" for at, person in enumerate(them)}
        _round(session, rosa, {**number, SUPERVISOR: "s"}, now)
        made = proposals.of_state(session, (ProposalState.PROPOSED,))
        made.sort(key=lambda one: number[one.mentee_id])
        return [_named(repr(_said_of(session, rosa, one, now)), them) for one in made]


def _round(session: Session, rosa: Actor, number: Mapping[UUID, str], now: datetime) -> None:
    row = rounds.start_round(session, rosa, now)
    rounds.prepare(session, row.id, now)
    pool = matching_pool(session, now, number=number.__getitem__)
    prepared = rounds.Prepared(pool, Objective.COVERAGE, 0)
    reckoned = rounds.solve(prepared)
    rounds.store(session, row.id, prepared, reckoned, now)
    found = fits.next_in_line(reckoned.problem, reckoned.result)
    rounds.store_next_in_line(session, row.id, prepared, found, None, reckoned, now)


def _said_of(session: Session, rosa: Actor, made: Proposal, now: datetime) -> tuple[object, ...]:
    told = []
    for side, other in ((Side.MENTEE, made.mentor_id), (Side.MENTOR, made.mentee_id)):
        fitting = what_fits(session, side, made.mentee_id, made.mentor_id, now)
        told.append((sorted(fitting), shown_to(session, rosa, other, now)))
    return sheet(session, rosa, made, now), told


def _named(said: str, them: Sequence[Person]) -> str:
    for at, person in enumerate(them):
        said = said.replace(str(person.id), f"p{at}").replace(person.code, f"p{at}")
    return UUIDS.sub("id", said)
