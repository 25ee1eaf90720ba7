"""A question read aloud, once somebody taps it; nothing is fetched before."""

from pathlib import Path

from flask import current_app, send_file, url_for
from werkzeug.wrappers import Response

from mentorship.kernel.access import Permission, requires
from mentorship.kernel.errors import NotFound
from mentorship.profiles.service.aloud import name_of, recording_of
from mentorship.profiles.service.choices_page import Asked
from mentorship.profiles.views.blueprint import views


@views.app_template_global("aloud")
def address_of(asked: Asked) -> str:
    """Give the address of a question's recording; empty while there is none."""
    name = name_of(asked.question.code, asked.side)
    return url_for("profiles.aloud", code=name) if recording_of(_home(), name) else ""


@views.get("/aloud/<code>")
@requires(Permission.HEAR)
def aloud(code: str) -> Response:
    """Give the recording of a question."""
    file = recording_of(_home(), code)
    if file is None:
        raise NotFound
    return send_file(file)


def _home() -> Path:
    home: Path = current_app.extensions["installation"].config.home
    return home
