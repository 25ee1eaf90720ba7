"""Notices and calls to tell them, the wish to be told by phone, and mail to staff on call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorship.kernel.access import How
from mentorship.kernel.db import Base, Choice, Kept, UtcDateTime, UuidPk
from mentorship.notices.rules import NoticeKind, Reached, Way

_UNSEEN = text("seen_at IS NULL")


class Notice(Base):
    """Something one person is told, from one moment on, until they saw it."""

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
    )

    id: Mapped[UuidPk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind] = mapped_column(Choice(NoticeKind))
    way: Mapped[Way] = mapped_column(Choice(Way))
    ref: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visible_from: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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


class Mail(Base):
    """One content-free mail to staff on call; its id is its Message-ID, so a second copy is one."""

    __tablename__ = "mail"
    __kept__ = Kept.DAYS_7

    id: Mapped[UuidPk]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
