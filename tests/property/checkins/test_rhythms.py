"""The moments of a rhythm, against python-dateutil's own reading of the whole text of a rule.

The other reading takes start, zone and rule as one text, and its zones from dateutil instead of
from the standard library. Zones with both changes, with half hours and with three quarters.
"""

from datetime import UTC, date, datetime, time, timedelta

from dateutil import tz
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.checkins.rules.rhythms import (
    Every,
    Repeat,
    occurrences,
    plan_next,
    repeat_of,
    rule_of,
)

ZONES = [
    "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
    "Australia/Adelaide", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca",
    "America/Santiago", "UTC",
]  # fmt: skip
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
YEAR = timedelta(days=366)
FIRST, LAST = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2027-12-31")

days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True).map(",".join)
month_days = st.integers(-31, 31).filter(bool)
# Nights on which one of these zones changes its clock, each at its own hour, and those around it.
CHANGES = [
    date(2024, 3, 31), date(2025, 10, 26), date(2025, 3, 9), date(2026, 11, 1), date(2026, 4, 5),
    date(2026, 10, 4), date(2025, 9, 28), date(2025, 9, 7), date(2026, 2, 15), date(2024, 9, 8),
]  # fmt: skip
near_changes = st.builds(
    lambda day, days, minutes: datetime.combine(day, time()) + timedelta(days, 0, 0, 0, minutes),
    st.sampled_from(CHANGES), st.sampled_from([-7, -1, 0, 0, 1]), st.integers(0, 4 * 60),
)  # fmt: skip
anywhen = st.datetimes(FIRST, LAST).map(lambda wall: wall.replace(second=0, microsecond=0))
starts = near_changes | anywhen


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw a rule of RFC 5545 with some of its parts."""
    often = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={often}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        parts.append(f"BYDAY={draw(days)}")
    if often == "MONTHLY" and len(parts) == 2 and draw(st.booleans()):
        nth = draw(st.sampled_from([-2, -1, 1, 2, 3, 4, 5]))
        parts.append(f"BYDAY={nth}{draw(st.sampled_from(DAYS))}")
    elif often == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([-2, -1, 1, 2]))}")
        parts += [] if any("BYDAY" in part for part in parts) else [f"BYDAY={draw(days)}"]
    elif often in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(month_days)}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    ends = draw(st.sampled_from(["", "count", "until"]))
    if ends == "count":
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    elif ends == "until":
        parts.append(f"UNTIL={draw(starts):%Y%m%dT%H%M%S}Z")
    return ";".join(parts)


@settings(deadline=None)  # a rule that never comes is looked for to the end of the calendar
@given(rules(), starts, st.sampled_from(ZONES))
def test_the_moments_of_a_rule_are_those_of_dateutil(rule: str, wall: datetime, zone: str) -> None:
    place = tz.gettz(zone)
    first = tz.resolve_imaginary(wall.replace(tzinfo=place)).astimezone(UTC)
    begins = first.astimezone(place).replace(tzinfo=None)
    text = f"DTSTART;TZID={zone}:{begins:%Y%m%dT%H%M%S}\nRRULE:{rule}"
    expected = []
    for moment in rrulestr(text, tzids=tz.gettz):
        there = tz.resolve_imaginary(moment).astimezone(UTC)
        if there > first + YEAR:
            break
        expected.append(there)
    assert occurrences(rule, first, zone, first, first + YEAR) == expected


repeats = st.builds(
    Repeat,
    every=st.just(Every.DAYS),
    weeks=st.integers(1, 12),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some))),
    last_day=st.none() | st.dates(date(2026, 1, 1), date(2031, 1, 1)),
)


@given(repeats, starts, st.sampled_from(ZONES))
def test_a_rhythm_reads_back_as_it_was_agreed(repeat: Repeat, wall: datetime, zone: str) -> None:
    first = wall.replace(tzinfo=tz.gettz(zone)).astimezone(UTC)
    assert repeat_of(rule_of(repeat, first, zone), zone) == repeat


@given(starts, st.sampled_from(ZONES))
def test_a_daily_talk_keeps_its_time_unless_that_is_skipped(wall: datetime, zone: str) -> None:
    place = tz.gettz(zone)
    first = tz.resolve_imaginary(wall.replace(tzinfo=place)).astimezone(UTC)
    at = first.astimezone(place).time()
    for moment in occurrences("FREQ=DAILY", first, zone, first, first + YEAR):
        there = moment.astimezone(place)
        skipped = not tz.datetime_exists(datetime.combine(there.date(), at, place))
        assert there.time() == at or skipped or at >= time(23)


def test_the_nights_near_which_rhythms_begin_are_nights_on_which_a_clock_changes() -> None:
    for day in CHANGES:
        noons = [datetime.combine(day + timedelta(n), time(12)) for n in (-1, 0)]
        assert any(
            len({noon.replace(tzinfo=tz.gettz(zone)).utcoffset() for noon in noons}) == 2
            for zone in ZONES
        ), day


repeated = st.builds(
    Repeat,
    every=st.sampled_from([Every.WEEK, Every.TWO_WEEKS, Every.MONTH]),
    count=st.none() | st.integers(1, 12),
)


@settings(deadline=None)
@given(repeated, starts, st.sampled_from(ZONES))
def test_a_rhythm_is_planned_at_the_moment_at_which_its_next_talk_comes_near(
    repeat: Repeat, wall: datetime, zone: str
) -> None:
    first = tz.resolve_imaginary(wall.replace(tzinfo=tz.gettz(zone))).astimezone(UTC)
    rule, ahead = rule_of(repeat, first, zone), timedelta(weeks=6)
    every, seen = occurrences(rule, first, zone, first, first + YEAR), []
    now: datetime | None = first - timedelta(days=1)
    while now is not None and now + ahead <= first + YEAR:
        seen += [at for at in occurrences(rule, first, zone, now, now + ahead) if at not in seen]
        after = plan_next(rule, first, zone, now, ahead, skipped=False)
        assert after is None or after + ahead in every or after + ahead > first + YEAR
        assert after is None or after > now
        now = after
    assert seen == every[: len(seen)]
    assert now is not None or seen == every
