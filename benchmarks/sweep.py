"""What a sweep costs: `python -m benchmarks.sweep --out sweep.md`, from the top of the checkout.

Fills a database with pairs that talk, ten meetings each, of which a thousand things are due in
this minute, and sweeps twice: what is due, then nothing. Counts what each database says of its
work: PostgreSQL the rows it read, SQLite the steps of its own machine (it counts no rows). Rows are
written by the models; the people in them are nobody. Booked quarter hours are left out but for
those that are over.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, insert, text

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind as PersonKind
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import CheckIn, FollowUp, Meeting, Rhythm, TakenQuarter
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.logs import CallMe, Outcome, Worry
from mentorship.checkins.rules.steps import State
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.checkins.tasks import sweep_due
from mentorship.installation import Installation, install
from mentorship.kernel.db import Base, Database
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
CLOCKS, RHYTHMS, OFFERS, CONTACTS, QUARTERS = 550, 250, 50, 50, 100
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
DAY, WEEK, SEALED = timedelta(days=1), timedelta(weeks=1), b"sealed"
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
        installation.bell.huey.storage.close()
        installation.database.close()
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
            said = next((line.strip() for line in plan if name in line), "NOT USED")
            yield f"{kind.label}: {name}", said.partition("  (cost")[0]


def fill(installation: Installation, pairs: int) -> None:
    """Write the pairs, a few at a time."""
    with installation.database.transaction() as session:
        for first in range(0, pairs, 2000):
            rows: Rows = {}
            for nth in range(first, min(first + 2000, pairs)):
                _pair(rows, nth, pairs)
            for model, values in rows.items():
                session.execute(insert(model), values)
    if not installation.config.is_sqlite:
        with installation.database.transaction() as session:
            session.execute(text("ANALYZE"))


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
    _put(rows, FollowUp, id=uuid4(), kind=Kind.PAIR, reason=Reason.NO_NEWS, person_id=mentor,
         subject_id=match, match_id=match, state=State.OPEN, stage=Stage.DUE,
         owner=Owner.COORDINATOR, opened_at=NOW - 40 * DAY, since=NOW - 40 * DAY,
         due_at=NOW - 8 * DAY if turns else NOW + 20 * DAY,
         next_at=NOW if turns else NOW + 13 * DAY)  # fmt: skip
    _asked(rows, mentee, mentor, ProposalState.ACCEPTED, Answer.YES)
    if nth < OFFERS:
        _asked(rows, mentee, mentor, ProposalState.MENTEE_ASKED, None)
    _meetings(rows, match, rhythm, mentee, mentor)
    if nth < QUARTERS:
        _put(rows, TakenQuarter, id=uuid4(), person_id=mentor, starts_at=NOW - DAY,
             meeting_id=rows[Meeting][-1]["id"])  # fmt: skip


def _people(rows: Rows, nth: int, mentee: UUID, mentor: UUID, *, looked: bool) -> None:
    for letter, person, kind in (
        ("E", mentee, PersonKind.MENTEE), ("O", mentor, PersonKind.MENTOR)
    ):  # fmt: skip
        _put(rows, Person, id=person, human_id=uuid4(), kind=kind, standing=Standing.HERE,
             code=f"{letter}{nth:x}", joined_at=NOW - 300 * DAY,
             suspended_before=False)  # fmt: skip
    until = NOW - DAY if looked else NOW + 60 * DAY
    _put(rows, SafeContact, id=uuid4(), person_id=mentee, channel=SEALED, address=SEALED,
         hours=SEALED, voicemail=SEALED, name_to_use=SEALED, if_other_answers=SEALED,
         code_word=SEALED, saved_at=NOW - 90 * DAY, confirmed_at=NOW - 90 * DAY,
         good_until=until, look_at=until)  # fmt: skip


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
