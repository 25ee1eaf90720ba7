"""Keep-apart: what people write is compared here, in memory, and nobody learns of a hit.

Every comparison opens what it compares under the purpose of keeping people apart. What hits
nothing is left to the safeguarding lead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit, events, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.audit import Purpose
from mentorship.profiles import queries
from mentorship.profiles.models import ApartEntry, ApartPair, KnownAs
from mentorship.profiles.rules import apart as rules
from mentorship.profiles.rules.apart import ApartKind, GoesBy
from mentorship.profiles.rules.people import Bond
from mentorship.profiles.rules.speaking import check_speaks_for
from mentorship.profiles.service.ties import ties_of_one


@dataclass(frozen=True)
class EntryLine:
    """One line of the safeguarding lead's list; no words."""

    id: UUID
    code: str
    kind: ApartKind
    written_at: datetime
    looked_at: datetime | None


@dataclass(frozen=True)
class Meant:
    """Somebody whom an entry could mean, and how far they have come with who wrote it."""

    id: UUID
    code: str
    kind: Kind
    called: str
    bond: Bond | None


@dataclass(frozen=True)
class EntryShown:
    """An entry as the safeguarding lead reads it."""

    id: UUID
    kind: ApartKind
    words: str
    code: str
    written_at: datetime
    people: list[Meant]
    tied: list[str]


def add_apart(
    session: Session, actor: Actor, person: Person, kind: ApartKind, words: str, now: datetime
) -> ApartEntry:
    """Keep what a person wrote, sealed, and keep them apart from everybody it names."""
    check_speaks_for(actor, person.id, person.human_id)
    entry = ApartEntry(person_id=person.id, kind=kind, written_at=now)
    vault.seal(session, entry, "words", words)
    session.add(entry)
    session.flush()
    for known in queries.known_as(session):
        if rules.hits(kind, words, known.kind, _known_words(session, known, now)):
            _tie(session, entry, known.person_id, now)
    audit.record(session, actor, "added_apart", person.id, now)
    return entry


def save_known_as(
    session: Session,
    actor: Actor,
    person: Person,
    names: Iterable[str],
    numbers: Iterable[str],
    now: datetime,
) -> None:
    """Replace the names and numbers a person goes by, and hold them against what others wrote."""
    check_speaks_for(actor, person.id, person.human_id)
    queries.forget_known_as(session, person.id)
    given = [(GoesBy.NAME, name) for name in names] + [(GoesBy.PHONE, n) for n in numbers]
    for kind, words in given:
        known = KnownAs(person_id=person.id, kind=kind)
        vault.seal(session, known, "words", words)
        session.add(known)
    session.flush()
    for entry in queries.entries(session):
        written = _entry_words(session, SYSTEM, entry, now)
        if any(rules.hits(entry.kind, written, kind, words) for kind, words in given):
            _tie(session, entry, person.id, now)
    audit.record(session, actor, "saved_known_as", person.id, now)


def entries_for(session: Session, actor: Actor) -> list[EntryLine]:
    """List what the safeguarding lead has yet to look at, without a word of it."""
    codes = queries.codes_of(session, {entry.person_id for entry in entries_to_look_at(session)})
    return [
        EntryLine(entry.id, codes[entry.person_id], entry.kind, entry.written_at, entry.looked_at)
        for entry in entries_to_look_at(session)
        if queries.may_see_entry(session, actor, entry)
    ]


def open_entry(session: Session, actor: Actor, entry: ApartEntry, now: datetime) -> EntryShown:
    """Show the safeguarding lead what somebody wrote, and whom it could mean, by their codes.

    Those come first with whom the writer has something now: keeping them apart ends it.
    """
    tied = {i for pair in queries.ties_of(session, entry.id) for i in (pair.one_id, pair.other_id)}
    writer = queries.human_of(session, entry.person_id)
    others = [*queries.people_here(session), *queries.staff_here(session)]
    theirs = ties_of_one(session, entry.person_id).get(entry.person_id, ())
    bonds = {it.other_id: it.bond for it in theirs}
    people = [
        Meant(it.id, it.code, it.kind, (it.called or "") if it.kind is Kind.STAFF else "",
              bonds.get(it.id))
        for it in others
        if it.human_id != writer
    ]  # fmt: skip
    people.sort(key=lambda it: it.bond is None)
    return EntryShown(
        id=entry.id,
        kind=entry.kind,
        words=_entry_words(session, actor, entry, now),
        code=queries.codes_of(session, {entry.person_id})[entry.person_id],
        written_at=entry.written_at,
        people=people,
        tied=[it.code for it in people if it.id in tied],
    )


def tie_apart(
    session: Session, actor: Actor, entry: ApartEntry, people: Iterable[UUID], now: datetime
) -> None:
    """Note whom an entry means, and keep them apart; what was tied before stays tied."""
    for person_id in people:
        _tie(session, entry, person_id, now)
    _looked(session, actor, entry, now)


def clear_apart(session: Session, actor: Actor, entry: ApartEntry, now: datetime) -> None:
    """Note that an entry means nobody who is here now, and untie what was tied by mistake."""
    queries.forget_ties(session, entry.id)
    _looked(session, actor, entry, now)


def drop_apart(session: Session, actor: Actor, entry: ApartEntry, now: datetime) -> None:
    """Delete an entry, because the person who wrote it took it back."""
    audit.record(session, actor, "dropped_apart", entry.person_id, now)
    queries.forget_entry(session, entry.id)


def entries_to_look_at(session: Session) -> list[ApartEntry]:
    """List what the safeguarding lead has yet to hold against somebody."""
    tied = queries.tied_entries(session)
    came_at = {
        Kind.MENTEE: queries.last_mentor_came_at(session),
        Kind.MENTOR: queries.last_mentee_came_at(session),
    }
    return [
        entry
        for entry, kind in queries.entries_with_kind(session)
        if rules.needs_look(
            entry.kind,
            tied=entry.id in tied,
            looked_at=entry.looked_at,
            came_at=came_at.get(kind),
        )
    ]


def apart_is_open(session: Session, one: UUID, other: UUID) -> bool:
    """Tell whether something either wrote has yet to be held against the other."""
    return _is_open(session, one, other) or _is_open(session, other, one)


def _is_open(session: Session, writer: UUID, other: UUID) -> bool:
    tied, came_at = queries.tied_entries(session), queries.came_at(session, other)
    return any(
        rules.needs_look(
            entry.kind, tied=entry.id in tied, looked_at=entry.looked_at, came_at=came_at
        )
        for entry in queries.entries_of(session, writer)
    )


def _tie(session: Session, entry: ApartEntry, person_id: UUID, now: datetime) -> None:
    if queries.same_human(session, entry.person_id, person_id):
        return
    one, other = sorted((entry.person_id, person_id))
    if queries.is_tied(session, one, other, entry.id):
        return
    session.add(ApartPair(one_id=one, other_id=other, entry_id=entry.id, since=now))
    session.flush()
    for kept in queries.records_apart(session, one, other):
        events.publish(session, events.KeptApart(*kept), now)


def _looked(session: Session, actor: Actor, entry: ApartEntry, now: datetime) -> None:
    entry.looked_at, entry.looked_by = now, actor.human_id
    session.flush()
    audit.record(session, actor, "looked_at_apart", entry.person_id, now)


def _entry_words(session: Session, actor: Actor, entry: ApartEntry, now: datetime) -> str:
    opening = audit.opening(session, actor, entry.person_id, Purpose.KEEP_APART, now)
    return opening.read(entry, "words")


def _known_words(session: Session, known: KnownAs, now: datetime) -> str:
    opening = audit.opening(session, SYSTEM, known.person_id, Purpose.KEEP_APART, now)
    return opening.read(known, "words")
