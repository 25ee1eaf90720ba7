"""The list of days that do not fit: added, refused with a sentence, taken off, put back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorship.accounts import queries as accounts
from mentorship.checkins.models import Agenda
from mentorship.installation import Installation
from mentorship.profiles.rules.consent import ConsentPurpose
from tests.cast import Cast
from tests.pages import Page, Visitor
from tests.participants import agree

As = Callable[..., Visitor]
# Both say Monday and Tuesday mornings; this is a Tuesday.
TUESDAY, SAID = "2026-03-10", "Tuesday 10 March 2026"


def add(visitor: Visitor, first: str, last: str = "", status: int = 303) -> Page:
    visitor.page("checkins.days_off")
    return visitor.post("checkins.add_days", {"first": first, "last": last}, status=status)


@pytest.fixture
def shown(installation: Installation, their_match: UUID, cast: Cast, now: datetime) -> None:
    with installation.database.transaction() as session:
        for member in (cast.noor, cast.amara):
            person = accounts.person(session, member.person_id)
            agree(session, person, now, "times", purpose=ConsentPurpose.SHOW)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("mine", [True, False])
def test_no_times_are_suggested_on_such_a_day_and_the_other_one_reads_nothing_of_it(
    cast: Cast, as_: As, mine: bool
) -> None:
    said, other = (cast.noor, cast.amara) if mine else (cast.amara, cast.noor)
    month = {"month": "2026-03"}
    assert SAID in as_(other).page("checkins.month", query=month).html
    add(as_(said), TUESDAY)
    page = as_(other).page("checkins.month", query=month)
    assert SAID not in page.html
    assert "Monday 9 March 2026, 4 times" in page.html
    assert "2026-03-10T" not in as_(other).page("checkins.day", query={"day": TUESDAY}).html
    reads = as_(other, stepped_up=True)
    for address in ("/home", "/talks", "/talks/days", "/my-copy", "/seen"):
        assert SAID not in reads.open(address).html


def test_days_are_taken_off_with_one_click_and_put_back_with_one(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    assert noor.page("checkins.days_off").says("No days are on the list.")
    add(noor, TUESDAY)
    add(noor, "2026-03-17", "2026-03-20")
    page = noor.page("checkins.days_off")
    assert page.says(SAID)
    assert page.says("Tuesday 17 March 2026 to Friday 20 March 2026")
    noor.post("checkins.take_off_days", {"days": f"{TUESDAY}/{TUESDAY}"}, to="checkins.days_off")
    assert noor.follow().says(f"{SAID} (taken off)")
    noor.post("checkins.put_back_days", to="checkins.days_off")
    assert not noor.follow().says("(taken off)")
    assert noor.page("checkins.days_off").says(SAID)


@pytest.mark.parametrize(("first", "last", "field", "sentence"), [
    ("2026-03-01", "", "first", "This day is over. Choose today or a day to come."),
    (TUESDAY, "2026-03-09", "last", "The last day is before the first. Change one of them."),
    (TUESDAY, "2027-12-01", "last", "Choose a day within a year."),
    ("", "2026-03-10", "first", "Choose a day."),
    ("soon", "", "first", ""),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    installation: Installation, cast: Cast, as_: As, first: str, last: str, field: str,
    sentence: str,
) -> None:  # fmt: skip
    page = add(as_(cast.noor), first, last, status=422)
    assert sentence in page.problem(field)
    assert page.soup.find("input", {"name": "first"}).get("value", "") == first
    assert page.soup.find("input", {"name": "last"}).get("value", "") == last
    with installation.database.reading() as session:
        assert session.scalars(select(Agenda)).all() == []


def test_the_list_holds_twenty(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    for day in range(1, 21):
        add(noor, f"2026-04-{day:02}")
    page = add(noor, "2026-04-21", status=422)
    assert "The list is full: it holds 20. Take one off first." in page.problem("first")


def test_what_was_taken_off_elsewhere_cannot_be_put_back_twice(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    add(noor, TUESDAY)
    noor.page("checkins.days_off")
    noor.post("checkins.take_off_days", {"days": f"{TUESDAY}/{TUESDAY}"})
    noor.follow()
    noor.post("checkins.take_off_days", {"days": "nonsense"}, status=303)
    noor.page("checkins.days_off")
    noor.post("checkins.put_back_days")
    noor.page("checkins.days_off")
    page = noor.post("checkins.put_back_days", status=409)
    assert page.says("You can add the days again.")


def test_staff_record_them_for_somebody_who_told_them(cast: Cast, as_: As) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    assert rosa.page("profiles.on_behalf", **whom).says("Days that do not fit them")
    rosa.page("checkins.days_off_for", **whom)
    rosa.post("checkins.add_days_for", {"first": TUESDAY}, to="checkins.days_off_for", **whom)
    assert rosa.follow().says(SAID)
    noor = as_(cast.noor, stepped_up=True)
    assert noor.page("checkins.days_off").says(SAID)
    assert noor.page("profiles.seen").says("Your calendar")
    key = {"days": f"{TUESDAY}/{TUESDAY}"}
    rosa.post("checkins.take_off_days_for", key, to="checkins.days_off_for", **whom)
    rosa.follow()
    rosa.post("checkins.put_back_days_for", to="checkins.days_off_for", **whom)
    assert noor.page("checkins.days_off").says(SAID)


def test_the_question_about_times_and_the_account_lead_to_it(cast: Cast, as_: As) -> None:
    noor = as_(cast.noor)
    for address in ("/choices/q02", "/account"):
        assert noor.open(address).soup.find("a", href="/talks/days")
