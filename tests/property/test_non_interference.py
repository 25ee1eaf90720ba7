"""Changing anything nobody agreed to changes not one byte of what a round gives.

What a round may depend on is held fixed: the answers in use, who waits for a talk, readiness, room,
pause, welcome, the supervisor and the numbers people have in the round. Everything else is changed:
every other answer, what is shown, who recorded it and when, old versions, names, codes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

import matching
from matching import Objective
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.installation import Installation
from mentorship.kernel import vault
from mentorship.kernel.access import How
from mentorship.kernel.audit import Opening
from mentorship.kernel.settings import Agency
from mentorship.matches.service.rounds import problem_of
from mentorship.profiles.models import Answer, Consent, Readiness, Room, Supervision, Welcome
from mentorship.profiles.queries.answers import Record, records
from mentorship.profiles.questions import THREE, asked_of
from mentorship.profiles.questions.kinds import Kind as Asks
from mentorship.profiles.questions.kinds import Question, Side, Value
from mentorship.profiles.release import matching_pool
from mentorship.profiles.release import pool as gate
from mentorship.profiles.release.people import as_mentee, as_mentor
from mentorship.profiles.rules.answers import is_must, stored
from mentorship.profiles.rules.consent import Because, ConsentPurpose, Step
from tests.participants import add_person

EXAMPLES, EXAMPLES_LONG = 25, 500
SIDES = (Side.MENTEE, Side.MENTEE, Side.MENTEE, Side.MENTOR, Side.MENTOR)
# Most people must be placeable, or the property would say nothing.
RARELY = st.integers(0, 11).map(lambda n: n == 7)
# Both mentors have one supervisor, who cannot take all three mentees.
SUPERVISOR, SUPERVISOR_HOLDS = uuid4(), 2
LIVE, NEVER, WITHDRAWN, ENDED = "live", "never", "withdrawn", "ended"


@dataclass(frozen=True)
class Said:
    """One answer and what became of the consent to use it."""

    value: Value
    use: str
    shown: bool = False
    how: How | None = None
    earlier: Value = ()


Profile = Mapping[str, Said]
Population = tuple[Profile, ...]


def values(question: Question, side: Side) -> st.SearchStrategy[Value]:
    """Draw an answer to a question; the first options often, so that people have some in common."""
    if question.kind is Asks.WORDS:
        return st.sampled_from(["she", "they", "a word of my own"]).map(lambda word: (word,))
    keys = [option.key for option in question.offered(side)][:5]
    if question.kind is Asks.WISH:
        wished = st.lists(st.sampled_from(keys[:2]), min_size=1, max_size=2, unique=True)
        return st.tuples(wished, RARELY).map(lambda w: (*w[0], *(["must"] * w[1])))
    if question.kind is Asks.PREFERENCE:
        softly = st.sampled_from(["same", "different", "none"])
        firmly = st.sampled_from(["must", "must_not"])
        return st.tuples(RARELY, softly, firmly).map(lambda p: (p[2] if p[0] else p[1],))
    most = 3 if question.kind in {Asks.MANY, Asks.WEEK} else 1
    chosen = st.lists(st.sampled_from(keys), min_size=1, max_size=most, unique=True)
    return chosen.map(tuple)


@st.composite
def said(draw: st.DrawFn, question: Question, side: Side) -> Said:
    """Draw an answer and what became of it; the first three are mostly there and in use."""
    if question.code in THREE and not draw(RARELY):
        keys = [option.key for option in question.options]
        return Said(tuple(keys[:3]), LIVE)
    use = draw(st.sampled_from([LIVE, NEVER, NEVER, WITHDRAWN, ENDED]))
    return Said(draw(values(question, side)), use)


@st.composite
def populations(draw: st.DrawFn) -> tuple[Population, Population]:
    """Draw some people, and the same people with all changed that nobody agreed to."""
    before, after = [], []
    for side in SIDES:
        asked = [q for q in asked_of(side) if q.code in THREE or draw(st.booleans())]
        profile = {q.code: draw(said(q, side)) for q in asked}
        before.append(profile)
        after.append(dict(_changed(draw, profile, side)))
    return tuple(before), tuple(after)


def _changed(draw: st.DrawFn, profile: Profile, side: Side) -> Iterator[tuple[str, Said]]:
    for question in asked_of(side):
        one = profile.get(question.code)
        noise = {"shown": draw(st.booleans()), "how": draw(st.sampled_from([None, *How]))}
        if one is not None and one.use == LIVE:
            yield question.code, replace(one, earlier=draw(values(question, side)), **noise)
        elif one is None or one.use == NEVER:
            if draw(st.booleans()):
                yield question.code, Said(draw(values(question, side)), NEVER, **noise)
        else:
            # Whether a must was lost is known to a round; what it said is not.
            firm = is_must(question, one.value)
            kept = values(question, side).filter(lambda v, q=question, f=firm: is_must(q, v) is f)
            yield question.code, replace(one, value=draw(kept), **noise)


@pytest.fixture
def compare(
    installation: Installation, now: datetime
) -> Callable[[tuple[Population, Population]], int]:
    """Run both rounds, insist that they are the same, and tell how many were placed."""

    def both(pair: tuple[Population, Population]) -> int:
        (one, placed), (other, _same) = (round_of(installation, people, now) for people in pair)
        assert one == other
        return placed

    return both


def check(
    compare: Callable[[tuple[Population, Population]], int],
    examples: int,
    phases: Collection[Phase] = tuple(Phase),
) -> None:
    """Hold the property for many populations, of which at least half place somebody."""
    placed: list[int] = []

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, phases=phases,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(populations())
    def holds(pair: tuple[Population, Population]) -> None:
        placed.append(compare(pair))

    holds()
    assert sum(count > 0 for count in placed) * 2 >= len(placed)


def test_what_nobody_agreed_to_changes_nothing(
    compare: Callable[[tuple[Population, Population]], int],
) -> None:
    check(compare, EXAMPLES)


@pytest.mark.long
def test_what_nobody_agreed_to_changes_nothing_in_many_populations(
    compare: Callable[[tuple[Population, Population]], int],
) -> None:
    check(compare, EXAMPLES_LONG)


def _whatever_was_answered(patch: pytest.MonkeyPatch) -> None:
    """Let the record itself give every answer, whatever was agreed to."""
    patch.setattr(Record, "live", lambda self, _purpose, _now: dict(self.rows))


def _everything_of_a_mentee(patch: pytest.MonkeyPatch) -> None:
    """Let the gate hand on every answer of a mentee, though it asked which may be used."""

    def leaking(leave: Opening, person: Person, _live: object, number: str, at: datetime) -> object:
        every = records(leave.session, [person.id])[person.id].rows
        return as_mentee(leave, person, every, number, at)

    patch.setattr(gate, "as_mentee", leaking)


def _how_often_they_changed_their_mind(patch: pytest.MonkeyPatch) -> None:
    """Let the gate hand on how often a mentor changed their mind, as if it were places."""

    def leaking(leave: Opening, live: Mapping[str, Answer], number: str, places: int) -> object:
        told = sum(row.version for row in live.values())
        return as_mentor(leave, live, number, places + told)

    patch.setattr(gate, "as_mentor", leaking)


@pytest.mark.parametrize(
    "leak", [_whatever_was_answered, _everything_of_a_mentee, _how_often_they_changed_their_mind]
)
def test_a_leak_in_the_gate_is_noticed(
    compare: Callable[[tuple[Population, Population]], int], monkeypatch: pytest.MonkeyPatch,
    leak: Callable[[pytest.MonkeyPatch], None],
) -> None:  # fmt: skip
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        check(compare, EXAMPLES, phases=[Phase.generate])


def round_of(
    installation: Installation, people: Population, now: datetime
) -> tuple[tuple[str, ...], int]:
    """Give everything a round gives, as text, and how many it placed."""
    with undone(installation) as session:
        numbers = {
            settled(session, side, profile, now).id: f"p{at}"
            for at, (side, profile) in enumerate(zip(SIDES, people, strict=True))
        }
        numbers[SUPERVISOR] = "s"
        agency = Agency(supervisor_matches=SUPERVISOR_HOLDS)
        pool = matching_pool(session, now, agency=agency, number=numbers.__getitem__)
    problem = problem_of(pool)
    result = matching.solve(problem, Objective("coverage"))
    reasons = [matching.explain(problem, pair.mentee, pair.mentor) for pair in result.pairs]
    people_in = sorted([*pool.mentees, *pool.mentors], key=lambda person: person.id)
    counts = sorted(pool.left_out.items()), pool.unused
    known = (people_in, pool.criteria, sorted(pool.blocked), pool.groups, counts)
    return (repr(known), result.to_json(), repr(reasons)), result.placed


@contextmanager
def undone(installation: Installation) -> Iterator[Session]:
    """Give a session of which nothing stays."""
    with Session(installation.database.engine, info={**installation.database.info}) as session:
        session.info["writes"] = True
        yield session
        session.rollback()


def settled(session: Session, side: Side, profile: Profile, now: datetime) -> Person:
    """Add somebody whom only their answers keep out of a round."""
    person = add_person(session, Kind(side), now)
    if side is Side.MENTEE:
        session.add(Welcome(person_id=person.id, held_at=now))
    else:
        last_day = (now + timedelta(days=90)).date()
        session.add(Readiness(person_id=person.id, ready_since=now, last_day=last_day))
        session.add(Room(person_id=person.id, places=2, confirmed_at=now))
        session.add(Supervision(person_id=person.id, on=now.date(), recorded_by=SUPERVISOR))
    questions = {question.code: question for question in asked_of(side)}
    for code, one in profile.items():
        _answer(session, person.id, questions[code], one, now)
    session.flush()
    return person


def _answer(
    session: Session, person_id: UUID, question: Question, one: Said, now: datetime
) -> None:
    versions = [one.earlier, one.value] if one.earlier else [one.value]
    for version, value in enumerate(versions, 1):
        row = Answer(
            id=uuid4(), person_id=person_id, code=question.code, version=version, wording=1,
            language="en", at=now, how=one.how, recorded_by=None,
        )  # fmt: skip
        vault.seal(session, row, "value", stored(value))
        session.add(row)
        session.flush()
    _consent(session, row, ConsentPurpose.MATCH, one.use, now, is_must(question, one.value))
    _consent(session, row, ConsentPurpose.SHOW, LIVE if one.shown else NEVER, now, firm=False)


def _consent(
    session: Session, row: Answer, purpose: ConsentPurpose, use: str, now: datetime, firm: bool
) -> None:
    ends_at = now - timedelta(days=1) if use == ENDED else now + timedelta(days=90)
    steps = {NEVER: [], WITHDRAWN: [None, Because.SAID]}.get(use, [None])
    for number, because in enumerate(steps, 1):
        session.add(
            Consent(
                person_id=row.person_id, code=row.code, purpose=purpose, number=number,
                step=Step.STOPPED if because else Step.GIVEN, because=because,
                answer_id=row.id, ends_at=ends_at, firm=firm, wording=1, language="en", at=now,
            )
        )  # fmt: skip
