"""Logging a talk, changing it and taking it back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts.queries import person
from mentorship.checkins.models import CheckIn, FollowUp, Meeting
from mentorship.checkins.queries import follow_ups, talks
from mentorship.checkins.rules.follow_ups import Kind
from mentorship.checkins.rules.logs import Outcome
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.checkins.service.talks import add_moment
from mentorship.installation import Installation
from mentorship.kernel import clock, settings
from mentorship.kernel.access import SYSTEM
from mentorship.kernel.words import format_date
from tests.cast import Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


@pytest.fixture
def match_id(their_match: UUID) -> UUID:
    return their_match


def logs(installation: Installation) -> list[CheckIn]:
    with installation.database.reading() as session:
        return list(session.scalars(select(CheckIn).where(CheckIn.taken_back_at.is_(None))))


@pytest.mark.usefixtures("match_id")
def test_a_mentor_logs_with_one_tap_and_save(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    page = amara.page("checkins.log")
    assert page.soup.find("input", attrs={"name": "outcome", "checked": True}) is None
    assert page.soup.find("input", attrs={"name": "who", "type": "hidden"})
    assert page.soup.find("input", attrs={"name": "when", "value": "today"}).has_attr("checked")
    amara.post("checkins.save_log", {"outcome": "held"}, to="checkins.logged")
    assert len(logs(installation)) == 1
    assert "Saved. Next one by" in amara.follow().html


def test_the_next_log_is_awaited_on_the_day_on_which_the_board_awaits_it(
    installation: Installation, cast: Cast, as_: As, now: datetime, match_id: UUID
) -> None:
    with clock.fixed(now + timedelta(days=3)):
        amara = as_(cast.amara)
        amara.post("checkins.save_log", {"outcome": "held", "when": "yesterday"})
        said = amara.follow()
    with installation.database.reading() as session:
        clock_ = follow_ups.clock_of(session, match_id)
        assert clock_
        due = clock_.due_at
    assert said.says(f"Saved. Next one by {format_date(due)}.")


def test_a_talk_that_has_not_begun_is_not_the_one_of_today(
    installation: Installation, cast: Cast, as_: As, now: datetime, match_id: UUID
) -> None:
    with installation.database.transaction() as session:
        match = talks.match_of_pair(session, match_id)
        in_a_minute, rosa = now + timedelta(minutes=1), cast.rosa.actor(session)
        amara = person(session, cast.amara.person_id)
        planned = add_moment(session, rosa, amara, match, in_a_minute, 60, Way.PHONE, now).id
    as_(cast.amara).post("checkins.save_log", {"outcome": "held"})
    assert logs(installation)[0].meeting_id is None
    with installation.database.reading() as session:
        assert session.get_one(Meeting, planned).state is MeetingState.PLANNED


@pytest.mark.usefixtures("match_id")
def test_the_same_log_twice_is_once(installation: Installation, cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    first = amara.post("checkins.save_log", {"outcome": "held"}).location
    assert amara.again().location == first
    assert len(logs(installation)) == 1


@pytest.mark.usefixtures("match_id")
def test_a_second_log_of_a_day_asks_whether_it_was_one_more(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.save_log", {"outcome": "held"})
    said = {"outcome": "held", "note": "Kept words."}
    page = amara.post("checkins.save_log", said, status=422)
    assert "You logged a talk with them on that day before." in page.problem("again")
    assert "Kept words." in page.html
    assert len(logs(installation)) == 1
    amara.post("checkins.save_log", {**said, "again": "y"})
    assert len(logs(installation)) == 2


@pytest.mark.usefixtures("match_id")
def test_a_log_without_a_planned_talk_stands_among_the_talks_of_its_mentor_alone(
    installation: Installation, cast: Cast, as_: As
) -> None:
    as_(cast.amara).post("checkins.save_log", {"outcome": "held"})
    url = f"/talks/logs/{logs(installation)[0].id}"
    assert url in as_(cast.amara).page("checkins.talks").links
    theirs = as_(cast.noor).page("checkins.talks")
    assert url not in theirs.links
    assert not theirs.says("Before")


@pytest.mark.usefixtures("match_id")
def test_a_log_without_a_planned_talk_stands_in_the_month_of_its_mentor_alone(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara, noor, day = as_(cast.amara), as_(cast.noor), "2026-03-04"
    amara.post("checkins.save_log", {"outcome": "held"})
    url = f"/talks/logs/{logs(installation)[0].id}"
    assert "4 March 2026, 1 talk" in amara.page("checkins.month").html
    assert url in amara.page("checkins.day", query={"day": day}).links
    assert "1 talk" not in noor.page("checkins.month").html
    assert url not in noor.page("checkins.day", query={"day": day}).links
    amara.post("checkins.undo", log_id=logs(installation)[0].id)
    assert "1 talk" not in amara.page("checkins.month").html


@pytest.mark.usefixtures("match_id")
def test_without_saying_whether_they_talked_nothing_is_saved_and_all_comes_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    page = as_(cast.amara).post("checkins.save_log", {"note": "Kept words."}, status=422)
    assert page.problem("outcome")
    assert "Kept words." in page.html
    assert logs(installation) == []


@pytest.mark.usefixtures("match_id")
@pytest.mark.parametrize("day", ["", "2999-01-01", "1999-01-01", "soon"])
def test_a_wrong_day_is_said_beside_its_field(cast: Cast, as_: As, day: str) -> None:
    said = {"outcome": "held", "when": "other", "day": day}
    assert as_(cast.amara).post("checkins.save_log", said, status=422).problem("day")


@pytest.mark.usefixtures("match_id")
def test_a_length_that_no_talk_has_is_said_beside_its_field(
    installation: Installation, cast: Cast, as_: As
) -> None:
    for minutes in ("-5", "0", "481", "9" * 30, "long"):
        said = {"outcome": "held", "minutes": minutes, "note": "Kept words."}
        page = as_(cast.amara).post("checkins.save_log", said, status=422)
        assert page.problem("minutes"), minutes
        assert "Kept words." in page.html
    assert logs(installation) == []


@pytest.mark.usefixtures("match_id")
def test_a_log_is_changed_and_taken_back(installation: Installation, cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.save_log", {"outcome": "held", "note": "A word."})
    (row,) = logs(installation)
    assert "A word." in amara.page("checkins.logged", log_id=row.id).html
    amara.post("checkins.change", {"outcome": "no_answer"}, log_id=row.id)
    assert [log.outcome for log in logs(installation)] == ["no_answer"]
    amara.page("checkins.logged", log_id=row.id)
    amara.post("checkins.undo", log_id=row.id, to="checkins.talks")
    assert logs(installation) == []


@pytest.mark.usefixtures("match_id")
def test_strangers_and_the_mentee_find_nothing(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.save_log", {"outcome": "held"})
    (row,) = logs(installation)
    as_(cast.noor).page("checkins.logged", log_id=row.id, status=404)
    as_(cast.tom).page("checkins.logged", log_id=row.id, status=404)
    as_(cast.tom).post("checkins.undo", log_id=row.id, status=404)
    as_(cast.noor).page("checkins.log", status=404)
    assert len(logs(installation)) == 1


def test_who_has_nobody_is_told_so(cast: Cast, as_: As) -> None:
    assert as_(cast.tom).page("checkins.log").says("You have no one to log for yet.")


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.log", to="accounts.sign_in")


@pytest.mark.usefixtures("match_id")
def test_staff_log_what_a_mentor_told_them(installation: Installation, cast: Cast, as_: As) -> None:
    rosa = as_(cast.rosa)
    whom = {"person_id": cast.amara.person_id, "how": "phone"}
    rosa.page("checkins.log_for", **whom)
    rosa.post("checkins.save_log_for", {"outcome": "held", "call_me": "today"}, **whom)
    (row,) = logs(installation)
    assert (row.how, row.recorded_by) == ("phone", cast.rosa.person_id)
    with installation.database.reading() as session:
        assert session.scalars(select(FollowUp).where(FollowUp.kind == Kind.CALL)).one()


@pytest.mark.parametrize("before", ["taken off", "logged"])
def test_a_talk_that_was_taken_off_or_logged_is_not_logged_again_and_nothing_is_lost(
    installation: Installation, cast: Cast, as_: As, match_id: UUID, before: str
) -> None:
    amara = as_(cast.amara)
    amara.post(
        "checkins.add", {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "phone"}
    )
    with installation.database.reading() as session:
        talk = session.scalars(select(Meeting)).one()
    if before == "logged":
        amara.post("checkins.save_log_meeting", {"outcome": "held"}, meeting_id=talk.id)
    else:
        amara.page("checkins.meeting", meeting_id=talk.id)
        amara.post("checkins.cancel", meeting_id=talk.id)
    for one in (cast.amara, cast.noor):
        shown = as_(one).page("checkins.meeting", meeting_id=talk.id)
        assert not shown.says("Move it")
        assert not shown.says("Take it off")
        assert shown.says("The talk you logged") == (before == "logged" and one is cast.amara)
    stood = len(logs(installation))
    said = {"outcome": "no_answer", "note": "Kept words."}
    page = amara.post("checkins.save_log_meeting", said, meeting_id=talk.id, status=422)
    assert page.problem("outcome") == (
        "To fix: This talk was already logged or taken off. Look at your list."
    )
    assert "Kept words." in page.html
    assert len(logs(installation)) == stood
    for other in (cast.tom, cast.noor):
        as_(other).post("checkins.save_log_meeting", said, meeting_id=talk.id, status=404)
    assert len(logs(installation)) == stood


@pytest.mark.usefixtures("match_id")
def test_after_its_hours_a_log_is_corrected_by_staff_and_its_mentor_sees_the_trace(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    amara, rosa = as_(cast.amara), as_(cast.rosa)
    amara.post("checkins.save_log", {"outcome": "held", "note": "First words."})
    (row,) = logs(installation)
    whom = {"person_id": cast.amara.person_id, "how": "phone"}
    with clock.fixed(now + timedelta(hours=25)):
        rosa, amara = as_(cast.rosa), as_(cast.amara)
        page = amara.page("checkins.logged", log_id=row.id)
        assert "Tell us, and we note it for you." in page.html
        assert page.soup.find("input", attrs={"name": "outcome"}) is None
        listed = rosa.page("checkins.logs_for", **whom)
        assert listed.soup.find("a", href=lambda to: to and str(row.id) in to)
        rosa.page("checkins.logged_for", log_id=row.id, **whom)
        said = {"outcome": "no_answer", "when": "other", "day": now.date().isoformat()}
        rosa.post("checkins.change_for", said, log_id=row.id, to="checkins.logged_for", **whom)
        seen = amara.page("checkins.logged", log_id=row.id).html
    assert "then corrected by the team for you" in seen
    assert "First words." in seen
    assert [each.outcome for each in logs(installation)] == [Outcome.NO_ANSWER]


@pytest.mark.usefixtures("match_id")
def test_staff_find_a_log_under_its_own_mentor_alone_and_only_to_record(
    cast: Cast, as_: As, installation: Installation
) -> None:
    as_(cast.amara).post("checkins.save_log", {"outcome": "held"})
    (row,) = logs(installation)
    rosa, other = as_(cast.rosa), {"person_id": cast.tom.person_id, "how": "phone"}
    rosa.page("checkins.logged_for", log_id=row.id, status=404, **other)
    rosa.post("checkins.change_for", {"outcome": "held"}, log_id=row.id, status=404, **other)
    mentee = {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("checkins.logs_for", status=404, **mentee)


@pytest.mark.usefixtures("match_id")
def test_a_mentor_finds_their_logs_in_a_list(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    assert "No talk was logged" in amara.page("checkins.logs").html
    amara.post("checkins.save_log", {"outcome": "held"})
    assert "Yes" in amara.page("checkins.logs").html


@pytest.mark.usefixtures("match_id")
def test_beside_the_choice_and_after_saving_stands_when_the_call_comes(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        weekdays = {"staffed_weekdays": (0, 1, 2, 3, 4), "staffed_from_hour": 9}
        settings.change(session, SYSTEM, now, **weekdays)
    friday_night = datetime(2026, 3, 6, 23, tzinfo=UTC)
    promise = "Somebody from the team sees it on Monday"
    with clock.fixed(friday_night):
        amara = as_(cast.amara)
        choice = amara.page("checkins.log").soup.find("input", attrs={"name": "call_me"})
        assert promise in choice.find_parent("fieldset").get_text()
        amara.post("checkins.save_log", {"outcome": "held", "feeling": "hard"})
        hard = amara.follow()
        assert hard.says("That was a hard one.")
        assert hard.soup.find("p", class_="notice info").get_text().count(promise) == 0
        amara.page("checkins.log")
        amara.post("checkins.save_log", {"outcome": "held", "again": "y", "call_me": "today"})
        assert promise in amara.follow().soup.find("p", class_="notice info").get_text()


@pytest.mark.parametrize(("later", "chosen"), [(0, "today"), (1, "yesterday"), (4, "other")])
def test_a_planned_talk_is_logged_on_its_own_day(
    installation: Installation, cast: Cast, as_: As, match_id: UUID, later: int, chosen: str
) -> None:
    amara = as_(cast.amara)
    amara.post(
        "checkins.add", {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "phone"}
    )
    with installation.database.reading() as session:
        talk = session.scalars(select(Meeting)).one()
    with clock.fixed(talk.at + timedelta(days=later, hours=1)):
        late = as_(cast.amara)
        page = late.page("checkins.log_meeting", meeting_id=talk.id)
        (when,) = page.soup.select('input[name="when"][checked]')
        assert when["value"] == chosen
        late.post("checkins.save_log_meeting", {"outcome": "held"}, meeting_id=talk.id)
    assert [str(row.on_day) for row in logs(installation)] == ["2026-03-06"]


def test_an_older_talk_that_nobody_logged_is_written_down_from_its_own_page(
    installation: Installation, cast: Cast, as_: As, match_id: UUID
) -> None:
    assert match_id
    amara = as_(cast.amara)
    amara.post(
        "checkins.add", {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "phone"}
    )
    with installation.database.reading() as session:
        talk = session.scalars(select(Meeting)).one()
    with clock.fixed(talk.at + timedelta(days=20)):
        late = as_(cast.amara)
        page = late.page("checkins.meeting", meeting_id=talk.id)
        assert page.says("Write it down")
        assert f"/talks/{talk.id}/log" in page.links
        assert (
            "Write it down" not in as_(cast.noor).page("checkins.meeting", meeting_id=talk.id).html
        )
        late.page("checkins.log_meeting", meeting_id=talk.id)
        late.post("checkins.save_log_meeting", {"outcome": "held"}, meeting_id=talk.id)
        assert not late.page("checkins.meeting", meeting_id=talk.id).says("Write it down")
    assert [str(row.on_day) for row in logs(installation)] == ["2026-03-06"]


@pytest.mark.usefixtures("match_id")
@pytest.mark.parametrize("day", ["today", "yesterday"])
def test_a_correction_opens_with_the_day_that_was_said(
    installation: Installation, cast: Cast, as_: As, now: datetime, day: str
) -> None:
    with clock.fixed(now + timedelta(days=2)):
        amara = as_(cast.amara)
        amara.page("checkins.log")
        amara.post("checkins.save_log", {"outcome": "held", "when": day})
        (row,) = logs(installation)
        page = amara.page("checkins.logged", log_id=row.id)
    (when,) = page.soup.select('input[name="when"][checked]')
    assert when["value"] == day
