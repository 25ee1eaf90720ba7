"""The command line: what it sets up, what it refuses, what it says."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorship.cli import main
from mentorship.kernel import backups
from mentorship.kernel.config import from_environment
from mentorship.kernel.errors import UnsafeToStart
from mentorship.kernel.live_use import BEFORE_LIVE_USE

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in an installation of its own, and insist on its exit status."""
    environ = {"MENTORSHIP_HOME": str(tmp_path / "home")}

    def run_command(*words: str, status: int = 0) -> Result:
        result = CliRunner().invoke(main, list(words), env=environ)
        assert result.exit_code == status, result.output
        return result

    return run_command


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set one installation up, to be copied."""
    home = tmp_path_factory.mktemp("begun") / "home"
    assert CliRunner().invoke(main, ["init"], env={"MENTORSHIP_HOME": str(home)}).exit_code == 0
    return home


@pytest.fixture
def ready(run: Run, begun: Path, tmp_path: Path) -> Run:
    """Run a command in an installation that was set up."""
    shutil.copytree(begun, tmp_path / "home")
    return run


def test_nothing_works_before_init(run: Run) -> None:
    assert "Run 'mentorship init' first" in run("routes", status=1).output


def test_init_makes_a_private_folder_and_can_be_run_again(run: Run, tmp_path: Path) -> None:
    assert "Ready" in run("init").output
    key = (tmp_path / "home" / "keys" / "seal").read_bytes()
    assert "nothing was replaced" in run("init").output
    assert (tmp_path / "home" / "keys" / "seal").read_bytes() == key
    modes = {path: path.stat().st_mode & 0o077 for path in (tmp_path / "home").rglob("*")}
    assert set(modes.values()) == {0}, modes


def test_check_names_everything_that_is_missing(ready: Run) -> None:
    said = ready("check", status=1).output
    assert said.count("Still missing") == len(BEFORE_LIVE_USE) + 3
    assert "an administrator" in said
    assert "a safeguarding lead" in said


def test_a_member_of_staff_is_made_and_shown_once(ready: Run) -> None:
    said = ready("create-coordinator", "rosa", "--also", "safeguarding").output
    assert "Sign-in name: rosa" in said
    assert "second factor" in said
    assert "a safeguarding lead" not in ready("check", status=1).output


def test_two_colleagues_are_never_called_the_same(ready: Run) -> None:
    ready("create-coordinator", "rosa")
    said = ready("create-reviewer", "Rosa", status=1).output
    assert "A colleague is called Rosa already" in said
    assert "Sign-in name" not in said


@pytest.mark.parametrize("words", [("serve", "--local"), ("demo",)])
def test_nothing_is_served_on_a_port_that_is_taken(ready: Run, words: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = ready(*words, "--port", str(port), status=1).output
    assert f"Port {port} is taken" in said
    assert "http" not in said


def test_the_code_of_another_record_is_asked_for_and_must_be_one(ready: Run) -> None:
    said = ready("create-coordinator", "rosa", "--own-code", "ABCDEF", status=1).output
    assert "No record has this code." in said
    assert "Sign-in name" not in said


def test_a_lost_second_factor_is_reset_by_name(ready: Run) -> None:
    said = ready("create-administrator", "kim").output
    name = said.split("Sign-in name: ")[1].split()[0]
    assert "Done." in ready("reset-second-factor", name).output
    assert "No member of staff" in ready("reset-second-factor", "nobody0000", status=1).output


def test_the_chain_is_checked(ready: Run, tmp_path: Path) -> None:
    ready("create-administrator", "kim")
    assert "holds" in ready("audit", "verify").output
    with closing(sqlite3.connect(tmp_path / "home" / "data.db")) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET act = 'other' WHERE seq = 1")
        connection.commit()
    assert "entry 1 was changed" in ready("audit", "verify", status=1).output


def test_a_copy_is_put_back_over_what_a_crash_left(ready: Run, tmp_path: Path) -> None:
    database, kept = tmp_path / "home" / "data.db", tmp_path / "copy.db"
    ready("create-safeguarding", "lena")
    assert "keep it apart" in ready("db", "copy", str(kept)).output
    assert kept.stat().st_mode & 0o077 == 0
    ready("create-reviewer", "ruth")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO request_once VALUES (x'00', x'00', '', '2026-01-01')")
        connection.commit()
        left = {part: Path(f"{database}{part}").read_bytes() for part in ("-wal", "-shm")}
    for part, written in left.items():
        Path(f"{database}{part}").write_bytes(written)
    database.write_bytes(b"ruined" * 1000)
    (tmp_path / "home" / "data.db.new").write_bytes(b"half a copy")
    assert "The audit chain holds." in ready("db", "restore", str(kept)).output
    missing = ready("check", status=1).output
    assert "a safeguarding lead" not in missing
    assert "a reviewer" in missing
    assert (tmp_path / "home" / "data.db.before").read_bytes().startswith(b"ruined")
    assert database.stat().st_mode & 0o077 == 0
    beside = [tmp_path / "home" / f"data.db.before{part}" for part in left]
    assert [it.exists() for it in beside] == [True, True]
    ready("db", "restore", str(kept))
    assert [it.exists() for it in beside] == [False, False], "of a database before the last one"


def test_a_copy_is_its_owners_alone_whatever_mask_holds(
    ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0o022)
    with monkeypatch.context() as patched:
        patched.setattr(os, "umask", lambda _mask: 0)
        ready("db", "copy", str(tmp_path / "copy.db"))
    os.umask(before)
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


def test_no_copy_is_put_back_over_a_database_in_use(ready: Run, tmp_path: Path) -> None:
    database, kept = tmp_path / "home" / "data.db", tmp_path / "copy.db"
    ready("db", "copy", str(kept))
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("SELECT * FROM alembic_version").fetchall()
        assert "Stop the site" in ready("db", "restore", str(kept), status=1).output
    assert "is in place" in ready("db", "restore", str(kept)).output
    database.unlink()
    assert "is in place" in ready("db", "restore", str(kept)).output


def test_only_a_whole_copy_is_put_back(ready: Run, tmp_path: Path) -> None:
    database, other = tmp_path / "home" / "data.db", tmp_path / "other.db"
    assert "There is no file" in ready("db", "restore", str(other), status=1).output
    other.write_bytes(b"not a database")
    assert "no whole copy" in ready("db", "restore", str(other), status=1).output
    assert "is there already" in ready("db", "copy", str(other), status=1).output
    assert "the database itself" in ready("db", "restore", str(database), status=1).output
    with closing(sqlite3.connect(tmp_path / "strange.db")) as connection:
        connection.execute("CREATE TABLE recipe (name)")
        connection.commit()
    said = ready("db", "restore", str(tmp_path / "strange.db"), status=1).output
    assert "no whole copy" in said
    with closing(sqlite3.connect(tmp_path / "strange.db")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.commit()
    said = ready("db", "restore", str(tmp_path / "strange.db"), status=1).output
    assert "no whole copy" in said


# A page that cannot be read at all, and one that can but holds none of what it is to find.
@pytest.mark.parametrize(("what", "start", "count"), [("table", 0, 4096), ("index", 3, 2)])
def test_no_copy_is_put_back_of_which_a_page_is_ruined(
    ready: Run, tmp_path: Path, what: str, start: int, count: int
) -> None:
    kept = tmp_path / "copy.db"
    ready("db", "copy", str(kept))
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("INSERT INTO request_once VALUES (x'00', x'00', '', '2026-01-01')")
        connection.commit()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        its = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'request_once' AND type = ?"
        (nth,) = connection.execute(its, (what,)).fetchone()
    with kept.open("r+b") as file:
        file.seek((nth - 1) * size + start)
        file.write(bytes(count))
    assert "no whole copy" in ready("db", "restore", str(kept), status=1).output


def test_postgresql_is_copied_with_tools_of_its_own(begun: Path, tmp_path: Path) -> None:
    here = from_environment({"MENTORSHIP_HOME": str(begun)}, local=True)
    elsewhere = replace(here, database_url="postgresql+psycopg:///alongside")
    for act in (backups.copy, backups.put_back):
        with pytest.raises(UnsafeToStart, match="pg_dump"):
            act(elsewhere, tmp_path / "copy.db")


def test_routes_tells_who_may_come(ready: Run) -> None:
    said = ready("routes").output
    assert "/decisions" in said
    assert "coordinator, safeguarding" in said


def test_a_round_and_a_sweep_run_from_here(ready: Run) -> None:
    assert "The round is done" in ready("run-round", "--local").output
    assert "Swept" in ready("sweep").output
    assert "up to date" in ready("db", "upgrade").output


def test_no_round_runs_while_something_is_missing_for_live_use(run: Run) -> None:
    run("init")
    said = run("run-round", status=1).output
    assert "the crisis line" in said
    assert "No round while these are missing" in said


STOPPED = """
    import os, resource, signal, subprocess
    from mentorship import serving
    from mentorship.cli import main

    began = subprocess.Popen

    def noted(*words):
        child = began(*words)
        print(*resource.prlimit(child.pid, resource.RLIMIT_CORE))
        print(child.pid, flush=True)
        return child

    def told_to_stop(*_app, **_options):
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()

    serving.subprocess.Popen = noted
    serving.waitress.serve = told_to_stop
    main(["serve", "--local"])
"""


def test_a_server_that_is_stopped_from_outside_takes_its_worker_along(
    run: Run, tmp_path: Path
) -> None:
    run("init")
    told = {**os.environ, "MENTORSHIP_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(STOPPED)],
        cwd=tmp_path, env=told, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *core, worker = done.stdout.split()[-3:]
    assert core == ["0", "0"]  # a crash writes nothing of what was in memory, of either of the two
    with pytest.raises(ProcessLookupError):
        os.kill(int(worker), 0)


STARTED = """
    import os
    from mentorship import serving
    from mentorship.cli import main

    os.umask(0o022)
    {fault}
    main(["init"], standalone_mode=False)
    # The worker that stands beside opens the queue.
    serving._worker_beside = serving.contextmanager(lambda opened: iter([opened.bell.huey]))

    def look(app, **_options):
        app.test_client().get("/in")
        home = os.environ["MENTORSHIP_HOME"]
        for folder, _folders, files in os.walk(home):
            for path in (folder, *(os.path.join(folder, name) for name in files)):
                print("found", os.path.relpath(path, home), os.stat(path).st_mode & 0o777)

    serving.waitress.serve = look
    main(["serve", "--local"], standalone_mode=False)
"""


def started(tmp_path: Path, fault: str = "") -> subprocess.CompletedProcess[str]:
    """Set an installation up and serve it, on a machine where others may read what is new."""
    told = {**os.environ, "MENTORSHIP_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    script = textwrap.dedent(STARTED).format(fault=fault)
    return subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=told, check=False,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.only("sqlite", reason="PostgreSQL looks after its own files")
def test_whatever_lies_there_while_it_runs_is_its_owners_alone(tmp_path: Path, kind: str) -> None:
    done = started(tmp_path)
    assert done.returncode == 0, done.stderr
    found = dict(line.split()[1:] for line in done.stdout.splitlines() if line[:5] == "found")
    assert {"data.db", "data.db-wal", "data.db-shm", "bell.db", "keys", "keys/seal"} <= set(found)
    assert {name for name, mode in found.items() if int(mode) & 0o077} == set()


@pytest.mark.only("sqlite", reason="PostgreSQL looks after its own files")
def test_files_that_others_can_read_are_noticed_at_the_start(tmp_path: Path, kind: str) -> None:
    done = started(tmp_path, fault="os.umask = lambda _mask: None")
    assert done.returncode != 0
    assert "chmod go=" in done.stderr
