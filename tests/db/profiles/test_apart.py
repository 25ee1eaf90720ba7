"""Keep-apart: found both ways, in silence; what nothing hits is the safeguarding lead's."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import audit
from mentorship.kernel.access import Actor, How, Role, load
from mentorship.kernel.audit import AuditEntry, Purpose
from mentorship.kernel.errors import NotFound
from mentorship.kernel.events import Event, KeptApart
from mentorship.profiles.models import ApartEntry, ApartPair, Readiness, Welcome
from mentorship.profiles.queries import apart_pairs, count_entries, is_apart
from mentorship.profiles.rules.apart import ApartKind
from mentorship.profiles.rules.people import Show
from mentorship.profiles.service.apart import (
    add_apart,
    apart_is_open,
    clear_apart,
    drop_apart,
    entries_for,
    entries_to_look_at,
    open_entry,
    save_known_as,
    tie_apart,
)
from mentorship.profiles.service.people import list_people, load_person
from tests.db.profiles.conftest import as_staff
from tests.participants import acting, add_person, keep_apart

DAY = timedelta(days=1)
NAME = "Dario Lindqvist"


def become_ready(session: Session, mentor: Person, now: datetime) -> None:
    last_day = (now + 300 * DAY).date()
    session.merge(Readiness(person_id=mentor.id, ready_since=now, last_day=last_day))
    session.flush()


def test_an_entry_finds_who_goes_by_that_name(
    session: Session, noor: Person, amara: Person, now: datetime, told: list[Event]
) -> None:
    save_known_as(session, acting(amara), amara, ["lindqvist, dario"], [], now)
    add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    assert is_apart(session, noor.id, amara.id)
    assert is_apart(session, amara.id, noor.id)
    assert KeptApart(noor.id, amara.id) in told or KeptApart(amara.id, noor.id) in told


def test_a_name_that_is_given_later_is_found_as_well(
    session: Session, noor: Person, amara: Person, now: datetime, told: list[Event]
) -> None:
    add_apart(session, acting(amara), amara, ApartKind.PHONE, "+49 170 1234567", now)
    assert not is_apart(session, noor.id, amara.id)
    save_known_as(session, acting(noor), noor, [], ["0170 1234567"], now)
    assert is_apart(session, noor.id, amara.id)
    assert [type(event) for event in told] == [KeptApart]


def test_the_same_hit_twice_is_told_once(
    session: Session, noor: Person, amara: Person, now: datetime, told: list[Event]
) -> None:
    add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    for _again in range(2):
        save_known_as(session, acting(amara), amara, [NAME], [], now)
    assert len(told) == 1
    assert len(session.scalars(select(ApartPair)).all()) == 1


def test_other_names_change_nothing_and_take_nothing_back(
    session: Session, noor: Person, amara: Person, now: datetime, told: list[Event]
) -> None:
    save_known_as(session, acting(amara), amara, [NAME], [], now)
    add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    save_known_as(session, acting(amara), amara, ["Somebody Else"], [], now)
    assert is_apart(session, noor.id, amara.id)


def test_every_record_of_the_same_human_is_kept_apart_also_a_later_one(
    session: Session, noor: Person, amara: Person, now: datetime, told: list[Event]
) -> None:
    as_mentee = add_person(session, Kind.MENTEE, now, human_id=amara.human_id)
    save_known_as(session, acting(amara), amara, [NAME], [], now)
    add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    later = add_person(session, Kind.STAFF, now, human_id=amara.human_id)
    for record in (amara, as_mentee, later):
        assert is_apart(session, noor.id, record.id)
        assert is_apart(session, record.id, noor.id)
    assert len(told) == 2


def test_nobody_is_kept_apart_from_themselves(
    session: Session, noor: Person, now: datetime, told: list[Event]
) -> None:
    other = add_person(session, Kind.MENTOR, now, human_id=noor.human_id)
    save_known_as(session, acting(noor), noor, [NAME], [], now)
    save_known_as(session, acting(other), other, [NAME], [], now)
    add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    assert apart_pairs(session) == set()
    assert told == []


def test_the_database_refuses_a_pair_the_other_way_round(
    session: Session, noor: Person, amara: Person, now: datetime
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    small, big = sorted((noor.id, amara.id))
    session.add(ApartPair(one_id=big, other_id=small, entry_id=entry.id, since=now))
    with pytest.raises(IntegrityError):
        session.flush()


def test_neither_words_nor_names_stand_readable_in_their_rows(
    session: Session, noor: Person, now: datetime
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    assert b"Dario" not in entry.words


def test_what_hits_nothing_is_the_leads_task_until_it_was_looked_at(
    session: Session, noor: Person, amara: Person, lead: Actor, now: datetime
) -> None:
    become_ready(session, amara, now)
    entry = add_apart(session, acting(noor), noor, ApartKind.PLACE, "The garage in Elm Street", now)
    assert entries_to_look_at(session) == [entry]
    assert apart_is_open(session, noor.id, amara.id)
    assert apart_is_open(session, amara.id, noor.id)
    clear_apart(session, lead, entry, now)
    assert entries_to_look_at(session) == []
    assert not apart_is_open(session, noor.id, amara.id)


def test_it_opens_again_for_each_mentor_who_becomes_ready_and_for_them_alone(
    session: Session, noor: Person, amara: Person, lead: Actor, now: datetime
) -> None:
    become_ready(session, amara, now)
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    clear_apart(session, lead, entry, now)
    newcomer = add_person(session, Kind.MENTOR, now)
    become_ready(session, newcomer, now + DAY)
    assert entries_to_look_at(session) == [entry]
    assert apart_is_open(session, noor.id, newcomer.id)
    assert not apart_is_open(session, noor.id, amara.id)


def test_what_a_mentor_wrote_opens_again_for_each_mentee_who_is_welcomed(
    session: Session, noor: Person, amara: Person, lead: Actor, now: datetime
) -> None:
    entry = add_apart(session, acting(amara), amara, ApartKind.CIRCLE, "People of the pier", now)
    tie_apart(session, lead, entry, [], now)
    assert not apart_is_open(session, noor.id, amara.id)
    session.add(Welcome(person_id=noor.id, held_at=now + DAY))
    session.flush()
    assert apart_is_open(session, noor.id, amara.id)
    assert entries_to_look_at(session) == [entry]


def test_the_lead_ties_an_entry_to_people_also_to_staff(
    session: Session, noor: Person, rosa: Person, lead: Actor, now: datetime, told: list[Event]
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    tie_apart(session, lead, entry, [rosa.id], now)
    assert is_apart(session, noor.id, rosa.id)
    assert entries_to_look_at(session) == []
    assert len(told) == 1


def test_staff_who_are_kept_away_find_nobody_there(
    session: Session, noor: Person, rosa: Person, coordinator: Actor, lead: Actor, now: datetime
) -> None:
    assert load_person(session, coordinator, noor.id) is noor
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    tie_apart(session, lead, entry, [rosa.id], now)
    with pytest.raises(NotFound):
        load_person(session, coordinator, noor.id)
    assert list_people(session, coordinator, Show.ALL, now) == []
    assert [line.id for line in list_people(session, lead, Show.ALL, now)] == [noor.id]


def test_a_tie_made_by_mistake_is_taken_back_by_clearing(
    session: Session, noor: Person, amara: Person, lead: Actor, now: datetime
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    tie_apart(session, lead, entry, [amara.id], now)
    clear_apart(session, lead, entry, now)
    assert not is_apart(session, noor.id, amara.id)


def test_an_entry_that_was_taken_back_goes_with_its_pairs_and_no_others(
    session: Session, noor: Person, amara: Person, lead: Actor, now: datetime
) -> None:
    save_known_as(session, acting(amara), amara, [NAME], [], now)
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    same_again = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    drop_apart(session, lead, entry, now)
    assert count_entries(session, noor.id) == 1
    assert is_apart(session, noor.id, amara.id)
    drop_apart(session, lead, same_again, now)
    assert not is_apart(session, noor.id, amara.id)


def test_the_lead_alone_sees_an_entry_and_every_opening_is_recorded(
    session: Session, noor: Person, coordinator: Actor, reviewer: Actor, lead: Actor, now: datetime
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    for stranger in (coordinator, reviewer, acting(noor)):
        with pytest.raises(NotFound):
            load(session, stranger, ApartEntry, entry.id)
    audit.write_entries(session)
    assert open_entry(session, lead, load(session, lead, ApartEntry, entry.id), now).words == NAME
    audit.write_entries(session)
    seen = session.scalars(select(AuditEntry).where(AuditEntry.act == "saw")).one()
    assert (seen.actor_id, seen.subject_id) == (lead.person_id, noor.id)
    assert seen.purpose is Purpose.KEEP_APART


def test_a_lead_never_sees_what_they_wrote_themselves_under_another_hat(
    session: Session, noor: Person, now: datetime
) -> None:
    entry = add_apart(session, acting(noor), noor, ApartKind.NAME, NAME, now)
    same = add_person(session, Kind.STAFF, now, human_id=noor.human_id)
    own_hat = as_staff(same, Role.SAFEGUARDING)
    assert entries_for(session, own_hat) == []
    with pytest.raises(NotFound):
        load(session, own_hat, ApartEntry, entry.id)


def test_a_lead_reads_nothing_written_by_somebody_they_are_kept_apart_from(
    session: Session, noor: Person, lead: Actor, now: datetime
) -> None:
    other_lead = as_staff(add_person(session, Kind.STAFF, now), Role.SAFEGUARDING)
    place = add_apart(session, acting(noor), noor, ApartKind.PLACE, "The garage", now)
    assert lead.person_id
    keep_apart(session, noor, [lead.person_id], other_lead, now)
    assert entries_for(session, lead) == []
    with pytest.raises(NotFound):
        load(session, lead, ApartEntry, place.id)
    assert [line.id for line in entries_for(session, other_lead)] == [place.id]


def test_a_coordinator_records_it_for_somebody_and_says_how(
    session: Session, noor: Person, coordinator: Actor, now: datetime
) -> None:
    with pytest.raises(NotFound):
        add_apart(session, coordinator, noor, ApartKind.NAME, NAME, now)
    add_apart(session, coordinator.on_behalf(How.IN_PERSON), noor, ApartKind.NAME, NAME, now)
    save_known_as(session, coordinator.on_behalf(How.PHONE), noor, ["Lou"], [], now)
    assert count_entries(session, noor.id) == 1
