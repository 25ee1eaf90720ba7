"""Every select, insert and update of notices, calls and mail."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.rules import Standing
from mentorship.kernel import access
from mentorship.kernel.access import Actor
from mentorship.kernel.db import guarded, insert_or_ignore
from mentorship.notices.models import (
    DutyMail,
    Mail,
    MailWish,
    Notice,
    PhoneTry,
    PhoneWish,
    WeeklyMail,
)
from mentorship.notices.rules import MailKind, NoticeKind, Way
from mentorship.profiles.queries import closed_records, good_until_of, open_to

# Safe hours come at least once a week.
LONGEST_WAIT = timedelta(days=7)


@access.sees(Notice)
def may_see_notice(session: Session, actor: Actor, notice: Notice) -> bool:
    """Let people see their own notices, and coordinators those to tell by phone to who is open."""
    if actor.for_(notice.person_id):
        return True
    tells = actor.is_coordinator and notice.way is Way.PHONE
    return tells and notice.person_id not in closed_records(session, actor)


def signs_in(session: Session, person_id: UUID) -> bool:
    """Tell whether a person has a sign-in."""
    return session.scalar(select(SignIn.id).where(SignIn.person_id == person_id)) is not None


def wish_of(session: Session, person_id: UUID) -> Way | None:
    """Tell how a person wishes to be told besides the app, if they do."""
    if session.get(PhoneWish, person_id):
        return Way.PHONE
    return Way.MAIL if mail_wish(session, person_id) else None


def mail_wish(session: Session, person_id: UUID) -> MailWish | None:
    """Give a person's wish to be told by mail, if they have it."""
    return session.scalar(select(MailWish).where(MailWish.person_id == person_id))


def weekly_mail(session: Session, person_id: UUID) -> WeeklyMail | None:
    """Give where the weekly mail of somebody of staff goes, if they want it."""
    return session.scalar(select(WeeklyMail).where(WeeklyMail.person_id == person_id))


def forget_wish(session: Session, person_id: UUID) -> None:
    """Delete the wish to be told by phone or by mail; what was not told so stays in the app."""
    for table in (PhoneWish, MailWish):
        session.execute(delete(table).where(table.person_id == person_id))
    not_posted = update(Notice).where(
        Notice.person_id == person_id, Notice.way == Way.MAIL, Notice.seen_at.is_(None)
    )
    session.execute(not_posted.values(way=Way.IN_APP))


def duty_mail(session: Session, person_id: UUID) -> DutyMail | None:
    """Give where word of a worry goes for somebody of staff on call, if they gave an address."""
    return session.scalar(select(DutyMail).where(DutyMail.person_id == person_id))


def with_duty_mail(session: Session, staff: Collection[UUID]) -> frozenset[UUID]:
    """Tell which of the staff gave an address for while they are on call."""
    chosen = select(DutyMail.person_id).where(DutyMail.person_id.in_(staff))
    return frozenset(session.scalars(chosen))


def forget_address(session: Session, table: type[WeeklyMail | DutyMail], person_id: UUID) -> None:
    """Delete where the weekly mail goes, or word of a worry."""
    session.execute(delete(table).where(table.person_id == person_id))


def waiting_for(session: Session, person_id: UUID, now: datetime) -> Sequence[Notice]:
    """List what a person has not seen yet, the newest first, whichever other way it goes too."""
    chosen = select(Notice).where(Notice.person_id == person_id)
    newest_first = (Notice.visible_from.desc(), Notice.kind)
    return session.scalars(chosen.where(_unseen(now)).order_by(*newest_first)).all()


def to_tell(
    session: Session, actor: Actor, now: datetime
) -> Sequence[tuple[Notice, str, datetime | None, int]]:
    """List the notices that somebody of staff can tell by phone, the oldest first.

    With each stands the person's code, until when a safe way leads to them, if one did, and how
    often they were called to be told it.
    """
    tried = select(func.count()).where(PhoneTry.notice_id == Notice.id).scalar_subquery()
    chosen = (
        select(Notice, Person.code, good_until_of(Person.id), tried)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.way == Way.PHONE, _unseen(now), Person.standing == Standing.HERE)
        .where(*open_to(actor, Person.human_id))
        .order_by(Notice.visible_from)
    )
    return [(notice, code, until, tries) for notice, code, until, tries in session.execute(chosen)]


def mark_seen(session: Session, notice: Notice, now: datetime) -> None:
    """Note that a notice was seen; a second time is somebody else's."""
    unseen = update(Notice).where(Notice.id == notice.id, Notice.seen_at.is_(None))
    guarded(session, unseen.values(seen_at=now))


def mark_alike_seen(session: Session, notice: Notice, now: datetime) -> None:
    """Note that a notice was seen with all of its kind that its person had before it."""
    alike = update(Notice).where(
        Notice.person_id == notice.person_id, Notice.kind == notice.kind,
        Notice.visible_from <= notice.visible_from, Notice.seen_at.is_(None),
    )  # fmt: skip
    session.execute(alike.values(seen_at=now))


def tries(session: Session, notice_id: UUID) -> Sequence[PhoneTry]:
    """List the calls made to tell one notice, the newest first."""
    chosen = select(PhoneTry).where(PhoneTry.notice_id == notice_id)
    return session.scalars(chosen.order_by(PhoneTry.at.desc())).all()


def code_of(session: Session, person_id: UUID) -> str:
    """Give the letters by which staff speak of a person."""
    return session.scalars(select(Person.code).where(Person.id == person_id)).one()


def drop_told(session: Session, ref: UUID, person_id: UUID | None) -> None:
    """Delete unseen notices about something that is no longer so, of one person or of all."""
    unseen = delete(Notice).where(Notice.ref == ref, Notice.seen_at.is_(None))
    session.execute(unseen.where(Notice.person_id == person_id) if person_id else unseen)


def drop_overtaken(session: Session, refs: Collection[UUID], kinds: Collection[NoticeKind]) -> None:
    """Delete unseen notices of some kinds from first pages; calls to make stay on their list."""
    overtaken = delete(Notice).where(
        Notice.ref.in_(refs), Notice.kind.in_(kinds), Notice.way != Way.PHONE,
        Notice.seen_at.is_(None),
    )  # fmt: skip
    session.execute(overtaken)


def forget(session: Session, person_id: UUID) -> None:
    """Delete everything about one person."""
    for table in (Notice, PhoneWish, MailWish, WeeklyMail, DutyMail, Mail):
        session.execute(delete(table).where(table.person_id == person_id))


def forget_old(session: Session, now: datetime) -> None:
    """Delete notices 30 days after they were seen, and mail two weeks after it was made."""
    session.execute(delete(Notice).where(Notice.seen_at < now - timedelta(days=30)))
    settled = or_(Mail.sent_at.is_not(None), Mail.dropped_at.is_not(None))
    session.execute(delete(Mail).where(Mail.made_at < now - timedelta(days=14), settled))


def to_post(session: Session, now: datetime) -> Sequence[UUID]:
    """List the people of whom something is to be told by mail that stands in none yet."""
    chosen = select(Notice.person_id).join(Person, Person.id == Notice.person_id)
    return session.scalars(
        chosen.where(
            Notice.way == Way.MAIL, Notice.mail_id.is_(None), _unseen(now),
            Person.standing == Standing.HERE,
        ).distinct().order_by(Notice.person_id)
    ).all()  # fmt: skip


def open_mail(session: Session, person_id: UUID, now: datetime) -> UUID:
    """Give the mail of news to a person that nobody has taken to the server, made if need be."""
    insert_or_ignore(
        session, Mail, id=uuid4(), kind=MailKind.NEWS, person_id=person_id, made_at=now
    )
    untaken = select(Mail.id).where(
        Mail.person_id == person_id, Mail.kind == MailKind.NEWS, Mail.taken_at.is_(None),
        Mail.dropped_at.is_(None),
    )  # fmt: skip
    return session.scalars(untaken).one()


def put_into(session: Session, mail_id: UUID, person_id: UUID, now: datetime) -> None:
    """Let one mail tell of everything new for a person."""
    new = update(Notice).where(
        Notice.person_id == person_id, Notice.way == Way.MAIL, Notice.mail_id.is_(None),
        _unseen(now),
    )  # fmt: skip
    session.execute(new.values(mail_id=mail_id))


def make_weekly(session: Session, person_id: UUID, day: date, now: datetime) -> UUID | None:
    """Make the mail of one week for somebody of staff, unless it is there already."""
    mail_id = uuid4()
    fresh = insert_or_ignore(
        session, Mail, id=mail_id, kind=MailKind.WEEK, person_id=person_id, for_day=day,
        made_at=now,
    )  # fmt: skip
    return mail_id if fresh else None


def weekly_readers(session: Session) -> Sequence[UUID]:
    """List the staff who want a weekly mail and are here."""
    chosen = select(WeeklyMail.person_id).join(Person, Person.id == WeeklyMail.person_id)
    return session.scalars(
        chosen.where(Person.standing == Standing.HERE).order_by(WeeklyMail.person_id)
    ).all()


def news_in(session: Session, mail_id: UUID) -> Sequence[Notice]:
    """List what one mail tells of that its person has not seen."""
    chosen = select(Notice).where(Notice.mail_id == mail_id, Notice.seen_at.is_(None))
    return session.scalars(chosen).all()


def tell_by_phone(session: Session, mail_id: UUID, now: datetime) -> None:
    """Have staff tell by phone what one mail was to tell of."""
    unseen = update(Notice).where(
        Notice.mail_id == mail_id, Notice.seen_at.is_(None), Notice.way == Way.MAIL
    )
    session.execute(unseen.values(way=Way.PHONE, stuck_at=now))


def not_sent(session: Session, before: datetime) -> Sequence[Mail]:
    """List the mails of news that were first tried before a moment and did not go out."""
    long_ago = or_(Mail.taken_at <= before, Mail.made_at <= before - LONGEST_WAIT)
    chosen = select(Mail).where(
        Mail.kind == MailKind.NEWS, long_ago, Mail.sent_at.is_(None), Mail.dropped_at.is_(None)
    )
    return session.scalars(chosen.order_by(Mail.made_at)).all()


def give_up_posting(session: Session, now: datetime, before: datetime) -> None:
    """Have staff tell by phone what stands in no mail yet and is older than `before`."""
    waits = update(Notice).where(
        Notice.way == Way.MAIL, Notice.mail_id.is_(None), Notice.seen_at.is_(None),
        Notice.visible_from <= before,
    )  # fmt: skip
    session.execute(waits.values(way=Way.PHONE, stuck_at=now))


def not_told(session: Session, now: datetime, before: datetime) -> dict[UUID, datetime]:
    """Tell to whom news has not been told that is older than `before`, and since when.

    What could not be told in the way somebody chose counts from that moment.
    """
    chosen = (
        select(Notice.person_id, Notice.visible_from, Notice.stuck_at)
        .join(Person, Person.id == Notice.person_id)
        .where(
            Notice.way == Way.PHONE, _unseen(now), Person.standing == Standing.HERE,
            or_(Notice.visible_from <= before, Notice.stuck_at.is_not(None)),
        )
        .order_by(Notice.visible_from)
    )  # fmt: skip
    late = now - before
    since: dict[UUID, datetime] = {}
    for person_id, visible_from, stuck_at in session.execute(chosen):
        since[person_id] = max(since.get(person_id, visible_from), stuck_at or visible_from + late)
    return since


def mark_taken(session: Session, mail_id: UUID, now: datetime) -> None:
    """Note that a mail is on its way to the server."""
    untaken = update(Mail).where(Mail.id == mail_id, Mail.taken_at.is_(None))
    session.execute(untaken.values(taken_at=now))


def mark_sent(session: Session, mail_id: UUID, now: datetime) -> None:
    """Note that a mail went out."""
    session.execute(update(Mail).where(Mail.id == mail_id).values(sent_at=now))


def drop(session: Session, mail_id: UUID, now: datetime) -> None:
    """Note that a mail is not to go out."""
    session.execute(update(Mail).where(Mail.id == mail_id).values(dropped_at=now))


def mails_since(session: Session, since: datetime) -> Sequence[Mail]:
    """List the mails made since a moment."""
    return session.scalars(select(Mail).where(Mail.made_at >= since)).all()


def _unseen(now: datetime) -> ColumnElement[bool]:
    return and_(Notice.seen_at.is_(None), Notice.visible_from <= now)
