"""What is new for somebody, as their first page says it: without what it asks of them anyway."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship.kernel.words import N_, _
from mentorship.matches.queries import offers
from mentorship.notices import service as notices
from mentorship.notices.rules import NoticeKind

OF_BEFORE = N_("The one before did not go ahead. There can be many reasons, also ours.")
OF_ANOTHER = N_(
    "What we asked you about someone else did not go ahead. There can be many reasons, also ours."
)


def told_now(
    session: Session,
    own: UUID,
    now: datetime,
    asked: Mapping[str, UUID],
    *,
    has_match: bool,
    said_yes: bool,
) -> tuple[notices.Told, ...]:
    """List what somebody has not seen yet, but for what the page asks of them anyway."""
    waiting = notices.waiting(session, own, now)
    told = tuple(it for it in waiting if not (it.takes and it.takes == asked))
    if has_match:
        return tuple(_of_before(it, OF_ANOTHER) for it in told)
    if said_yes or offers.waiting(session, own):
        return tuple(_of_before(it, OF_BEFORE) for it in told)
    return told


def with_names(
    told: tuple[notices.Told, ...], names: Mapping[UUID, str]
) -> tuple[notices.Told, ...]:
    """Say whose talks something is about, for somebody who talks with more than one."""
    if len(names) < 2:
        return told
    return tuple(replace(it, whose=names.get(it.ref, "") if it.ref else "") for it in told)


def _of_before(told: notices.Told, sentence: str) -> notices.Told:
    """Say of what ended that it was not about whoever there is by now."""
    if told.kind is not NoticeKind.DID_NOT_GO_AHEAD:
        return told
    return replace(told, sentence=_(sentence))
