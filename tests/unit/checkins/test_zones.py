"""A time said for two people who go by different clocks."""

from datetime import UTC, datetime

import pytest

from mentorship.checkins.rules.zones import check_zone, said_for_two, zone_labels, zone_names
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import use_locale

EVENING = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


def test_only_zones_named_after_a_place_can_be_chosen() -> None:
    check_zone("Africa/Cairo")
    assert "UTC" in zone_names()
    assert "Etc/GMT+3" not in zone_names()
    with pytest.raises(RuleBroken, match="do not know this time zone"):
        check_zone("Mars/Base")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("Africa/Abidjan", "Wednesday 4 March 2026, 18:30"),
        ("Africa/Cairo", "Wednesday 4 March 2026, 18:30 your time (20:30 for them)"),
        (
            "Asia/Tokyo",
            "Wednesday 4 March 2026, 18:30 your time (Thursday 5 March 2026, 03:30 for them)",
        ),
    ],
)
def test_the_other_clock_is_said_where_it_differs(other: str, said: str) -> None:
    assert said_for_two(EVENING, "UTC", other, "them") == said


@pytest.mark.parametrize(("language", "city"), [("en", "Vienna"), ("es", "Viena")])
def test_zones_are_called_by_their_cities_in_the_language_of_the_moment(
    language: str, city: str
) -> None:
    with use_locale(language):
        assert zone_labels("")["Europe/Vienna"] == city


def test_a_second_name_of_a_clock_stands_there_for_whoever_chose_it_before() -> None:
    assert "Asia/Calcutta" not in zone_labels("Europe/Vienna")
    labels = zone_labels("Asia/Calcutta")
    assert labels["Asia/Calcutta"] == labels["Asia/Kolkata"] == "Kolkata"
    assert list(labels)[-1] == "UTC"
