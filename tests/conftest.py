"""What every test can ask for: an installation on both kinds of database, visitors, the clock."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from mentorship.installation import Installation, install
from mentorship.kernel import clock, words
from tests import fast
from tests.cast import CAST, FOUNDED, Cast, Member, gathered, signed_in
from tests.databases import Databases, Kind, config
from tests.full import FULL, Full, filled
from tests.loopback import this_machine_alone
from tests.pages import Visitor
from tests.surface import Seen, surface
from tests.talking import TALKING, match_of_the_cast

# A Wednesday in the middle of a working day, so that no test depends on the day it runs.
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
SHARED = pytest.StashKey[Path]()
# What an installation can begin with: everything has happened, the cast is there, or nobody.
TEMPLATES = {"full": FULL, "their_match": TALKING, "cast": CAST}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the one switch of this suite."""
    parser.addoption("--long", action="store_true", help="full sizes; browsers on both databases")


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run one folder: its first process makes it, the others are told of it."""
    fast.compile_statements_once()
    # The same examples each time, new ones in a long run; and to be slow is no fault.
    settings.register_profile(
        "suite", deadline=None, derandomize=not config.option.long, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    settings.load_profile("suite")
    if hasattr(config, "workerinput"):
        config.stash[SHARED] = Path(config.workerinput["shared"])
        return
    # A run that is ended from outside cleans up as one that is interrupted by hand.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="alongside-", dir=fast.ram_disk()))
    folder.chmod(0o711)  # PostgreSQL, which may run as somebody else, must pass through it
    # Whatever is temporary lies in it: the homes of the tests, the profile of the browser.
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    config.stash[SHARED] = folder


def pytest_collection_finish() -> None:
    """Begin when everything is loaded."""
    fast.keep_what_is_loaded()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the folder is."""
    node.workerinput["shared"] = str(node.config.stash[SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started, and leave nothing behind."""
    if not hasattr(config, "workerinput"):
        Databases(config.stash[SHARED]).stop()
        shutil.rmtree(config.stash[SHARED])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a database on each kind of it, unless `only` gives a reason."""
    if "kind" not in metafunc.fixturenames:
        return
    only = metafunc.definition.get_closest_marker("only")
    if only:
        kinds = [Kind(only.args[0])]
        assert only.kwargs["reason"]
    elif "tests/browser/" in metafunc.definition.nodeid and not metafunc.config.option.long:
        kinds = [Kind.SQLITE]
    else:
        kinds = list(Kind)
    metafunc.parametrize("kind", kinds, ids=str, scope="function")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests, leave the long ones out unless asked for; note what runs where."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
        callspec = getattr(item, "callspec", None)
        if callspec and "kind" in callspec.params:
            item.user_properties.append(("database", str(callspec.params["kind"])))
        only = item.get_closest_marker("only")
        if only:
            item.user_properties.append(("only", f"{only.args[0]}: {only.kwargs['reason']}"))
    items.sort(key=lambda item: fast.place(item.nodeid))
    if not config.option.long:
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran on each kind of database, and which ran on one alone, and why."""
    ran = [
        (report.nodeid, dict(report.user_properties))
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if getattr(report, "when", "") == "call"
    ]
    terminalreporter.section("databases")
    for kind in Kind:
        count = sum(noted.get("database") == kind for _, noted in ran)
        terminalreporter.line(f"{count} tests ran on {kind.label}")
    for name, noted in sorted(ran):
        if "only" in noted:
            terminalreporter.line(f"{name} ran on {noted['only']}")


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin in English by the clock of nowhere, whatever a test before has spoken."""
    words.set_locale("en", "UTC")


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Iterator[Databases]:
    """Hand out databases in the folder of this run."""
    handed_out = Databases(pytestconfig.stash[SHARED])
    yield handed_out
    handed_out.close()


@pytest.fixture(scope="session")
def pages(databases: Databases) -> list[Seen]:
    """Give every page as everybody finds it in a full agency, on SQLite; read, never changed."""
    return surface(databases, NOW)


@pytest.fixture(scope="session", autouse=True)
def _nothing_goes_out() -> Iterator[None]:
    """Let no test speak with another machine."""
    with this_machine_alone():
        yield


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    """Hold the clock at one moment; a test moves it with `clock.fixed`."""
    with clock.fixed(NOW):
        yield NOW


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give the private folder of one installation."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def installation(
    request: pytest.FixtureRequest, databases: Databases, kind: Kind, home: Path
) -> Iterator[Installation]:
    """Open an installation of its own: migrated and set up, with the cast in it if asked for."""
    asked = set(request.fixturenames)
    template = next((TEMPLATES[name] for name in TEMPLATES if name in asked), FOUNDED)
    with databases.copy(kind, home, template) as url:
        opened = install(config(home, url))
        yield opened
        opened.close()


class _Undone(Exception):
    pass


@pytest.fixture
def session(installation: Installation) -> Iterator[Session]:
    """Give an open transaction, which is undone when the test ends."""
    with suppress(_Undone), installation.database.transaction() as opened:
        yield opened
        raise _Undone


@pytest.fixture(scope="session")
def lent(databases: Databases) -> fast.Lent:
    """Keep the one application that is lent from test to test."""
    return fast.Lent(databases.compiled_templates)


@pytest.fixture
def app(installation: Installation, lent: fast.Lent) -> Flask:
    """Give the web application; a fault in it fails the test instead of becoming a page."""
    return lent.to(installation)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Give a visitor who is not signed in."""
    return Visitor(app)


@pytest.fixture
def cast(installation: Installation, databases: Databases) -> Cast:
    """Tell who is in the agency: Rosa, Lena, Ruth, Ada, Noor, Kit, Amara and Tom."""
    return gathered(installation, databases.folder)


@pytest.fixture
def their_match(installation: Installation, databases: Databases) -> UUID:
    """Let Noor and Amara talk with each other since this moment, and tell which match is theirs."""
    return match_of_the_cast(installation, databases.folder)


@pytest.fixture
def full(installation: Installation, databases: Databases) -> Full:
    """Tell who is in an agency in which everything has happened once."""
    return filled(installation, databases.folder)


@pytest.fixture
def as_(app: Flask, installation: Installation) -> Callable[..., Visitor]:
    """Give a visitor who is signed in: `as_(cast.noor)`, or with `stepped_up=True`."""

    def signed_in_visitor(member: Member, *, stepped_up: bool = False) -> Visitor:
        visitor = Visitor(app)
        token = signed_in(installation, member, stepped_up=stepped_up)
        visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
        return visitor

    return signed_in_visitor
