"""What is read aloud: short recordings that an agency puts into a folder of its installation.

A file is called by a name of ours and a language, as in `q07-es.mp3`. Nothing that is typed reaches
a path: whoever asks gives a name out of a closed list.
"""

from pathlib import Path

from flask import current_app, send_file
from werkzeug.wrappers import Response

from mentorship.kernel.errors import NotFound
from mentorship.kernel.words import locale

FOLDER = "aloud"
SUFFIXES = ("mp3", "m4a", "ogg", "wav")


def recording_in(home: Path, name: str) -> Path | None:
    """Find a recording in the language of the moment, if there is one."""
    files = (home / FOLDER / f"{name}-{locale()}.{suffix}" for suffix in SUFFIXES)
    return next((file for file in files if file.is_file()), None)


def home() -> Path:
    """Give the folder of this application's installation."""
    folder: Path = current_app.extensions["installation"].config.home
    return folder


def heard(file: Path | None) -> Response:
    """Send a recording."""
    if file is None:
        raise NotFound
    return send_file(file)
