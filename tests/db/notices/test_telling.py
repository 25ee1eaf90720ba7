"""Telling: in the app, and by phone for those who do not sign in or want to be called."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.accounts.rules import Kind
from mentorship.kernel import access, events
from mentorship.kernel.access import NOBODY
from mentorship.kernel.errors import NotFound, Overtaken, RuleBroken
from mentorship.notices import queries, service
from mentorship.notices.models import Mail, Notice, PhoneWish
from mentorship.notices.rules import MailKind, NoticeKind, Reached, Way
from mentorship.profiles.queries import usable_contact
from mentorship.profiles.rules.contact import SafeHours
from tests.cast import Cast
from tests.participants import add_person, can_be_reached, keep_apart


def test_who_signs_in_is_told_in_the_app_from_its_moment_on(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor, later = cast.noor.person_id, now + timedelta(hours=24)
    service.tell(session, noor, NoticeKind.DID_NOT_GO_AHEAD, now, visible_from=later)
    assert service.waiting(session, noor, now) == []
    (told,) = service.waiting(session, noor, later)
    assert told.sentence == "This one did not go ahead. There can be many reasons, also ours."


def test_who_reads_of_ways_back_in_is_told_of_one_unless_the_person_is_closed_to_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    def told() -> int:
        events.publish(session, events.SignInRecovered(cast.noor.person_id), now)
        waiting = service.waiting(session, cast.ruth.person_id, now)
        return sum(it.kind is NoticeKind.WAY_IN_GIVEN for it in waiting)

    assert told() == 1
    noor = session.get_one(Person, cast.noor.person_id)
    keep_apart(session, noor, [cast.ruth.person_id], cast.lena.actor(session), now)
    assert told() == 1


def test_a_cleared_notice_is_gone_and_clears_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor = cast.noor.person_id
    service.tell(session, noor, NoticeKind.MATCH_BEGAN, now)
    (told,) = service.waiting(session, noor, now)
    notice = access.load(session, cast.noor.actor(session), Notice, told.id)
    service.clear(session, cast.noor.actor(session), notice, now)
    assert service.waiting(session, noor, now) == []
    with pytest.raises(Overtaken):
        service.clear(session, cast.noor.actor(session), notice, now)


def test_nobody_sees_anothers_notice(session: Session, cast: Cast, now: datetime) -> None:
    service.tell(session, cast.noor.person_id, NoticeKind.MATCH_BEGAN, now)
    (told,) = service.waiting(session, cast.noor.person_id, now)
    for stranger in (cast.kit, cast.rosa, cast.ada):
        with pytest.raises(NotFound):
            access.load(session, stranger.actor(session), Notice, told.id)


def test_who_does_not_sign_in_is_told_by_phone_until_reached(
    session: Session, cast: Cast, now: datetime
) -> None:
    person = add_person(session, Kind.MENTEE, now)
    can_be_reached(session, person, now)
    service.tell(session, person.id, NoticeKind.OFFER_WAITING, now)
    (call,) = service.calls_to_make(session, NOBODY, now)
    assert call.code == person.code
    rosa = cast.rosa.actor(session)
    notice = access.load(session, rosa, Notice, call.id)
    service.log_call(session, rosa, notice, Reached.NO_ANSWER, now)
    assert [waiting.tries for waiting in service.calls_to_make(session, NOBODY, now)] == [1]
    service.log_call(session, rosa, notice, Reached.REACHED, now)
    assert service.calls_to_make(session, NOBODY, now) == []


def test_whom_somebody_is_kept_apart_from_is_not_theirs_to_call(
    session: Session, cast: Cast, now: datetime
) -> None:
    person = add_person(session, Kind.MENTEE, now)
    service.tell(session, person.id, NoticeKind.OFFER_WAITING, now)
    keep_apart(session, person, [cast.rosa.person_id], cast.lena.actor(session), now)
    lena, rosa = cast.lena.actor(session), cast.rosa.actor(session)
    (call,) = service.calls_to_make(session, lena, now)
    assert service.calls_to_make(session, rosa, now) == []
    assert access.load(session, lena, Notice, call.id).person_id == person.id
    with pytest.raises(NotFound):
        access.load(session, rosa, Notice, call.id)


def test_who_chose_the_phone_is_told_by_phone(session: Session, cast: Cast, now: datetime) -> None:
    noor = cast.noor.actor(session)
    person = access.load(session, noor, Person, cast.noor.person_id)
    service.choose_way(session, noor, person, Way.PHONE, now)
    service.tell(session, person.id, NoticeKind.MATCH_BEGAN, now)
    assert session.scalars(select(Notice.way).where(Notice.person_id == person.id)).one() is (
        Way.PHONE
    )
    assert len(service.waiting(session, person.id, now)) == 1, "and in the app all the same"
    service.choose_way(session, noor, person, Way.IN_APP, now)
    assert queries.wish_of(session, person.id) is None


def test_a_replaced_second_factor_is_told_to_the_administrators(
    session: Session, cast: Cast, now: datetime
) -> None:
    events.publish(session, events.SecondFactorReplaced(cast.rosa.person_id), now)
    (told,) = service.waiting(session, cast.ada.person_id, now)
    assert told.endpoint == "accounts.staff_member"
    assert told.takes == {"person_id": cast.rosa.person_id}
    # One that an older version wrote does not say of whom.
    session.execute(update(Notice).values(ref=None))
    session.expire_all()
    (told,) = service.waiting(session, cast.ada.person_id, now)
    assert (told.endpoint, told.takes) == ("desk.home", {})


def test_what_was_seen_or_sent_long_ago_is_forgotten(
    session: Session, cast: Cast, now: datetime
) -> None:
    service.tell(session, cast.noor.person_id, NoticeKind.MATCH_BEGAN, now)
    notice = session.scalars(select(Notice)).one()
    session.add(Mail(id=uuid4(), kind=MailKind.ON_CALL, made_at=now, sent_at=now))
    queries.mark_seen(session, notice, now)
    queries.forget_old(session, now + timedelta(days=29))
    assert session.scalars(select(Notice)).all()
    queries.forget_old(session, now + timedelta(days=31))
    assert session.scalars(select(Notice)).all() == []
    assert session.scalars(select(Mail)).all() == []


def test_nobody_is_told_by_phone_where_it_is_not_safe_but_who_comes_by_is(
    session: Session, cast: Cast, now: datetime
) -> None:
    person, rosa = add_person(session, Kind.MENTEE, now), cast.rosa.actor(session)
    can_be_reached(session, person, now, SafeHours(start=11, end=12))
    service.tell(session, person.id, NoticeKind.OFFER_WAITING, now)
    (waits,) = service.calls_to_make(session, NOBODY, now)
    notice = access.load(session, rosa, Notice, waits.id)
    for reached in (Reached.REACHED, Reached.NO_ANSWER):
        with pytest.raises(RuleBroken) as broken:
            service.log_call(session, rosa, notice, reached, now)
        assert broken.value.field == "reached"
    service.log_call(session, rosa, notice, Reached.THEY_CAME, now)
    assert service.calls_to_make(session, NOBODY, now) == []


def test_what_was_seen_in_the_app_needs_no_call(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.add(PhoneWish(person_id=cast.noor.person_id, at=now))
    session.flush()
    service.tell(session, cast.noor.person_id, NoticeKind.MATCH_BEGAN, now)
    (told,) = service.waiting(session, cast.noor.person_id, now)
    assert [call.id for call in service.calls_to_make(session, NOBODY, now)] == [told.id]
    noor = cast.noor.actor(session)
    service.clear(session, noor, access.load(session, noor, Notice, told.id), now)
    assert service.calls_to_make(session, NOBODY, now) == []


def test_a_call_in_which_somebody_says_so_renews_the_way_to_reach_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    person, rosa = add_person(session, Kind.MENTEE, now), cast.rosa.actor(session)
    can_be_reached(session, person, now)
    later = now + timedelta(days=30)
    for reached, days in ((Reached.NO_ANSWER, 90), (Reached.REACHED, 120)):
        service.tell(session, person.id, NoticeKind.OFFER_WAITING, later)
        waits, *_others = service.calls_to_make(session, rosa, later)
        notice = access.load(session, rosa, Notice, waits.id)
        service.log_call(session, rosa, notice, reached, later, still_safe=True)
        contact = usable_contact(session, person.id, later)
        assert contact
        assert contact.good_until == now + timedelta(days=days)


def test_what_nobody_can_renew_is_said_beside_the_box(
    session: Session, cast: Cast, now: datetime
) -> None:
    person, rosa = add_person(session, Kind.MENTEE, now), cast.rosa.actor(session)
    service.tell(session, person.id, NoticeKind.OFFER_WAITING, now)
    (call,) = service.calls_to_make(session, NOBODY, now)
    notice = access.load(session, rosa, Notice, call.id)
    with pytest.raises(RuleBroken) as broken:
        service.log_call(session, rosa, notice, Reached.THEY_CAME, now, still_safe=True)
    assert broken.value.field == "still_safe"
