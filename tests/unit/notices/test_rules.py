"""The words of notices, and how each reaches somebody."""

from datetime import UTC, datetime, time, timedelta

import pytest

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import use_locale
from mentorship.notices.rules import (
    WORDINGS,
    NoticeKind,
    Reached,
    Way,
    is_told,
    is_visible,
    moment_today,
    way_for,
)

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize("which", list(NoticeKind))
def test_every_kind_has_one_constant_sentence_without_a_place_for_anybodys_words(
    which: NoticeKind,
) -> None:
    wording = WORDINGS[which]
    assert wording.sentence
    assert "%" not in wording.sentence + wording.script
    assert "!" not in wording.sentence + wording.script


def test_what_is_told_to_people_who_may_be_watched_does_not_tell() -> None:
    for kind in (NoticeKind.OFFER_WAITING, NoticeKind.TALK_MOVED, NoticeKind.MATCH_ENDED):
        assert telltale_words(WORDINGS[kind].sentence) == []


def test_only_who_signs_in_and_did_not_ask_for_a_call_is_told_in_the_app() -> None:
    assert way_for(signs_in=True, asked_for_phone=False) is Way.IN_APP
    assert way_for(signs_in=True, asked_for_phone=True) is Way.PHONE
    assert way_for(signs_in=False, asked_for_phone=False) is Way.PHONE


def test_an_attempt_is_not_a_contact() -> None:
    assert [reached for reached in Reached if is_told(reached)] == [
        Reached.REACHED,
        Reached.THEY_CAME,
    ]


def test_a_notice_shows_from_its_moment_until_it_was_seen() -> None:
    assert is_visible(NOW, None, NOW)
    assert not is_visible(NOW + timedelta(minutes=1), None, NOW)
    assert not is_visible(NOW, NOW, NOW)


def test_a_time_of_today_is_one_by_the_agency_s_clock_that_has_passed() -> None:
    with use_locale("en", "Europe/Paris"):
        assert moment_today(None, NOW) == NOW
        assert moment_today(time(9, 30), NOW) == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
        with pytest.raises(RuleBroken) as broken:
            moment_today(time(11, 1), NOW)
    assert (broken.value.field, broken.value.status) == ("at", 422)
