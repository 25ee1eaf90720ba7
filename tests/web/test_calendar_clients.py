"""Two calendar programs that people really use read the calendar: vdirsyncer fetches, khal shows.

Both are run as commands against a real web server; neither shares a line with us.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from mentorship.accounts import queries as accounts
from mentorship.checkins import service
from mentorship.checkins.models import Meeting
from mentorship.checkins.rules.calendars import Title
from mentorship.checkins.rules.talks import Way
from mentorship.installation import Installation
from mentorship.kernel.discretion import TELLTALE
from mentorship.matches.models import Match
from tests.browser.serving import serving
from tests.cast import SITE_NAME, Cast
from tests.talking import begin
from tests.telling import TELLING

pytestmark = pytest.mark.only("sqlite", reason="a calendar program sees no database")

# One day before and one after each change of the clocks of 2026: in London, and on Lord Howe.
DAYS = [date(2026, 3, 28), date(2026, 3, 30), date(2026, 4, 4), date(2026, 4, 6),
        date(2026, 10, 3), date(2026, 10, 5), date(2026, 10, 24), date(2026, 10, 26)]  # fmt: skip
HALF_PAST_SIX, MINUTES = time(18, 30), 45
LONDON = "Europe/London"
LISTED = ["2026-03-01", "365d"]
ZONES = [LONDON, "Asia/Kolkata", "Australia/Lord_Howe"]
WORD = "Blå kaffe, 2; ok"
FETCH = """
[general]
status_path = "{home}/status/"
[pair calendar]
a = "web"
b = "disk"
collections = null
conflict_resolution = "a wins"
[storage web]
type = "http"
url = "{url}"
[storage disk]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[calendar]]
path = {home}/calendar
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = {zone}
local_timezone = {zone}
[sqlite]
path = {home}/khal.db
"""


class Client:
    """Somebody's own calendar on their own machine."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        (home / "status").mkdir(parents=True)
        (home / "calendar").mkdir()
        (home / "fetch").write_text(FETCH.format(home=home, url=url))
        self.said = self._run("vdirsyncer", "-c", "fetch", "discover", "calendar")

    def fetch(self) -> int:
        """Fetch the calendar, and tell how many entries are there now."""
        self.said += self._run("vdirsyncer", "-c", "fetch", "sync")
        return len(list((self.home / "calendar").iterdir()))

    def show(self, zone: str) -> list[str]:
        """List everything that stands in it, by one clock."""
        (self.home / "khal").write_text(SHOW.format(home=self.home, zone=zone))
        (self.home / "khal.db").unlink(missing_ok=True)
        shape = "{start-long-full}|{end-time}|{cancelled}{title}"
        listed = self._run(
            "khal", "-c", "khal", "list", "--format", shape, "--day-format", "", *LISTED
        )
        self.said += listed
        return [line for line in listed.splitlines() if line]

    def _run(self, program: str, *words: str) -> str:
        command = [str(Path(sys.executable).with_name(program)), *words]
        # Nothing of this machine's own calendars is read, nor another language spoken.
        around = {**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        done = subprocess.run(
            command, cwd=self.home, env=around, capture_output=True, text=True, timeout=60,
            input="", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert not re.search("warning|error", done.stderr, re.IGNORECASE), done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def planned(installation: Installation, cast: Cast, now: datetime) -> list[UUID]:
    """Let Noor and Amara plan a talk on each of the days, by the clock in London."""
    with installation.database.transaction() as session:
        match = session.get_one(
            Match, begin(session, cast.noor.person_id, cast.amara.person_id, now)
        )
        amara = accounts.person(session, cast.amara.person_id)
        actor = cast.amara.actor(session)
        service.choose_zone(session, actor, amara, LONDON, now)
        return [
            service.add_talk(
                session, actor, amara, match, day, HALF_PAST_SIX, MINUTES, Way.PHONE, now
            ).id
            for day in DAYS
        ]


@pytest.fixture
def client(
    app: Flask, installation: Installation, cast: Cast, tmp_path: Path, now: datetime
) -> Iterator[Client]:
    """Give Noor's own calendar programs, which know her secret address."""
    with installation.database.transaction() as session:
        noor, actor = accounts.person(session, cast.noor.person_id), cast.noor.actor(session)
        service.choose_word(session, actor, noor, Title.OWN, WORD, now)
        token = service.open_calendar(session, actor, noor, now)
    with serving(app) as port:
        yield Client(tmp_path / "theirs", f"http://127.0.0.1:{port}/calendar/{token}.ics")


def lines(zone: str, days: Iterable[date], marked: str = "") -> list[str]:
    """Say in khal's way when talks are, reckoned from the clock in London."""
    said, london = [], ZoneInfo(LONDON)
    for day in days:
        begins = datetime.combine(day, HALF_PAST_SIX, london).astimezone(UTC)
        ends = (begins + timedelta(minutes=MINUTES)).astimezone(ZoneInfo(zone))
        said.append(
            f"{begins.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}|{ends:%H:%M}|{marked}{WORD}"
        )
    return said


@pytest.mark.usefixtures("planned")
def test_two_calendar_programs_show_the_right_times_across_each_change_of_the_clocks(
    client: Client,
) -> None:
    assert client.fetch() == len(DAYS)
    for zone in ZONES:
        assert client.show(zone) == lines(zone, DAYS)
    words = set(re.findall(r"[a-z]+", client.said.lower()))
    assert not words & (TELLING | TELLTALE | {SITE_NAME.lower(), "alongside", "noor", "amara"})


def test_what_is_moved_or_taken_off_is_so_in_two_calendar_programs_at_their_next_look(
    client: Client, installation: Installation, cast: Cast, planned: list[UUID], now: datetime
) -> None:
    client.fetch()
    first, _second, *others = DAYS
    with installation.database.transaction() as session:
        amara, actor = accounts.person(session, cast.amara.person_id), cast.amara.actor(session)
        gone, moved = (session.get_one(Meeting, meeting_id) for meeting_id in planned[:2])
        service.cancel_talk(session, actor, amara, gone, now)
        service.move_talk(session, actor, amara, moved, first, HALF_PAST_SIX, now)
    assert client.fetch() == len(DAYS)
    shown = client.show(LONDON)
    assert shown[:2] == sorted([*lines(LONDON, [first], "CANCELLED "), *lines(LONDON, [first])])
    assert shown[2:] == lines(LONDON, others)


def test_a_calendar_in_which_nothing_stands_is_read_as_well(client: Client) -> None:
    assert client.fetch() == 0
    assert client.show(LONDON) == []
