"""The blueprint on which every page of accounts stands, and what those pages share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.service.hashing import Hasher
from mentorship.accounts.views.sessions import this
from mentorship.kernel import clock

Answer = Response | str | tuple[str, int]
ONCE = "shown_once"
# Phones load a page anew by themselves; somebody who finds the browser later must see nothing.
SHOWN_FOR = timedelta(minutes=10)

views = Blueprint("accounts", __name__)


def hasher() -> Hasher:
    """Give this installation's hasher."""
    given: Hasher = current_app.extensions["hasher"]
    return given


def leave_to(address: str) -> Response:
    """Forget this browser, have the browser forget us, and lead it away."""
    this().end()
    answer = Response(status=303)
    answer.headers["Location"] = address
    # Browsers act on it over https and on this machine.
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def wanted() -> str:
    """Give the page somebody wanted before they had to sign in."""
    path = this().pop("wanted", "")
    return path if isinstance(path, str) and path.startswith("/") else url_for("desk.home")


def show_once(
    heading: str, hint: str, lines: Sequence[tuple[str, str]], then: str, *, copy: bool = False,
    given: bool = False,
) -> str:  # fmt: skip
    """Keep what is to be shown once, sealed with this visit, and give the address that shows it.

    What lets somebody in is never offered to be copied: a device keeps what was copied. What is
    `given` is for somebody else to keep.
    """
    shown = {
        "heading": heading, "hint": hint, "lines": list(lines), "then": then, "copy": copy,
        "given": given,
    }  # fmt: skip
    this()[ONCE] = {**shown, "until": (clock.now() + SHOWN_FOR).isoformat()}
    return url_for("accounts.shown_once")


def is_shown() -> dict[str, Any] | None:
    """Give what is being shown once, if there is anything."""
    shown: dict[str, Any] | None = this().get(ONCE)
    return shown


@views.before_app_request
def forget_what_was_shown() -> None:
    """Forget words that were shown long enough, at whatever page is opened next."""
    shown = is_shown()
    if shown and shown["lines"] and datetime.fromisoformat(shown["until"]) <= clock.now():
        this()[ONCE] = {**shown, "lines": []}
