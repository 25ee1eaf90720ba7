"""What the worker does with notices: mail, and forgetting what is old."""

from datetime import datetime, timedelta
from uuid import UUID

from mentorship.kernel import jobs
from mentorship.kernel.db import Database
from mentorship.kernel.post import Letter, deliver, is_away, is_refused_for_good
from mentorship.notices import queries
from mentorship.notices.service import mails

# A server that does not answer is left alone for so long, or everybody would wait for it.
REST = timedelta(minutes=1)


def send(database: Database, mail_id: UUID, now: datetime) -> None:
    """Send one mail, if it may go out now.

    It is marked after it was sent: a worker that dies between the two sends it again, with the
    same Message-ID, rather than never.
    """
    check_server_rests_not(database, now)
    with database.transaction() as session:
        letter = mails.letter_of(session, mail_id, now)
    if isinstance(letter, datetime):
        raise jobs.Later(letter)
    if letter:
        hand_over(database, letter, now)


def post_news(database: Database, now: datetime) -> None:
    """Write a mail to everybody of whom something new is to be told by mail."""
    with database.transaction() as session:
        mails.post_news(session, now)


def forget_old(database: Database, now: datetime) -> None:
    """Delete what was seen or sent long enough ago."""
    with database.transaction() as session:
        queries.forget_old(session, now)


def check_server_rests_not(database: Database, now: datetime) -> None:
    """Put a mail off while the server is left alone, because it did not answer just now."""
    until: datetime | None = database.info.get("post_rests_until")
    if until and until > now:
        raise jobs.Later(until)


def hand_over(database: Database, letter: Letter, now: datetime) -> None:
    """Hand a letter to the mail server, and note that it went out; what it will never take is
    told by phone.
    """
    try:
        deliver(database.info["post"], letter)
    except OSError as error:
        if is_refused_for_good(error):
            with database.transaction() as session:
                mails.give_up(session, letter.id, now)
            return
        if is_away(error):
            database.info["post_rests_until"] = now + REST
        raise
    with database.transaction() as session:
        queries.mark_sent(session, letter.id, now)
