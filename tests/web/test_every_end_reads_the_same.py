"""Eight causes, one ending: whoever was asked cannot tell from bytes or times what happened."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mentorship.accounts import queries as accounts
from mentorship.installation import Installation, install
from mentorship.kernel import clock
from mentorship.notices import service as notices
from mentorship.profiles.questions.kinds import Side
from mentorship.profiles.service import copies
from mentorship.profiles.service.copies import own_copy
from tests import scenes
from tests.cast import CAST, Cast, Member, gathered, signed_in
from tests.databases import Databases, Kind, config
from tests.endings import CAUSES, OTHER, Cause
from tests.fast import Lent
from tests.scenes import Scene

ENDED = timedelta(hours=2)
TOLD = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
# Every page that speaks of somebody's own record, or of where they stand.
PAGES = ("/home", "/seen", "/my-copy", "/talks", "/account")


@contextmanager
def agency(databases: Databases, kind: Kind, home: Path) -> Iterator[tuple[Installation, Cast]]:
    """Give a fresh agency with its cast."""
    home.mkdir(mode=0o700)
    with databases.copy(kind, home, CAST) as url:
        opened = install(config(home, url))
        yield opened, gathered(opened, databases.folder)
        opened.close()


def masked(html: str) -> str:
    """Take out what differs from one request to the next: tokens and random ids."""
    without_tokens = re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", without_tokens)


def what_is_seen(
    lent: Lent,
    opened: tuple[Installation, Cast],
    cause: Cause | None,
    side: Side,
    now: datetime,
    moments: tuple[datetime, ...] = (),
    ends: datetime | None = None,
) -> str:
    """End an offer because of one side after Noor's yes, and collect what the other is shown."""
    installation, cast = opened
    with installation.database.transaction() as session:
        scene = scenes.mentor_asked(session, now, scenes.of_the_cast(session, cast, now))
        offer = scene.offer(session, OTHER[side])
        assert offer
        address = f"/offers/{offer.id}"
    if cause is not None:
        end(installation, scene, cause, side, ends or now + ENDED)
    app = lent.to(installation)
    member = cast.noor if side is Side.MENTOR else cast.amara
    seen = []
    for moment in moments or (now + ENDED, TOLD):
        with clock.fixed(moment):
            for do in installation.works.periodic:
                do(installation.database, moment)
            client = app.test_client()
            cookie = signed_in(installation, member, stepped_up=True)
            client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
            shown = [client.get(page) for page in (address, *PAGES)]
            assert {page.status_code for page in shown} == {200}
            seen += [masked(page.get_data(as_text=True)) for page in shown]
            seen += told(installation, member, moment)
    return "\n".join(seen)


def end(
    installation: Installation, scene: Scene, cause: Cause, side: Side, moment: datetime
) -> None:
    """Let one cause happen, as a request or the worker would."""
    with clock.fixed(moment), installation.database.transaction() as session:
        cause(session, scene, side, moment)


def told(installation: Installation, member: Member, moment: datetime) -> list[str]:
    """Give what somebody has not seen yet of what they were told, and since when."""
    with installation.database.reading() as session:
        waiting = notices.waiting(session, member.person_id, moment)
        return [f"{it.sentence} {it.since}" for it in waiting]


@pytest.mark.parametrize("side", Side)
def test_every_cause_shows_the_same_bytes_and_tells_at_the_same_hour(
    databases: Databases, lent: Lent, kind: Kind, tmp_path: Path, now: datetime, side: Side
) -> None:
    seen = {}
    for cause in CAUSES[side]:
        with agency(databases, kind, tmp_path / cause.__name__) as opened:
            seen[cause.__name__] = what_is_seen(lent, opened, cause, side, now)
    first = next(iter(seen.values()))
    assert "This one did not go ahead" in first
    assert [name for name, one in seen.items() if one != first] == []


def test_a_page_of_who_has_looked_that_tells_the_cause_would_be_noticed(
    databases: Databases, lent: Lent, kind: Kind, tmp_path: Path, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(copies, "_is_a_look", lambda entry, person: entry.actor_id != person.id)
    by_name = {cause.__name__: cause for cause in CAUSES[Side.MENTOR]}
    seen = []
    for name in ("_no", "_recalled"):
        with agency(databases, kind, tmp_path / name) as opened:
            seen.append(what_is_seen(lent, opened, by_name[name], Side.MENTOR, now))
    assert seen[0] != seen[1]


def test_an_offer_that_still_goes_on_is_noticed_at_the_hour_and_not_before_it(
    databases: Databases, lent: Lent, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    seen, kept = [], []
    for cause in (CAUSES[Side.MENTOR][0], None):
        with agency(databases, kind, tmp_path / str(cause is None)) as opened:
            seen.append(what_is_seen(lent, opened, cause, Side.MENTOR, now))
            installation, cast = opened
            with installation.database.reading() as session:
                noor = accounts.person(session, cast.noor.person_id)
                before = TOLD - timedelta(minutes=1)
                kept.append(own_copy(session, cast.noor.actor(session), noor, before))
    assert seen[0] != seen[1]
    assert kept[0] == kept[1]


def test_past_the_day_we_named_the_page_says_so_and_no_cause_can_be_told_from_it(
    databases: Databases, lent: Lent, kind: Kind, tmp_path: Path, now: datetime
) -> None:
    # The mentor is asked for days after the one that was named, then something ends it.
    seen, late = {}, datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
    for cause in (*CAUSES[Side.MENTOR], None):
        name = cause.__name__ if cause else "_goes_on"
        with agency(databases, kind, tmp_path / name) as opened:
            seen[name] = what_is_seen(
                lent, opened, cause, Side.MENTOR, now, (late + ENDED,), ends=late
            )
    first = next(iter(seen.values()))
    assert first.count("It takes longer than we said.") == 2
    assert "We are still looking" not in first
    assert "We will tell you by" not in first
    assert [name for name, one in seen.items() if one != first] == []
