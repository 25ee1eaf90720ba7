"""A mentee's two taps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.rules import Standing
from mentorship.checkins.models import FollowUp, Tap
from mentorship.checkins.rules.follow_ups import Kind, Outcome
from mentorship.checkins.service import resolve, take
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_safe_contact
from tests.cast import Cast, Member
from tests.pages import Visitor
from tests.participants import can_be_looked_for, can_be_reached
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


def reached(
    installation: Installation,
    member: Member,
    channel: Channel,
    now: datetime,
    *,
    lost: bool = False,
) -> None:  # fmt: skip
    """Let somebody say how they are reached; a change of it waits, and the old way may be lost."""
    with installation.database.transaction() as session:
        reach = Reach(channel, "555 0123", SafeHours(), False, "Lou", "", "Marmalade")
        person = accounts.person(session, member.person_id)
        save_safe_contact(
            session, member.actor(session), person, reach, now, old_still_safe=not lost
        )


CALLED = "They call you in the way and in the hours you said are safe."
RING_US = "Come by or call us. Our number for now:"


@pytest.mark.parametrize("channel", [Channel.THEY_CONTACT, Channel.IN_PERSON])
def test_whoever_comes_to_us_is_not_promised_a_call(
    installation: Installation, cast: Cast, as_: As, now: datetime, channel: Channel
) -> None:
    reached(installation, cast.kit, channel, now)
    kit = as_(cast.kit)
    page = kit.page("checkins.how_is_it")
    assert page.says(f"You chose that you come to us, so nobody calls you. {RING_US}")
    assert page.holds("555 0102")
    assert page.says("Somebody is here:")
    assert not page.says(CALLED)
    assert not page.says("We have no safe way")
    home = kit.page("desk.home")
    assert home.says("When you come by or call us")
    assert not home.says("We get in touch with you")
    kit.post("checkins.tap", {"going": "mixed", "wants_to_talk": "y"})
    assert kit.page("desk.home").says(f"nobody calls you. {RING_US}")


def test_a_mentor_who_comes_to_us_is_promised_no_call_when_they_step_back(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    reached(installation, cast.amara, Channel.THEY_CONTACT, now)
    amara = as_(cast.amara)
    for page in (
        amara.page("profiles.step_back"), amara.post("profiles.save_step_back") and amara.follow(),
    ):  # fmt: skip
        assert page.says("One of us speaks with you when you come by or call us.")
        assert not page.says("Somebody rings you")


def test_whoever_is_looked_for_and_comes_to_us_reads_no_day_by_which_we_speak(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        can_be_looked_for(session, accounts.person(session, cast.noor.person_id), now)
    assert not as_(cast.noor).page("desk.home").says("when you come by")
    reached(installation, cast.noor, Channel.THEY_CONTACT, now)
    home = as_(cast.noor).page("desk.home")
    assert home.says(f"One of us speaks with you when you come by or call us. {RING_US}")
    assert not home.says("will speak with you by")


def test_a_new_way_that_nobody_confirmed_is_said_as_that_to_both(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    reached(installation, cast.noor, Channel.CALL, now)
    assert as_(cast.noor).page("checkins.how_is_it").says(CALLED)
    reached(installation, cast.noor, Channel.CALL, now, lost=True)
    page = as_(cast.noor).page("checkins.how_is_it")
    assert page.says(
        "You gave us a new way to reach you. Until we spoke with you, nobody calls you. Come by"
    )
    assert not page.says("We have no safe way")
    noor = {"person_id": cast.noor.person_id}
    assert (
        as_(cast.rosa)
        .page("profiles.person", **noor)
        .says(
            "They gave a new way that nobody has confirmed yet, and the one before holds no more."
        )
    )
    kit = {"person_id": cast.kit.person_id}
    assert as_(cast.rosa).page("profiles.person", **kit).says("They have not said one.")


def test_of_whoever_asked_to_stop_staff_read_that_nobody_calls(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    reached(installation, cast.noor, Channel.THEY_CONTACT, now)
    with installation.database.transaction() as session:
        accounts.person(session, cast.noor.person_id).standing = Standing.STOPPING
    page = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert page.says("They asked to stop. Do not call. They can come to us, or ring us.")


def test_staff_who_record_for_somebody_are_not_told_that_they_are_called(
    cast: Cast, as_: As
) -> None:
    whom = {"person_id": cast.noor.person_id, "how": "in-person"}
    page = as_(cast.rosa).page("checkins.how_is_it_for", **whom)
    assert page.says("We call only in the way and in the hours they said are safe.")
    assert f"/people/{cast.noor.person_id}/for/in-person/tell" in page.links


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
