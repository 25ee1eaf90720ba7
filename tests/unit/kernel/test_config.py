"""An installation that would be unsafe does not start, and says what to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mentorship.kernel import config
from mentorship.kernel.errors import UnsafeToStart

LIVE = {"MENTORSHIP_HOSTS": "notes.example.org"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    config.make_keys(folder)
    return folder


def start(home: Path, **environ: str) -> config.Config:
    return config.from_environment({"MENTORSHIP_HOME": str(home), **LIVE, **environ})


def test_a_safe_installation_starts(home: Path) -> None:
    assert start(home).cookie_name == "__Host-s"


def test_plain_http_has_a_cookie_that_browsers_accept(home: Path) -> None:
    local = config.from_environment({"MENTORSHIP_HOME": str(home)}, local=True)
    assert local.cookie_name == "s"


def test_how_the_mail_server_is_spoken_to_is_one_of_three_words(home: Path) -> None:
    host = {"MENTORSHIP_SMTP_HOST": "mail.example.org"}
    for said, tls in (({}, "required"), ({"MENTORSHIP_SMTP_TLS": "offered"}, "offered")):
        post = start(home, **host, **said).post
        assert post
        assert post.tls == tls
    with pytest.raises(UnsafeToStart, match="from-the-start"):
        start(home, **host, MENTORSHIP_SMTP_TLS="sometimes")


def _missing_key(home: Path) -> None:
    (home / "keys" / "seal").unlink()


def _short_key(home: Path) -> None:
    (home / "keys" / "seal").write_bytes(b"short")


def _long_key(home: Path) -> None:
    (home / "keys" / "seal").write_bytes(bytes(range(33)))


def _guessable_key(home: Path) -> None:
    (home / "keys" / "seal").write_bytes(b"a" * 32)


def _same_key_twice(home: Path) -> None:
    (home / "keys" / "seal").write_bytes((home / "keys" / "audit").read_bytes())


def _open_key(home: Path) -> None:
    (home / "keys" / "seal").chmod(0o644)


def _open_folder(home: Path) -> None:
    home.chmod(0o755)


def _open_database(home: Path) -> None:
    (home / "data.db").write_bytes(b"")
    (home / "data.db").chmod(0o644)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_missing_key, "is missing"),
        (_short_key, "is not 32 random bytes"),
        (_long_key, "is not 32 random bytes"),
        (_guessable_key, "is not 32 random bytes"),
        (_same_key_twice, "the same key"),
        (_open_key, "can be read by others"),
        (_open_folder, "can be read by others"),
        (_open_database, "can be read by others"),
    ],
)
def test_it_refuses_unsafe_files(home: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(home)
    with pytest.raises(UnsafeToStart, match=sentence):
        start(home)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG"),
        ({"MENTORSHIP_HOSTS": ""}, "MENTORSHIP_HOSTS is empty"),
        ({"MENTORSHIP_HOME": "/nowhere/at/all"}, "is missing"),
        ({"MENTORSHIP_DATABASE_URL": "postgresql://db.example.org/a"}, "verify-full"),
        ({"MENTORSHIP_DATABASE_URL": "postgresql://db/a?sslmode=require"}, "verify-full"),
        ({"MENTORSHIP_DATABASE_URL": "postgresql://db/a?sslmode=verify-ca"}, "verify-full"),
    ],
)
def test_it_refuses_unsafe_words(home: Path, environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnsafeToStart, match=sentence):
        start(home, **environ)


@pytest.mark.parametrize("name", config.KEY_NAMES)
def test_it_refuses_each_key_that_others_can_read_wherever_it_lies(
    home: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "key"
    (home / "keys" / name).rename(elsewhere)
    told = {f"MENTORSHIP_{name.upper()}_KEY_FILE": str(elsewhere)}
    assert start(home, **told)
    elsewhere.chmod(0o640)
    with pytest.raises(UnsafeToStart, match="can be read by others"):
        start(home, **told)


def test_it_refuses_a_password_for_the_post_that_others_can_read(
    home: Path, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("four plain test words")
    told = {
        "MENTORSHIP_SMTP_HOST": "post.example.org", "MENTORSHIP_SMTP_PASSWORD_FILE": str(password),
    }  # fmt: skip
    password.chmod(0o600)
    assert start(home, **told).post
    password.chmod(0o604)
    with pytest.raises(UnsafeToStart, match="can be read by others"):
        start(home, **told)


@pytest.mark.parametrize(
    "url",
    ["postgresql:///a?host=/run/postgresql", "postgresql://db.example.org/a?sslmode=verify-full"],
)
def test_a_protected_connection_is_accepted(home: Path, url: str) -> None:
    assert start(home, MENTORSHIP_DATABASE_URL=url).database_url == url


def test_fresh_keys_are_private_and_differ(home: Path) -> None:
    files = sorted((home / "keys").iterdir())
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * len(files)
    assert len({file.read_bytes() for file in files}) == len(config.KEY_NAMES)


def test_making_keys_again_keeps_the_old_ones(home: Path) -> None:
    before = (home / "keys" / "seal").read_bytes()
    config.make_keys(home)
    assert (home / "keys" / "seal").read_bytes() == before


def test_keys_do_not_show_in_what_is_printed(home: Path) -> None:
    told = start(home)
    assert told.keys.seal.hex() not in repr(told.keys)
    assert repr(told.keys.seal) not in repr(told)
