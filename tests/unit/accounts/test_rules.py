"""Decisions about people and getting in."""

import math
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from mentorship.accounts import rules
from mentorship.accounts.rules import Kind, RecoveryMove, RecoveryState, Standing, Turn, Way
from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.settings import Door
from mentorship.kernel.states import after

# How many bits four words of each language are worth at least.
LANGUAGES = {"en": 44, "es": 43, "ar": 44}
# Each has a key of its own on every Arabic keyboard, and none is written in two ways.
ARABIC_KEYS = set("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
NOW = datetime(2026, 3, 4, 10, 17, 20, tzinfo=UTC)


@pytest.mark.parametrize(("language", "bits"), LANGUAGES.items())
def test_four_words_are_hard_to_guess_and_say_nothing(language: str, bits: int) -> None:
    words = rules.kind_words(language)
    assert len(words) == len(set(words))
    assert 4 * math.log2(len(words)) >= bits
    assert all(word.isalpha() and word == word.casefold() and 3 <= len(word) <= 9 for word in words)
    assert [word for word in words if telltale_words(word)] == []


def test_arabic_words_can_be_typed_in_one_way_alone() -> None:
    assert set("".join(rules.kind_words("ar"))) <= ARABIC_KEYS


def test_only_a_language_that_is_offered_can_be_chosen() -> None:
    assert rules.check_language("es", ("en", "es")) == "es"
    with pytest.raises(RuleBroken, match="Choose one of the languages in the list"):
        rules.check_language("ar", ("en", "es"))


def test_words_are_drawn_one_by_one() -> None:
    said = rules.some_words(4, Random(1).choice, "en").split()
    assert len(said) == 4
    assert set(said) <= set(rules.kind_words("en"))


def test_a_language_without_a_list_takes_the_english_one() -> None:
    assert rules.kind_words("xx") == rules.kind_words("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_guessing_four_words_at_the_door_for_a_year_is_hopeless(language: str) -> None:
    attempts, last = 0, NOW
    while last < NOW + rules.ATTEMPT_WINDOW:
        attempts, last = attempts + 1, rules.wait_after(attempts + 1, last)
    chance = attempts * 24 * 365 / len(set(rules.kind_words(language))) ** rules.PASSWORD_WORDS
    assert chance < 1 / 8_000_000


def test_words_from_a_card_may_be_typed_in_any_way() -> None:
    assert rules.tidy_words("  Heron PEBBLE\torchard ") == "heron pebble orchard"


def test_a_card_is_written_in_groups_and_read_in_any_way() -> None:
    assert rules.written_card("ABCDEFGH2345") == "ABCD-EFGH-2345"
    assert rules.tidy_card(" abcd efgh-2345") == "ABCDEFGH2345"


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("turn", list(Turn))
def test_every_turn_leads_somewhere_or_is_refused(standing: Standing, turn: Turn) -> None:
    if (standing, turn) in rules.STANDINGS:
        assert after(rules.STANDINGS, standing, turn) in Standing
    else:
        with pytest.raises(RuleBroken):
            after(rules.STANDINGS, standing, turn)


def test_nobody_comes_back_from_being_gone() -> None:
    assert not [turn for standing, turn in rules.STANDINGS if standing is Standing.GONE]


def test_a_call_back_ends_once_and_in_one_of_three_ways() -> None:
    ends = {after(rules.RECOVERIES, RecoveryState.WAITING, move) for move in RecoveryMove}
    assert ends == set(RecoveryState) - {RecoveryState.WAITING}
    for state in ends:
        for move in RecoveryMove:
            with pytest.raises(RuleBroken):
                after(rules.RECOVERIES, state, move)


@pytest.mark.parametrize(("hours", "waits"), [(1, 24), (24, 24), (48, 48)])
def test_nobody_is_rung_back_within_a_day_whatever_was_set(hours: int, waits: int) -> None:
    due_at = rules.call_back_due(NOW, hours)
    assert due_at == NOW + timedelta(hours=waits)
    with pytest.raises(RuleBroken):
        rules.check_rung_back(due_at, due_at - timedelta(seconds=1))
    rules.check_rung_back(due_at, due_at)


@pytest.mark.parametrize(
    ("whom", "standing", "way"),
    [
        (Kind.MENTEE, Standing.HERE, Way.INSIDE),
        (Kind.MENTOR, Standing.STOPPING, Way.COME_BACK),
        (Kind.STAFF, Standing.HERE, Way.CODE),
    ],
)
def test_a_password_alone_leads_only_so_far(whom: Kind, standing: Standing, way: Way) -> None:
    assert rules.way_of(whom, standing) is way


def test_a_door_closed_until_a_day_opens_then_to_people_with_a_card() -> None:
    day = date(2026, 3, 4)
    eve = day - timedelta(days=1)
    assert rules.open_door(Door.CLOSED, day, eve) is Door.CLOSED
    assert rules.open_door(Door.CLOSED, day, day) is Door.INVITATION
    assert rules.open_door(Door.CLOSED, None, day) is Door.CLOSED
    assert rules.open_door(Door.OPEN, None, day) is Door.OPEN


def test_a_word_is_brought_to_one_form() -> None:
    assert rules.check_word("  Harbour ") == "harbour"
    assert rules.check_word("Éloïse") == "éloïse"


@pytest.mark.parametrize("word", ["", "x", "two words", "sea1", "w" * 21, "survivor", "Mentor"])
def test_a_word_that_does_not_fit_is_refused(word: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_word(word)
    assert refused.value.field == "word"


@pytest.mark.parametrize(
    "password",
    [
        "a long way from the sea",
        "шум реки за домом",
        "on monday we bake bread",
        "abracadabra-owl-77",
        "passwords are a pain here",
        "three4five6seven owls",
    ],
)
def test_a_long_password_is_taken(password: str) -> None:
    rules.check_password(password, "harbour", "Quiet Notes")


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "x" * 129,
        "password password password",
        "abcdefgh 12345678",
        "lkjhgfdsa poiuytrewq",
        "azertyuiop2026!!",
        "zebra zebra zebra zebra",
        "bluecatbluecatbluecat",
        "Monday Tuesday Wednesday",
        "summer 2026 winter 2027",
        "Quiet Notes! Quiet Notes!",
        "quietnotesharbour1",
        "HARBOUR harbour 0412 boats",
        "Quiet Notes 2026 2026",
        "harbour1234567890",
        "abababababababababab",
    ],
)
def test_a_password_that_is_short_long_or_easy_is_refused(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_password(password, "harbour", "Quiet Notes")
    assert refused.value.field == "password"


def test_the_first_attempts_are_free_and_then_it_slows_down_to_a_limit() -> None:
    waits = [(rules.wait_after(n, NOW) - NOW).total_seconds() for n in range(12)]
    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 30, 30, 30]
    longest = timedelta(minutes=15)
    assert rules.wait_after(10_000, NOW, longest) - NOW == longest


def test_attempts_are_counted_by_the_hour() -> None:
    assert rules.window_of(NOW) == datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("127.0.0.1", ""),
        ("::ffff:127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("no address", ""),
    ],
)
def test_only_a_part_of_an_address_is_counted(address: str, counted: str) -> None:
    assert rules.network(address) == counted


def test_three_steps_of_codes_are_taken() -> None:
    step = int(NOW.timestamp()) // 30
    assert rules.totp_steps(NOW) == (step - 1, step, step + 1)


def test_the_time_out_is_ones_own_but_for_staff_at_most_what_is_allowed() -> None:
    assert rules.idle_minutes(None, 20, 30, staff=False) == 20
    assert rules.idle_minutes(60, 20, 30, staff=False) == 60
    assert rules.idle_minutes(60, 20, 30, staff=True) == 30


def test_a_name_is_shortened_to_its_first_letter() -> None:
    assert rules.initial("sam") == "S."
    assert rules.initial("") == ""


def test_of_what_was_sent_the_typed_words_wait_unless_there_are_none_or_too_many() -> None:
    sent = [("csrf_token", "a"), ("once", "b"), ("words", "some"), ("way", "")]
    assert rules.typed(sent) == [("words", "some"), ("way", "")]
    assert rules.typed([("once", "b"), ("words", "")]) == []
    assert rules.typed([("words", "x" * (rules.LONGEST_UNSENT + 1))]) == []
