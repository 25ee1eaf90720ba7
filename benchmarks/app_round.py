"""A round of the web application, part by part: `python benchmarks/app_round.py`.

Fills an agency in a throw-away folder with people whose answers are all sealed, presses the button,
does the job as the worker does, and opens the list of proposals. People are written by the models,
each answer really sealed under its person's key; going through every form would take an hour.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

import matching
from mentorship.accounts import service as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import visits
from mentorship.accounts.service.hashing import Hasher
from mentorship.app import create_app
from mentorship.installation import Installation, install
from mentorship.kernel import audit, clock, jobs, vault
from mentorship.kernel.access import SYSTEM, Actor, Role
from mentorship.kernel.config import KEY_NAMES, Config, Keys
from mentorship.matches.queries import rounds
from mentorship.matches.service import fits
from mentorship.matches.service import rounds as service
from mentorship.profiles.models import Answer, Consent, Readiness, Room, Welcome
from mentorship.profiles.questions import THREE, asked_of
from mentorship.profiles.questions.kinds import Kind as Asks
from mentorship.profiles.questions.kinds import Question, Side, Value
from mentorship.profiles.rules.answers import stored
from mentorship.profiles.rules.consent import ConsentPurpose, Step

LANGUAGES = ("en", "es", "fr", "ar", "ro", "pl", "th", "vi")
OFTEN = (40, 14, 10, 9, 8, 7, 6, 6)
SOFT_ANSWERED = 0.8
PLACES, SHARES = (1, 2, 3), (45, 30, 25)
NOW = clock.now()
UNTIL_THE_LIST = ("opening and encoding", "scoring", "solving, proof checked", "storing",
                  "audit entries, both before and after the list")  # fmt: skip
Parts = dict[str, tuple[float, float]]


def main() -> None:
    """Fill, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentees", type=int, default=2000)
    parser.add_argument("--mentors", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=2, help="how many, one after another")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation = opened(Path(folder))
        token = fill(installation, chosen.mentees, chosen.mentors)
        for nth in range(chosen.rounds):
            print(f"\nround {nth + 1}")
            run(installation, token)
        installation.database.close()
    print(f"\nSQLite {sqlite3.sqlite_version}, numba {'numba' in sys.modules}")


def opened(home: Path) -> Installation:
    """Open a new installation in a folder."""
    keys = Keys(**{name: token_bytes(32) for name in KEY_NAMES})
    installation = install(
        Config(home=home, database_url=f"sqlite:///{home / 'data.db'}", keys=keys, local=True)
    )
    installation.migrate()
    return installation


def fill(installation: Installation, mentees: int, mentors: int) -> str:
    """Write people who can all be matched, and give a coordinator's session."""
    chance = Random(1)
    with installation.database.transaction() as session:
        for nth in range(mentees + mentors):
            kind = Kind.MENTEE if nth < mentees else Kind.MENTOR
            _settle(session, chance, kind, nth)
        secrets = accounts.make_secrets(Hasher(installation.config))
        made = accounts.create_staff(
            session, SYSTEM, frozenset({Role.COORDINATOR}), "Rosa", secrets, NOW
        )
    with installation.database.transaction() as session:
        actor = Actor(made.person_id, made.person_id, frozenset({Role.COORDINATOR}))
        return visits.enter_fully(session, actor, NOW, instead_of="")


def _settle(session: Session, chance: Random, kind: Kind, nth: int) -> None:
    since = NOW - timedelta(weeks=chance.randint(0, 52))
    person = Person(id=uuid4(), human_id=uuid4(), kind=kind, code=f"{nth:06}", joined_at=since,
                    waiting_since=since)  # fmt: skip
    session.add(person)
    session.flush()
    vault.new_key(session, person.id, NOW)
    if kind is Kind.MENTEE:
        session.add(Welcome(person_id=person.id, held_at=NOW))
    else:
        places = chance.choices(PLACES, SHARES)[0]
        last_day = (NOW + timedelta(days=300)).date()
        session.add(Readiness(person_id=person.id, ready_since=NOW, last_day=last_day))
        session.add(Room(person_id=person.id, places=places, confirmed_at=NOW))
    for question in asked_of(Side(kind)):
        if question.code in THREE or chance.random() < SOFT_ANSWERED:
            _say(session, person.id, question, _drawn(chance, question, Side(kind)))


def _drawn(chance: Random, question: Question, side: Side) -> Value:
    keys = [option.key for option in question.offered(side) if option.compared]
    if question.key == "languages":
        return tuple(sorted(set(chance.choices(LANGUAGES, OFTEN, k=2))))
    if question.kind is Asks.WEEK:
        return tuple(chance.sample(keys, chance.randint(4, 9)))
    if question.kind is Asks.WORDS:
        return ("a word",)
    if question.kind is Asks.PREFERENCE:
        return (chance.choices(keys, (30, 20, 48, 1, 1))[0],)
    if question.kind in {Asks.MANY, Asks.WISH}:
        return tuple(chance.sample(keys, min(len(keys), chance.randint(1, 3))))
    return (chance.choice(keys),)


def _say(session: Session, person_id: UUID, question: Question, value: Value) -> None:
    answer = Answer(id=uuid4(), person_id=person_id, code=question.code, version=1, wording=1,
                    language="en", at=NOW)  # fmt: skip
    vault.seal(session, answer, "value", stored(value))
    session.add(answer)
    session.flush()
    session.add(
        Consent(person_id=person_id, code=question.code, purpose=ConsentPurpose.MATCH, number=1,
                step=Step.GIVEN, answer_id=answer.id, ends_at=NOW + timedelta(days=300),
                firm=False, wording=1, language="en", at=NOW)
    )  # fmt: skip


def run(installation: Installation, token: str) -> None:
    """Press the button, do the job, open the list; every step under a clock."""
    app = create_app(installation)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], token)
    parts: Parts = {}
    with under_clocks(parts):
        with timed("button", parts):
            assert browser.post("/rounds", data={"once": uuid4().hex}).status_code == 303
        jobs.tick(installation.database, installation.works, clock.now())
        with timed("listing page", parts):
            page = browser.get("/decisions")
    told = [parts[words] for words in ("button", *UNTIL_THE_LIST, "listing page")]
    parts["from the button to the list"] = sum(a for a, _ in told), sum(b for _, b in told)
    assert page.status_code == 200
    with installation.database.reading() as session:
        row = rounds.latest(session, 1)[0]
        print(f"{row.state}: {row.placed} of {row.mentees} mentees, {row.mentors} mentors, "
              f"{row.places} places, page of {len(page.data) // 1024} kB")  # fmt: skip
    for name, (seconds, worked) in parts.items():
        print(f"{name:45} {seconds:6.2f} s, {worked:6.2f} s of a processor")


@contextmanager
def under_clocks(parts: Parts) -> Iterator[None]:
    """Put a clock on each step of the job while the block runs."""
    library = sys.modules["matching.solve"]
    steps: list[tuple[Any, str, str]] = [
        (service, "prepare", "opening and encoding"),
        (matching, "score", "scoring"),
        (matching, "solve", "solving, proof checked"),
        (library, "prove", "  of it checking the proof"),
        (service, "store", "storing"),
        (audit, "_append", "audit entries, both before and after the list"),
        (fits, "next_in_line", "after the list: costs of the next in line"),
        (service, "store_next_in_line", "after the list: storing them"),
    ]
    with ExitStack() as clocks:
        for owner, name, words in steps:
            clocks.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, _clocked(getattr(owner, name), words, parts))
        yield


def _clocked(step: Any, words: str, parts: Parts) -> Any:
    def under_clock(*given: Any, **named: Any) -> Any:
        with timed(words, parts):
            return step(*given, **named)

    return under_clock


@contextmanager
def timed(words: str, parts: Parts) -> Iterator[None]:
    """Add the time that the block takes, by the clock and of a processor."""
    start, worked = time.perf_counter(), time.process_time()
    yield
    before = parts.get(words, (0.0, 0.0))
    spent = time.perf_counter() - start, time.process_time() - worked
    parts[words] = before[0] + spent[0], before[1] + spent[1]


if __name__ == "__main__":
    main()
