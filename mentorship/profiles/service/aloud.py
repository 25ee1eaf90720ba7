"""Questions read aloud: how the recordings of each are called.

A file is called by a question's code, as in `q07-es.mp3`; as it is put to mentors, `q07-2-es.mp3`.
"""

from pathlib import Path

from mentorship.kernel.recordings import recording_in
from mentorship.profiles.questions import QUESTIONS
from mentorship.profiles.questions.kinds import Side

MARK = {Side.MENTEE: "", Side.MENTOR: "-2"}
NAMES = frozenset(
    f"{code}{MARK[side]}" for code, question in QUESTIONS.items() for side in question.sides
)


def name_of(code: str, side: Side) -> str:
    """Give the name under which a question as it is put to one side is read aloud."""
    return f"{code}{MARK[side]}"


def recording_of(home: Path, name: str) -> Path | None:
    """Find the recording of a question in the language of the moment, if there is one."""
    return recording_in(home, name) if name in NAMES else None
