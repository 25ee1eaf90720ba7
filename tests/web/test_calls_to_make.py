"""The list of calls to make, and logging how one went."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.notices.models import Notice, PhoneWish
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from mentorship.profiles.rules.contact import SafeHours
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import can_be_reached, speaks

As = Callable[..., Visitor]
MORNINGS = SafeHours(start=8, end=12)


@pytest.fixture
def notice_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        can_be_reached(session, accounts.person(session, cast.noor.person_id), now, MORNINGS)
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
    assert rosa.page("notices.calls").says("There is no news to tell anybody by phone.")


def test_the_words_to_say_are_theirs_with_what_they_mean_beside_them(
    installation: Installation, notice_id: UUID, cast: Cast, as_: As, now: datetime
) -> None:
    asked = "Which days and times would be good?"
    with installation.database.transaction() as session:
        speaks(session, cast.noor.person_id, "ar", now)
    page = as_(cast.rosa).page("notices.call", notice_id=notice_id)
    said = page.soup.select_one("p[lang=ar]")
    assert said
    assert re.search("[\u0600-\u06ff]", said.get_text())
    assert asked not in said.get_text()
    assert page.says(asked)


def test_without_saying_how_it_went_nothing_is_logged(notice_id: UUID, cast: Cast, as_: As) -> None:
    page = as_(cast.rosa).post("notices.log_call", notice_id=notice_id, status=422)
    assert page.problem("reached")


def test_strangers_find_no_call(notice_id: UUID, cast: Cast, as_: As) -> None:
    for stranger in (cast.kit, cast.amara, cast.ada):
        as_(stranger).page("notices.calls", status=404)
        as_(stranger).page("notices.call", notice_id=notice_id, status=404)


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("notices.calls", to="accounts.sign_in")


def test_outside_the_safe_hours_no_number_is_shown_and_no_call_logged(
    notice_id: UUID, cast: Cast, as_: As, now: datetime
) -> None:
    with clock.fixed(now + timedelta(hours=3)):
        rosa = as_(cast.rosa)
        page = rosa.page("notices.call", notice_id=notice_id)
        assert not page.holds("555 0147 22")
        assert page.says("The next safe hour begins on Thursday 5 March 2026, 08:00.")
        said = {"reached": "reached"}
        page = rosa.post("notices.log_call", said, notice_id=notice_id, status=422)
        assert page.problem("reached")
        rosa.post("notices.log_call", {**said, "at": "11:59"}, notice_id=notice_id)
        assert rosa.page("notices.calls").says("There is no news to tell anybody by phone.")


def test_to_whom_no_safe_way_leads_stands_last_and_is_asked_when_they_come(
    notice_id: UUID, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        session.add(PhoneWish(person_id=cast.kit.person_id, at=now))
        session.flush()
        tell(session, cast.kit.person_id, NoticeKind.MATCH_BEGAN, now - timedelta(days=9))
        codes = [accounts.person(session, it.person_id).code for it in (cast.noor, cast.kit)]
        of_kit = select(Notice.id).where(Notice.person_id == cast.kit.person_id)
        kits_id = session.scalars(of_kit).one()
    rosa = as_(cast.rosa)
    page = rosa.page("notices.calls")
    assert page.text.index(codes[0]) < page.text.index(codes[1])
    assert page.text.count("Do not call: ask when they come") == 1
    page = rosa.page("notices.call", notice_id=kits_id)
    assert page.says("No safe way to reach them now")
    assert not page.says("No answer")
    assert not page.says("still safe")
    rosa.post("notices.log_call", {"reached": "they_came"}, notice_id=kits_id)
    assert rosa.page("notices.call", notice_id=notice_id).says("No answer")
