"""One's own record: who has looked at it, and a copy to take away."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.kernel import audit, languages
from mentorship.kernel.access import HOW_WORDS, Actor, Role
from mentorship.kernel.audit import PURPOSE_WORDS, SAW, AuditEntry, Opening, Purpose
from mentorship.kernel.db import Base
from mentorship.kernel.words import N_, _, format_date, format_datetime, joined
from mentorship.profiles.queries import copies as queries
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.kinds import Question
from mentorship.profiles.rules.answers import read, said
from mentorship.profiles.rules.contact import CHANNEL_SAID, Channel, unpack
from mentorship.profiles.rules.copies import COPIED, SAID_THROUGH_STAFF, SAYS, Part, says
from mentorship.profiles.rules.copy_words import LABELS, VALUES

ROLE_WORDS = {
    Role.MENTEE: N_("the other person"),
    Role.MENTOR: N_("the other person"),
    Role.COORDINATOR: N_("a coordinator"),
    Role.SAFEGUARDING: N_("the person in charge of safety"),
    Role.REVIEWER: N_("a second pair of eyes"),
    Role.ADMINISTRATOR: N_("an administrator"),
}


OTHER_THINGS = N_("Other things you told us")
RECORDED = N_("to record what you said")
# What staff do to a record by themselves, and its person reads.
_WHY = {"parked": N_("to put your record away, because we had not heard from you for long")}


@dataclass(frozen=True)
class Look:
    """One time that somebody else read or recorded something of a person."""

    when: str
    who: str
    why: str
    what: str


@dataclass(frozen=True)
class Copied:
    """Everything of one kind in somebody's copy: a name, and its rows as keys and values."""

    name: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def who_has_looked(session: Session, actor: Actor, person: Person, now: datetime) -> list[Look]:
    """List who read or recorded something of one's own record, the newest first."""
    entries = audit.about(session, person.id)
    return [_look(session, actor, e, now) for e in entries if _is_a_look(e, person)]


def own_copy(session: Session, actor: Actor, person: Person, now: datetime) -> list[Copied]:
    """Give everything kept about oneself; nothing of anybody else, and no keep-apart words."""
    own = audit.opening(session, actor, person.id, Purpose.OWN, now)
    copied = []
    for table, part in COPIED.items():
        rows = queries.rows_about(session, table, part, person.id)
        told = tuple(_row(own, row, part) for row in rows if part.when(row, now))
        if told:
            copied.append(Copied(_(part.heading), told))
    return copied


def _look(session: Session, actor: Actor, entry: AuditEntry, now: datetime) -> Look:
    fields = audit.fields_of(session, actor, entry, now) if entry.act == SAW else []
    why = _(PURPOSE_WORDS[entry.purpose]) if entry.purpose else _(_WHY.get(entry.act, RECORDED))
    if entry.how:
        why = _("%(why)s (%(how)s)", why=why, how=_(HOW_WORDS[entry.how]))
    return Look(format_datetime(entry.at), _who(session, entry.actor_id), why, _what(fields))


def _is_a_look(entry: AuditEntry, person: Person) -> bool:
    if entry.act == SAW:
        # What the computer compares outside a round tells, by its hour, what somebody else did.
        compared = entry.actor_id is None and entry.purpose is not Purpose.ROUND
        return entry.actor_id != person.id and not compared
    if entry.act in _WHY:
        return True
    return entry.how is not None and entry.actor_id != person.id and entry.act in SAID_THROUGH_STAFF


def _who(session: Session, actor_id: UUID | None) -> str:
    if actor_id is None:
        return _("the computer here")
    hats = sorted(accounts.roles(session, actor_id), key=list(Role).index)
    staff = session.get(Person, actor_id)
    role = _(ROLE_WORDS[hats[-1]]) if hats else _("someone who has left")
    if staff and staff.called:
        return _("%(name)s, %(role)s", name=staff.called, role=role)
    return role


def _what(fields: list[str]) -> str:
    known = [QUESTIONS[f] for f in fields if f in QUESTIONS]
    tables = [name.partition(".")[0] for name in fields if name not in QUESTIONS]
    parts = {_(COPIED[it].heading if it in COPIED else OTHER_THINGS) for it in tables}
    return joined([*(_label(question) for question in known), *sorted(parts)])


def _row(own: Opening, row: Base, part: Part) -> tuple[tuple[str, str], ...]:
    question = QUESTIONS.get(getattr(row, "code", ""))
    asked = [(_(LABELS["question"]), _label(question))] if question else []
    told = [key for key in part.shows if getattr(row, key) is not None]
    return (*asked, *((_(LABELS[key]), _words(own, row, key, question, part)) for key in told))


def _words(own: Opening, row: Base, key: str, question: Question | None, part: Part) -> str:
    value = getattr(row, key)
    if isinstance(value, bytes):
        value = own.read(row, key)
    if say := SAYS.get((row.__tablename__, key)):
        return say(row, value)
    if key in part.chosen:
        return _(VALUES[value])
    return said(question, read(value)) if question and key == "value" else _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return format_datetime(value)
        case date():
            return format_date(value)
        case StrEnum():
            return _(VALUES[value])
    return str(value)


@says("person", "language")
@says("answer", "language")
@says("consent", "language")
def _language(_row: Any, tag: str) -> str:
    return languages.own_name(tag)


@says("safe_contact", "hours")
def _hours(_row: Any, packed: str) -> str:
    return unpack(packed).said or _("at any time")


@says("safe_contact", "channel")
def _channel(_row: Any, channel: str) -> str:
    return _(CHANNEL_SAID[Channel(channel)])


def _label(question: Question) -> str:
    return _(next(iter(question.asked.values())).label)
