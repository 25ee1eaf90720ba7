"""What reaches the mail server, and by which TLS; the server is a real one."""

import smtplib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from mentorship.kernel.config import Post, Tls
from mentorship.kernel.post import Letter, deliver, is_away, is_refused_for_good, written
from tests.post import PASSWORD, SENDER, USER, certified, lets_in, post_office

LETTER = Letter(
    UUID(int=7), "noor@example.org", "A note", "There is something new.",
    datetime(2026, 3, 4, 10, tzinfo=UTC), 'Book, "club"',
)  # fmt: skip


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    context, certificate = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


def test_a_letter_holds_what_was_chosen_and_tells_nothing_of_this_machine() -> None:
    with post_office() as office:
        deliver(office.post(), LETTER)
    (taken,) = office.taken()
    assert taken["From"] == f'"Book, \\"club\\"" <{SENDER}>'
    assert (taken["To"], taken["Subject"]) == (LETTER.to, LETTER.subject)
    assert taken["Message-ID"] == f"<{LETTER.id.hex}@example.org>"
    assert taken.get_content().strip() == LETTER.text
    assert office.greeted_as == "example.org"
    assert not office.was_tls


def test_the_same_letter_keeps_its_message_id() -> None:
    post = Post("127.0.0.1", 25, SENDER)
    assert written(post, LETTER)["Message-ID"] == written(post, LETTER)["Message-ID"]


@pytest.mark.parametrize("tls", [Tls.REQUIRED, Tls.OFFERED])
def test_tls_is_used_without_a_user_too(trusted: object, tls: Tls) -> None:
    with post_office(tls_context=trusted) as office:
        deliver(office.post(tls), LETTER)
    assert office.was_tls
    assert len(office.taken()) == 1


def test_tls_from_the_start(trusted: object) -> None:
    with post_office(ssl_context=trusted) as office:
        deliver(office.post(Tls.FROM_THE_START), LETTER)
    assert len(office.taken()) == 1


def test_where_tls_is_required_nothing_goes_out_in_the_clear() -> None:
    with post_office() as office:
        for post in (office.post(Tls.REQUIRED), office.post(user=USER, password=PASSWORD)):
            with pytest.raises(smtplib.SMTPNotSupportedError):
                deliver(post, LETTER)
    assert office.taken() == []


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    context, _certificate = certified(tmp_path)
    with (
        post_office(tls_context=context) as office,
        pytest.raises(OSError, match="certificate verify failed"),
    ):
        deliver(office.post(), LETTER)
    assert office.taken() == []


def test_a_user_is_let_in_by_tls(trusted: object) -> None:
    options = {"tls_context": trusted, "authenticator": lets_in, "auth_required": True}
    with post_office(**options) as office:
        deliver(office.post(user=USER, password=PASSWORD), LETTER)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            deliver(office.post(user=USER, password="guessed"), LETTER)
    assert len(office.taken()) == 1


@pytest.mark.parametrize(("said", "for_good"), [("550 No", True), ("451 Not now", False)])
def test_what_a_server_refuses_for_good_is_told_from_what_it_takes_later(
    said: str, for_good: bool
) -> None:
    with post_office() as office:
        office.said = said
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            deliver(office.post(), LETTER)
    assert is_refused_for_good(refused.value) is for_good
    assert not is_away(refused.value)


def test_a_server_that_is_not_there_is_away() -> None:
    with post_office() as office:
        post = office.post()
    with pytest.raises(ConnectionRefusedError) as away:
        deliver(post, LETTER)
    assert is_away(away.value)
    assert not is_refused_for_good(away.value)
