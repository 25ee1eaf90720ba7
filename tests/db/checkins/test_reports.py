"""The safety line and complaints: heard at once, and read by chosen eyes alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts.service.joining import change_hats
from mentorship.accounts.service.standing import suspend
from mentorship.checkins import queries, service
from mentorship.checkins.models import FollowUp, Report
from mentorship.checkins.queries.follow_ups import may_see_follow_up
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Owner, Stage
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.service import hearing
from mentorship.installation import Installation
from mentorship.kernel import access, events, settings
from mentorship.kernel.access import SYSTEM, Actor, How, Role
from mentorship.kernel.config import Post
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.notices.models import Mail, Notice
from mentorship.notices.rules import NoticeKind
from tests.cast import Cast, Member, on_call_always
from tests.talking import begin, open_rows

WORDS = "A word about somebody."


def suspended(session: Session, member: Member, now: datetime) -> None:
    suspend(session, SYSTEM, accounts.person(session, member.person_id), now)


def without_their_hat(session: Session, member: Member, now: datetime) -> None:
    staff = accounts.person(session, member.person_id)
    change_hats(session, SYSTEM, staff, frozenset({Role.ADMINISTRATOR}), now)


def raised(session: Session, cast: Cast, now: datetime, named: object = None) -> FollowUp:
    noor = cast.noor.actor(session)
    service.raise_safety(session, noor, cast.noor.person_id, Whose.MINE, WORDS, now, named_id=named)
    (row,) = open_rows(session, kind=Kind.SAFETY)
    return row


def words_of(session: Session, actor: Actor, row: FollowUp, now: datetime) -> str | None:
    shown = service.report_of(session, actor, row, now)
    return shown.words if shown else None


def test_a_safety_report_stands_at_the_top_with_a_clock_in_hours(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = raised(session, cast, now)
    assert queries.board(session, cast.rosa.actor(session)).groups[0].stage is Stage.SAFETY
    assert row.due_at - now == timedelta(hours=4)
    assert told_of_it(session) == {cast.rosa.person_id, cast.lena.person_id}


def test_its_words_open_to_the_lead_and_to_who_is_on_call_and_to_nobody_else(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = raised(session, cast, now)
    rosa, lena = cast.rosa.actor(session), cast.lena.actor(session)
    assert words_of(session, lena, row, now) == WORDS
    assert words_of(session, rosa, row, now) is None
    settings.change(session, SYSTEM, now, on_call=on_call_always(cast.rosa))
    assert words_of(session, rosa, row, now) == WORDS


def stands_on_the_board_of(session: Session, member: Member) -> bool:
    return bool(queries.board(session, member.actor(session)).rows(Stage.SAFETY))


def told_of_it(session: Session) -> set[UUID]:
    told = select(Notice).where(Notice.kind == NoticeKind.SAFETY_RAISED)
    return {notice.person_id for notice in session.scalars(told)}


def test_nobody_is_told_any_longer_of_a_worry_that_was_ended(
    session: Session, cast: Cast, now: datetime
) -> None:
    row, kit = raised(session, cast, now), cast.kit
    other = service.raise_safety(session, kit.actor(session), kit.person_id, Whose.MINE, WORDS, now)
    service.resolve(session, cast.lena.actor(session), row, Outcome.NO_DANGER, now)
    told = select(Notice).where(Notice.kind == NoticeKind.SAFETY_RAISED)
    assert {notice.ref for notice in session.scalars(told)} == {other.id}


def test_the_one_it_names_never_sees_it_nor_that_it_is_there(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = raised(session, cast, now, named=cast.lena.person_id)
    lena = cast.lena.actor(session)
    assert words_of(session, lena, row, now) is None
    with pytest.raises(NotFound):
        access.load(session, lena, FollowUp, row.id)
    assert access.load(session, cast.rosa.actor(session), FollowUp, row.id)
    assert not stands_on_the_board_of(session, cast.lena)
    assert stands_on_the_board_of(session, cast.rosa)
    assert told_of_it(session) == {cast.rosa.person_id}


def test_a_worry_about_the_other_one_names_them_in_every_hat_they_wear(
    session: Session, cast: Cast, now: datetime
) -> None:
    begin(session, cast.noor.person_id, cast.amara.person_id, now)
    rosa = accounts.person(session, cast.rosa.person_id)
    rosa.human_id = accounts.person(session, cast.amara.person_id).human_id
    noor = cast.noor.actor(session)
    service.raise_safety(session, noor, cast.noor.person_id, Whose.THEIRS, WORDS, now)
    (row,) = open_rows(session, kind=Kind.SAFETY)
    assert session.get_one(Report, row.subject_id).named_id == cast.amara.person_id
    settings.change(session, SYSTEM, now, on_call=on_call_always(cast.rosa))
    assert words_of(session, cast.rosa.actor(session), row, now) is None
    assert not stands_on_the_board_of(session, cast.rosa)
    assert told_of_it(session) == {cast.lena.person_id}


def test_a_worry_about_oneself_or_about_a_third_names_nobody(
    session: Session, cast: Cast, now: datetime
) -> None:
    begin(session, cast.noor.person_id, cast.amara.person_id, now)
    noor = cast.noor.actor(session)
    for whose in (Whose.MINE, Whose.SOMEONE_ELSE):
        made = service.raise_safety(session, noor, cast.noor.person_id, whose, WORDS, now)
        assert made.named_id is None


def test_what_staff_record_for_somebody_says_who_wrote_it_down_and_how_it_was_said(
    session: Session, cast: Cast, now: datetime
) -> None:
    rosa = cast.rosa.actor(session).on_behalf(How.PHONE)
    service.raise_safety(session, rosa, cast.kit.person_id, Whose.MINE, WORDS, now)
    (row,) = open_rows(session, kind=Kind.SAFETY)
    assert row.person_id == cast.kit.person_id
    shown = service.report_of(session, cast.lena.actor(session), row, now)
    assert shown is not None
    assert (shown.how, shown.recorded_by) == (How.PHONE, "Rosa")


def test_a_safety_report_needs_one_of_its_outcomes(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = raised(session, cast, now)
    lena = cast.lena.actor(session)
    with pytest.raises(RuleBroken):
        service.resolve(session, lena, row, Outcome.SPOKE, now)
    service.resolve(session, lena, row, Outcome.NO_DANGER, now)
    assert row.closed_as is Outcome.NO_DANGER


def test_a_complaint_opens_to_its_reader_and_stands_on_no_shared_board(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor = cast.noor.actor(session)
    service.complain(session, noor, cast.noor.person_id, Role.REVIEWER, WORDS, now)
    (row,) = open_rows(session, kind=Kind.COMPLAINT)
    assert row.due_at - now == timedelta(days=5)
    ruth, rosa = cast.ruth.actor(session), cast.rosa.actor(session)
    assert words_of(session, ruth, row, now) == WORDS
    assert access.load(session, ruth, FollowUp, row.id) is row
    with pytest.raises(NotFound):
        access.load(session, rosa, FollowUp, row.id)
    shown = [row.id for group in queries.board(session, rosa).groups for row in group.rows]
    assert row.id not in shown


def complaint(session: Session, cast: Cast, now: datetime, named: Member) -> FollowUp:
    noor, about = cast.noor, named.person_id
    return service.complain(
        session, noor.actor(session), noor.person_id, Role.REVIEWER, WORDS, now, about
    )


def has_it(session: Session, cast: Cast, row: FollowUp) -> set[str]:
    people = {name: getattr(cast, name).actor(session) for name in ("rosa", "lena", "ruth", "ada")}
    for actor in people.values():
        listed = [it.id for it in queries.complaints_for(session, actor)]
        assert listed == [row.id] * may_see_follow_up(session, actor, row)
    return {name for name, actor in people.items() if may_see_follow_up(session, actor, row)}


def test_what_none_of_the_chosen_may_read_comes_to_the_next_one_at_once_and_stays_with_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    row, lena = complaint(session, cast, now, cast.ruth), cast.lena.actor(session)
    assert (row.owner, row.passed_to) == (Owner.READER, cast.lena.person_id)
    passed = select(Notice.person_id).where(Notice.kind == NoticeKind.FOLLOW_UP_PASSED)
    assert list(session.scalars(passed)) == [cast.lena.person_id]
    assert words_of(session, lena, row, now) == WORDS
    service.take(session, lena, row, now)
    service.sweep(session, now + timedelta(hours=1))
    assert has_it(session, cast, row) == {"lena"}
    service.sweep(session, now + timedelta(days=5))
    assert has_it(session, cast, row) == {"lena", "rosa"}


@pytest.mark.parametrize("gone", [suspended, without_their_hat])
def test_what_the_last_of_the_chosen_leaves_behind_comes_to_the_next_one(
    session: Session, cast: Cast, now: datetime, gone: Callable[..., None]
) -> None:
    row = complaint(session, cast, now, cast.rosa)
    assert has_it(session, cast, row) == {"ruth"}
    gone(session, cast.ruth, now)
    assert has_it(session, cast, row) - {"ruth"} == {"lena"}


def test_who_took_a_complaint_and_has_no_hat_for_it_any_more_has_it_no_longer(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = complaint(session, cast, now, cast.ruth)
    service.take(session, cast.lena.actor(session), row, now)
    without_their_hat(session, cast.lena, now)
    assert (row.taken_by, row.passed_to) == (None, cast.rosa.person_id)
    assert has_it(session, cast, row) == {"rosa"}


def test_what_nobody_may_read_is_not_taken(session: Session, cast: Cast, now: datetime) -> None:
    for member in (cast.ruth, cast.rosa):
        suspended(session, member, now)
    with pytest.raises(RuleBroken, match="Tell somebody outside"):
        complaint(session, cast, now, cast.lena)


def test_a_reviewer_sees_nothing_else_of_the_board(
    session: Session, cast: Cast, now: datetime
) -> None:
    row = raised(session, cast, now)
    with pytest.raises(NotFound):
        access.load(session, cast.ruth.actor(session), FollowUp, row.id)


def test_the_page_promises_mail_only_where_mail_goes_out(
    session: Session, cast: Cast, now: datetime
) -> None:
    settings.change(session, SYSTEM, now, on_call=on_call_always(cast.rosa))
    raised(session, cast, now)
    assert not service.next_reading(session, now).now_on_call
    assert list(session.scalars(select(Mail))) == []
    session.info["post"] = Post("localhost", 25, "notes@example.org")
    assert not service.next_reading(session, now).now_on_call
    settings.change(session, SYSTEM, now, on_call_mail="oncall@example.org")
    assert service.next_reading(session, now).now_on_call
    noor = cast.noor.actor(session)
    service.raise_safety(session, noor, cast.noor.person_id, Whose.THEIRS, "", now)
    assert len(list(session.scalars(select(Mail)))) == 1


def test_erasing_somebody_leaves_none_of_their_reports(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        raised(session, cast, now)
        hearing.on_erased(session, events.PersonErased(cast.noor.person_id), now)
    with installation.database.reading() as session:
        left = select(FollowUp).where(FollowUp.person_id == cast.noor.person_id)
        assert list(session.scalars(left)) == []
