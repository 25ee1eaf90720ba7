"""The verbs of check-ins."""

from mentorship.checkins.service.agendas import (
    calendar_at,
    calendar_of,
    calendar_of_one,
    choose_word,
    choose_zone,
    close_calendar,
    open_calendar,
    zone_of,
)
from mentorship.checkins.service.ahead import standing
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
    is_called,
    log,
    next_by,
    take_back,
    tap,
    trace_of,
)
from mentorship.checkins.service.open_rows import open_beside
from mentorship.checkins.service.reports import (
    complain,
    next_reading,
    raise_safety,
    report_of,
)
from mentorship.checkins.service.rhythms import (
    agree_rhythm,
    rhythm_said,
    rhythm_stands,
    set_rhythm,
)
from mentorship.checkins.service.sweeping import sweep
from mentorship.checkins.service.talks import (
    add_talk,
    called,
    cancel_talk,
    match_for,
    move_talk,
    other_of,
)
from mentorship.checkins.service.turning import give_back

__all__ = [
    "add_talk",
    "agree_rhythm",
    "calendar_at",
    "calendar_of",
    "calendar_of_one",
    "called",
    "cancel_talk",
    "change_log",
    "choose_word",
    "choose_zone",
    "close_calendar",
    "complain",
    "entry_of",
    "give_back",
    "is_called",
    "log",
    "log_contact",
    "match_for",
    "move_talk",
    "next_by",
    "next_reading",
    "open_beside",
    "open_calendar",
    "other_of",
    "raise_",
    "raise_safety",
    "report_of",
    "resolve",
    "rhythm_said",
    "rhythm_stands",
    "set_rhythm",
    "snooze",
    "standing",
    "sweep",
    "take",
    "take_back",
    "tap",
    "trace_of",
    "zone_of",
]
