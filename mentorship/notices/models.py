"""Notices and calls to tell them, how somebody wishes to be told, and mail."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, SealedText, UtcDateTime, UuidPk
from mentorship.notices.rules import MailKind, NoticeKind, Reached, Way

_UNSEEN = text("seen_at IS NULL")
_NOT_POSTED = text("way = 'mail' AND seen_at IS NULL AND mail_id IS NULL")
_TO_CALL = text("way = 'phone' AND seen_at IS NULL")
_NOT_TAKEN = text("kind = 'news' AND taken_at IS NULL AND dropped_at IS NULL")


class Notice(Base):
    """Something one person is told, from one moment on, until they saw it.

    `mail_id` is the mail that tells of it. What could not be told by mail is told by phone
    instead, since `stuck_at`.
    """

    __tablename__ = "notice"
    __kept__ = Kept.DAYS_30
    __table_args__ = (
        Index(
            "ix_notice_unseen",
            "person_id",
            "visible_from",
            sqlite_where=_UNSEEN,
            postgresql_where=_UNSEEN,
        ),
        Index(
            "ix_notice_to_call",
            "visible_from",
            sqlite_where=_TO_CALL,
            postgresql_where=_TO_CALL,
        ),
        Index(
            "ix_notice_not_posted",
            "visible_from",
            sqlite_where=_NOT_POSTED,
            postgresql_where=_NOT_POSTED,
        ),
    )

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind] = mapped_column(Choice(NoticeKind))
    way: Mapped[Way] = mapped_column(Choice(Way))
    ref: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visible_from: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_id: Mapped[UUID | None] = mapped_column(Uuid)
    stuck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhoneTry(Base):
    """One call made to tell a notice, when it was made and logged, and how it went."""

    __tablename__ = "phone_try"
    __kept__ = Kept.DAYS_30

    id: Mapped[UuidPk]
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reached: Mapped[Reached] = mapped_column(Choice(Reached))


class PhoneWish(Base):
    """Somebody who signs in, and all the same wants to be told by phone."""

    __tablename__ = "phone_wish"
    __kept__ = Kept.WITH_PERSON

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How, name="phone_wish_how"))


class MailWish(Base):
    """Somebody who wants mail too: from whom it seems to come, and what stands over it."""

    __tablename__ = "mail_wish"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    sender: Mapped[bytes] = mapped_column(SealedText)
    subject: Mapped[bytes] = mapped_column(SealedText)
    with_link: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    how: Mapped[How | None] = mapped_column(Choice(How, name="mail_wish_how"))


class WeeklyMail(Base):
    """A member of staff who wants one mail a week, and where it goes."""

    __tablename__ = "weekly_mail"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    address: Mapped[bytes] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DutyMail(Base):
    """A member of staff who gave an address of their own for while they are on call."""

    __tablename__ = "duty_mail"
    __kept__ = Kept.WITH_PERSON

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    address: Mapped[bytes] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mail(Base):
    """One content-free mail; its id is its Message-ID, so a second copy is one.

    It is taken when it is first handed to the server: what is new after that is in the next one.
    """

    __tablename__ = "mail"
    __kept__ = Kept.DAYS_14
    __table_args__ = (
        Index(
            "uq_mail_news",
            "person_id",
            unique=True,
            sqlite_where=_NOT_TAKEN,
            postgresql_where=_NOT_TAKEN,
        ),
        Index("uq_mail_week", "person_id", "for_day", unique=True),
    )

    id: Mapped[UuidPk]
    kind: Mapped[MailKind] = mapped_column(Choice(MailKind))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    for_day: Mapped[date | None] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
