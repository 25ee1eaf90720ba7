"""Which version of a safe contact may be used, and when a change waits."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mentorship.kernel.access import How
from mentorship.profiles.rules.contact import (
    CHANNEL_SAID,
    Channel,
    ContactShown,
    SafeHours,
    good_until,
    needs_confirming,
    newest_confirmed,
    pack,
    unpack,
    usable,
    waiting,
)

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    saved_at: datetime = NOW
    confirmed_at: datetime | None = NOW
    ended_at: datetime | None = None
    good_until: datetime = NOW + 90 * DAY


def test_nobody_who_said_nothing_can_be_reached() -> None:
    assert usable([], NOW) is None
    assert waiting([]) is None


def test_a_confirmed_version_in_its_time_may_be_used() -> None:
    version = Version()
    assert usable([version], NOW) is version


def test_a_version_is_not_used_from_its_last_moment_on() -> None:
    assert usable([Version(good_until=NOW)], NOW) is None
    assert usable([Version(good_until=NOW + DAY)], NOW) is not None


def test_a_version_whose_time_is_over_can_still_be_renewed() -> None:
    over = Version(good_until=NOW - DAY)
    assert newest_confirmed([over]) is over


def test_a_change_waits_while_the_old_version_stays_in_use() -> None:
    old, new = Version(), Version(saved_at=NOW + DAY, confirmed_at=None)
    assert usable([old, new], NOW + DAY) is old
    assert waiting([old, new]) is new


def test_an_ended_version_is_neither_used_nor_waiting() -> None:
    ended, taken_back = Version(ended_at=NOW), Version(confirmed_at=None, ended_at=NOW)
    assert usable([ended, taken_back], NOW) is None
    assert waiting([ended, taken_back]) is None


def test_the_newest_of_several_counts() -> None:
    older, newer = Version(), Version(saved_at=NOW + DAY)
    assert newest_confirmed([newer, older]) is newer


def test_the_first_version_and_one_said_in_person_need_no_confirming() -> None:
    assert not needs_confirming(has_earlier=False, how=None)
    assert not needs_confirming(has_earlier=True, how=How.IN_PERSON)


def test_every_other_change_needs_confirming() -> None:
    assert needs_confirming(has_earlier=True, how=None)
    assert needs_confirming(has_earlier=True, how=How.PHONE)
    assert needs_confirming(has_earlier=True, how=How.PAPER)


def test_a_safe_contact_lives_for_the_days_the_agency_set() -> None:
    assert good_until(NOW, 90) == NOW + 90 * DAY


OFFICE = SafeHours((0, 1, 2, 3, 4), 10, 12, "not in the holidays")
PARIS = "Europe/Paris"


def test_safe_hours_hold_by_the_clock_on_the_agency_s_wall() -> None:
    before_ten = datetime(2026, 3, 4, 8, 59, tzinfo=UTC)
    assert not OFFICE.hold(before_ten, PARIS)
    assert OFFICE.hold(before_ten + timedelta(minutes=1), PARIS)
    assert not OFFICE.hold(datetime(2026, 3, 4, 11, tzinfo=UTC), PARIS)
    assert not OFFICE.hold(datetime(2026, 3, 7, 10, 30, tzinfo=UTC), PARIS)


def test_the_next_safe_hour_is_now_or_later_that_day_or_on_another() -> None:
    thursday = datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert OFFICE.next_from(NOW, "UTC") == NOW
    assert OFFICE.next_from(NOW - timedelta(hours=3), "UTC") == NOW
    assert OFFICE.next_from(NOW + timedelta(hours=2), "UTC") == thursday
    friday_noon = datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert OFFICE.next_from(friday_noon, "UTC") == datetime(2026, 3, 9, 10, tzinfo=UTC)
    spring = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert OFFICE.next_from(spring, PARIS) == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_safe_hours_are_said_in_words_and_any_time_is_nothing_to_say() -> None:
    assert OFFICE.said == "Monday to Friday, 10:00 to 12:00. not in the holidays"
    assert SafeHours().said == ""
    assert SafeHours(note="before noon").said == "before noon"
    assert SafeHours().hold(NOW, PARIS)


def test_safe_hours_come_back_from_their_seal_as_they_went() -> None:
    assert unpack(pack(OFFICE)) == OFFICE


def test_every_way_has_its_words() -> None:
    assert set(CHANNEL_SAID) == set(Channel)


def test_who_may_read_it_reads_the_way_and_the_hours_in_words() -> None:
    shown = ContactShown(
        Channel.CALL, "555 0140", SafeHours(note="not on Fridays"), False, "", "", NOW
    )
    assert shown.way == CHANNEL_SAID[Channel.CALL]
    assert shown.is_call
    assert shown.is_outgoing
    assert not replace(shown, channel=Channel.IN_PERSON).is_outgoing
    assert "not on Fridays" in shown.hours
