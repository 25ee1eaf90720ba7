"""A mentee's two taps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import FollowUp, Tap
from mentorship.checkins.rules.follow_ups import Kind, Outcome
from mentorship.checkins.service import resolve, take
from mentorship.installation import Installation
from mentorship.kernel import clock
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import can_be_reached
from tests.talking import begin

As = Callable[..., Visitor]
FRIDAY_NIGHT = datetime(2026, 3, 6, 23, tzinfo=UTC)


def taps(installation: Installation) -> list[Tap]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Tap)))


def test_two_taps_reach_staff_today(installation: Installation, cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.how_is_it")
    noor.post("checkins.tap", {"going": "mixed", "wants_to_talk": "y"})
    assert len(taps(installation)) == 1
    with installation.database.reading() as session:
        assert session.scalars(select(FollowUp).where(FollowUp.kind == Kind.CALL)).one()


def test_the_same_taps_twice_are_once(installation: Installation, cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    noor.post("checkins.tap", {"going": "good"})
    noor.again()
    assert len(taps(installation)) == 1


def test_nothing_chosen_is_said_beside_the_field(
    installation: Installation, cast: Cast, as_: As
) -> None:
    assert as_(cast.noor).post("checkins.tap", status=422).problem("going")
    assert taps(installation) == []


def test_a_mentor_has_no_such_page(cast: Cast, as_: As) -> None:
    as_(cast.amara).page("checkins.how_is_it", status=404)
    as_(cast.amara).post("checkins.tap", {"going": "good"}, status=404)


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.how_is_it", to="accounts.sign_in")


def test_staff_note_what_a_mentee_told_them(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    whom = {"person_id": cast.noor.person_id, "how": "in-person"}
    rosa.page("checkins.how_is_it_for", **whom)
    rosa.post("checkins.tap_for", {"going": "not_good"}, **whom)
    assert [tap.how for tap in taps(installation)] == ["in_person"]


def test_the_page_promises_only_what_is_true_at_that_hour(cast: Cast, as_: As) -> None:
    by_day = as_(cast.noor).page("checkins.how_is_it")
    assert by_day.says("Somebody from the team is here now and sees it soon.")
    with clock.fixed(FRIDAY_NIGHT):
        by_night = as_(cast.noor).page("checkins.how_is_it")
    assert by_night.says("Somebody from the team sees it on Monday 9 March 2026, 09:00.")
    for page in (by_day, by_night):
        assert not page.says("today")
        assert page.says("We have no safe way to call you now.")


def test_home_says_when_we_call_until_the_call_took_place(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor, asked = as_(cast.noor), "You asked us to call you."
    noor.post("checkins.tap", {"going": "mixed"})
    assert not noor.page("desk.home").says(asked)
    noor.post("checkins.tap", {"wants_to_talk": "y"}, to="desk.home")
    page = noor.page("desk.home")
    assert page.says(f"{asked} Somebody from the team is here now and sees it soon.")
    assert page.says("We have no safe way to call you now.")
    with installation.database.transaction() as session:
        can_be_reached(session, accounts.person(session, cast.noor.person_id), clock.now())
    assert noor.page("desk.home").says("They call you in the way and in the hours you said")
    with installation.database.transaction() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.kind == Kind.CALL)).one()
        resolve(session, cast.rosa.actor(session), row, Outcome.SPOKE, clock.now())
    assert not noor.page("desk.home").says(asked)


def test_a_call_that_is_late_or_taken_is_promised_for_no_office_hour(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor, sees = as_(cast.noor), "Somebody from the team"
    noor.post("checkins.tap", {"wants_to_talk": "y"}, to="desk.home")
    with installation.database.transaction() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.kind == Kind.CALL)).one()
        due = row.due_at
        take(session, cast.rosa.actor(session), row, clock.now())
    page = noor.page("desk.home")
    assert page.says("You asked us to call you. One of us has it.")
    assert not page.says(sees)
    with clock.fixed(due + timedelta(minutes=1)):
        late = as_(cast.noor).page("desk.home")
        assert late.says("You asked us to call you. We have not called you in time. We are sorry.")
        assert not late.says(sees)
        assert not late.says("One more of us knows of it now.")
        with installation.database.transaction() as session:
            row = session.scalars(select(FollowUp).where(FollowUp.kind == Kind.CALL)).one()
            row.passed_to = cast.lena.person_id
        assert as_(cast.noor).page("desk.home").says("One more of us knows of it now.")


def test_who_talks_with_nobody_is_asked_nothing_about_the_one_they_talk_with(
    installation: Installation, cast: Cast, as_: As
) -> None:
    noor, theirs = as_(cast.noor), ("The one you talk with", "I have not heard from them")
    page = noor.page("checkins.how_is_it")
    assert not any(page.says(said) for said in theirs)
    assert not noor.page("checkins.tell").says("I have not heard from them")
    talk(installation, cast)
    page = noor.page("checkins.how_is_it")
    assert all(page.says(said) for said in theirs)
    assert noor.page("checkins.tell").says("I have not heard from them")


def talk(installation: Installation, cast: Cast) -> None:
    with installation.database.transaction() as session:
        begin(session, cast.noor.person_id, cast.amara.person_id, clock.now())


def test_the_page_leads_to_where_somebody_else_is_asked_for(
    installation: Installation, cast: Cast, as_: As
) -> None:
    talk(installation, cast)
    page = as_(cast.noor).page("checkins.how_is_it")
    assert page.soup.find("a", href="/another", string="I would like to talk with someone else")
    whom = {"person_id": cast.noor.person_id, "how": "phone"}
    told = as_(cast.rosa).page("checkins.how_is_it_for", **whom)
    assert told.soup.find("a", href=f"/people/{cast.noor.person_id}/for/phone/another")
