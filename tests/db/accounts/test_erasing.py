"""Erasing in an agency in which everything has happened: no table says that somebody was here."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from mentorship.accounts import queries
from mentorship.accounts.rules import Kind
from mentorship.accounts.service import standing
from mentorship.installation import Installation
from mentorship.kernel import audit
from mentorship.kernel.access import How
from mentorship.profiles.queries.people import people_here
from tests.full import Full
from tests.schema import rows

# The chain would break without them: an act, an hour, and an id that leads to nobody any more.
MAY_STAY = {"audit_entry.actor_id", "audit_entry.subject_id"}


def naming(engine: Engine, people: set[UUID]) -> set[str]:
    """List every column of every table in which one of these ids stands, in whatever form."""
    return {
        f"{table}.{column}"
        for table, kept in rows(engine).items()
        for row in kept
        for column, value in row.items()
        if any(_names(value, person) for person in people)
    }


def _names(value: Any, person: UUID) -> bool:
    if isinstance(value, bytes | memoryview):
        return person.bytes in bytes(value) or person.hex.encode() in bytes(value)
    return person.hex in str(value).replace("-", "")


@pytest.mark.parametrize("kind_erased", [Kind.MENTEE, Kind.MENTOR])
def test_no_table_names_anybody_who_was_erased(
    installation: Installation, full: Full, now: datetime, kind_erased: Kind
) -> None:
    engine = installation.database.engine
    with installation.database.reading() as session:
        people = {one.id for one in people_here(session) if one.kind is kind_erased}
    named = naming(engine, people)
    assert {"person.id", "person.human_id", "person_key.person_id", "offer.person_id"} < named
    assert len({name.split(".")[0] for name in named}) > 30
    for person_id in people:
        with installation.database.transaction() as session:
            told = full.actor(session, "lena").on_behalf(How.PHONE)
            standing.stop_now(session, told, queries.person(session, person_id), now)
    assert naming(engine, people) == MAY_STAY
    with installation.database.reading() as session:
        assert audit.verify(session) is None


def test_a_row_that_stays_is_found(
    installation: Installation, full: Full, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "delete_person", lambda _session, _person: None)
    with installation.database.transaction() as session:
        noor = full.person(session, "noor")
        standing.stop_now(session, full.actor(session, "lena"), noor, now)
    left = naming(installation.database.engine, {full.cast.noor.person_id}) - MAY_STAY
    assert {"person.id", "person.human_id", "hat.person_id"} <= left
