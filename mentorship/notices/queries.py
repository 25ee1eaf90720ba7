"""Every select, insert and update of notices, calls and mail."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.rules import Standing
from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.kernel.db import guarded
from mentorship.notices.models import Mail, Notice, PhoneTry, PhoneWish
from mentorship.notices.rules import NoticeKind, Way


@access.sees(Notice)
def may_see_notice(_session: Session, actor: Actor, notice: Notice) -> bool:
    """Let people see their own notices, and coordinators those to be told by phone."""
    return actor.for_(notice.person_id) or (actor.is_coordinator and notice.way is Way.PHONE)


def signs_in(session: Session, person_id: UUID) -> bool:
    """Tell whether a person has a sign-in."""
    return session.scalar(select(SignIn.id).where(SignIn.person_id == person_id)) is not None


def asked_for_phone(session: Session, person_id: UUID) -> bool:
    """Tell whether a person chose to be told by phone."""
    return session.get(PhoneWish, person_id) is not None


def forget_wish(session: Session, person_id: UUID) -> None:
    """Delete the wish to be told by phone."""
    session.execute(delete(PhoneWish).where(PhoneWish.person_id == person_id))


def waiting_for(session: Session, person_id: UUID, now: datetime) -> Sequence[Notice]:
    """List what a person has not seen yet, the newest first, whichever other way it goes too."""
    chosen = select(Notice).where(Notice.person_id == person_id)
    return session.scalars(chosen.where(_unseen(now)).order_by(Notice.visible_from.desc())).all()


def to_tell(session: Session, now: datetime) -> Sequence[tuple[Notice, str]]:
    """List the notices to be told by phone with each person's code, the oldest first."""
    chosen = (
        select(Notice, Person.code)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.way == Way.PHONE, _unseen(now), Person.standing == Standing.HERE)
        .order_by(Notice.visible_from)
    )
    return [(notice, code) for notice, code in session.execute(chosen)]


def mark_seen(session: Session, notice: Notice, now: datetime) -> None:
    """Note that a notice was seen; a second time is somebody else's."""
    unseen = update(Notice).where(Notice.id == notice.id, Notice.seen_at.is_(None))
    guarded(session, unseen.values(seen_at=now))


def tries(session: Session, notice_id: UUID) -> Sequence[PhoneTry]:
    """List the calls made to tell one notice, the newest first."""
    chosen = select(PhoneTry).where(PhoneTry.notice_id == notice_id)
    return session.scalars(chosen.order_by(PhoneTry.at.desc())).all()


def code_of(session: Session, person_id: UUID) -> str:
    """Give the letters by which staff speak of a person."""
    return session.scalars(select(Person.code).where(Person.id == person_id)).one()


def drop_kind(session: Session, ref: UUID) -> None:
    """Delete unseen notices about something that is no longer so."""
    session.execute(delete(Notice).where(Notice.ref == ref, Notice.seen_at.is_(None)))


def drop_overtaken(session: Session, ref: UUID, kinds: Collection[NoticeKind]) -> None:
    """Delete unseen notices of some kinds from first pages; calls to make stay on their list."""
    overtaken = delete(Notice).where(
        Notice.ref == ref, Notice.kind.in_(kinds), Notice.way == Way.IN_APP,
        Notice.seen_at.is_(None),
    )  # fmt: skip
    session.execute(overtaken)


def forget(session: Session, person_id: UUID) -> None:
    """Delete everything about one person."""
    for table in (Notice, PhoneWish):
        session.execute(delete(table).where(table.person_id == person_id))


def forget_old(session: Session, now: datetime) -> None:
    """Delete notices 30 days after they were seen, and mail a week after it went out."""
    session.execute(delete(Notice).where(Notice.seen_at < now - timedelta(days=30)))
    session.execute(delete(Mail).where(Mail.sent_at < now - timedelta(days=7)))


def mark_sent(session: Session, mail_id: UUID, now: datetime) -> None:
    """Note that a mail went out."""
    session.execute(update(Mail).where(Mail.id == mail_id).values(sent_at=now))


def _unseen(now: datetime) -> ColumnElement[bool]:
    return and_(Notice.seen_at.is_(None), Notice.visible_from <= now)
