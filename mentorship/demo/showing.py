"""Showing the demo: a throw-away folder, a filled database, sign-ins on the screen, the site."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from mentorship import serving
from mentorship.demo.story import tell
from mentorship.demo.world import Known
from mentorship.installation import install
from mentorship.kernel import clock, config

SHOWN_OF_EACH = 2
LINE = "{:14} {:16} {:16} {}"


def show(
    port: int, people: int, seed: int, today: date | None, database: str | None, told: Path | None
) -> None:
    """Make the demo, say how to sign in, and serve it until told to stop; then nothing is left."""
    serving.end_calmly_when_told()
    serving.check_port("127.0.0.1", port)
    home = Path(tempfile.mkdtemp(prefix="demo-"))
    try:
        os.environ["MENTORSHIP_HOME"] = str(home)
        if database:
            os.environ["MENTORSHIP_DATABASE_URL"] = database
        config.make_keys(home)
        installation = install(config.from_environment(local=True))
        installation.migrate()
        click.echo("Two months of an invented agency are being lived through ...")
        known = tell(installation, people, seed, today or clock.now().date())
        base = f"http://127.0.0.1:{port}"
        if told:
            write(told, base, known)
        _say(base, known)
        serving.serve(installation, "127.0.0.1", port)
    finally:
        shutil.rmtree(home)


def write(path: Path, base: str, known: Iterable[Known]) -> None:
    """Write the sign-ins for programs, readable by the owner alone."""
    accounts = [
        {
            "role": it.role, "name": it.name, "password": it.password,
            "totp_secret": it.totp_secret, "state": it.state,
        }
        for it in known
    ]  # fmt: skip
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({"base": base, "accounts": accounts}, file, indent=1)


def _say(base: str, known: Iterable[Known]) -> None:
    click.echo(LINE.format("Who", "Where they stand", "Sign-in name", "Password"))
    shown: dict[tuple[str, str], int] = {}
    for it in known:
        of_this = shown[it.role, it.state] = shown.get((it.role, it.state), 0) + 1
        if of_this <= SHOWN_OF_EACH:
            click.echo(LINE.format(it.role, it.state, it.name, it.password))
            if it.totp_secret:
                click.echo(LINE.format("", "", "", f"authenticator key {it.totp_secret}"))
    click.echo(f"{base}/")
