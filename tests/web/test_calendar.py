"""The calendar by secret address, the word in it, one talk as a file, and the clock one goes by."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.service import standing
from mentorship.checkins.models import Agenda, Meeting
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.discretion import TELLTALE
from mentorship.kernel.words import _, use_locale
from tests.cast import SITE_NAME, Cast
from tests.pages import Visitor
from tests.participants import speaks
from tests.telling import TELLING

As = Callable[..., Visitor]
WEEKLY = {
    "every": "week", "day": "2026-03-23", "at": "18:30", "minutes": "45", "way": "phone",
    "ends": "times", "count": "3",
}  # fmt: skip
# Everything that an entry may say; a name that is not here would be one more thing others see.
MAY_SAY = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "CLASS", "STATUS"}
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def match_id(their_match: UUID) -> UUID:
    return their_match


@pytest.fixture
def planned(cast: Cast, as_: As) -> None:
    as_(cast.amara).post("checkins.set_rhythm", WEEKLY)


def secret_address(visitor: Visitor) -> str:
    visitor.page("checkins.own_words")
    visitor.post("checkins.open_calendar", to="accounts.shown_once")
    shown = visitor.follow().soup.select_one("dd bdi")
    assert shown
    return re.sub(r"^https?://[^/]+", "", shown.get_text().strip())


def read(app: Flask, address: str) -> Calendar:
    answer = Visitor(app).client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    return Calendar.from_ical(answer.data)


def meetings(installation: Installation) -> list[Meeting]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.at)))


@pytest.mark.usefixtures("planned")
def test_the_calendar_gives_the_times_and_one_word_and_nothing_else(
    app: Flask, installation: Installation, cast: Cast, as_: As
) -> None:
    address = secret_address(as_(cast.noor))
    events = read(app, address).walk("VEVENT")
    expected = [(row.at, row.at + timedelta(minutes=45)) for row in meetings(installation)]
    assert [(it.decoded("dtstart"), it.decoded("dtend")) for it in events] == expected
    assert len(expected) == 3
    for event in events:
        assert set(event) == MAY_SAY
        assert (event["summary"], event["class"], event["status"]) == (
            "Call", "PRIVATE", "CONFIRMED",
        )  # fmt: skip


@pytest.mark.usefixtures("planned")
def test_the_word_is_in_the_language_of_whose_calendar_it_is(
    app: Flask, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    noor, amara = secret_address(as_(cast.noor)), secret_address(as_(cast.amara))
    with installation.database.transaction() as session:
        speaks(session, cast.noor.person_id, "ar", now)
    with use_locale("ar"):
        theirs = _("Call")
    assert theirs != "Call"
    for address, word in ((noor, theirs), (amara, "Call")):
        assert {str(it["summary"]) for it in read(app, address).walk("VEVENT")} == {word}


@pytest.mark.usefixtures("planned")
def test_nothing_in_a_calendar_tells_what_this_is_or_whose_it_is(
    app: Flask, installation: Installation, cast: Cast, as_: As
) -> None:
    noor, amara = secret_address(as_(cast.noor)), secret_address(as_(cast.amara))
    said = [Visitor(app).client.get(address).get_data(as_text=True) for address in (noor, amara)]
    for text in said:
        words = set(re.findall(r"[a-z]+", text.lower()))
        assert not words & (TELLING | TELLTALE | {SITE_NAME.lower(), "alongside", "noor", "amara"})
    ids = [{str(row.id) for row in meetings(installation)}]
    ids += [{str(it["uid"]) for it in Calendar.from_ical(text).walk("VEVENT")} for text in said]
    assert all(not one & other for one in ids for other in ids if one is not other), (
        "two calendars laid side by side would show who talks with whom"
    )


@pytest.mark.usefixtures("planned")
def test_what_is_taken_off_or_made_room_stays_as_cancelled_for_a_week(
    app: Flask, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    noor = as_(cast.noor)
    address = secret_address(noor)
    first = meetings(installation)[0]
    noor.page("checkins.meeting", meeting_id=first.id)
    noor.post("checkins.cancel", meeting_id=first.id)
    with clock.fixed(now + WEEK):
        states = [(str(it["status"]), it["sequence"]) for it in read(app, address).walk("VEVENT")]
    assert states == [("CANCELLED", 1), ("CONFIRMED", 0), ("CONFIRMED", 0)]
    with clock.fixed(now + WEEK + timedelta(minutes=1)):
        assert len(read(app, address).walk("VEVENT")) == 2
        as_(cast.noor).post("checkins.set_rhythm", {**WEEKLY, "day": "2026-03-24"})
        after = [str(it["status"]) for it in read(app, address).walk("VEVENT")]
    assert after.count("CANCELLED") == 2
    assert after.count("CONFIRMED") == 3


@pytest.mark.usefixtures("planned")
def test_it_is_off_until_asked_for_and_a_new_address_or_a_stop_ends_the_old_one(
    app: Flask, installation: Installation, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    assert noor.page("checkins.own_words").says("It is off.")
    first = secret_address(noor)
    assert noor.page("checkins.own_words").says("Your calendar has a secret address.")
    second = secret_address(noor)
    for address, status in ((first, 404), (second, 200), ("/calendar/x.ics", 404)):
        assert Visitor(app).client.get(address).status_code == status
    noor.page("checkins.own_words")
    noor.post("checkins.close_calendar", to="checkins.own_words")
    assert Visitor(app).client.get(second).status_code == 404
    noor.post("accounts.keep_shown", to="checkins.own_words")
    noor.page("accounts.shown_once", to="desk.home")


def test_only_a_hash_of_the_address_is_kept(
    installation: Installation, cast: Cast, as_: As
) -> None:
    token = secret_address(as_(cast.noor)).split("/")[-1].removesuffix(".ics")
    with installation.database.reading() as session:
        (kept,) = session.scalars(select(Agenda.token_hash)).all()
    assert len(token) >= 43
    assert kept
    assert len(kept) == 32
    assert token.encode() not in kept


def test_whoever_is_suspended_has_no_calendar(
    app: Flask, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    address = secret_address(as_(cast.noor))
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        standing.suspend(session, cast.rosa.actor(session), noor, now)
    assert Visitor(app).client.get(address).status_code == 404


@pytest.mark.usefixtures("planned")
def test_the_word_is_one_s_own_and_the_preview_shows_what_a_calendar_shows(
    app: Flask, cast: Cast, as_: As
) -> None:
    noor = as_(cast.noor)
    address = secret_address(noor)
    noor.page("checkins.own_words")
    noor.post("checkins.choose_words", {"title": "own", "word": "Dentist"}, to="checkins.own_words")
    page = noor.page("checkins.own_words")
    assert page.says("Dentist Monday 23 March 2026, 18:30 19:15")
    assert {str(it["summary"]) for it in read(app, address).walk("VEVENT")} == {"Dentist"}
    assert {
        str(it["summary"]) for it in read(app, secret_address(as_(cast.amara))).walk("VEVENT")
    } == {"Call"}


@pytest.mark.parametrize("word", ["", "Safe talk", "my MENTOR", f"{SITE_NAME} call", "x" * 31])
def test_a_word_that_would_tell_is_refused_and_comes_back(cast: Cast, as_: As, word: str) -> None:
    said = {"title": "own", "word": word}
    page = as_(cast.noor).post("checkins.choose_words", said, status=422)
    assert page.problem("word")
    assert page.soup.find("input", {"name": "word"})["value"] == word


@pytest.mark.usefixtures("planned")
def test_one_talk_is_a_file_with_a_name_that_says_nothing(
    installation: Installation, cast: Cast, as_: As
) -> None:
    talk = meetings(installation)[1]
    answer = as_(cast.noor).page("checkins.talk_file", meeting_id=talk.id).response
    assert answer.headers["Content-Disposition"] == "attachment; filename=calendar.ics"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert set(event) == MAY_SAY
    assert event.decoded("dtstart") == talk.at
    as_(cast.kit).page("checkins.talk_file", meeting_id=talk.id, status=404)


@pytest.mark.usefixtures("planned")
def test_staff_see_to_the_calendar_of_somebody_who_told_them(
    app: Flask, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("checkins.own_words_for", **whom)
    rosa.post("checkins.choose_words_for", {"title": "busy"}, **whom)
    rosa.page("checkins.own_words_for", **whom)
    rosa.post("checkins.open_calendar_for", to="accounts.shown_once", **whom)
    shown = rosa.follow().soup.select_one("dd bdi")
    assert shown
    address = re.sub(r"^https?://[^/]+", "", shown.get_text().strip())
    assert {str(it["summary"]) for it in read(app, address).walk("VEVENT")} == {"Busy"}
    rosa.page("checkins.own_words_for", **whom)
    rosa.post("checkins.close_calendar_for", to="checkins.own_words_for", **whom)
    assert Visitor(app).client.get(address).status_code == 404


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "localtime"])
def test_a_zone_that_nobody_knows_is_refused(
    installation: Installation, cast: Cast, as_: As, zone: str
) -> None:
    page = as_(cast.noor).post("checkins.choose_time_zone", {"zone": zone}, status=422)
    assert page.problem("zone")
    with installation.database.reading() as session:
        assert session.scalars(select(Agenda)).all() == []


@pytest.mark.usefixtures("planned")
def test_talks_are_shown_by_one_s_own_clock_and_keep_their_moment(
    installation: Installation, cast: Cast, as_: As
) -> None:
    before = [row.at for row in meetings(installation)]
    noor = as_(cast.noor)
    noor.page("checkins.time_zone")
    noor.post("checkins.choose_time_zone", {"zone": "Asia/Kolkata"}, to="accounts.account")
    talks = noor.page("checkins.talks")
    assert talks.says("Tuesday 24 March 2026, 00:00 your time (Monday 23 March 2026, 18:30 for")
    assert noor.page("desk.home").says("Tuesday 24 March 2026, 00:00")
    assert [row.at for row in meetings(installation)] == before
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("checkins.time_zone_for", **whom)
    rosa.post("checkins.choose_time_zone_for", {"zone": "UTC"}, to="profiles.on_behalf", **whom)
    assert noor.page("checkins.talks").says("Monday 23 March 2026, 18:30")


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.own_words", to="accounts.sign_in")
    visitor.page("checkins.time_zone", to="accounts.sign_in")


def test_an_own_word_that_was_not_chosen_is_not_thrown_away_in_silence(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.own_words")
    page = noor.post("checkins.choose_words", {"title": "call", "word": "Choir"}, status=422)
    assert "Choose your own word above too" in page.problem("word")
    assert "Choir" in page.html
    noor.post("checkins.choose_words", {"title": "own", "word": "Choir"})
    noor.page("checkins.own_words")
    # The word that is kept stands in its box when another one is chosen.
    noor.post("checkins.choose_words", {"title": "call", "word": "Choir"})
