"""A question read aloud, once somebody taps it; nothing is fetched before."""

from flask import url_for
from werkzeug.wrappers import Response

from mentorship.kernel import recordings
from mentorship.kernel.access import Permission, requires
from mentorship.profiles.service.aloud import name_of, recording_of
from mentorship.profiles.service.choices_page import Asked
from mentorship.profiles.views.blueprint import views


@views.app_template_global("aloud")
def address_of(asked: Asked) -> str:
    """Give the address of a question's recording; empty while there is none."""
    name = name_of(asked.question.code, asked.side)
    found = recording_of(recordings.home(), name)
    return url_for("profiles.aloud", code=name) if found else ""


@views.get("/aloud/<code>")
@requires(Permission.HEAR)
def aloud(code: str) -> Response:
    """Give the recording of a question."""
    return recordings.heard(recording_of(recordings.home(), code))
