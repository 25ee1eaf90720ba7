"""Eight causes, one ending: whoever said yes cannot tell from bytes or times what happened."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mentorship.accounts import queries as accounts
from mentorship.app import create_app
from mentorship.installation import Installation, install
from mentorship.kernel import clock
from mentorship.matches.rules.reasons import Answer
from mentorship.notices import service as notices
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service.copies import own_copy
from tests import scenes
from tests.cast import Cast, gather, gathered, signed_in
from tests.databases import Databases, Kind, config
from tests.endings import CAUSES, Cause
from tests.pages import Visitor
from tests.scenes import LATER

TOLD = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


@contextmanager
def agency(databases: Databases, kind: Kind, home: Path) -> Iterator[tuple[Installation, Cast]]:
    """Give a fresh agency with its cast."""
    home.mkdir(mode=0o700)
    with databases.copy(kind, home, "cast", gather) as url:
        opened = install(config(home, url))
        yield opened, gathered(opened, databases.folder)
        opened.bell.huey.storage.close()
        opened.database.close()


def masked(html: str) -> str:
    """Take out what differs from one request to the next: tokens and random ids."""
    without_tokens = re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", without_tokens)


def what_noor_sees(
    installation: Installation, cast: Cast, cause: Cause | None, now: datetime
) -> str:
    """End Noor's offer for one cause after her yes, and collect all she is shown until Friday."""
    with installation.database.transaction() as session:
        scene = scenes.mentee_asked(session, now, scenes.of_the_cast(session, cast, now))
        scene.say(session, Side.MENTEE, Answer.YES, now + LATER)
        offer = scene.offer(session, Side.MENTEE)
        assert offer
        offer_id = offer.id
    ended = now + timedelta(hours=2)
    if cause is not None:
        with clock.fixed(ended), installation.database.transaction() as session:
            cause(session, scene, ended)
    seen = []
    for moment in (ended, ended + timedelta(hours=20), TOLD - timedelta(minutes=1), TOLD):
        with clock.fixed(moment):
            app = create_app(installation)
            noor = Visitor(app)
            noor.client.set_cookie(
                app.config["SESSION_COOKIE_NAME"],
                signed_in(installation, cast.noor, stepped_up=True),
            )
            seen.append(masked(noor.page("matches.offer", offer_id=offer_id).html))
            seen.append(masked(noor.page("desk.home").html))
            seen.append(masked(noor.page("profiles.my_copy").html))
            with installation.database.reading() as session:
                waiting = notices.waiting(session, cast.noor.person_id, moment)
                seen += [f"{told.sentence} {told.since}" for told in waiting]
    return "\n".join(seen)


def test_every_cause_shows_the_same_bytes_and_tells_at_the_same_hour(
    databases: Databases, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    seen = []
    for cause in CAUSES:
        with agency(databases, kind, tmp_path / cause.__name__) as (installation, cast):
            seen.append(what_noor_sees(installation, cast, cause, now))
    assert len(CAUSES) == 8
    assert "This one did not go ahead" in seen[0]
    assert [cause.__name__ for cause, one in zip(CAUSES, seen, strict=True) if one != seen[0]] == []


def test_the_comparison_would_notice_an_offer_that_still_goes_on(
    databases: Databases, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    with agency(databases, kind, tmp_path / "ended") as (installation, cast):
        ended = what_noor_sees(installation, cast, CAUSES[0], now)
    with agency(databases, kind, tmp_path / "open") as (installation, cast):
        still_open = what_noor_sees(installation, cast, None, now)
    assert ended != still_open


def test_until_the_hour_a_copy_reads_as_if_the_offer_went_on(
    databases: Databases, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    copies = []
    for cause in (CAUSES[0], None):
        with agency(databases, kind, tmp_path / str(cause is None)) as (installation, cast):
            what_noor_sees(installation, cast, cause, now)
            with installation.database.reading() as session:
                noor = accounts.person(session, cast.noor.person_id)
                before = TOLD - timedelta(minutes=1)
                copies.append(own_copy(session, cast.noor.actor(session), noor, before))
    assert copies[0] == copies[1]
