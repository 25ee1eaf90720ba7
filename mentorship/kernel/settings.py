"""What an agency decides about its own work: words, lines to call, numbers, the door.

Versioned: a change adds a row, and the newest row holds. What this machine is told (folder, keys,
addresses) stands in `config`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorship.kernel import audit, events, languages, words
from mentorship.kernel.access import Actor
from mentorship.kernel.db import Base, Database, Kept, UtcDateTime, public
from mentorship.kernel.duty import Shift, shift_of
from mentorship.kernel.procedure import SAFETY_STEPS
from mentorship.kernel.words import N_, use_locale

# Where a session keeps the settings it has read.
READ = "settings"
# Small pictures that say nothing of what this is; a picture of one's own could.
ICONS = ("paper", "cloud", "leaf", "cup", "sun", "hill", "circle")


class Door(StrEnum):
    """Who may join."""

    INVITATION = "invitation"
    OPEN = "open"
    CLOSED = "closed"


class SettingVersion(Base):
    """The agency's settings as they stood from one moment on."""

    __tablename__ = "setting_version"
    __kept__ = Kept.ALWAYS

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[UUID | None] = mapped_column(Uuid)
    said: Mapped[str] = mapped_column(Text, info=public("the agency's own words and numbers"))


@dataclass(frozen=True)
class Agency:
    """One version of the settings. Numbers are product.md's, which names their sources."""

    version: int = 0
    # the site
    site_name: str = ""
    icon: str = ICONS[0]
    exit_label: str = N_("Exit this page")
    exit_address: str = "https://www.bbc.com/weather"
    languages: tuple[str, ...] = (languages.SOURCE,)
    languages_read: dict[str, date] = field(default_factory=dict)
    time_zone: str = "UTC"
    # the door
    door: Door = Door.INVITATION
    closed_until: date | None = None
    # people to reach
    crisis_line: str = ""
    youth_line: str = ""
    staffed_weekdays: tuple[int, ...] = ()
    holidays: tuple[date, ...] = ()
    staffed_from_hour: int = 9
    staffed_until_hour: int = 17
    on_call_line: str = ""
    on_call: tuple[Shift, ...] = ()
    on_call_mail: str = ""
    deputies: tuple[str, ...] = ()
    complaint_contact: str = ""
    # texts
    must_pass_on: str = ""
    must_pass_on_dated: date | None = None
    agreement: tuple[str, ...] = ()
    contact_after: tuple[str, ...] = (
        N_("No contact. If you meet by chance, a greeting is enough."),
        N_("No contact on your own. If you want to reach each other, ask one of us first."),
        N_("You may stay in touch if you both want to. We no longer look after it."),
    )
    safety_procedure: tuple[str, ...] = SAFETY_STEPS
    retention_dated: date | None = None
    keys_escrowed_on: date | None = None
    restore_tried_on: date | None = None
    # signing in
    idle_minutes: int = 20
    idle_minutes_staff_most: int = 60
    absolute_hours: int = 12
    absolute_hours_staff: int = 8
    step_up_minutes: int = 5
    callback_hours: int = 24
    stop_days: int = 7
    # consent
    consent_months: int = 12
    safe_contact_days: int = 90
    # readiness of mentors
    training_hours: int = 6
    training_topics: tuple[str, ...] = ("listening", "limits", "safety", "confidentiality")
    training_months: int = 12
    vetting_months: int = 24
    supervision_days: int = 60
    room_confirmed_days: int = 31
    supervisor_matches: int | None = None
    # matching
    common_slots: int = 2
    objective: str = "coverage"
    weights: dict[str, int] = field(default_factory=dict)
    # proposals and offers
    take_back_minutes: int = 15
    offer_days: int = 5
    not_now_days: int = 60
    hold_most_days: int = 60
    sentence_hour: int = 10
    sentence_after_hours: int = 24
    # keeping
    first_talk_days: int = 14
    talk_grace_days: int = 2
    reminder_days: int = 3
    late_days: int = 7
    call_days: int = 14
    waiting_contact_days: int = 14
    aftercare_days: int = 14
    cooling_days: int = 14
    first_month_contacts: int = 2
    contact_days: int = 30
    concern_weeks: int = 4
    concern_contact_days: int = 7
    rest_contact_days: int = 30
    rest_look_days: int = 90
    quiet_months: int = 12
    erase_months: int = 24
    safety_hours: int = 4
    escalate_hours: int = 4
    held_hours: int = 8
    complaint_days: int = 5
    new_person_days: int = 7
    early_log_days: int = 14
    later_log_days: int = 30
    snooze_most_days: int = 60
    reopen_days: int = 30
    meetings_ahead_weeks: int = 6
    suggestion_days: int = 3
    tell_days: int = 3
    silent_days: int = 30
    month_talks: int | None = 4
    month_minutes: int | None = 240
    review_months: int | None = 3
    match_months: int = 12
    review_ahead_days: int = 30
    week_mail_day: int = 0
    log_edit_hours: int = 24
    note_days: int = 30
    ended_months: int = 24

    @property
    def offered(self) -> tuple[str, ...]:
        """List the languages to choose from, the usual one first: those that are whole."""
        whole = languages.whole()
        return tuple(tag for tag in self.languages if tag in whole) or (languages.SOURCE,)

    def is_read(self, tag: str) -> bool:
        """Tell whether somebody who speaks a language has read what stands here in it."""
        return tag == languages.SOURCE or tag in self.languages_read

    @property
    def staffed_hours(self) -> str:
        """Say when somebody is there; nothing while no day was named."""
        if not self.staffed_weekdays:
            return ""
        return words.format_hours(
            self.staffed_weekdays, self.staffed_from_hour, self.staffed_until_hour
        )

    @property
    def on_call_week(self) -> tuple[Shift, ...]:
        """Give who is on call in every week, without the dates that differ."""
        return tuple(shift for shift in self.on_call if shift.is_weekly)


def current(session: Session) -> Agency:
    """Give the settings that hold now; a transaction reads them once and keeps to them."""
    if READ not in session.info:
        newest = select(SettingVersion.said).order_by(SettingVersion.version.desc()).limit(1)
        said = session.scalar(newest)
        session.info[READ] = _read(said) if said else Agency()
    agency: Agency = session.info[READ]
    return agency


def at_version(session: Session, version: int) -> Agency:
    """Give the settings as they stood in one version."""
    row = session.get(SettingVersion, version)
    return _read(row.said) if row else Agency()


@contextmanager
def speaking(database: Database) -> Iterator[None]:
    """Speak the agency's language and count days in its time zone inside the block."""
    with database.reading() as session:
        agency = current(session)
    with use_locale(agency.offered[0], agency.time_zone):
        yield


def change(session: Session, actor: Actor, now: datetime, **changed: Any) -> Agency:
    """Add a version with the changed fields; the newest version holds."""
    before = current(session)
    newest = session.scalar(select(func.max(SettingVersion.version))) or 0
    agency = replace(before, version=newest + 1, **changed)
    row = SettingVersion(
        version=agency.version, at=now, changed_by=actor.person_id, said=_write(agency)
    )
    session.add(row)
    audit.record(session, actor, "changed_settings", None, now)
    session.flush()
    session.info[READ] = agency
    events.publish(session, events.SettingsChanged(agency.version), now)
    return agency


def _write(agency: Agency) -> str:
    return json.dumps(asdict(agency), default=str, sort_keys=True)


@lru_cache(maxsize=8)
def _read(written: str) -> Agency:
    said = json.loads(written)
    known = {
        f.name: _typed(f.default, f.name, said[f.name]) for f in fields(Agency) if f.name in said
    }
    return Agency(**known)


_DATES = {"closed_until", "must_pass_on_dated", "retention_dated", "keys_escrowed_on",
          "restore_tried_on"}  # fmt: skip


def _typed(default: object, name: str, value: Any) -> Any:
    if name in _DATES:
        return date.fromisoformat(value) if value else None
    if name == "on_call":
        return tuple(shift_of(shift) for shift in value)
    if name == "holidays":
        return tuple(date.fromisoformat(day) for day in value)
    if name == "languages_read":
        return {tag: date.fromisoformat(day) for tag, day in value.items()}
    if isinstance(default, tuple):
        return tuple(value)
    return Door(value) if name == "door" else value
