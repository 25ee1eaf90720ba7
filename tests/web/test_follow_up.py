"""The board, one row of it, and what staff do there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.accounts.service.standing import suspend
from mentorship.checkins.models import FollowUp, FollowUpStep
from mentorship.checkins.rules.contacts import QUESTIONS
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import TapEntry
from mentorship.checkins.rules.reports import Whose
from mentorship.checkins.rules.steps import State, Step
from mentorship.checkins.service import take, tap
from mentorship.checkins.service.follow_ups import raise_
from mentorship.checkins.service.reports import complain, raise_safety
from mentorship.installation import Installation
from mentorship.kernel import clock, events, settings
from mentorship.kernel.access import SYSTEM, Role
from mentorship.matches.service import end_now
from mentorship.notices.models import Notice, PhoneWish
from mentorship.notices.rules import NoticeKind
from mentorship.notices.service import tell
from mentorship.profiles.models import DangerCall
from mentorship.profiles.rules.contact import Channel, Reach, SafeHours
from mentorship.profiles.service.contact import save_first_contact, save_safe_contact
from mentorship.profiles.service.readiness import record_supervision
from tests.cast import Cast
from tests.pages import Page, Visitor, words
from tests.participants import acting, can_be_reached
from tests.scenes import active, of_the_cast

As = Callable[..., Visitor]
TEN_TO_TWELVE = SafeHours((0, 1, 2, 3, 4), 10, 12)
AFTERNOON = datetime(2026, 3, 4, 15, tzinfo=UTC)
VERBS = [
    ("take", {}),
    ("contact", {"reached": "reached"}),
    ("snooze", {"until": "2026-03-10", "why": "away"}),
    ("resolve", {"outcome": "spoke"}),
]


@pytest.fixture
def row_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.noor.person_id)
        can_be_reached(session, person, now, TEN_TO_TWELVE)
        tap(session, cast.noor.actor(session), person, TapEntry(wants_to_talk=True), now)
        wanted = select(FollowUp.id).where(FollowUp.reason == Reason.WANTS_TO_TALK)
        return session.scalars(wanted).one()


def row(installation: Installation, row_id: UUID) -> FollowUp:
    with installation.database.reading() as session:
        return session.get_one(FollowUp, row_id)


def buttons(page: Page) -> set[str]:
    return {words(button) for button in page.soup.select("main button")}


def test_the_board_names_people_by_code_alone(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.rosa).page("checkins.board")
    assert page.says("Wants to talk with the team")
    assert page.says("Nobody has this")
    assert str(cast.noor.sign_in_name) not in page.html


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.CALL, "Name to use"),
        (Channel.IN_PERSON, "They asked that nobody calls them."),
        (None, "Renew it when you meet, or over the old way with the word"),
    ],
)
def test_what_staff_do_about_silence_keeps_to_the_safe_contact(
    installation: Installation, cast: Cast, as_: As, now: datetime, channel: Channel | None,
    said: str,
) -> None:  # fmt: skip
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        if channel:
            reach = Reach(channel, "555", SafeHours(), False, "Lou", "", "Marmalade")
            save_first_contact(session, cast.noor.actor(session), noor, reach, now)
        events.publish(session, events.SignedIn(noor.id), now)
        wanted = select(FollowUp.id).where(
            FollowUp.reason == Reason.SILENT, FollowUp.person_id == noor.id
        )
        silence_id = session.scalars(wanted).one()
    page = as_(cast.rosa).page("checkins.follow_up", row_id=silence_id)
    assert page.says(said)
    assert page.says("They asked that nobody") == (channel is Channel.IN_PERSON)


def test_whom_nobody_calls_has_no_number_to_be_shown(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        never_now = SafeHours((6,), 9, 10)
        reach = Reach(Channel.IN_PERSON, "", never_now, False, "Lou", "", "Marmalade")
        save_first_contact(session, cast.noor.actor(session), noor, reach, now)
    page = as_(cast.rosa).page("profiles.person", person_id=cast.noor.person_id)
    assert not page.says("The next safe hour begins")
    assert not page.says("show the number")


def test_before_a_call_staff_read_that_a_newer_way_waits_to_be_confirmed(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    rosa = as_(cast.rosa)
    waits = "A change waits to be confirmed."
    assert not rosa.page("checkins.follow_up", row_id=row_id).says(waits)
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        newer = Reach(Channel.TEXT, "555 0999", SafeHours(), False, "", "", "")
        save_safe_contact(session, cast.noor.actor(session), noor, newer, now)
        session.add(PhoneWish(person_id=noor.id, at=now))
        session.flush()
        tell(session, noor.id, NoticeKind.MATCH_BEGAN, now)
        notice_id = session.scalars(select(Notice.id)).one()
    for page in (
        rosa.page("checkins.follow_up", row_id=row_id),
        rosa.page("notices.call", notice_id=notice_id),
        rosa.page("profiles.person", person_id=cast.noor.person_id),
    ):
        assert page.text.count(waits) == 1
        assert f"/people/{cast.noor.person_id}/reach-me" in page.html
        assert not page.holds("555 0999")


def test_what_has_its_day_says_the_day_what_to_do_and_where_it_is_noted(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        active(session, now, of_the_cast(session, cast, now))
        mentor = accounts.person(session, cast.amara.person_id)
        held = now.date() - timedelta(days=56)
        record_supervision(session, cast.rosa.actor(session), mentor, held, now)
        wanted = select(FollowUp.id).where(FollowUp.reason == Reason.SUPERVISION_ENDS)
        supervision_id = session.scalars(wanted).one()
    rosa = as_(cast.rosa)
    board = rosa.page("checkins.board")
    assert board.says("Hold the supervision, and note it")
    assert board.says("Sunday 8 March 2026")
    assert not board.says("Sunday 8 March 2026, 00:00")
    page = rosa.page("checkins.follow_up", row_id=supervision_id)
    assert f"/people/{cast.amara.person_id}/ready" in page.html
    assert not page.soup.find("form", action=f"/follow-up/{supervision_id}/resolve")


@pytest.mark.parametrize(("verb", "said"), VERBS)
def test_each_verb_works_once_and_is_noted(
    row_id: UUID, cast: Cast, as_: As, verb: str, said: dict[str, str]
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("checkins.follow_up", row_id=row_id)
    rosa.post(f"checkins.{verb}", said, row_id=row_id, to="checkins.follow_up")
    rosa.again()
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says("What has happened")


def test_what_was_taken_says_by_whom(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    rosa.post("checkins.take", row_id=row_id)
    assert row(installation, row_id).taken_by == cast.rosa.person_id
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says("Who has it You")
    assert not page.says("Nobody has this")
    assert buttons(page) >= {"Give it back"}
    assert buttons(page).isdisjoint({"I have this", "Take it over"})
    lenas = as_(cast.lena).page("checkins.follow_up", row_id=row_id)
    assert lenas.says("Who has it Rosa")
    assert lenas.says("Rosa has this.")
    assert buttons(lenas) >= {"Take it over"}
    assert buttons(lenas).isdisjoint({"I have this", "Give it back"})


def test_what_was_given_back_is_with_nobody_and_only_its_holder_gives_it(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, lena = as_(cast.rosa), as_(cast.lena)
    lena.page("checkins.follow_up", row_id=row_id)
    rosa.post("checkins.take", row_id=row_id)
    lena.post("checkins.give_back", row_id=row_id, status=409)
    assert row(installation, row_id).taken_by == cast.rosa.person_id
    rosa.post("checkins.give_back", row_id=row_id, to="checkins.follow_up")
    assert row(installation, row_id).taken_by is None
    page = rosa.follow()
    assert buttons(page) >= {"I have this"}
    assert page.says("With nobody again")


def test_each_row_leads_to_what_else_is_open_for_the_person_and_the_pair(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match = active(session, now, of_the_cast(session, cast, now)).match(session)
        noor, amara, kit = cast.noor.person_id, cast.amara.person_id, cast.kit.person_id
        one = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, noor, now, match_id=match.id).id
        same = raise_(session, SYSTEM, Reason.CANNOT_LOOK, noor, now).id
        pair = raise_(session, SYSTEM, Reason.NOT_HEARD, amara, now, match_id=match.id).id
        other = raise_(session, SYSTEM, Reason.CANNOT_LOOK, kit, now).id
        complain(session, cast.noor.actor(session), noor, Role.REVIEWER, "", now)
        unfair = select(FollowUp.id).where(FollowUp.reason == Reason.NOT_TREATED_RIGHT)
        told = session.scalars(unfair).one()
    page = as_(cast.rosa).page("checkins.follow_up", row_id=one)
    assert page.says("Also open for them")
    assert {f"/follow-up/{row}" for row in (same, pair)} <= set(page.links)
    assert {f"/follow-up/{row}" for row in (one, other, told)}.isdisjoint(page.links)
    # Whoever reads a complaint and has no board sees nothing of it.
    read = as_(cast.ruth).page("checkins.follow_up", row_id=told)
    assert not read.says("Also open for them")
    assert {f"/follow-up/{row}" for row in (one, same, pair)}.isdisjoint(read.links)
    assert not any(link.endswith("/reach-me/word") for link in read.links)


def test_the_words_to_use_for_whose_other_one_went_away_are_others_after_the_end(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        scene = active(session, now, of_the_cast(session, cast, now))
        suspend(session, scene.staff(session), accounts.person(session, scene.mentor), now)
        away = select(FollowUp.id).where(FollowUp.reason == Reason.OTHER_SUSPENDED)
        away_id = session.scalars(away).one()
    rosa = as_(cast.rosa)
    page = rosa.page("checkins.follow_up", row_id=away_id)
    assert page.says("The one you talk with is not here for now.")
    with installation.database.transaction() as session:
        end_now(session, scene.staff(session), scene.match(session), now)
    page = rosa.page("checkins.follow_up", row_id=away_id)
    assert page.says("Your talks have come to an end. This has nothing to do with you.")
    assert not page.says("is not here for now")


def test_a_worry_about_safety_stands_beside_the_agencys_own_procedure(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = cast.noor.actor(session)
        raise_safety(session, noor, cast.noor.person_id, Whose.MINE, "", now)
        worry = select(FollowUp.id).where(FollowUp.reason == Reason.WORRIED_NOW)
        worry_id = session.scalars(worry).one()
        calls = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, cast.noor.person_id, now).id
    rosa = as_(cast.rosa)
    page = rosa.page("checkins.follow_up", row_id=worry_id)
    assert page.says("Our procedure")
    assert page.says("Never tell the one it names, nor the other one of a pair.")
    assert not rosa.page("checkins.follow_up", row_id=calls).says("Our procedure")
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, safety_procedure=("Ring the quince line.",))
    page = rosa.page("checkins.follow_up", row_id=worry_id)
    assert page.says("Ring the quince line.")
    assert not page.says("Never tell the one it names")


def test_staff_on_the_phone_ask_for_the_word_first_and_are_never_shown_it(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id}
    first = "Ask for the code word first."
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says(first)
    assert f"/people/{cast.noor.person_id}/reach-me/word" in page.links
    asked = rosa.page("profiles.ask_word", **whom)
    assert rosa.post("profiles.check_word", {"word": ""}, status=422, **whom).problem("word")
    rosa.post("profiles.check_word", {"word": "pear"}, to="profiles.ask_word", **whom)
    wrong = rosa.follow()
    rosa.post("profiles.check_word", {"word": " marmalade "}, to="profiles.ask_word", **whom)
    right = rosa.follow()
    board = rosa.page("checkins.board")
    assert wrong.says("It is not the word.")
    assert right.says("It is the word. You can go on.")
    assert all("marmalade" not in it.html.lower() for it in (page, asked, wrong, right, board))
    assert not board.says(first)
    with clock.fixed(AFTERNOON):
        assert not as_(cast.rosa).page("checkins.follow_up", row_id=row_id).says(first)
    for stranger in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("profiles.ask_word", status=404, **whom)


def test_one_s_own_rows_are_a_list_of_their_own(row_id: UUID, cast: Cast, as_: As) -> None:
    rosa, lena, mine = as_(cast.rosa), as_(cast.lena), {"show": "mine"}
    rosa.page("checkins.board", query={"show": "theirs"}, status=404)
    assert not rosa.page("checkins.board", query=mine).says("Wants to talk with the team")
    rosa.post("checkins.take", row_id=row_id)
    assert rosa.page("checkins.board", query=mine).says("Wants to talk with the team")
    assert not lena.page("checkins.board", query=mine).says("Wants to talk with the team")


def test_what_has_ended_says_so_at_once_and_asks_for_nothing(
    row_id: UUID, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    assert rosa.page("checkins.follow_up", row_id=row_id).says("For today")
    rosa.post("checkins.resolve", {"outcome": "spoke"}, row_id=row_id)
    page = rosa.follow()
    assert "Ended" in page.text.split("About")[0]
    assert "This has ended." in page.text.split("About")[0]
    assert not page.says("For today")
    assert not page.says("Next")


def test_two_rows_about_one_pair_say_whom_to_speak_with(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match = active(session, now, of_the_cast(session, cast, now)).match(session)
        for member in (cast.noor, cast.amara):
            raise_(session, SYSTEM, Reason.WORRIED, member.person_id, now, match_id=match.id)
        can_be_reached(session, accounts.person(session, match.mentee_id), now, SafeHours())
        codes = [accounts.person(session, who).code for who in (match.mentee_id, match.mentor_id)]
    page = as_(cast.rosa).page("checkins.board")
    assert page.says(f"Speak with {codes[0]} (mentee)")
    assert page.says(f"It is about {codes[1]} (mentor)")
    assert not page.says(f"Speak with {codes[1]}")


def test_a_step_that_was_before_what_stands_there_now_is_not_its_last_one(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        row = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, cast.noor.person_id, now)
        take(session, cast.rosa.actor(session), row, now + timedelta(minutes=1))
        row_id = row.id
    rosa = as_(cast.rosa)
    assert rosa.page("checkins.board").says("Last step: Taken")
    with installation.database.transaction() as session:
        session.get_one(FollowUp, row_id).since = now + timedelta(hours=1)
    assert not rosa.page("checkins.board").says("Last step")


def test_a_lane_says_how_many_things_stand_in_it_and_about_how_many_people(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        for reason in (Reason.WANTS_TO_TALK, Reason.SUSPENDED):
            raise_(session, SYSTEM, reason, cast.noor.person_id, now)
        raise_(session, SYSTEM, Reason.WANTS_TO_TALK, cast.kit.person_id, now)
    page = as_(cast.rosa).page("checkins.board")
    assert page.says("For today 3 things about 2 people")
    buttons = [words(link) for link in page.soup.select("a.chip[href^='#lane']")]
    assert [said.split(":")[0] for said in buttons] == ["For today", "New"]
    in_all = sum(int(said.split(": ")[1]) for said in buttons)
    assert page.says(f"{in_all} things need a look."), "as many as the buttons say together"


def test_speaking_with_one_of_a_pair_is_said_only_where_that_comes_next(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        match = active(session, now, of_the_cast(session, cast, now)).match(session)
        noor = accounts.person(session, match.mentee_id)
        can_be_reached(session, noor, now, SafeHours())
        for reason in (Reason.REVIEW_DUE, Reason.ENDING):
            raise_(session, SYSTEM, reason, noor.id, now, match_id=match.id)
        code = noor.code
    listed = [words(row) for row in as_(cast.rosa).page("checkins.board").soup.select("tbody tr")]
    for why in ("It is time to look back", "Their talks are on the way to an end"):
        (said,) = [row for row in listed if why in row]
        assert f"It is about {code} (mentee)" in said
        assert f"Speak with {code}" not in said


@pytest.mark.parametrize(("channel", "says"), [
    (Channel.CALL, "Speak with them today, in their safe way"),
    (Channel.IN_PERSON, "Do not call: ask when they come"),
    (Channel.THEY_CONTACT, "Do not call: ask when they come"),
])  # fmt: skip
def test_a_row_says_the_next_step_by_the_way_and_a_list_nothing_of_the_way(
    installation: Installation, cast: Cast, as_: As, now: datetime, channel: Channel, says: str
) -> None:
    with installation.database.transaction() as session:
        noor = accounts.person(session, cast.noor.person_id)
        reach = Reach(channel, "555 0199", SafeHours(), False, "", "", code_word="pear")
        save_first_contact(session, acting(noor), noor, reach, now)
        row_id = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, noor.id, now).id
    rosa = as_(cast.rosa)
    assert rosa.page("checkins.board").says("Speak with them today, in their safe way")
    assert rosa.page("checkins.follow_up", row_id=row_id).says(f"Next {says}")


def test_a_talk_that_is_needed_leads_to_where_it_is_recorded(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor = cast.noor.person_id
        needed = raise_(session, SYSTEM, Reason.CONSENT_OVER, noor, now).id
        other = raise_(session, SYSTEM, Reason.WANTS_TO_TALK, noor, now).id
        can_be_reached(session, accounts.person(session, noor), now, SafeHours())
    rosa, record = as_(cast.rosa), f"/people/{cast.noor.person_id}/for"
    page = rosa.page("checkins.follow_up", row_id=needed)
    assert page.says("Ask what still holds for them, and record it")
    assert record in page.links
    assert record not in rosa.page("checkins.follow_up", row_id=other).links


def test_a_day_beside_the_next_step_says_what_happens_on_it(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        due = now - timedelta(days=3)
        raise_(session, SYSTEM, Reason.CANNOT_LOOK, cast.noor.person_id, now, due=due)
    page = as_(cast.rosa).page("checkins.board")
    assert page.says(
        "Do not call: ask when they come; from Sunday 15 March 2026 on it is for today"
    )


@pytest.mark.parametrize("verb", ["contact", "snooze", "resolve"])
def test_an_empty_form_is_said_beside_its_fields_and_changes_nothing(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, verb: str
) -> None:
    rosa = as_(cast.rosa)
    rosa.page("checkins.follow_up", row_id=row_id)
    page = rosa.post(f"checkins.{verb}", row_id=row_id, status=422)
    assert page.says("There is something to look at")
    assert row(installation, row_id).state is State.OPEN


def test_a_day_that_passed_is_no_day_to_put_it_off_to(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    said = {"until": "2020-01-01", "why": "away"}
    page = as_(cast.rosa).post("checkins.snooze", said, row_id=row_id, status=422)
    assert page.problem("until")
    assert row(installation, row_id).state is State.OPEN


def test_the_same_five_questions_are_asked_and_shown_at_the_next_contact(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    page = rosa.page("checkins.follow_up", row_id=row_id)
    asked = [said["name"] for said in page.soup.select("fieldset input[type=radio]")]
    assert list(dict.fromkeys(asked))[1:6] == list(QUESTIONS)
    wrong = {"reached": "they_came", "safety": "perhaps"}
    assert rosa.post("checkins.contact", wrong, row_id=row_id, status=422).problem("safety")
    rosa.post("checkins.contact", {"reached": "they_came", "safety": "mixed"}, row_id=row_id)
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says("What they said last time")
    assert page.says("Their safety: how do they say it is? Mixed")


def test_each_reason_is_shown_and_what_is_not_chosen_stays(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        raise_(session, SYSTEM, Reason.NOT_HEARD, cast.noor.person_id, now)
    rosa = as_(cast.rosa)
    assert rosa.page("checkins.board").says("Also: Has not heard from the other one")
    page = rosa.page("checkins.follow_up", row_id=row_id)
    assert page.says("What does this end?")
    page = rosa.post("checkins.resolve", {"outcome": "spoke"}, row_id=row_id, status=422)
    assert page.problem("reasons")
    said = {"outcome": "spoke", "reasons": ["wants_to_talk"]}
    rosa.post("checkins.resolve", said, row_id=row_id, to="checkins.follow_up")
    held = row(installation, row_id)
    assert (held.state, held.reason) == (State.OPEN, Reason.NOT_HEARD)
    assert not rosa.page("checkins.follow_up", row_id=row_id).says("Also:")


def test_what_is_put_off_comes_back_at_midnight_of_the_agency(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, now, time_zone="America/Los_Angeles")
    said = {"until": "2026-03-11", "why": "away"}
    as_(cast.rosa).post("checkins.snooze", said, row_id=row_id)
    assert row(installation, row_id).snoozed_until == datetime(2026, 3, 11, 7, tzinfo=UTC)


def test_a_clock_of_contact_offers_no_outcome_and_takes_none(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        clock_id = raise_(session, SYSTEM, Reason.STILL_WAITING, cast.noor.person_id, now).id
    rosa = as_(cast.rosa)
    due = row(installation, clock_id).due_at
    assert not rosa.page("checkins.follow_up", row_id=clock_id).says("Save the outcome")
    for outcome in ("spoke", "not_reached", "no_longer_so"):
        rosa.post("checkins.resolve", {"outcome": outcome}, row_id=clock_id, status=409)
    assert row(installation, clock_id).due_at == due


def test_what_has_ended_cannot_be_taken(row_id: UUID, cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    rosa.post("checkins.resolve", {"outcome": "spoke"}, row_id=row_id)
    rosa.post("checkins.take", row_id=row_id, status=409)


@pytest.mark.parametrize(("verb", "said"), VERBS)
def test_strangers_find_nothing_and_change_nothing(
    row_id: UUID, installation: Installation, cast: Cast, as_: As, verb: str,
    said: dict[str, str],
) -> None:  # fmt: skip
    for stranger in (cast.noor, cast.amara, cast.ruth, cast.ada):
        as_(stranger).page("checkins.follow_up", row_id=row_id, status=404)
        as_(stranger).post(f"checkins.{verb}", said, row_id=row_id, status=404)
        as_(stranger).page("checkins.board", status=404)
    assert row(installation, row_id).state is State.OPEN


def test_who_is_not_signed_in_is_sent_to_sign_in(row_id: UUID, visitor: Visitor) -> None:
    visitor.page("checkins.board", to="accounts.sign_in")
    visitor.page("checkins.follow_up", row_id=row_id, to="accounts.sign_in")


@pytest.mark.parametrize("verb", [verb for verb, _ in VERBS])
def test_an_address_that_does_something_is_not_opened(
    row_id: UUID, cast: Cast, as_: As, verb: str
) -> None:
    as_(cast.rosa).open(f"/follow-up/{row_id}/{verb}", status=405)


def contacts(installation: Installation, row_id: UUID) -> list[FollowUpStep]:
    with installation.database.reading() as session:
        chosen = select(FollowUpStep).where(
            FollowUpStep.follow_up_id == row_id, FollowUpStep.step == Step.CONTACT
        )
        return list(session.scalars(chosen))


def test_in_the_safe_hours_the_number_is_there(row_id: UUID, cast: Cast, as_: As) -> None:
    page = as_(cast.rosa).page("checkins.follow_up", row_id=row_id)
    assert page.says("555 0147 22")
    assert page.says("Monday to Friday, 10:00 to 12:00")
    assert page.says("A call")


def test_outside_the_safe_hours_there_is_no_number_but_the_next_safe_hour(
    row_id: UUID, cast: Cast, as_: As
) -> None:
    with clock.fixed(AFTERNOON):
        page = as_(cast.rosa).page("checkins.follow_up", row_id=row_id)
    assert not page.holds("555 0147 22")
    assert page.says("The next safe hour begins on Thursday 5 March 2026, 10:00.")


def test_a_call_outside_the_safe_hours_is_logged_only_for_danger_to_life(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    with clock.fixed(AFTERNOON):
        rosa = as_(cast.rosa)
        for reached in ("reached", "no_answer", "left_nothing"):
            said = {"reached": reached}
            page = rosa.post("checkins.contact", said, row_id=row_id, status=422)
            assert "outside their safe hours" in page.problem("reached")
        assert contacts(installation, row_id) == []
        rosa.post("checkins.contact", {"reached": "no_answer", "danger": "y"}, row_id=row_id)
    assert len(contacts(installation, row_id)) == 1
    with installation.database.reading() as session:
        noted = session.scalars(select(DangerCall)).one()
    assert (noted.person_id, noted.by_id) == (cast.noor.person_id, cast.rosa.person_id)


def test_a_call_made_in_the_safe_hours_may_be_logged_after_them(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    with clock.fixed(AFTERNOON):
        rosa = as_(cast.rosa)
        said = {"reached": "reached", "at": "11:50"}
        rosa.post("checkins.contact", said, row_id=row_id)
        ahead = {"reached": "reached", "at": "15:01"}
        assert rosa.post("checkins.contact", ahead, row_id=row_id, status=422).problem("at")
    (step,) = contacts(installation, row_id)
    assert step.happened_at == datetime(2026, 3, 4, 11, 50, tzinfo=UTC)
    assert step.at == AFTERNOON


def test_who_comes_of_their_own_accord_is_contacted_at_any_hour(
    row_id: UUID, installation: Installation, cast: Cast, as_: As
) -> None:
    with clock.fixed(AFTERNOON):
        as_(cast.rosa).post("checkins.contact", {"reached": "they_came"}, row_id=row_id)
    assert len(contacts(installation, row_id)) == 1


def test_danger_to_life_opens_the_number_for_an_hour_to_who_noted_it(
    row_id: UUID, cast: Cast, as_: As
) -> None:
    whom = {"person_id": cast.noor.person_id}
    with clock.fixed(AFTERNOON):
        rosa = as_(cast.rosa)
        rosa.page("checkins.follow_up", row_id=row_id)
        rosa.post("profiles.reach_in_danger", to="profiles.person", **whom)
        assert rosa.page("checkins.follow_up", row_id=row_id).says("555 0147 22")
        assert not as_(cast.lena).page("profiles.person", **whom).holds("555 0147 22")
        rosa.post("checkins.contact", {"reached": "reached"}, row_id=row_id)
    with clock.fixed(AFTERNOON + timedelta(minutes=61)):
        assert not as_(cast.rosa).page("profiles.person", **whom).holds("555 0147 22")
    for stranger in (cast.kit, cast.amara, cast.ruth, cast.ada):
        as_(stranger).post("profiles.reach_in_danger", status=404, **whom)


def test_where_there_is_no_safe_way_no_call_is_logged(
    installation: Installation, row_id: UUID, cast: Cast, as_: As, now: datetime
) -> None:
    with clock.fixed(now + timedelta(days=91)):
        rosa = as_(cast.rosa)
        page = rosa.page("checkins.follow_up", row_id=row_id)
        assert page.says("No safe way to reach them now")
        assert not page.says("No answer")
        assert page.says("still safe")
        said = {"reached": "reached", "danger": "y"}
        assert rosa.post("checkins.contact", said, row_id=row_id, status=422).problem("reached")
        came = {"reached": "they_came", "still_safe": "y"}
        rosa.post("checkins.contact", came, row_id=row_id)
        assert rosa.page("checkins.follow_up", row_id=row_id).says("555 0147 22")
    assert len(contacts(installation, row_id)) == 1
