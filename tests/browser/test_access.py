"""The pages of each role, with something on them: the accessibility rules find no fault."""

from datetime import datetime, time, timedelta

import pytest
from flask import Flask

from mentorship.accounts import queries as accounts
from mentorship.checkins.rules.follow_ups import Reason
from mentorship.checkins.rules.logs import TapEntry
from mentorship.checkins.rules.rhythms import Every, Repeat
from mentorship.checkins.rules.talks import Way
from mentorship.checkins.service import set_rhythm, tap
from mentorship.installation import Installation
from tests import scenes
from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.cast import Cast, signed_in
from tests.talking import open_rows

PAGES = {
    "noor": """
        /home /choices /choices/q01 /choices/q04 /choices/preview /talks /talks/rhythm /talks/month
        /talks/day /account/calendar /account/time-zone /how-is-it
        /help/tell /another /pause /stop /account /account/reach-me /seen
        """,
    "amara": "/home /home/room /choices /talks /talks/plan /talks/log",
    "rosa": """
        /today /rounds /decisions {proposal} /people {person} {person}/for/phone /people/pairs
        /follow-up {follow_up} /follow-up/tell
        """,
    "lena": "/home /today /people/apart",
    "ruth": "/home /account",
    "ada": "/home /settings /settings/site /settings/numbers /settings/staff",
}


@pytest.fixture
def found(installation: Installation, cast: Cast, now: datetime) -> dict[str, str]:
    """Let a pair talk and one more wait for a decision; give the pages that carry an id."""
    with installation.database.transaction() as session:
        pair = scenes.active(session, now, scenes.of_the_cast(session, cast, now))
        waiting = scenes.another_for_the_same_mentor(session, pair, now)
        match, tomorrow = pair.match(session), now.date() + timedelta(days=1)
        noor = accounts.person(session, cast.noor.person_id)
        actor = cast.noor.actor(session)
        at = time(18, 30)
        weekly = Repeat(Every.WEEK)
        set_rhythm(session, actor, noor, match, weekly, Way.PHONE, 60, tomorrow, at, now)
        tap(session, actor, noor, TapEntry(wants_to_talk=True), now)
        (row,) = open_rows(session, reason=Reason.WANTS_TO_TALK)
        return {
            "proposal": f"/decisions/{waiting.proposal}",
            "person": f"/people/{noor.id}",
            "follow_up": f"/follow-up/{row.id}",
        }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_a_role_shuts_anyone_out(
    phone: Open,
    app: Flask,
    server: str,
    installation: Installation,
    cast: Cast,
    found: dict[str, str],
    name: str,
    scheme: str,
) -> None:
    context = phone(color_scheme=scheme, bypass_csp=True)
    token = signed_in(installation, getattr(cast, name), stepped_up=True)
    cookie = app.config["SESSION_COOKIE_NAME"]
    context.add_cookies([{"name": cookie, "value": token, "url": server}])
    page = context.new_page()
    wrong = {}
    for address in PAGES[name].format(**found).split():
        answer = page.goto(address)
        assert answer
        assert (answer.status, page.url) == (200, server + address)
        wrong[address] = violations(page)
    assert not any(wrong.values()), wrong
