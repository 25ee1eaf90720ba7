"""The words of notices, and how each reaches somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.kernel.discretion import telltale_words
from mentorship.notices.rules import (
    WORDINGS,
    NoticeKind,
    Reached,
    Way,
    is_told,
    is_visible,
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
    assert [reached for reached in Reached if is_told(reached)] == [Reached.REACHED]


def test_a_notice_shows_from_its_moment_until_it_was_seen() -> None:
    assert is_visible(NOW, None, NOW)
    assert not is_visible(NOW + timedelta(minutes=1), None, NOW)
    assert not is_visible(NOW, NOW, NOW)
