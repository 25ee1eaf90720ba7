"""The tables of talks, logs, taps, reports and follow-ups."""

from mentorship.checkins.models.contacts import StaffContact
from mentorship.checkins.models.follow_ups import (
    ClockBefore,
    FollowUp,
    FollowUpCause,
    FollowUpStep,
)
from mentorship.checkins.models.logs import CheckIn, CheckInVersion, Report, Tap
from mentorship.checkins.models.quiet import Quiet
from mentorship.checkins.models.talks import (
    Agenda,
    Meeting,
    PairMonth,
    Rhythm,
    Suggestion,
    TakenQuarter,
)

__all__ = [
    "Agenda",
    "CheckIn",
    "CheckInVersion",
    "ClockBefore",
    "FollowUp",
    "FollowUpCause",
    "FollowUpStep",
    "Meeting",
    "PairMonth",
    "Quiet",
    "Report",
    "Rhythm",
    "StaffContact",
    "Suggestion",
    "TakenQuarter",
    "Tap",
]
