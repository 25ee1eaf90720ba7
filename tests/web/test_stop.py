"""Stopping: hidden at once, undone within the days, erased for good after them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from mentorship.accounts import queries, tasks
from mentorship.accounts.models import Person
from mentorship.accounts.rules import Standing
from mentorship.installation import Installation
from mentorship.kernel import audit, clock
from mentorship.kernel.vault import PersonKey
from mentorship.kernel.words import format_date
from tests.cast import PASSWORD, Cast
from tests.pages import Visitor

As = Callable[..., Visitor]


def standing(installation: Installation, cast: Cast) -> Standing | None:
    """Tell where Noor stands; nowhere when no row says that she was here."""
    with installation.database.reading() as session:
        row = session.get(Person, cast.noor.person_id)
        return row.standing if row else None


def stopped(as_: As, cast: Cast) -> Visitor:
    visitor = as_(cast.noor, stepped_up=True)
    visitor.page("accounts.stop")
    visitor.post("accounts.ask_to_stop", to="desk.front")
    return visitor


def back_at_the_door(app: Flask, cast: Cast) -> Visitor:
    visitor = Visitor(app)
    visitor.page("accounts.sign_in")
    typed = {"name": cast.noor.sign_in_name, "password": PASSWORD}
    visitor.post("accounts.enter", typed, to="accounts.come_back")
    return visitor


def test_whoever_stops_is_signed_out_and_told_how_to_undo_it(
    as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor = stopped(as_, cast)
    by = format_date(now + timedelta(days=7))
    assert visitor.follow().says(f"To undo it, sign in by {by}.")
    visitor.page("accounts.account", to="accounts.sign_in")
    assert standing(installation, cast) is Standing.STOPPING


def test_stopping_wants_the_password_once_more(as_: As, cast: Cast) -> None:
    as_(cast.noor).page("accounts.stop", to="accounts.step_up")


def test_stopping_is_not_for_staff_and_not_for_strangers(
    as_: As, visitor: Visitor, cast: Cast
) -> None:
    as_(cast.rosa, stepped_up=True).page("accounts.stop", status=404)
    visitor.page("accounts.stop", to="accounts.sign_in")


def test_signing_in_meanwhile_says_only_how_to_undo_it(
    app: Flask, as_: As, cast: Cast, now: datetime
) -> None:
    stopped(as_, cast)
    visitor = back_at_the_door(app, cast)
    assert visitor.follow().says(f"You can undo it until {format_date(now + timedelta(days=7))}")
    for endpoint in ("desk.home", "accounts.account", "accounts.stop"):
        visitor.page(endpoint, to="accounts.sign_in")


def test_it_can_be_undone(app: Flask, as_: As, installation: Installation, cast: Cast) -> None:
    stopped(as_, cast)
    visitor = back_at_the_door(app, cast)
    visitor.follow()
    visitor.post("accounts.undo_stop", to="desk.home")
    visitor.page("accounts.account")
    assert standing(installation, cast) is Standing.HERE


def test_whoever_did_not_stop_has_nothing_to_undo(
    as_: As, installation: Installation, cast: Cast
) -> None:
    visitor = as_(cast.noor)
    visitor.page("accounts.come_back")
    visitor.post("accounts.undo_stop", status=409)
    assert standing(installation, cast) is Standing.HERE


def test_after_the_days_everything_is_gone_and_the_key_with_it(
    as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    stopped(as_, cast)
    tasks.erase_due(installation.database, now + timedelta(days=6, hours=23))
    assert standing(installation, cast) is Standing.STOPPING
    tasks.erase_due(installation.database, now + timedelta(days=7))
    tasks.erase_due(installation.database, now + timedelta(days=8))
    assert standing(installation, cast) is None
    with installation.database.reading() as session:
        assert session.get(PersonKey, cast.noor.person_id) is None
        assert queries.sign_in_of(session, cast.noor.person_id) is None
        assert queries.roles(session, cast.noor.person_id) == frozenset()
        assert audit.verify(session) is None
        erased = [e for e in audit.about(session, cast.noor.person_id) if e.act == "erased"]
        assert len(erased) == 1


def test_whoever_came_back_is_not_erased(
    app: Flask, as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    stopped(as_, cast)
    visitor = back_at_the_door(app, cast)
    visitor.follow()
    visitor.post("accounts.undo_stop")
    tasks.erase_due(installation.database, now + timedelta(days=8))
    assert standing(installation, cast) is Standing.HERE


@pytest.mark.parametrize(("when", "then"), [("later", Standing.STOPPING), ("now", None)])
def test_staff_record_it_for_somebody_who_said_so(
    as_: As, installation: Installation, cast: Cast, when: str, then: Standing | None
) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("accounts.stop_for", **whom)
    rosa.post("accounts.ask_to_stop_for", {"when": when}, **whom)
    assert standing(installation, cast) is then
    with installation.database.reading() as session:
        said = audit.about(session, cast.noor.person_id)
    assert {entry.how for entry in said if entry.act == "asked_to_stop"} == {"phone"}


def test_staff_must_say_when(as_: As, installation: Installation, cast: Cast) -> None:
    rosa, whom = as_(cast.rosa), {"person_id": cast.noor.person_id, "how": "phone"}
    rosa.page("accounts.stop_for", **whom)
    assert rosa.post("accounts.ask_to_stop_for", status=422, **whom).problem("when")
    assert standing(installation, cast) is Standing.HERE


def test_the_step_up_that_is_over_stops_nothing(
    as_: As, installation: Installation, cast: Cast, now: datetime
) -> None:
    visitor = as_(cast.noor, stepped_up=True)
    visitor.page("accounts.stop")
    with clock.fixed(now + timedelta(minutes=6)):
        visitor.post("accounts.ask_to_stop", to="accounts.step_up")
    assert standing(installation, cast) is Standing.HERE
