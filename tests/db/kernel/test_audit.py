"""Nothing is opened or done without an entry, and the chain names the place of any change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mentorship.installation import Installation
from mentorship.kernel import audit, vault
from mentorship.kernel.access import SYSTEM, Actor, How, Role
from mentorship.kernel.audit import AuditEntry, AuditHead, Purpose
from mentorship.kernel.errors import Busy

EXAMPLES = 60
STAFF = Actor(uuid4(), uuid4(), frozenset({Role.COORDINATOR}))


@pytest.fixture
def subject(installation: Installation, now: datetime) -> UUID:
    person_id = uuid4()
    with installation.database.transaction() as session:
        vault.new_key(session, person_id, now)
        for number in range(5):
            audit.record(session, SYSTEM, f"act_{number}", person_id, now, "words")
    return person_id


def entries(installation: Installation, subject: UUID) -> list[AuditEntry]:
    with installation.database.reading() as session:
        return audit.about(session, subject)


def look(installation: Installation, subject: UUID, moment: datetime) -> None:
    """Read the detail of the first entry, as staff would read any sealed field."""
    with installation.database.transaction() as session:
        leave = audit.opening(session, STAFF, subject, Purpose.CONTACT, moment)
        first = audit.about(session, subject)[-1]
        assert leave.read(first, "detail", name="q01") == "words"


def test_an_opening_leaves_one_entry_that_names_the_field(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    look(installation, subject, now)
    newest = entries(installation, subject)[0]
    assert (newest.act, newest.purpose, newest.actor_id) == ("saw", "contact", STAFF.person_id)
    own = Actor(subject, subject, frozenset({Role.MENTEE}))
    with installation.database.reading() as session:
        assert audit.fields_of(session, own, audit.about(session, subject)[0], now) == ["q01"]


def test_the_same_look_in_the_same_hour_is_listed_once(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    look(installation, subject, now)
    look(installation, subject, now + timedelta(minutes=10))
    assert len(entries(installation, subject)) == 6
    look(installation, subject, now + timedelta(hours=1))
    assert len(entries(installation, subject)) == 7


def test_how_something_was_said_stands_with_the_one_who_said_it_alone(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    rosa = Actor(uuid4(), uuid4(), frozenset({Role.COORDINATOR}), How.PHONE)
    other = uuid4()
    with installation.database.transaction() as session:
        audit.record_pair(session, rosa, "talk_moved", (subject, other), now, said_by=subject)
    with installation.database.reading() as session:
        assert audit.about(session, subject)[0].how is How.PHONE
        assert audit.about(session, other)[0].how is None


def test_a_reading_session_opens_nothing_of_another_person(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    with installation.database.reading() as session, pytest.raises(PermissionError):
        audit.opening(session, STAFF, subject, Purpose.CONTACT, now)


def test_nobody_opens_another_record_as_their_own(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session, pytest.raises(PermissionError):
        audit.opening(session, STAFF, subject, Purpose.OWN, now)


def test_an_opening_of_one_person_reads_nothing_of_another(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session:
        leave = audit.opening(session, STAFF, uuid4(), Purpose.CONTACT, now)
        with pytest.raises(PermissionError):
            leave.read(audit.about(session, subject)[0], "detail")


def test_an_entry_that_cannot_be_written_undoes_the_look(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    _make_entries_fail(installation)
    with pytest.raises(Busy):
        look(installation, subject, now)
    assert len(entries(installation, subject)) == 5


def test_an_untouched_chain_holds(installation: Installation, subject: UUID) -> None:
    with installation.database.reading() as session:
        assert audit.verify(session) is None


def _change(session: Session) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.act == "act_2").values(act="other"))


def _delete(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.act == "act_2"))


def _cut_the_end(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.act == "act_4"))


def _swap(session: Session) -> None:
    acts = {entry.act: entry.seq for entry in session.query(AuditEntry)}
    for act, seq in (("act_1", -1), ("act_2", acts["act_1"]), ("act_1", acts["act_2"])):
        session.execute(update(AuditEntry).where(AuditEntry.act == act).values(seq=seq))


def _move_the_head(session: Session) -> None:
    session.execute(update(AuditHead).values(count=AuditHead.count - 1))


def _another_detail(session: Session) -> None:
    donor = session.query(AuditEntry).filter_by(act="act_1").one().detail
    session.execute(update(AuditEntry).where(AuditEntry.act == "act_2").values(detail=donor))


def _put_one_in(session: Session) -> None:
    for seq in range(session.get_one(AuditHead, 1).count, 2, -1):
        session.execute(update(AuditEntry).where(AuditEntry.seq == seq).values(seq=seq + 1))
    session.execute(insert(AuditEntry).values(_copy_of(session, "act_1", seq=3)))
    session.execute(update(AuditHead).values(count=AuditHead.count + 1))


def _put_one_at_the_end(session: Session) -> None:
    session.execute(insert(AuditEntry).values(_copy_of(session, "act_4", seq=99)))


def _fork(session: Session) -> None:
    # Two went on from the same entry; whoever keeps the second has its bytes, and not the first's.
    for act in ("act_3", "act_4"):
        donor = _copy_of(session, act)
        session.execute(delete(AuditEntry).where(AuditEntry.act == act))
        session.execute(insert(AuditEntry).values({**donor, "act": "other"}))


def _copy_of(session: Session, act: str, **other: object) -> dict[str, object]:
    entry = session.query(AuditEntry).filter_by(act=act).one()
    columns = {column.key: getattr(entry, column.key) for column in AuditEntry.__table__.columns}
    return {**columns, "id": uuid4(), **other}


@pytest.mark.parametrize(
    "tamper",
    [
        _change,
        _delete,
        _cut_the_end,
        _swap,
        _move_the_head,
        _another_detail,
        _put_one_in,
        _put_one_at_the_end,
        _fork,
    ],
)
def test_a_tampered_chain_is_noticed(
    installation: Installation, subject: UUID, tamper: Callable[[Session], None]
) -> None:
    _lift_the_guard(installation)
    with installation.database.transaction() as session:
        tamper(session)
    with installation.database.reading() as session:
        assert audit.verify(session)


# One thing of one entry, made into something else.
EDITS: dict[str, st.SearchStrategy[object]] = {
    "seq": st.integers(-5, 99),
    "at": st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    "actor_id": st.none() | st.uuids(),
    "subject_id": st.none() | st.uuids(),
    "how": st.sampled_from([None, *How]),
    "act": st.text("abcdefgh_", max_size=40),
    "purpose": st.sampled_from([None, *Purpose]),
    "id": st.uuids(),
    "detail": st.none() | st.binary(max_size=200),
    "mac": st.binary(min_size=32, max_size=32),
}


def test_whatever_is_changed_in_whichever_entry_its_place_is_named(
    installation: Installation, subject: UUID
) -> None:
    _lift_the_guard(installation)

    @settings(max_examples=EXAMPLES, database=None)
    @given(st.integers(1, 5), st.sampled_from(sorted(EDITS)).flatmap(_edit))
    def noticed(seq: int, edit: tuple[str, object]) -> None:
        column, value = edit
        with Session(installation.database.engine, info=installation.database.info) as session:
            entry = session.query(AuditEntry).filter_by(seq=seq).one()
            taken = {other.seq for other in session.query(AuditEntry)}
            assume(getattr(entry, column) != value and (column != "seq" or value not in taken))
            session.execute(
                update(AuditEntry).where(AuditEntry.id == entry.id).values({column: value})
            )
            session.expire_all()
            said = audit.verify(session) or ""
            session.rollback()
        assert said
        assert column == "seq" or str(seq) in said

    noticed()


def _edit(column: str) -> st.SearchStrategy[tuple[str, object]]:
    return st.tuples(st.just(column), EDITS[column])


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_an_entry(
    installation: Installation, subject: UUID, verb: str
) -> None:
    with pytest.raises(DBAPIError), installation.database.transaction() as session:
        session.execute(text(verb))


def test_an_erased_person_leaves_a_chain_that_holds_and_cannot_be_read(
    installation: Installation, subject: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session:
        vault.destroy_key(session, subject)
    with installation.database.transaction() as session:
        assert audit.verify(session) is None
        leave = audit.opening(session, STAFF, subject, Purpose.CONTACT, now)
        with pytest.raises(vault.SealBroken):
            leave.read(audit.about(session, subject)[0], "detail")
        raise_nothing_of(session)


def raise_nothing_of(session: Session) -> None:
    """Forget the look that failed, so that the transaction can end."""
    session.info["audit_openings"].clear()


def _lift_the_guard(installation: Installation) -> None:
    with installation.database.engine.begin() as connection:
        if installation.config.is_sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entry_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))


def _make_entries_fail(installation: Installation) -> None:
    with installation.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO audit_entry_away"))
        connection.execute(
            text("CREATE VIEW audit_entry AS SELECT * FROM audit_entry_away WHERE seq > 0 LIMIT 99")
        )
