"""The blueprint on which every page of accounts stands, and what those pages share."""

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.passwords import Hasher
from mentorship.accounts.sessions import this

Answer = Response | str | tuple[str, int]

views = Blueprint("accounts", __name__)


def hasher() -> Hasher:
    """Give this installation's hasher."""
    given: Hasher = current_app.extensions["hasher"]
    return given


def leave_site() -> Response:
    """Forget this browser, and have the browser forget us."""
    this().end()
    answer = Response(status=303)
    # Browsers act on it over https and on this machine.
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def wanted() -> str:
    """Give the page somebody wanted before they had to sign in."""
    path = this().pop("wanted", "")
    return path if isinstance(path, str) and path.startswith("/") else url_for("desk.home")
