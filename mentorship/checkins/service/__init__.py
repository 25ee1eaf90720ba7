"""The verbs of check-ins."""

from mentorship.checkins.service.follow_ups import (
    log_contact,
    raise_,
    resolve,
    snooze,
    take,
)
from mentorship.checkins.service.logs import (
    change_log,
    entry_of,
    log,
    next_by,
    take_back,
    tap,
)
from mentorship.checkins.service.reports import complain, next_reading, raise_safety, words_of
from mentorship.checkins.service.sweeping import sweep
from mentorship.checkins.service.talks import (
    add_talk,
    called,
    cancel_talk,
    match_for,
    move_talk,
    other_of,
    set_rhythm,
)

__all__ = [
    "add_talk",
    "called",
    "cancel_talk",
    "change_log",
    "complain",
    "entry_of",
    "log",
    "log_contact",
    "match_for",
    "move_talk",
    "next_by",
    "next_reading",
    "other_of",
    "raise_",
    "raise_safety",
    "resolve",
    "set_rhythm",
    "snooze",
    "sweep",
    "take",
    "take_back",
    "tap",
    "words_of",
]
