"""What one of the staff has about somebody they are kept apart from goes to the next in line."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.checkins import queries, service
from mentorship.checkins.models import FollowUp
from mentorship.checkins.queries.follow_ups import may_see_follow_up
from mentorship.checkins.rules.follow_ups import Kind, Owner, Reason
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.steps import Step
from mentorship.checkins.service.follow_ups import raise_
from mentorship.desk.service import running
from mentorship.kernel import events, settings
from mentorship.kernel.access import SYSTEM, Role
from mentorship.kernel.config import Post
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import choose_duty
from mentorship.profiles.service.pause import step_back
from tests.cast import Cast, Member, on_call_always
from tests.participants import keep_apart
from tests.talking import begin, open_rows

HOUR = timedelta(hours=1)
MONDAY_AT_NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 8, 23, tzinfo=UTC)


def part(session: Session, cast: Cast, member: Member, staff: Member, now: datetime) -> None:
    """Keep somebody apart from one of the staff."""
    person = accounts.person(session, member.person_id)
    keep_apart(session, person, [staff.person_id], cast.lena.actor(session), now)


def taken(session: Session, cast: Cast, row: FollowUp, now: datetime) -> FollowUp:
    """Let Rosa take it."""
    service.take(session, cast.rosa.actor(session), row, now)
    return row


def notices(session: Session, member: Member) -> list[NoticeKind]:
    chosen = select(Notice).where(Notice.person_id == member.person_id)
    return sorted(notice.kind for notice in session.scalars(chosen))


def test_what_they_had_of_that_one_and_of_their_pairs_is_with_nobody_and_nothing_else(
    session: Session, cast: Cast
) -> None:
    now = MONDAY_AT_NINE
    match_id = begin(session, cast.noor.person_id, cast.amara.person_id, now)
    amara, noor, kit = (it.person_id for it in (cast.amara, cast.noor, cast.kit))
    own = taken(session, cast, raise_(session, SYSTEM, Reason.ASKED_TODAY, amara, now), now)
    about_other = raise_(session, SYSTEM, Reason.WORRIED, noor, now, match_id=match_id)
    of_pair = taken(session, cast, about_other, now)
    of_other = taken(session, cast, raise_(session, SYSTEM, Reason.ASKED_TODAY, noor, now), now)
    of_third = taken(session, cast, raise_(session, SYSTEM, Reason.ASKED_TODAY, kit, now), now)
    part(session, cast, cast.amara, cast.rosa, now + HOUR)
    rows = (own, of_pair, of_other, of_third)
    rosa = cast.rosa.person_id
    assert [row.taken_by for row in rows] == [None, None, rosa, rosa]
    assert own.counted_from == now + HOUR, "it is passed on from now"
    assert queries.boards.steps_of(session, own.id)[0][0].step is Step.FREED
    here = cast.rosa.actor(session)
    assert [may_see_follow_up(session, here, row) for row in rows] == [False, False, True, True]
    lena = cast.lena.actor(session)
    assert all(may_see_follow_up(session, lena, row) for row in rows)


def test_what_was_passed_on_to_them_goes_to_the_next_and_they_are_told_of_it_no_longer(
    session: Session, cast: Cast
) -> None:
    accounts.replace_hats(session, cast.ruth.person_id, frozenset({Role.COORDINATOR}))
    deputies = (str(cast.ruth.person_id),)
    on_call = on_call_always(cast.rosa)
    settings.change(session, SYSTEM, SUNDAY_NIGHT, on_call=on_call, deputies=deputies)
    noor = cast.noor.actor(session)
    service.raise_safety(session, noor, cast.noor.person_id, Whose.MINE, "", SUNDAY_NIGHT)
    (row,) = open_rows(session, kind=Kind.SAFETY)
    assert row.passed_to == cast.rosa.person_id
    told = [NoticeKind.FOLLOW_UP_PASSED, NoticeKind.SAFETY_RAISED]
    assert notices(session, cast.rosa) == told
    part(session, cast, cast.noor, cast.rosa, SUNDAY_NIGHT + HOUR)
    session.refresh(row)
    assert (row.owner, row.passed_to) == (Owner.DEPUTY, cast.ruth.person_id)
    assert notices(session, cast.rosa) == []
    assert notices(session, cast.ruth) == told


def test_nothing_new_of_them_comes_to_who_is_kept_apart_nor_word_of_a_worry(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.info["post"] = Post("localhost", 25, "notes@example.org")
    settings.change(session, SYSTEM, now, on_call=on_call_always(cast.rosa, cast.lena))
    for member in (cast.rosa, cast.lena):
        staff = accounts.person(session, member.person_id)
        choose_duty(session, member.actor(session), staff, "one@example.org", now)
    part(session, cast, cast.noor, cast.rosa, now)
    # A worry of somebody else that names her is as closed.
    for member, named in ((cast.noor, None), (cast.kit, cast.noor.person_id)):
        actor = member.actor(session)
        service.raise_safety(
            session, actor, member.person_id, Whose.THEIRS, "", SUNDAY_NIGHT, named
        )
    rows = open_rows(session, kind=Kind.SAFETY)
    assert [(row.owner, row.passed_to) for row in rows] == [
        (Owner.ON_CALL, cast.lena.person_id)
    ] * 2
    assert notices(session, cast.rosa) == []
    assert {mail.person_id for mail in session.scalars(select(Mail))} == {cast.lena.person_id}


def test_nobody_is_promised_that_who_is_kept_apart_from_them_reads_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.info["post"] = Post("localhost", 25, "notes@example.org")
    plan = on_call_always(cast.rosa)
    settings.change(session, SYSTEM, now, on_call=plan, on_call_mail="oncall@example.org")
    part(session, cast, cast.noor, cast.rosa, now)
    noor, kit = cast.noor.person_id, cast.kit.person_id
    promised = [service.next_reading(session, SUNDAY_NIGHT, one).at for one in (kit, None, noor)]
    assert promised == [SUNDAY_NIGHT, SUNDAY_NIGHT, MONDAY_AT_NINE]


def test_a_complaint_of_somebody_they_are_kept_apart_from_is_not_theirs_to_read(
    session: Session, cast: Cast, now: datetime
) -> None:
    part(session, cast, cast.noor, cast.ruth, now)
    noor = cast.noor.actor(session)
    row_of = {}
    for member in (cast.noor, cast.kit):
        actor = member.actor(session)
        service.complain(session, actor, member.person_id, Role.REVIEWER, "quince", now)
        (row_of[member.person_id],) = open_rows(session, person_id=member.person_id,
                                                kind=Kind.COMPLAINT)  # fmt: skip
    ruth = cast.ruth.actor(session)
    assert [row.id for row in queries.complaints_for(session, ruth)] == [
        row_of[cast.kit.person_id].id
    ]
    assert service.report_of(session, ruth, row_of[noor.person_id], now) is None
    assert notices(session, cast.ruth) == [NoticeKind.COMPLAINT_RAISED]
    service.sweep(session, now + timedelta(days=8))
    assert row_of[noor.person_id].passed_to == cast.lena.person_id


@pytest.mark.parametrize("is_apart", [True, False])
def test_who_is_kept_apart_is_nobody_else_when_a_mentor_steps_back(
    session: Session, cast: Cast, is_apart: bool
) -> None:
    """Whoever looks after the mentees calls where everybody else may not come near the mentor."""
    now = MONDAY_AT_NINE
    begin(session, cast.noor.person_id, cast.amara.person_id, now)
    accounts.person(session, cast.noor.person_id).assigned_to = cast.rosa.person_id
    if is_apart:
        part(session, cast, cast.amara, cast.lena, now)
    amara = accounts.person(session, cast.amara.person_id)
    step_back(session, cast.amara.actor(session), amara, now)
    (row,) = [it for it in open_rows(session, kind=Kind.CALL) if it.person_id == amara.id]
    near = service.passing.too_near(session, row)
    assert near == (frozenset() if is_apart else {cast.rosa.person_id})


def test_who_takes_part_keeps_what_they_were_told_when_they_are_kept_apart(
    session: Session, cast: Cast, now: datetime
) -> None:
    begin(session, cast.noor.person_id, cast.amara.person_id, now)
    part(session, cast, cast.noor, cast.amara, now + HOUR)
    assert NoticeKind.MATCH_ENDED in notices(session, cast.amara)


def test_what_stands_on_nobody_s_board_is_counted_for_who_can_name_one_more(
    session: Session, cast: Cast, now: datetime
) -> None:
    def unseen() -> int:
        return running(session, now).seen_by_nobody

    row = raise_(session, SYSTEM, Reason.ASKED_TODAY, cast.noor.person_id, now)
    others = {it.id for it in open_rows(session)} - {row.id}
    noor = accounts.person(session, cast.noor.person_id)
    assert unseen() == 0
    for staff, left in ((cast.rosa, 0), (cast.lena, 1)):
        keep_apart(session, noor, [staff.person_id], cast.lena.actor(session), now)
        about_noor = [it for it in open_rows(session) if it.person_id == noor.id]
        assert unseen() == left * len(about_noor)
    assert others
    accounts.replace_hats(session, cast.ruth.person_id, frozenset({Role.COORDINATOR}))
    assert unseen() == 0


def test_what_is_about_the_mentor_of_a_pair_is_closed_with_the_mentee_as_well(
    session: Session, cast: Cast
) -> None:
    now, amara = MONDAY_AT_NINE, cast.amara.person_id
    match_id = begin(session, cast.noor.person_id, amara, now)
    row = raise_(session, SYSTEM, Reason.WORRIED, amara, now, match_id=match_id)
    part(session, cast, cast.noor, cast.rosa, now + HOUR)
    assert not may_see_follow_up(session, cast.rosa.actor(session), row)
    assert may_see_follow_up(session, cast.lena.actor(session), row)


@pytest.mark.parametrize("turned", [False, True])
def test_it_holds_whichever_of_the_two_is_named_first(
    session: Session, cast: Cast, *, turned: bool
) -> None:
    now, noor = MONDAY_AT_NINE, accounts.person(session, cast.noor.person_id)
    row = taken(session, cast, raise_(session, SYSTEM, Reason.ASKED_TODAY, noor.id, now), now)
    noor.assigned_to = cast.rosa.person_id
    session.flush()
    two = (noor.id, cast.rosa.person_id)
    events.publish(session, events.KeptApart(*(two[::-1] if turned else two)), now + HOUR)
    session.refresh(noor)
    assert (row.taken_by, noor.assigned_to) == (None, None)


def test_nobody_is_looked_after_by_whom_they_are_kept_apart_from(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor, kit = (accounts.person(session, it.person_id) for it in (cast.noor, cast.kit))
    noor.assigned_to = kit.assigned_to = cast.rosa.person_id
    session.flush()
    part(session, cast, cast.noor, cast.rosa, now)
    for person in (noor, kit):
        session.refresh(person)
    assert (noor.assigned_to, kit.assigned_to) == (None, cast.rosa.person_id)
