"""When words mean the same name or number, and when somebody has to look."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.profiles.rules.apart import ApartKind, GoesBy, hits, needs_look, number_key

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Dario", "dario"),
        ("Dario Lindqvist", " LINDQVIST,  Dario "),
        ("José Peña", "Jose Pena"),
        ("Ｄａｒｉｏ", "Dario"),
    ],
)
def test_a_name_is_found_whatever_its_case_order_and_marks(written: str, known: str) -> None:
    assert hits(ApartKind.NAME, written, GoesBy.NAME, known)


@pytest.mark.parametrize(
    ("written", "known"), [("Dario", "Darius"), ("Dario", "Dario L"), ("?", "!")]
)
def test_another_name_is_not_found(written: str, known: str) -> None:
    assert not hits(ApartKind.NAME, written, GoesBy.NAME, known)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("+49 170 1234567", "0170 1234567"),
        ("0049-170-1234567", "+49 (170) 1234567"),
        ("555 0147 22", "555014722"),
        ("٠١٧٠١٢٣٤٥٦٧", "0170 1234567"),
    ],
)
def test_a_number_is_found_however_it_is_written(written: str, known: str) -> None:
    assert hits(ApartKind.PHONE, written, GoesBy.PHONE, known)
    assert hits(ApartKind.PHONE, known, GoesBy.PHONE, written)


def test_another_number_and_too_short_a_one_are_not_found() -> None:
    assert not hits(ApartKind.PHONE, "0170 1234567", GoesBy.PHONE, "0170 1234568")
    assert not hits(ApartKind.PHONE, "123", GoesBy.PHONE, "0170 9999123")
    assert number_key("no number") == ""


def test_a_place_or_a_circle_is_never_found_by_itself() -> None:
    assert not hits(ApartKind.PLACE, "Dario", GoesBy.NAME, "Dario")
    assert not hits(ApartKind.CIRCLE, "0170 1234567", GoesBy.PHONE, "0170 1234567")
    assert not hits(ApartKind.NAME, "5550147", GoesBy.PHONE, "5550147")


def test_a_name_or_number_that_was_tied_is_settled() -> None:
    assert not needs_look(ApartKind.NAME, tied=True, looked_at=None, came_at=LATER)
    assert not needs_look(ApartKind.PHONE, tied=True, looked_at=NOW, came_at=LATER)


def test_a_place_or_a_circle_is_looked_at_again_for_everybody_who_comes() -> None:
    assert needs_look(ApartKind.PLACE, tied=True, looked_at=NOW, came_at=LATER)
    assert not needs_look(ApartKind.CIRCLE, tied=True, looked_at=LATER, came_at=NOW)


def test_what_hit_nothing_is_looked_at_once_and_again_for_everybody_who_comes() -> None:
    assert needs_look(ApartKind.NAME, tied=False, looked_at=None, came_at=None)
    assert not needs_look(ApartKind.NAME, tied=False, looked_at=NOW, came_at=None)
    assert not needs_look(ApartKind.NAME, tied=False, looked_at=NOW, came_at=NOW)
    assert needs_look(ApartKind.NAME, tied=False, looked_at=NOW, came_at=LATER)
