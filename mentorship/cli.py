"""The command line: `mentorship …`. It parses, calls one or two things, and says what happened."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from mentorship import serving
from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Kind
from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.service.joining import create_staff
from mentorship.accounts.service.people import make_secrets
from mentorship.accounts.service.second_factor import replace_second_factor
from mentorship.app import create_app
from mentorship.demo import showing
from mentorship.installation import Installation, install
from mentorship.kernel import access, audit, backups, clock, config, jobs, live_use
from mentorship.kernel.access import STAFF, SYSTEM, Role
from mentorship.kernel.errors import RuleBroken, UnsafeToStart
from mentorship.matches.service.rounds import JOB as ROUND
from mentorship.matches.service.rounds import start_round


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
    there = (home / "keys").is_dir()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    config.make_keys(home)
    _open(local=True).migrate()
    was = "Was there already: nothing was replaced" if there else "Ready"
    click.echo(f"{was} in {home}. Keep {home / 'keys'} safe and apart from backups.")
    click.echo("Next: mentorship create-administrator WORD")


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    _open(local=True).migrate()
    click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def copy(file: Path) -> None:
    """Write a copy of the database into FILE, for its owner alone (SQLite)."""
    backups.copy(_open(local=True).config, file)
    click.echo(f"The copy is in {file}. Encrypt it, and keep it apart from the keys.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the copy in FILE where the database is, and check it (SQLite); the site is stopped."""
    installation = _open(local=True)
    before = backups.put_back(installation.config, file)
    click.echo(
        f"The copy is in place. What was there lies in {before}: delete it when all is well."
    )
    installation.migrate()
    _check_chain(installation)


@main.command()
@click.option("--local", is_flag=True, help="Plain http, for this machine alone.")
@click.option("--port", default=8000, show_default=True)
def serve(local: bool, port: int) -> None:
    """Serve the site, with its worker beside it."""
    installation = _open(local=local)
    serving.check_port("127.0.0.1", port)
    if not local:
        _say_missing(installation)
    click.echo(f"http://127.0.0.1:{port}/")
    serving.serve(installation, "127.0.0.1", port)


@main.command()
@click.option("--local", is_flag=True, help="The worker of a site served with --local.")
def worker(local: bool) -> None:
    """Do the jobs alone, without the web."""
    serving.work(_open(local=local))


@main.command("run-round")
@click.option(
    "--local", is_flag=True, help="For a site served with --local: nothing is asked of it."
)
def run_round(local: bool) -> None:
    """Start a round and do it now; while something is missing for live use, none starts."""
    installation = _open(local=True)
    if not local and _say_missing(installation):
        raise click.ClickException("No round while these are missing.")
    with installation.database.transaction() as session:
        round_id = start_round(session, SYSTEM, clock.now()).id
    jobs.tick(installation.database, installation.works, clock.now())
    with installation.database.reading() as session:
        state = jobs.state_of(session, ROUND, round_id)
    if state is not jobs.JobState.DONE:
        raise click.ClickException("The round is not done. The worker tries again.")
    click.echo("The round is done. Its proposals stand under Decisions.")


def _create(role: Role) -> click.Command:
    @click.argument("word")
    @click.option("--also", multiple=True, type=click.Choice([r.value for r in sorted(STAFF)]))
    @click.option("--own-code", default="", help="Another record of theirs, if they take part too.")
    def create(word: str, also: tuple[str, ...], own_code: str) -> None:
        installation = _open(local=True)
        secrets = make_secrets(Hasher(installation.config))
        roles = frozenset({role, *map(Role, also)})
        with installation.database.transaction() as session:
            made = create_staff(
                session, SYSTEM, roles, word, secrets, clock.now(), own_code=own_code
            )
        click.echo(f"Sign-in name: {made.sign_in_name}")
        click.echo(f"Password: {made.secrets.password}")
        click.echo(f"Recovery code: {made.secrets.recovery}")
        click.echo("This is shown once. The first sign-in asks to set up a second factor.")

    create.__doc__ = (
        f"Make a sign-in for {ROLE_NAMES[role]}. WORD: the first name at work, one word of letters."
    )
    return click.command(f"create-{role.value}")(create)


ROLE_NAMES = {
    Role.COORDINATOR: "a coordinator",
    Role.SAFEGUARDING: "a safeguarding lead",
    Role.REVIEWER: "a reviewer",
    Role.ADMINISTRATOR: "an administrator",
}
for _role in ROLE_NAMES:
    main.add_command(_create(_role))


@main.command("reset-second-factor")
@click.argument("name")
def reset_second_factor(name: str) -> None:
    """Take away the lost second factor of the member of staff who signs in as NAME."""
    with _open(local=True).database.transaction() as session:
        sign_in = accounts.by_name(session, name)
        person = accounts.person(session, sign_in.person_id) if sign_in else None
        if person is None or person.kind is not Kind.STAFF:
            raise click.ClickException("No member of staff signs in with this name.")
        replace_second_factor(session, SYSTEM, person, clock.now())
    click.echo("Done. The next sign-in sets up a new one. All administrators were told.")


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--people", default=40, show_default=True, help="How many take part, at least 40.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same names.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the story.")
@click.option("--database", help="The address of an empty database, instead of SQLite.")
@click.option("--json", "told", type=click.Path(path_type=Path), help="Write the sign-ins here.")
def demo(
    port: int, people: int, seed: int, today: datetime | None, database: str | None,
    told: Path | None,
) -> None:  # fmt: skip
    """Show the site with invented people, in a throw-away folder."""
    showing.show(port, people, seed, today.date() if today else None, database, told)


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
    _check_chain(_open(local=True))


def _check_chain(installation: Installation) -> None:
    with installation.database.reading() as session:
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
    if _say_missing(_open(local=True)):
        click.echo("An administrator writes these under Settings, and makes staff there.")
        sys.exit(1)
    click.echo("Nothing is missing.")


def _open(*, local: bool) -> Installation:
    installation = install(config.from_environment(local=local))
    click.get_current_context().call_on_close(installation.close)
    return installation


def _say_missing(installation: Installation) -> bool:
    with installation.database.reading() as session:
        missing = live_use.missing(session)
    for words in missing:
        click.echo(f"Still missing before live use: {words}.")
    return bool(missing)


def _who(app: Flask, endpoint: str) -> str:
    if endpoint == "static":
        return "anybody"
    permission = access.permission_of(app.view_functions[endpoint])
    rule = access.RULES[access.Permission(str(permission))]
    again = ", password again" if rule.step_up else ""
    return "anybody" if rule.anonymous else ", ".join(sorted(rule.roles)) + again
