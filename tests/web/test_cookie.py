"""How the browser is told to keep the one cookie."""

import pytest
from flask import Flask, Response

from mentorship.installation import Installation
from tests.live import served

KEPT = {"HttpOnly", "Path=/", "SameSite=Strict"}


def cookie_of(app: Flask) -> tuple[str, set[str]]:
    """Give the cookie of a first visit, and all that it says."""
    answer = app.test_client().get("/in")
    cookie, *flags = [part.strip() for part in answer.headers["Set-Cookie"].split(";")]
    return cookie, set(flags)


@pytest.mark.parametrize(("local", "name"), [(False, "__Host-s="), (True, "s=")])
def test_the_cookie_says_how_it_must_be_kept(
    installation: Installation, local: bool, name: str
) -> None:
    with served(installation, local=local) as app:
        cookie, flags = cookie_of(app)
    assert cookie.startswith(name)
    assert flags == KEPT | (set() if local else {"Secure"})


@pytest.mark.parametrize(
    ("fault", "value"),
    [("secure", False), ("httponly", False), ("samesite", "Lax"), ("path", "/in")],
)
def test_a_cookie_that_is_kept_less_well_is_noticed(
    installation: Installation, fault: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    carefully = Response.set_cookie
    monkeypatch.setattr(
        Response, "set_cookie",
        lambda self, *given, **flags: carefully(self, *given, **{**flags, fault: value}),
    )  # fmt: skip
    with served(installation, local=False) as app:
        _cookie, flags = cookie_of(app)
    assert flags != KEPT | {"Secure"}
