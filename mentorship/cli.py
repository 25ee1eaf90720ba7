"""The command line: `mentorship …`. It parses, calls one or two things, and says what happened."""

import sys

import click
from flask import Flask

from mentorship import serving
from mentorship.app import create_app
from mentorship.installation import Installation, install
from mentorship.kernel import access, audit, clock, config, jobs, settings
from mentorship.kernel.errors import RuleBroken, UnsafeToStart


class Calm(click.Group):
    """Says in a sentence what stopped a command, never with a traceback of ours."""

    def invoke(self, ctx: click.Context) -> object:
        """Turn a refusal into one line and exit status 1."""
        try:
            return super().invoke(ctx)
        except (UnsafeToStart, RuleBroken) as refusal:
            raise click.ClickException(str(refusal)) from None


@click.group(cls=Calm)
def main() -> None:
    """Alongside, for the people who look after an installation.

    MENTORSHIP_HOME names the folder of the installation (default: var).
    """


@main.command()
def init() -> None:
    """Make the folder, fresh keys and an empty database; run again, it changes nothing."""
    home = config.home_of()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    config.make_keys(home)
    _open(local=True).migrate()
    click.echo(f"Ready in {home}. Keep {home / 'keys'} safe and apart from backups.")
    click.echo("Next: mentorship create-administrator WORD")


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    _open(local=True).migrate()
    click.echo("The database is up to date.")


@main.command()
@click.option("--local", is_flag=True, help="Plain http, for this machine alone.")
@click.option("--port", default=8000, show_default=True)
def serve(local: bool, port: int) -> None:
    """Serve the site, with its worker beside it."""
    installation = _open(local=local)
    if not local:
        _say_blanks(installation)
    click.echo(f"http://127.0.0.1:{port}/")
    serving.serve(installation, "127.0.0.1", port)


@main.command()
@click.option("--local", is_flag=True, help="The worker of a site served with --local.")
def worker(local: bool) -> None:
    """Do the jobs alone, without the web."""
    serving.work(_open(local=local))


@main.command()
def sweep() -> None:
    """Do now what the worker does every minute."""
    installation = _open(local=True)
    jobs.tick(installation.database, installation.works, clock.now())
    click.echo("Swept.")


@main.group("audit")
def audit_group() -> None:
    """Look after the audit chain."""


@audit_group.command()
def verify() -> None:
    """Check the whole chain of audit entries."""
    with _open(local=True).database.reading() as session:
        broken = audit.verify(session)
    if broken:
        raise click.ClickException(f"The audit chain does not hold: {broken}.")
    click.echo("The audit chain holds.")


@main.command()
def routes() -> None:
    """List every address, and who may come to it."""
    app = create_app(_open(local=True))
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:10} {rule.rule:45} {_who(app, rule.endpoint)}")


@main.command()
def check() -> None:
    """Tell what is still missing before live use; exit status 1 while anything is."""
    if _say_blanks(_open(local=True)):
        sys.exit(1)
    click.echo("Nothing is missing.")


def _open(*, local: bool) -> Installation:
    return install(config.from_environment(local=local))


def _say_blanks(installation: Installation) -> list[str]:
    with installation.database.reading() as session:
        blanks = settings.blanks(settings.current(session))
    for blank in blanks:
        click.echo(f"Still missing before live use: {blank}.")
    return blanks


def _who(app: Flask, endpoint: str) -> str:
    if endpoint == "static":
        return "anybody"
    permission = access.permission_of(app.view_functions[endpoint])
    rule = access.RULES[access.Permission(str(permission))]
    again = ", password again" if rule.step_up else ""
    return "anybody" if rule.anonymous else ", ".join(sorted(rule.roles)) + again
