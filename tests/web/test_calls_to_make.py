"""The list of calls to make, and logging how one went."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.installation import Installation
from mentorship.notices.models import Notice, PhoneWish
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


@pytest.fixture
def notice_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        session.add(PhoneWish(person_id=cast.noor.person_id, at=now))
        session.flush()
        tell(session, cast.noor.person_id, NoticeKind.MATCH_BEGAN, now)
        return session.scalars(select(Notice.id)).one()


def test_a_call_is_logged_until_somebody_was_reached(notice_id: UUID, cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    assert rosa.page("notices.calls").says("Which days and times would be good?")
    rosa.page("notices.call", notice_id=notice_id)
    rosa.post("notices.log_call", {"reached": "no_answer"}, notice_id=notice_id)
    assert rosa.page("notices.call", notice_id=notice_id).says("No answer")
    rosa.post("notices.log_call", {"reached": "reached"}, notice_id=notice_id)
    assert rosa.page("notices.calls").says("Nobody waits for a call.")


def test_without_saying_how_it_went_nothing_is_logged(notice_id: UUID, cast: Cast, as_: As) -> None:
    page = as_(cast.rosa).post("notices.log_call", notice_id=notice_id, status=422)
    assert page.problem("reached")


def test_strangers_find_no_call(notice_id: UUID, cast: Cast, as_: As) -> None:
    for stranger in (cast.kit, cast.amara, cast.ada):
        as_(stranger).page("notices.calls", status=404)
        as_(stranger).page("notices.call", notice_id=notice_id, status=404)


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("notices.calls", to="accounts.sign_in")
