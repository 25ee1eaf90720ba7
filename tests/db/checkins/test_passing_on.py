"""What nobody takes is passed on by the plan, at stored moments, and says with whom it is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.checkins import queries, service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.boards import Row
from mentorship.checkins.rules import wordings
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason, Stage
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.follow_ups import raise_
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from tests.cast import Cast, Member
from tests.talking import open_rows

HOUR = timedelta(hours=1)
FRIDAY_AT_THREE = datetime(2026, 3, 6, 15, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 8, 23, tzinfo=UTC)


@pytest.fixture
def ama(session: Session, cast: Cast, now: datetime) -> Member:
    """Rosa is on call, and Ruth, who coordinates as well now, deputises."""
    accounts.replace_hats(session, cast.ruth.person_id, frozenset({"coordinator"}))
    plan(session, now, on_call_staff=cast.rosa, deputies=cast.ruth)
    return cast.ruth


def plan(session: Session, now: datetime, **who: Member) -> None:
    named = {step: (str(member.person_id),) for step, member in who.items()}
    settings.change(session, SYSTEM, now, **named)


def call(session: Session, cast: Cast, at: datetime) -> FollowUp:
    return raise_(session, SYSTEM, Reason.WANTS_TO_TALK, cast.noor.person_id, at)


def worry(session: Session, cast: Cast, at: datetime, named: Member | None = None) -> FollowUp:
    service.raise_safety(
        session, cast.noor.actor(session), cast.noor.person_id, Whose.MINE, "", at,
        named.person_id if named else None,
    )  # fmt: skip
    (row,) = open_rows(session, kind=Kind.SAFETY)
    return row


def swept(session: Session, row: FollowUp, at: datetime) -> tuple[Owner, object]:
    service.sweep(session, at)
    session.refresh(row)
    return row.owner, row.passed_to


def told(session: Session, member: Member) -> int:
    chosen = select(Notice).where(
        Notice.kind == NoticeKind.FOLLOW_UP_PASSED, Notice.person_id == member.person_id
    )
    return len(session.scalars(chosen).all())


def shown(session: Session, member: Member, row: FollowUp) -> Row:
    rows = queries.board(session, member.actor(session)).rows(row.stage)
    return next(found for found in rows if found.id == row.id)


def test_a_call_goes_to_the_deputy_and_then_to_the_lead_when_staffed_hours_have_passed(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = call(session, cast, FRIDAY_AT_THREE)
    monday_at_eleven = datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert row.next_at == monday_at_eleven
    before = swept(session, row, monday_at_eleven - HOUR)
    assert before == (Owner.COORDINATOR, None)
    assert swept(session, row, monday_at_eleven) == (Owner.DEPUTY, ama.person_id)
    assert swept(session, row, monday_at_eleven + 4 * HOUR) == (Owner.LEAD, cast.lena.person_id)
    assert (told(session, ama), told(session, cast.lena), told(session, cast.rosa)) == (1, 1, 0)


def test_the_board_says_with_whom_it_is_and_until_when(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = call(session, cast, FRIDAY_AT_THREE)
    asked = shown(session, cast.rosa, row)
    assert wordings.owner_said(asked) == "Nobody has this"
    said = "passed on Monday 9 March 2026, 11:00 if nobody takes it"
    assert wordings.next_said(asked) == said
    service.sweep(session, datetime(2026, 3, 9, 11, tzinfo=UTC))
    session.refresh(row)
    passed = shown(session, cast.rosa, row)
    assert wordings.owner_said(passed) == "Not taken yet. Passed on to Ruth, the deputy"


def test_what_is_taken_goes_to_nobody_else(session: Session, cast: Cast, ama: Member) -> None:
    row = call(session, cast, FRIDAY_AT_THREE)
    service.sweep(session, FRIDAY_AT_THREE + 96 * HOUR)
    session.refresh(row)
    service.take(session, cast.rosa.actor(session), row, FRIDAY_AT_THREE + 96 * HOUR)
    after = swept(session, row, FRIDAY_AT_THREE + 200 * HOUR)
    assert after == (Owner.COORDINATOR, None)
    assert row.stage is Stage.CALL_TODAY


def test_a_worry_on_a_sunday_night_is_with_who_is_on_call_at_once_and_goes_on_by_the_clock(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = worry(session, cast, SUNDAY_NIGHT)
    assert (row.owner, row.passed_to) == (Owner.ON_CALL, cast.rosa.person_id)
    assert told(session, cast.rosa) == 1
    assert swept(session, row, SUNDAY_NIGHT + 4 * HOUR) == (Owner.DEPUTY, ama.person_id)
    assert swept(session, row, SUNDAY_NIGHT + 8 * HOUR) == (Owner.LEAD, cast.lena.person_id)


def test_a_worry_in_the_hours_comes_to_who_is_on_call_when_the_last_one_leaves(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = worry(session, cast, FRIDAY_AT_THREE)
    assert (row.owner, row.passed_to) == (Owner.COORDINATOR, None)
    after = swept(session, row, FRIDAY_AT_THREE + 2 * HOUR)
    assert after == (Owner.ON_CALL, cast.rosa.person_id)


def test_it_never_goes_to_the_one_it_names_nor_to_who_is_away_or_may_not_see_it(
    session: Session, cast: Cast, ama: Member, now: datetime
) -> None:
    row = worry(session, cast, SUNDAY_NIGHT, named=cast.rosa)
    assert (row.owner, row.passed_to) == (Owner.COORDINATOR, None)
    accounts.person(session, ama.person_id).standing = Standing.SUSPENDED
    session.flush()
    assert swept(session, row, SUNDAY_NIGHT + 4 * HOUR) == (Owner.LEAD, cast.lena.person_id)
    plan(session, now, deputies=cast.ada)
    other = call(session, cast, FRIDAY_AT_THREE)
    assert swept(session, other, FRIDAY_AT_THREE + 72 * HOUR)[1] == cast.lena.person_id


def test_a_worry_shows_its_clock_in_hours(session: Session, cast: Cast, ama: Member) -> None:
    row = worry(session, cast, SUNDAY_NIGHT)
    here = shown(session, cast.lena, row)
    assert wordings.due_said(here, SUNDAY_NIGHT + HOUR).startswith("3 hours left (Monday 9 March")
    late = SUNDAY_NIGHT + 6 * HOUR
    assert wordings.due_said(here, late).startswith("2 hours too late (")
