"""What the worker does with the first pages of staff: one mail a week that counts what waits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.desk import service
from mentorship.kernel.db import Database
from mentorship.kernel.post import Letter
from mentorship.kernel.words import use_language
from mentorship.notices.service import mails
from mentorship.notices.tasks import check_server_rests_not, hand_over


def write_weeks(database: Database, now: datetime) -> None:
    """Write the weekly mails that are due."""
    with database.transaction() as session:
        mails.write_weeks(session, now)


def send_week(database: Database, mail_id: UUID, now: datetime) -> None:
    """Send one weekly mail, with what waits at that moment."""
    check_server_rests_not(database, now)
    with database.transaction() as session:
        letter = _letter(session, mail_id, now)
    if letter:
        hand_over(database, letter, now)


def _letter(session: Session, mail_id: UUID, now: datetime) -> Letter | None:
    with use_language(mails.language_of_mail(session, mail_id)):
        said = service.week_said(session, mail_id, now)
        return mails.week_letter(session, mail_id, said, now)
