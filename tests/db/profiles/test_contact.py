"""Safe contact: who may use it, until when, and that a change is really theirs."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind, Standing
from mentorship.installation import Installation
from mentorship.kernel import audit
from mentorship.kernel.access import Actor, How
from mentorship.kernel.audit import AuditEntry, Purpose
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.profiles.models import SafeContact
from mentorship.profiles.queries import usable_contact, waiting_contact
from mentorship.profiles.rules.contact import Channel, Confirmed, Reach, SafeHours
from mentorship.profiles.service.contact import (
    code_word_matches,
    confirm_safe_contact,
    contact_for_staff,
    own_contact,
    renew_safe_contact,
    save_first_contact,
    save_safe_contact,
)
from tests.participants import acting, add_person

DAY = timedelta(days=1)
WEEKDAYS = SafeHours((0, 1, 2, 3, 4), 10, 12, "not in the holidays")
REACH = Reach(
    channel=Channel.CALL, address="555 0147 22", hours=WEEKDAYS, voicemail=False,
    name_to_use="Lou", if_other_answers="the library", code_word="Marmalade",
)  # fmt: skip
NEW = replace(REACH, address="555 0199 88", code_word="")


def test_the_first_safe_contact_is_used_at_once(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_first_contact(session, acting(noor), noor, REACH, now)
    shown = contact_for_staff(session, coordinator, noor.id, Purpose.CONTACT, now)
    assert shown is not None
    assert (shown.address, shown.name_to_use) == ("555 0147 22", "Lou")
    assert "Marmalade" not in repr(shown)


def test_a_first_safe_contact_is_saved_only_once(
    session: Session, noor: Person, now: datetime
) -> None:
    save_first_contact(session, acting(noor), noor, REACH, now)
    with pytest.raises(RuleBroken):
        save_first_contact(session, acting(noor), noor, NEW, now)


def test_a_first_safe_contact_needs_a_code_word(
    session: Session, noor: Person, now: datetime
) -> None:
    with pytest.raises(RuleBroken) as broken:
        save_first_contact(session, acting(noor), noor, NEW, now)
    assert broken.value.field == "code_word"


def test_nothing_of_it_stands_readable_in_its_row(
    session: Session, noor: Person, now: datetime
) -> None:
    row = save_safe_contact(session, acting(noor), noor, REACH, now)
    sealed = b"".join(value for value in vars(row).values() if isinstance(value, bytes))
    for word in (b"555", b"Lou", b"library", b"Marmalade", b"call"):
        assert word not in sealed


def test_a_changed_one_stays_unused_and_the_old_one_in_use(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    save_safe_contact(session, acting(noor), noor, NEW, now + DAY)
    shown = contact_for_staff(session, coordinator, noor.id, Purpose.CONTACT, now + DAY)
    assert shown is not None
    assert shown.address == REACH.address
    own = own_contact(session, acting(noor), noor.id, now + DAY)
    assert own is not None
    assert own.address == NEW.address


def test_an_old_one_that_is_not_safe_is_used_no_longer(
    session: Session, noor: Person, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    save_safe_contact(session, acting(noor), noor, NEW, now + DAY, old_still_safe=False)
    assert usable_contact(session, noor.id, now + DAY) is None


def test_a_change_confirmed_in_person_replaces_the_old_one(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    old = save_safe_contact(session, acting(noor), noor, REACH, now)
    new = save_safe_contact(session, acting(noor), noor, NEW, now + DAY)
    confirm_safe_contact(session, coordinator, noor, Confirmed.IN_PERSON, "", now + DAY)
    session.refresh(old)
    assert usable_contact(session, noor.id, now + DAY) is new
    assert old.ended_at is not None


def test_a_change_is_confirmed_the_old_way_with_the_old_word_alone(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    new = save_safe_contact(session, acting(noor), noor, replace(NEW, code_word="Plum"), now + DAY)
    with pytest.raises(RuleBroken) as broken:
        confirm_safe_contact(session, coordinator, noor, Confirmed.OLD_CHANNEL, "Plum", now + DAY)
    assert broken.value.field == "word"
    confirm_safe_contact(
        session, coordinator, noor, Confirmed.OLD_CHANNEL, " marmalade ", now + DAY
    )
    assert usable_contact(session, noor.id, now + DAY) is new
    assert code_word_matches(session, coordinator, noor.id, "plum", now + DAY)


def test_an_empty_code_word_keeps_the_one_there_was(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    save_safe_contact(session, acting(noor), noor, NEW, now + DAY)
    confirm_safe_contact(session, coordinator, noor, Confirmed.IN_PERSON, "", now + DAY)
    assert code_word_matches(session, coordinator, noor.id, "Marmalade", now + DAY)


def test_what_staff_took_down_in_person_is_confirmed_by_that(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    by_phone, in_person = coordinator.on_behalf(How.PHONE), coordinator.on_behalf(How.IN_PERSON)
    save_safe_contact(session, by_phone, noor, NEW, now + DAY)
    assert waiting_contact(session, noor.id) is not None
    newest = save_safe_contact(session, in_person, noor, NEW, now + 2 * DAY)
    assert usable_contact(session, noor.id, now + 2 * DAY) is newest
    assert newest.how is How.IN_PERSON
    assert waiting_contact(session, noor.id) is None


def test_it_ends_after_90_days_unless_the_person_says_it_is_still_safe(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    assert usable_contact(session, noor.id, now + 89 * DAY)
    assert usable_contact(session, noor.id, now + 90 * DAY) is None
    assert contact_for_staff(session, coordinator, noor.id, Purpose.CONTACT, now + 90 * DAY) is None
    renew_safe_contact(session, coordinator, noor, now + 91 * DAY)
    assert usable_contact(session, noor.id, now + 91 * DAY)


def test_nobody_can_reach_somebody_who_asked_to_stop(
    session: Session, noor: Person, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    noor.standing = Standing.STOPPING
    session.flush()
    assert usable_contact(session, noor.id, now) is None


def test_a_stranger_neither_saves_nor_confirms_nor_renews(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    kit = acting(add_person(session, Kind.MENTEE, now))
    save_safe_contact(session, acting(noor), noor, REACH, now)
    for wrong in (kit, coordinator):  # staff say how they were told, or they say nothing
        with pytest.raises(NotFound):
            save_safe_contact(session, wrong, noor, NEW, now)
    for wrong in (kit, acting(noor)):
        with pytest.raises(NotFound):
            confirm_safe_contact(session, wrong, noor, Confirmed.IN_PERSON, "", now)
        with pytest.raises(NotFound):
            renew_safe_contact(session, wrong, noor, now)


def test_there_is_nothing_to_confirm_or_renew_before_anything_was_saved(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    for verb in (
        lambda: confirm_safe_contact(session, coordinator, noor, Confirmed.IN_PERSON, "", now),
        lambda: renew_safe_contact(session, coordinator, noor, now),
    ):
        with pytest.raises(RuleBroken):
            verb()
    assert not code_word_matches(session, coordinator, noor.id, "", now)
    assert own_contact(session, acting(noor), noor.id, now) is None


def test_every_showing_to_staff_is_recorded_with_its_fields(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    audit.write_entries(session)
    contact_for_staff(session, coordinator, noor.id, Purpose.CONTACT, now)
    audit.write_entries(session)
    seen = session.scalars(select(AuditEntry).where(AuditEntry.act == "saw")).one()
    assert (seen.subject_id, seen.purpose) == (noor.id, Purpose.CONTACT)
    fields = audit.fields_of(session, acting(noor), seen, now)
    assert "safe_contact.address" in fields
    assert "safe_contact.code_word" not in fields


def test_a_showing_that_cannot_be_recorded_shows_nothing(
    installation: Installation, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor, rosa = add_person(session, Kind.MENTEE, now), add_person(session, Kind.STAFF, now)
        save_safe_contact(session, acting(noor), noor, REACH, now)
        noor_id, staff = noor.id, acting(rosa)
    with installation.database.reading() as session, pytest.raises(PermissionError):
        contact_for_staff(session, staff, noor_id, Purpose.CONTACT, now)


def test_there_is_one_row_for_each_version(session: Session, noor: Person, now: datetime) -> None:
    for nth in range(3):
        save_safe_contact(session, acting(noor), noor, REACH, now + nth * DAY)
    rows = session.scalars(select(SafeContact).order_by(SafeContact.saved_at)).all()
    assert [row.ended_at is None for row in rows] == [True, False, True]


def test_a_showing_whose_entry_fails_is_undone_with_everything_beside_it(
    installation: Installation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation.database.transaction() as session:
        noor, rosa = add_person(session, Kind.MENTEE, now), add_person(session, Kind.STAFF, now)
        save_safe_contact(session, acting(noor), noor, REACH, now)
        noor_id, staff = noor.id, acting(rosa)

    def fail(*_given: object) -> None:
        raise RuntimeError("the entry could not be written")

    monkeypatch.setattr(audit, "_append", fail)
    with pytest.raises(RuntimeError), installation.database.transaction() as session:
        renew_safe_contact(session, staff, accounts.person(session, noor_id), now + DAY)
        contact_for_staff(session, staff, noor_id, Purpose.CONTACT, now + DAY)
    monkeypatch.undo()
    with installation.database.reading() as session:
        contact = session.scalars(select(SafeContact)).one()
        assert contact.good_until == now + 90 * DAY
        assert not session.scalars(select(AuditEntry).where(AuditEntry.act == "saw")).all()


def test_outside_the_safe_hours_the_number_is_not_even_opened(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    save_safe_contact(session, acting(noor), noor, REACH, now)
    evening = now + timedelta(hours=9)
    shown = contact_for_staff(session, coordinator, noor.id, Purpose.CONTACT, evening)
    assert shown is not None
    assert (shown.address, shown.safe_from) == ("", now + DAY)
