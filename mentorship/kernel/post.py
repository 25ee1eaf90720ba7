"""Letters, and the one way by which they reach the mail server.

A letter's id is its Message-ID, so that a second copy of the same one can be known as that.
"""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from mentorship.kernel.config import Post, Tls

PATIENCE = 10


@dataclass(frozen=True)
class Letter:
    """A mail before it is written: to whom, from whom by name, and its few constant words."""

    id: UUID
    to: str
    subject: str
    text: str
    at: datetime
    sender: str = ""


def written(post: Post, letter: Letter) -> EmailMessage:
    """Write a letter down as a mail."""
    message = EmailMessage()
    message["From"] = Address(letter.sender, addr_spec=post.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.id.hex}@{domain_of(post)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def deliver(post: Post, letter: Letter) -> None:
    """Hand a letter to the mail server, by TLS as this machine's settings ask for."""
    message = written(post, letter)
    with _server(post) as server:
        if post.tls is not Tls.FROM_THE_START and (
            post.user or post.tls is Tls.REQUIRED or _offers_tls(server)
        ):
            server.starttls(context=ssl.create_default_context())
        if post.user:
            server.login(post.user, post.password)
        server.send_message(message)


def is_refused_for_good(error: OSError) -> bool:
    """Tell whether the server said that it will never take a letter to this address."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _said in error.recipients.values())


def is_away(error: OSError) -> bool:
    """Tell whether the server did not answer at all, whatever the letter."""
    answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return not isinstance(error, answered)


def domain_of(post: Post) -> str:
    """Give the name after the @ of our sender, by which we also greet the server."""
    return post.sender.rpartition("@")[2]


def _server(post: Post) -> smtplib.SMTP:
    # Greeting by this machine's own name would tell it to whoever reads the mail's head.
    name = domain_of(post)
    if post.tls is Tls.FROM_THE_START:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(post.host, post.port, name, timeout=PATIENCE, context=context)
    return smtplib.SMTP(post.host, post.port, name, timeout=PATIENCE)


def _offers_tls(server: smtplib.SMTP) -> bool:
    server.ehlo_or_helo_if_needed()
    return server.has_extn("starttls")
