"""The agenda, the rhythm, and single talks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import Meeting
from mentorship.checkins.rules.days_off import Days
from mentorship.checkins.rules.talks import MeetingState, Way
from mentorship.checkins.service import choose_zone
from mentorship.checkins.service.days_off import add_days
from mentorship.installation import Installation
from mentorship.kernel import settings
from mentorship.kernel.access import SYSTEM
from mentorship.notices.models import Notice
from tests.cast import Cast
from tests.conftest import NOW
from tests.pages import Visitor, fields
from tests.talking import begin

As = Callable[..., Visitor]
WEEKLY = {
    "every": "week", "day": "2026-03-05", "at": "18:30", "minutes": "45", "way": "phone",
    "ends": "open",
}  # fmt: skip
ONE = {"day": "2026-03-06", "at": "09:00", "minutes": "30", "way": "video"}


@pytest.fixture(autouse=True)
def match_id(their_match: UUID) -> UUID:
    return their_match


def meetings(installation: Installation) -> list[Meeting]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.at)))


def test_a_rhythm_stands_in_both_lists(installation: Installation, cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    noor.page("checkins.rhythm")
    noor.post("checkins.set_rhythm", WEEKLY, to="checkins.talks")
    assert len(meetings(installation)) == 6
    for member in (cast.noor, cast.amara):
        assert as_(member).page("checkins.talks").says("Thursday 5 March 2026, 18:30")


def test_who_talks_with_two_reads_with_whom_each_rhythm_is_and_each_gap_has_a_name(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    amara = as_(cast.amara)
    amara.page("checkins.rhythm")
    page = amara.post("checkins.set_rhythm", {"ends": ""}, status=422)
    said = [row.get_text() for row in page.soup.select("[role=alert] li")]
    assert len(said) == len(set(said)) > 3
    assert "Choose one." not in said
    amara.post("checkins.set_rhythm", WEEKLY, to="checkins.talks")
    assert not amara.follow().soup.select("main p > strong > bdi")
    with installation.database.transaction() as session:
        begin(session, cast.kit.person_id, cast.amara.person_id, now)
    assert len(amara.page("checkins.talks").soup.select("main p > strong > bdi")) == 1


def test_staff_record_the_rhythm_that_a_mentor_told_them(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.amara.person_id, "how": "phone"}
    assert rosa.page("checkins.rhythm_for", **whom).says("You are recording what somebody told")
    rosa.post("checkins.set_rhythm_for", WEEKLY, to="profiles.on_behalf", **whom)
    assert len(meetings(installation)) == 6
    for stranger in (cast.amara, cast.noor, cast.ada):
        as_(stranger).post("checkins.set_rhythm_for", WEEKLY, status=404, **whom)


def test_whoever_did_not_say_how_often_is_asked_and_both_read_who_said_yes(
    installation: Installation, cast: Cast, as_: As, match_id: UUID
) -> None:
    noor, amara = as_(cast.noor), as_(cast.amara)
    noor.post("checkins.set_rhythm", WEEKLY, to="checkins.talks")
    assert amara.page("desk.home").says("There are new days for your talks. See if they fit you.")
    mine, theirs = noor.page("checkins.talks"), amara.page("checkins.talks")
    for page, said in ((mine, "You said yes."), (theirs, "Yours is still to come.")):
        assert page.says(said)
        assert not page.says("Agreed: every week")
    assert not mine.says("Yes, this fits me")
    assert theirs.says("Yes, this fits me")
    amara.post("checkins.agree_rhythm", to="checkins.talks", match_id=match_id)
    for visitor in (noor, amara):
        page = visitor.page("checkins.talks")
        assert page.says("Agreed: every week, until you stop it.")
        assert not page.says("Yes, this fits me")
    assert not amara.page("desk.home").says("There are new days for your talks.")
    amara.post("checkins.set_rhythm", {**WEEKLY, "every": "month"}, to="checkins.talks")
    assert noor.page("desk.home").says("There are new days for your talks. See if they fit you.")
    assert noor.page("checkins.talks").says("Planned: once a month, until you stop it.")


def test_staff_record_a_yes_to_a_rhythm_and_nobody_says_yes_to_one_of_others(
    installation: Installation, cast: Cast, as_: As, match_id: UUID
) -> None:
    whom = {"person_id": cast.amara.person_id, "how": "phone", "match_id": match_id}
    rosa = as_(cast.rosa)
    rosa.page("checkins.talks_for", person_id=cast.amara.person_id, how="phone")
    rosa.post("checkins.agree_rhythm_for", status=404, **whom)
    as_(cast.noor).post("checkins.set_rhythm", WEEKLY)
    for stranger in (cast.ada, cast.tom, cast.kit):
        as_(stranger).post("checkins.agree_rhythm", status=404, match_id=match_id)
    rosa.post("checkins.agree_rhythm_for", to="checkins.talks_for", **whom)
    assert as_(cast.noor).page("checkins.talks").says("Agreed: every week")


def test_the_form_opens_with_what_holds_by_ones_own_clock_and_saving_it_so_is_a_yes(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, NOW, time_zone="Europe/London")
        amara = accounts.person(session, cast.amara.person_id)
        choose_zone(session, cast.amara.actor(session), amara, "Asia/Tokyo", now)
    own = {**WEEKLY, "every": "days", "days": ["1", "3"], "weeks": "2", "ends": "times",
           "count": "9"}  # fmt: skip
    as_(cast.noor).post("checkins.set_rhythm", own)
    before = meetings(installation)
    page = as_(cast.amara).page("checkins.rhythm")
    form = page.form()
    assert form
    filled = {name: value if name == "days" else value[0] for name, value in fields(form).items()}
    # Half past six of a Thursday evening in London is Friday in Tokyo.
    said = {"day": "2026-03-06", "at": "03:30", "every": "days", "days": ["2", "4"], "weeks": "2",
            "ends": "times", "count": "9", "minutes": "45", "way": "phone"}  # fmt: skip
    assert {name: filled[name] for name in said} == said
    as_(cast.amara).post("checkins.set_rhythm", said, to="checkins.talks")
    assert as_(cast.noor).page("checkins.talks").says("Agreed: every 2 weeks on")
    assert [row.id for row in meetings(installation)] == [row.id for row in before]


def test_for_who_talks_with_nobody_the_pages_speak_to_staff_and_lead_back(
    cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.kit.person_id, "how": "phone"}
    pages = ("checkins.rhythm_for", "checkins.plan_for", "checkins.talks_for",
             "matches.another_for")  # fmt: skip
    for endpoint in pages:
        page = rosa.page(endpoint, **whom)
        assert page.says("They talk with nobody here now."), endpoint
        assert not page.says("You have no one"), endpoint
        assert f"/people/{cast.kit.person_id}/for/phone" in page.links, endpoint


def test_whoever_plans_a_talk_is_told_of_their_own_day_off_and_the_other_one_of_the_talk(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        noor, day = accounts.person(session, cast.noor.person_id), date.fromisoformat(ONE["day"])
        add_days(session, cast.noor.actor(session), noor, Days(day, day), now)
    as_(cast.amara).post("checkins.add", {**ONE, "at": "08:00"}, to="checkins.talks")
    noor_s, off = as_(cast.noor), "You said that this day does not fit you."
    assert noor_s.page("desk.home").says("A new talk is planned. See when it is.")
    noor_s.post("checkins.add", ONE, to="checkins.talks")
    assert noor_s.follow().says(f"Planned. The other one is told. {off}")
    amara = as_(cast.amara)
    assert amara.page("desk.home").says("A new talk is planned. See when it is.")
    assert not amara.page("checkins.talks").says(off), "nobody else learns of the day"
    talk = meetings(installation)[1]
    noor_s.page("checkins.meeting", meeting_id=talk.id)
    moved = {"day": "2026-03-09", "at": "10:00"}
    noor_s.post("checkins.move", moved, meeting_id=talk.id)
    assert not noor_s.follow().says(off)
    page = amara.page("desk.home")
    assert page.says("A talk has a new time.")
    assert not page.says("A new talk is planned."), "of one talk only the latest is told"


def test_one_more_talk_is_planned_moved_and_taken_off(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.add", ONE, to="checkins.talks")
    (talk,) = meetings(installation)
    page = amara.page("checkins.meeting", meeting_id=talk.id)
    assert page.says("Put it into my calendar")
    amara.post("checkins.move", {"day": "2026-03-07", "at": "10:00"}, meeting_id=talk.id)
    noor = as_(cast.noor)
    assert noor.page("checkins.meeting", meeting_id=talk.id).says("Saturday 7 March 2026, 10:00")
    noor.post("checkins.cancel", meeting_id=talk.id)
    assert [row.state for row in meetings(installation)] == [MeetingState.CANCELLED]
    page = noor.page("checkins.talks")
    assert page.says("taken off")
    assert not page.says("Before"), "its day is still to come"
    assert not noor.page("checkins.meeting", meeting_id=talk.id).says("Put it into my calendar")


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "2020-01-01"), ("day", ""), ("at", "99:99"), ("minutes", "0"), ("way", "boat"),
     ("every", "never"), ("ends", "never")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    installation: Installation, cast: Cast, as_: As, field: str, value: str
) -> None:
    page = as_(cast.noor).post("checkins.set_rhythm", {**WEEKLY, field: value}, status=422)
    assert page.problem(field)
    assert meetings(installation) == []


WRONG_MOMENTS = [
    ("day", {"day": "2026-03-03"}), ("day", {"day": "2027-06-01"}), ("day", {"day": "0001-01-01"}),
    ("at", {"day": "2026-03-29", "at": "01:30"}),
]  # fmt: skip


def test_a_talk_is_neither_added_to_nor_moved_into_the_past_or_a_skipped_hour(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        amara = accounts.person(session, cast.amara.person_id)
        choose_zone(session, cast.amara.actor(session), amara, "Europe/Dublin", now)
    visitor = as_(cast.amara)
    visitor.post("checkins.add", ONE, to="checkins.talks")
    (before,) = meetings(installation)
    for field, wrong in WRONG_MOMENTS:
        page = visitor.post("checkins.add", {**ONE, **wrong}, status=422)
        assert page.problem(field), wrong
        assert page.soup.find("input", attrs={"name": "day"})["value"] == wrong["day"]
        moved = {"day": ONE["day"], "at": ONE["at"], **wrong}
        page = visitor.post("checkins.move", moved, meeting_id=before.id, status=422)
        assert page.problem(field), wrong
    assert [row.at for row in meetings(installation)] == [before.at]


def test_a_talk_ends_after_it_begins_or_is_refused(
    installation: Installation, cast: Cast, as_: As
) -> None:
    for minutes in ("-30", "0", "9", "481", "an hour"):
        page = as_(cast.amara).post("checkins.add", {**ONE, "minutes": minutes}, status=422)
        assert page.problem("minutes"), minutes
    assert meetings(installation) == []


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("weeks", {"every": "days", "days": ["1"], "weeks": "0"}),
        ("days", {"every": "days", "days": []}),
        ("last_day", {"ends": "day", "last_day": "2026-03-04"}),
        ("last_day", {"ends": "day", "last_day": "3026-03-05"}),
        ("last_day", {"ends": "day", "last_day": ""}),
        ("count", {"ends": "times", "count": "0"}),
        ("count", {"ends": "times", "count": "1000000"}),
        ("at", {"day": "2026-03-29", "at": "01:30"}),
    ],
)
def test_a_rhythm_that_never_comes_or_never_ends_is_refused_and_nothing_is_lost(
    installation: Installation, cast: Cast, as_: As, field: str, more: dict[str, object]
) -> None:
    with installation.database.transaction() as session:
        settings.change(session, SYSTEM, NOW, time_zone="Europe/Dublin")
    page = as_(cast.noor).post("checkins.set_rhythm", {**WEEKLY, **more}, status=422)
    assert page.problem(field)
    for name, typed in ({**WEEKLY, **more}).items():
        if name not in {"every", "days", "ends", "way"}:
            assert page.soup.find("input", {"name": name})["value"] == typed
    assert meetings(installation) == []


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2199-12-31", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/Los_Angeles"])
def test_a_day_at_the_edge_of_all_calendars_is_refused(
    installation: Installation, cast: Cast, as_: As, zone: str, day: str
) -> None:
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.noor.person_id)
        choose_zone(session, cast.noor.actor(session), person, zone, NOW)
    noor = as_(cast.noor)
    own = {**WEEKLY, "every": "days", "days": ["1"], "day": day}
    assert noor.post("checkins.set_rhythm", own, status=422).problem("day")
    assert noor.post("checkins.add", {**ONE, "day": day}, status=422).problem("day")
    assert meetings(installation) == []


def test_days_of_one_s_own_until_a_day_stand_in_both_lists(
    installation: Installation, cast: Cast, as_: As
) -> None:
    own = {"every": "days", "days": ["0", "3"], "weeks": "2", "ends": "day"}
    noor = as_(cast.noor)
    noor.post("checkins.set_rhythm", {**WEEKLY, **own, "last_day": "2026-03-20"})
    days = [row.at.date().isoformat() for row in meetings(installation)]
    assert days == ["2026-03-05", "2026-03-16", "2026-03-19"]
    agreed = "Planned: every 2 weeks on Monday and Thursday, until Friday 20 March 2026."
    assert as_(cast.amara).page("checkins.talks").says(agreed)


def test_two_clocks_are_said_in_words_where_they_differ(
    installation: Installation, cast: Cast, as_: As
) -> None:
    with installation.database.transaction() as session:
        amara = accounts.person(session, cast.amara.person_id)
        choose_zone(session, cast.amara.actor(session), amara, "Asia/Kathmandu", NOW)
    as_(cast.noor).post("checkins.add", ONE)
    told = as_(cast.noor).page("checkins.talks")
    assert told.says("6 March 2026, 09:00 your time (14:45 for the one you talk with)")
    told = as_(cast.amara).page("checkins.talks")
    assert told.says("6 March 2026, 14:45 your time (09:00 for the one you talk with)")
    as_(cast.amara).post("checkins.add", {**ONE, "at": "00:30"})
    assert {row.at.isoformat() for row in meetings(installation)} == {
        "2026-03-05T18:45:00+00:00", "2026-03-06T09:00:00+00:00",
    }  # fmt: skip
    late = "Friday 6 March 2026, 00:30 your time (Thursday 5 March 2026, 18:45 for"
    assert as_(cast.amara).page("checkins.talks").says(late)


def test_staff_plan_move_and_take_off_a_talk_that_somebody_told_them_of(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("checkins.plan_for", **whom)
    for endpoint in ("checkins.plan_for", "checkins.rhythm_for"):
        page = rosa.page(endpoint, **whom)
        assert page.says("By the clock of whom you record for, not by yours.")
        assert not page.says("By your own clock.")
    rosa.page("checkins.plan_for", **whom)
    rosa.post("checkins.add_for", ONE, to="checkins.talks_for", **whom)
    (talk,) = meetings(installation)
    of = {**whom, "meeting_id": talk.id}
    assert rosa.page("checkins.talks_for", **whom).says("6 March 2026, 09:00")
    rosa.page("checkins.meeting_for", **of)
    rosa.post("checkins.move_for", {"day": "2026-03-07", "at": "10:00"}, **of)
    rosa.page("checkins.meeting_for", **of)
    rosa.post("checkins.cancel_for", to="checkins.talks_for", **of)
    assert [row.state for row in meetings(installation)] == [MeetingState.CANCELLED]
    with installation.database.reading() as session:
        told = session.scalars(select(Notice).where(Notice.ref == talk.id)).all()
    assert {notice.person_id for notice in told} == {cast.amara.person_id}
    others = {**of, "person_id": cast.kit.person_id}
    rosa.page("checkins.meeting_for", status=404, **others)
    rosa.post("checkins.cancel_for", status=404, **others)


def test_a_stranger_finds_no_talk_and_changes_none(
    installation: Installation, cast: Cast, as_: As
) -> None:
    as_(cast.amara).post("checkins.add", ONE)
    (talk,) = meetings(installation)
    for stranger in (cast.kit, cast.tom, cast.ada):
        as_(stranger).page("checkins.meeting", meeting_id=talk.id, status=404)
        as_(stranger).post("checkins.cancel", meeting_id=talk.id, status=404)
    assert [row.state for row in meetings(installation)] == [MeetingState.PLANNED]


def test_a_talk_that_was_taken_off_is_not_taken_off_again(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.add", ONE)
    (talk,) = meetings(installation)
    amara.post("checkins.cancel", meeting_id=talk.id)
    amara.page("checkins.meeting", meeting_id=talk.id)
    amara.post("checkins.cancel", meeting_id=talk.id, status=409)


def test_who_has_nobody_plans_nothing(cast: Cast, as_: As) -> None:
    kit = as_(cast.kit)
    assert kit.page("checkins.plan").says("You have no one to plan a talk with yet.")
    kit.page("checkins.rhythm")
    kit.post("checkins.add", ONE, status=422)


def test_who_is_not_signed_in_is_sent_to_sign_in(visitor: Visitor) -> None:
    visitor.page("checkins.talks", to="accounts.sign_in")


def test_only_talks_of_the_last_two_weeks_ask_for_a_log(
    installation: Installation, cast: Cast, as_: As, now: datetime, match_id: UUID
) -> None:
    with installation.database.transaction() as session:
        for days in (3, 30):
            at = now - timedelta(days=days)
            session.add(Meeting(
                match_id=match_id, at=at, minutes=60, way=Way.PHONE, state=MeetingState.PLANNED,
                changed_at=at, changes=0,
            ))  # fmt: skip
    page = as_(cast.amara).page("checkins.talks")
    logs = [link for link in page.links if link.startswith("/talks/") and link.endswith("/log")]
    assert len(logs) == 2
    earlier = page.soup.find("details")
    assert earlier
    assert "nothing noted" in earlier.get_text()
    assert not earlier.find("a", string="Log it")


def test_with_one_to_talk_with_the_log_says_with_whom(cast: Cast, as_: As) -> None:
    assert as_(cast.amara).page("checkins.log").says("With the one you talk with")
