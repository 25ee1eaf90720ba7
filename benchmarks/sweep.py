"""What a sweep costs: `python -m benchmarks.sweep --out sweep.md`, from the top of the checkout.

Fills a database with pairs that talk, ten meetings each, of which a thousand things are due in
this minute, and sweeps twice: what is due, then nothing. Counts what each database says of its
work: PostgreSQL the rows it read, SQLite the steps of its own machine (it counts no rows). Rows are
written through the models, many at once, under every constraint; what is sealed is sealed by the
vault, under each one's own key; the people in them are nobody.
"""

import argparse
import os
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from os import urandom
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from sqlalchemy import event, func, insert, literal, select, text
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import (
    CheckIn,
    FollowUp,
    Meeting,
    PairMonth,
    Rhythm,
    StaffContact,
    Suggestion,
    TakenQuarter,
)
from mentorship.checkins.rules.bookings import quarters
from mentorship.checkins.rules.contacts import QUESTIONS
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.logs import CallMe, Outcome, Worry
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.suggestions import SuggestionState
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.checkins.tasks import sweep_due
from mentorship.installation import Installation, install
from mentorship.kernel import vault
from mentorship.kernel.db import Base, Database, UtcDateTime
from mentorship.kernel.vault import PersonKey
from mentorship.matches.models import Match, Offer, Proposal
from mentorship.matches.rules.reasons import Answer
from mentorship.matches.rules.states import MatchState, ProposalState
from mentorship.profiles.models import SafeContact
from mentorship.profiles.questions.kinds import Side
from tests.databases import Databases, config
from tests.databases import Kind as DatabaseKind
from tests.statements import asked, plan_of
from tests.sweeping import DUE

SIZES = [10_000, 100_000, 1_000_000]
LOGGED, PLANNED = 4, 6
CLOCKS, RHYTHMS, MONTHS, OFFERS, CONTACTS, QUARTERS, SUGGESTED = 450, 250, 50, 50, 50, 100, 50
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AT_ONCE = 2000
# While it fills, SQLite may keep its indexes in memory; the sweep has what it has in live use.
ROOM = "PRAGMA cache_size = -2000000"
READ_WHOLE = re.compile(r"(?:SCAN|Seq Scan on) (\w+)")
# How somebody is reached and what they said last, in the words in which it is kept; each is sealed
# by itself.
SAID: dict[type[Base], dict[str, str]] = {
    SafeContact: {
        "channel": "call", "address": "555 0147 22", "hours": "{}", "voicemail": "no",
        "name_to_use": "Lou", "if_other_answers": "", "code_word": "Marmalade",
    },
    StaffContact: dict.fromkeys(QUESTIONS, "good"),
}  # fmt: skip
Rows = dict[type[Base], list[dict[str, Any]]]


def main() -> None:
    """Measure each size on each database, and write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--databases", nargs="+", type=DatabaseKind, default=list(DatabaseKind))
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    said = [f"Measured on {datetime.now(UTC):%d %B %Y, %H:%M} UTC, load {os.getloadavg()[0]:.1f}.",
            "", "| database | meetings | due: time (processor), read | nothing due: time, read |",
            "| --- | --- | --- | --- |"]  # fmt: skip
    plans: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL, which may run as somebody else, passes through it
        databases = Databases(Path(folder))
        try:
            for kind in chosen.databases:
                for size in chosen.sizes:
                    said.append(measured(databases, kind, size, Path(folder), plans))
                    print(said[-1], flush=True)
        finally:
            databases.stop()
    said += ["", "| due query | plan at the largest size |", "| --- | --- |",
             *(f"| {name} | {plan} |" for name, plan in plans.items())]  # fmt: skip
    print("\n".join(said))
    if chosen.out:
        chosen.out.write_text("\n".join(said) + "\n")


def measured(
    databases: Databases, kind: DatabaseKind, size: int, folder: Path, plans: dict[str, str]
) -> str:
    """Fill, sweep twice, and say what it took in one row of the table."""
    home = folder / f"{kind}-{size}"
    home.mkdir(mode=0o700)
    with databases.empty(kind, home) as url:
        installation = install(config(home, url))
        installation.migrate()
        fill(installation, size // (LOGGED + PLANNED))
        plans.update(planned(installation.database, kind))
        due, idle = swept(installation, kind), swept(installation, kind)
        installation.close()
    unit = "steps" if kind is DatabaseKind.SQLITE else "rows"
    return (f"| {kind.label} | {size:,} | {due[0]:.2f} s ({due[1]:.2f} s), {due[2]:,} {unit} "
            f"| {idle[0] * 1000:.0f} ms, {idle[2]:,} {unit} |")  # fmt: skip


def swept(installation: Installation, kind: DatabaseKind) -> tuple[float, float, int]:
    """Sweep once; give the time, the processor's time, and what the database read."""
    count = steps if kind is DatabaseKind.SQLITE else rows_read
    with count(installation.database) as read:
        begun, busy = time.perf_counter(), _busy()
        sweep_due(installation.database, NOW)
        took = time.perf_counter() - begun, _busy() - busy
    return *took, read[0]


@contextmanager
def steps(database: Database) -> Iterator[list[int]]:
    """Count the steps of SQLite's machine, by hundreds."""
    read = [0]

    def counted() -> int:
        read[0] += 100
        return 0

    def listen(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.set_progress_handler(counted, 100)

    event.listen(database.engine, "checkout", listen)
    yield read
    event.remove(database.engine, "checkout", listen)


@contextmanager
def rows_read(database: Database) -> Iterator[list[int]]:
    """Count the rows that PostgreSQL read from the tables, by its own statistics."""
    read, before = [0], _rows_so_far(database)
    yield read
    read[0] = _rows_so_far(database) - before


def _rows_so_far(database: Database) -> int:
    database.close()  # what a connection counted is there for others when it ends
    time.sleep(2)
    counted = text(
        "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) "
        "FROM pg_stat_user_tables"
    )
    with database.reading() as session:
        return int(session.scalar(counted) or 0)


def planned(database: Database, kind: DatabaseKind) -> Iterator[tuple[str, str]]:
    """Give the plan of each due query, in one line."""
    with database.transaction() as session:
        for name, ask in DUE.items():
            with asked(session) as found:
                ask(session, NOW)
            plan = [line for one in found for line in plan_of(session, *one).splitlines()]
            said = next((line.strip() for line in plan if name in line), "")
            yield f"{kind.label}: {name}", said.partition("  (cost")[0] or _whole(session, plan)


def _whole(session: Session, plan: list[str]) -> str:
    """Name the table that is read as a whole, which is right where it holds next to nothing."""
    table = next(found[1] for line in plan if (found := READ_WHOLE.search(line)))
    rows = session.scalar(text(f"SELECT count(*) FROM {table}"))
    return f"NOT USED, {table} holds {rows} rows"


def fill(installation: Installation, pairs: int) -> None:
    """Write the pairs, many at once, and what they booked."""
    for first in range(0, pairs, AT_ONCE):
        rows: Rows = {}
        for nth in range(first, min(first + AT_ONCE, pairs)):
            _pair(rows, nth, pairs)
        with installation.database.transaction() as session:
            if installation.config.is_sqlite:
                session.execute(text(ROOM))
            session.execute(insert(Person), rows.pop(Person))
            _seal(session, rows)
            for model, values in rows.items():
                session.execute(insert(model), values)
    is_sqlite = installation.config.is_sqlite
    with installation.database.transaction() as session:
        if is_sqlite:
            session.execute(text(ROOM))
        _book(session, is_sqlite=is_sqlite)
        if not is_sqlite:
            session.execute(text("ANALYZE"))
    installation.database.close()  # the sweep is measured on connections of its own


def _seal(session: Session, rows: Rows) -> None:
    """Give everybody a key of their own, and seal their safe contacts under it."""
    keys = session.info["vault"].keys
    session.execute(insert(PersonKey), [
        {**row, "wrapped": aes_key_wrap(keys.seal, urandom(32))} for row in rows.pop(PersonKey)
    ])  # fmt: skip
    vault.bring_keys(session, [row["person_id"] for row in rows[SafeContact]])
    for model, said in SAID.items():
        sealed = [model(**row) for row in rows[model]]
        for row in sealed:
            for column, words in said.items():
                vault.seal(session, row, column, words)
        columns = [column.key for column in model.__table__.columns]
        rows[model] = [{column: getattr(row, column) for column in columns} for row in sealed]


def _book(session: Session, *, is_sqlite: bool) -> None:
    """Take the quarter hours of every talk that is ahead, for both."""
    new_id = func.lower(func.hex(func.randomblob(16))) if is_sqlite else func.gen_random_uuid()
    for week in range(PLANNED):
        at = NOW + week * WEEK
        for person_id, quarter in product((Match.mentee_id, Match.mentor_id), quarters(at, 60)):
            taken = (
                select(new_id, person_id, literal(quarter, UtcDateTime), Meeting.id)
                .join(Match, Match.id == Meeting.match_id)
                .where(Meeting.at == at, Meeting.state == MeetingState.PLANNED)
            )
            names = ["id", "person_id", "starts_at", "meeting_id"]
            session.execute(insert(TakenQuarter).from_select(names, taken))


def _pair(rows: Rows, nth: int, pairs: int) -> None:
    mentee, mentor, match, rhythm = (uuid4() for _ in range(4))
    _people(rows, nth, mentee, mentor, looked=nth >= pairs - CONTACTS)
    _put(rows, Match, id=match, mentee_id=mentee, mentor_id=mentor, state=MatchState.ACTIVE,
         made_at=NOW - 200 * DAY, began_at=NOW - 200 * DAY, agreement_version=1)  # fmt: skip
    is_due = CLOCKS <= nth < CLOCKS + RHYTHMS
    _put(rows, Rhythm, id=rhythm, match_id=match, rule="FREQ=WEEKLY;INTERVAL=1", zone="UTC",
         way=Way.PHONE, minutes=60, first_at=NOW - 28 * DAY, set_at=NOW - 30 * DAY,
         plan_at=NOW if is_due else NOW + DAY)  # fmt: skip
    turns = nth < CLOCKS
    _clock(rows, Kind.PAIR, Reason.NO_NEWS, match, mentor, turns=turns)
    _clock(rows, Kind.PAIR_REVIEW, Reason.REVIEW_DUE, match, mentee, turns=False)
    _clock(rows, Kind.SILENCE, Reason.SILENT, None, mentee, turns=False)
    for person in (mentee, mentor):
        _clock(rows, Kind.CONTACT, Reason.CONTACT_DUE, match, person, turns=False)
    is_over = 0 <= nth - CLOCKS - RHYTHMS < MONTHS
    _put(rows, PairMonth, match_id=match, reckon_at=NOW if is_over else NOW + 30 * DAY)
    _asked(rows, mentee, mentor, ProposalState.ACCEPTED, Answer.YES)
    if nth < OFFERS:
        _asked(rows, mentee, mentor, ProposalState.MENTEE_ASKED, None)
    _put(rows, Suggestion, id=uuid4(), match_id=match, person_id=mentee, slot_no=1,
         at=NOW + 3 * DAY, minutes=60, way=Way.PHONE, state=SuggestionState.OPEN,
         made_at=NOW - 60 * DAY if nth < SUGGESTED else NOW - DAY / 2)  # fmt: skip
    _put(rows, StaffContact, id=uuid4(), person_id=mentee, at=NOW - 40 * DAY,
         acted_at=NOW - 10 * DAY)  # fmt: skip
    _meetings(rows, match, rhythm, mentee, mentor)
    if nth < QUARTERS:
        _put(rows, TakenQuarter, id=uuid4(), person_id=mentor, starts_at=NOW - DAY,
             meeting_id=rows[Meeting][-1]["id"])  # fmt: skip


def _clock(
    rows: Rows, kind: Kind, reason: Reason, match: UUID | None, person: UUID, *, turns: bool
) -> None:
    _put(rows, FollowUp, id=uuid4(), kind=kind, reason=reason, person_id=person,
         subject_id=match or person, match_id=match, state=State.OPEN,
         stage=Stage.DUE if turns else Stage.ON_TIME, owner=Owner.COORDINATOR,
         opened_at=NOW - 40 * DAY, since=NOW - 40 * DAY, settled_at=NOW - 10 * DAY,
         due_at=NOW - 8 * DAY if turns else NOW + 20 * DAY,
         next_at=NOW if turns else NOW + 13 * DAY)  # fmt: skip


def _people(rows: Rows, nth: int, mentee: UUID, mentor: UUID, *, looked: bool) -> None:
    for letter, person, kind in (
        ("E", mentee, PersonKind.MENTEE), ("O", mentor, PersonKind.MENTOR)
    ):  # fmt: skip
        _put(rows, Person, id=person, human_id=uuid4(), kind=kind, standing=Standing.HERE,
             code=f"{letter}{nth:x}", joined_at=NOW - 300 * DAY,
             suspended_before=False)  # fmt: skip
        _put(rows, PersonKey, person_id=person, epoch=1, made_at=NOW - 300 * DAY)
    until = NOW - DAY if looked else NOW + 60 * DAY
    _put(rows, SafeContact, id=uuid4(), person_id=mentee, saved_at=NOW - 90 * DAY,
         confirmed_at=NOW - 90 * DAY, good_until=until, look_at=until)  # fmt: skip


def _asked(
    rows: Rows, mentee: UUID, mentor: UUID, state: ProposalState, answer: Answer | None
) -> None:
    proposal = uuid4()
    _put(
        rows,
        Proposal,
        id=proposal,
        mentee_id=mentee,
        mentor_id=mentor,
        mentee_human_id=uuid4(),
        mentor_human_id=uuid4(),
        state=state,
        version=1,
        by_hand=True,
        made_at=NOW - 9 * DAY,
    )
    for side, person in ((Side.MENTEE, mentee), (Side.MENTOR, mentor)):
        if answer or side is Side.MENTEE:
            _put(
                rows,
                Offer,
                id=uuid4(),
                proposal_id=proposal,
                person_id=person,
                side=side,
                asked_at=NOW - 6 * DAY,
                answer_by=NOW.date(),
                chase_at=NOW - DAY,
                answer=answer,
            )


def _meetings(rows: Rows, match: UUID, rhythm: UUID, mentee: UUID, mentor: UUID) -> None:
    for week in range(LOGGED + PLANNED):
        meeting, at = uuid4(), NOW + (week - LOGGED) * WEEK
        logged = week < LOGGED
        _put(rows, Meeting, id=meeting, match_id=match, rhythm_id=rhythm, slot_at=at, at=at,
             minutes=60, way=Way.PHONE, changed_at=NOW - 30 * DAY, changes=0,
             state=MeetingState.LOGGED if logged else MeetingState.PLANNED)  # fmt: skip
        if logged:
            _put(rows, CheckIn, id=uuid4(), match_id=match, meeting_id=meeting, person_id=mentee,
                 mentor_id=mentor, logged_at=at + DAY, on_day=at.date(), outcome=Outcome.HELD,
                 minutes=60, way=Way.PHONE, call_me=CallMe.NO, worry=Worry.NO,
                 pause_asked=False)  # fmt: skip


def _put(rows: Rows, model: type[Base], **values: Any) -> None:
    rows.setdefault(model, []).append(values)


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
