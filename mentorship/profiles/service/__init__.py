"""Everything profiles does, one module a subject."""

from mentorship.profiles.service.answers import answer, ease
from mentorship.profiles.service.consent import (
    end_passed,
    end_shows,
    give_consent,
    keep,
    stop_consent,
    undo_stop_consent,
    use_three,
)

__all__ = [
    "answer",
    "ease",
    "end_passed",
    "end_shows",
    "give_consent",
    "keep",
    "stop_consent",
    "undo_stop_consent",
    "use_three",
]
