"""Days off as they are kept: sealed, compared without a word, over by themselves, gone with all."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import Agenda
from mentorship.checkins.rules.days_off import Days
from mentorship.checkins.service import days_off, suggestions, sweep
from mentorship.kernel import audit, events
from mentorship.kernel.audit import AuditEntry
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service.copies import own_copy, who_has_looked
from tests.participants import THREE, acting, agree, say
from tests.talking import Pair, talking

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def show_hours(session: Session, pair: Pair, now: datetime) -> None:
    for person_id in (pair.mentee_id, pair.mentor_id):
        person = accounts.person(session, person_id)
        say(session, person, now, times=THREE["times"])
        agree(session, person, now, "times", purpose=ConsentPurpose.SHOW)


def hours(session: Session, pair: Pair, now: datetime) -> list[datetime]:
    mentor = accounts.person(session, pair.mentor_id)
    return suggestions.hours_of_both(
        session, acting(mentor), mentor, pair.match(session), now, now + WEEK, now
    )


def off(session: Session, pair: Pair, day: datetime, now: datetime) -> Days:
    mentee, days = pair.mentee(session), Days(day.date(), day.date())
    days_off.add_days(session, acting(mentee), mentee, days, now)
    return days


def test_the_hours_of_such_a_day_are_not_offered_and_the_other_one_is_not_said_to_have_read_it(
    session: Session, now: datetime
) -> None:
    pair = talking(session, now)
    show_hours(session, pair, now)
    before = hours(session, pair, now)
    days = off(session, pair, before[0], now)
    after = hours(session, pair, now)
    assert after
    assert after == [hour for hour in before if hour.date() != days.first]
    audit.write_entries(session)
    mentee = pair.mentee(session)
    looks = who_has_looked(session, acting(mentee), mentee, now)
    assert looks
    assert all("Your calendar" not in look.what for look in looks)
    by_system = select(func.count()).where(
        AuditEntry.subject_id == mentee.id, AuditEntry.actor_id.is_(None)
    )
    assert session.scalar(by_system)


def test_it_is_sealed_and_stands_in_one_s_own_copy(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    days = off(session, pair, now + WEEK, now)
    (row,) = session.scalars(select(Agenda))
    assert row.days_off
    assert str(days.first).encode() not in row.days_off
    mentee = pair.mentee(session)
    copied = {part.name: part.rows for part in own_copy(session, acting(mentee), mentee, now)}
    assert ("Days that do not fit", days.said) in copied["Your calendar"][0]
    days_off.take_off_days(session, acting(mentee), mentee, days.key, now)
    copied = {part.name: part.rows for part in own_copy(session, acting(mentee), mentee, now)}
    said = f"{days.said} (taken off)"
    assert ("Days that do not fit", said) in copied["Your calendar"][0]


def test_what_is_over_goes_by_itself_and_the_rest_stays(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    off(session, pair, now, now)
    later = off(session, pair, now + WEEK, now)
    sweep(session, now)
    assert len(listed(session, pair, now)) == 2
    sweep(session, now + DAY)
    (row,) = session.scalars(select(Agenda))
    held = audit.opening(
        session, acting(pair.mentee(session)), pair.mentee_id, audit.Purpose.OWN, now
    ).read(row, "days_off")
    assert held.count("/") == 1
    assert listed(session, pair, now) == (later,)
    sweep(session, now + WEEK + DAY)
    assert (row.days_off, row.days_over_at) == (None, None)


def test_what_was_taken_off_is_forgotten_after_a_day(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    days, mentee = off(session, pair, now + WEEK, now), pair.mentee(session)
    days_off.take_off_days(session, acting(mentee), mentee, days.key, now)
    sweep(session, now + DAY / 2)
    days_off.put_back_days(session, acting(mentee), mentee, now)
    assert listed(session, pair, now) == (days,)
    days_off.take_off_days(session, acting(mentee), mentee, days.key, now)
    sweep(session, now + DAY)
    (row,) = session.scalars(select(Agenda))
    assert (row.days_off, row.days_over_at) == (None, None)


def test_it_goes_with_its_person(session: Session, now: datetime) -> None:
    pair = talking(session, now)
    off(session, pair, now + WEEK, now)
    events.publish(session, events.PersonErased(pair.mentee_id), now)
    assert session.scalars(select(Agenda)).all() == []


def listed(session: Session, pair: Pair, now: datetime) -> tuple[Days, ...]:
    mentee = pair.mentee(session)
    return days_off.days_off_of(session, acting(mentee), mentee, now).listed
