"""What a calendar outside is given: one harmless word and the times."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from mentorship.checkins.rules.calendars import (
    LONGEST_WORD,
    STAYS,
    Entry,
    Title,
    calendar_file,
    check_word,
    is_said,
    title_said,
)
from mentorship.checkins.rules.talks import MeetingState
from mentorship.kernel.errors import RuleBroken

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
TALK = Entry(UUID(int=7), NOW, 45, cancelled=False, changed_at=NOW, changes=2)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("", "Write the word"), ("x" * (LONGEST_WORD + 1), "at most 30"),
        ("My mentor", "could tell others"), ("At HARBOUR", "could tell others"),
    ],
)  # fmt: skip
def test_a_word_that_is_none_or_tells_is_refused(word: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        check_word(Title.OWN, word, "Harbour")
    assert refused.value.field == "word"


def test_a_word_of_ones_own_stands_there_and_only_that_is_looked_at() -> None:
    check_word(Title.OWN, "x" * LONGEST_WORD, "")
    check_word(Title.BUSY, "", "Harbour")
    assert title_said(Title.OWN, "Jam") == "Jam"
    assert title_said(Title.CALL, "Jam") == "Call"


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
def test_what_is_long_past_is_said_no_more(state: MeetingState) -> None:
    gone = state is MeetingState.CANCELLED
    for before, said in ((STAYS, True), (STAYS + timedelta(minutes=1), False)):
        at, changed = (NOW, NOW - before) if gone else (NOW - before, NOW)
        assert is_said(state, at, changed, NOW) is said


def test_a_file_holds_a_word_and_times_and_no_two_people_share_a_number() -> None:
    files = [calendar_file("Jam", [TALK], owner) for owner in (ONE, OTHER)]
    events = [Calendar.from_ical(file).walk("VEVENT")[0] for file in files]
    assert events[0]["uid"] != events[1]["uid"]
    assert TALK.meeting_id.hex not in str(events[0]["uid"])
    assert str(events[0]["summary"]) == "Jam"
    assert events[0]["dtend"].dt - events[0]["dtstart"].dt == timedelta(minutes=45)
    assert str(events[0]["status"]) == "CONFIRMED"


def test_a_talk_that_was_taken_off_says_so() -> None:
    gone = Entry(UUID(int=7), NOW, 45, cancelled=True, changed_at=NOW, changes=3)
    (event,) = Calendar.from_ical(calendar_file("Jam", [gone], ONE)).walk("VEVENT")
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 3)
