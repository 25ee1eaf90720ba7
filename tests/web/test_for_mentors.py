"""Support for mentors: a call asked for, their own dates, stepping back close at hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mentorship.accounts import queries as accounts
from mentorship.checkins.queries import follow_ups
from mentorship.checkins.rules.follow_ups import Kind, Reason
from mentorship.installation import Installation
from mentorship.kernel import clock
from mentorship.profiles.rules.readiness import Topic
from mentorship.profiles.service import readiness
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import can_be_reached

As = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("when", "row_kind", "reason"),
    [("today", Kind.CALL, Reason.ASKED_TODAY), ("this_week", Kind.LOOK, Reason.ASKED_THIS_WEEK)],
)
def test_a_call_that_is_asked_for_stands_on_the_board(
    installation: Installation, as_: As, cast: Cast, when: str, row_kind: Kind, reason: Reason
) -> None:
    amara, own = as_(cast.amara), cast.amara.person_id
    amara.page("checkins.for_you")
    amara.post("checkins.wish", status=422)
    assert amara.here
    assert amara.here.problem("when")
    amara.post("checkins.wish", {"when": when}, to="checkins.for_you")
    with installation.database.reading() as session:
        row = follow_ups.open_of(session, row_kind, own, own)
        assert row
        assert row.reason is reason


def test_a_call_of_today_is_offered_while_somebody_is_here_and_promised_where_a_way_leads(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    in_time, later = "Today", "As soon as somebody is here"
    page = as_(cast.amara).page("checkins.for_you")
    assert page.says(in_time)
    assert not page.says(later)
    with clock.fixed(now.replace(hour=22)):
        amara = as_(cast.amara)
        page = amara.page("checkins.for_you")
        assert page.says(later)
        assert not page.says(in_time)
        page = amara.post("checkins.wish", {"when": "today"}, to="checkins.for_you")
        page = amara.follow()
        assert page.says("We have it.")
        assert not page.says("One of us calls you")
        with installation.database.transaction() as session:
            can_be_reached(session, accounts.person(session, cast.amara.person_id), clock.now())
        amara.post("checkins.wish", {"when": "this_week"}, to="checkins.for_you")
        assert amara.follow().says("One of us calls you, in the way and the hours you said.")


def test_stepping_back_promises_to_ring_only_where_a_way_leads(
    installation: Installation, as_: As, cast: Cast
) -> None:
    amara, rings, no_way = as_(cast.amara), "Somebody rings you", "We have no safe way to"
    page = amara.page("profiles.step_back")
    assert page.says(no_way)
    assert not page.says(rings)
    amara.post("profiles.save_step_back")
    page = amara.follow()
    assert page.says(no_way)
    assert not page.says(rings)
    with installation.database.transaction() as session:
        can_be_reached(session, accounts.person(session, cast.amara.person_id), clock.now())
    page = amara.page("profiles.step_back")
    assert page.says("Somebody rings you, in the way and the hours you said are safe.")


def test_the_page_names_who_looks_after_them_and_leads_to_stepping_back(
    installation: Installation, as_: As, cast: Cast
) -> None:
    page = as_(cast.amara).page("checkins.for_you")
    assert page.says("One of us is there for you.")
    assert "/home/step-back" in page.links
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.amara.person_id)
        person.assigned_to = cast.rosa.person_id
    assert as_(cast.amara).page("checkins.for_you").says("Rosa looks after you here.")


def test_a_mentor_reads_until_when_each_thing_is_in_date(
    installation: Installation, as_: As, cast: Cast, now: datetime
) -> None:
    amara = as_(cast.amara)
    assert amara.page("profiles.own_dates").says("Some of it is still open.")
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.amara.person_id)
        rosa = cast.rosa.actor(session)
        readiness.record_training(session, rosa, person, Topic.LISTENING, now.date(), 60, now)
    page = amara.page("profiles.own_dates")
    assert page.says("60 minutes")
    assert len(page.soup.select("tbody tr")) == 4
    with installation.database.transaction() as session:
        person = accounts.person(session, cast.amara.person_id)
        readiness.record_supervision(session, rosa, person, now.date() - timedelta(days=90), now)
    page = amara.page("profiles.own_dates")
    assert page.says("Still open Over since")


def test_only_mentors_have_these_pages(as_: As, cast: Cast, now: datetime) -> None:
    for member in (cast.noor, cast.rosa):
        for endpoint in ("checkins.for_you", "profiles.own_dates"):
            as_(member).page(endpoint, status=404)
    with clock.fixed(now + timedelta(days=1)):
        assert "/home/for-you" in as_(cast.amara).page("desk.home").links
