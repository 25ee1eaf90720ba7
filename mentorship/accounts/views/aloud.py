"""The pages of joining read aloud, once somebody taps it; nothing is fetched before."""

from pathlib import Path

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.accounts.views.blueprint import views
from mentorship.kernel import recordings
from mentorship.kernel.access import Permission, requires

PAGES = frozenset({"before", "card", "age", "part", "name", "password"})


@views.app_template_global("aloud_joining")
def address_of(page: str) -> str:
    """Give the address of the recording of a page of joining; empty while there is none."""
    return url_for("accounts.aloud", code=page) if _recording_of(page) else ""


@views.get("/start/aloud/<code>")
@requires(Permission.JOIN)
def aloud(code: str) -> Response:
    """Give the recording of a page of joining."""
    return recordings.heard(_recording_of(code))


def _recording_of(page: str) -> Path | None:
    return recordings.recording_in(recordings.home(), page) if page in PAGES else None
