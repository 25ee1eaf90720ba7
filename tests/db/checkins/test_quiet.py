"""Nobody is erased without staff looking first, and who comes back is asked nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from mentorship.accounts import queries as accounts
from mentorship.accounts import tasks as account_tasks
from mentorship.accounts.models import Person, SignIn
from mentorship.accounts.rules import Standing
from mentorship.accounts.service import signing_in, standing
from mentorship.accounts.service.attempts import Attempt
from mentorship.checkins import queries, service, tasks
from mentorship.checkins.models import FollowUp, FollowUpStep, Quiet
from mentorship.checkins.queries import quiet
from mentorship.checkins.rules.follow_ups import Kind, Outcome, Reason, Stage
from mentorship.checkins.rules.reports import Whose
from mentorship.installation import Installation
from mentorship.kernel import access, audit, settings
from mentorship.kernel.access import SYSTEM, How, Role
from mentorship.kernel.errors import NotFound, RuleBroken
from mentorship.matches.models import Match
from mentorship.matches.rules.states import MatchState
from mentorship.notices.rules import Reached
from mentorship.profiles.rules.people import Show
from mentorship.profiles.service.consent import end_passed
from mentorship.profiles.service.pause import pause, resume
from mentorship.profiles.service.people import list_people, load_person
from tests.cast import Cast
from tests.participants import acting
from tests.races import race
from tests.talking import begin, open_rows

DAY = timedelta(days=1)
YEAR = relativedelta(months=12)


@pytest.fixture
def kit(session: Session, cast: Cast, now: datetime) -> Person:
    """Let Kit rest without a day from now on."""
    return rests(session, cast, now)


def rests(session: Session, cast: Cast, now: datetime) -> Person:
    kit = accounts.person(session, cast.kit.person_id)
    pause(session, acting(kit), kit, None, now)
    audit.write_entries(session)
    return kit


def to_look_at(session: Session, person: Person, at: datetime) -> FollowUp | None:
    service.sweep(session, at)
    return next(iter(open_rows(session, kind=Kind.QUIET, person_id=person.id)), None)


def looked_at(session: Session, cast: Cast, person: Person, outcome: Outcome, at: datetime) -> None:
    row = to_look_at(session, person, at)
    assert row is not None
    service.resolve(session, cast.rosa.actor(session), row, outcome, at)
    audit.write_entries(session)


def test_staff_look_when_nothing_was_heard_for_twelve_months_and_not_before(
    session: Session, kit: Person, now: datetime
) -> None:
    assert to_look_at(session, kit, now + YEAR - DAY) is None
    row = to_look_at(session, kit, now + YEAR)
    assert row is not None
    assert row.reason is Reason.QUIET_FOR_LONG


def test_who_waits_is_never_looked_at_and_counts_from_when_they_rest(
    session: Session, cast: Cast, now: datetime
) -> None:
    tom, kit = (accounts.person(session, it.person_id) for it in (cast.tom, cast.kit))
    for months in (12, 24, 36):
        assert to_look_at(session, kit, now + relativedelta(months=months)) is None
    rests_since = now + relativedelta(months=38)
    pause(session, acting(kit), kit, None, rests_since)
    assert to_look_at(session, kit, rests_since + YEAR - DAY) is None
    assert to_look_at(session, kit, rests_since + YEAR) is not None
    assert open_rows(session, kind=Kind.QUIET, person_id=tom.id) == []


def a_sign_in(session: Session, cast: Cast, kit: Person, at: datetime) -> None:
    sign_in = session.query(SignIn).filter_by(person_id=kit.id).one()
    signing_in.sign_in(session, Attempt(sign_in.id, sign_in.password_hash), at, right=True)


def a_step_on_their_behalf(session: Session, cast: Cast, kit: Person, at: datetime) -> None:
    pause(session, cast.rosa.actor(session).on_behalf(How.PHONE), kit, None, at)


def a_contact(session: Session, cast: Cast, kit: Person, at: datetime) -> None:
    (row,) = open_rows(session, kind=Kind.REST, person_id=kit.id)
    service.log_contact(session, cast.rosa.actor(session), row, Reached.THEY_CAME, at)


@pytest.mark.parametrize("heard", [a_sign_in, a_step_on_their_behalf, a_contact])
def test_whatever_is_heard_of_them_starts_the_clock_anew(
    session: Session, cast: Cast, kit: Person, now: datetime, heard: Callable[..., None]
) -> None:
    at = now + relativedelta(months=7)
    heard(session, cast, kit, at)
    audit.write_entries(session)
    assert to_look_at(session, kit, now + YEAR) is None
    assert to_look_at(session, kit, at + YEAR - DAY) is None
    assert to_look_at(session, kit, at + YEAR) is not None


def test_an_attempt_and_a_look_by_staff_start_nothing(
    session: Session, cast: Cast, kit: Person, now: datetime
) -> None:
    (row,) = open_rows(session, kind=Kind.REST, person_id=kit.id)
    later = now + relativedelta(months=7)
    service.resolve(session, cast.rosa.actor(session), row, Outcome.LOOKED, later)
    load_person(session, cast.rosa.actor(session), kit.id)
    audit.write_entries(session)
    assert to_look_at(session, kit, now + YEAR) is not None


def is_matched(session: Session, cast: Cast, kit: Person, now: datetime) -> None:
    begin(session, kit.id, cast.tom.person_id, now)


def is_about_to_meet(session: Session, cast: Cast, kit: Person, now: datetime) -> None:
    made = {"state": MatchState.INTRODUCTION, "made_at": now, "agreement_version": 1}
    session.add(Match(mentee_id=kit.id, mentor_id=cast.tom.person_id, **made))
    session.flush()


def has_raised_a_worry(session: Session, cast: Cast, kit: Person, now: datetime) -> None:
    service.raise_safety(session, acting(kit), kit.id, Whose.MINE, "", now)


def has_complained(session: Session, cast: Cast, kit: Person, now: datetime) -> None:
    service.complain(session, acting(kit), kit.id, Role.REVIEWER, "quince", now)


def is_suspended(session: Session, cast: Cast, kit: Person, now: datetime) -> None:
    standing.suspend(session, cast.rosa.actor(session), kit, now)


@pytest.mark.parametrize(
    "held", [is_matched, is_about_to_meet, has_raised_a_worry, has_complained, is_suspended]
)
def test_the_clock_stands_still_while_somebody_is_matched_or_something_is_open(
    session: Session, cast: Cast, kit: Person, now: datetime, held: Callable[..., None]
) -> None:
    held(session, cast, kit, now)
    for months in (12, 30):
        assert to_look_at(session, kit, now + relativedelta(months=months)) is None
    assert kit.id in quiet.held(session, [kit.id])


def test_while_nobody_looked_nothing_goes_however_long_it_is(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        rests(session, cast, now)
    for months in (12, 24, 48):
        at = now + relativedelta(months=months, days=1)
        tasks.sweep_due(installation.database, at)
        account_tasks.erase_due(installation.database, at)
    with installation.database.reading() as session:
        assert accounts.person(session, cast.kit.person_id).standing is Standing.HERE
        assert len(open_rows(session, kind=Kind.QUIET)) == 1


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.AWAY])
def test_who_is_still_with_us_is_looked_at_a_year_later(
    session: Session, cast: Cast, kit: Person, now: datetime, outcome: Outcome
) -> None:
    looked_at(session, cast, kit, outcome, now + YEAR)
    assert to_look_at(session, kit, now + YEAR + YEAR - DAY) is None
    assert to_look_at(session, kit, now + YEAR + YEAR) is not None


def test_a_record_that_was_put_away_stands_on_no_list_and_opens_to_nobody(
    session: Session, cast: Cast, kit: Person, now: datetime
) -> None:
    rosa, at = cast.rosa.actor(session), now + YEAR
    looked_at(session, cast, kit, Outcome.PARKED, at)
    assert kit.standing is Standing.PARKED
    assert kit.erase_after == now + YEAR + YEAR
    assert kit.code not in {line.code for line in list_people(session, rosa, Show.ALL, at)}
    (row,) = session.query(FollowUp).filter_by(kind=Kind.QUIET)
    for staff in (cast.rosa, cast.lena, cast.ada):
        for model, key in ((Person, kit.id), (FollowUp, row.id)):
            with pytest.raises(NotFound):
                access.load(session, staff.actor(session), model, key)
    board = queries.board(session, rosa)
    assert kit.code not in {row.who for group in board.groups for row in group.rows}
    assert [row.kind for row in open_rows(session, person_id=kit.id)] == [Kind.WAITING]
    service.sweep(session, at + 200 * DAY)
    assert [row.kind for row in open_rows(session, person_id=kit.id)] == [Kind.WAITING]


def test_without_its_guards_a_record_that_was_put_away_opens_to_staff(
    session: Session, cast: Cast, kit: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(session, cast, kit, Outcome.PARKED, now + YEAR)
    guards: dict[type, object] = {**access._SEES, Person: [lambda *_asked: True]}
    monkeypatch.setattr(access, "_SEES", guards)
    assert access.load(session, cast.rosa.actor(session), Person, kit.id)


def test_who_was_here_meanwhile_is_not_put_away(
    session: Session, cast: Cast, kit: Person, now: datetime
) -> None:
    row = to_look_at(session, kit, now + YEAR)
    assert row is not None
    a_sign_in(session, cast, kit, now + YEAR + DAY)
    audit.write_entries(session)
    rosa = cast.rosa.actor(session)
    with pytest.raises(RuleBroken, match="They were here since"):
        service.resolve(session, rosa, row, Outcome.PARKED, now + YEAR + 2 * DAY)
    session.expire_all()
    assert to_look_at(session, kit, now + YEAR + 2 * DAY) is None, "it ends by itself"
    assert row.closed_as is Outcome.OVER


@pytest.mark.parametrize("on_behalf", [False, True])
def test_who_comes_back_keeps_their_place_and_everything_goes_on(
    session: Session, cast: Cast, kit: Person, now: datetime, on_behalf: bool
) -> None:
    waited_since, back = kit.waiting_since, now + YEAR + 100 * DAY
    looked_at(session, cast, kit, Outcome.PARKED, now + YEAR)
    if on_behalf:
        rosa = cast.rosa.actor(session).on_behalf(How.PHONE)
        found = standing.find_parked(session, rosa, kit.code.lower())
        assert found is standing.find_parked(session, rosa, cast.kit.sign_in_name)
        standing.bring_back(session, rosa, found, back)
    else:
        a_sign_in(session, cast, kit, back)
    assert (kit.standing, kit.erase_after, kit.waiting_since) == (
        Standing.HERE, None, waited_since,
    )  # fmt: skip
    assert access.load(session, cast.rosa.actor(session), Person, kit.id)
    (here_again,) = open_rows(session, person_id=kit.id, kind=Kind.LOOK)
    assert (here_again.reason, here_again.stage) == (Reason.CAME_BACK, Stage.DUE)
    # They still rest, as they had said; they end that themselves, when it suits them.
    assert {row.kind for row in open_rows(session, person_id=kit.id)} >= {Kind.REST}
    resume(session, acting(kit), kit, back)
    (row,) = open_rows(session, person_id=kit.id, kind=Kind.WAITING)
    assert row.next_at is not None
    own = session.get_one(Quiet, kit.id, populate_existing=True)
    assert (own.parked_at, own.back_at) == (now + YEAR, back)
    with pytest.raises(RuleBroken, match="No record"):
        standing.find_parked(session, cast.rosa.actor(session), kit.code)


def test_a_record_that_was_put_away_goes_for_good_after_its_months_once(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    database, last_day = installation.database, now + YEAR + YEAR
    with database.transaction() as session:
        looked_at(session, cast, rests(session, cast, now), Outcome.PARKED, now + YEAR)
    account_tasks.erase_due(database, last_day - DAY)
    with database.reading() as session:
        assert session.get(Person, cast.kit.person_id)
    race(2, lambda: account_tasks.erase_due(database, last_day))
    with database.reading() as session:
        assert session.get(Person, cast.kit.person_id) is None
        assert session.get(Quiet, cast.kit.person_id) is None
        erased = session.query(audit.AuditEntry).filter_by(act="erased")
        assert erased.count() == 1
        assert audit.verify(session) is None


def test_two_who_sweep_at_once_and_again_ask_staff_once(
    installation: Installation, cast: Cast, now: datetime
) -> None:
    with installation.database.transaction() as session:
        rests(session, cast, now)
    race(2, lambda: tasks.sweep_due(installation.database, now + YEAR))
    tasks.sweep_due(installation.database, now + YEAR + DAY)
    with installation.database.reading() as session:
        (row,) = session.query(FollowUp).filter_by(kind=Kind.QUIET).all()
        steps = session.query(FollowUpStep).filter_by(follow_up_id=row.id, step="opened")
        assert steps.count() == 1


def test_a_changed_number_moves_the_looks_and_what_was_put_away(
    session: Session, cast: Cast, kit: Person, now: datetime
) -> None:
    assert to_look_at(session, kit, now + relativedelta(months=6)) is None
    settings.change(session, SYSTEM, now, quiet_months=6)
    looked_at(session, cast, kit, Outcome.PARKED, now + relativedelta(months=6))
    settings.change(session, SYSTEM, now, erase_months=18)
    assert kit.erase_after == now + relativedelta(months=18)


def test_what_ends_while_somebody_is_away_asks_nobody_for_anything(
    session: Session, cast: Cast, now: datetime
) -> None:
    noor = accounts.person(session, cast.noor.person_id)
    pause(session, acting(noor), noor, None, now)
    audit.write_entries(session)
    settings.change(session, SYSTEM, now, quiet_months=6)
    looked_at(session, cast, noor, Outcome.PARKED, now + relativedelta(months=6))
    assert end_passed(session, now + relativedelta(months=13)) > 0
    assert Kind.TALK_NEEDED not in {row.kind for row in open_rows(session, person_id=noor.id)}
