"""Mail to staff: where it goes, and word of a worry to those on call."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship.accounts.models import Person
from mentorship.kernel import audit, jobs, settings, vault
from mentorship.kernel.access import SYSTEM, Actor
from mentorship.kernel.audit import Purpose
from mentorship.kernel.config import Post
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.words import _
from mentorship.notices import queries
from mentorship.notices.models import DutyMail, Mail, WeeklyMail
from mentorship.notices.rules import MailKind, letters

MAIL_JOB = "mail"


def post_of(session: Session) -> Post | None:
    """Give the mail server of this installation, where there is one."""
    post: Post | None = session.info.get("post")
    return post


def choose_weekly(
    session: Session, actor: Actor, person: Person, address: str, now: datetime
) -> None:
    """Send somebody of staff one mail a week from now on, or none where no address is given."""
    _check_address(address, "address")
    _keep_address(session, WeeklyMail(id=uuid4(), person_id=person.id, at=now), address)
    audit.record(session, actor, "chose_weekly_mail", person.id, now)


def weekly_address(
    session: Session, actor: Actor, person_id: UUID, purpose: Purpose, now: datetime
) -> str:
    """Tell where the weekly mail of somebody of staff goes; nothing where they want none."""
    return _address(session, actor, queries.weekly_mail(session, person_id), purpose, now)


def choose_duty(
    session: Session, actor: Actor, person: Person, address: str, now: datetime
) -> None:
    """Send somebody of staff word of a worry to an address of their own, while on call."""
    _check_address(address, "duty")
    _keep_address(session, DutyMail(id=uuid4(), person_id=person.id, at=now), address)
    audit.record(session, actor, "chose_duty_mail", person.id, now)


def duty_address(
    session: Session, actor: Actor, person_id: UUID, purpose: Purpose, now: datetime
) -> str:
    """Tell where word of a worry goes for somebody of staff; nothing where they gave no address."""
    return _address(session, actor, queries.duty_mail(session, person_id), purpose, now)


def alert_on_call(session: Session, staff: Collection[UUID], now: datetime) -> None:
    """Send staff a mail that says only that something waits, where mail is set up.

    It goes to the address of each who gave one; where nobody did, to the one of the agency.
    """
    with_own = queries.with_duty_mail(session, staff)
    to: list[UUID | None] = [*sorted(with_own)] or [None]
    if not post_of(session) or not (with_own or settings.current(session).on_call_mail):
        return
    for person_id in to:
        row = Mail(id=uuid4(), kind=MailKind.ON_CALL, person_id=person_id, made_at=now)
        session.add(row)
        session.flush()
        jobs.enqueue(session, MAIL_JOB, row.id, now)


def reached_on_call(session: Session, staff: Collection[UUID]) -> Collection[UUID]:
    """Tell to whom of the staff word of a worry goes out while they are on call."""
    if not post_of(session):
        return ()
    common = settings.current(session).on_call_mail
    return staff if common else queries.with_duty_mail(session, staff)


def on_call_address(session: Session, mail: Mail, now: datetime) -> str:
    """Tell where a mail about a worry goes: to its reader's own address, else to the agency's."""
    own = mail.person_id and duty_address(session, SYSTEM, mail.person_id, Purpose.CONTACT, now)
    return own or settings.current(session).on_call_mail


def _check_address(address: str, field: str) -> None:
    if address and not letters.is_address(address):
        raise RuleBroken(
            _("Write one mail address, like rosa@example.org."), status=422, field=field
        )


def _keep_address(session: Session, row: WeeklyMail | DutyMail, address: str) -> None:
    queries.forget_address(session, type(row), row.person_id)
    if address:
        vault.seal(session, row, "address", address)
        session.add(row)
    session.flush()


def _address(
    session: Session, actor: Actor, row: WeeklyMail | DutyMail | None, purpose: Purpose,
    now: datetime,
) -> str:  # fmt: skip
    if row is None:
        return ""
    return audit.opening(session, actor, row.person_id, purpose, now).read(row, "address")
