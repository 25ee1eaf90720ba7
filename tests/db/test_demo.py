"""The demo as somebody meets it who types its command: whole, private, and gone when it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pyotp
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from mentorship.accounts.rules import RecoveryState, Standing
from mentorship.checkins.models import FollowUpStep
from mentorship.checkins.queries import board
from mentorship.checkins.rules.follow_ups import Stage
from mentorship.demo.story import FEWEST_PEOPLE, tell
from mentorship.installation import Installation, install
from mentorship.kernel import audit, clock
from mentorship.kernel.access import NOBODY
from mentorship.kernel.config import from_environment
from mentorship.matches.queries import proposals
from mentorship.matches.rules.states import RoundState
from tests.conftest import NOW
from tests.databases import Databases, Kind, Template, config
from tests.dumps import plant, readable
from tests.rule_states import NOT_THERE, found_in, kinds_of_states, missing

ROOT = Path(__file__).resolve().parents[2]
MIGRATED = Template("migrated", Installation.migrate)
TODAY = NOW.date()
# The command itself, but that hashes are cheap, that it and its worker live in the morning of the
# day it is told for, and that it waits for a line before it serves: until then nothing changes.
COMMAND = """
    import signal
    import sys
    from datetime import datetime
    from mentorship import serving
    from mentorship.cli import main
    from mentorship.kernel import clock, config

    # Whatever runs in the background of a shell is deaf to Ctrl+C, and so is what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.Hashing.__init__.__defaults__ = (8, 1, 1)
    serve, begin = serving.serve, serving.subprocess.Popen

    def begin_likewise(words):
        return begin([sys.executable, "-c", sys.orig_argv[2], sys.argv[1], *words[3:]])

    def wait_and_serve(*given):
        print("told", flush=True)
        sys.stdin.readline()
        serve(*given)

    serving.serve, serving.subprocess.Popen = wait_and_serve, begin_likewise
    with clock.fixed(datetime.fromisoformat(sys.argv[1])):
        main(sys.argv[2:])
"""
SAID = {
    "library card", "teapot", "waits outside my door", "no holidays", "555 0217", "Robin Marsh",
    "old town", "at noon now", "good with papers", "box19@", "nowhere to sleep",
}  # fmt: skip
AS_STAFF = {"coordinator", "safeguarding", "reviewer", "administrator"}
# The first page of whoever may not come further: they hear why, and what they can do.
ELSEWHERE = {"stopping": "/in/back", "suspended": "/in"}


@dataclass(frozen=True)
class Demo:
    """A demo that was told and is not served yet: its process, its folder, what it said."""

    process: subprocess.Popen[str]
    home: Path
    said: str
    told: Path
    base: str
    environ: dict[str, str]

    @property
    def accounts(self) -> list[dict[str, Any]]:
        """Read the sign-ins it wrote for programs."""
        accounts: list[dict[str, Any]] = json.loads(self.told.read_text())["accounts"]
        return accounts

    def serve(self) -> str:
        """Let it serve, and give its first page once it answers."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        while self.process.poll() is None:
            try:
                with build_opener().open(self.base) as page:
                    return str(page.read().decode())
            except OSError:
                continue
        raise AssertionError("the demo ended before it served")


@pytest.fixture
def demo(databases: Databases, kind: Kind, tmp_path: Path) -> Iterator[Demo]:
    """Type the command, at the smallest size there is."""
    home = tmp_path / "database"
    home.mkdir(mode=0o700)
    with databases.empty(kind, home) as url, _typed(tmp_path, kind, url) as demo:
        yield demo


@contextmanager
def _typed(folder: Path, kind: Kind, url: str) -> Iterator[Demo]:
    private, told = folder / "private", folder / "sign-ins.json"
    private.mkdir()
    base = f"http://127.0.0.1:{_free_port()}"
    words = [
        "demo", "--port", base.rpartition(":")[2], "--json", str(told), "--seed", "7",
        "--today", TODAY.isoformat(), "--people", "1",
        *(["--database", url] if kind is Kind.POSTGRESQL else []),
    ]  # fmt: skip
    environ = {**os.environ, "TMPDIR": str(private), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(COMMAND), NOW.isoformat(), *words],
        cwd=folder, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            said = "".join(iter(process.stdout.readline, "told\n"))
            (home,) = private.iterdir()
            own = {"MENTORSHIP_HOME": str(home)}
            if kind is Kind.POSTGRESQL:
                own["MENTORSHIP_DATABASE_URL"] = url
            yield Demo(process, home, said, told, base, own)
        finally:
            process.kill()


def test_the_demo_shows_every_state_lets_everybody_in_and_is_gone_when_it_ends(
    demo: Demo, kind: Kind, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    _insist_on_who_is_told(demo)
    with _opened(demo, monkeypatch) as installation:
        _insist_on_states(installation)
        _insist_that_nothing_can_be_read(installation, demo)
    _insist_on_the_same_people_everywhere(demo, kind, databases.folder)
    assert "Harbour Notes" in demo.serve()
    for account in demo.accounts:
        _sign_in(demo, account)
    demo.process.send_signal(signal.SIGTERM if kind is Kind.SQLITE else signal.SIGINT)
    demo.process.wait(timeout=60)
    assert not demo.home.exists()
    assert demo.told.exists(), "what somebody asked to have written is theirs"


def test_a_state_that_the_demo_does_not_show_is_asked_for() -> None:
    kinds = kinds_of_states()
    whole = {kind: set(kind) for kind in kinds}
    assert missing(kinds, whole, ()) == []
    for kind in kinds:
        without = {**whole, kind: set(kind) - {list(kind)[-1]}}
        (sentence,) = missing(kinds, without, ())
        assert f"{kind.__name__}.{list(kind)[-1].name} is nowhere in the demo" in sentence
        (sentence,) = missing(kinds, {it: whole[it] for it in kinds if it is not kind}, ())
        assert "say in RECKONED" in sentence
    excuses = ((Standing, "all of it"), (RecoveryState.WAITING, "one of it"))
    without = {it: whole[it] for it in kinds if it is not Standing}
    (sentence,) = missing(kinds, without, excuses)
    assert "RecoveryState.WAITING is in the demo now: take it out of NOT_THERE" in sentence
    # Another kind's word is the same, and is no excuse.
    without = {**whole, RecoveryState: set(), RoundState: set()}
    sentences = missing([RecoveryState, RoundState], without, [(RoundState.WAITING, "transient")])
    assert any("RecoveryState.WAITING is nowhere" in sentence for sentence in sentences)
    assert not any("RoundState.WAITING is nowhere" in sentence for sentence in sentences)


@pytest.mark.long
@pytest.mark.parametrize("people", [FEWEST_PEOPLE, 60, 100])
@pytest.mark.parametrize("days", range(7))
def test_the_story_shows_every_state_on_each_day_of_the_week(
    databases: Databases, kind: Kind, home: Path, days: int, people: int
) -> None:
    today = TODAY + timedelta(days=days)
    with databases.copy(kind, home, MIGRATED) as url:
        opened = install(config(home, url))
        tell(opened, people, seed=days, today=today)
        _insist_on_states(opened, today)
        opened.close()


def _insist_on_who_is_told(demo: Demo) -> None:
    accounts = demo.accounts
    assert demo.told.stat().st_mode & 0o777 == 0o600
    assert demo.home.stat().st_mode & 0o777 == 0o700
    states = Counter((it["role"], it["state"]) for it in accounts)
    for role in ("mentee", "mentor"):
        for state in ("waiting", "asked", "active"):
            assert states[role, state] >= 2, (role, state, states)
    roles = Counter(it["role"] for it in accounts if it["totp_secret"])
    assert roles == {"coordinator": 2, "safeguarding": 1, "reviewer": 1, "administrator": 1}
    # One has no sign-in, and of one everything is deleted.
    assert len(accounts) == FEWEST_PEOPLE + 5 - 2
    assert demo.said.rstrip().endswith(f"{demo.base}/")
    shown = [it for it in accounts if f"{it['name']} " in demo.said and it["password"] in demo.said]
    assert {(it["role"], it["state"]) for it in shown} == set(states)


def _insist_on_states(installation: Installation, today: date = TODAY) -> None:
    midnight = datetime.combine(today, time(0), UTC)
    with installation.database.reading() as session:
        assert audit.verify(session) is None
        assert proposals.count_undecided(session, NOBODY) >= 1
        shown = board(session, NOBODY)
        newest = session.scalar(select(func.max(FollowUpStep.at)))
    assert newest
    assert newest <= midnight, "nothing lies ahead of a visitor"
    assert {group.stage for group in shown.groups} == set(Stage)
    with clock.fixed(midnight), installation.database.transaction() as session:
        not_shown = missing(kinds_of_states(), found_in(session), NOT_THERE)
    assert not not_shown, "\n".join(not_shown)


def _insist_that_nothing_can_be_read(installation: Installation, demo: Demo) -> None:
    """Whatever people said is sealed; a plain column would be found."""
    secret = ("name", "password", "totp_secret")
    said = SAID | {it[key] for it in demo.accounts for key in secret if it[key]}
    assert readable(installation, said) == []
    plant(installation, "the teapot again")
    assert readable(installation, said) == ["teapot"]


def _insist_on_the_same_people_everywhere(demo: Demo, kind: Kind, shared: Path) -> None:
    """The same seed and day give the same names and passwords, whatever keeps them."""
    told = [[it["role"], it["name"], it["password"]] for it in demo.accounts]
    (shared / f"demo-{kind}.json").write_text(json.dumps(told))
    for other in shared.glob("demo-*.json"):
        assert json.loads(other.read_text()) == told


@contextmanager
def _opened(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    for name, value in demo.environ.items():
        monkeypatch.setenv(name, value)
    opened = install(from_environment(local=True))
    try:
        yield opened
    finally:
        opened.close()


def _sign_in(demo: Demo, account: dict[str, Any]) -> None:
    """Sign in as somebody with what was printed, in a browser of their own."""
    browser = build_opener(HTTPCookieProcessor())
    where = _fill(browser, f"{demo.base}/in", name=account["name"], password=account["password"])
    if account["totp_secret"]:
        assert where.endswith("/in/code"), account
        where = _fill(browser, where, code=pyotp.TOTP(account["totp_secret"]).at(NOW))
    expected = ELSEWHERE.get(account["state"], "/home")
    assert where == demo.base + expected, account


def _fill(browser: OpenerDirector, address: str, **said: str) -> str:
    """Fill in the form of a page, and tell where that leads."""
    with browser.open(address) as page:
        form = BeautifulSoup(page.read(), "html5lib").select_one("main form[method=post]")
    assert form
    hidden = {str(it["name"]): str(it["value"]) for it in form.select("input[type=hidden]")}
    try:
        with browser.open(address, urlencode({**hidden, **said}).encode()) as answer:
            return str(answer.url)
    except HTTPError as refusal:
        if refusal.code != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        return address


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
