"""The words of notices, and how each reaches somebody."""

from datetime import UTC, datetime, time, timedelta

import pytest

from mentorship.kernel.discretion import telltale_words
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import use_locale
from mentorship.notices.rules import (
    WORDINGS,
    MailWords,
    NoticeKind,
    Reached,
    Way,
    is_told,
    is_visible,
    letters,
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


def test_besides_the_app_people_are_told_as_they_wish_and_by_phone_if_they_cannot_look() -> None:
    for wish in (Way.PHONE, Way.MAIL):
        assert way_for(signs_in=True, wish=wish) is wish
    assert way_for(signs_in=True, wish=None) is Way.IN_APP
    for any_wish in (None, Way.MAIL):
        assert way_for(signs_in=False, wish=any_wish) is Way.PHONE


@pytest.mark.parametrize(
    ("sender", "subject", "wrong"),
    [
        ("Books", "Your order", None),
        ("", "Your order", "sender"),
        ("Books", "", "subject"),
        ("B" * 41, "Your order", "sender"),
        ("Rescue Team", "Your order", "sender"),
        ("Books", "your MENTOR wrote", "subject"),
    ],
)
def test_the_words_of_a_mail_are_there_short_and_do_not_tell(
    sender: str, subject: str, wrong: str | None
) -> None:
    if wrong is None:
        letters.check_words(MailWords(sender, subject))
        return
    with pytest.raises(RuleBroken) as broken:
        letters.check_words(MailWords(sender, subject))
    assert (broken.value.field, broken.value.status) == (wrong, 422)


def test_no_word_of_ours_in_a_mail_tells() -> None:
    ours = (letters.NEWS, letters.ON_CALL, letters.ON_CALL_SUBJECT, letters.USUAL_SUBJECT,
            letters.WEEK_SUBJECT)  # fmt: skip
    assert [telltale_words(said) for said in ours] == [[]] * len(ours)


def test_chosen_words_stay_on_one_line() -> None:
    assert letters.one_line(" A\r\nBcc: x@example.org\t note ") == "A Bcc: x@example.org note"


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("noor@example.org", True),
        ("n.o+r@mail.example.org", True),
        ("", False),
        ("noor", False),
        ("noor@example", False),
        ("a@example.org, b@example.org", False),
        ("Noor <noor@example.org>", False),
        ("noor@example.org\nBcc: x@example.org", False),
    ],
)
def test_an_address_is_one_and_nothing_else(said: str, is_one: bool) -> None:
    assert letters.is_address(said) is is_one


def test_a_weekly_mail_is_for_its_day_from_its_hour_on() -> None:
    wednesday = 2
    assert letters.week_of(NOW, wednesday, 10) == NOW.date()
    assert letters.week_of(NOW, wednesday, 11) is None
    assert letters.week_of(NOW, 1, 9) is None


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
