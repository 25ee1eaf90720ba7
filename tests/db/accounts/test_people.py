"""People let in, suspended and erased, as verbs."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentorship.accounts import queries, service
from mentorship.accounts.models import Invitation, Person, SignIn
from mentorship.accounts.rules import Kind, Standing
from mentorship.accounts.service import attempts, joining, recovery, signing_in
from mentorship.accounts.service.hashing import Hasher
from mentorship.installation import Installation
from mentorship.kernel import access, audit
from mentorship.kernel.access import SYSTEM, How, Role
from mentorship.kernel.errors import Busy, NotFound, RuleBroken
from tests.cast import Cast
from tests.races import race


def test_somebody_can_take_part_without_a_sign_in(
    session: Session, cast: Cast, now: datetime
) -> None:
    rosa = cast.rosa.actor(session).on_behalf(How.PAPER)
    person = service.register_on_behalf(session, rosa, Kind.MENTEE, now)
    assert queries.sign_in_of(session, person.id) is None
    assert queries.roles(session, person.id) == {Role.MENTEE}
    assert person.assigned_to == cast.rosa.person_id
    audit.write_entries(session)
    joined = audit.about(session, person.id)
    assert [(entry.act, entry.actor_id, entry.how) for entry in joined] == [
        ("joined", cast.rosa.person_id, How.PAPER)
    ]


def test_a_card_ends_after_its_days(session: Session, cast: Cast, now: datetime) -> None:
    code = service.make_card(session, cast.rosa.actor(session), Kind.MENTEE, now)
    session.flush()
    assert joining.kind_on_card(session, code, now + timedelta(days=29)) is Kind.MENTEE
    assert joining.kind_on_card(session, code, now + timedelta(days=30)) is None


def test_a_card_of_one_kind_lets_nobody_join_as_the_other(
    session: Session, installation: Installation, cast: Cast, now: datetime
) -> None:
    code = service.make_card(session, cast.rosa.actor(session), Kind.MENTEE, now)
    session.flush()
    secrets = service.make_secrets(Hasher(installation.config))
    wants = service.Joining(Kind.MENTOR, "harbour", secrets, code)
    with pytest.raises(RuleBroken):
        service.register(session, SYSTEM, wants, now)


def test_codes_words_and_names_stand_nowhere_in_the_clear(
    session: Session, installation: Installation, cast: Cast, now: datetime
) -> None:
    code = service.make_card(session, cast.rosa.actor(session), Kind.MENTEE, now)
    session.flush()
    secrets = service.make_secrets(Hasher(installation.config))
    made = service.register(
        session, SYSTEM, service.Joining(Kind.MENTEE, "harbour", secrets, code), now
    )
    session.flush()
    kept = [
        str(value)
        for model in (Person, SignIn, Invitation)
        for row in session.query(model)
        for value in (getattr(row, column.key) for column in model.__table__.columns)
    ]
    told = (code, code.replace("-", ""), made.sign_in_name, secrets.password, secrets.recovery)
    assert not [secret for secret in told if any(secret in value for value in kept)]
    assert any(made.person_id.hex in value.replace("-", "") for value in kept)


def test_nobody_decides_about_another_record_of_their_own(
    session: Session, installation: Installation, cast: Cast, now: datetime
) -> None:
    secrets = service.make_secrets(Hasher(installation.config))
    twin = service.create_staff(
        session,
        cast.ada.actor(session),
        frozenset({Role.ADMINISTRATOR}),
        "second",
        secrets,
        now,
        own_code=queries.person(session, cast.ada.person_id).code,
    )
    ada, other = cast.ada.actor(session), queries.person(session, twin.person_id)
    for verb in (service.suspend, service.restore, service.replace_second_factor):
        with pytest.raises(RuleBroken):
            verb(session, ada, other, now)
    with pytest.raises(RuleBroken):
        service.change_hats(session, ada, other, frozenset({Role.REVIEWER}), now)
    with pytest.raises(NotFound):
        access.load(session, ada, Person, other.id)


def test_staff_need_a_hat_of_staff(
    session: Session, installation: Installation, cast: Cast, now: datetime
) -> None:
    secrets = service.make_secrets(Hasher(installation.config))
    for roles in (frozenset[Role](), frozenset({Role.MENTEE}), frozenset({Role.MENTOR})):
        with pytest.raises(RuleBroken):
            service.create_staff(session, SYSTEM, roles, "ines", secrets, now)


def test_staff_are_never_let_back_in_in_this_way(
    session: Session, installation: Installation, cast: Cast, now: datetime
) -> None:
    secrets = service.make_secrets(Hasher(installation.config))
    lena = queries.person(session, cast.lena.person_id)
    with pytest.raises(RuleBroken):
        recovery.recover_in_person(session, cast.rosa.actor(session), lena, secrets, now)


def test_asking_to_stop_and_coming_back_is_no_way_around_a_suspension(
    session: Session, cast: Cast, now: datetime
) -> None:
    tom, rosa = queries.person(session, cast.tom.person_id), cast.rosa.actor(session)
    service.suspend(session, rosa, tom, now)
    service.ask_to_stop(session, rosa.on_behalf(How.PHONE), tom, now)
    service.undo_stop(session, cast.tom.actor(session), tom, now)
    assert tom.standing is Standing.SUSPENDED
    service.restore(session, rosa, tom, now)
    service.ask_to_stop(session, rosa.on_behalf(How.PHONE), tom, now)
    service.undo_stop(session, cast.tom.actor(session), tom, now)
    assert tom.standing is Standing.HERE


def test_whoever_is_erased_leaves_no_way_in_and_no_readable_word(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor = queries.person(session, cast.noor.person_id)
    service.stop_now(session, cast.rosa.actor(session), noor, now)
    assert queries.sign_in_of(session, cast.noor.person_id) is None
    with pytest.raises(NotFound):
        access.load(session, cast.rosa.actor(session), Person, cast.noor.person_id)
    with pytest.raises(NotFound):
        service.undo_stop(session, cast.rosa.actor(session), noor, now)


def test_no_address_is_kept(installation: Installation, cast: Cast, now: datetime) -> None:
    for address in ("203.0.113.77", "::ffff:203.0.113.77", "2001:db8:77::1"):
        with installation.database.transaction() as session:
            attempt = signing_in.begin_sign_in(session, "nobody0000", address, now)
        with installation.database.transaction() as session:
            signing_in.refuse(session, attempt, now)
    with installation.database.reading() as session:
        rows = session.execute(text("SELECT * FROM attempt")).all()
        rows += session.execute(text("SELECT * FROM audit_entry")).all()
    assert len(rows) > 3
    said = " ".join(
        value.hex() if isinstance(value, bytes) else str(value) for row in rows for value in row
    )
    for trace in ("203.0.113", b"203.0.113.77".hex(), "2001:db8:77", "nobody0000"):
        assert trace not in said


def test_the_counters_of_yesterday_cannot_be_told_apart(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    keys = []
    for day in (now, now + timedelta(days=1)):
        with installation.database.transaction() as session:
            signing_in.begin_sign_in(session, "nobody0000", "", day)
            keys.append(queries.day_key(session, day))
    assert keys[0] != keys[1]
    with installation.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM attempt_key")).scalar() == 1


def test_attempts_that_come_at_once_are_all_counted(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    refused: list[bool] = []

    def attempt() -> None:
        try:
            with installation.database.transaction() as session:
                attempts.count(session, "name|nobody0000", now)
            refused.append(False)
        except RuleBroken:
            refused.append(True)
        except Busy:
            refused.append(True)

    race(12, attempt)
    assert refused.count(False) <= 5


def test_an_attempt_that_cannot_be_counted_is_not_listened_to(
    session: Session, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: object) -> None:
        raise Busy

    monkeypatch.setattr(queries, "attempts", locked)
    with pytest.raises(Busy):
        signing_in.begin_sign_in(session, cast.noor.sign_in_name, "", now)


def test_the_verbs_of_sign_in_know_an_attempt_about_nobody(
    session: Session, cast: Cast, now: datetime
) -> None:
    nobody = attempts.Attempt(uuid4(), None)
    with pytest.raises(signing_in.Refused):
        signing_in.sign_in(session, nobody, now, right=True)


def test_of_two_who_suspend_somebody_at_once_one_does(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    outcomes: list[bool] = []

    def suspend() -> None:
        try:
            with installation.database.transaction() as session:
                noor = queries.person(session, cast.noor.person_id)
                service.suspend(session, cast.rosa.actor(session), noor, now)
            outcomes.append(True)
        except RuleBroken:
            outcomes.append(False)

    race(4, suspend)
    assert sorted(outcomes) == [False, False, False, True]
