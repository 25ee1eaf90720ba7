"""What the worker does with notices: mail to who is on call, and forgetting what is old."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from mentorship.kernel import settings
from mentorship.kernel.config import Post
from mentorship.kernel.db import Database
from mentorship.kernel.words import _
from mentorship.notices import queries
from mentorship.notices.models import Mail

PATIENCE = 20


def send(database: Database, mail_id: UUID, _now: datetime) -> None:
    """Send one mail to who is on call.

    It is marked after it was sent: a worker that dies between the two sends it again, with the
    same Message-ID, rather than never.
    """
    with database.reading() as session:
        mail = session.get(Mail, mail_id)
        to = settings.current(session).on_call_mail
    post: Post | None = database.info["post"]
    if mail is None or mail.sent_at or post is None or not to:
        return
    _deliver(post, _message(mail, post, to))
    with database.transaction() as session:
        queries.mark_sent(session, mail_id, _now)


def forget_old(database: Database, now: datetime) -> None:
    """Delete what was seen or sent long enough ago."""
    with database.transaction() as session:
        queries.forget_old(session, now)


def _message(mail: Mail, post: Post, to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = post.sender, to
    message["Subject"] = _("A note is waiting")
    message["Date"] = format_datetime(mail.made_at)
    message["Message-ID"] = f"<{mail.id.hex}@{post.sender.rpartition('@')[2]}>"
    message.set_content(_("Something is waiting for you. Sign in to read it."))
    return message


def _deliver(post: Post, message: EmailMessage) -> None:
    with smtplib.SMTP(post.host, post.port, timeout=PATIENCE) as server:
        if post.user:
            server.starttls(context=ssl.create_default_context())
            server.login(post.user, post.password)
        server.send_message(message)
