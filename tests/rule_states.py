"""Every state that a rules module knows, and which of them an installation is in.

The list comes from the rules themselves, and what is kept from the tables: a new state, or a new
kind of them, is asked for without a word added here.
"""

import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from importlib import import_module

from sqlalchemy import Enum, select
from sqlalchemy.orm import Session

import mentorship
from mentorship.accounts import rules as accounts
from mentorship.accounts.models import Person
from mentorship.checkins.models import Meeting, Rhythm, StaffContact
from mentorship.checkins.queries import board
from mentorship.checkins.rules import contacts, follow_ups, rhythms, talks
from mentorship.kernel import audit, clock, db
from mentorship.kernel.access import NOBODY, SYSTEM, Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.words import local
from mentorship.matches.models import Round
from mentorship.matches.rules import reasons, states
from mentorship.matches.service.checking import check_round
from mentorship.notices.rules import MailKind, NoticeKind, Way
from mentorship.profiles import queries as profiles
from mentorship.profiles.models import SafeContact
from mentorship.profiles.queries.answers import records
from mentorship.profiles.rules import consent, contact, people, readiness
from mentorship.profiles.service.contact import who_calls
from mentorship.profiles.service.people import list_people
from mentorship.profiles.service.readiness import readiness_standing

Kinds = Iterable[type[StrEnum]]
Found = Mapping[type[StrEnum], set[StrEnum]]
# Told apart by what they are: words of two kinds can be equal.
Excuse = tuple[type[StrEnum] | StrEnum, str]
Reckon = Callable[[Session], Iterable[StrEnum]]

A_MOVE = "a move: the state it leads to is looked for"
NEVER_KEPT = "what staff try without doing it: it leaves no trace"
NO_MAIL = "mail goes out where a mail server is set up, and the demo has none"
NOT_TOLD = "nobody is told this yet"
# What nobody finds in the demo, each with its reason.
NOT_THERE: tuple[Excuse, ...] = (
    (accounts.Turn, A_MOVE),
    (accounts.RecoveryMove, A_MOVE),
    (talks.MeetingStep, A_MOVE),
    (states.RoundMove, A_MOVE),
    (states.ProposalMove, A_MOVE),
    (states.MatchMove, A_MOVE),
    (consent.Happening, A_MOVE),
    (readiness.ReviewMove, A_MOVE),
    (accounts.Standing.GONE, "of who is gone no row is left"),
    (reasons.Try, NEVER_KEPT),
    (reasons.Weigh, NEVER_KEPT),
    (people.Show, "a list in an address: the states of people behind it are looked for"),
    (people.Bond, "follows from matches and offers, whose states are looked for"),
    (states.RoundState.WAITING, "the worker would take it up within the minute"),
    (states.RoundState.RUNNING, "the worker would end it within the minute"),
    (MailKind, NO_MAIL),
    (Way.MAIL, NO_MAIL),
    (states.RoundStep, "what the worker is at in a round, which it ends within the minute"),
    (states.RoundState.FAILED, "only a fault ends a round so"),
    (reasons.Check.BROKEN, "only a result that somebody tampered with is so"),
    (reasons.Check.OTHER_VERSION, "only a result of another version of the library is so"),
    (NoticeKind.CONSENT_ENDED, NOT_TOLD),
    (NoticeKind.CHECKS_DECIDED, NOT_TOLD),
    (NoticeKind.REVIEW_WAITING, NOT_TOLD),
)


def kinds_of_states() -> list[type[StrEnum]]:
    """List every closed set of words that a rules module defines."""
    modules = pkgutil.walk_packages(mentorship.__path__, "mentorship.")
    names = [module.name for module in modules if "rules" in module.name.split(".")]
    found = (
        kind
        for name in names
        for kind in vars(import_module(name)).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == name
    )
    return list(dict.fromkeys(found))


def found_in(session: Session) -> Found:
    """Tell which states stand in the tables, and which follow from what stands there now."""
    found: defaultdict[type[StrEnum], set[StrEnum]] = defaultdict(set)
    for table in db.Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum) and column.type.enum_class:
                found[column.type.enum_class].update(session.scalars(select(column).distinct()))
    for kind, reckon in RECKONED.items():
        found[kind].update(reckon(session))
    return found


def missing(kinds: Kinds, found: Found, excuses: Iterable[Excuse]) -> list[str]:
    """List in sentences what the demo has yet to show, and what need not be excused any more."""
    said = []
    excused = {id(one): one for one, _reason in excuses}
    for kind in kinds:
        if id(kind) in excused:
            continue
        if kind not in found:
            said.append(
                f"{_named(kind)} is in no table: say in RECKONED (tests/rule_states.py) how to "
                "find it in an installation, or in NOT_THERE why it cannot be found."
            )
            continue
        said += [
            f"{_named(kind)}.{state.name} is nowhere in the demo: let somebody come to it through "
            "the services (a deed in mentorship/demo: rounds, keeping, board or besides, on a day "
            "of CALENDAR in story.py), or say in NOT_THERE (tests/rule_states.py) why not."
            for state in kind
            if state not in found[kind] and id(state) not in excused
        ]
    said += [
        f"{_named(type(one))}.{one.name} is in the demo now: take it out of NOT_THERE "
        "(tests/rule_states.py)."
        for one in excused.values()
        if isinstance(one, StrEnum) and one in found.get(type(one), ())
    ]
    return said


def _named(kind: type[StrEnum]) -> str:
    return f"{kind.__module__.removeprefix('mentorship.')} {kind.__name__}"


def _ways(session: Session) -> Iterable[StrEnum]:
    return [accounts.way_of(it.kind, it.standing) for it in session.scalars(select(Person))]


def _stages(session: Session) -> Iterable[StrEnum]:
    return [group.stage for group in board(session, NOBODY).groups]


def _repeats(session: Session) -> list[rhythms.Repeat]:
    return [rhythms.repeat_of(it.rule, it.zone) for it in session.scalars(select(Rhythm))]


def _every(session: Session) -> Iterable[StrEnum]:
    return [repeat.every for repeat in _repeats(session)]


def _ends(session: Session) -> Iterable[StrEnum]:
    for repeat in _repeats(session):
        if repeat.count:
            yield rhythms.Ends.TIMES
        else:
            yield rhythms.Ends.DAY if repeat.last_day else rhythms.Ends.OPEN


def _standings_of_talks(session: Session) -> Iterable[StrEnum]:
    now = clock.now()
    return [talks.standing(it.state, it.at, it.minutes, now)
            for it in session.scalars(select(Meeting))]  # fmt: skip


def _checks(session: Session) -> Iterable[StrEnum]:
    return [check_round(session, it, clock.now()) for it in session.scalars(select(Round))]


def _consents(session: Session) -> Iterable[StrEnum]:
    now = clock.now()
    for record in records(session).values():
        choices = record.choices
        for code in choices.answers:
            yield from (choices.state(code, purpose, now) for purpose in consent.ConsentPurpose)


def _channels(session: Session) -> Iterable[StrEnum]:
    for row in session.scalars(select(SafeContact)):
        opening = audit.opening(session, SYSTEM, row.person_id, Purpose.CONTACT, clock.now())
        yield contact.Channel(opening.read(row, "channel"))


def _who_calls(session: Session) -> Iterable[StrEnum]:
    for person in profiles.people_here(session):
        themselves = Actor(person.id, person.human_id, frozenset())
        yield who_calls(session, themselves, person.id, clock.now())


def _answers(session: Session) -> Iterable[StrEnum]:
    for row in session.scalars(select(StaffContact)):
        opening = audit.opening(session, SYSTEM, row.person_id, Purpose.FOLLOW_UP, clock.now())
        yield from (contacts.Answer(opening.read(row, key)) for key in contacts.QUESTIONS)


def _states_of_people(session: Session) -> Iterable[StrEnum]:
    return [line.state for line in list_people(session, SYSTEM, people.Show.ALL, clock.now())]


def _needs(session: Session) -> Iterable[StrEnum]:
    today = local(clock.now()).date()
    for person in profiles.people_here(session):
        if person.kind is accounts.Kind.MENTOR:
            yield from readiness_standing(session, person).unmet(today)


# What is kept nowhere, or not as such, and follows from what is: how to reckon it.
RECKONED: dict[type[StrEnum], Reckon] = {
    accounts.Way: _ways,
    follow_ups.Stage: _stages,
    rhythms.Every: _every,
    rhythms.Ends: _ends,
    talks.Standing: _standings_of_talks,
    reasons.Check: _checks,
    contacts.Answer: _answers,
    consent.State: _consents,
    contact.Channel: _channels,
    contact.WhoCalls: _who_calls,
    people.State: _states_of_people,
    readiness.Need: _needs,
}
