"""What the worker does with the first pages of staff: one mail a week that counts what waits."""

from datetime import datetime
from uuid import UUID

from mentorship.desk import service
from mentorship.kernel.db import Database
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
        said = service.week_said(session, mail_id, now)
        letter = mails.week_letter(session, mail_id, said, now)
    if letter:
        hand_over(database, letter, now)
