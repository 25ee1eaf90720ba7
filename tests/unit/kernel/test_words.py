"""Dates, times and weeks as people say them."""

import re
from datetime import UTC, date, datetime

import pytest

from mentorship.kernel import words


def test_a_day_is_written_with_its_weekday() -> None:
    assert words.format_date(date(2026, 11, 26)) == "Thursday 26 November 2026"


def test_a_time_is_told_in_the_zone_of_the_moment() -> None:
    with words.use_locale("en", "Asia/Kolkata"):
        assert words.format_time(datetime(2026, 11, 26, 13, 0, tzinfo=UTC)) == "18:30"


def test_a_moment_near_midnight_falls_on_the_day_of_the_zone() -> None:
    with words.use_locale("en", "Pacific/Auckland"):
        said = words.format_date(datetime(2026, 11, 26, 22, 0, tzinfo=UTC))
    assert said == "Friday 27 November 2026"


def test_weeks_are_counted_in_words() -> None:
    assert [words.format_weeks(n) for n in (0, 1, 5)] == [
        "less than a week",
        "1 week",
        "5 weeks",
    ]


def test_several_are_named_as_the_language_counts_them_up() -> None:
    assert words.all_of(["Monday", "Thursday"]) == "Monday and Thursday"
    with words.use_locale("es"):
        assert words.all_of(["lunes", "martes", "jueves"]) == "lunes, martes y jueves"
        assert words.one_of(["hablar", "escribir"]) == "hablar o escribir"
    with words.use_locale("ar"):
        said = words.all_of(["الاثنين", "الخميس"])
    assert _bare(said) == "الاثنين والخميس"


def test_a_list_put_into_a_sentence_runs_as_its_words_do() -> None:
    with words.use_locale("ar"):
        said = words._("%(day)s %(parts)s", day="الأحد", parts=words.joined(["من 8", "من 17"]))
    assert said.count(words.RIGHT_TO_LEFT) == said.count(words.END) == 4
    assert _bare(said) == "الأحد من 8، من 17"


def test_a_name_of_the_other_direction_is_told_apart_by_its_own() -> None:
    with words.use_locale("ar"):
        assert words._("With %(name)s", name="Sam").endswith(f"{words.ISOLATE}Sam{words.END}")


def _bare(said: str) -> str:
    return re.sub("[\u2066-\u2069]", "", said)


@pytest.mark.parametrize("said", ["555 0100", "555-0100", "+44 (0)20 7946-0999", "020/7946"])
def test_a_phone_number_stays_on_one_line_and_reads_as_before(said: str) -> None:
    kept = words.together(f"Call {said} at night")
    assert kept.startswith("Call ")
    assert kept.endswith(" at night")
    number = kept.removeprefix("Call ").removesuffix(" at night")
    assert " " not in number
    assert number.replace("\u00a0", " ").replace("\u2060", "") == said
    bare = number.replace("\u2060-\u2060", "").replace("\u2060/\u2060", "")
    assert not set(bare) & {"-", "/", "\u2060"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_phone_number_beside_letters_from_right_to_left_keeps_its_order(language: str) -> None:
    whole = f"{words.LEFT_TO_RIGHT}555\u00a00100{words.END}"
    assert words.together("خط الليل 555 0100") == f"خط الليل {whole}"
    with words.use_locale(language):
        assert whole in words._("Call %(line)s.", line="خط الليل 555 0100")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_days_of_a_narrow_calendar_have_a_letter_each(language: str) -> None:
    with words.use_locale(language):
        letters = words.weekday_letters()
    assert all(len(letter) == 1 for letter in letters.values())
    assert len(set(letters.values())) >= 5


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_nothing_is_said_as_nothing_in_every_language(language: str) -> None:
    with words.use_language(language):
        assert words._("") == ""
