"""The verbs of each one's own clock and calendar: choose a zone and a word, open and close it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.service.language import language_of
from mentorship.checkins.models import Agenda, Meeting
from mentorship.checkins.queries import agendas as queries
from mentorship.checkins.queries import talks
from mentorship.checkins.rules import calendars as rules
from mentorship.checkins.rules.calendars import Entry, Title
from mentorship.checkins.rules.talks import MeetingState
from mentorship.checkins.rules.zones import check_zone, city_said
from mentorship.checkins.service.ahead import standing
from mentorship.kernel import audit, settings, vault
from mentorship.kernel.access import Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import use_language
from mentorship.profiles.rules.copies import says


@dataclass(frozen=True)
class Calendar:
    """The calendar of one person: its word, what is in it, and whether it has an address."""

    title: Title
    word: str
    said: str
    entries: tuple[Entry, ...]
    is_open: bool


@says("rhythm", "zone")
@says("agenda", "zone")
def _in_a_copy(_row: Any, zone: str) -> str:
    return city_said(zone)


def zone_of(session: Session, person_id: UUID) -> str:
    """Tell by which clock somebody goes: their own, or the agency's."""
    return zone_in(session, queries.agenda_of(session, person_id))


def zone_in(session: Session, chosen: Agenda | None) -> str:
    """Tell the same of what somebody chose, if they chose anything."""
    return (chosen.zone if chosen else None) or settings.current(session).time_zone


def choose_zone(session: Session, actor: Actor, person: Person, zone: str, now: datetime) -> None:
    """Note by which clock somebody goes; talks that are planned keep their moment."""
    check_zone(zone)
    queries.own_agenda(session, person.id).zone = zone
    session.flush()
    audit.record(session, actor, "chose_zone", person.id, now)


def choose_word(
    session: Session, actor: Actor, person: Person, title: Title, word: str, now: datetime
) -> None:
    """Note which word stands in somebody's calendar."""
    rules.check_word(title, word, settings.current(session).site_name)
    row = queries.own_agenda(session, person.id)
    row.title, row.word = title, None
    if title is Title.OWN:
        vault.seal(session, row, "word", word)
    session.flush()
    audit.record(session, actor, "chose_calendar_word", person.id, now)


def open_calendar(session: Session, actor: Actor, person: Person, now: datetime) -> str:
    """Give a new secret address, shown once; the one before gives nothing any more."""
    token = token_urlsafe(32)
    queries.own_agenda(session, person.id).token_hash = vault.token_hash(token)
    session.flush()
    audit.record(session, actor, "opened_calendar", person.id, now)
    return token


def close_calendar(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Let the secret address give nothing any more."""
    queries.own_agenda(session, person.id).token_hash = None
    session.flush()
    audit.record(session, actor, "closed_calendar", person.id, now)


def calendar_of(session: Session, actor: Actor, person: Person, now: datetime) -> Calendar:
    """Give what somebody's calendar shows, to themselves or to staff who record for them."""
    row = queries.agenda_of(session, person.id)
    title = row.title if row else Title.CALL
    word = _word(session, actor, row, now) if row else ""
    return Calendar(
        title, word, rules.title_said(title, word), tuple(_entries(session, actor, person.id, now)),
        is_open=row is not None and row.token_hash is not None,
    )  # fmt: skip


def calendar_at(session: Session, token: str, now: datetime) -> bytes:
    """Write the calendar that a secret address gives, or find nothing there."""
    found = queries.agenda_at(session, token)
    if found is None:
        raise NotFound
    row, person = found
    # Whoever knows the secret address reads it as the person would.
    owner = Actor(person.id, person.human_id, frozenset())
    with use_language(language_of(session, person.id)):
        said = calendar_of(session, owner, person, now)
    return rules.calendar_file(said.said, said.entries, row.id)


def calendar_of_one(
    session: Session, actor: Actor, person: Person, meeting: Meeting, now: datetime
) -> bytes:
    """Write a calendar that holds one talk."""
    with use_language(language_of(session, person.id)):
        said = calendar_of(session, actor, person, now)
    row = queries.own_agenda(session, person.id)
    return rules.calendar_file(said.said, [_entry(meeting)], row.id)


def _word(session: Session, actor: Actor, row: Agenda, now: datetime) -> str:
    if row.word is None:
        return ""
    purpose = Purpose.OWN if actor.for_(row.person_id) else Purpose.ON_BEHALF
    return audit.opening(session, actor, row.person_id, purpose, now).read(row, "word")


def _entries(session: Session, actor: Actor, person_id: UUID, now: datetime) -> list[Entry]:
    matches = talks.matches_seen(session, actor, person_id)
    found: Sequence[Meeting] = talks.said_outside(
        session, [match.id for match in matches], now - rules.STAYS
    )
    found = standing(found, matches, now)
    return [_entry(row) for row in found if rules.is_said(row.state, row.at, row.changed_at, now)]


def _entry(row: Meeting) -> Entry:
    cancelled = row.state is MeetingState.CANCELLED
    return Entry(row.id, row.at, row.minutes, cancelled, row.changed_at, row.changes)
