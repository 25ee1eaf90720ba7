"""The same form twenty times at once, through the application: one effect, twenty same answers."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorship.installation import Installation
from mentorship.kernel import db
from mentorship.kernel.errors import Busy
from mentorship.profiles.models import ApartEntry
from tests.cast import Cast
from tests.pages import Data, Visitor
from tests.races import race

CLICKS = 20


@pytest.fixture
def form(cast: Cast, as_: Callable[..., Visitor]) -> tuple[Visitor, Data]:
    """Give a browser with a form that is ready to be sent."""
    noor = as_(cast.noor, stepped_up=True)
    shown = noor.page("profiles.apart").form()
    assert shown
    said = {str(field["name"]): str(field["value"]) for field in shown.select("input[type=hidden]")}
    return noor, {**said, "kind": "name", "words": "Damson Sloe"}


def click(app: Flask, browser: Visitor, data: Data) -> Callable[[], None]:
    """Give one click, from a further connection of the same browser."""
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.client.get_cookie(name)
    assert cookie

    def sent() -> None:
        client = app.test_client()
        client.set_cookie(name, cookie.value)
        answer = client.post("/apart", data=data)
        if answer.status_code == 503:
            raise Busy
        assert (answer.status_code, answer.location) == (303, "/apart")

    return sent


def entries(installation: Installation) -> int:
    with installation.database.reading() as session:
        return session.scalar(select(func.count()).select_from(ApartEntry)) or 0


def test_twenty_equal_posts_at_once_have_one_effect_and_one_answer(
    app: Flask, installation: Installation, form: tuple[Visitor, Data]
) -> None:
    race(CLICKS, click(app, *form))
    assert entries(installation) == 1


def test_without_the_once_token_each_of_them_has_its_effect(
    app: Flask,
    installation: Installation,
    form: tuple[Visitor, Data],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(db, "claim_once", lambda *_given: SimpleNamespace(then=""))
    race(3, click(app, *form))
    assert entries(installation) == 3


def test_somebody_else_who_sends_the_same_bytes_is_refused(
    app: Flask,
    installation: Installation,
    cast: Cast,
    as_: Callable[..., Visitor],
    form: tuple[Visitor, Data],
    now: datetime,
) -> None:
    kit = as_(cast.kit, stepped_up=True)
    assert kit.client.post("/apart", data=form[1]).status_code == 400
    assert entries(installation) == 0
