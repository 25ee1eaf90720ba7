"""What nobody takes is passed on by the plan, at stored moments, and says with whom it is."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.accounts.service.joining import change_hats
from mentorship.checkins import queries, service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.boards import Row
from mentorship.checkins.queries.follow_ups import may_see_follow_up
from mentorship.checkins.rules import wordings
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service.follow_ups import raise_
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM, Role
from mentorship.kernel.config import Post
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import RuleBroken
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import NoticeKind, Reached
from mentorship.notices.service import choose_duty
from mentorship.profiles.service.pause import step_back
from tests.cast import Cast, Member, on_call_always
from tests.participants import can_be_reached
from tests.talking import begin, open_rows

HOUR = timedelta(hours=1)
FRIDAY_AT_THREE = datetime(2026, 3, 6, 15, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 8, 23, tzinfo=UTC)


@pytest.fixture
def ama(session: Session, cast: Cast, now: datetime) -> Member:
    """Rosa is on call, and Ruth, who coordinates as well now, deputises."""
    accounts.replace_hats(session, cast.ruth.person_id, frozenset({"coordinator"}))
    deputies = (str(cast.ruth.person_id),)
    plan = on_call_always(cast.rosa)
    settings.change(session, SYSTEM, now, on_call=plan, deputies=deputies)
    return cast.ruth


def weekly(day: int, starts: int, ends: int, *staff: Member) -> Shift:
    first, second = [*(str(one.person_id) for one in staff), ""][:2]
    return Shift(day, time(starts), time(ends), first, second)


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
    assert told(session, ama) == 1
    assert swept(session, row, monday_at_eleven + 4 * HOUR) == (Owner.LEAD, cast.lena.person_id)
    # It is with the lead now: on nobody else's list, and in nobody else's notice.
    assert (told(session, ama), told(session, cast.lena), told(session, cast.rosa)) == (0, 1, 0)
    service.take(session, cast.rosa.actor(session), row, monday_at_eleven + 5 * HOUR)
    assert told(session, cast.lena) == 0, "somebody took it"


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


def test_what_is_taken_and_has_not_ended_in_a_working_day_goes_on_as_well(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = call(session, cast, FRIDAY_AT_THREE)
    service.take(session, cast.rosa.actor(session), row, FRIDAY_AT_THREE)
    on_monday, on_tuesday = FRIDAY_AT_THREE + 72 * HOUR, FRIDAY_AT_THREE + 96 * HOUR
    assert swept(session, row, on_monday - HOUR) == (Owner.COORDINATOR, None)
    assert swept(session, row, on_monday) == (Owner.DEPUTY, ama.person_id)
    here = shown(session, cast.rosa, row)
    assert wordings.owner_said(here) == "You. Has not ended; passed on to Ruth too"
    assert swept(session, row, on_tuesday) == (Owner.LEAD, cast.lena.person_id)
    assert row.taken_by == cast.rosa.person_id


def test_a_worry_that_was_taken_and_has_not_ended_goes_on_by_the_clock(
    session: Session, cast: Cast, ama: Member
) -> None:
    row = worry(session, cast, SUNDAY_NIGHT)
    service.take(session, cast.rosa.actor(session), row, SUNDAY_NIGHT + HOUR)
    assert swept(session, row, SUNDAY_NIGHT + 4 * HOUR) == (Owner.COORDINATOR, None)
    assert swept(session, row, SUNDAY_NIGHT + 5 * HOUR) == (Owner.DEPUTY, ama.person_id)


def test_a_deputy_who_has_it_is_not_the_next_one(session: Session, cast: Cast, ama: Member) -> None:
    row = call(session, cast, FRIDAY_AT_THREE)
    service.take(session, ama.actor(session), row, FRIDAY_AT_THREE)
    assert swept(session, row, FRIDAY_AT_THREE + 72 * HOUR) == (Owner.LEAD, cast.lena.person_id)


def test_an_attempt_does_not_hold_it_back_and_a_contact_does(
    session: Session, cast: Cast, ama: Member
) -> None:
    row, rosa = call(session, cast, FRIDAY_AT_THREE), cast.rosa.actor(session)
    can_be_reached(session, accounts.person(session, cast.noor.person_id), FRIDAY_AT_THREE)
    service.take(session, rosa, row, FRIDAY_AT_THREE)
    before = row.next_at
    service.log_contact(session, rosa, row, Reached.NO_ANSWER, FRIDAY_AT_THREE + HOUR)
    assert row.next_at == before
    service.log_contact(session, rosa, row, Reached.REACHED, FRIDAY_AT_THREE + HOUR)
    assert row.next_at == FRIDAY_AT_THREE + 73 * HOUR


@pytest.mark.parametrize("gone", ["suspended", "other_hats", "erased"])
def test_what_somebody_had_who_is_not_here_any_more_is_with_nobody_and_goes_on(
    session: Session, cast: Cast, ama: Member, now: datetime, gone: str
) -> None:
    taken, passed = call(session, cast, FRIDAY_AT_THREE), worry(session, cast, SUNDAY_NIGHT)
    service.take(session, cast.rosa.actor(session), taken, FRIDAY_AT_THREE)
    assert passed.passed_to == cast.rosa.person_id
    rosa = accounts.person(session, cast.rosa.person_id)
    on_monday = datetime(2026, 3, 9, 9, tzinfo=UTC)
    if gone == "other_hats":
        only = frozenset({Role.REVIEWER})
        change_hats(session, cast.ada.actor(session), rosa, only, on_monday)
    else:
        rosa.standing = Standing.SUSPENDED
        event = events.PersonSuspended if gone == "suspended" else events.PersonErased
        events.publish(session, event(rosa.id), on_monday)
    session.refresh(taken)
    assert (taken.taken_by, taken.next_at) == (None, on_monday + 4 * HOUR)
    assert passed.passed_to != cast.rosa.person_id
    assert swept(session, taken, on_monday + 4 * HOUR) == (Owner.DEPUTY, ama.person_id)


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
    assert (row.owner, row.passed_to) == (Owner.DEPUTY, ama.person_id)
    accounts.person(session, ama.person_id).standing = Standing.SUSPENDED
    session.flush()
    assert swept(session, row, SUNDAY_NIGHT + 4 * HOUR) == (Owner.LEAD, cast.lena.person_id)
    settings.change(session, SYSTEM, now, deputies=(str(cast.ada.person_id),))
    other = call(session, cast, FRIDAY_AT_THREE)
    assert swept(session, other, FRIDAY_AT_THREE + 72 * HOUR)[1] == cast.lena.person_id


def test_where_nobody_is_on_call_it_is_with_the_deputy_at_once_and_else_with_the_lead(
    session: Session, cast: Cast, ama: Member, now: datetime
) -> None:
    settings.change(session, SYSTEM, now, on_call=(weekly(0, 17, 9, cast.rosa),))
    row = worry(session, cast, SUNDAY_NIGHT)
    assert (row.owner, row.passed_to) == (Owner.DEPUTY, ama.person_id)
    settings.change(session, SYSTEM, now, deputies=())
    assert swept(session, row, SUNDAY_NIGHT + HOUR) == (Owner.LEAD, cast.lena.person_id)


def test_it_goes_along_when_the_plan_hands_over_and_those_who_come_are_told_once(
    session: Session, cast: Cast, ama: Member, now: datetime
) -> None:
    session.info["post"] = Post("localhost", 25, "notes@example.org")
    for member in (cast.rosa, cast.lena, ama):
        person = accounts.person(session, member.person_id)
        address = f"{person.called}@example.org"
        choose_duty(session, member.actor(session), person, address, now)
    settings.change(
        session, SYSTEM, now,
        on_call=(weekly(6, 18, 1, cast.rosa, ama), weekly(0, 1, 9, cast.lena)),
    )  # fmt: skip
    row = worry(session, cast, SUNDAY_NIGHT)
    assert (row.owner, row.passed_to) == (Owner.ON_CALL, cast.rosa.person_id)
    assert set(mailed(session)) == {cast.rosa.person_id, ama.person_id}
    handed_over = SUNDAY_NIGHT + 2 * HOUR
    assert row.next_at == handed_over
    for at in (handed_over, handed_over, handed_over + HOUR):
        assert swept(session, row, at) == (Owner.ON_CALL, cast.lena.person_id)
    assert told(session, cast.lena) == 1
    assert mailed(session)[2:] == [cast.lena.person_id]


def test_the_second_on_call_has_it_where_the_first_may_not_see_it_and_no_mail_goes_to_them(
    session: Session, cast: Cast, ama: Member, now: datetime
) -> None:
    session.info["post"] = Post("localhost", 25, "notes@example.org")
    settings.change(session, SYSTEM, now, on_call=on_call_always(cast.rosa, cast.lena))
    for member in (cast.rosa, cast.lena):
        person = accounts.person(session, member.person_id)
        choose_duty(session, member.actor(session), person, "one@example.org", now)
    row = worry(session, cast, SUNDAY_NIGHT, named=cast.rosa)
    assert (row.owner, row.passed_to) == (Owner.ON_CALL, cast.lena.person_id)
    assert mailed(session) == [cast.lena.person_id]


def mailed(session: Session) -> list[UUID | None]:
    made = session.scalars(select(Mail).order_by(Mail.made_at)).all()
    return [mail.person_id for mail in made]


def complaint(session: Session, cast: Cast, reader: Role, named: Member) -> FollowUp:
    service.complain(
        session, cast.noor.actor(session), cast.noor.person_id, reader, "quince",
        FRIDAY_AT_THREE, named.person_id,
    )  # fmt: skip
    (row,) = open_rows(session, kind=Kind.COMPLAINT)
    return row


def test_a_complaint_that_nobody_answered_comes_to_the_next_who_may_read_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = complaint(session, cast, Role.REVIEWER, cast.rosa)
    lena, after = cast.lena.actor(session), FRIDAY_AT_THREE + 5 * 24 * HOUR
    assert not may_see_follow_up(session, lena, row)
    assert swept(session, row, after - HOUR) == (Owner.COORDINATOR, None)
    assert swept(session, row, after) == (Owner.READER, cast.lena.person_id)
    assert may_see_follow_up(session, lena, row)
    read = service.report_of(session, lena, row, after)
    assert read is not None
    assert read.words == "quince"
    assert not may_see_follow_up(session, cast.rosa.actor(session), row)


def test_a_complaint_never_comes_to_the_one_it_names(session: Session, cast: Cast) -> None:
    row = complaint(session, cast, Role.COORDINATOR, cast.lena)
    after = FRIDAY_AT_THREE + 5 * 24 * HOUR
    assert swept(session, row, after) == (Owner.READER, cast.ruth.person_id)


def test_a_mentor_who_steps_back_is_called_by_who_does_not_look_after_their_mentees(
    session: Session, cast: Cast, ama: Member
) -> None:
    begin(session, cast.noor.person_id, cast.amara.person_id, FRIDAY_AT_THREE)
    accounts.person(session, cast.noor.person_id).assigned_to = ama.person_id
    amara = accounts.person(session, cast.amara.person_id)
    step_back(session, cast.amara.actor(session), amara, FRIDAY_AT_THREE)
    (row,) = [r for r in open_rows(session, kind=Kind.CALL) if r.person_id == amara.id]
    with pytest.raises(RuleBroken, match="Somebody else calls"):
        service.take(session, ama.actor(session), row, FRIDAY_AT_THREE)
    on_monday = datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert swept(session, row, on_monday) == (Owner.LEAD, cast.lena.person_id)
    service.take(session, cast.rosa.actor(session), row, on_monday)
    assert row.taken_by == cast.rosa.person_id


def test_where_nobody_else_is_here_the_only_one_calls_a_mentor_who_steps_back(
    session: Session, cast: Cast
) -> None:
    begin(session, cast.noor.person_id, cast.amara.person_id, FRIDAY_AT_THREE)
    accounts.person(session, cast.noor.person_id).assigned_to = cast.rosa.person_id
    accounts.person(session, cast.lena.person_id).standing = Standing.SUSPENDED
    amara = accounts.person(session, cast.amara.person_id)
    step_back(session, cast.amara.actor(session), amara, FRIDAY_AT_THREE)
    (row,) = [r for r in open_rows(session, kind=Kind.CALL) if r.person_id == amara.id]
    service.take(session, cast.rosa.actor(session), row, FRIDAY_AT_THREE)
    assert row.taken_by == cast.rosa.person_id


def test_a_worry_shows_its_clock_in_hours(session: Session, cast: Cast, ama: Member) -> None:
    row = worry(session, cast, SUNDAY_NIGHT)
    here = shown(session, cast.lena, row)
    assert wordings.due_said(here, SUNDAY_NIGHT + HOUR).startswith("3 hours left to see to it (Mon")
    late = SUNDAY_NIGHT + 6 * HOUR
    assert wordings.due_said(here, late).startswith("2 hours too late (")
