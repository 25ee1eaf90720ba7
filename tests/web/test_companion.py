"""The page of the one somebody talks with: what that one shows and no more, and one's own logs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from mentorship.accounts import queries as accounts
from mentorship.accounts.service import standing
from mentorship.checkins.rules.logs import LogEntry, Outcome
from mentorship.checkins.service import log
from mentorship.installation import Installation
from mentorship.matches.queries.pairs import open_match_of
from mentorship.profiles.questions import BY_KEY
from mentorship.profiles.rules.consent import ConsentPurpose
from mentorship.profiles.service import stop_consent
from tests import scenes
from tests.cast import Cast
from tests.pages import Visitor
from tests.participants import acting, agree, say

As = Callable[..., Visitor]
RULE = "No money, no gifts, no loans."
WAY = "quince at harbour dot example"


@pytest.fixture
def match_id(installation: Installation, cast: Cast, now: datetime) -> UUID:
    """Bring Noor and Amara together; Amara shows her topics and one way, Noor shows nothing."""
    with installation.database.transaction() as session:
        scene = scenes.of_the_cast(session, cast, now)
        amara = accounts.person(session, cast.amara.person_id)
        say(session, amara, now, topics=["courts"], way_to_reach=WAY)
        agree(session, amara, now, "topics", "way_to_reach", purpose=ConsentPurpose.SHOW)
        scenes.active(session, now, scene)
        return scene.match(session).id


def test_each_reads_what_the_other_shows_and_how_they_want_to_be_reached(
    installation: Installation, as_: As, cast: Cast, match_id: UUID, now: datetime
) -> None:
    noor, amara = as_(cast.noor), as_(cast.amara)
    hers = noor.page("checkins.companion", match_id=match_id)
    assert hers.says(WAY)
    assert hers.says("What they show you")
    assert hers.says(RULE)
    assert hers.title == "Talks - Harbour"
    assert f"/talks/pair/{match_id}" in noor.page("desk.home").links
    theirs = amara.page("checkins.companion", match_id=match_id)
    assert not theirs.says("What they show you")
    assert not theirs.says("How to reach them")
    with installation.database.transaction() as session:
        her = accounts.person(session, cast.amara.person_id)
        for key in ("topics", "way_to_reach"):
            stop_consent(session, acting(her), her, BY_KEY[key].code, ConsentPurpose.SHOW, now)
    after = noor.page("checkins.companion", match_id=match_id)
    assert not after.says(WAY)
    assert not after.says("What they show you")


def test_nobody_else_finds_the_page(as_: As, cast: Cast, match_id: UUID) -> None:
    for other in (cast.kit, cast.tom, cast.rosa):
        as_(other).page("checkins.companion", match_id=match_id, status=404)


def test_the_look_stands_in_the_record(as_: As, cast: Cast, match_id: UUID) -> None:
    as_(cast.noor).page("checkins.companion", match_id=match_id)
    assert as_(cast.amara, stepped_up=True).page("profiles.seen").says("shown to your match")


def test_the_mentor_sees_the_weeks_of_their_own_logs_and_the_mentee_none(
    installation: Installation, as_: As, cast: Cast, match_id: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session:
        actor = cast.amara.actor(session)
        match = open_match_of(session, cast.noor.person_id)
        assert match
        log(session, actor, match, LogEntry(Outcome.HELD, now.date()), now)
    hers = as_(cast.amara).page("checkins.companion", match_id=match_id)
    assert hers.says("You logged something in 1 of the last 12 weeks")
    assert len(hers.soup.select("circle.dot")) == 12
    assert len(hers.soup.select("circle.dot.ok")) == 1
    assert len(hers.soup.select("figure table tbody tr")) == 12
    assert not as_(cast.noor).page("checkins.companion", match_id=match_id).soup.find("figure")


def test_nothing_is_shown_of_somebody_who_asked_to_stop(
    installation: Installation, as_: As, cast: Cast, match_id: UUID, now: datetime
) -> None:
    with installation.database.transaction() as session:
        her = accounts.person(session, cast.amara.person_id)
        standing.ask_to_stop(session, acting(her), her, now + timedelta(minutes=1))
    noor = as_(cast.noor)
    page = noor.client.get(f"/talks/pair/{match_id}").get_data(as_text=True)
    assert WAY not in page
    assert "What they show you" not in page


def test_a_log_begun_from_the_page_is_about_that_one(as_: As, cast: Cast, match_id: UUID) -> None:
    amara = as_(cast.amara)
    page = amara.page("checkins.companion", match_id=match_id)
    amara.open(next(link for link in page.links if link.startswith("/talks/log?")))
    amara.page("checkins.log", query={"with": "somebody"})


def test_help_stands_on_the_page_once_and_in_its_place(as_: As, cast: Cast, match_id: UUID) -> None:
    for member in (cast.noor, cast.amara):
        page = as_(member).page("checkins.companion", match_id=match_id)
        assert page.links.count("/help/tell") == 1
    another = as_(cast.kit, stepped_up=True).page("matches.another")
    assert another.links.count("/help/tell") == 1
    assert "/help/tell/not-right" in another.links


def test_a_copy_holds_the_lines_that_were_agreed_to(as_: As, cast: Cast, match_id: UUID) -> None:
    copy = as_(cast.noor, stepped_up=True).page("profiles.my_copy")
    assert copy.says("The line We meet as we planned.")
    assert copy.says("The line We do not talk about the facts of a case.")
