"""What people fill in about talks, how it is going and safety, and staff on the board."""

from mentorship.checkins.forms.board import ContactForm, ResolveForm, SnoozeForm, TakeForm
from mentorship.checkins.forms.logs import LogForm, TapForm, When, WishForm
from mentorship.checkins.forms.reports import ComplaintForm, SafetyForm
from mentorship.checkins.forms.talks import (
    DaysForm,
    MoveForm,
    RhythmForm,
    SuggestForm,
    TalkForm,
    WordForm,
    ZoneForm,
)

__all__ = [
    "ComplaintForm",
    "ContactForm",
    "DaysForm",
    "LogForm",
    "MoveForm",
    "ResolveForm",
    "RhythmForm",
    "SafetyForm",
    "SnoozeForm",
    "SuggestForm",
    "TakeForm",
    "TalkForm",
    "TapForm",
    "When",
    "WishForm",
    "WordForm",
    "ZoneForm",
]
