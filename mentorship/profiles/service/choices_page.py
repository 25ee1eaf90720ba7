"""What the pages of answers show, in frozen words: to the person, or to staff who record for them.

Staff are shown an answer only while it may be used to find a match; of all others they see no
more than the question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel.access import HOW_WORDS, Actor
from mentorship.kernel.audit import Opening, Purpose
from mentorship.kernel.words import _, format_date, joined, ngettext
from mentorship.profiles.queries import answers as queries
from mentorship.profiles.queries.answers import Record
from mentorship.profiles.questions import QUESTIONS, THREE, asked_of
from mentorship.profiles.questions.kinds import (
    DAY_LABELS,
    GROUP_LABELS,
    PART_LABELS,
    SHOW_LABELS,
    Group,
    Kind,
    Question,
    Side,
    Value,
)
from mentorship.profiles.rules.answers import SEVERAL, said
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.answers import how_it_stands
from mentorship.profiles.service.reading import (
    label_for,
    opening_for,
    question_for,
    read,
    side_of,
)

MAIN = (Group.FIRST, Group.TALKING, Group.ABOUT_YOU, Group.INTRODUCED)
OPTIONAL = (Group.SENSITIVE,)


@dataclass(frozen=True)
class Use:
    """One switch of one answer."""

    code: str
    purpose: ConsentPurpose
    words: str
    is_on: bool
    ends_on: str
    may_undo: bool
    stood: str

    @property
    def name(self) -> str:
        """Give the name of the switch on a page."""
        return f"{self.code}-{self.purpose}"


@dataclass(frozen=True)
class Card:
    """One question, the answer in words if there is one to show, and its switches."""

    code: str
    label: str
    words: str
    recorded: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Part:
    """One part of the list."""

    label: str
    cards: tuple[Card, ...]


def counted(session: Session, person_id: UUID, now: datetime) -> str:
    """Say how many answers of a person are shown, used and about to end."""
    record = queries.record(session, person_id)
    shown = len(record.live(ConsentPurpose.SHOW, now))
    used = len(record.live(ConsentPurpose.MATCH, now))
    return _counted(shown, used, len(record.choices.ends_soon(now)))


def _counted(shown: int, used: int, ending: int) -> str:
    ends = ngettext("%(n)s ends within a month", "%(n)s end within a month", ending)
    counts = (
        (shown, _("%(n)s shown", n=shown)),
        (used, _("%(n)s used", n=used)),
        (ending, ends),
    )
    return joined(words for n, words in counts if n)


@dataclass(frozen=True)
class Choices:
    """The list of answers with what is used, shown, ending soon, or waiting for a word."""

    parts: tuple[Part, ...]
    used: int
    shown: int
    soon: tuple[str, ...]
    talks: tuple[Card, ...]

    @property
    def counted(self) -> str:
        """Say how many answers are shown, used and about to end; nothing of what is none."""
        return _counted(self.shown, self.used, len(self.soon))


@dataclass(frozen=True)
class Asked:
    """One question as it is put to somebody, with what they answered before."""

    question: Question
    side: Side
    label: str
    why: str
    value: Value
    card: Card
    following: str | None
    compares_with: str
    stood: str

    @property
    def days(self) -> list[tuple[str, str]]:
        """Give the days of the week, for the weekly table."""
        return list(DAY_LABELS.items())

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Give the parts of a day, for the weekly table."""
        return list(PART_LABELS.items())

    @property
    def preset(self) -> str | list[str] | None:
        """Give the value as the form's field takes it."""
        if self.question.kind in SEVERAL:
            return list(self.value)
        return self.value[0] if self.value else None


def choices_page(
    session: Session, actor: Actor, person: Person, groups: Iterable[Group], now: datetime
) -> Choices:
    """Give the list of a person's answers in some parts of it."""
    record = queries.record(session, person.id)
    leave = opening_for(session, actor, person.id, now)
    cards = {q.code: _card(leave, q, record, person, now) for q in asked_of(side_of(person))}
    on = [use for card in cards.values() for use in card.uses if use.is_on]
    return Choices(
        parts=tuple(_part(group, cards) for group in groups),
        used=sum(use.purpose is ConsentPurpose.MATCH for use in on),
        shown=sum(use.purpose is ConsentPurpose.SHOW for use in on),
        soon=tuple(_soon(record, cards, now)),
        talks=tuple(cards[code] for code in record.choices.needs_talk(now)),
    )


def asked_page(session: Session, actor: Actor, person: Person, code: str, now: datetime) -> Asked:
    """Give one question as it is put to a person."""
    question, record = question_for(code, person), queries.record(session, person.id)
    wording = question.asked[side_of(person)]
    leave = opening_for(session, actor, person.id, now)
    return Asked(
        question=question,
        side=side_of(person),
        label=_(wording.label),
        why=_(wording.why),
        value=_readable(leave, question, record, now),
        card=_card(leave, question, record, person, now),
        following=_following(person, code),
        compares_with=_compares_with(question, person),
        stood=how_it_stands(session, person, code, now),
    )


def unanswered(session: Session, person: Person) -> list[str]:
    """List which of the three first questions have no answer."""
    answered = queries.record(session, person.id).rows
    return [code for code in THREE if code not in answered]


def labels(person: Person, codes: Iterable[str]) -> list[str]:
    """Give the names of questions."""
    return [label_for(code, person) for code in codes]


def _compares_with(question: Question, person: Person) -> str:
    """Name the answer of one's own that a preference is held against."""
    if question.kind is not Kind.PREFERENCE:
        return ""
    own = (q for q in asked_of(side_of(person)) if q.criterion == question.criterion)
    return label_for(next(own).code, person)


def _following(person: Person, code: str) -> str | None:
    """Give the question that comes next; the ones that stand apart are a walk of their own."""
    codes = [question.code for question in asked_of(side_of(person))]
    following = codes[codes.index(code) + 1 :]
    if not following or QUESTIONS[following[0]].is_sensitive is not QUESTIONS[code].is_sensitive:
        return None
    return following[0]


def _part(group: Group, cards: dict[str, Card]) -> Part:
    of_group = (card for code, card in cards.items() if QUESTIONS[code].group is group)
    return Part(_(GROUP_LABELS[group]), tuple(of_group))


def _card(
    leave: Opening, question: Question, record: Record, person: Person, now: datetime
) -> Card:
    value = _readable(leave, question, record, now)
    row = record.rows.get(question.code)
    return Card(
        code=question.code,
        label=_(question.asked[side_of(person)].label),
        words=said(question, value) if value else "",
        recorded=_(HOW_WORDS[row.how]) if value and row and row.how else "",
        uses=tuple(_uses(question, record, now)) if value else (),
    )


def _readable(leave: Opening, question: Question, record: Record, now: datetime) -> Value:
    is_own = leave.purpose is Purpose.OWN
    rows = record.rows if is_own else record.live(ConsentPurpose.MATCH, now)
    return read(leave, rows[question.code]) if question.code in rows else ()


def _uses(question: Question, record: Record, now: datetime) -> Iterable[Use]:
    words = {}
    if question.may_be_used:
        words[ConsentPurpose.MATCH] = _("Use it to look for someone I can talk with")
    if question.may_be_shown:
        words[ConsentPurpose.SHOW] = _(SHOW_LABELS[question.seen_by])
    for purpose, said_as in words.items():
        ends_at = record.choices.ends_at(question.code, purpose, now)
        yield Use(
            code=question.code,
            purpose=purpose,
            words=said_as,
            is_on=ends_at is not None,
            ends_on=format_date(ends_at) if ends_at else "",
            may_undo=record.choices.may_undo(question.code, purpose, now),
            stood=record.stood(question.code, purpose, now),
        )


def _soon(record: Record, cards: dict[str, Card], now: datetime) -> Iterable[str]:
    for code, purpose in record.choices.ends_soon(now):
        ends_at = record.choices.ends_at(code, purpose, now)
        if ends_at is not None:
            yield _("%(label)s, until %(day)s", label=cards[code].label, day=format_date(ends_at))
