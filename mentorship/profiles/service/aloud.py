"""Questions read aloud: short recordings that an agency puts into a folder of its installation.

A file is called by a question's code and a language, as in `q07-es.mp3`; as it is put to mentors,
`q07-2-es.mp3`. Nothing that is typed reaches a path: names are made here, from closed lists.
"""

from pathlib import Path

from mentorship.kernel.words import locale
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.kinds import Side

FOLDER = "aloud"
SUFFIXES = ("mp3", "m4a", "ogg", "wav")
MARK = {Side.MENTEE: "", Side.MENTOR: "-2"}
NAMES = frozenset(
    f"{code}{MARK[side]}" for code, question in QUESTIONS.items() for side in question.sides
)


def name_of(code: str, side: Side) -> str:
    """Give the name under which a question as it is put to one side is read aloud."""
    return f"{code}{MARK[side]}"


def recording_of(home: Path, name: str) -> Path | None:
    """Find the recording of a question in the language of the moment, if there is one."""
    if name not in NAMES:
        return None
    folder = home / FOLDER
    files = (folder / f"{name}-{locale()}.{suffix}" for suffix in SUFFIXES)
    return next((file for file in files if file.is_file()), None)
