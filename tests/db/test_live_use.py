"""Before live use: one list, on which the door, rounds, the settings page and `check` agree."""

from dataclasses import fields, replace
from datetime import date, datetime, time
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from mentorship.accounts import queries
from mentorship.accounts.service.joining import door_now
from mentorship.kernel import live_use, settings
from mentorship.kernel.access import SYSTEM, Role
from mentorship.kernel.duty import Shift
from mentorship.kernel.errors import RuleBroken
from mentorship.kernel.live_use import BEFORE_LIVE_USE
from mentorship.kernel.settings import Agency, Door
from mentorship.matches.service import start_round
from tests.cast import Cast, on_call_always

DAY = date(2026, 3, 1)
# Everything that the agency of the tests has not said yet.
SAID = {
    "deputies": ("Lena",),
    "must_pass_on_dated": DAY,
    "retention_dated": DAY,
    "keys_escrowed_on": DAY,
    "restore_tried_on": DAY,
}


@pytest.fixture
def live(session: Session, cast: Cast, now: datetime) -> Session:
    """Give an agency in live use that misses nothing."""
    session.info["local"] = False
    settings.change(session, SYSTEM, now, **SAID, on_call=on_call_always(cast.rosa))
    return session


def is_shut(session: Session, now: datetime) -> bool:
    """Tell whether nobody can join and no round can start, which must go together."""
    door = door_now(session, now)
    nested = session.begin_nested()
    try:
        start_round(session, SYSTEM, now)
    except RuleBroken:
        assert door is Door.CLOSED
        return True
    finally:
        nested.rollback()
    assert door is Door.INVITATION
    return False


def test_an_agency_that_misses_nothing_is_open(live: Session, now: datetime) -> None:
    assert live_use.missing(live) == []
    assert not is_shut(live, now)


def test_each_blank_setting_shuts_door_and_rounds(live: Session, now: datetime) -> None:
    full = settings.current(live)
    stored = {field.name for field in fields(Agency)}
    assert len(stored & BEFORE_LIVE_USE.keys()) > 10
    for name, words in BEFORE_LIVE_USE.items():
        if name not in stored:  # reckoned from others, which are never blank
            continue
        settings.change(live, SYSTEM, now, **{name: getattr(Agency(), name)})
        assert live_use.missing(live) == [words], name
        assert is_shut(live, now), name
        settings.change(live, SYSTEM, now, **{name: getattr(full, name)})
    assert not is_shut(live, now)


def test_nobody_on_call_in_any_week_shuts_door_and_rounds(
    live: Session, cast: Cast, now: datetime
) -> None:
    only_a_date = Shift(DAY, time(9), time(17), str(cast.rosa.person_id))
    somebody_gone = Shift(0, time(9), time(17), str(uuid4()))
    for plan, words in (
        ((), "who is on call when"),
        ((only_a_date,), "who is on call when"),
        ((somebody_gone,), "somebody on call who is still here"),
    ):
        settings.change(live, SYSTEM, now, on_call=plan)
        assert live_use.missing(live) == [words]
        assert is_shut(live, now)
    second_is_here = replace(somebody_gone, second=str(cast.rosa.person_id))
    settings.change(live, SYSTEM, now, on_call=(second_is_here,))
    assert live_use.missing(live) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ada", "an administrator"),
        ("lena", "a safeguarding lead"),
        ("ruth", "a reviewer"),
    ],
)
def test_each_hat_that_nobody_wears_shuts_door_and_rounds(
    live: Session, cast: Cast, now: datetime, name: str, words: str
) -> None:
    member = getattr(cast, name)
    queries.replace_hats(live, member.person_id, frozenset({Role.COORDINATOR}))
    assert live_use.missing(live) == [words]
    assert is_shut(live, now)


def test_on_this_machine_alone_nothing_is_shut(session: Session, cast: Cast, now: datetime) -> None:
    assert live_use.missing(session)
    assert not is_shut(session, now)
