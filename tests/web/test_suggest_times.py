"""The month as a table, and times that one suggests and the other picks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import Meeting, Suggestion
from mentorship.checkins.rules.suggestions import DAYS as DAYS_OF_HOURS
from mentorship.checkins.rules.suggestions import PARTS, Shown, SuggestionState, hours_of_both
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.notices.models import Notice
from mentorship.notices.rules import NoticeKind
from mentorship.profiles.questions.kinds import SLOTS
from mentorship.profiles.rules.consent import ConsentPurpose
from tests.cast import Cast, Member
from tests.pages import Visitor
from tests.participants import agree
from tests.talking import begin

As = Callable[..., Visitor]
# Both say Monday and Tuesday mornings; this is a Tuesday.
TUESDAY = "2026-03-10"
HOURS = [f"{TUESDAY}T{hour:02}:00:00+00:00" for hour in (8, 9, 10, 11)]
SAID = {"minutes": "30", "way": "phone"}


@pytest.fixture(autouse=True)
def match_id(their_match: UUID) -> UUID:
    return their_match


@pytest.fixture
def shown(installation: Installation, cast: Cast, now: datetime) -> None:
    for member in (cast.noor, cast.amara):
        show_hours(installation, member, now)


def show_hours(installation: Installation, member: Member, now: datetime) -> None:
    with installation.database.transaction() as session:
        person = accounts.person(session, member.person_id)
        agree(session, person, now, "times", purpose=ConsentPurpose.SHOW)


def suggested(installation: Installation) -> list[Suggestion]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Suggestion).order_by(Suggestion.at)))


def meetings(installation: Installation) -> list[datetime]:
    with installation.database.reading() as session:
        return [row.at for row in session.scalars(select(Meeting))]


def offer(visitor: Visitor, *times: str, status: int = 303) -> None:
    visitor.post("checkins.suggest_times", {**SAID, "times": list(times)}, day=TUESDAY,
                 status=status)  # fmt: skip


def told(installation: Installation, kind: NoticeKind) -> list[UUID]:
    with installation.database.reading() as session:
        return [row.person_id for row in session.scalars(select(Notice)) if row.kind is kind]


@pytest.mark.usefixtures("shown")
def test_the_month_is_a_table_whose_days_say_in_full_what_is_on_them(cast: Cast, as_: As) -> None:
    amara = as_(cast.amara)
    amara.post("checkins.add", {**SAID, "day": TUESDAY, "at": "12:00"})
    page = amara.page("checkins.month", query={"month": "2026-03"})
    table = page.soup.find("table")
    assert table.caption.get_text() == "March 2026"
    assert [head["scope"] for head in table.find_all("th")] == ["col"] * 7
    labels = [link["aria-label"] for link in table.find_all("a")]
    assert "Tuesday 10 March 2026, 1 talk, 4 times" in labels
    assert "Monday 9 March 2026, 4 times" in labels
    assert not any("Wednesday" in label for label in labels)
    assert not any(label.startswith("Tuesday 3 March") for label in labels), "it is past"


@pytest.mark.usefixtures("shown")
def test_up_to_three_times_are_suggested_and_the_other_one_picks_one(
    installation: Installation, cast: Cast, as_: As
) -> None:
    offer(as_(cast.amara), *HOURS[:2])
    assert told(installation, NoticeKind.TALK_SUGGESTED) == [cast.noor.person_id]
    first, second = suggested(installation)
    noor, amara = as_(cast.noor), as_(cast.amara)
    assert noor.page("checkins.talks").says("Tuesday 10 March 2026, 09:00")
    amara.page("checkins.talks")
    amara.post("checkins.pick_time", suggestion_id=second.id, status=404)
    noor.post("checkins.pick_time", suggestion_id=second.id, to="checkins.talks")
    assert meetings(installation) == [datetime(2026, 3, 10, 9, tzinfo=UTC)]
    states = {row.id: row.state for row in suggested(installation)}
    assert states == {first.id: SuggestionState.PASSED, second.id: SuggestionState.PICKED}
    assert told(installation, NoticeKind.TALK_PLANNED) == [cast.amara.person_id]
    noor.page("checkins.talks")
    noor.post("checkins.pick_time", suggestion_id=first.id, status=409)
    assert len(meetings(installation)) == 1


@pytest.mark.usefixtures("shown")
def test_a_suggested_time_that_was_taken_meanwhile_is_said_and_the_others_stay_open(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    offer(as_(cast.amara), *HOURS[:2])
    first, second = suggested(installation)
    with installation.database.transaction() as session:
        begin(session, cast.kit.person_id, cast.amara.person_id, now + timedelta(minutes=1))
    as_(cast.kit).post("checkins.add", {**SAID, "day": TUESDAY, "at": "08:15"})
    noor = as_(cast.noor)
    noor.page("checkins.talks")
    page = noor.post("checkins.pick_time", suggestion_id=first.id, status=409)
    assert page.says("This time is taken. Choose another.")
    assert {row.state for row in suggested(installation)} == {SuggestionState.OPEN}
    noor.page("checkins.talks")
    noor.post("checkins.pick_time", suggestion_id=second.id, to="checkins.talks")


@pytest.mark.usefixtures("shown")
def test_none_of_them_fits_and_they_are_taken_back(
    installation: Installation, cast: Cast, as_: As
) -> None:
    amara, noor = as_(cast.amara), as_(cast.noor)
    offer(amara, HOURS[0])
    (row,) = suggested(installation)
    assert amara.page("checkins.talks").says("Take it back")
    assert noor.page("checkins.talks").says("It does not fit")
    noor.post("checkins.no_time", suggestion_id=row.id, to="checkins.talks")
    assert told(installation, NoticeKind.TALK_NOT_FOUND) == [cast.amara.person_id]
    offer(amara, HOURS[1])
    row = suggested(installation)[1]
    amara.post("checkins.no_time", suggestion_id=row.id, to="checkins.talks")
    assert told(installation, NoticeKind.TALK_NOT_FOUND) == [cast.amara.person_id]
    assert {row.state for row in suggested(installation)} == {SuggestionState.PASSED}
    assert meetings(installation) == []


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("times", "more", "field"),
    [
        ([], {}, "times"), (HOURS, {}, "times"), ([f"{TUESDAY}T15:00:00+00:00"], {}, "times"),
        (["soon"], {}, "times"), (HOURS[:1], {"minutes": "0"}, "minutes"),
        (HOURS[:1], {"way": "boat"}, "way"),
    ],
)  # fmt: skip
def test_what_cannot_be_suggested_is_said_beside_its_field(
    installation: Installation, cast: Cast, as_: As, times: list[str], more: dict[str, str],
    field: str,
) -> None:  # fmt: skip
    page = as_(cast.amara).post(
        "checkins.suggest_times", {**SAID, "times": times, **more}, day=TUESDAY, status=422
    )
    assert page.problem(field)
    assert suggested(installation) == []


@pytest.mark.usefixtures("shown")
def test_no_more_than_three_wait_and_what_is_past_makes_room(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    amara = as_(cast.amara)
    offer(amara, *HOURS[:3])
    offer(amara, HOURS[3], status=422)
    with clock.fixed(datetime(2026, 3, 10, 10, 30, tzinfo=UTC)):
        late = as_(cast.amara)
        assert not late.page("checkins.talks").says("Tuesday 10 March 2026, 09:00")
        offer(late, HOURS[3])
    states = [row.state for row in suggested(installation)]
    assert states == [SuggestionState.PASSED] * 3 + [SuggestionState.OPEN]


def test_only_hours_that_both_show_are_offered(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    amara = as_(cast.amara)
    nothing = "There are none on this day."
    assert amara.page("checkins.day", query={"day": TUESDAY}).says(nothing)
    show_hours(installation, cast.amara, now)
    assert amara.page("checkins.day", query={"day": TUESDAY}).says(nothing)
    offer(amara, HOURS[0], status=422)
    show_hours(installation, cast.noor, now)
    page = amara.page("checkins.day", query={"day": TUESDAY})
    assert [box["value"] for box in page.soup.find_all("input", type="checkbox")] == HOURS


@pytest.mark.usefixtures("shown")
def test_staff_suggest_and_pick_for_somebody_who_told_them(
    installation: Installation, cast: Cast, as_: As
) -> None:
    rosa = as_(cast.rosa)
    amara = {"person_id": cast.amara.person_id, "how": "phone"}
    noor = {"person_id": cast.noor.person_id, "how": "in-person"}
    assert rosa.page("checkins.month_for", **amara).says("You are recording what somebody told")
    rosa.post(
        "checkins.suggest_times_for", {**SAID, "times": HOURS[:1]}, day=TUESDAY,
        to="checkins.talks_for", **amara,
    )  # fmt: skip
    (row,) = suggested(installation)
    rosa.page("checkins.talks_for", **noor)
    rosa.post("checkins.pick_time_for", suggestion_id=row.id, to="checkins.talks_for", **noor)
    assert len(meetings(installation)) == 1


@pytest.mark.usefixtures("shown")
def test_a_stranger_finds_no_times_and_picks_none(
    installation: Installation, cast: Cast, as_: As, match_id: UUID
) -> None:
    offer(as_(cast.amara), HOURS[0])
    (row,) = suggested(installation)
    for stranger in (cast.kit, cast.tom, cast.ada):
        browser = as_(stranger)
        browser.page("checkins.month", query={"pair": str(match_id)}, status=404)
        browser.page("checkins.day", query={"pair": str(match_id)}, status=404)
        browser.post("checkins.pick_time", suggestion_id=row.id, status=404)
        browser.post("checkins.no_time", suggestion_id=row.id, status=404)
    assert [row.state for row in suggested(installation)] == [SuggestionState.OPEN]


@pytest.mark.usefixtures("shown")
def test_whoever_talks_with_two_people_finds_a_month_with_each(
    installation: Installation, cast: Cast, as_: As, now: datetime
) -> None:
    with installation.database.transaction() as session:
        later = now + timedelta(minutes=1)
        other = begin(session, cast.kit.person_id, cast.amara.person_id, later)
    page = as_(cast.amara).page("checkins.month")
    (link,) = [link for link in page.links if str(other) in link]
    with_kit = as_(cast.amara).open(link)
    assert not with_kit.soup.find("table").find("a"), "Kit shows no hours"
    assert page.soup.find("table").find("a")


@pytest.mark.parametrize("month", ["", "soon", "9999-99", "0001-01", "2026-13"])
def test_a_month_that_is_none_is_this_one(cast: Cast, as_: As, month: str) -> None:
    page = as_(cast.noor).page("checkins.month", query={"month": month})
    assert page.soup.find("caption").get_text() == "March 2026"


def test_the_hours_are_those_of_the_question_about_times() -> None:
    assert {f"{day}-{part}" for day in DAYS_OF_HOURS for part in PARTS.values()} == set(SLOTS)


def test_hours_of_both_are_full_hours_of_the_first_by_each_one_s_own_clock() -> None:
    start, end = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)
    mine, theirs = Shown("UTC", {"mon-morning"}), Shown("Asia/Kathmandu", {"mon-afternoon"})
    found = hours_of_both(start, end, mine, theirs)
    assert [moment.hour for moment in found] == [8, 9, 10, 11]
    found = hours_of_both(start, end, theirs, mine)
    assert [(moment.hour, moment.minute) for moment in found] == [
        (8, 15), (9, 15), (10, 15),
    ]  # fmt: skip


@pytest.mark.usefixtures("shown")
def test_while_one_of_the_two_is_away_nothing_is_offered_and_both_read_that_the_talks_rest(
    cast: Cast, as_: As, match_id: UUID
) -> None:
    noor, amara = as_(cast.noor, stepped_up=True), as_(cast.amara)
    waits, theirs = "Times that wait for an answer", "Your talks rest too."
    offer(amara, *HOURS[:2])
    amara.post("checkins.add", {**SAID, "day": TUESDAY, "at": "15:00"})
    assert noor.page("checkins.talks").says(waits)
    assert noor.page("profiles.pause").says(theirs)
    noor.post("profiles.save_pause", {}, to="desk.home")
    assert noor.follow().says("Done. Your talks rest too.")
    for one in (noor, amara):
        for page in (one.page("checkins.talks"), one.page("checkins.companion", match_id=match_id)):
            assert "/talks/plan" not in page.links
            assert "/talks/rhythm" not in page.links
            assert not page.says(waits)
            assert page.says("our talks rest for now.")
        assert one.page("desk.home").says("your talks rest for now.")
        assert not one.page("desk.home").says("you rest")
        assert one.page("checkins.plan").says("You can plan one when they go on.")
        assert one.page("checkins.rhythm").form() is None
        assert "/talks/plan" not in one.page("checkins.day", query={"day": "2026-03-11"}).links
    noor.post("profiles.end_pause")
    assert noor.page("checkins.talks").says(waits)
    assert "/talks/plan" in amara.page("checkins.talks").links
    assert not as_(cast.kit, stepped_up=True).page("profiles.pause").says(theirs)
