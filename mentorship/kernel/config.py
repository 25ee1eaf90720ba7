"""What this machine tells the installation: folder, database, keys, how it is served.

Everything comes from MENTORSHIP_* variables, and secrets from files. What an agency decides about
its work stands in `settings`, not here.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import make_url

from mentorship.kernel.errors import UnsafeToStart

KEY_BYTES = 32
KEY_NAMES = ("seal", "index", "pepper", "audit", "cookie")


@dataclass(frozen=True)
class Hashing:
    """The price of one password hash (argon2id)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, repr=False)
class Keys:
    """The secrets that never stand in the database or a backup; one file each."""

    seal: bytes
    index: bytes
    pepper: bytes
    audit: bytes
    cookie: bytes

    def __repr__(self) -> str:
        return "Keys(…)"


class Tls(StrEnum):
    """How the mail server is spoken to."""

    REQUIRED = "required"
    OFFERED = "offered"
    FROM_THE_START = "from-the-start"


@dataclass(frozen=True, repr=False)
class Post:
    """The server that takes our mail; with a user it must speak TLS in any case."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: Tls = Tls.REQUIRED


@dataclass(frozen=True)
class Config:
    """One installation on one machine."""

    home: Path
    database_url: str
    keys: Keys
    local: bool = False
    hosts: tuple[str, ...] = ()
    hashing: Hashing = field(default_factory=Hashing)
    post: Post | None = None

    @property
    def cookie_name(self) -> str:
        """Tell the cookie's name; over plain http a browser refuses the `__Host-` prefix."""
        return "s" if self.local else "__Host-s"

    @property
    def bell_url(self) -> str:
        """Tell where the worker's bell hangs: its own file, or the same PostgreSQL."""
        if self.is_sqlite:
            return str(self.home / "bell.db")
        return self.database_url

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is the embedded one."""
        return make_url(self.database_url).get_backend_name() == "sqlite"


def from_environment(environ: Mapping[str, str] = os.environ, *, local: bool = False) -> Config:
    """Read and check the configuration, or refuse to start and say why."""
    if environ.get("FLASK_DEBUG", "0") not in {"", "0"}:
        raise UnsafeToStart("FLASK_DEBUG shows secrets on error pages. Unset it.")
    home = home_of(environ)
    config = Config(
        home=home,
        database_url=environ.get("MENTORSHIP_DATABASE_URL", f"sqlite:///{home / 'data.db'}"),
        keys=_keys(home, environ),
        local=local,
        hosts=tuple(h for h in environ.get("MENTORSHIP_HOSTS", "").split(",") if h),
        post=_post(environ),
    )
    check(config)
    return config


def home_of(environ: Mapping[str, str] = os.environ) -> Path:
    """Tell the installation's folder."""
    return Path(environ.get("MENTORSHIP_HOME", "var")).resolve()


def check(config: Config) -> None:
    """Refuse what would be unsafe: open files, an unprotected connection, no host name."""
    _check_home(config)
    if config.is_sqlite:
        _check_private(Path(make_url(config.database_url).database or ""))
    else:
        _check_postgresql(config.database_url)
    if not config.local and not config.hosts:
        raise UnsafeToStart(
            "MENTORSHIP_HOSTS is empty. Name the host names this site answers to, "
            "for example MENTORSHIP_HOSTS=notes.example.org."
        )


def make_keys(home: Path) -> None:
    """Write a fresh key file for each name that has none yet, readable by the owner alone."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in KEY_NAMES:
        path = folder / name
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(token_bytes(KEY_BYTES))


def _keys(home: Path, environ: Mapping[str, str]) -> Keys:
    files = {
        name: Path(environ.get(f"MENTORSHIP_{name.upper()}_KEY_FILE", home / "keys" / name))
        for name in KEY_NAMES
    }
    keys = {name: _key(path) for name, path in files.items()}
    if len(set(keys.values())) < len(keys):
        raise UnsafeToStart(
            "Two key files hold the same key. Run 'mentorship init' for fresh ones."
        )
    return Keys(**keys)


def _key(path: Path) -> bytes:
    if not path.is_file():
        raise UnsafeToStart(f"The key file {path} is missing. Run 'mentorship init' first.")
    _check_private(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise UnsafeToStart(f"The key in {path} is not {KEY_BYTES} random bytes.")
    return key


def _post(environ: Mapping[str, str]) -> Post | None:
    host = environ.get("MENTORSHIP_SMTP_HOST", "")
    if not host:
        return None
    password = environ.get("MENTORSHIP_SMTP_PASSWORD_FILE", "")
    if password:
        _check_private(Path(password))
    tls = environ.get("MENTORSHIP_SMTP_TLS", Tls.REQUIRED)
    if tls not in set(Tls):
        raise UnsafeToStart(f"MENTORSHIP_SMTP_TLS says {tls}. Say one of {', '.join(Tls)}.")
    return Post(
        host=host,
        port=int(environ.get("MENTORSHIP_SMTP_PORT", "587")),
        sender=environ.get("MENTORSHIP_SMTP_SENDER", f"notes@{host}"),
        user=environ.get("MENTORSHIP_SMTP_USER", ""),
        password=Path(password).read_text().strip() if password else "",
        tls=Tls(tls),
    )


def _check_home(config: Config) -> None:
    if not config.home.is_dir():
        raise UnsafeToStart(f"The folder {config.home} is missing. Run 'mentorship init' first.")
    _check_private(config.home)


def _check_private(path: Path) -> None:
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeToStart(
            f"{path} can be read by others on this machine. Run 'chmod go= {path}'."
        )


def _check_postgresql(url: str) -> None:
    address = make_url(url)
    asked = address.query.get("host", address.host or "")
    host = asked if isinstance(asked, str) else asked[0]
    by_socket = not host or host.startswith("/")
    if not by_socket and address.query.get("sslmode") != "verify-full":
        raise UnsafeToStart(
            "The connection to PostgreSQL is not protected. Add ?sslmode=verify-full to "
            "MENTORSHIP_DATABASE_URL, or use a Unix socket."
        )
