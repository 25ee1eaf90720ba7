"""The pool of a round: who is in, under a random number, and how many are not, and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import permutations
from secrets import token_hex
from uuid import UUID

from sqlalchemy.orm import Session

from matching.criteria import Criterion
from matching.people import Mentee, Mentor
from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.audit import Purpose
from mentorship.kernel.settings import Agency
from mentorship.kernel.words import N_, local
from mentorship.profiles import queries
from mentorship.profiles.queries.answers import Record, records
from mentorship.profiles.questions import asked_of
from mentorship.profiles.questions.criteria import criteria
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.release.people import as_mentee, as_mentor
from mentorship.profiles.rules.choices import Choices
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.rules.room import room_left

Pair = tuple[UUID, UUID]
Number = Callable[[UUID], str]
NOTHING = Record({}, Choices({}, {}))


class LeftOut(StrEnum):
    """Why somebody is not in a round; only ever counted."""

    NOT_WELCOMED = "not_welcomed"
    NOT_READY = "not_ready"
    PAUSED = "paused"
    TAKEN = "taken"
    COOLING = "cooling"
    NO_ROOM = "no_room"
    NO_SUPPORT = "no_support"
    NEEDS_TALK = "needs_talk"
    CANNOT_LOOK = "cannot_look"


LEFT_OUT_WORDS = {
    LeftOut.NOT_WELCOMED: N_("welcome talk to come"),
    LeftOut.NOT_READY: N_("not ready, or a date has passed"),
    LeftOut.PAUSED: N_("paused"),
    LeftOut.TAKEN: N_("asked or matched already"),
    LeftOut.COOLING: N_("the days after an ending are not over"),
    LeftOut.NO_ROOM: N_("no room now"),
    LeftOut.NO_SUPPORT: N_("whoever supervises them has no room now"),
    LeftOut.NEEDS_TALK: N_("waiting, needs a talk"),
    LeftOut.CANNOT_LOOK: N_("waiting, cannot be looked for"),
}


@dataclass(frozen=True)
class Pool:
    """Everything a round may know: people under random numbers, and who those are.

    `blocked` holds pairs of numbers, mentee first, that must not be made; why is not in it.
    `groups` tells how many more matches each supervisor of these mentors can hold, where the agency
    set a limit. `versions` tells by code which version of each answer is used. `unused` counts the
    questions of everybody in the pool that have no live consent, answered or not.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    criteria: tuple[Criterion, ...]
    blocked: frozenset[tuple[str, str]]
    groups: Mapping[str, int]
    people: Mapping[str, UUID]
    versions: Mapping[UUID, Mapping[str, UUID]]
    left_out: Mapping[tuple[Side, LeftOut], int]
    unused: int

    @property
    def numbers(self) -> dict[UUID, str]:
        """Give each person's number in this round."""
        return {person_id: number for number, person_id in self.people.items()}

    def one_more_place(self, mentor: str) -> tuple[Mentor, tuple[tuple[str, str], ...]]:
        """Give a further place of a mentor as somebody alike, and the pairs it must not make.

        Its number is the next one, so that nobody moves there without need.
        """
        same = next(one for one in self.mentors if one.id == mentor)
        twin = replace(same, id=f"{mentor}+", places=1)
        return twin, tuple((mentee, twin.id) for mentee, other in self.blocked if other == mentor)


@dataclass(frozen=True)
class _Supervised:
    """Who shares a supervisor, by random names, and how many more matches each of those can hold.

    Both are empty where the agency set no limit.
    """

    group: Mapping[UUID, str]
    room: Mapping[str, int]

    def has_room(self, mentor_id: UUID) -> bool:
        """Tell whether one more mentee of a mentor is within the limit."""
        return mentor_id not in self.group or self.room[self.group[mentor_id]] > 0


@dataclass(frozen=True)
class _Facts:
    """What keeps people out of a round, read once for all of them."""

    welcomed: Collection[UUID]
    ready: Collection[UUID]
    paused: Collection[UUID]
    excluded: Collection[UUID]
    cooling: Collection[UUID]
    places: Mapping[UUID, int]
    supervised: _Supervised
    now: datetime

    def why_not(self, person: Person, choices: Choices) -> list[LeftOut]:
        """List why a person is not in the round; nothing if they are."""
        is_mentor = person.kind is Kind.MENTOR
        reasons = {
            LeftOut.NOT_WELCOMED: not is_mentor and person.id not in self.welcomed,
            LeftOut.NOT_READY: is_mentor and person.id not in self.ready,
            LeftOut.PAUSED: person.id in self.paused,
            LeftOut.TAKEN: person.id in self.excluded,
            LeftOut.COOLING: person.id in self.cooling,
            LeftOut.NO_ROOM: is_mentor and self.places.get(person.id, 0) <= 0,
            LeftOut.NO_SUPPORT: is_mentor and not self.supervised.has_room(person.id),
            LeftOut.NEEDS_TALK: bool(choices.needs_talk(self.now)),
            LeftOut.CANNOT_LOOK: not choices.can_look(self.now),
        }
        return [reason for reason, holds in reasons.items() if holds]


def matching_pool(
    session: Session,
    now: datetime,
    *,
    agency: Agency | None = None,
    taken: Mapping[UUID, int] | None = None,
    excluded: Collection[UUID] = (),
    cooling: Collection[UUID] = (),
    apart: Collection[Pair] = (),
    number: Number = lambda _person_id: token_hex(8),
) -> Pool:
    """Give everyone who can be matched now, with the answers that may be used and no others.

    `taken` counts the places a mentor has given away, `excluded` are people who are asked, matched
    or waiting for a sentence, `cooling` those whose match ended lately, `apart` are pairs (mentee,
    mentor) that this round must not make.
    """
    agency = agency or settings.current(session)
    known = records(session)
    supervised = _supervised(session, agency.supervisor_matches, taken or {}, number)
    facts = _facts(session, now, taken or {}, excluded, cooling, supervised)
    people: dict[str, Person] = {}
    left_out: Counter[tuple[Side, LeftOut]] = Counter()
    for side, person in _participants(session):
        reasons = facts.why_not(person, known.get(person.id, NOTHING).choices)
        if reasons:
            left_out[side, reasons[0]] += 1
        else:
            people[number(person.id)] = person
    mentees, mentors = _as_the_matching_knows(session, people, known, facts)
    return Pool(
        mentees=mentees,
        mentors=mentors,
        criteria=criteria(agency),
        blocked=_blocked(session, people, apart),
        groups={one.group: supervised.room[one.group] for one in mentors if one.group},
        people={number: person.id for number, person in people.items()},
        versions={
            person.id: known[person.id].choices.live(ConsentPurpose.MATCH, now)
            for person in people.values()
        },
        left_out=dict(left_out),
        unused=sum(_unused(person, known[person.id], now) for person in people.values()),
    )


def missing_for_a_round(session: Session, person: Person, now: datetime) -> list[LeftOut]:
    """List what is missing before a round takes a person, apart from being asked or matched."""
    choices = records(session, [person.id])[person.id].choices
    facts = _facts(session, now, {}, (), (), _Supervised({}, {}))
    return facts.why_not(person, choices)


def _participants(session: Session) -> Iterator[tuple[Side, Person]]:
    for side in Side:
        for person in accounts.participants(session, Kind(side)):
            yield side, person


def _supervised(
    session: Session, ceiling: int | None, taken: Mapping[UUID, int], number: Number
) -> _Supervised:
    if ceiling is None:
        return _Supervised({}, {})
    supervisors = queries.supervisors(session)
    names = {human_id: number(human_id) for human_id in sorted(set(supervisors.values()))}
    held: Counter[UUID] = Counter()
    for mentor_id, human_id in supervisors.items():
        held[human_id] += taken.get(mentor_id, 0)
    return _Supervised(
        group={mentor_id: names[human_id] for mentor_id, human_id in supervisors.items()},
        room={names[human_id]: room_left(ceiling, count) for human_id, count in held.items()},
    )


def _facts(
    session: Session,
    now: datetime,
    taken: Mapping[UUID, int],
    excluded: Collection[UUID],
    cooling: Collection[UUID],
    supervised: _Supervised,
) -> _Facts:
    today = local(now).date()
    offered = queries.places_offered(session, now)
    return _Facts(
        welcomed=queries.welcomed(session),
        ready=queries.ready_mentors(session, today),
        paused=queries.paused_people(session, today),
        excluded=frozenset(excluded),
        cooling=frozenset(cooling),
        places={who: places - taken.get(who, 0) for who, places in offered.items()},
        supervised=supervised,
        now=now,
    )


def _as_the_matching_knows(
    session: Session,
    people: Mapping[str, Person],
    known: Mapping[UUID, Record],
    facts: _Facts,
) -> tuple[tuple[Mentee, ...], tuple[Mentor, ...]]:
    mentees, mentors = [], []
    vault.bring_keys(session, [person.id for person in people.values()])
    for number, person in people.items():
        leave = audit.opening(session, SYSTEM, person.id, Purpose.ROUND, facts.now)
        live = known[person.id].live(ConsentPurpose.MATCH, facts.now)
        if person.kind is Kind.MENTEE:
            mentees.append(as_mentee(leave, person, live, number, facts.now))
        else:
            mentor = as_mentor(leave, live, number, facts.places[person.id])
            mentors.append(replace(mentor, group=facts.supervised.group.get(person.id)))
    return tuple(mentees), tuple(mentors)


def _blocked(
    session: Session, people: Mapping[str, Person], apart: Collection[Pair]
) -> frozenset[tuple[str, str]]:
    numbers = {person.id: number for number, person in people.items()}
    humans: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for person in people.values():
        humans[person.human_id].append(person.id)
    of_one_human = (pair for own in humans.values() for pair in permutations(own, 2))
    together_before = queries.worked_with(session)
    kept_apart = {*queries.apart_pairs(session), *apart, *of_one_human, *together_before}
    return frozenset(
        (numbers[one], numbers[other])
        for one, other in kept_apart
        if one in numbers and people[numbers[one]].kind is Kind.MENTEE
        if other in numbers and people[numbers[other]].kind is Kind.MENTOR
    )


def _unused(person: Person, of: Record, now: datetime) -> int:
    usable = [question for question in asked_of(Side(person.kind)) if question.may_be_used]
    return len(usable) - len(of.live(ConsentPurpose.MATCH, now))
