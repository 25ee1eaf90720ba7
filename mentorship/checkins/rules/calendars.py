"""What a calendar outside is given: a word, a time and nothing else, as RFC 5545 has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from mentorship.checkins.rules.talks import MeetingState
from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import N_, _

# Cancelled ones are still said for so long, and what is past stays so long as well.
STAYS = timedelta(days=7)
LONGEST_WORD = 30
# Our own name for the maker of the file: it may name neither the site nor what it is for.
MAKER = "-//Calendar//EN"


class Title(StrEnum):
    """The word that stands in somebody's calendar."""

    CALL = "call"
    BUSY = "busy"
    OWN = "own"


TITLE_WORDS = {
    Title.CALL: N_("Call"),
    Title.BUSY: N_("Busy"),
    Title.OWN: N_("A word of your own"),
}


@dataclass(frozen=True)
class Entry:
    """One talk as a calendar may know it."""

    meeting_id: UUID
    at: datetime
    minutes: int
    cancelled: bool
    changed_at: datetime
    changes: int

    @property
    def ends(self) -> datetime:
        """Tell when it ends."""
        return self.at + timedelta(minutes=self.minutes)


def check_word(title: Title, word: str, site_name: str) -> None:
    """Refuse an own word that is missing, too long, or would tell what this is."""
    if title is not Title.OWN:
        return
    telling = telltale_words(word)
    if site_name and site_name.casefold() in word.casefold():
        telling = [site_name]
    if not word:
        raise _wrong(_("Write the word that is to stand in your calendar."))
    if len(word) > LONGEST_WORD:
        raise _wrong(_("Write at most %(n)s characters.", n=LONGEST_WORD))
    if telling:
        raise _wrong(
            _("“%(word)s” could tell others what this is. Choose another word.", word=telling[0])
        )


def title_said(title: Title, word: str) -> str:
    """Give the word that stands in the calendar."""
    return word if title is Title.OWN else _(TITLE_WORDS[title])


def is_said(state: MeetingState, at: datetime, changed_at: datetime, now: datetime) -> bool:
    """Tell whether a talk stands in a calendar: those of the last days and all ahead."""
    if state is MeetingState.CANCELLED:
        return changed_at >= now - STAYS
    return at >= now - STAYS


def calendar_file(title: str, entries: Iterable[Entry], owner: UUID) -> bytes:
    """Write a calendar; `owner` makes the numbers in it one person's own, so that the two
    calendars of a pair cannot be laid side by side and matched.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(_event(title, entry, owner))
    written: bytes = calendar.to_ical()
    return written


def _event(title: str, entry: Entry, owner: UUID) -> Event:
    event = Event()
    event.add("uid", str(uuid5(owner, entry.meeting_id.hex)))
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.changes)
    event.add("dtstart", entry.at)
    event.add("dtend", entry.ends)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _wrong(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, status=422, field="word")
