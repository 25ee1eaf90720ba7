"""An open complaint stands before those who may read it, with its days, and before nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from mentorship.accounts import queries as accounts
from mentorship.checkins import service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries import boards
from mentorship.checkins.rules.follow_ups import Kind, Outcome
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.kernel.access import Role
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from tests.cast import Cast, Member
from tests.pages import Visitor
from tests.talking import open_rows

As = Callable[..., Visitor]
HEADING = "Written to you, to be answered (1)"
FIRST_PAGE = {"rosa": "desk.today", "lena": "desk.today", "ruth": "desk.home", "ada": "desk.home"}


def complain(
    installation: Installation, cast: Cast, now: datetime, reader: Role, named: Member | None = None
) -> None:
    with installation.database.transaction() as session:
        service.complain(
            session, cast.noor.actor(session), cast.noor.person_id, reader, "quince", now,
            named.person_id if named else None,
        )  # fmt: skip


def who_finds_it(cast: Cast, as_: As) -> set[str]:
    pages = {name: as_(getattr(cast, name)).page(page) for name, page in FIRST_PAGE.items()}
    assert all("quince" not in page.html for page in pages.values())
    return {name for name, page in pages.items() if page.says(HEADING)}


@pytest.mark.parametrize(
    ("reader", "named", "found_by"),
    [
        (Role.COORDINATOR, None, {"rosa", "lena"}),
        (Role.COORDINATOR, "rosa", {"lena"}),
        (Role.SAFEGUARDING, None, {"lena"}),
        (Role.SAFEGUARDING, "lena", {"ruth"}),
        (Role.REVIEWER, None, {"ruth"}),
        (Role.REVIEWER, "ruth", {"lena"}),
    ],
)
def test_it_stands_before_its_readers_and_never_before_the_one_it_names(
    installation: Installation, cast: Cast, as_: As, now: datetime, reader: Role, named: str,
    found_by: set[str],
) -> None:  # fmt: skip
    complain(installation, cast, now, reader, getattr(cast, named) if named else None)
    assert who_finds_it(cast, as_) == found_by
    for name in found_by if named is None else ():
        # Nobody is told that they alone were chosen, where a role was.
        page = as_(getattr(cast, name)).page(FIRST_PAGE[name])
        assert page.says("They chose who reads it, and you are among them.")


def test_without_its_guard_the_one_it_names_would_find_it(
    installation: Installation, cast: Cast, as_: As, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    complain(installation, cast, now, Role.COORDINATOR, cast.lena)
    monkeypatch.setattr(boards, "_not_closed", lambda _actor: [])
    assert who_finds_it(cast, as_) == {"rosa", "lena"}


def test_the_one_it_names_does_not_find_it_in_another_record_of_theirs(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    complain(installation, cast, now, Role.COORDINATOR, cast.amara)
    with installation.database.transaction() as session:
        rosa = accounts.person(session, cast.rosa.person_id)
        rosa.human_id = accounts.person(session, cast.amara.person_id).human_id
    assert who_finds_it(cast, as_) == {"lena"}


def test_it_says_by_when_it_is_answered_and_when_that_is_past_and_whom_it_came_to(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    complain(installation, cast, now, Role.REVIEWER)
    page = as_(cast.ruth).page("desk.home")
    assert page.says("Answer by Monday 9 March 2026. Nobody has this")
    assert page.says("To answer")
    late = now + timedelta(days=5, hours=1)
    with installation.database.transaction() as session:
        service.sweep(session, late)
    with clock.fixed(late):
        assert as_(cast.ruth).page("desk.home").says("Late")
        assert as_(cast.lena).page("desk.today").says(HEADING), "it came to the lead"
        assert not as_(cast.rosa).page("desk.today").says(HEADING)


def test_a_complaint_that_came_on_is_counted_with_nothing_that_stands_on_the_board(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    complain(installation, cast, now, Role.REVIEWER)
    late = now + timedelta(days=5, hours=1)
    with installation.database.transaction() as session:
        service.sweep(session, late)
        for _ in range(2):
            tell(session, cast.lena.person_id, NoticeKind.FOLLOW_UP_PASSED, now, ref=uuid4())
    with clock.fixed(late):
        page = as_(cast.lena).page("desk.today")
    assert page.says("2 things that nobody took have come to you.")
    assert page.says("Something that nobody took has come to you.")


def test_the_board_says_that_a_complaint_stands_on_today_and_to_none_but_its_readers(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    complain(installation, cast, now, Role.SAFEGUARDING)
    said = "1 complaint that you may read stands on Today"
    assert as_(cast.lena).page("checkins.board").says(said)
    assert not as_(cast.rosa).page("checkins.board").says("complaint")


def test_it_leaves_the_list_with_an_outcome_and_with_none_but_its_own(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    complain(installation, cast, now, Role.REVIEWER)
    with installation.database.reading() as session:
        (row,) = open_rows(session, kind=Kind.COMPLAINT)
    ruth, about = as_(cast.ruth), {"row_id": row.id}
    ruth.page("checkins.follow_up", **about)
    for wrong in ({}, {"outcome": Outcome.SPOKE}, {"outcome": Outcome.OVER}):
        assert ruth.post("checkins.resolve", wrong, status=422, **about).problem("outcome")
    assert who_finds_it(cast, as_) == {"ruth"}
    ruth.page("checkins.follow_up", **about)
    ruth.post("checkins.resolve", {"outcome": Outcome.ANSWERED}, **about)
    assert who_finds_it(cast, as_) == set()
    with installation.database.reading() as session:
        assert session.get_one(FollowUp, row.id).closed_as is Outcome.ANSWERED
